/** What both entries do: make the service, open the sessions, register the features. */
import * as vscode from 'vscode';
import { createService } from '../core/service.ts';
import { ConfigReader } from './config.ts';
import { registerCompletion } from './features/completion.ts';
import { registerFixes } from './features/fixCommands.ts';
import { registerAnswerFeatures } from './features/answerFeatures.ts';
import { registerCheckCommands } from './features/checkCommands.ts';
import { registerJsonlOffer } from './features/jsonlOffer.ts';
import { registerNavigation } from './features/navigation.ts';
import { registerProblemCommands } from './features/problems.ts';
import { registerProviders } from './features/providers.ts';
import { registerSamples } from './features/samples.ts';
import { registerHelp } from './features/help.ts';
import { registerNewSample } from './features/newSample.ts';
import { registerRulePages } from './features/rulePages.ts';
import { registerStatusItem } from './features/statusItem.ts';
import { registerSuppress } from './features/suppress.ts';
import { registerTargets } from './features/targets.ts';
import type { Host } from './ports.ts';
import { Sessions } from './sessions.ts';

/** What `activate` gives to tests and to other extensions. */
export interface CallsmithApi {
  readonly sessions: Sessions;
}

export function activateWith(context: vscode.ExtensionContext, host: Host): CallsmithApi {
  const log = vscode.window.createOutputChannel('Callsmith', { log: true });
  const configs = new ConfigReader(log, host.readSmallFile);
  const ports = host.makePorts(configs);
  log.info(`Callsmith ${String(context.extension.packageJSON.version)} in a ${ports.kind} extension host`);
  const sessions = new Sessions(createService(), log, configs, context.workspaceState);
  context.subscriptions.push(
    log,
    configs,
    sessions,
    registerProviders(sessions),
    registerSuppress(sessions, configs, log),
    registerFixes(sessions, ports, log),
    registerCompletion(sessions),
    registerSamples(sessions, log),
    registerNewSample(sessions, log),
    registerAnswerFeatures(context, sessions, host, log),
    registerStatusItem(sessions, log),
    registerTargets(sessions, log),
    registerCheckCommands(sessions, ports, log),
    registerRulePages(log),
    registerJsonlOffer(sessions, log),
    registerProblemCommands(sessions, log),
    registerNavigation(sessions, log),
    registerHelp(sessions, ports, context.extensionUri, log),
  );
  return { sessions };
}
