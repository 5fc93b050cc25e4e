// A run opened through a port: its manifest, its samples, and what is read of its files.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src/core/ports.ts';
import { openRun, type RunOptions, type TraceRun } from '../../../src/core/trace/run.ts';
import type { TraceFiles } from '../../../src/core/trace/traceFiles.ts';
import { wholeFiles } from '../../../src/core/trace/traceFiles.ts';
import { hex, memoryTraceFiles, runManifest, writeRun } from '../../support/traceWriter.ts';

const open = async (files: TraceFiles, options?: RunOptions): Promise<TraceRun> => {
  const run = await openRun(files, options);
  if (!run.ok) throw new Error(run.fault.message);
  return run.value;
};
const sampleOf = async (run: TraceRun, key: string) => {
  const sample = await run.sample(key);
  if (!sample.ok) throw new Error(sample.fault.message);
  return sample.value;
};
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a run', () => {
  it('gives back every sample that was written', async () => {
    const { files, renders, visits } = writeRun(1);
    const run = await open(memoryTraceFiles(files));
    expect(run.faults).toEqual([]);
    expect([run.renderCount, run.visitCount, run.unknownVisits]).toEqual([20, 60, 0]);
    expect([...run.keys()]).toEqual(renders.map(({ key }) => hex(key)));
    for (const render of renders) {
      const sample = await sampleOf(run, hex(render.key));
      expect(sample.text).toBe(render.text);
      expect(sample.tokens.ids).toEqual(render.ids);
      expect(sample.tokens.starts).toEqual(render.starts);
      expect(sample.tokens.lens).toEqual(render.lens);
      expect(sample.tokens.segments).toEqual(render.segments.map((code) => code & 0x7f));
      expect(sample.tokens.straddle).toEqual(render.segments.map((code) => code >> 7));
      expect(sample).toMatchObject({
        key: hex(render.key),
        firstSupervised: render.firstSupervised,
        lineSha: render.lineSha,
        contentSha: render.contentSha,
        truncated: false,
        faults: [],
        overtaken: 0,
      });
      const own = visits.filter(({ key }) => key === render.key);
      expect(sample.visits.map(({ step }) => step)).toEqual(own.map(({ step }) => step));
      sample.visits.forEach((visit, i) => {
        expect([...visit.logprobs]).toEqual(own[i]!.logprobs);
        expect(visit.epoch).toBe(Math.fround(own[i]!.epoch));
        expect([...visit.scalars.keys()]).toEqual(['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha']);
        expect(visit.scalars.get('loss_call')).toBe(Math.fround(own[i]!.scalars[3]!));
      });
    }
  });

  it('has its steps, and says what it is', async () => {
    const run = await open(memoryTraceFiles(writeRun(1).files));
    expect(run.steps.size).toBe(8);
    expect(run.steps.get(3)).toEqual({
      step: 3,
      attempt: 0,
      epoch: 0.375,
      alpha: 0.7,
      loss: 0.25,
      lossThink: 1,
      lossCall: 0.5,
      nThink: 100,
      nCall: 20,
      nSamples: 8,
      lr: 4e-5,
      gradNorm: 1.5,
      t: 1003,
    });
    expect(run.manifest).toMatchObject({
      runName: 'test',
      framework: { name: 'trl' },
      loss: { reduction: 'sample', balanceMode: 'fixed', alpha0: 0.7 },
      datasets: [{ path: 'train.jsonl', lines: 4 }],
    });
  });

  it('reads for one sample only its ranges, and nothing the second time', async () => {
    const { files, renders } = writeRun(2);
    const port = memoryTraceFiles(files);
    const run = await open(port);
    port.reads.length = 0;
    const key = hex(renders[8]!.key);
    const sample = await sampleOf(run, key);
    expect(port.reads.filter(({ path }) => path.startsWith('renders'))).toHaveLength(6);
    expect(port.reads.filter(({ path }) => path.startsWith('visits'))).toHaveLength(3);
    const bytes = port.reads.reduce((sum, { start, end }) => sum + end - start, 0);
    const values = sample.tokens.ids.length - sample.firstSupervised;
    const meta = JSON.stringify(renders[8]!.meta).length;
    expect(bytes).toBe(sample.tokens.ids.length * 11 + utf8(sample.text).length + meta + 3 * 2 * values);
    port.reads.length = 0;
    await sampleOf(run, key);
    expect(port.reads).toEqual([]);
  });

  it('keeps within its budget, and gives the same without any', async () => {
    const { files, renders } = writeRun(3);
    const run = await open(memoryTraceFiles(files), { cacheBytes: 3_000 });
    const rich = await open(memoryTraceFiles(files));
    for (const { key } of [...renders, ...renders]) {
      expect(await run.sample(hex(key))).toEqual(await rich.sample(hex(key)));
      expect(run.cachedBytes).toBeLessThanOrEqual(3_000);
    }
  });

  it('can be read as whole files, each read once', async () => {
    const { files, renders } = writeRun(4);
    const memory = memoryTraceFiles(files);
    const whole: string[] = [];
    const port = wholeFiles(memory.list, (path) => {
      whole.push(path);
      return Promise.resolve(files.get(path)!);
    });
    const run = await open(port);
    for (const { key, text } of renders) expect((await sampleOf(run, hex(key))).text).toBe(text);
    expect(whole.sort()).toEqual([...files.keys()].sort());
  });

  it('tells a key that it does not hold', async () => {
    const run = await open(memoryTraceFiles(writeRun(1).files));
    for (const key of ['00'.repeat(16), 'xyz', ''])
      expect(await run.sample(key)).toMatchObject({ ok: false, fault: { code: 'unknown-sample' } });
  });

  it('asked in capitals, and many at once, gives the same', async () => {
    const { files, renders } = writeRun(5);
    const run = await open(memoryTraceFiles(files));
    const samples = await Promise.all(renders.map(({ key }) => sampleOf(run, hex(key).toUpperCase())));
    expect(samples.map(({ key }) => key)).toEqual(renders.map(({ key }) => hex(key)));
  });

  it('stops when it is asked to', async () => {
    const port = memoryTraceFiles(writeRun(1).files);
    const token = { isCancellationRequested: true };
    await expect(openRun(port, {}, token)).rejects.toThrow(CancelledError);
    const run = await open(port);
    await expect(run.sample([...run.keys()][0]!, token)).rejects.toThrow(CancelledError);
    await expect(run.refresh(token)).rejects.toThrow(CancelledError);
    expect((await run.refresh()).ok).toBe(true);
  });
});

describe('the manifest', () => {
  const withManifest = (text: string) => memoryTraceFiles(new Map([['manifest.json', utf8(text)]]));

  it.each([
    ['{', 'not-a-trace', 'not JSON'],
    ['[]', 'not-a-trace', 'not the manifest'],
    ['['.repeat(2_000_000), 'not-a-trace', 'not JSON'],
    [' '.repeat(9_000_000), 'not-a-trace', 'too many for a manifest'],
    ['{"format":"other","version":"1.0"}', 'not-a-trace', 'not the manifest'],
    [
      JSON.stringify(runManifest({ version: '2.0' })),
      'unknown-version',
      'version "2.0" and this release reads 1.x',
    ],
    [JSON.stringify(runManifest({ version: 1 })), 'unknown-version', 'version 1 '],
    [JSON.stringify(runManifest({ version: undefined })), 'unknown-version', 'version nothing'],
    [JSON.stringify(runManifest({ offset_unit: 'utf8' })), 'unknown-version', 'in "utf8"'],
  ])('%.60s is refused', async (text, code, words) => {
    const run = await openRun(withManifest(text));
    if (run.ok) throw new Error('it was opened');
    expect(run.fault).toMatchObject({ code, path: 'manifest.json' });
    expect(run.fault.message).toContain(words);
  });

  it('that is missing is told', async () => {
    expect(await openRun(memoryTraceFiles(new Map()))).toMatchObject({
      ok: false,
      fault: { code: 'not-a-trace' },
    });
  });

  it('of a later minor version, with fields and types that are not known, is read', async () => {
    const text = JSON.stringify({
      ...runManifest({ version: '1.7', novel: {} }),
      dataset: 'x',
      loss: 1,
      fields: null,
      run: [],
    });
    const run = await open(withManifest(text));
    expect(run.manifest).toMatchObject({ version: '1.7', datasets: [], synthetic: false });
    expect(run.manifest.scalars).toHaveLength(5);
  });

  it('a folder that cannot be listed is told', async () => {
    const port: TraceFiles = {
      list: () => Promise.reject(new Error('gone')),
      read: () => Promise.reject(new Error()),
    };
    const run = await openRun(port);
    expect(run).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
  });
});

describe('for all runs', () => {
  it('property: every sample comes back, whatever the shards and the cache', async () => {
    const sizes = fc.record({
      seed: fc.nat(),
      samples: fc.integer({ min: 1, max: 12 }),
      epochs: fc.integer({ min: 0, max: 4 }),
      perShard: fc.integer({ min: 1, max: 9 }),
      cacheBytes: fc.constantFrom(0, 2_000, 1e6),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ seed, samples, epochs, perShard, cacheBytes }) => {
        const { files, renders, visits } = writeRun(seed, samples, epochs, perShard);
        const run = await open(memoryTraceFiles(files), { cacheBytes });
        expect(run.faults).toEqual([]);
        for (const render of renders) {
          const sample = await sampleOf(run, hex(render.key));
          expect([sample.text, sample.tokens.ids]).toEqual([render.text, render.ids]);
          const own = visits.filter(({ key }) => key === render.key);
          expect(sample.visits.map(({ logprobs }) => [...logprobs])).toEqual(
            own.map(({ logprobs }) => logprobs),
          );
        }
      }),
      { seed: 100, numRuns: 40 },
    );
  });
});
