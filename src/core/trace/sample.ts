/** One sample of a trace: its rendered text, its tokens, and what each visit left. */
import { segmentCode, straddleBit } from '../ssb/segments.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { allRead, bad, copyAgain, good, type Read, type TraceFault } from './faults.ts';
import { hashOfRow } from './hex.ts';
import { type RenderMeta, readRenderMeta } from './renderMeta.ts';
import { decodeHalf, type Dtype, rowRange, tensorView } from './safetensors.ts';
import type { RenderIndex, Shard, VisitIndex } from './shards.ts';
import { readRange, type TraceFiles } from './traceFiles.ts';

/** The tokens of a render; every array has one value per token. */
export interface TraceTokens {
  readonly ids: Uint32Array;
  /** UTF-16 offset in the text, and length. */
  readonly starts: Uint32Array;
  readonly lens: Uint16Array;
  /** Segment codes without the straddle bit. */
  readonly segments: Uint8Array;
  /** 1 where the token covers characters of several segments. */
  readonly straddle: Uint8Array;
}

/** A rendered line as it went into training. */
export interface TraceRender {
  readonly text: string;
  readonly tokens: TraceTokens;
  /** Index of the first token that visits have a value for. */
  readonly firstSupervised: number;
  readonly truncated: boolean;
  readonly packed: boolean;
  /** True where offsets were rebuilt from the tokens' strings. */
  readonly offsetsRebuilt: boolean;
  readonly lineSha?: string;
  readonly contentSha?: string;
  /** Missing where it could not be read. */
  readonly meta?: RenderMeta;
}

/** A render at one optimizer step. Arrays have one value per token from the render's `firstSupervised` on. */
export interface TraceVisit {
  readonly step: number;
  /** Epochs, with fraction. */
  readonly epoch: number;
  readonly attempt: number;
  readonly rank: number;
  /** Natural logarithm of the probability of the token; recorded in half precision. */
  readonly logprobs: Float32Array;
  /** By the manifest's names, such as `loss_think`. */
  readonly scalars: ReadonlyMap<string, number>;
  /** Recorded for losses that are not constant over a segment. */
  readonly weights?: Float32Array;
  /** Nats. */
  readonly entropies?: Float32Array;
  /** Length of the gradient with respect to the logits, ‖p − onehot‖. */
  readonly gradientNorms?: Float32Array;
  /** The `k` likeliest tokens, `k` values per token. */
  readonly top?: { readonly k: number; readonly ids: Uint32Array; readonly logprobs: Float32Array };
}

/** A sample with all of its visits in the order of steps, as far as they could be read. */
export interface TraceSample extends TraceRender {
  /** 32 hexadecimal digits: the hash of the token ids. */
  readonly key: string;
  readonly visits: readonly TraceVisit[];
  /** Visits of attempts that a later one overtook; they are left out. */
  readonly overtaken: number;
  /** What could not be read of it. */
  readonly faults: readonly TraceFault[];
}

/** Reads the values of one tensor for rows `[from, to)`. */
async function readRows<D extends Dtype>(
  files: TraceFiles,
  shard: Shard,
  name: string,
  dtype: D,
  from: number,
  to: number,
) {
  const { start, end } = rowRange(shard.tensors.get(name)!, from, to);
  const bytes = await readRange(files, shard.path, start, end);
  return bytes.ok ? good(tensorView(dtype, bytes.value)) : bytes;
}

/**
 * Reads a render: six small ranges of its shard. `codes`: the segment codes that the manifest knows.
 * @throws CancelledError
 */
export async function readRender(
  files: TraceFiles,
  shard: Shard,
  index: RenderIndex,
  row: number,
  codes: ReadonlyMap<number, string>,
): Promise<Read<TraceRender>> {
  const { rowSplits, textSplits, metaSplits } = index;
  const at = [rowSplits[row]!, rowSplits[row + 1]!] as const;
  const reads = await Promise.all([
    readRows(files, shard, 'tok.id', 'U32', ...at),
    readRows(files, shard, 'tok.start', 'U32', ...at),
    readRows(files, shard, 'tok.len', 'U16', ...at),
    readRows(files, shard, 'tok.segment', 'U8', ...at),
    readRows(files, shard, 'text.utf8', 'U8', textSplits[row]!, textSplits[row + 1]!),
    readRows(files, shard, 'meta.utf8', 'U8', metaSplits[row]!, metaSplits[row + 1]!),
  ]);
  const read = allRead(reads);
  if (!read.ok) return read;
  const [ids, starts, lens, segments, text, meta] = read.value;
  const decoded = decodeUtf8(text);
  if (decoded === undefined)
    return bad('bad-text', shard.path, `The text of row ${row} is not UTF-8. ${copyAgain}`);
  const tokens: TraceTokens = {
    ids,
    starts,
    lens,
    segments: segments.map(segmentCode),
    straddle: segments.map((code) => (code & straddleBit) >> 7),
  };
  const words = tokensFault(tokens, decoded.length, codes);
  if (words !== undefined) return bad('bad-values', shard.path, `Row ${row}: ${words}. ${copyAgain}`);
  const flags = index.flags[row]!;
  return good({
    text: decoded,
    tokens,
    firstSupervised: index.firsts[row]!,
    truncated: (flags & 1) !== 0,
    packed: (flags & 2) !== 0,
    offsetsRebuilt: (flags & 4) !== 0,
    lineSha: hashOfRow(index.lineShas, row, 32),
    contentSha: hashOfRow(index.contentShas, row, 32),
    meta: readRenderMeta(meta),
  });
}

function tokensFault(
  tokens: TraceTokens,
  units: number,
  codes: ReadonlyMap<number, string>,
): string | undefined {
  const { starts, lens, segments } = tokens;
  let last = 0;
  for (let i = 0; i < starts.length; i++) {
    if (starts[i]! < last) return `token ${i} begins before the token in front of it`;
    last = starts[i]!;
    if (last + lens[i]! > units)
      return `token ${i} ends at ${last + lens[i]!} of a text of ${units} UTF-16 units`;
    if (!codes.has(segments[i]!))
      return `token ${i} has the segment ${segments[i]}, which the manifest does not name`;
  }
  return undefined;
}

/** Bytes that a render takes in memory, for a cache. */
export function renderBytes({ text, tokens }: TraceRender): number {
  return text.length * 3 + tokens.ids.length * 12 + 2_000;
}

/** Tensors of half precision that a visits shard may have besides the log-probabilities. */
const extraTensors = {
  'tok.weight': 'weights',
  'tok.entropy': 'entropies',
  'tok.gnorm': 'gradientNorms',
} as const;

/**
 * Reads a visit: one small range of its shard, and one for each optional tensor. `values`: how many it must have.
 * @throws CancelledError
 */
export async function readVisit(
  files: TraceFiles,
  shard: Shard,
  index: VisitIndex,
  row: number,
  values: number,
  scalarNames: readonly string[],
): Promise<Read<TraceVisit>> {
  const [from, to] = [index.rowSplits[row]!, index.rowSplits[row + 1]!];
  if (to - from !== values) {
    const words = `Row ${row} has ${to - from} values for ${values} tokens of its render. ${copyAgain}`;
    return bad('bad-values', shard.path, words);
  }
  const logprobs = await readRows(files, shard, 'tok.logprob', 'F16', from, to);
  if (!logprobs.ok) return logprobs;
  const extras: { -readonly [name in (typeof extraTensors)[keyof typeof extraTensors]]?: Float32Array } = {};
  for (const [tensor, name] of Object.entries(extraTensors)) {
    if (!shard.tensors.has(tensor)) continue;
    const read = await readRows(files, shard, tensor, 'F16', from, to);
    if (!read.ok) return read;
    extras[name] = decodeHalf(read.value);
  }
  const top = await readTop(files, shard, from, to);
  if (!top.ok) return top;
  const scalars = new Map<string, number>();
  for (let i = 0; i < Math.min(index.scalarCount, scalarNames.length); i++)
    scalars.set(scalarNames[i]!, index.scalars[row * index.scalarCount + i]!);
  return good({
    step: index.steps[row]!,
    epoch: index.epochs[row]!,
    attempt: shard.attempt,
    rank: shard.rank,
    logprobs: decodeHalf(logprobs.value),
    scalars,
    ...extras,
    ...(top.value && { top: top.value }),
  });
}

async function readTop(
  files: TraceFiles,
  shard: Shard,
  from: number,
  to: number,
): Promise<Read<TraceVisit['top']>> {
  const info = shard.tensors.get('tok.topk_id');
  if (info === undefined || !shard.tensors.has('tok.topk_logprob')) return good(undefined);
  const ids = await readRows(files, shard, 'tok.topk_id', 'U32', from, to);
  if (!ids.ok) return ids;
  const logprobs = await readRows(files, shard, 'tok.topk_logprob', 'F16', from, to);
  if (!logprobs.ok) return logprobs;
  return good({ k: info.shape[1]!, ids: ids.value, logprobs: decodeHalf(logprobs.value) });
}

/** Bytes that a visit takes in memory, for a cache. */
export function visitBytes(visit: TraceVisit): number {
  const { logprobs, top } = visit;
  const extras = [visit.weights, visit.entropies, visit.gradientNorms].filter(
    (values) => values !== undefined,
  );
  return logprobs.length * 4 * (1 + extras.length + 2 * (top?.k ?? 0)) + 500;
}
