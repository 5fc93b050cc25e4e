/**
 * The synthetic run as Parquet, and a reader on hyparquet: a file for each shard, a row for each text or visit, the numbers of
 * its tokens as one binary value. Laid out for reading single rows: not compressed, pages of 64 KB with an index of their
 * places. The reader keeps a table from keys to rows, as ours does.
 */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';
import { halfToNumber } from '../../../src/core/trace/safetensors.ts';
import { toHalf } from '../../support/traceWriter.ts';
import {
  epochs,
  idOf,
  keyOf,
  logprobOf,
  scalarNames,
  shaOf,
  textsInShard,
  unitsPerToken,
  visitsInShard,
  type SyntheticRun,
} from './syntheticRun.ts';

/** A text with its visits, as the bench compares them. */
export interface PlainSample {
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  readonly segments: Uint8Array;
  readonly text: string;
  readonly meta: unknown;
  readonly visits: readonly PlainVisit[];
}

export interface PlainVisit {
  readonly step: number;
  readonly epoch: number;
  readonly scalars: Readonly<Record<string, number>>;
  /** From the first supervised token on. */
  readonly logprobs: Float32Array;
}

const bytesOf = (values: { readonly buffer: ArrayBufferLike }) => new Uint8Array(values.buffer);
const binary = (name: string, data: Uint8Array[]) =>
  ({ name, data, type: 'BYTE_ARRAY', encoding: 'PLAIN', nullable: false, statistics: false }) as const;
const whole = (name: string, data: number[]) => ({ name, data, type: 'INT32', nullable: false }) as const;
const options = {
  codec: 'UNCOMPRESSED',
  statistics: false,
  pageSize: 64 * 1024,
  rowGroupSize: 100_000,
} as const;

/** Writes the run. */
export function writeParquet(run: SyntheticRun, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = (kind: string, n: number) =>
    path.join(folder, `${kind}-${String(n).padStart(6, '0')}.parquet`);
  for (let from = 0, n = 0; from < run.texts; from += textsInShard, n++) {
    const rows = Array.from({ length: Math.min(textsInShard, run.texts - from) }, (_, k) => from + k);
    const tokens = rows.map((i) => Array.from({ length: run.total(i) }, (_, j) => j));
    const of = (make: (i: number, tokens: number[]) => Uint8Array) => rows.map((i, k) => make(i, tokens[k]!));
    parquetWriteFile({
      ...options,
      filename: file('renders', n),
      columnData: [
        binary(
          'key',
          of((i) => Uint8Array.from(keyOf(i))),
        ),
        binary(
          'line_sha',
          of((i) => Uint8Array.from(shaOf(i, 1))),
        ),
        binary(
          'content_sha',
          of((i) => Uint8Array.from(shaOf(i, 2))),
        ),
        whole(
          'first_supervised',
          rows.map((i) => run.lengths(i).prompt),
        ),
        binary(
          'ids',
          of((i, all) => bytesOf(Uint32Array.from(all, (j) => idOf(i, j)))),
        ),
        binary(
          'starts',
          of((_, all) => bytesOf(Uint32Array.from(all, (j) => j * unitsPerToken))),
        ),
        binary(
          'lengths',
          of((_, all) => bytesOf(Uint16Array.from(all, () => unitsPerToken))),
        ),
        binary(
          'segments',
          of((i, all) => Uint8Array.from(all, (j) => run.segment(i, j))),
        ),
        binary(
          'text',
          of((_, all) => new Uint8Array(all.length * unitsPerToken).fill(97)),
        ),
        binary(
          'meta',
          of((i) => run.meta(i)),
        ),
      ],
    });
  }
  const visits = run.texts * epochs;
  for (let from = 0, n = 0; from < visits; from += visitsInShard, n++) {
    const rows = Array.from({ length: Math.min(visitsInShard, visits - from) }, (_, k) =>
      run.visit(from + k),
    );
    parquetWriteFile({
      ...options,
      filename: file('visits', n),
      columnData: [
        binary(
          'key',
          rows.map(({ i }) => Uint8Array.from(keyOf(i))),
        ),
        whole(
          'step',
          rows.map(({ step }) => step),
        ),
        { name: 'epoch', data: rows.map(({ epoch }) => epoch), type: 'FLOAT', nullable: false },
        ...scalarNames.map((name, k) => ({
          name,
          data: rows.map(({ i }) => run.scalars(i)[k]!),
          type: 'FLOAT' as const,
          nullable: false,
        })),
        binary(
          'logprobs',
          rows.map(({ i, epoch }) =>
            bytesOf(
              Uint16Array.from({ length: run.supervised(i) }, (_, j) => toHalf(logprobOf(i, epoch, j))),
            ),
          ),
        ),
      ],
    });
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

interface At {
  readonly file: OpenFile;
  readonly row: number;
}

type Row = Record<string, never>;

/** A Parquet run that was opened. */
export class ParquetRun {
  readonly #files: OpenFile[] = [];
  readonly #renders = new Map<string, At>();
  readonly #visits = new Map<string, (At & { readonly scalars: Row })[]>();

  /** Reads what is known of every row without its tokens, as our reader does. */
  static async open(folder: string): Promise<ParquetRun> {
    const run = new ParquetRun();
    for (const name of (await readdir(folder)).sort()) {
      const file = await run.#open(path.join(folder, name));
      const isRenders = name.startsWith('renders');
      const columns = isRenders
        ? ['key', 'line_sha', 'content_sha', 'first_supervised']
        : ['key', 'step', 'epoch', ...scalarNames];
      const rows = await parquetReadObjects({ ...file, columns, utf8: false });
      rows.forEach((row, i) => {
        const key = Buffer.from(row.key as Uint8Array).toString('hex');
        if (isRenders) run.#renders.set(key, { file, row: i });
        else {
          const known = run.#visits.get(key) ?? [];
          known.push({ file, row: i, scalars: row as Row });
          run.#visits.set(key, known);
        }
      });
    }
    return run;
  }

  async #open(name: string): Promise<OpenFile> {
    // By positions in an open file, which is faster than the streams of hyparquet's own `asyncBufferFromFile`.
    const handle = await open(name, 'r');
    const { size } = await handle.stat();
    const file: AsyncBuffer = {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    const one = { handle, file, metadata: await parquetMetadataAsync(file) };
    this.#files.push(one);
    return one;
  }

  keys(): string[] {
    return [...this.#renders.keys()];
  }

  async sample(key: string): Promise<PlainSample> {
    const read = async ({ file, row }: At, columns: string[]) => {
      const [found] = await parquetReadObjects({
        ...file,
        columns,
        rowStart: row,
        rowEnd: row + 1,
        utf8: false,
        useOffsetIndex: true,
      });
      return found as Record<string, Uint8Array>;
    };
    const visits = this.#visits.get(key) ?? [];
    const [render, ...scored] = await Promise.all([
      read(this.#renders.get(key)!, ['ids', 'starts', 'lengths', 'segments', 'text', 'meta']),
      ...visits.map((visit) => read(visit, ['logprobs'])),
    ]);
    const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
    return {
      ids: new Uint32Array(render!.ids!.slice().buffer),
      starts: new Uint32Array(render!.starts!.slice().buffer),
      lengths: new Uint16Array(render!.lengths!.slice().buffer),
      segments: render!.segments!,
      text: decode(render!.text!),
      meta: JSON.parse(decode(render!.meta!)) as unknown,
      visits: visits.map(({ scalars: { step, epoch, ...scalars } }, i) => ({
        step: step!,
        epoch: epoch!,
        scalars: Object.fromEntries(scalarNames.map((name) => [name, scalars[name]!])),
        logprobs: Float32Array.from(new Uint16Array(scored[i]!.logprobs!.slice().buffer), halfToNumber),
      })),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map(({ handle }) => handle.close()));
  }
}
