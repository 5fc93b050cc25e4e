import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good, missingArgument, unknownFunction, wrongType } from '../support/chatLines.ts';
import {
  callsmith,
  closeAll,
  codeOf,
  eventually,
  findings,
  quickFixes,
  rangeOf,
  settled,
  show,
  showText,
} from '../support/inEditor.ts';
import { at, remove, write } from './folder.ts';

const read = async (uri: vscode.Uri) => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

/** Runs something whose questions are all answered so; what it asked. */
async function answering<T>(
  answer: string | undefined,
  run: () => Thenable<T>,
): Promise<{ result: T; asked: string[] }> {
  const original = vscode.window.showWarningMessage;
  const asked: string[] = [];
  const showWarningMessage = (message: string) => {
    asked.push(message);
    return Promise.resolve(answer);
  };
  Object.assign(vscode.window, { showWarningMessage });
  try {
    return { result: await run(), asked };
  } finally {
    Object.assign(vscode.window, { showWarningMessage: original });
  }
}

const titles = (actions: readonly vscode.CodeAction[]) => actions.map(({ title }) => title);

/** The line of `wrongType` without its mistake. */
const mended = wrongType.replace('\\"3\\"', '3');

describe('fixing many findings at once', () => {
  before(() => callsmith());
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration('editor')
      .update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
    await remove('fixed');
  });

  it('is offered at a finding that can be fixed for certain, by rule and for all rules', async () => {
    const { document } = await showText(`${good}\n${wrongType}\n${unknownFunction}\n${missingArgument}\n`);
    assert.deepEqual(titles(await quickFixes(document, rangeOf(document, 1, '\\"3\\"'))), [
      'Write 3',
      'Fix all call.wrong-type in this file',
      'Fix all safe problems in this file',
      'Suppress call.wrong-type for this record (callsmith.config.json)',
      'Suppress call.wrong-type in this file (callsmith.config.json)',
    ]);
    // A guess is for one place only.
    const guesses = async (line: number, name: string) =>
      titles(await quickFixes(document, rangeOf(document, line, name))).filter(
        (title) => !title.startsWith('Suppress'),
      );
    assert.deepEqual(await guesses(2, 'get_wether'), ['Call "get_weather"']);
    assert.deepEqual(await guesses(3, 'get_weather'), ['Add "city"']);
  });

  it('mends what is certain in the whole file, takes blank lines out, and can be undone', async () => {
    const before = [good, wrongType, '', unknownFunction, wrongType, ''].join('\n');
    const { document } = await showText(before);
    const fixed = await vscode.commands.executeCommand<number>('callsmith.fix.file', document.uri);
    assert.equal(fixed, 3);
    assert.equal(document.getText(), [good, mended, unknownFunction, mended, ''].join('\n'));
    await settled(document);
    await eventually(
      'the end of the findings',
      () => findings(document).filter((finding) => codeOf(finding).startsWith('call.')).length === 1,
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('mends findings of one rule when it is asked for that', async () => {
    const { document } = await showText(`${wrongType}\n\n${wrongType}\n`);
    await vscode.commands.executeCommand('callsmith.fix.file', document.uri, 'call.wrong-type');
    assert.equal(document.getText(), `${mended}\n\n${mended}\n`);
  });

  it('is a source action', async () => {
    const { document } = await showText(`${wrongType}\n${good}\n`);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 1, 0),
      'source.fixAll',
      1,
    );
    const ours = actions.find(({ kind }) => kind?.value === 'source.fixAll.callsmith');
    assert.ok(ours, titles(actions).join(', '));
    assert.ok(await vscode.workspace.applyEdit(ours.edit!));
    assert.equal(document.getText(), `${mended}\n${good}\n`);
  });

  it('runs on saving when the user says so, and not else', async () => {
    const uri = await write('fixed/saved.jsonl', [good, good]);
    const { document, editor } = await show(await vscode.workspace.openTextDocument(uri));
    const spoil = () => editor.edit((edit) => edit.replace(document.lineAt(1).range, wrongType));
    await spoil();
    await settled(document);
    await document.save();
    assert.equal(document.lineAt(1).text, wrongType);
    await vscode.workspace
      .getConfiguration('editor')
      .update(
        'codeActionsOnSave',
        { 'source.fixAll.callsmith': 'explicit' },
        vscode.ConfigurationTarget.Global,
      );
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), `${wrongType}\n`));
    await settled(document);
    await document.save();
    assert.equal(document.getText(), `${good}\n${mended}\n${mended}\n`);
  });

  it('changes words of the file’s own dialect only when asked for that rule', async () => {
    const line = (type: string) =>
      JSON.stringify({
        id: 'simple_0',
        question: [[{ role: 'user', content: 'Weather in Oslo?' }]],
        function: [
          {
            name: 'get_weather',
            description: 'Weather of a city',
            parameters: { type, properties: { city: { type: 'string' } }, required: ['city'] },
          },
        ],
      });
    const { document, session } = await showText(`${line('dict')}\n${line('dict')}\n`);
    assert.equal(session.state.format.id, 'bfcl');
    assert.equal(await vscode.commands.executeCommand('callsmith.fix.file', document.uri), 0);
    assert.equal(
      await vscode.commands.executeCommand('callsmith.fix.file', document.uri, 'tool.foreign-type'),
      2,
    );
    assert.equal(document.getText(), `${line('object')}\n${line('object')}\n`);
  });

  it('works from disk on a file that is not open, when the person agrees', async () => {
    const uri = await write('fixed/closed.jsonl', [wrongType, good]);
    const no = await answering(undefined, () => vscode.commands.executeCommand('callsmith.fix.file', uri));
    assert.deepEqual([no.result, await read(uri)], [undefined, `${wrongType}\n${good}\n`]);
    assert.match(no.asked[0]!, /Fix all safe problems in .*closed\.jsonl\?/);
    const yes = await answering('Fix File', () => vscode.commands.executeCommand('callsmith.fix.file', uri));
    assert.deepEqual([yes.result, await read(uri)], [1, `${mended}\n${good}\n`]);
  });

  it('makes lines of an array whose name promises them', async () => {
    const uri = await write('fixed/array.jsonl', `[\n  ${wrongType},\n  ${good}\n]\n`);
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const bracket = new vscode.Range(0, 0, 0, 1);
    const action = (await quickFixes(document, bracket)).find(
      ({ title }) => title === 'Write each record on a line',
    );
    assert.ok(action?.command);
    const { command, arguments: args } = action.command;
    await answering('Fix File', () => vscode.commands.executeCommand(command, ...(args as unknown[])));
    assert.equal(await read(uri), `${wrongType}\n${good}\n`);
  });

  it('writes an array as lines in a new document', async () => {
    await write('fixed/array.json', `[\n  ${good},\n  {\n    "id": 1.0\n  }\n]\n`);
    await show(await vscode.workspace.openTextDocument(at('fixed/array.json')));
    await vscode.commands.executeCommand('callsmith.fix.toLines');
    const document = vscode.window.activeTextEditor!.document;
    assert.deepEqual([document.languageId, document.getText()], ['jsonl', `${good}\n{"id": 1.0}\n`]);
  });
});
