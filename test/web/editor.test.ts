import * as vscode from 'vscode';
import { equal, ok } from './assert.ts';

describe('the web editor that runs these tests', () => {
  it('is the web worker extension host, without a remote', () => {
    equal(vscode.env.uiKind, vscode.UIKind.Web);
    equal(vscode.env.remoteName, undefined);
    equal(
      typeof (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node,
      'undefined',
    );
  });

  it('has loaded the extension from this checkout', () => {
    const extension = vscode.extensions.getExtension('callsmith.callsmith');
    ok(extension, 'callsmith.callsmith is not among the extensions');
    equal(extension.packageJSON.displayName, 'Callsmith');
  });

  it('opens a document', async () => {
    const document = await vscode.workspace.openTextDocument({ content: '{"messages":[]}\n{"tools":[]}' });
    equal(document.lineCount, 2);
  });
});
