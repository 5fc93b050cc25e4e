/** The samples that a person means by the selections of an editor. */
import * as vscode from 'vscode';
import type { RecordAt, Session } from '../session.ts';

/** The records that selections touch; a selection that ends at the beginning of a line does not touch that line. */
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
  return [...found.values()];
}
