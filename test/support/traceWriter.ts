/**
 * Writes small runs in the trace format, from a seed: the same bytes on every machine. Simpler than the recorder of the
 * trainer's package and independent of the reader that is tested with it. One thing differs from the recorder: a render's
 * key is cut from a SHA-256 of its token ids, since Node has no BLAKE2b of 128 bits; readers take keys as they are.
 */
import { createHash } from 'node:crypto';
import type { TraceFileEntry, TraceFiles } from '../../src/core/trace/traceFiles.ts';
import { createRandom, type Random } from '../bench/support/random.ts';

/** A tensor to be written: its type, its shape, and its values little-endian. */
export type TensorToWrite = readonly [
  name: string,
  dtype: string,
  shape: readonly number[],
  values: ArrayBufferView,
];

/** A file of safetensors, the tensors in the order given. */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Record<string, string>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, dtype, shape, values] of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  let json = JSON.stringify(header);
  while ((Buffer.byteLength(json) & 7) !== 0) json += ' ';
  return joinSafetensors(
    json,
    tensors.map(([, , , values]) => values),
  );
}

/** A file of any header text and any data: for files that lie. */
export function joinSafetensors(header: string, data: readonly ArrayBufferView[]): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  const parts = data.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return new Uint8Array(Buffer.concat([prefix, Buffer.from(header), ...parts]));
}

/** Bits of half precision, rounded to the nearest number that it has, ties to even. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -24)));
  const scaled = size / 2 ** (exponent - 10);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && (floor & 1) === 1) ? floor + 1 : floor;
  // With the implicit bit the mantissa has 11 bits; below the smallest exponent there is none, and the sum is the same.
  return sign | (((exponent + 14) << 10) + rounded);
}

/** The number that bits of half precision stand for, by arithmetic. */
export function halfNumber(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const size =
    exponent === 0
      ? fraction * 2 ** -14
      : exponent === 31
        ? fraction
          ? NaN
          : Infinity
        : (1 + fraction) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

/** A rendered line. `segments` with the straddle bit. */
export interface RenderToWrite {
  readonly key: Uint8Array;
  readonly text: string;
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
  readonly lens: Uint16Array;
  readonly segments: Uint8Array;
  readonly firstSupervised: number;
  readonly flags: number;
  /** 64 hexadecimal digits each, or none. */
  readonly lineSha?: string;
  readonly contentSha?: string;
  readonly meta: unknown;
}

/** A render at a step. `logprobs` from the first supervised token on; `scalars` as the manifest names them. */
export interface VisitToWrite {
  readonly key: Uint8Array;
  readonly step: number;
  readonly epoch: number;
  readonly scalars: readonly number[];
  readonly logprobs: readonly number[] | Float32Array;
}

/** Names of the scalars that {@link runManifest} declares. */
export const scalarNames = ['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha'];

const splits = (sizes: readonly number[]): Uint32Array => {
  const out = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, i) => (out[i + 1] = out[i]! + size));
  return out;
};
const bytesOf = (rows: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(rows));
const shaBytes = (sha: string | undefined): Uint8Array =>
  sha ? new Uint8Array(Buffer.from(sha, 'hex')) : new Uint8Array(32);
const joined = <T extends Uint32Array | Uint16Array | Uint8Array>(into: T, parts: readonly T[]): T => {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
};

const shardMetadata = (kind: string) => ({
  format: 'callsmith-trace',
  version: '1.0',
  kind,
  offset_unit: 'utf16',
});

/** The tensors of a renders shard, in the recorder's order. */
export function renderTensors(rows: readonly RenderToWrite[]): TensorToWrite[] {
  const texts = rows.map(({ text }) => Buffer.from(text));
  const metas = rows.map(({ meta }) => Buffer.from(typeof meta === 'string' ? meta : JSON.stringify(meta)));
  const n = rows.length;
  const rowSplits = splits(rows.map(({ ids }) => ids.length));
  const tokens = rowSplits[n]!;
  const text = bytesOf(texts);
  const meta = bytesOf(metas);
  return [
    ['render.row_splits', 'U32', [n + 1], rowSplits],
    ['render.text_splits', 'U32', [n + 1], splits(texts.map(({ length }) => length))],
    ['render.key', 'U8', [n, 16], bytesOf(rows.map(({ key }) => key))],
    ['render.line_sha', 'U8', [n, 32], bytesOf(rows.map(({ lineSha }) => shaBytes(lineSha)))],
    ['render.content_sha', 'U8', [n, 32], bytesOf(rows.map(({ contentSha }) => shaBytes(contentSha)))],
    ['render.first_supervised', 'U32', [n], Uint32Array.from(rows, (row) => row.firstSupervised)],
    ['render.flags', 'U8', [n], Uint8Array.from(rows, ({ flags }) => flags)],
    ['render.meta_splits', 'U32', [n + 1], splits(metas.map(({ length }) => length))],
    [
      'tok.id',
      'U32',
      [tokens],
      joined(
        new Uint32Array(tokens),
        rows.map(({ ids }) => ids),
      ),
    ],
    [
      'tok.start',
      'U32',
      [tokens],
      joined(
        new Uint32Array(tokens),
        rows.map(({ starts }) => starts),
      ),
    ],
    [
      'tok.len',
      'U16',
      [tokens],
      joined(
        new Uint16Array(tokens),
        rows.map(({ lens }) => lens),
      ),
    ],
    [
      'tok.segment',
      'U8',
      [tokens],
      joined(
        new Uint8Array(tokens),
        rows.map(({ segments }) => segments),
      ),
    ],
    ['meta.utf8', 'U8', [meta.length], meta],
    ['text.utf8', 'U8', [text.length], text],
  ];
}

/** The tensors of a visits shard, in the recorder's order. */
export function visitTensors(rows: readonly VisitToWrite[]): TensorToWrite[] {
  const n = rows.length;
  const rowSplits = splits(rows.map(({ logprobs }) => logprobs.length));
  const halves = new Uint16Array(rowSplits[n]!);
  rows.forEach(({ logprobs }, i) =>
    logprobs.forEach((value, j) => (halves[rowSplits[i]! + j] = halfBits(value))),
  );
  return [
    ['visit.row_splits', 'U32', [n + 1], rowSplits],
    ['visit.render_key', 'U8', [n, 16], bytesOf(rows.map(({ key }) => key))],
    ['visit.step', 'U32', [n], Uint32Array.from(rows, ({ step }) => step)],
    ['visit.epoch', 'F32', [n], Float32Array.from(rows, ({ epoch }) => epoch)],
    [
      'visit.scalars',
      'F32',
      [n, scalarNames.length],
      Float32Array.from(rows.flatMap(({ scalars }) => [...scalars])),
    ],
    ['tok.logprob', 'F16', [halves.length], halves],
  ];
}

/** A renders shard. */
export const rendersShard = (rows: readonly RenderToWrite[]): Uint8Array =>
  writeSafetensors(renderTensors(rows), shardMetadata('renders'));

/** A visits shard; `extra` are tensors beside the usual ones. */
export const visitsShard = (
  rows: readonly VisitToWrite[],
  extra: readonly TensorToWrite[] = [],
): Uint8Array => writeSafetensors([...visitTensors(rows), ...extra], shardMetadata('visits'));

/** Name of a shard. */
export const shardPath = (kind: 'renders' | 'visits', serial: number, attempt = 0, rank = 0): string =>
  `${kind}/a${String(attempt).padStart(3, '0')}-r${String(rank).padStart(5, '0')}-${String(serial).padStart(6, '0')}.safetensors`;

/** A manifest with what differs. */
export function runManifest(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    format: 'callsmith-trace',
    version: '1.0',
    created: '2026-01-01T00:00:00Z',
    run: { id: 'test', name: 'test', world_size: 1, framework: { name: 'trl', version: '1.7.0' } },
    dataset: [{ path: 'train.jsonl', sha256: '00', lines: 4 }],
    offset_unit: 'utf16',
    boundary: 'call-first',
    loss: {
      kind: 'ssb',
      reduction: 'sample',
      missing: 'renorm',
      result: ['call', 'answer', 'struct'],
      balance: { mode: 'fixed', alpha0: 0.7 },
    },
    fields: { 'visit.scalars': scalarNames, extra: [] },
    ...over,
  };
}

/** 16 bytes by which a render is known. */
export function renderKey(ids: Uint32Array): Uint8Array {
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
  return new Uint8Array(createHash('sha256').update(bytes).digest().subarray(0, 16));
}

/** Hexadecimal digits of bytes. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const words = ['the', ' user', ' wants', ' wéather', ' in', ' 東京', ' today', ' 🌤', ',', ' so', '\n'];

/** A render with random tokens of the given numbers: a prompt, a thought, a call, an end. */
export function randomRender(
  random: Random,
  number: number,
  sizes: { prompt: number; think: number; call: number },
): RenderToWrite {
  const { prompt, think, call } = sizes;
  const count = prompt + think + call + 1;
  const pieces: string[] = [];
  const segments = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    pieces.push(random.pick(words));
    segments[i] = i < prompt ? 0 : i < prompt + think ? 1 : i < count - 1 ? 2 : 4;
  }
  if (call > 0 && think > 0) segments[prompt + think]! |= 0x80;
  const lens = Uint16Array.from(pieces, ({ length }) => length);
  const ids = Uint32Array.from({ length: count }, () => random.below(150_000));
  const record = JSON.stringify({ id: `s${number}`, messages: [{ role: 'user', content: pieces.join('') }] });
  return {
    key: renderKey(ids),
    text: pieces.join(''),
    ids,
    starts: splits([...lens]).subarray(0, count),
    lens,
    segments,
    firstSupervised: prompt,
    flags: 0,
    lineSha: createHash('sha256').update(record).digest('hex'),
    contentSha: createHash('sha256').update(`content ${record}`).digest('hex'),
    meta: {
      dataset: 'train.jsonl',
      line: number + 1,
      id: `s${number}`,
      parts: [],
      map: [['/messages/0/content', 0, 0, pieces.join('').length]],
    },
  };
}

/** A visit of a render with random values, and scalars that fit them. */
export function randomVisit(
  random: Random,
  render: RenderToWrite,
  step: number,
  epoch: number,
): VisitToWrite {
  const logprobs = Array.from({ length: render.ids.length - render.firstSupervised }, () =>
    halfNumber(halfBits(-random.next() * random.next() * 12)),
  );
  const means = [1, 2].map((code) => {
    const own = logprobs.filter((_, i) => {
      const segment = render.segments[render.firstSupervised + i]! & 0x7f;
      return code === 1 ? segment === 1 : segment >= 2 && segment <= 4;
    });
    return {
      n: own.length,
      loss: own.length > 0 ? -own.reduce((sum, value) => sum + value, 0) / own.length : 0,
    };
  });
  const scalars = [means[0]!.n, means[1]!.n, means[0]!.loss, means[1]!.loss, 0.7];
  return { key: render.key, step, epoch, scalars, logprobs };
}

/** A run in memory: file by path, and what went into it. */
export interface WrittenRun {
  readonly files: Map<string, Uint8Array>;
  readonly renders: readonly RenderToWrite[];
  readonly visits: readonly VisitToWrite[];
}

/** A small run: `samples` renders in shards of `perShard`, each visited `epochs` times, eight to a step. */
export function writeRun(seed: number, samples = 20, epochs = 3, perShard = 7): WrittenRun {
  const random = createRandom(seed);
  const renders = Array.from({ length: samples }, (_, number) =>
    randomRender(random, number, {
      prompt: 1 + random.below(9),
      think: random.below(30),
      call: 1 + random.below(12),
    }),
  );
  const visits = Array.from({ length: epochs }, (_, epoch) =>
    renders.map((render, i) => randomVisit(random, render, (epoch * samples + i) >> 3, epoch + i / samples)),
  ).flat();
  const files = new Map<string, Uint8Array>();
  files.set('manifest.json', new Uint8Array(Buffer.from(JSON.stringify(runManifest()))));
  for (let i = 0; i * perShard < renders.length; i++)
    files.set(shardPath('renders', i), rendersShard(renders.slice(i * perShard, (i + 1) * perShard)));
  for (let i = 0; i * perShard < visits.length; i++)
    files.set(shardPath('visits', i), visitsShard(visits.slice(i * perShard, (i + 1) * perShard)));
  const steps = Array.from({ length: ((samples * epochs - 1) >> 3) + 1 }, (_, step) => stepLine(step));
  files.set('steps/a000-r00000.jsonl', new Uint8Array(Buffer.from(steps.join(''))));
  return { files, renders, visits };
}

/** A line of `steps/*.jsonl`. */
export const stepLine = (step: number, over: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ step, epoch: step / 8, attempt: 0, alpha: 0.7, loss: 1 / (step + 1), loss_think: 1, loss_call: 0.5, n_think: 100, n_call: 20, n_samples: 8, lr: 4e-5, grad_norm: 1.5, t: 1000 + step, ...over })}\n`;

/** A port over files in memory that counts what is read. `entries` may lie about sizes. */
export interface CountedFiles extends TraceFiles {
  /** Every read since the start or `reads.length = 0`. */
  readonly reads: { readonly path: string; readonly start: number; readonly end: number }[];
  list(): Promise<readonly TraceFileEntry[]>;
}

/** The files as a port; changes of the map are seen, and every new array counts as a new version. */
export function memoryTraceFiles(files: ReadonlyMap<string, Uint8Array>): CountedFiles {
  const versions = new WeakMap<Uint8Array, number>();
  let version = 0;
  const reads: CountedFiles['reads'] = [];
  return {
    reads,
    list: () =>
      Promise.resolve(
        [...files].map(([path, bytes]) => {
          if (!versions.has(bytes)) versions.set(bytes, ++version);
          return { path, size: bytes.length, mtime: versions.get(bytes)! };
        }),
      ),
    read(path, start, end) {
      reads.push({ path, start, end });
      const bytes = files.get(path);
      if (bytes === undefined) return Promise.reject(new Error(`no file ${path}`));
      return Promise.resolve(bytes.slice(start, end));
    },
  };
}
