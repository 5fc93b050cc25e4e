/** Going from problem to problem over all of a file's findings, also those that VS Code does not list. */
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { nextTurn, registerCommand, sliceMs, UserError } from '../run.ts';
import type { Sessions } from '../sessions.ts';

export function registerProblemCommands(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    registerNextProblem(sessions, log),
    registerCommand(commands.showProblem, log, async (uri: vscode.Uri, range: vscode.Range) => {
      select(await vscode.window.showTextDocument(uri), range);
      await vscode.commands.executeCommand('editor.action.showHover');
    }),
  );
}

function registerNextProblem(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(commands.nextProblem, log, async () => {
    const editor = vscode.window.activeTextEditor;
    const session = editor && sessions.get(editor.document);
    if (!editor || !session)
      throw new UserError(vscode.l10n.t('open a data set first, then run "Go to Next Problem" again.'));
    const from = editor.selection.active;
    const { version } = editor.document;
    let first: vscode.Range | undefined;
    let until = performance.now() + sliceMs;
    for (const record of session.records()) {
      if (performance.now() > until) {
        await nextTurn();
        if (editor.document.isClosed || editor.document.version !== version) return;
        until = performance.now() + sliceMs;
      }
      const ranges = [
        ...session.problemsAt(record).map(({ span }) => record.toRange(span)),
        ...session.acrossAt(record).map(({ diagnostic }) => diagnostic.range),
      ].sort((a, b) => a.start.compareTo(b.start));
      for (const range of ranges) {
        first ??= range;
        if (!range.start.isAfter(from)) continue;
        select(editor, range);
        return;
      }
    }
    if (!first)
      void vscode.window.showInformationMessage(vscode.l10n.t('Callsmith: no problems in this file.'));
    else select(editor, first);
  });
}

function select(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
