/**
 * A recorded run of the paper's size, read by sample: 60,000 texts of 593 tokens on average, three epochs; beside it the same
 * rows as Parquet, read with hyparquet. First what is read is proven to be what was written, by both. Each reader runs in a
 * process of its own, so that memory can be told apart.
 *
 *   npm run bench -- trace [--visits 180000] [--samples 1000]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isFault } from '../../src/core/trace/fault.ts';
import { TraceRun } from '../../src/core/trace/run.ts';
import { halfToNumber } from '../../src/core/trace/safetensors.ts';
import { traceFilesIn } from '../../src/node/traceFiles.ts';
import { toHalf } from '../support/traceWriter.ts';
import { createRandom } from './support/random.ts';
import {
  epochs,
  idOf,
  logprobOf,
  scalarNames,
  SyntheticRun,
  unitsPerToken,
  writeTrace,
} from './support/syntheticRun.ts';
import { ParquetRun, type PlainSample, writeParquet } from './support/traceParquet.ts';

const flag = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const visits = Number(flag('visits') ?? 180_000);
const samples = Number(flag('samples') ?? 1000);
const run = new SyntheticRun(visits);

/** A reader under test. */
interface Reader {
  readonly keys: readonly string[];
  sample(key: string): Promise<PlainSample>;
  close(): Promise<void>;
}

const readers: Record<string, (folder: string) => Promise<Reader>> = {
  async own(folder) {
    const files = traceFilesIn(path.join(folder, 'run.cstrace'));
    const trace = await TraceRun.open(files);
    if (isFault(trace)) throw new Error(trace.message);
    if (trace.faults.length > 0) throw new Error(trace.faults[0]!.message);
    return {
      keys: [...trace.keys()],
      async sample(key) {
        const found = await trace.sample(key);
        if (isFault(found)) throw new Error(found.message);
        const { firstSupervised } = found.render;
        return {
          ...found,
          visits: found.visits.map((visit) => ({
            ...visit,
            logprobs: visit.logprobs.subarray(firstSupervised),
          })),
        };
      },
      close: () => files.close(),
    };
  },
  async hyparquet(folder) {
    const parquet = await ParquetRun.open(path.join(folder, 'parquet'));
    return {
      keys: parquet.keys(),
      sample: (key) => parquet.sample(key),
      close: () => parquet.close(),
    };
  },
};

function check(sample: PlainSample, i: number): void {
  const expect = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`text ${i}: ${what} is not what was written`);
  };
  const total = run.total(i);
  expect(sample.ids.length === total && sample.starts.length === total, 'the number of tokens');
  expect(
    sample.ids.every((id, j) => id === idOf(i, j)),
    'an id',
  );
  expect(
    sample.starts.every((start, j) => start === j * unitsPerToken && sample.lengths[j] === unitsPerToken),
    'a place',
  );
  expect(sample.text === 'a'.repeat(total * unitsPerToken), 'the text');
  expect(JSON.stringify(sample.meta) === Buffer.from(run.meta(i)).toString(), 'what is known of it');
  expect(
    sample.segments.every((code, j) => code === run.segment(i, j)),
    'a segment',
  );
  expect(sample.visits.length === epochs, 'the number of visits');
  for (const { epoch, scalars, logprobs } of sample.visits) {
    const known = run.scalars(i);
    expect(
      scalarNames.every((name, k) => scalars[name] === Math.fround(known[k]!)),
      'a number of a visit',
    );
    expect(logprobs.length === run.supervised(i), 'the number of log-probabilities');
    expect(
      logprobs.every((value, j) => value === halfToNumber(toHalf(logprobOf(i, epoch, j)))),
      'a log-probability',
    );
  }
}

/** What was measured; milliseconds and bytes. */
interface Figures {
  readonly opened: number;
  readonly first: readonly [p50: number, p95: number, p99: number];
  readonly warm: readonly [p50: number, p95: number, p99: number];
  readonly memory: number;
}

async function measure(name: string, folder: string): Promise<Figures> {
  global.gc?.();
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  const reader = await readers[name]!(folder);
  const opened = performance.now() - begin;
  if (reader.keys.length !== run.texts) throw new Error(`${name} has ${reader.keys.length} texts`);
  // Keys are in the order of texts.
  for (let k = 0; k < 60; k++) {
    const i = (k * 997) % run.texts;
    check(await reader.sample(reader.keys[i]!), i);
  }
  const random = createRandom(7);
  const order = Array.from({ length: samples }, () => random.below(run.texts));
  const round = async () => {
    const times: number[] = [];
    for (const i of order) {
      const start = performance.now();
      await reader.sample(reader.keys[i]!);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const of = (share: number) => times[Math.floor(share * (times.length - 1))]!;
    return [of(0.5), of(0.95), of(0.99)] as const;
  };
  const [first, warm] = [await round(), await round()];
  global.gc?.();
  const memory = process.memoryUsage().rss - before;
  await reader.close();
  return { opened, first, warm, memory };
}

function measureApart(name: string, folder: string): Figures {
  const argv = ['--expose-gc', process.argv[1]!, '--reader', name, '--folder', folder];
  argv.push('--visits', String(visits), '--samples', String(samples));
  const { stdout, status } = spawnSync(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`the reader ${name} failed`);
  return JSON.parse(String(stdout)) as Figures;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}

const reader = flag('reader');
if (reader !== undefined) {
  console.log(JSON.stringify(await measure(reader, flag('folder')!)));
} else {
  const folder = mkdtempSync(path.join(tmpdir(), 'callsmith-trace-bench-'));
  try {
    const places = { own: path.join(folder, 'run.cstrace'), hyparquet: path.join(folder, 'parquet') };
    writeTrace(run, places.own);
    writeParquet(run, places.hyparquet);
    console.log(`${run.texts} texts, ${run.texts * epochs} visits; ${samples} samples at random, twice`);
    console.log('one sample: all fields and three visits; p50 / p95 / p99 in ms');
    for (const [name, place] of Object.entries(places)) {
      const { opened, first, warm, memory } = measureApart(name, folder);
      const ms = (times: readonly number[]) => times.map((time) => time.toFixed(2)).join(' / ');
      console.log(
        `${name.padEnd(10)} ${(bytesIn(place) / 1e9).toFixed(2)} GB, opened and indexed ${opened.toFixed(0)} ms, ` +
          `first ${ms(first)}, warm ${ms(warm)}, memory added ${(memory / 1e6).toFixed(0)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
