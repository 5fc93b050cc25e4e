/** Shards of a trace: opening one, and the index of its rows. */
import type { CancellationToken } from '../ports.ts';
import { bad, copyAgain, good, type Read } from './faults.ts';
import { headerEnd, readHeader, type SafetensorsHeader, type TensorInfo, tensorView } from './safetensors.ts';
import { type ShardKind, shardLengths, splitsFault } from './shardLayout.ts';
import { readRange, type TraceFileEntry, type TraceFiles } from './traceFiles.ts';

const shardName = /^(renders|visits)\/a(\d{1,9})-r(\d{1,9})-(\d{1,9})\.safetensors$/;
/** Bytes that are read for the header at first; the recorder's headers take about 1,200. */
const firstBytes = 16 * 1024;
/** The largest index that is read, in bytes; a shard of 32 MiB cannot have more. */
const maxIndexBytes = 256 * 1024 * 1024;

/** A shard by its name: which attempt and rank wrote it, and the serial number. */
export interface ShardName {
  readonly kind: ShardKind;
  readonly attempt: number;
  readonly rank: number;
  readonly serial: number;
}

/** A shard whose header was read and fits. */
export interface Shard extends ShardName {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  readonly rows: number;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/** What a renders shard says of each of its rows. Splits have one value more than there are rows. */
export interface RenderIndex {
  readonly rowSplits: Uint32Array;
  readonly textSplits: Uint32Array;
  readonly metaSplits: Uint32Array;
  /** 16 bytes a row. */
  readonly keys: Uint8Array;
  /** 32 bytes a row; all 0 where there is no hash. */
  readonly lineShas: Uint8Array;
  readonly contentShas: Uint8Array;
  /** Index of the first token that has a visit's value. */
  readonly firsts: Uint32Array;
  readonly flags: Uint8Array;
}

/** What a visits shard says of each of its rows. */
export interface VisitIndex {
  readonly rowSplits: Uint32Array;
  /** 16 bytes a row. */
  readonly keys: Uint8Array;
  readonly steps: Uint32Array;
  readonly epochs: Float32Array;
  /** `scalarCount` values a row. */
  readonly scalars: Float32Array;
  readonly scalarCount: number;
}

/** What a path says of a shard; `undefined` for a file of another name. */
export function parseShardName(path: string): ShardName | undefined {
  const match = shardName.exec(path);
  if (match === null) return undefined;
  const [attempt, rank, serial] = match.slice(2).map(Number) as [number, number, number];
  return { kind: match[1] as ShardKind, attempt, rank, serial };
}

/**
 * Reads and checks the header of a shard.
 * @throws CancelledError
 */
export async function openShard(
  files: TraceFiles,
  entry: TraceFileEntry,
  token?: CancellationToken,
): Promise<Read<Shard>> {
  const { path, size, mtime } = entry;
  const name = parseShardName(path);
  if (name === undefined) {
    const words =
      'It is not named like a shard and is passed over. Give it its name a000-r00000-000000.safetensors again.';
    return bad('bad-name', path, words);
  }
  const header = await headerOf(files, entry, token);
  if (!header.ok) return header;
  const lengths = shardLengths(path, name.kind, header.value);
  if (!lengths.ok) return lengths;
  return good({
    ...name,
    path,
    size,
    mtime,
    rows: lengths.value.get('rows')!,
    tensors: header.value.tensors,
  });
}

async function headerOf(
  files: TraceFiles,
  { path, size }: TraceFileEntry,
  token?: CancellationToken,
): Promise<Read<SafetensorsHeader>> {
  const first = await readRange(files, path, 0, Math.min(size, firstBytes), token);
  if (!first.ok) return first;
  const end = headerEnd(path, first.value, size);
  if (!end.ok) return end;
  if (end.value <= first.value.length) return readHeader(path, first.value, size);
  const whole = await readRange(files, path, 0, end.value, token);
  return whole.ok ? readHeader(path, whole.value, size) : whole;
}

/** The index tensors of a kind, all of them small beside the tokens; the recorder writes them first and side by side. */
const indexTensors: Readonly<Record<ShardKind, readonly string[]>> = {
  renders: [
    'render.key',
    'render.row_splits',
    'render.text_splits',
    'render.meta_splits',
    'render.line_sha',
    'render.content_sha',
    'render.first_supervised',
    'render.flags',
  ],
  visits: ['visit.render_key', 'visit.row_splits', 'visit.step', 'visit.epoch', 'visit.scalars'],
};

/** Bytes that a shard's index takes in memory. */
export function indexBytes(shard: Shard): number {
  return indexTensors[shard.kind].reduce((sum, name) => {
    const info = shard.tensors.get(name)!;
    return sum + info.end - info.start;
  }, 0);
}

/** Reads the index tensors: in one piece where they lie side by side. Every array has memory of its own. */
async function readIndex(
  files: TraceFiles,
  shard: Shard,
  token?: CancellationToken,
): Promise<Read<Map<string, Uint8Array>>> {
  const total = indexBytes(shard);
  if (total > maxIndexBytes)
    return bad(
      'bad-tensor',
      shard.path,
      `Its index takes ${total} bytes, more than a shard has. ${copyAgain}`,
    );
  const infos = indexTensors[shard.kind].map((name) => shard.tensors.get(name)!);
  const start = Math.min(...infos.map((info) => info.start));
  const end = Math.max(...infos.map((info) => info.end));
  const pieces = new Map<string, Uint8Array>();
  if (end - start === total) {
    const all = await readRange(files, shard.path, start, end, token);
    if (!all.ok) return all;
    for (const info of infos) pieces.set(info.name, all.value.slice(info.start - start, info.end - start));
    return good(pieces);
  }
  for (const info of infos) {
    const piece = await readRange(files, shard.path, info.start, info.end, token);
    if (!piece.ok) return piece;
    pieces.set(info.name, piece.value.slice());
  }
  return good(pieces);
}

/**
 * The index of a renders shard.
 * @throws CancelledError
 */
export async function readRenderIndex(
  files: TraceFiles,
  shard: Shard,
  token?: CancellationToken,
): Promise<Read<RenderIndex>> {
  const read = await readIndex(files, shard, token);
  if (!read.ok) return read;
  const bytes = (name: string): Uint8Array => read.value.get(name)!;
  const numbers = (name: string): Uint32Array => tensorView('U32', bytes(name));
  const index: RenderIndex = {
    rowSplits: numbers('render.row_splits'),
    textSplits: numbers('render.text_splits'),
    metaSplits: numbers('render.meta_splits'),
    keys: bytes('render.key'),
    lineShas: bytes('render.line_sha'),
    contentShas: bytes('render.content_sha'),
    firsts: numbers('render.first_supervised'),
    flags: bytes('render.flags'),
  };
  const length = (name: string) => shard.tensors.get(name)!.shape[0]!;
  const words =
    named('render.row_splits', splitsFault(index.rowSplits, length('tok.id'))) ??
    named('render.text_splits', splitsFault(index.textSplits, length('text.utf8'))) ??
    named('render.meta_splits', splitsFault(index.metaSplits, length('meta.utf8'))) ??
    firstsFault(index);
  return words === undefined ? good(index) : bad('bad-values', shard.path, `${words}. ${copyAgain}`);
}

function firstsFault({ firsts, rowSplits }: RenderIndex): string | undefined {
  for (let row = 0; row < firsts.length; row++) {
    const tokens = rowSplits[row + 1]! - rowSplits[row]!;
    if (firsts[row]! > tokens) return `Row ${row} has its first value at token ${firsts[row]} of ${tokens}`;
  }
  return undefined;
}

const named = (name: string, fault: string | undefined) =>
  fault === undefined ? undefined : `Its ${name} ${fault}`;

/**
 * The index of a visits shard.
 * @throws CancelledError
 */
export async function readVisitIndex(
  files: TraceFiles,
  shard: Shard,
  token?: CancellationToken,
): Promise<Read<VisitIndex>> {
  const read = await readIndex(files, shard, token);
  if (!read.ok) return read;
  const bytes = (name: string): Uint8Array => read.value.get(name)!;
  const index: VisitIndex = {
    rowSplits: tensorView('U32', bytes('visit.row_splits')),
    keys: bytes('visit.render_key'),
    steps: tensorView('U32', bytes('visit.step')),
    epochs: tensorView('F32', bytes('visit.epoch')),
    scalars: tensorView('F32', bytes('visit.scalars')),
    scalarCount: shard.tensors.get('visit.scalars')!.shape[1]!,
  };
  const words = named(
    'visit.row_splits',
    splitsFault(index.rowSplits, shard.tensors.get('tok.logprob')!.shape[0]!),
  );
  return words === undefined ? good(index) : bad('bad-values', shard.path, `${words}. ${copyAgain}`);
}
