/** Folding in JSON Lines; JSON documents are folded by the editor's own JSON support, by their brackets. */
import * as vscode from 'vscode';
import { cleanRuns } from '../../core/features/folding.ts';
import { lineLanguages } from '../ids.ts';
import type { Session } from '../session.ts';
import { isLines, type Sessions } from '../sessions.ts';

export function registerFolding(sessions: Sessions): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  /** The lines with findings that the folds of a session were made from. */
  const known = new WeakMap<Session, readonly number[]>();
  const provider: vscode.FoldingRangeProvider = {
    onDidChangeFoldingRanges: changed.event,
    async provideFoldingRanges(document) {
      const session = await sessions.whenOpen(document);
      if (!session || !isLines(document)) return undefined;
      // While lines are unchecked the last answer stays, so that folds do not flicker as one types.
      const marked = session.state.done ? session.problemRecords() : known.get(session);
      if (!marked || marked.length === 0) return [];
      known.set(session, marked);
      const { lineCount } = document;
      const end = document.lineAt(lineCount - 1).text === '' ? lineCount - 1 : lineCount;
      return cleanRuns({ start: 0, end }, marked).map(
        ({ first, last }) => new vscode.FoldingRange(first, last),
      );
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerFoldingRangeProvider(
      lineLanguages.map((language) => ({ language })),
      provider,
    ),
    sessions.onDidChange((session) => {
      if (!session?.state.done || !isLines(session.document)) return;
      const now = session.problemRecords();
      const before = known.get(session) ?? [];
      if (now.length === before.length && now.every((line, i) => line === before[i])) return;
      known.set(session, now);
      changed.fire();
    }),
  );
}
