/** Entry in the web worker extension host: vscode.dev and web editors without a remote. */
import type * as vscode from 'vscode';
import { activateWith, type CallsmithApi } from './activate.ts';
import { createService } from '../core/service.ts';
import { createWebPorts } from './ports.web.ts';
import { readThroughWindow } from './smallFiles.ts';
import { openVirtualTrace } from './virtualTraces.ts';

export function activate(context: vscode.ExtensionContext): CallsmithApi {
  return activateWith(context, {
    makePorts: (configs) => createWebPorts(context, configs, createService()),
    readSmallFile: readThroughWindow,
    openTrace: openVirtualTrace,
  });
}
