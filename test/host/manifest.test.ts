import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids.ts';
import { callsmith } from '../support/inEditor.ts';

describe('the extension in the editor', () => {
  it('starts, and has every command that it names', async () => {
    await callsmith();
    const known = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.values(commands)) assert.ok(known.has(id), `${id} is not registered`);
  });

  it('works in untrusted and in virtual workspaces', () => {
    const { capabilities } = vscode.extensions.getExtension('callsmith.callsmith')!.packageJSON as {
      capabilities: { untrustedWorkspaces: { supported: boolean }; virtualWorkspaces: boolean };
    };
    assert.equal(capabilities.untrustedWorkspaces.supported, true);
    assert.equal(capabilities.virtualWorkspaces, true);
  });
});
