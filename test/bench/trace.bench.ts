/**
 * A recorded run of the paper's size, read by sample: 60,000 texts of 593 tokens on average, three epochs. First what is
 * read is proven to be what was written.
 *
 *   npm run bench -- trace [--visits 180000]
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isFault } from '../../src/core/trace/fault.ts';
import { TraceRun, type TraceSample } from '../../src/core/trace/run.ts';
import { halfToNumber } from '../../src/core/trace/safetensors.ts';
import { traceFilesIn } from '../../src/node/traceFiles.ts';
import { manifest, safetensors, toHalf, type WrittenTensor } from '../support/traceWriter.ts';
import { createRandom } from './support/random.ts';

const epochs = 3;
const at = process.argv.indexOf('--visits');
const visits = at < 0 ? 180_000 : Number(process.argv[at + 1]);
const texts = Math.ceil(visits / epochs);
const textsInShard = 2_000;
const visitsInShard = 20_000;
const names = ['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha'];

/** Lengths as in the paper's data: prompt, thought (lognormal, median 248), call (median 27). */
const random = createRandom(2026);
const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const lengths = Array.from({ length: texts }, () => {
  const think = Math.max(1, Math.round(248 * Math.exp(0.83 * normal())));
  const call = Math.max(1, Math.round(27 * Math.exp(0.5 * normal())));
  return { prompt: 100 + Math.round(230 * random.next()), think, call };
});
const total = (i: number) => lengths[i]!.prompt + lengths[i]!.think + lengths[i]!.call;
const supervised = (i: number) => lengths[i]!.think + lengths[i]!.call;
const unitsPerToken = 4;
const idOf = (i: number, j: number) => (i * 7919 + j * 104_729) % 150_000;
const logprobOf = (i: number, epoch: number, j: number) => -((i * 31 + epoch * 17 + j * 13) % 997) / 100;

function keyOf(i: number): number[] {
  return Array.from(
    { length: 16 },
    (_, byte) => (((i + 1) * (byte + 3) * 2_654_435_761) >>> ((byte % 4) * 8)) & 255,
  )
    .with(0, i & 255)
    .with(1, (i >> 8) & 255)
    .with(2, (i >> 16) & 255);
}

function splits(counts: readonly number[]): Uint32Array {
  const borders = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => (borders[i + 1] = borders[i]! + count));
  return borders;
}

function tensor(
  name: string,
  type: WrittenTensor['type'],
  shape: number[],
  values: ArrayLike<number>,
): WrittenTensor {
  return { name, type, shape, values };
}

function rendersOf(from: number, to: number): Uint8Array {
  const rows = Array.from({ length: to - from }, (_, k) => from + k);
  const tokens = splits(rows.map(total));
  const count = tokens.at(-1)!;
  const [ids, starts, sizes, segments] = [
    new Uint32Array(count),
    new Uint32Array(count),
    new Uint16Array(count).fill(unitsPerToken),
    new Uint8Array(count),
  ];
  rows.forEach((i, k) => {
    const { prompt, think } = lengths[i]!;
    for (let j = 0; j < total(i); j++) {
      const t = tokens[k]! + j;
      ids[t] = idOf(i, j);
      starts[t] = j * unitsPerToken;
      segments[t] = j < prompt ? 0 : j < prompt + think ? 1 : 2;
    }
  });
  const metas = rows.map((i) => [...Buffer.from(JSON.stringify({ dataset: 0, line: i + 1, id: `s${i}` }))]);
  const n = rows.length;
  const sha = (salt: number) => Uint8Array.from(rows.flatMap((i) => [...keyOf(i + salt), ...keyOf(i)]));
  return safetensors([
    tensor('render.row_splits', 'U32', [n + 1], tokens),
    tensor(
      'render.text_splits',
      'U32',
      [n + 1],
      tokens.map((border) => border * unitsPerToken),
    ),
    tensor('render.key', 'U8', [n, 16], Uint8Array.from(rows.flatMap(keyOf))),
    tensor('render.line_sha', 'U8', [n, 32], sha(1)),
    tensor('render.content_sha', 'U8', [n, 32], sha(2)),
    tensor(
      'render.first_supervised',
      'U32',
      [n],
      rows.map((i) => lengths[i]!.prompt),
    ),
    tensor('render.flags', 'U8', [n], new Uint8Array(n)),
    tensor('render.meta_splits', 'U32', [n + 1], splits(metas.map((meta) => meta.length))),
    tensor('meta.utf8', 'U8', [metas.flat().length], metas.flat()),
    tensor('tok.id', 'U32', [count], ids),
    tensor('tok.start', 'U32', [count], starts),
    tensor('tok.len', 'U16', [count], sizes),
    tensor('tok.segment', 'U8', [count], segments),
    tensor('text.utf8', 'U8', [count * unitsPerToken], new Uint8Array(count * unitsPerToken).fill(97)),
  ]);
}

function visitsOf(from: number, to: number): Uint8Array {
  // Every epoch in another order.
  const rows = Array.from({ length: to - from }, (_, k) => {
    const [epoch, place] = [Math.floor((from + k) / texts), (from + k) % texts];
    return { epoch, i: (place * 7919 + epoch * 31) % texts, step: Math.floor((from + k) / 512) };
  });
  const tokens = splits(rows.map(({ i }) => supervised(i)));
  const logprobs = new Float32Array(tokens.at(-1)!);
  rows.forEach(({ i, epoch }, k) => {
    for (let j = 0; j < supervised(i); j++) logprobs[tokens[k]! + j] = logprobOf(i, epoch, j);
  });
  const n = rows.length;
  return safetensors([
    tensor('visit.row_splits', 'U32', [n + 1], tokens),
    tensor('visit.render_key', 'U8', [n, 16], Uint8Array.from(rows.flatMap(({ i }) => keyOf(i)))),
    tensor(
      'visit.step',
      'U32',
      [n],
      rows.map(({ step }) => step),
    ),
    tensor(
      'visit.epoch',
      'F32',
      [n],
      rows.map(({ epoch }) => epoch),
    ),
    tensor(
      'visit.scalars',
      'F32',
      [n, names.length],
      rows.flatMap(({ i }) => [lengths[i]!.think, lengths[i]!.call, 1, 1, 0.7]),
    ),
    tensor('tok.logprob', 'F16', [logprobs.length], logprobs),
  ]);
}

function check(sample: TraceSample, i: number): void {
  const expect = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`text ${i}: ${what} is not what was written`);
  };
  expect(sample.ids.length === total(i), 'the number of tokens');
  expect(
    sample.ids.every((id, j) => id === idOf(i, j)),
    'an id',
  );
  expect(sample.text.length === total(i) * unitsPerToken, 'the text');
  expect(sample.segments.filter((code) => code === 1).length === lengths[i]!.think, 'a segment');
  expect(sample.visits.length === epochs, 'the number of visits');
  for (const { epoch, logprobs } of sample.visits)
    expect(
      logprobs
        .subarray(lengths[i]!.prompt)
        .every((value, j) => value === halfToNumber(toHalf(logprobOf(i, epoch, j)))),
      'a log-probability',
    );
}

const folder = mkdtempSync(path.join(tmpdir(), 'callsmith-trace-bench-'));
try {
  for (const name of ['renders', 'visits', 'steps']) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, 'manifest.json'), manifest());
  const serial = (n: number) => `a000-r00000-${String(n).padStart(6, '0')}.safetensors`;
  for (let from = 0, n = 0; from < texts; from += textsInShard, n++)
    writeFileSync(
      path.join(folder, 'renders', serial(n)),
      rendersOf(from, Math.min(texts, from + textsInShard)),
    );
  for (let from = 0, n = 0; from < texts * epochs; from += visitsInShard, n++)
    writeFileSync(
      path.join(folder, 'visits', serial(n)),
      visitsOf(from, Math.min(texts * epochs, from + visitsInShard)),
    );
  const steps = Array.from(
    { length: Math.ceil((texts * epochs) / 512) },
    (_, step) => `{"step":${step},"alpha":0.7}\n`,
  );
  writeFileSync(path.join(folder, 'steps', 'a000-r00000.jsonl'), steps.join(''));
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
  console.log(`${texts} texts, ${texts * epochs} visits, ${(bytes / 1e9).toFixed(2)} GB`);
  global.gc?.();
  const before = process.memoryUsage().rss;
  const files = traceFilesIn(folder);
  const begin = performance.now();
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  if (run.faults.length > 0) throw new Error(run.faults[0]!.message);
  console.log(`opened and indexed: ${(performance.now() - begin).toFixed(0)} ms`);
  const keys = [...run.keys()];
  const read = async (i: number) => {
    const sample = await run.sample(keys[i]!);
    if (isFault(sample)) throw new Error(sample.message);
    return sample;
  };
  for (let k = 0; k < 60; k++) {
    const i = (k * 997) % texts;
    check(await read(i), i);
  }
  const order = Array.from({ length: 2000 }, () => Math.floor(random.next() * texts));
  for (const round of ['first', 'warm']) {
    const times: number[] = [];
    for (const i of order) {
      const start = performance.now();
      await read(i);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const of = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(2);
    console.log(
      `one sample, all fields, three visits (${round}): p50 ${of(0.5)}, p95 ${of(0.95)}, p99 ${of(0.99)} ms`,
    );
  }
  global.gc?.();
  console.log(`memory added: ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB`);
  await files.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
