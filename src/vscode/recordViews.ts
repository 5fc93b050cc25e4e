/** Records as features read them, kept as long as they are likely to be asked for again. */
import * as vscode from 'vscode';
import { recordId } from '../core/check/answerFiles.ts';
import { type CotSource, readSource } from '../core/cot/source.ts';
import { type TrainerRow, trainerRow } from '../core/export/trainerRow.ts';
import { indexSample, type SampleIndex } from '../core/features/entities.ts';
import { viewRecord, type RecordView } from '../core/features/view.ts';
import type { RecordAt, Session } from './session.ts';
import { isLines, type Sessions } from './sessions.ts';

/** Records longer than this are not read for what was not asked for: colours, hints, highlights. */
export const maxUnasked = 1_000_000;

/** The record under the cursor, the one before it, and those beside them. */
const kept = 4;

/** A place in a record of a data set. */
export interface PlaceInRecord {
  readonly session: Session;
  readonly record: RecordAt;
  readonly recordOffset: number;
}

/** The record that holds a position; `undefined` in documents that are no data sets. */
export function placeAt(
  sessions: Sessions,
  document: vscode.TextDocument,
  position: vscode.Position,
): PlaceInRecord | undefined {
  const session = sessions.get(document);
  const record = session?.recordAt(position);
  return session && record && { session, record, recordOffset: record.offsetOf(position) };
}

/** The view of a record's text in its file. */
export function readAs(sessions: Sessions, session: Session): (text: string) => RecordView | undefined {
  return (text) => viewRecord(text, session.file, sessions.service.checker.tools);
}

/** A record as its format reads it, with what its texts need to be read and written; `undefined` when it is not of the format. */
export function sourceOf({ file }: Session, text: string): CotSource | undefined {
  return file.format && readSource(text, file.format, file);
}

/** A record as a trainer takes it; a sentence, or nothing, where there is nothing to learn from it. */
export function trainerRowOf(
  sessions: Sessions,
  session: Session,
  { text, index }: Pick<RecordAt, 'text' | 'index'>,
): TrainerRow | string | undefined {
  const source = sourceOf(session, text);
  if (!source) return undefined;
  const origin = { dataset: '', line: index + 1, id: recordId(text) };
  return trainerRow(source, sessions.service.checker.tools, origin);
}

/** The last few indexes: definition, highlight and rename ask for the same record one after the other. */
export class RecordIndexes {
  readonly #last: { session: Session; file: object; text: string; index: SampleIndex | undefined }[] = [];

  constructor(private readonly sessions: Sessions) {}

  /** The names of a record; `undefined` when it has no sample. */
  of(session: Session, text: string): SampleIndex | undefined {
    const { file } = session;
    const at = this.#last.findIndex(
      (one) => one.session === session && one.file === file && one.text === text,
    );
    if (at >= 0) return this.#last[at]!.index;
    const view = readAs(this.sessions, session)(text);
    const index = view && indexSample(view);
    this.#last.unshift({ session, file, text, index });
    this.#last.length = Math.min(this.#last.length, kept);
    return index;
  }

  /** Gives up what belongs to sessions that are closed. */
  forget(): void {
    this.#last.length = 0;
  }
}

/** What was made of records, by their text: as one types, the other records of a screen need not be read again. */
export class RecordCache<T> {
  readonly #bySession = new WeakMap<Session, { file: object; byText: Map<string, T> }>();

  /**
   * @param limit records of one file whose results are kept; those not asked for longest go first
   * @param make what is kept for a record's text
   */
  constructor(
    private readonly limit: number,
    private readonly make: (session: Session, text: string) => T,
  ) {}

  of(session: Session, text: string): T {
    let kept = this.#bySession.get(session);
    // The file is taken for another format now: nothing that was known counts.
    if (kept?.file !== session.file)
      this.#bySession.set(session, (kept = { file: session.file, byText: new Map() }));
    const { byText } = kept;
    const found = byText.has(text) ? byText.get(text)! : this.make(session, text);
    byText.delete(text);
    byText.set(text, found);
    if (byText.size > this.limit) byText.delete(byText.keys().next().value!);
    return found;
  }
}

/** The records of a session that stand in a range, wholly or in part. */
export function* recordsIn(session: Session, range: vscode.Range): Iterable<RecordAt> {
  const { document } = session;
  if (isLines(document)) {
    const last = Math.min(range.end.line, document.lineCount - 1);
    for (let line = range.start.line; line <= last; line++) {
      const record = session.recordAt(new vscode.Position(line, 0));
      if (record) yield record;
    }
    return;
  }
  for (const record of session.records()) {
    const { start, end } = record.toRange({ start: 0, end: record.text.length });
    if (start.isAfter(range.end)) return;
    if (!end.isBefore(range.start)) yield record;
  }
}
