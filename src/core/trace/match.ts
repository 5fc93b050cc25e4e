/** Which render belongs to a line of a data set: by its bytes, by what it says, or by its id with parts that have changed. */
import type { CancellationToken } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import { contentSha, lineSha } from './canonical.ts';
import { byteKey, byteKeyOfHex, hexOfByteKey } from './hex.ts';
import { compareParts, type LineParts, type PartState, recordHashes } from './partHashes.ts';
import { type RenderMeta, readRenderMeta } from './renderMeta.ts';
import type { TraceRun } from './run.ts';
import { rowRange } from './safetensors.ts';
import type { ShardRow } from './runIndex.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { readRange } from './traceFiles.ts';

/** A row of a renders shard that a line may have been. */
export interface MatchedRender {
  /** Key of the render, for `run.sample`; lines with the same tokens share it. */
  readonly key: string;
  /** The row of this line, for `run.sampleAt`. */
  readonly row: ShardRow;
  /** Name of the data set's file. */
  readonly dataset?: string;
  /** Line number from 1 at the time of the export. */
  readonly line?: number;
  readonly id?: string;
}

/**
 * The answer for a line. `exact`: the bytes are the same; `content`: it says the same in another layout; `stale`: a sample
 * of the same id that said something else, `parts` tell what; `none`: the trace has nothing of it. `renders` holds more than
 * one where the data set had duplicates, the first of the same line number first.
 */
export type LineMatch =
  | { readonly kind: 'exact' | 'content'; readonly renders: readonly MatchedRender[] }
  | {
      readonly kind: 'stale';
      readonly renders: readonly MatchedRender[];
      readonly parts: readonly PartState[];
    }
  | { readonly kind: 'none' };

/** A line to be matched. */
export interface LineQuery {
  /** The raw line; bytes are hashed as they are, a text as its UTF-8. */
  readonly line: string | Uint8Array;
  /** Number from 1, to choose among duplicates. */
  readonly number?: number;
  /** Its sample's id, where it has one. */
  readonly id?: string;
  /** Its parts as an export has them; without them the parts of a stale sample are compared by messages only. */
  readonly parts?: LineParts['parts'];
}

/** Where a row stands, and what is kept of its metadata. */
interface Row {
  readonly key: string;
  readonly row: ShardRow;
  readonly dataset: string | undefined;
  readonly line: number | undefined;
  readonly id: string | undefined;
}

/** Matches lines to the renders of a run as it was when {@link createMatcher} looked at it. */
export interface Matcher {
  /** Rows that lines can be matched to; a line that several ranks rendered counts once. */
  readonly rowCount: number;
  /**
   * Matches a line; never throws on what is in it. Reads from the trace only for a stale one.
   * @throws CancelledError
   */
  match(query: LineQuery, token?: CancellationToken): Promise<LineMatch>;
}

/**
 * Reads the hashes and the metadata of all renders, shard by shard, and makes a matcher of them; about 500 bytes of memory
 * a render. Shards that cannot be read are passed over; the run's faults tell them.
 * @throws CancelledError
 */
export async function createMatcher(run: TraceRun, token?: CancellationToken): Promise<Matcher> {
  const rows: Row[] = [];
  const tables = {
    line: new Map<string, number[]>(),
    content: new Map<string, number[]>(),
    id: new Map<string, number[]>(),
  };
  const seen = new Set<string>();
  for (const shard of run.renderShards) {
    const index = await run.renderIndex(shard);
    throwIfCancelled(token);
    if (!index.ok) continue;
    const { start, end } = shard.tensors.get('meta.utf8')!;
    const metas = await readRange(run.files, shard.path, start, end, token);
    if (!metas.ok) continue;
    const { metaSplits } = index.value;
    for (let row = 0; row < shard.rows; row++) {
      const key = byteKey(index.value.keys, row, 16);
      const line = byteKey(index.value.lineShas, row, 32);
      const meta = readRenderMeta(metas.value.subarray(metaSplits[row]!, metaSplits[row + 1]!));
      // The same line may stand twice in a data set, and two ranks may render one line.
      const identity = `${key}${line}${meta?.dataset ?? ''} ${meta?.line ?? ''}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      const facts = { dataset: datasetName(meta, run), line: meta?.line, id: meta?.id };
      const number = rows.push({ key: hexOfByteKey(key), row: { shard, row }, ...facts }) - 1;
      add(tables.line, line, number);
      add(tables.content, byteKey(index.value.contentShas, row, 32), number);
      if (facts.id !== undefined) add(tables.id, facts.id, number);
    }
  }
  const none = '\0'.repeat(32);
  tables.line.delete(none);
  tables.content.delete(none);
  return Object.freeze({
    rowCount: rows.length,
    match: async (query: LineQuery, token?: CancellationToken) => {
      const { kind, found } = findRows(rows, tables, query, run.manifest.ignoredKeys);
      const renders = found.slice();
      if (kind === 'none') return { kind };
      return kind === 'stale'
        ? { kind, renders, parts: await changedParts(run, found[0]!, query, token) }
        : { kind, renders };
    },
  });
}

/** The name that the render says, or that the manifest has under its number. */
function datasetName(meta: RenderMeta | undefined, run: TraceRun): string | undefined {
  if (meta?.datasetName !== undefined || typeof meta?.dataset !== 'number') return meta?.datasetName;
  return run.manifest.datasets[meta.dataset]?.path;
}

function add(table: Map<string, number[]>, key: string, row: number): void {
  const rows = table.get(key);
  if (rows === undefined) table.set(key, [row]);
  else rows.push(row);
}

interface Tables {
  readonly line: ReadonlyMap<string, number[]>;
  readonly content: ReadonlyMap<string, number[]>;
  readonly id: ReadonlyMap<string, number[]>;
}

/** The rows that a line may have been, best first. */
function findRows(
  rows: readonly Row[],
  tables: Tables,
  query: LineQuery,
  ignored: ReadonlySet<string>,
): { kind: LineMatch['kind']; found: readonly Row[] } {
  const inOrder = (found: readonly number[]): Row[] =>
    found
      .map((row) => rows[row]!)
      .sort((a, b) => Number(b.line === query.number) - Number(a.line === query.number));
  const exact = tables.line.get(byteKeyOfHex(lineSha(query.line), 32)!);
  if (exact !== undefined) return { kind: 'exact', found: inOrder(exact) };
  const sha = contentSha(query.line, ignored);
  const content = sha === undefined ? undefined : tables.content.get(byteKeyOfHex(sha, 32)!);
  if (content !== undefined) return { kind: 'content', found: inOrder(content) };
  const stale = query.id === undefined ? undefined : tables.id.get(query.id);
  return stale === undefined ? { kind: 'none', found: [] } : { kind: 'stale', found: inOrder(stale) };
}

async function changedParts(
  run: TraceRun,
  { row: { shard, row } }: Row,
  { line, parts }: LineQuery,
  token?: CancellationToken,
): Promise<PartState[]> {
  const index = await run.renderIndex(shard);
  throwIfCancelled(token);
  if (!index.ok) return [];
  const { metaSplits } = index.value;
  const range = rowRange(shard.tensors.get('meta.utf8')!, metaSplits[row]!, metaSplits[row + 1]!);
  const bytes = await readRange(run.files, shard.path, range.start, range.end, token);
  const meta = bytes.ok ? readRenderMeta(bytes.value) : undefined;
  if (meta === undefined) return [];
  const text = typeof line === 'string' ? line : decodeUtf8(line);
  const hashes = text === undefined ? undefined : recordHashes(text);
  // Without parts of the line, those of the render would all count as removed.
  const then = { hashes: meta.hashes, parts: parts === undefined ? [] : meta.parts };
  return compareParts(then, { hashes, parts: parts ?? [] });
}
