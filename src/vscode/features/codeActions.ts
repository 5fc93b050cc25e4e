/** Quick fixes, "Fix all" for a rule and for all rules, and the source action that a save may run. */
import * as vscode from 'vscode';
import { certainFix, holds } from '../../core/features/fixAll.ts';
import { applyFix } from '../../core/record/edit.ts';
import type { Problem } from '../../core/rules/types.ts';
import { toDiagnostic } from '../convert.ts';
import { fixEdits } from '../fixing.ts';
import { commands } from '../ids.ts';
import type { RecordAt, Session } from '../session.ts';
import { type Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/** What `editor.codeActionsOnSave` names. */
export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('callsmith');

/** The source action, whose edits are made when VS Code wants them. */
class FixAllAction extends vscode.CodeAction {
  constructor(readonly document: vscode.TextDocument) {
    super(vscode.l10n.t('Fix all safe Callsmith problems'), fixAllKind);
  }
}

export function registerCodeActions(sessions: Sessions): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context) => actions(sessions, document, range, context),
    async resolveCodeAction(action, token) {
      if (!(action instanceof FixAllAction)) return action;
      const session = sessions.get(action.document);
      if (!session) return action;
      const { edits } = await fixEdits(session, sessions.service, {}, token);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(action.document.uri, edits);
      return action;
    },
  };
  return vscode.languages.registerCodeActionsProvider(selector, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind],
  });
}

function actions(
  sessions: Sessions,
  document: vscode.TextDocument,
  range: vscode.Range,
  { only, diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const session = sessions.get(document);
  if (!session) return [];
  // Offered only to who asks for it: the light bulb has the quick fixes.
  if (only?.contains(fixAllKind)) return [new FixAllAction(document)];
  if (only && !only.contains(vscode.CodeActionKind.QuickFix)) return [];
  const record = session.recordAt(range.start);
  if (!record) return [];
  const found: vscode.CodeAction[] = [];
  const codes = new Set<string>();
  let isSafe = false;
  for (const problem of problemsIn(sessions, session, record, diagnostics)) {
    if (!record.toRange(problem.span).intersection(range)) continue;
    found.push(...fixesOf(sessions, session, record, problem));
    if (certainFix(problem, { codes: new Set([problem.code]) })) codes.add(problem.code);
    isSafe ||= certainFix(problem) !== undefined;
  }
  // Told of the document, not of a record: it becomes lines on disk.
  if (diagnostics.some((one) => codeOf(one) === 'record.array-file'))
    found.push(
      command(vscode.l10n.t('Write each record on a line'), [document.uri, 'record.array-file'], diagnostics),
    );
  found.push(...removals(session, record, range));
  for (const code of codes)
    found.push(command(vscode.l10n.t('Fix all {0} in this file', code), [document.uri, code], diagnostics));
  if (isSafe)
    found.push(command(vscode.l10n.t('Fix all safe problems in this file'), [document.uri], diagnostics));
  return found;
}

/** A sample that stands earlier in the file too can go; it is never part of "Fix all", since copies may be meant. */
function removals(session: Session, record: RecordAt, range: vscode.Range): vscode.CodeAction[] {
  const { document } = session;
  const copy = copyOf(session, record);
  if (!copy?.range.intersection(range)) return [];
  const copies = session
    .problemRecords()
    .map((line) => session.recordAt(new vscode.Position(line, 0)))
    .filter((one): one is RecordAt => one !== undefined && copyOf(session, one) !== undefined);
  const first = copy.relatedInformation![0]!.location.range.start.line + 1;
  const remove = (title: string, records: readonly RecordAt[]) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [copy];
    action.edit = new vscode.WorkspaceEdit();
    action.edit.set(
      document.uri,
      records.flatMap(({ text, toEdits }) =>
        toEdits([{ start: 0, end: text.length, newText: '', removesRecord: true }]),
      ),
    );
    return action;
  };
  const one = remove(vscode.l10n.t('Delete this line; line {0} has the same sample', first), [record]);
  if (copies.length < 2) return [one];
  return [one, remove(vscode.l10n.t('Delete all {0} lines that repeat a sample', copies.length), copies)];
}

/** The finding that the sample also stands in an earlier line of the same document. */
function copyOf(session: Session, record: RecordAt): vscode.Diagnostic | undefined {
  if (session.file.container !== 'jsonl') return undefined;
  const uri = session.document.uri.toString();
  return session
    .acrossAt(record)
    .map(({ diagnostic }) => diagnostic)
    .find(
      (one) =>
        codeOf(one) === 'dataset.duplicate-sample' &&
        one.relatedInformation?.[0]?.location.uri.toString() === uri,
    );
}

/** The record's findings, and those at the place that the file tells once. */
function problemsIn(
  { service }: Sessions,
  session: Session,
  record: RecordAt,
  diagnostics: readonly vscode.Diagnostic[],
): readonly Problem[] {
  const problems = session.problemsAt(record);
  const known = new Set<string>(problems.map(({ code }) => code));
  const told = new Set(diagnostics.map(codeOf).filter((code) => code !== undefined && !known.has(code)));
  if (told.size === 0) return problems;
  const each = service.check(record.text, { ...session.file, tellsEach: told as Set<string> });
  return [...problems, ...each.problems.filter(({ once }) => once)];
}

function codeOf({ source, code }: vscode.Diagnostic): string | undefined {
  if (source !== 'callsmith' || code === undefined) return undefined;
  return String(typeof code === 'object' ? code.value : code);
}

function fixesOf(
  { service }: Sessions,
  session: Session,
  record: RecordAt,
  problem: Problem,
): vscode.CodeAction[] {
  const { document } = session;
  const found: vscode.CodeAction[] = [];
  for (const fix of problem.fixes) {
    const edits = applyFix(record.text, fix);
    if (!edits || !holds(service.checker, record.text, session.file, problem, edits)) continue;
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [toDiagnostic(problem, record.toRange, document.uri)];
    action.isPreferred = found.length === 0 && (fix.safe === true || problem.fixes.length === 1);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.set(document.uri, record.toEdits(edits));
    found.push(action);
  }
  return found;
}

function command(
  title: string,
  args: readonly unknown[],
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: commands.fixFile, title, arguments: [...args] };
  action.diagnostics = diagnostics.filter((one) => codeOf(one) !== undefined);
  return action;
}
