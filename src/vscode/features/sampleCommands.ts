/** Going from sample to sample, and from one that has findings to the next. */
import * as vscode from 'vscode';
import { commands, contexts } from '../ids.ts';
import { nextTurn, registerCommand, sliceMs, UserError } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import { isLines, type Sessions } from '../sessions.ts';
import { number } from '../words.ts';

export function registerSampleCommands(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.nextSample, log, () => goBy(sessions, 1)),
    registerCommand(commands.previousSample, log, () => goBy(sessions, -1)),
    registerCommand(commands.nextProblemSample, log, () => goToProblem(sessions, 1)),
    registerCommand(commands.previousProblemSample, log, () => goToProblem(sessions, -1)),
    registerCommand(commands.goToSample, log, (wanted?: number) => goToNumber(sessions, wanted)),
    watchContext(sessions),
  );
}

/** Tells the editor's `when` clauses whether the active editor shows a data set. */
function watchContext(sessions: Sessions): vscode.Disposable {
  let known: boolean | undefined;
  const update = (): void => {
    const now = sessions.active() !== undefined;
    if (now === known) return;
    known = now;
    void vscode.commands.executeCommand('setContext', contexts.isDataSet, now);
  };
  update();
  return sessions.onDidChange(update);
}

interface Active {
  readonly editor: vscode.TextEditor;
  readonly session: Session;
}

function active(sessions: Sessions): Active {
  const editor = vscode.window.activeTextEditor;
  const session = editor && sessions.get(editor.document);
  if (!editor || !session)
    throw new UserError(vscode.l10n.t('open a data set first, then run the command again.'));
  return { editor, session };
}

const isBlank = (record: RecordAt): boolean => record.text.trim() === '';

/** The record of the cursor, or the one in front of it when it stands between two; -1 in front of the first. */
function currentIndex({ editor, session }: Active): number {
  const { active: position } = editor.selection;
  const record = session.recordAt(position);
  if (record) return record.index;
  let before = -1;
  for (const { index, toRange } of session.records()) {
    if (toRange({ start: 0, end: 0 }).start.isAfter(position)) break;
    before = index;
  }
  return before;
}

/** To the beginning of this sample first, as going up from the midst of something does. */
function goBy(sessions: Sessions, by: 1 | -1): void {
  const at = active(sessions);
  const current = currentIndex(at);
  let found: RecordAt | undefined;
  for (const record of at.session.records()) {
    if (isBlank(record)) continue;
    if (by > 0 && record.index > current) {
      found = record;
      break;
    }
    if (by < 0) {
      if (record.index > current) break;
      if (beginning(record).isBefore(at.editor.selection.active)) found = record;
    }
  }
  if (found) show(at.editor, new vscode.Range(beginning(found), beginning(found)));
}

function beginning(record: RecordAt): vscode.Position {
  return record.toRange({ start: 0, end: 0 }).start;
}

async function goToProblem(sessions: Sessions, by: 1 | -1): Promise<void> {
  const at = active(sessions);
  const { document } = at.editor;
  const { version } = document;
  const current = currentIndex(at);
  let first: vscode.Range | undefined;
  let found: vscode.Range | undefined;
  let last: vscode.Range | undefined;
  let until = performance.now() + sliceMs;
  for (const record of at.session.records()) {
    if (performance.now() > until) {
      await nextTurn();
      if (document.isClosed || document.version !== version) return;
      until = performance.now() + sliceMs;
    }
    const [problem] = at.session.toldAt(record);
    if (!problem) continue;
    const range = record.toRange(problem.span);
    first ??= range;
    last = range;
    if (by > 0 && record.index > current) {
      found = range;
      break;
    }
    if (by < 0 && record.index < current) found = range;
    // Going back, what lies behind is only wanted when nothing lies before.
    if (by < 0 && record.index >= current && found) break;
  }
  const target = found ?? (by > 0 ? first : last);
  if (target) show(at.editor, target);
  else
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Callsmith: no sample of this file has a problem.'),
    );
}

async function goToNumber(sessions: Sessions, wanted: number | undefined): Promise<void> {
  const { editor, session } = active(sessions);
  const count = countOf(session);
  const check = (text: string): string | undefined => {
    const n = Number(text);
    return Number.isInteger(n) && n >= 1 && n <= count
      ? undefined
      : vscode.l10n.t('A number from 1 to {0}', number(count));
  };
  const text =
    wanted === undefined
      ? await vscode.window.showInputBox({
          title: vscode.l10n.t('Go to Sample'),
          prompt: vscode.l10n.t('Number of the sample, 1 to {0}', number(count)),
          validateInput: check,
        })
      : String(wanted);
  if (text === undefined) return;
  const problem = check(text);
  if (problem !== undefined)
    throw new UserError(vscode.l10n.t('this file has samples 1 to {0}.', number(count)));
  for (const record of session.records()) {
    if (record.index !== Number(text) - 1) continue;
    show(editor, new vscode.Range(beginning(record), beginning(record)));
    return;
  }
}

/** The empty line behind the last line break is no sample. */
function countOf({ document, state }: Session): number {
  const { lines } = state.totals;
  const hasTail = isLines(document) && lines > 1 && document.lineAt(document.lineCount - 1).text === '';
  return hasTail ? lines - 1 : lines;
}

function show(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
