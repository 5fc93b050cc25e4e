/** Writes small runs, for tests: the layout of trace.md in memory, the same bytes for the same numbers. */
import { createHash } from 'node:crypto';
import { contentSha, lineSha } from '../../src/core/trace/canonical.ts';
import type { TraceFile, TraceFiles } from '../../src/core/trace/shard.ts';

/** A tensor to be written. */
export interface WrittenTensor {
  readonly name: string;
  readonly type: 'U8' | 'U16' | 'U32' | 'F16' | 'F32';
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

const sizes = { U8: 1, U16: 2, U32: 4, F16: 2, F32: 4 };

/** A safetensors file. */
export function safetensors(
  tensors: readonly WrittenTensor[],
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const { name, type, shape, values } of tensors) {
    const end = at + values.length * sizes[type];
    header[name] = { dtype: type, shape, data_offsets: [at, end] };
    at = end;
  }
  let json = JSON.stringify(header);
  while (json.length % 8 !== 0) json += ' ';
  const bytes = new Uint8Array(8 + json.length + at);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length, true);
  bytes.set(new TextEncoder().encode(json), 8);
  let offset = 8 + json.length;
  for (const { type, values } of tensors)
    for (let i = 0; i < values.length; i++, offset += sizes[type]) {
      const value = values[i]!;
      if (type === 'U8') view.setUint8(offset, value);
      else if (type === 'U16') view.setUint16(offset, value, true);
      else if (type === 'U32') view.setUint32(offset, value, true);
      else if (type === 'F32') view.setFloat32(offset, value, true);
      else view.setUint16(offset, toHalf(value), true);
    }
  return bytes;
}

/** The nearest half of a number that has one in its range. */
export function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0) return sign;
  if (size === Infinity) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const fraction = Math.round((size / 2 ** exponent) * 1024);
  if (exponent === -14 && fraction < 1024) return sign | fraction;
  return sign | (((exponent + 15) << 10) + fraction - 1024);
}

/** A text with its tokens: cut at every space. */
export interface WrittenSample {
  /** The data set's line. */
  readonly line: string;
  readonly id?: string;
  readonly text: string;
  /** Segment of each token. */
  readonly segments: readonly number[];
  readonly parts?: readonly { readonly pointer: string; readonly sha: string }[];
}

/** Token ids are the numbers of the words in the text, so that texts differ. */
function tokensOf(text: string): { start: number; length: number; id: number }[] {
  return [...text.matchAll(/\s*\S+/g)].map(([word], i) => ({
    start: [...text.matchAll(/\s*\S+/g)][i]!.index,
    length: word.length,
    id: [...word].reduce((sum, character) => (sum * 31 + character.codePointAt(0)!) % 150_000, 7),
  }));
}

/** The key of a text. */
export function keyOf(text: string): Uint8Array {
  const ids = Int32Array.from(tokensOf(text), ({ id }) => id);
  // The Python package takes BLAKE2b of 16 bytes; a reader only compares keys.
  return new Uint8Array(createHash('sha256').update(new Uint8Array(ids.buffer)).digest()).subarray(0, 16);
}

const hexOf = (text: string): number[] => (text.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
const splitsOf = (counts: readonly number[]) =>
  counts.reduce((splits, count) => [...splits, splits.at(-1)! + count], [0]);
const utf8 = (text: string) => [...new TextEncoder().encode(text)];

/** A shard of texts. */
export function rendersShard(samples: readonly WrittenSample[], firstSupervised = 1): Uint8Array {
  const tokens = samples.map(({ text }) => tokensOf(text));
  const texts = samples.map(({ text }) => utf8(text));
  const metas = samples.map(({ id, parts }, i) =>
    utf8(JSON.stringify({ dataset: 0, line: i + 1, id, parts })),
  );
  const n = samples.length;
  const all = tokens.flat();
  return safetensors(
    [
      {
        name: 'render.row_splits',
        type: 'U32',
        shape: [n + 1],
        values: splitsOf(tokens.map((row) => row.length)),
      },
      {
        name: 'render.text_splits',
        type: 'U32',
        shape: [n + 1],
        values: splitsOf(texts.map((row) => row.length)),
      },
      {
        name: 'render.key',
        type: 'U8',
        shape: [n, 16],
        values: samples.flatMap(({ text }) => [...keyOf(text)]),
      },
      {
        name: 'render.line_sha',
        type: 'U8',
        shape: [n, 32],
        values: samples.flatMap(({ line }) => hexOf(lineSha(line))),
      },
      {
        name: 'render.content_sha',
        type: 'U8',
        shape: [n, 32],
        values: samples.flatMap(({ line }) => hexOf(contentSha(line) ?? '0'.repeat(64))),
      },
      {
        name: 'render.first_supervised',
        type: 'U32',
        shape: [n],
        values: samples.map(() => firstSupervised),
      },
      { name: 'render.flags', type: 'U8', shape: [n], values: samples.map(() => 0) },
      {
        name: 'render.meta_splits',
        type: 'U32',
        shape: [n + 1],
        values: splitsOf(metas.map((row) => row.length)),
      },
      { name: 'meta.utf8', type: 'U8', shape: [metas.flat().length], values: metas.flat() },
      { name: 'tok.id', type: 'U32', shape: [all.length], values: all.map(({ id }) => id) },
      { name: 'tok.start', type: 'U32', shape: [all.length], values: all.map(({ start }) => start) },
      { name: 'tok.len', type: 'U16', shape: [all.length], values: all.map(({ length }) => length) },
      {
        name: 'tok.segment',
        type: 'U8',
        shape: [all.length],
        values: samples.flatMap(({ segments }) => [...segments]),
      },
      { name: 'text.utf8', type: 'U8', shape: [texts.flat().length], values: texts.flat() },
    ],
    { format: 'callsmith-trace', version: '1.0', kind: 'renders', offset_unit: 'utf16' },
  );
}

/** A time that a text was trained. */
export interface WrittenVisit {
  readonly text: string;
  readonly step: number;
  readonly epoch?: number;
  readonly scalars: readonly number[];
  /** From the first supervised token on. */
  readonly logprobs: readonly number[];
}

/** A shard of visits. */
export function visitsShard(visits: readonly WrittenVisit[]): Uint8Array {
  const n = visits.length;
  const columns = visits[0]?.scalars.length ?? 0;
  const all = visits.flatMap(({ logprobs }) => [...logprobs]);
  return safetensors([
    {
      name: 'visit.row_splits',
      type: 'U32',
      shape: [n + 1],
      values: splitsOf(visits.map(({ logprobs }) => logprobs.length)),
    },
    {
      name: 'visit.render_key',
      type: 'U8',
      shape: [n, 16],
      values: visits.flatMap(({ text }) => [...keyOf(text)]),
    },
    { name: 'visit.step', type: 'U32', shape: [n], values: visits.map(({ step }) => step) },
    { name: 'visit.epoch', type: 'F32', shape: [n], values: visits.map(({ epoch = 0 }) => epoch) },
    {
      name: 'visit.scalars',
      type: 'F32',
      shape: [n, columns],
      values: visits.flatMap(({ scalars }) => [...scalars]),
    },
    { name: 'tok.logprob', type: 'F16', shape: [all.length], values: all },
  ]);
}

/** A manifest. */
export function manifest(more: object = {}): string {
  return JSON.stringify({
    format: 'callsmith-trace',
    version: '1.0',
    created: '2026-11-26T00:00:00Z',
    run: { id: 'r', name: 'small', world_size: 1 },
    dataset: [{ path: 'data.jsonl', lines: 2 }],
    model: { name: 'tiny' },
    loss: { kind: 'ssb', reduction: 'sample', missing: 'renorm', balance: { mode: 'fixed', alpha0: 0.7 } },
    fields: { 'visit.scalars': ['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha'] },
    ...more,
  });
}

/** Files in memory, with the ranges that were read. */
export class MemoryTrace implements TraceFiles {
  readonly files = new Map<string, Uint8Array>();
  readonly reads: { readonly path: string; readonly bytes: number }[] = [];
  #time = 0;
  readonly #times = new Map<string, number>();

  set(path: string, content: string | Uint8Array): this {
    this.files.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    this.#times.set(path, ++this.#time);
    return this;
  }

  list(): Promise<TraceFile[]> {
    const files = [...this.files].map(([path, bytes]) => ({
      path,
      size: bytes.length,
      mtime: this.#times.get(path)!,
    }));
    return Promise.resolve(files.sort((a, b) => (a.path < b.path ? -1 : 1)));
  }

  read(path: string, start: number, end: number): Promise<Uint8Array> {
    const bytes = this.files.get(path);
    if (!bytes) return Promise.reject(new Error(`no ${path}`));
    this.reads.push({ path, bytes: end - start });
    return Promise.resolve(bytes.slice(start, end));
  }
}
