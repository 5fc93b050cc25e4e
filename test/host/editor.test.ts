import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the editor that runs these tests', () => {
  it('is the version that was asked for', function () {
    const wanted = process.env['CALLSMITH_VSCODE_VERSION'];
    if (wanted === undefined) this.skip(); // a downloaded desktop VS Code
    assert.equal(vscode.version, wanted);
  });

  it('has loaded the extension from this checkout', () => {
    const extension = vscode.extensions.getExtension('callsmith.callsmith');
    assert.ok(extension, 'callsmith.callsmith is not among the extensions');
    assert.equal(extension.packageJSON.displayName, 'Callsmith');
  });

  it('finds and opens a file of the workspace', async () => {
    const found = await vscode.workspace.findFiles('**/plain.jsonl');
    assert.equal(found.length, 1);
    const document = await vscode.workspace.openTextDocument(found[0]!);
    assert.match(document.lineAt(0).text, /weather in Paris/);
  });
});
