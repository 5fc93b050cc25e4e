/** Entry in the Node extension host: desktop and remote. */
import type * as vscode from 'vscode';
import { activateWith, type CallsmithApi } from './activate.ts';
import { createNodePorts } from './ports.node.ts';

export function activate(context: vscode.ExtensionContext): CallsmithApi {
  return activateWith(context, () => createNodePorts(context));
}
