/** The samples of a run as the heatmap's page lists them, with where they stand in the open data set. */
import { recordId } from '../../core/check/answerFiles.ts';
import { rankSamples } from '../../core/heat/ranking.ts';
import type { HeatListRow } from '../../protocol/heatmap.ts';
import * as vscode from 'vscode';
import { nextTurn, sliceMs } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import type { KnownRun } from '../traces.ts';
import { readAs } from '../recordViews.ts';
import { number } from '../words.ts';
import type { HardPools } from './hardPool.ts';

/** Records of which it is told what they call: each is read for it. */
const mostRead = 5_000;
/** Rows that a page is given. */
const mostRows = 50_000;

/** Rows, the hardest first. */
export async function listRows(
  sessions: Sessions,
  session: Session,
  known: KnownRun,
  pools: HardPools,
): Promise<{ readonly rows: HeatListRow[]; readonly note: string | undefined }> {
  const records = await recordsByKey(session, known);
  const view = readAs(sessions, session);
  const isRead = records.size <= mostRead;
  const rows: HeatListRow[] = [];
  let until = performance.now() + sliceMs;
  for (const ranked of rankSamples(known.run)) {
    if (rows.length === mostRows) break;
    const listed = records.get(ranked.key);
    const record = listed?.record;
    const tools = record && isRead ? toolsOf(record, view) : [];
    rows.push({
      ...ranked,
      line: record && record.toRange({ start: 0, end: 0 }).start.line + 1,
      id: record && recordId(record.text),
      tools,
      stale: listed?.isStale === true,
      hard: record !== undefined && pools.has(session.document.uri, record.text),
    });
    if (performance.now() > until) {
      await nextTurn();
      until = performance.now() + sliceMs;
    }
  }
  const notes = [
    ...(isRead
      ? []
      : [vscode.l10n.t('The functions that samples call are told for up to {0} samples.', number(mostRead))]),
    ...(rows.length === mostRows
      ? [vscode.l10n.t('The {0} hardest samples are listed.', number(mostRows))]
      : []),
  ];
  return { rows, note: notes.length > 0 ? notes.join(' ') : undefined };
}

/** A record that a run has. */
export interface ListedRecord {
  readonly record: RecordAt;
  /** It was edited since it was trained. */
  readonly isStale: boolean;
}

/** The records of the open data set by the key of their text in the run; of several the first. */
export async function recordsByKey(
  session: Session,
  { matcher }: KnownRun,
): Promise<Map<string, ListedRecord>> {
  const found = new Map<string, ListedRecord>();
  let until = performance.now() + sliceMs;
  for (const record of session.records()) {
    const { text } = record;
    if (text.trim() === '') continue;
    const match = matcher.same(text) ?? (await matcher.match(text, recordId(text)));
    const isStale = match.kind === 'stale';
    for (const key of match.kind === 'none' ? [] : match.keys)
      if (!found.has(key) || (found.get(key)!.isStale && !isStale)) found.set(key, { record, isStale });
    if (performance.now() > until) {
      await nextTurn();
      until = performance.now() + sliceMs;
    }
  }
  return found;
}

/** The functions that a record calls, each once. */
export function toolsOf(record: RecordAt, view: ReturnType<typeof readAs>): string[] {
  const turns = view(record.text)?.sample.turns ?? [];
  return [...new Set(turns.flatMap(({ calls }) => calls.flatMap(({ name }) => name ?? [])))];
}
