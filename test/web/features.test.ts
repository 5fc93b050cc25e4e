import * as vscode from 'vscode';
import { good, goodNumber, unknownFunction, wrongType } from '../support/chatLines.ts';
import {
  closeAll,
  eventually,
  findings,
  findingWords,
  hoverText,
  outlineText,
  quickFixes,
  rangeOf,
  settled,
  showText,
} from '../support/inEditor.ts';
import { equal, ok } from './assert.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';

describe('a data set on the web', () => {
  afterEach(closeAll);

  it('is checked as it is typed', async () => {
    const { document, editor, session } = await showText(`${good}\n${wrongType}\n${unknownFunction}\n`);
    equal(session.state.format.id, 'openai');
    equal(findingWords(document), [
      'error call.wrong-type 2 «\\"3\\"»',
      'error call.unknown-function 3 «"get_wether"»',
    ]);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), `${goodNumber(1)}\n`);
      edit.replace(rangeOf(document, 1, '\\"3\\"'), '3');
    });
    await settled(document);
    equal(findingWords(document), ['error call.unknown-function 4 «"get_wether"»']);
  });

  it('has hovers, an outline and quick fixes', async () => {
    const { document } = await showText(`${good}\n${unknownFunction}\n`);
    const hover = await hoverText(document, rangeOf(document, 0, '\\"days\\"').start.translate(0, 3));
    ok(hover.includes('Days ahead'), hover);
    const outline = await outlineText(document);
    equal(outline.length, 12);
    const actions = await quickFixes(document, rangeOf(document, 1, 'get_wether'));
    ok(await vscode.workspace.applyEdit(actions.find(({ edit }) => edit)!.edit!));
    equal(document.lineAt(1).text, unknownFunction.replace('get_wether', 'get_weather'));
    await eventually('the end of the finding', () => findings(document).length === 0);
  });

  it('has the pages of the rules', async () => {
    const uri = vscode.Uri.from({ scheme: 'callsmith-rule', path: '/call.wrong-type.md' });
    const page = await vscode.workspace.openTextDocument(uri);
    ok(page.lineAt(0).text === '# call.wrong-type', page.lineAt(0).text);
  });
});

describe('files on the web', () => {
  const files = new MemoryFiles('callsmith-memory');
  let registered: vscode.Disposable;
  before(() => {
    registered = vscode.workspace.registerFileSystemProvider(files.scheme, files);
  });
  after(() => registered.dispose());

  it('are checked from where they lie, folder by folder, under the folder’s configuration', async () => {
    files.write('/set/a.jsonl', `${good}\n${wrongType}\n`);
    files.write('/set/deep/b.json', JSON.stringify([JSON.parse(unknownFunction)], null, 2));
    files.write('/set/settings.json', '{ "a": 1 }');
    files.write('/set/left/c.jsonl', '{\n');
    files.write(
      '/set/callsmith.config.json',
      '{ "rules": { "call.wrong-type": "warning" }, "exclude": ["left/**"] }',
    );
    const totals = await vscode.commands.executeCommand<Record<string, number>>(
      'callsmith.check.folder',
      files.uri('/set'),
    );
    equal(
      { files: totals.files, samples: totals.samples, errors: totals.errors, warnings: totals.warnings },
      { files: 2, samples: 3, errors: 1, warnings: 1 },
    );
    equal(vscode.languages.getDiagnostics(files.uri('/set/a.jsonl')).length, 1);
    equal(vscode.languages.getDiagnostics(files.uri('/set/deep/b.json')).length, 1);
    await vscode.commands.executeCommand('callsmith.check.clear');
    equal(vscode.languages.getDiagnostics(files.uri('/set/a.jsonl')).length, 0);
  });
});
