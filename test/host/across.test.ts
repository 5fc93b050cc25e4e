/** Samples that are compared with one another, suppressions and baselines, in the editor. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { textHash } from '../../src/core/text/textHash.ts';
import { chatLine, chatSample, good, goodNumber, wrongType } from '../support/chatLines.ts';
import {
  callsmith,
  closeAll,
  eventually,
  findings,
  findingWords,
  rangeOf,
  settled,
  show,
  showText,
} from '../support/inEditor.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';
import { at, remove, write } from './folder.ts';

const other = chatLine({ arguments: { city: 'Oslo' } });

/** The light bulb's actions at a place, by title. */
async function actionsAt(document: vscode.TextDocument, range: vscode.Range) {
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
  );
  return new Map(found.map((action) => [action.title, action]));
}

const run = ({ command }: vscode.CodeAction) =>
  vscode.commands.executeCommand(command!.command, ...command!.arguments!);

async function read(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(at(path)));
}

describe('samples that repeat or contradict one another', () => {
  afterEach(closeAll);

  it('are told at the later one, with a link to the first, and follow edits', async () => {
    const { document, editor, session } = await showText(`${good}\n${goodNumber(1)}\n${good}\n`);
    const [finding] = findings(document);
    assert.equal(findings(document).length, 1);
    assert.equal(finding!.message, 'This is the same sample as in line 1; keep one of them.');
    assert.deepEqual([finding!.range.start.line, finding!.severity], [2, vscode.DiagnosticSeverity.Warning]);
    assert.equal(finding!.relatedInformation![0]!.location.range.start.line, 0);
    assert.equal(session.state.totals.warnings, 1);
    // Another line above: the finding moves, and then names the line where the first stands now.
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${goodNumber(2)}\n`));
    await settled(document);
    assert.equal(findings(document)[0]!.range.start.line, 3);
    assert.match(findings(document)[0]!.message, /as in line 2;/);
    // The copy is made another sample.
    await editor.edit((edit) => edit.replace(document.lineAt(3).range, other));
    await settled(document);
    assert.deepEqual(
      findings(document).map((f) => f.message),
      ['Line 2 answers the same question, with the same tools, by other calls; keep the right ones.'],
    );
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, 2, 0)));
    await settled(document);
    assert.deepEqual(findings(document), []);
  });

  it('are told in a JSON array too, where its records stand', async () => {
    const text = JSON.stringify(
      [chatSample(), chatSample({ question: 'Oslo, 3 days?' }), chatSample()],
      undefined,
      1,
    );
    const uri = await write('across.json', text);
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const [finding] = findings(document);
    assert.equal(findings(document).length, 1);
    assert.match(finding!.message, /^This is the same sample as in line 2;/);
    assert.match(document.getText(finding!.range), /^\{[\s\S]*\}$/);
    assert.equal(finding!.relatedInformation![0]!.location.range.start.line, 1);
  });

  it('can be deleted one by one, or all at once; the first of each stays, and nothing else changes', async () => {
    const lines = [good, goodNumber(1), good, goodNumber(2), goodNumber(1)];
    const { document } = await showText(lines.join('\n'));
    const apply = async (line: number, title: string) => {
      const actions = await actionsAt(document, new vscode.Range(line, 3, line, 3));
      assert.ok(actions.has(title), [...actions.keys()].join('; '));
      await vscode.workspace.applyEdit(actions.get(title)!.edit!);
      await settled(document);
    };
    await apply(2, 'Delete this line; line 1 has the same sample');
    assert.equal(document.getText(), [good, goodNumber(1), goodNumber(2), goodNumber(1)].join('\n'));
    await vscode.commands.executeCommand('undo');
    await settled(document);
    await apply(4, 'Delete all 2 lines that repeat a sample');
    assert.equal(document.getText(), [good, goodNumber(1), goodNumber(2), ''].join('\n'));
    assert.deepEqual(findings(document), []);
  });

  it('are visited by Go to Next Problem', async () => {
    const { editor } = await showText(`${good}\n${goodNumber(1)}\n${good}\n`);
    await vscode.commands.executeCommand('callsmith.problem.next');
    assert.equal(editor.selection.start.line, 2);
  });

  it('are found over files by Check Folder, with the place in the other file', async () => {
    await write('shared/dev.jsonl', [goodNumber(1), good]);
    await write('shared/train.jsonl', [good, goodNumber(2)]);
    await vscode.commands.executeCommand('callsmith.check.folder', at('shared'));
    const [finding] = vscode.languages.getDiagnostics(at('shared/train.jsonl'));
    assert.match(finding!.message, /^This sample also stands in dev\.jsonl, line 2\./);
    const { location } = finding!.relatedInformation![0]!;
    assert.equal(location.uri.toString(), at('shared/dev.jsonl').toString());
    assert.equal(location.range.start.line, 1);
    await vscode.commands.executeCommand('callsmith.check.clear');
    await remove('shared');
  });
});

describe('suppressing a finding', () => {
  afterEach(async () => {
    await closeAll();
    await remove('quiet');
  });

  it('writes it into callsmith.config.json for the record, and again into the same entry; nothing else changes', async () => {
    const named = JSON.stringify({
      id: 'trip-7',
      ...chatSample({ question: 'Oslo? 3 days', arguments: { city: 'Oslo', days: '3' } }),
    });
    const uri = await write('quiet/a.jsonl', [wrongType, named, goodNumber(1)]);
    await write('quiet/callsmith.config.json', '{\n  // how we check\n  "rules": {},\n}\n');
    const { document, session } = await show(await vscode.workspace.openTextDocument(uri));
    assert.equal(findings(document).length, 2);
    const first = await actionsAt(document, rangeOf(document, 1, '\\"3\\"'));
    await run(first.get('Suppress call.wrong-type for sample "trip-7" (callsmith.config.json)')!);
    await eventually('the end of one finding', () => findings(document).length === 1);
    assert.match(await read('quiet/callsmith.config.json'), /^\{\n {2}\/\/ how we check\n[\s\S]*"trip-7"/);
    const second = await actionsAt(document, rangeOf(document, 0, '\\"3\\"'));
    await run(second.get('Suppress call.wrong-type for this record (callsmith.config.json)')!);
    await eventually('the end of both', () => findings(document).length === 0);
    await settled(document);
    assert.deepEqual([session.state.totals.errors, session.state.totals.dropped], [0, 2]);
    // Lines move, and they stay away; the record is edited, and the one that was named by its content comes back.
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${goodNumber(2)}\n`));
    await settled(document);
    assert.deepEqual(findings(document), []);
    await editor.edit((edit) => edit.replace(rangeOf(document, 1, 'ahead'), 'on'));
    await settled(document);
    assert.deepEqual(findingWords(document), ['error call.wrong-type 2 «\\"3\\"»']);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('makes the configuration where there is none, also for what compares samples', async () => {
    const uri = await write('quiet/b.jsonl', [good, goodNumber(1), good]);
    await write('quiet/callsmith.config.json', '{}');
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const actions = await actionsAt(document, new vscode.Range(2, 3, 2, 3));
    await run(actions.get('Suppress dataset.duplicate-sample for this record (callsmith.config.json)')!);
    await eventually('the end of the finding', () => findings(document).length === 0);
    assert.match(await read('quiet/callsmith.config.json'), /"hashes": \[\s*"[0-9a-f]{14}"\s*\]/);
  });

  it('writes to what lies on disk, also when VS Code holds an older text of it', async () => {
    const uri = await write('quiet/c.jsonl', [good, goodNumber(1), good]);
    await write('quiet/callsmith.config.json', '{}');
    const held = await vscode.workspace.openTextDocument(at('quiet/callsmith.config.json'));
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const actions = await actionsAt(document, new vscode.Range(2, 3, 2, 3));
    await writeFile(at('quiet/callsmith.config.json').fsPath, '{ "rules": {} } // by another program');
    assert.equal(held.getText(), '{}');
    await run(actions.get('Suppress dataset.duplicate-sample for this record (callsmith.config.json)')!);
    await eventually('the end of the finding', () => findings(document).length === 0);
    assert.match(await read('quiet/callsmith.config.json'), /"suppress": [\s\S]*\} \/\/ by another program$/);
  });

  it('writes to a configuration that came up where nothing is watched', async () => {
    const files = new MemoryFiles('callsmith-unwatched');
    const provided = vscode.workspace.registerFileSystemProvider(files.scheme, files);
    const config = files.uri('/quiet/callsmith.config.json');
    files.write('/quiet/e.jsonl', `${[good, goodNumber(1), good].join('\n')}\n`);
    const { document } = await show(await vscode.workspace.openTextDocument(files.uri('/quiet/e.jsonl')));
    const actions = await actionsAt(document, new vscode.Range(2, 3, 2, 3));
    // Without an event: the extension believes that there is none.
    files.writeFile(config, new TextEncoder().encode('{ "rules": {} } // by another program'));
    await run(actions.get('Suppress dataset.duplicate-sample for this record (callsmith.config.json)')!);
    await eventually('the end of the finding', () => findings(document).length === 0);
    assert.match(files.read(config.path)!, /"suppress": [\s\S]*\} \/\/ by another program$/);
    await closeAll();
    provided.dispose();
  });

  it('keeps what is written in the configuration and not saved yet', async () => {
    const uri = await write('quiet/d.jsonl', [good, goodNumber(1), good]);
    await write('quiet/callsmith.config.json', '{}');
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const actions = await actionsAt(document, new vscode.Range(2, 3, 2, 3));
    const editor = await vscode.window.showTextDocument(at('quiet/callsmith.config.json'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 2), ' // half a thought'));
    await run(actions.get('Suppress dataset.duplicate-sample for this record (callsmith.config.json)')!);
    await eventually('the end of the finding', () => findings(document).length === 0);
    assert.match(await read('quiet/callsmith.config.json'), /"suppress": [\s\S]*\} \/\/ half a thought$/);
    assert.equal(editor.document.isDirty, false);
  });
});

describe('decisions of a file', () => {
  afterEach(closeAll);

  it('that come late do not undo those that were asked for after them', async () => {
    const { document, session } = await showText(`${wrongType}\n`);
    const { sessions } = await callsmith();
    const { decisions } = sessions;
    const old = await sessions.decisions(document);
    let answer = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    try {
      sessions.decisions = () => waiting.then(() => old);
      const late = session.reset();
      sessions.decisions = async () => ({ ...old, severities: { 'call.wrong-type': 'off' } });
      await session.reset();
      answer();
      await late;
      await settled(document);
      assert.deepEqual(findings(document), []);
    } finally {
      sessions.decisions = decisions;
    }
  });
});

describe('a baseline', () => {
  afterEach(async () => {
    await closeAll();
    await remove('known');
  });

  it('that the configuration names keeps known findings away, until it is written anew', async () => {
    const uri = await write('known/a.jsonl', [wrongType, goodNumber(1)]);
    await write('known/callsmith.config.json', '{ "baseline": "callsmith.baseline.json" }');
    await write('known/callsmith.baseline.json', '{ "version": 1, "files": {} }');
    const { document, session } = await show(await vscode.workspace.openTextDocument(uri));
    assert.equal(findings(document).length, 1);
    const known = [`${textHash(wrongType)} /messages/1/tool_calls/0/function/arguments/days`];
    await write(
      'known/callsmith.baseline.json',
      JSON.stringify({ version: 1, files: { 'a.jsonl': { 'call.wrong-type': known } } }),
    );
    await eventually('the end of the finding', () => findings(document).length === 0);
    await settled(document);
    assert.equal(session.state.totals.dropped, 1);
  });
});
