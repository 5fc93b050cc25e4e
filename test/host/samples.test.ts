import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good, wrongType } from '../support/chatLines.ts';
import {
  closeAll,
  eventually,
  findings,
  findingWords,
  hoverText,
  quickFixes,
  settled,
  show,
} from '../support/inEditor.ts';
import { write } from './folder.ts';

const lines = [good, wrongType, good.replaceAll('Oslo', 'Bergen')];

/** Opens a file and the sample at the cursor of one of its lines. */
async function openSample(name: string, line: number, at = 0) {
  const source = await show(await vscode.workspace.openTextDocument(await write(name, lines)));
  source.editor.selection = new vscode.Selection(line, at, line, at);
  await vscode.commands.executeCommand('callsmith.sample.edit');
  const editor = vscode.window.activeTextEditor!;
  assert.equal(editor.document.languageId, 'callsmith-sample');
  await settled(editor.document);
  return { source: source.document, sample: editor.document, editor };
}

function rangeIn(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in the sample`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

async function replace(editor: vscode.TextEditor, old: string, text: string): Promise<void> {
  assert.ok(await editor.edit((edit) => edit.replace(rangeIn(editor.document, old), text)));
}

describe('Edit Sample', () => {
  afterEach(closeAll);

  it('opens a record laid out for reading, beside its file, with the cursor at the same place', async () => {
    const { source, sample, editor } = await openSample('sample-open.jsonl', 1, wrongType.indexOf('days'));
    assert.match(sample.uri.path, /sample-open\.jsonl line 2\.callsmith$/);
    assert.match(sample.getText(), /"arguments": """json\n\s+\{/);
    assert.notEqual(editor.viewColumn, undefined);
    assert.ok(vscode.window.visibleTextEditors.some((e) => e.document === source));
    assert.match(sample.lineAt(editor.selection.active.line).text, /days/);
    assert.equal(sample.isDirty, false);
  });

  it('has the findings, hovers and quick fixes of the record, at their places', async () => {
    const { source, sample } = await openSample('sample-live.jsonl', 1);
    assert.deepEqual(
      findings(sample).map((finding) => [finding.message, sample.getText(finding.range)]),
      findings(source)
        .filter((finding) => finding.range.start.line === 1)
        .map((finding) => [finding.message, '"3"']),
    );
    assert.match(await hoverText(sample, rangeIn(sample, '"3"').start), /days/);
    const [fix] = await quickFixes(sample, rangeIn(sample, '"3"'));
    assert.equal(fix?.title, 'Write 3');
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    await eventually('the end of the finding', () => findings(sample).length === 0);
    assert.match(sample.getText(), /"days": 3/);
  });

  it('takes its findings with it when its editor is closed, and brings them back', async () => {
    const { source, sample } = await openSample('sample-closed.jsonl', 1);
    assert.equal(findings(sample).length, 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually('their end', () => findings(sample).length === 0);
    assert.equal(findings(source).length, 1);
    await vscode.window.showTextDocument(sample.uri);
    await eventually('their return', () => findings(sample).length === 1);
  });

  it('saves only what was changed into the line, and the file with it', async () => {
    const { source, sample, editor } = await openSample('sample-save.jsonl', 1);
    await replace(editor, '"3"', '4');
    assert.ok(await sample.save());
    assert.equal(source.lineAt(1).text, wrongType.replace('\\"3\\"', '4'));
    assert.equal(source.lineAt(0).text, good);
    assert.equal(source.isDirty, false);
    await eventually('the end of the finding', () => findings(source).length === 0);
    await replace(editor, '4', '5');
    assert.ok(await sample.save());
    assert.equal(source.lineAt(1).text, wrongType.replace('\\"3\\"', '5'));
  });

  it('leaves a file with other changes unsaved', async () => {
    const { source, sample, editor } = await openSample('sample-dirty.jsonl', 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(source.uri, new vscode.Position(0, 0), `${good}\n`);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await replace(editor, '"3"', '4');
    assert.ok(await sample.save());
    // The record was found again below the line that came in above it.
    assert.equal(source.lineAt(2).text, wrongType.replace('\\"3\\"', '4'));
    assert.equal(source.isDirty, true);
  });

  it('does not write what is no JSON, and says where it breaks', async () => {
    const { source, sample, editor } = await openSample('sample-broken.jsonl', 0);
    await replace(editor, '"Oslo"', '');
    assert.equal(await sample.save(), false);
    assert.equal(source.lineAt(0).text, good);
    assert.equal(sample.isDirty, true);
    assert.ok((await eventually('a finding', () => findingWords(sample)[0])).includes('not-parsable'));
  });

  it('never writes into another line that says the same, when its own was changed meanwhile', async () => {
    const uri = await write('sample-twin.jsonl', [wrongType, good, wrongType]);
    const { document, editor: first } = await show(await vscode.workspace.openTextDocument(uri));
    first.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('callsmith.sample.edit');
    const editor = vscode.window.activeTextEditor!;
    await settled(editor.document);
    await replace(editor, '"3"', '4');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.lineAt(0).range, good.replaceAll('Oslo', 'Narvik'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const original = vscode.window.showWarningMessage;
    Object.assign(vscode.window, { showWarningMessage: () => Promise.resolve(undefined) });
    try {
      assert.equal(await editor.document.save(), false);
    } finally {
      Object.assign(vscode.window, { showWarningMessage: original });
    }
    assert.equal(document.lineAt(2).text, wrongType);
  });

  it('shows the record as it is now while nothing was changed in the sample', async () => {
    const { source, sample } = await openSample('sample-follow.jsonl', 0);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(source.uri, source.lineAt(0).range, good.replaceAll('Oslo', 'Narvik'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually('the change', () => sample.getText().includes('Narvik'));
    assert.equal(sample.isDirty, false);
  });

  it('goes back to the line, at the place of the cursor', async () => {
    const { source, sample, editor } = await openSample('sample-back.jsonl', 1);
    const { start } = rangeIn(sample, 'days');
    editor.selection = new vscode.Selection(start, start);
    await vscode.commands.executeCommand('callsmith.sample.showInFile');
    const back = vscode.window.activeTextEditor!;
    assert.equal(back.document, source);
    assert.equal(back.selection.active.line, 1);
    assert.ok(source.lineAt(1).text.slice(back.selection.active.character).startsWith('days'));
  });
});

describe('New Sample', () => {
  afterEach(closeAll);

  it('writes a sample with the same tools below the one at the cursor, which has no mistake of structure', async () => {
    const uri = await write('sample-new.jsonl', lines);
    const { document, editor } = await show(await vscode.workspace.openTextDocument(uri));
    editor.selection = new vscode.Selection(0, 5, 0, 5);
    await vscode.commands.executeCommand('callsmith.sample.new');
    await eventually('the new line', () => document.lineCount === lines.length + 2);
    const made = JSON.parse(document.lineAt(1).text) as { messages: object[]; tools: object[] };
    assert.deepEqual(made.tools, (JSON.parse(good) as { tools: object[] }).tools);
    assert.ok(made.messages.length > 1);
    assert.equal(document.lineAt(0).text, good);
    assert.equal(document.lineAt(2).text, wrongType);
    await settled(document);
    assert.ok(!findingWords(document).some((finding) => / 2 /.test(finding) && /not-/.test(finding)));
  });
});

describe('code lenses', () => {
  afterEach(closeAll);

  it('say for each record what is wrong, and offer what can be done with it', async () => {
    const uri = await write('lenses.jsonl', [...lines, '']);
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    assert.deepEqual(
      lenses.map((lens) => `${lens.range.start.line} ${lens.command?.title.replaceAll('\u00a0', ' ')}`),
      [0, 1, 2].flatMap((line) => [
        `${line} ${line === 1 ? '$(error) 1 error' : '$(check) no problems'}`,
        `${line} $(checklist) Check Answer`,
        `${line} $(hubot) Model Answer`,
        `${line} $(refresh) Regenerate CoT`,
        `${line} $(edit) Edit Sample`,
        `${line} openai`,
      ]),
    );
    const edit = lenses.find((lens) => lens.range.start.line === 2 && /Edit/.test(lens.command!.title))!;
    await vscode.commands.executeCommand(edit.command!.command, ...edit.command!.arguments!);
    assert.match(vscode.window.activeTextEditor!.document.getText(), /Bergen/);
  });

  it('come only around what is visible in a long file', async () => {
    const uri = await write(
      'lenses-long.jsonl',
      Array.from({ length: 5000 }, () => good),
    );
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.equal(lenses[0]!.range.start.line, 0);
    assert.ok(lenses.length < 5 * 1000, `${lenses.length} lenses`);
  });

  it('can be turned off', async () => {
    const config = vscode.workspace.getConfiguration('callsmith');
    await config.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      const uri = await write('lenses-off.jsonl', lines);
      await show(await vscode.workspace.openTextDocument(uri));
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
      );
      assert.deepEqual(lenses, []);
    } finally {
      await config.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
