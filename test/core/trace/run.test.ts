/** Runs: opened, read by sample, watched while they grow, and passed over where they are damaged. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../src/core/trace/fault.ts';
import { TraceRun, type TraceSample } from '../../../src/core/trace/run.ts';
import { decodeUtf8, halfToNumber } from '../../../src/core/trace/safetensors.ts';
import {
  manifest,
  MemoryTrace,
  rendersShard,
  safetensors,
  toHalf,
  visitsShard,
  type WrittenSample,
} from '../../support/traceWriter.ts';

const oslo: WrittenSample = {
  line: '{"id":"a","x":1.0}',
  id: 'a',
  text: 'Weather in Osló? <think>One 😀 call.</think> [f(a=1)]',
  segments: [0, 0, 0, 1, 0x81, 1, 2],
};
const bergen: WrittenSample = {
  line: '{"id":"b","x":2}',
  id: 'b',
  text: 'Go. <think>None.</think> Done.',
  segments: [0, 1, 3],
};
const scalars = (alpha: number) => [3, 1, 0.5, 0.25, alpha];
const visitOslo = (step: number, ...logprobs: number[]) => ({
  text: oslo.text,
  step,
  epoch: step / 10,
  scalars: scalars(0.7),
  logprobs,
});

function written(): MemoryTrace {
  return new MemoryTrace()
    .set('manifest.json', manifest())
    .set('renders/a000-r00000-000000.safetensors', rendersShard([oslo, bergen]))
    .set(
      'visits/a000-r00000-000000.safetensors',
      visitsShard([
        visitOslo(1, -1, -2, -3, -4, -5, -6),
        { text: bergen.text, step: 1, scalars: scalars(0.7), logprobs: [-0.5, -0.25] },
        visitOslo(3, -0.1, -0.2, -0.3, -0.4, -0.5, -0.6),
      ]),
    )
    .set(
      'steps/a000-r00000.jsonl',
      '{"step":1,"attempt":0,"alpha":0.7,"loss":2}\n{"step":3,"attempt":0,"alpha":0.7,"loss":1}\n{"step":4,"al',
    );
}

async function opened(files: MemoryTrace): Promise<TraceRun> {
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(`${run.path}: ${run.message}`);
  return run;
}

async function sampleOf(run: TraceRun, index = 0): Promise<TraceSample> {
  const sample = await run.sample([...run.keys()][index]!);
  if (isFault(sample)) throw new Error(sample.message);
  return sample;
}

describe('a run', () => {
  it('says what it is, its steps, and how much it holds', async () => {
    const run = await opened(written());
    expect(run.faults).toEqual([]);
    expect(run.manifest).toMatchObject({
      name: 'small',
      model: 'tiny',
      loss: { kind: 'ssb', mode: 'fixed' },
    });
    expect(run.counts).toEqual({ renders: 2, visits: 3 });
    // The last line is still being written.
    expect(run.steps.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });

  it('gives a sample with its tokens, segments and visits', async () => {
    const sample = await sampleOf(await opened(written()));
    expect(sample.text).toBe(oslo.text);
    const words = Array.from(sample.starts, (start, i) => oslo.text.slice(start, start + sample.lengths[i]!));
    expect(words).toEqual(['Weather', ' in', ' Osló?', ' <think>One', ' 😀', ' call.</think>', ' [f(a=1)]']);
    expect([...sample.segments]).toEqual([0, 0, 0, 1, 1, 1, 2]);
    expect([...sample.straddles]).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(sample.visits.map(({ step }) => step)).toEqual([1, 3]);
    expect(sample.visits[0]!.scalars).toMatchObject({ n_think: 3, n_call: 1, loss_think: 0.5 });
    expect([...sample.visits[0]!.logprobs]).toEqual([NaN, -1, -2, -3, -4, -5, -6]);
    expect(sample.visits[1]!.logprobs[1]).toBeCloseTo(-0.1, 3);
    expect(sample.meta).toMatchObject({ id: 'a', line: 1 });
  });

  it('reads no more of a sample than its own rows', async () => {
    const files = written();
    const run = await opened(files);
    files.reads.length = 0;
    await sampleOf(run, 1);
    // Three tokens of 11 bytes, the text and what is known of it, and one visit of two values.
    expect(files.reads.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(33 + 60 + 80 + 8);
  });

  it('takes in what is written while it is open', async () => {
    const files = written();
    const run = await opened(files);
    expect(await run.refresh()).toBe(false);
    files
      .set('visits/a000-r00000-000001.safetensors', visitsShard([visitOslo(5, -1, -1, -1, -1, -1, -1)]))
      .set('steps/a000-r00000.jsonl', '{"step":1,"loss":2}\n{"step":3,"loss":1}\n{"step":5,"loss":0.5}\n')
      .set('visits/a000-r00000-000002.safetensors.tmp', 'half');
    expect(await run.refresh()).toBe(true);
    expect((await sampleOf(run)).visits.map(({ step }) => step)).toEqual([1, 3, 5]);
    expect(run.steps.at(-1)!.loss).toBe(0.5);
    expect(run.faults).toEqual([]);
  });

  it('reads a shard anew that was copied in parts, and tells no damage any more', async () => {
    const files = written();
    const path = 'visits/a000-r00000-000000.safetensors';
    const whole = await files.read(path, 0, 1e6);
    files.set(path, whole.slice(0, 40));
    const run = await opened(files);
    expect(run.faults.map((one) => one.path)).toEqual([path]);
    files.set(path, whole);
    expect(await run.refresh()).toBe(true);
    expect(run.faults).toEqual([]);
    expect(run.counts.visits).toBe(3);
  });

  it('shows what is in its folder after another run was recorded there', async () => {
    const files = written();
    const run = await opened(files);
    files
      .set('visits/a000-r00000-000000.safetensors', visitsShard([visitOslo(2, -1, -1, -1, -1, -1, -1)]))
      .set('manifest.json', manifest({ run: { id: 's', name: 'second' } }));
    expect(await run.refresh()).toBe(true);
    expect(run.manifest.name).toBe('second');
    expect(run.counts).toEqual({ renders: 2, visits: 1 });
    expect((await sampleOf(run)).visits.map(({ step }) => step)).toEqual([2]);
  });

  it('counts a step that was taken again after a resume once, as it was taken last', async () => {
    const files = written()
      .set('visits/a001-r00000-000000.safetensors', visitsShard([visitOslo(3, -9, -9, -9, -9, -9, -9)]))
      .set('steps/a001-r00000.jsonl', '{"step":3,"attempt":1,"loss":7}\n');
    const run = await opened(files);
    const sample = await sampleOf(run);
    expect(sample.visits.map(({ step, attempt }) => [step, attempt])).toEqual([
      [1, 0],
      [3, 1],
    ]);
    expect(sample.visits[1]!.logprobs[1]).toBe(-9);
    expect(run.steps.map(({ loss }) => loss)).toEqual([2, 7]);
  });

  it('keeps one of a text that two ranks have written', async () => {
    const files = written().set('renders/a000-r00001-000000.safetensors', rendersShard([oslo]));
    const run = await opened(files);
    expect(run.counts.renders).toBe(2);
  });
});

it('what a run says of its samples is read shard by shard, not sample by sample', async () => {
  const files = written();
  const run = await opened(files);
  const before = files.reads.length;
  const metas: unknown[] = [];
  for await (const { meta } of run.metas()) metas.push(meta['id']);
  expect(metas).toEqual(['a', 'b']);
  expect(files.reads.length - before).toBe(1);
});

describe('what is damaged', () => {
  it.each<[string, (files: MemoryTrace) => void, RegExp]>([
    ['no manifest', (files) => files.files.delete('manifest.json'), /There is no manifest\.json/],
    [
      'a manifest that is none',
      (files) => files.set('manifest.json', '{}'),
      /not the manifest of a callsmith-trace/,
    ],
    ['no JSON', (files) => files.set('manifest.json', '{'), /It is no JSON/],
    [
      'a later format',
      (files) => files.set('manifest.json', manifest({ version: '2.0' })),
      /It is version "2\.0" of the format, and this Callsmith reads 1\.x/,
    ],
  ])('is no run: %s', async (_, damage, words) => {
    const files = written();
    damage(files);
    const run = await TraceRun.open(files);
    expect(isFault(run) ? run.message : 'opened').toMatch(words);
  });

  it('knows the shares that a static ratio divides by, where they are shares', async () => {
    const sharesOf = async (shares: unknown) => {
      const loss = { kind: 'ssb', reduction: 'static-ratio', shares };
      return (await opened(written().set('manifest.json', manifest({ loss })))).manifest.loss.shares;
    };
    expect(await sharesOf([0.9, 0.1])).toEqual([0.9, 0.1]);
    for (const wrong of [undefined, 'x', [0.9], [0.9, 0.2], [1, 0], [0.5, '0.5'], { 0: 1 }])
      expect(await sharesOf(wrong)).toBeUndefined();
  });

  it('takes minor versions and tensors that it does not know', async () => {
    const files = written().set('manifest.json', manifest({ version: '1.9', novelty: { a: 1 } }));
    expect((await opened(files)).counts.visits).toBe(3);
  });

  const shard = 'visits/a000-r00000-000000.safetensors';
  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ['an empty file', () => new Uint8Array(), /shorter than the length of its header/],
    ['one that was cut off', (bytes) => bytes.slice(0, -1), /was not written whole|lies outside/],
    ['one with more behind it', (bytes) => Uint8Array.from([...bytes, 0]), /not as long as its tensors/],
    ['a header of 4 GB', (bytes) => Uint8Array.from([255, 255, 255, 255, ...bytes.slice(4)]), /over 100 MB/],
    ['a header that is no JSON', (bytes) => bytes.with(8, 120), /no JSON/],
    [
      'another file',
      () => safetensors([{ name: 'x', type: 'U8', shape: [1], values: [1] }]),
      /it has no tensor/,
    ],
  ])('is told and passed over: %s', async (_, damage, words) => {
    const files = written();
    files.set(shard, damage(files.files.get(shard)!));
    const run = await opened(files);
    expect(run.faults.map(({ path }) => path)).toEqual([shard]);
    expect(run.faults[0]!.message).toMatch(words);
    expect((await sampleOf(run)).visits).toEqual([]);
  });

  it.each<[string, Parameters<typeof safetensors>[0], RegExp]>([
    ['borders that go back', tensors({ splits: [0, 5, 2] }), /goes back at row 2/],
    ['borders that end elsewhere', tensors({ splits: [0, 1, 2] }), /does not end where its tokens do/],
    ['too few borders', tensors({ splits: [0, 3] }), /has not a border more/],
    ['tables of other lengths', tensors({ epochs: [1] }), /have not the same rows/],
  ])('is told and passed over: %s', async (_, list, words) => {
    const run = await opened(written().set(shard, safetensors(list)));
    expect(run.faults[0]!.message).toMatch(words);
  });

  it('hides no visits but its own', async () => {
    const later = 'visits/a001-r00000-000000.safetensors';
    // More values than the text has tokens: it was another text's.
    const files = written().set(later, visitsShard([visitOslo(9, ...new Array<number>(40).fill(-1))]));
    const sample = await sampleOf(await opened(files));
    expect(sample.visits.map(({ step }) => step)).toEqual([1, 3]);
    expect(sample.faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `${later}: Visit 1 has more tokens than its text.`,
    ]);
  });

  it('is told of a sample of which nothing else is there', async () => {
    const files = written().set(shard, visitsShard([visitOslo(9, ...new Array<number>(40).fill(-1))]));
    const run = await opened(files);
    const sample = await run.sample([...run.keys()][0]!);
    expect(isFault(sample) ? sample.message : 'a sample').toBe('Visit 1 has more tokens than its text.');
  });

  it('never throws and never hangs, whatever 300 shards hold', async () => {
    const files = written();
    const names = ['renders/a000-r00000-000000.safetensors', shard];
    const damage = fc.record({
      which: fc.nat(1),
      flips: fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      cut: fc.option(fc.nat(4000), { freq: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, flips, cut }) => {
        const name = names[which]!;
        const bytes = files.files.get(name)!.slice();
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        const broken = new MemoryTrace();
        for (const [path, content] of files.files) broken.set(path, path === name ? bytes : content);
        if (cut !== null) broken.set(name, bytes.slice(0, cut % bytes.length));
        const run = await opened(broken);
        for (const { message } of run.faults) expect(message).toMatch(/\.$/);
        for (const key of run.keys()) {
          const sample = await run.sample(key);
          if (isFault(sample)) expect(sample.message).toMatch(/\.$/);
          else expect(sample.text.length).toBeGreaterThanOrEqual(0);
        }
      }),
      { seed: 17, numRuns: 300 },
    );
  });
});

function tensors({ splits = [0, 1, 3], epochs = [0, 0] }: { splits?: number[]; epochs?: number[] }) {
  return [
    { name: 'visit.row_splits', type: 'U32' as const, shape: [splits.length], values: splits },
    { name: 'visit.render_key', type: 'U8' as const, shape: [2, 16], values: new Array<number>(32).fill(1) },
    { name: 'visit.step', type: 'U32' as const, shape: [2], values: [1, 2] },
    { name: 'visit.epoch', type: 'F32' as const, shape: [epochs.length], values: epochs },
    { name: 'visit.scalars', type: 'F32' as const, shape: [2, 1], values: [1, 1] },
    { name: 'tok.logprob', type: 'F16' as const, shape: [3], values: [-1, -2, -3] },
  ];
}

describe('numbers and letters', () => {
  it('halves are read as they are written', () => {
    for (const value of [0, -0, 1, -1, 0.5, 65504, -65504, 2 ** -14, 2 ** -24, Infinity, -Infinity, NaN])
      expect(halfToNumber(toHalf(value))).toBe(value);
    fc.assert(
      fc.property(fc.double({ min: -60000, max: 60000, noNaN: true }), (value) => {
        fc.pre(Math.abs(value) > 2 ** -14);
        expect(Math.abs(halfToNumber(toHalf(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('UTF-8 is read as the platform reads it, and refused where it is not', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(bytes, (one) => {
        let expected: string | undefined;
        try {
          expected = strict.decode(one);
        } catch {
          expected = undefined;
        }
        expect(decodeUtf8(one)).toBe(expected);
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});
