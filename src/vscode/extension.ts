/** Entry in the Node extension host: desktop and remote. */
import type * as vscode from 'vscode';
import { activateWith, type CallsmithApi } from './activate.ts';
import { createService } from '../core/service.ts';
import type { ConfigReader } from './config.ts';
import { LocalSweeper } from './localSweeper.ts';
import { createNodePorts, loadCodeDecoders, openLocalTrace, readLocally } from './ports.node.ts';
import { createWebPorts } from './ports.web.ts';
import { openVirtualTrace } from './virtualTraces.ts';

export function activate(context: vscode.ExtensionContext): CallsmithApi {
  const makePorts = (configs: ConfigReader) => {
    const service = createService();
    const virtual = createWebPorts(context, configs, service, () => new LocalSweeper(service));
    return createNodePorts(context, virtual);
  };
  return activateWith(context, {
    makePorts,
    readSmallFile: readLocally,
    openTrace: (folder) => openLocalTrace(folder) ?? openVirtualTrace(folder),
    loadCodeDecoders: () => loadCodeDecoders(context),
  });
}
