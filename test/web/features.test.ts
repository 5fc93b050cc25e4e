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

  it('has completion, signatures, renaming, folding and lenses', async () => {
    const { document } = await showText(`${good}\n${wrongType}\n`);
    const at = rangeOf(document, 0, '"name":"get').end;
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    ok(labels.includes('get_weather'), labels.join());
    const rename = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'get_forecast',
    );
    ok(rename.get(document.uri).length >= 2, 'fewer than two places');
    const offers = ['$(checklist) Check Answer', '$(hubot) Model Answer', '$(refresh) Regenerate CoT'];
    const ends = ['$(edit) Edit Sample', 'openai'];
    const wanted = ['$(check) no problems', ...offers, ...ends, '$(error) 1 error', ...offers, ...ends];
    // Those in sight have their words at once; what is in sight, the editor tells a moment after it is shown.
    await eventually('the lenses', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        100,
      );
      const words = lenses.map(({ command }) => command?.title.replaceAll('\u00a0', ' '));
      return words.join('\n') === wanted.join('\n');
    });
  });

  it('has all of its safe problems mended at once', async () => {
    const { document } = await showText(`${good}\n${wrongType}\n`);
    await vscode.commands.executeCommand('callsmith.fix.file', document.uri);
    await eventually('the end of the finding', () => findings(document).length === 0);
    equal(document.lineAt(1).text, wrongType.replace('\\"3\\"', '3'));
  });

  it('has token weights of a recorded run', async () => {
    await vscode.commands.executeCommand('callsmith.trace.openDemo');
    const { document } = vscode.window.activeTextEditor!;
    await eventually('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ input }) => input instanceof vscode.TabInputWebview),
    );
    await eventually('the lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.some(({ command }) => command?.title.includes('Weights (3 visits'));
    });
  });

  it('has an example to begin with', async () => {
    await vscode.commands.executeCommand('callsmith.example.open');
    const document = vscode.window.activeTextEditor?.document;
    ok(document?.isUntitled === true && document.languageId === 'jsonl', 'no example');
    await settled(document!);
    ok(findings(document!).length >= 5, String(findings(document!).length));
  });

  it('has the pages of the rules', async () => {
    const uri = vscode.Uri.from({ scheme: 'callsmith-rule', path: '/call.wrong-type.md' });
    const page = await vscode.workspace.openTextDocument(uri);
    ok(page.lineAt(0).text === '# call.wrong-type', page.lineAt(0).text);
  });
});

describe('files on the web', () => {
  afterEach(closeAll);

  const files = new MemoryFiles('callsmith-memory');
  let registered: vscode.Disposable;
  before(() => {
    registered = vscode.workspace.registerFileSystemProvider(files.scheme, files);
  });
  after(() => registered.dispose());

  it('have samples that are edited by themselves and saved into their lines', async () => {
    files.write('/edit/a.jsonl', `${good}\n${wrongType}\n`);
    const source = await vscode.workspace.openTextDocument(files.uri('/edit/a.jsonl'));
    const editor = await vscode.window.showTextDocument(
      await vscode.languages.setTextDocumentLanguage(source, 'jsonl'),
    );
    await settled(source);
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await vscode.commands.executeCommand('callsmith.sample.edit');
    const sample = vscode.window.activeTextEditor!;
    ok(sample.document.languageId === 'callsmith-sample', sample.document.languageId);
    const text = sample.document.getText();
    const start = sample.document.positionAt(text.indexOf('"3"'));
    await sample.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, 3)), '3'));
    ok(await sample.document.save(), 'not saved');
    equal(files.read('/edit/a.jsonl'), `${good}\n${wrongType.replace('\\"3\\"', '3')}\n`);
  });

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
