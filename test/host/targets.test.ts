import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good, goodNumber } from '../support/chatLines.ts';
import { callsmith, closeAll, codeOf, eventually, findings, settled, show } from '../support/inEditor.ts';
import { remove, write } from './folder.ts';

const config = 'targets/callsmith.config.json';

describe('the targets of a file', () => {
  const configuration = () => vscode.workspace.getConfiguration('callsmith');

  afterEach(async () => {
    await closeAll();
    await remove('targets');
    const { sessions } = await callsmith();
    await sessions.pickTargets(undefined);
    await configuration().update('validate.targets', undefined, vscode.ConfigurationTarget.Workspace);
  });

  /** A right sample whose ids Mistral does not take, and whose arguments are no objects as TRL wants them. */
  async function shown() {
    const { sessions } = await callsmith();
    const uri = await write('targets/data.jsonl', [good]);
    const { document, session } = await show(await vscode.workspace.openTextDocument(uri));
    const decided = () => {
      const { ids, by } = session.state.targets;
      return `${ids.join()} by ${by ?? 'nobody'}`;
    };
    const becomes = (wanted: string) =>
      eventually(`${wanted} (now ${decided()})`, () => decided() === wanted);
    const codes = async () => {
      await settled(document);
      return findings(document).map(codeOf);
    };
    return { sessions, becomes, codes };
  }

  it('are none at first, and their rules silent', async () => {
    const { becomes, codes } = await shown();
    await becomes(' by nobody');
    assert.deepEqual(await codes(), []);
  });

  it('are decided by pick over configuration, configuration over setting', async () => {
    const { sessions, becomes, codes } = await shown();
    await configuration().update('validate.targets', ['mistral'], vscode.ConfigurationTarget.Workspace);
    await becomes('mistral by setting');
    assert.deepEqual(await codes(), ['turn.id-format']);

    await write(config, '{ "targets": ["trl"] }');
    await becomes('trl by config');
    assert.deepEqual(await codes(), ['call.arguments-encoding']);

    await sessions.pickTargets(['mistral', 'trl']);
    await becomes('mistral,trl by pick');
    assert.deepEqual((await codes()).sort(), ['call.arguments-encoding', 'turn.id-format']);

    await sessions.pickTargets([]);
    await becomes(' by pick');
    assert.deepEqual(await codes(), []);

    await sessions.pickTargets(undefined);
    await becomes('trl by config');
    await remove(config);
    await becomes('mistral by setting');
    assert.deepEqual(await codes(), ['turn.id-format']);
  });

  it('are told what a file as a whole lacks, at its beginning, and no more once it has that', async () => {
    const { sessions, codes } = await shown();
    await sessions.pickTargets(['fireworks']);
    assert.deepEqual(await codes(), ['dataset.too-small']);
    const editor = vscode.window.activeTextEditor!;
    assert.deepEqual(findings(editor.document)[0]!.range.start, new vscode.Position(0, 0));
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), `${goodNumber(1)}\n${goodNumber(2)}\n`),
    );
    assert.deepEqual(await codes(), []);
  });

  it('skip ids in the setting that are no target', async () => {
    const { becomes } = await shown();
    await configuration().update(
      'validate.targets',
      ['mistrl', 'mistral'],
      vscode.ConfigurationTarget.Workspace,
    );
    await becomes('mistral by setting');
  });
});
