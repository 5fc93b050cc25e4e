// How soon a person sees something in a file of 20,000 lines. `npm run bench:editor` measures in the window;
// this proves that the first findings do not wait for the whole file.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { generateLines } from '../bench/support/generate.ts';
import { callsmith, closeAll, eventually } from '../support/inEditor.ts';
import { remove, write } from './folder.ts';

const count = 20_000;

describe('a file of 20,000 lines', () => {
  const name = 'twenty-thousand.jsonl';
  let uri: vscode.Uri;
  before(async () => {
    await callsmith();
    uri = await write(name, generateLines(count, { seed: 1, shape: 'xlam', pool: 3_673, wrong: 0.3 }));
  });
  after(() => remove(name));
  afterEach(closeAll);

  it('shows its first finding and its first lens before it is checked to its end', async () => {
    const { sessions } = await callsmith();
    const times: Record<string, number> = {};
    let start = 0;
    let document: vscode.TextDocument | undefined;
    let checkedAtFirst: number | undefined;
    const since = () => Math.round(performance.now() - start);
    const subscriptions = [
      vscode.workspace.onDidOpenTextDocument((opened) => {
        if (opened.uri.toString() !== uri.toString()) return;
        start = performance.now();
        document = opened;
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const isOurs = uris.some((one) => one.toString() === uri.toString());
        if (!isOurs || vscode.languages.getDiagnostics(uri).length === 0) return;
        times['first findings'] ??= since();
        checkedAtFirst ??= sessions.get(document!)?.state.totals.checked;
      }),
    ];
    document = await vscode.workspace.openTextDocument(uri);
    const shown = vscode.window.showTextDocument(document);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      3,
    );
    times['first lenses, with their words'] = since();
    await shown;
    assert.ok(lenses.slice(0, 3).every(({ command }) => command));
    await eventually('a finding', () => times['first findings'] !== undefined);
    assert.ok(
      checkedAtFirst! < count,
      `the first findings came with the last, after ${checkedAtFirst} lines`,
    );
    await eventually('the end', () => sessions.get(document!)!.state.done, 60_000);
    times['all lines checked'] = since();
    for (const subscription of subscriptions) subscription.dispose();
    for (const [what, ms] of Object.entries(times)) console.log(`        ${what}: ${ms} ms`);
  });
});
