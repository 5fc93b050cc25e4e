/**
 * The reader of traces on a run of the paper's size: 60,000 renders, 180,000 visits, about 0.7 GB, written once into the
 * system's folder for temporary files. First a plain reader of whole files has to agree; then times are printed.
 *
 *   npm run bench -- trace [--visits 180000] [--samples 2000]
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMatcher } from '../../src/core/trace/match.ts';
import { openRun, type TraceRun } from '../../src/core/trace/run.ts';
import { openShard } from '../../src/core/trace/shards.ts';
import { wholeFiles } from '../../src/core/trace/traceFiles.ts';
import { nodeTraceFiles } from '../../src/node/traceFiles.ts';
import { halfNumber, hex } from '../support/traceWriter.ts';
import { createRandom } from './support/random.ts';
import { ensureRun } from './support/traceRun.ts';

const { values: flags } = parseArgs({
  options: {
    visits: { type: 'string', default: '180000' },
    samples: { type: 'string', default: '2000' },
    generate: { type: 'boolean', default: false },
  },
});
const visits = Number(flags.visits);
const wanted = Number(flags.samples);
assert(visits >= 300 && wanted >= 20, 'Give --visits of at least 300 and --samples of at least 20.');
const folder = join(tmpdir(), `callsmith-bench-${visits}.cstrace`);

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const ms = (value: number) => `${value.toFixed(value < 10 ? 3 : 0)} ms`;
const row = (what: string, value: string): void => console.log(`${what.padEnd(58)} ${value}`);

interface Memory {
  readonly held: number;
  readonly rss: number;
}

/** What is held after a collection (heap and buffers), and the resident set, which keeps what was freed for a while. */
function memory(): Memory {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { held: heapUsed + external, rss };
}

/** The memory added since then. */
function added(since: Memory): string {
  const now = memory();
  return `${megabytes(now.held - since.held)} held, ${megabytes(now.rss - since.rss)} resident`;
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; time: number }> {
  const begin = performance.now();
  const value = await work();
  return { value, time: performance.now() - begin };
}

/** Milliseconds of each reading, as p50 / p95 / p99 / max. */
async function distribution(run: TraceRun, keys: readonly string[]): Promise<string> {
  const times: number[] = [];
  for (const key of keys) {
    const { value, time } = await timed(() => run.sample(key));
    assert(value.ok && value.value.faults.length === 0);
    times.push(time);
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => ms(times[Math.min(times.length - 1, Math.floor(times.length * part))]!);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} / ${at(1)}`;
}

interface PlainShard {
  readonly data: DataView;
  readonly bytes: Buffer;
  readonly header: Record<string, { shape: number[]; data_offsets: [number, number] }>;
  readonly base: number;
}

/** The plain reference: a whole file, `JSON.parse`, a number at a time. */
function plainShards(kind: string): PlainShard[] {
  return readdirSync(join(folder, kind)).map((name) => {
    const bytes = readFileSync(join(folder, kind, name));
    const length = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as PlainShard['header'];
    return { bytes, data: new DataView(bytes.buffer, bytes.byteOffset), header, base: 8 + length };
  });
}

const plainU32 = ({ data, header, base }: PlainShard, name: string, at: number) =>
  data.getUint32(base + header[name]!.data_offsets[0] + 4 * at, true);
const plainKey = ({ bytes, header, base }: PlainShard, name: string, at: number) => {
  const start = base + header[name]!.data_offsets[0] + 16 * at;
  return hex(bytes.subarray(start, start + 16));
};

/** Every 397th render of each shard and all of its visits, both ways. */
async function proveAgreement(run: TraceRun): Promise<number> {
  const values = new Map<string, number[][]>();
  const wantedKeys = new Set<string>();
  const renders: { key: string; text: string; ids: number[]; segments: number[] }[] = [];
  for (const shard of plainShards('renders')) {
    for (let at = 0; at < shard.header['render.key']!.shape[0]!; at += 397) {
      const key = plainKey(shard, 'render.key', at);
      const [from, to] = [
        plainU32(shard, 'render.row_splits', at),
        plainU32(shard, 'render.row_splits', at + 1),
      ];
      const range = Array.from({ length: to - from }, (_, i) => from + i);
      const text = shard.base + shard.header['text.utf8']!.data_offsets[0];
      const segments = shard.base + shard.header['tok.segment']!.data_offsets[0];
      wantedKeys.add(key);
      renders.push({
        key,
        text: shard.bytes.toString(
          'utf8',
          text + plainU32(shard, 'render.text_splits', at),
          text + plainU32(shard, 'render.text_splits', at + 1),
        ),
        ids: range.map((i) => plainU32(shard, 'tok.id', i)),
        segments: range.map((i) => shard.data.getUint8(segments + i)),
      });
    }
  }
  for (const shard of plainShards('visits')) {
    for (let at = 0; at < shard.header['visit.step']!.shape[0]!; at++) {
      const key = plainKey(shard, 'visit.render_key', at);
      if (!wantedKeys.has(key)) continue;
      const logprobs: number[] = [];
      const start = shard.base + shard.header['tok.logprob']!.data_offsets[0];
      const [from, to] = [
        plainU32(shard, 'visit.row_splits', at),
        plainU32(shard, 'visit.row_splits', at + 1),
      ];
      for (let i = from; i < to; i++) logprobs.push(halfNumber(shard.data.getUint16(start + 2 * i, true)));
      values.set(key, [...(values.get(key) ?? []), logprobs]);
    }
  }
  for (const { key, text, ids, segments } of renders) {
    const sample = await run.sample(key);
    assert(sample.ok);
    assert.equal(sample.value.text, text);
    assert.deepEqual([...sample.value.tokens.ids], ids);
    assert.deepEqual([...sample.value.tokens.segments], segments);
    assert.deepEqual(
      sample.value.visits.map(({ logprobs }) => [...logprobs]),
      values.get(key),
    );
  }
  return renders.length;
}

async function opened(files: Parameters<typeof openRun>[0], cacheBytes?: number): Promise<TraceRun> {
  const run = await openRun(files, { cacheBytes });
  assert(run.ok && run.value.faults.length === 0);
  return run.value;
}

async function measure(): Promise<void> {
  const before = memory();
  const files = nodeTraceFiles(folder);
  const entries = (await files.list()).filter(({ path }) => path.endsWith('.safetensors'));
  const size = (await files.list()).reduce((sum, entry) => sum + entry.size, 0);
  row('the run on disk', megabytes(size));
  const headers = await timed(async () => {
    for (const entry of entries) assert((await openShard(files, entry)).ok);
  });
  row(`open: headers of ${entries.length} shards`, ms(headers.time));
  const { value: run, time } = await timed(() => opened(files));
  row('open and index: all of it, checked', ms(time));
  row('  renders, visits, steps', `${run.renderCount}, ${run.visitCount}, ${run.steps.size}`);
  row('  memory added', added(before));

  const keys = [...run.keys()];
  const random = createRandom(1);
  const some = Array.from({ length: wanted }, () => random.pick(keys));
  await distribution(run, some.slice(0, 20));
  row('one sample with its visits, p50 / p95 / p99 / max', await distribution(run, some));
  row('  again, from the cache', await distribution(run, some.slice(-200)));
  row('  memory added since the start', added(before));
  const poor = await opened(files, 0);
  row('  without any cache (indexes read each time)', await distribution(poor, some.slice(0, 60)));

  const matcher = await timed(() => createMatcher(run));
  row(`matcher over ${matcher.value.rowCount} rows`, ms(matcher.time));
  row('  memory added since the start', added(before));
  const whole = await opened(
    wholeFiles(
      () => files.list(),
      (path) => files.read(path, 0, statSync(join(folder, path)).size),
    ),
  );
  row('whole shards, as in a browser, 128 MiB of them kept', await distribution(whole, some.slice(0, 100)));
  await files.close();
}

if (flags.generate) {
  // A process of its own, so that the memory it takes is not measured.
  ensureRun(folder, visits);
  const files = nodeTraceFiles(folder);
  const checked = await proveAgreement(await opened(files));
  console.log(`${checked} renders and their visits equal those of the plain reader`);
  await files.close();
} else {
  const argument = ['--generate', '--visits', String(visits)];
  const made = spawnSync(process.execPath, [process.argv[1]!, ...argument], { stdio: 'inherit' });
  assert.equal(made.status, 0, 'The run could not be written, or the readers disagree; see above.');
  await measure();
}
