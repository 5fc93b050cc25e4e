/** Entry in the Node extension host: desktop and remote. */
import type * as vscode from 'vscode';
import { activateWith, type CallsmithApi } from './activate.ts';
import { createService } from '../core/service.ts';
import { LocalSweeper } from './localSweeper.ts';
import { createNodePorts } from './ports.node.ts';
import { createWebPorts } from './ports.web.ts';

export function activate(context: vscode.ExtensionContext): CallsmithApi {
  return activateWith(context, (configs) => {
    const service = createService();
    const virtual = createWebPorts(context, configs, service, () => new LocalSweeper(service));
    return createNodePorts(context, virtual);
  });
}
