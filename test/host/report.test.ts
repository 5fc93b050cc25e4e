import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { wrongType } from '../support/chatLines.ts';
import { closeAll, show } from '../support/inEditor.ts';
import { write } from './folder.ts';

describe('Report a Problem', () => {
  afterEach(closeAll);

  it('shows versions and sizes, and no name, path or text of a data set', async () => {
    const { document } = await show(
      await vscode.workspace.openTextDocument(await write('secret-name.jsonl', [wrongType])),
    );
    await vscode.commands.executeCommand('callsmith.problem.report');
    const report = vscode.window.activeTextEditor!.document;
    assert.notEqual(report, document);
    assert.equal(report.languageId, 'markdown');
    const text = report.getText();
    assert.match(text, new RegExp(`${vscode.version.replaceAll('.', '\\.')}`));
    assert.match(text, /- openai \(jsonl, by vote\): 2 records, 1 findings?/);
    for (const secret of ['secret-name', 'Oslo', 'get_weather', document.uri.path.split('/')[1]!])
      assert.ok(!text.includes(secret), `the report says ${secret}`);
  });
});
