/** The samples that a person means: by a lens, by the selections of an editor, or by its cursor. */
import * as vscode from 'vscode';
import { UserError } from '../run.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';

/** The records that selections touch, in the order of the file; a selection that ends at the beginning of a line does not touch that line. */
export function recordsOfSelections(session: Session, selections: readonly vscode.Selection[]): RecordAt[] {
  const found = new Map<number, RecordAt>();
  for (const { start, end } of selections) {
    for (let line = start.line; line <= end.line; line++) {
      if (line === end.line && line > start.line && end.character === 0) continue;
      const column = line === start.line ? start.character : 0;
      const record = session.recordAt(new vscode.Position(line, column));
      if (record && record.text.trim() !== '') found.set(record.index, record);
    }
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** The record of a text where it stood, or wherever it has moved since; of equal ones each is found once. */
export function findRecord(
  session: Session,
  index: number,
  text: string,
  taken: ReadonlySet<number> = new Set(),
): RecordAt | undefined {
  const there = recordAt(session, index);
  if (there?.text === text && !taken.has(index)) return there;
  for (const record of session.records()) if (record.text === text && !taken.has(record.index)) return record;
  return undefined;
}

/** A file, and samples of it. */
export interface MeantRecords {
  readonly session: Session;
  /** At least one. */
  readonly records: readonly RecordAt[];
}

/**
 * The samples that a command is about: the one that a lens names, else those of the selections.
 * @param title of the command, for sentences
 * @throws UserError when there are none, or when the editor shows a sample by itself
 */
export async function meantRecords(
  sessions: Sessions,
  title: string,
  uri?: vscode.Uri,
  index?: number,
): Promise<MeantRecords> {
  const editor = vscode.window.activeTextEditor;
  const isLens = uri instanceof vscode.Uri && typeof index === 'number';
  const session = await meantSession(
    sessions,
    title,
    isLens ? await vscode.workspace.openTextDocument(uri) : editor?.document,
  );
  const found = isLens ? [recordAt(session, index)] : recordsOfSelections(session, editor?.selections ?? []);
  const records = found.filter((record) => record !== undefined && record.text.trim() !== '') as RecordAt[];
  if (records.length === 0)
    throw new UserError(vscode.l10n.t('there is no sample here; put the cursor into a line that holds one.'));
  return { session, records };
}

/**
 * The session of a document.
 * @throws UserError when the document is no data set whose format is known, or is a sample by itself
 */
export async function meantSession(
  sessions: Sessions,
  title: string,
  document = vscode.window.activeTextEditor?.document,
): Promise<Session> {
  if (document && isSample(document))
    throw new UserError(vscode.l10n.t('"{0}" works in the file; choose "Show in File" first.', title));
  const session = document && (sessions.get(document) ?? (await sessions.open(document)));
  if (!session?.file.format)
    throw new UserError(
      vscode.l10n.t('put the cursor into a sample of a data set first, then run "{0}" again.', title),
    );
  return session;
}
