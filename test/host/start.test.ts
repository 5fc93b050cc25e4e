import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, settled } from '../support/inEditor.ts';

describe('the first steps', () => {
  afterEach(closeAll);

  it('have an example with mistakes, which no file changes for', async () => {
    await vscode.commands.executeCommand('callsmith.example.open');
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.isUntitled, true);
    assert.equal(document.languageId, 'jsonl');
    await settled(document);
    assert.ok(findings(document).length >= 5);
  });

  it('have a walkthrough', async () => {
    await vscode.commands.executeCommand('callsmith.start.show');
    // It is no text editor; that it shows its steps is a test of the UI.
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
