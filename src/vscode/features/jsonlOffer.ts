/** JSONL that is named `.json` (BFCL, ACEBench) opens as JSON and is full of false errors: offer the right language, once. */
import * as vscode from 'vscode';
import { commands, memory } from '../ids.ts';
import { registerCommand, UserError } from '../run.ts';
import { hintsOf } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { unlinked } from '../words.ts';

export function registerJsonlOffer(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  const look = (document: vscode.TextDocument | undefined) => {
    if (document && isJsonlNamedJson(sessions, document)) void offer(sessions, document);
  };
  look(vscode.window.activeTextEditor?.document);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document)),
    registerCommand(commands.openAsJsonl, log, async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (!document)
        throw new UserError(vscode.l10n.t('open a data set first, then run "Treat as JSON Lines" again.'));
      await vscode.languages.setTextDocumentLanguage(document, 'jsonl');
    }),
  );
}

/** True for a document of language `json` whose first lines are one JSON value each. */
function isJsonlNamedJson(sessions: Sessions, document: vscode.TextDocument): boolean {
  if (document.languageId !== 'json' || document.lineCount < 2) return false;
  const lastLine = Math.min(document.lineCount, 4);
  const head = document.getText(new vscode.Range(0, 0, lastLine, 0));
  if (!head.trimStart().startsWith('{')) return false;
  const { container } = sessions.service.detectContainer(
    head,
    lastLine >= document.lineCount,
    hintsOf(document.uri).fileName,
  );
  return container === 'jsonl';
}

async function offer(sessions: Sessions, document: vscode.TextDocument): Promise<void> {
  const key = document.uri.toString();
  const offered = sessions.workspaceState.get<string[]>(memory.offeredJsonl, []);
  if (offered.includes(key)) return;
  await sessions.workspaceState.update(memory.offeredJsonl, [...offered, key].slice(-200));
  const yes = vscode.l10n.t('Treat as JSON Lines');
  const no = vscode.l10n.t('Keep JSON');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} holds one JSON value per line. As JSON Lines it is coloured and checked line by line.',
      unlinked(document.uri.path.split('/').at(-1) ?? ''),
    ),
    yes,
    no,
  );
  if (chosen === yes && !document.isClosed) await vscode.languages.setTextDocumentLanguage(document, 'jsonl');
}
