/** The first steps, the log, the command line, and Report a Problem: what a report needs, in a document that the person sees and sends. */
import * as vscode from 'vscode';
import { commands, extensionId, settings } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { registerCommand, UserError } from '../run.ts';
import type { Sessions } from '../sessions.ts';
import { number } from '../words.ts';
import { registerStart } from './start.ts';

export function registerHelp(
  sessions: Sessions,
  ports: Ports,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerStart(extension, log),
    registerCommand(commands.showLog, log, () => log.show()),
    registerCommand(commands.installCli, log, async () => {
      if (!ports.installCli)
        throw new UserError(
          vscode.l10n.t('the command line needs VS Code on a desktop or a remote machine.'),
        );
      await ports.installCli();
    }),
    registerCommand(commands.report, log, async () => {
      const content = reportText(sessions, ports);
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
      await vscode.window.showTextDocument(document);
    }),
  );
}

/** Versions, what kind of editor this is, and sizes; no path, no name, no text of a record. */
export function reportText(sessions: Sessions, ports: Ports): string {
  const extension = vscode.extensions.getExtension(extensionId);
  const { version } = extension?.packageJSON as { version: string };
  const { uiKind, remoteName, appName } = vscode.env;
  const changed = Object.entries(settings)
    .filter(([key]) => key !== 'section')
    .map(([, name]) => name)
    .filter((name) => {
      const found = vscode.workspace.getConfiguration(settings.section).inspect(name);
      return (
        found?.globalValue !== undefined ||
        found?.workspaceValue !== undefined ||
        found?.workspaceFolderValue !== undefined
      );
    });
  const files = [...sessions.all()].map(({ state: { format, totals } }) => {
    const found = totals.errors + totals.warnings + totals.hints;
    return `- ${format.id} (${format.container}, by ${format.decidedBy}): ${number(totals.lines)} records, ${number(found)} findings`;
  });
  return `# A problem with Callsmith

<!-- Say what you did, what came, and what you expected. A record that shows it helps most: take out what must not be seen. -->

## What happened

## What I expected

## Versions

- Callsmith ${version}, in a ${ports.kind} extension host
- ${appName} ${vscode.version}, ${uiKind === vscode.UIKind.Web ? 'in a browser' : 'on the desktop'}${remoteName ? `, remote: ${remoteName}` : ''}
- ${vscode.workspace.isTrusted ? 'trusted' : 'untrusted'} workspace, language ${vscode.env.language}
- settings that are not as they came: ${changed.join(', ') || 'none'}

## Open data sets

${files.join('\n') || '- none'}

<!-- Nothing was sent anywhere: this is only text. The log (Callsmith: Show Log) holds no text of records either; add what seems to belong to it. -->
`;
}
