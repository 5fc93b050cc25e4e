// A run that is written while it is read: attempts, lines of steps, refreshing.
import { describe, expect, it } from 'vitest';
import { openRun, type RunOptions, type TraceRun } from '../../../src/core/trace/run.ts';
import type { TraceFiles } from '../../../src/core/trace/traceFiles.ts';
import { createRandom } from '../../bench/support/random.ts';
import {
  hex,
  memoryTraceFiles,
  randomRender,
  randomVisit,
  rendersShard,
  runManifest,
  shardPath,
  stepLine,
  visitsShard,
  writeRun,
} from '../../support/traceWriter.ts';

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

describe('attempts', () => {
  it('the highest that reached a step wins, for steps and for visits', async () => {
    const random = createRandom(6);
    const render = randomRender(random, 0, { prompt: 3, think: 4, call: 2 });
    const visit = (step: number, alpha: number) => ({
      ...randomVisit(random, render, step, 0),
      scalars: [0, 0, 0, 0, alpha],
    });
    const files = new Map([
      ['manifest.json', utf8(JSON.stringify(runManifest()))],
      [shardPath('renders', 0), rendersShard([render])],
      [shardPath('visits', 0), visitsShard([visit(1, 0.25), visit(2, 0.25), visit(3, 0.25)])],
      [shardPath('visits', 0, 1), visitsShard([visit(2, 0.5)])],
      ['steps/a000-r00000.jsonl', utf8([1, 2, 3].map((step) => stepLine(step, { alpha: 0.25 })).join(''))],
      // The second attempt reached step 3 and left no visit of it.
      ['steps/a001-r00000.jsonl', utf8([2, 3].map((step) => stepLine(step, { alpha: 0.5 })).join(''))],
    ]);
    const run = await open(memoryTraceFiles(files));
    expect([...run.steps.values()].map(({ step, attempt, alpha }) => [step, attempt, alpha])).toEqual([
      [1, 0, 0.25],
      [2, 1, 0.5],
      [3, 1, 0.5],
    ]);
    const sample = await sampleOf(run, hex(render.key));
    expect(sample.visits.map(({ step, attempt, scalars }) => [step, attempt, scalars.get('alpha')])).toEqual([
      [1, 0, 0.25],
      [2, 1, 0.5],
    ]);
    expect(sample.overtaken).toBe(2);
  });
});

describe('steps', () => {
  const stepsOf = async (text: string) => {
    const files = new Map([
      ['manifest.json', utf8(JSON.stringify(runManifest()))],
      ['steps/a000-r00000.jsonl', utf8(text)],
    ]);
    return open(memoryTraceFiles(files));
  };

  it('a last line that was cut is not one', async () => {
    const run = await stepsOf(stepLine(1) + stepLine(2).slice(0, -5));
    expect([...run.steps.keys()]).toEqual([1]);
    expect(run.faults).toEqual([]);
  });

  it('a wrong line hides no other', async () => {
    const run = await stepsOf(`${stepLine(1)}{"step":\n[]\n{"step":-1}\n{"step":1.5}\n\n${stepLine(2)}`);
    expect([...run.steps.keys()]).toEqual([1, 2]);
    expect(run.faults.map(({ message }) => message.slice(0, 6))).toEqual([
      'Line 2',
      'Line 3',
      'Line 4',
      'Line 5',
    ]);
  });

  it('a line without end, and faults without end, are bounded', async () => {
    const run = await stepsOf(`${'x'.repeat(3_000_000)}\n${'{}\n'.repeat(1000)}${stepLine(9)}`);
    expect([...run.steps.keys()]).toEqual([9]);
    expect(run.faults).toHaveLength(20);
  });

  it('numbers that are no numbers are missing', async () => {
    const run = await stepsOf('{"step":1,"loss":null,"alpha":"0.7","lr":2}\n');
    expect(run.steps.get(1)).toEqual({ step: 1, attempt: 0, lr: 2 });
  });
});

describe('a run that goes on', () => {
  it('gains shards, steps and visits by refreshing', async () => {
    const { files, renders } = writeRun(10);
    const later = new Map([...files].filter(([path]) => !/(?:renders|visits).*-00000[12]/.test(path)));
    const steps = files.get('steps/a000-r00000.jsonl')!;
    later.set('steps/a000-r00000.jsonl', steps.slice(0, steps.length - 30));
    const port = memoryTraceFiles(later);
    const run = await open(port);
    expect([run.renderCount, run.steps.size]).toEqual([7, 7]);
    expect(run.unknownVisits).toBeGreaterThan(0);
    expect(await run.refresh()).toMatchObject({ value: { changed: false, renders: 0, visits: 0, steps: 0 } });

    for (const [path, bytes] of files)
      if (path.startsWith('renders') || path.startsWith('steps')) later.set(path, bytes);
    expect(await run.refresh()).toMatchObject({
      value: { changed: true, reloaded: false, renders: 13, visits: 0, steps: 1 },
    });
    expect(run.unknownVisits).toBe(0);

    for (const [path, bytes] of files) later.set(path, bytes);
    port.reads.length = 0;
    expect(await run.refresh()).toMatchObject({ value: { changed: true, visits: 14 } });
    expect(new Set(port.reads.map(({ path }) => path))).toEqual(
      new Set([shardPath('visits', 1), shardPath('visits', 2)]),
    );
    for (const { key } of renders) expect((await sampleOf(run, hex(key))).visits).toHaveLength(3);
  });

  it('reads a damaged shard again when it was mended', async () => {
    const { files } = writeRun(11);
    const whole = files.get(shardPath('renders', 0))!;
    files.set(shardPath('renders', 0), whole.slice(0, 100));
    const run = await open(memoryTraceFiles(files));
    expect(run.faults).toHaveLength(1);
    files.set(shardPath('renders', 0), whole);
    expect(await run.refresh()).toMatchObject({ value: { changed: true, reloaded: false, renders: 7 } });
    expect([run.faults.length, run.unknownVisits]).toEqual([0, 0]);
  });

  it('asks again for a shard that the file system refused once', async () => {
    const memory = memoryTraceFiles(writeRun(15).files);
    let refuse = true;
    const read: TraceFiles['read'] = (path, start, end) =>
      refuse && path === shardPath('renders', 1)
        ? Promise.reject(new Error('busy'))
        : memory.read(path, start, end);
    const run = await open({ ...memory, read });
    expect(run.faults).toMatchObject([
      { code: 'unreadable', message: expect.stringContaining('busy') as unknown },
    ]);
    refuse = false;
    expect(await run.refresh()).toMatchObject({ value: { changed: true, reloaded: false, renders: 7 } });
    expect(run.faults).toEqual([]);
  });

  it('reads everything again when files were replaced or removed', async () => {
    const { files } = writeRun(12);
    const run = await open(memoryTraceFiles(files));
    const other = writeRun(13);
    for (const [path, bytes] of other.files) files.set(path, bytes);
    expect(await run.refresh()).toMatchObject({
      value: { reloaded: true, renders: 20, visits: 60, steps: 8 },
    });
    expect((await sampleOf(run, hex(other.renders[0]!.key))).text).toBe(other.renders[0]!.text);
    files.delete(shardPath('renders', 0));
    expect(await run.refresh()).toMatchObject({ value: { reloaded: true, renders: 13 } });
    files.set('steps/a000-r00000.jsonl', utf8(stepLine(5)));
    expect(await run.refresh()).toMatchObject({ value: { reloaded: true, steps: 1 } });
    expect(run.renderCount).toBe(13);
  });

  it('takes the manifest of the run in place of that of the prepass', async () => {
    const { files } = writeRun(14);
    const port = memoryTraceFiles(files);
    files.set('manifest.json', utf8(JSON.stringify(runManifest({ run: { prepass: true } }))));
    const run = await open(port);
    expect(run.manifest.prepass).toBe(true);
    files.set('manifest.json', utf8(JSON.stringify(runManifest())));
    expect(await run.refresh()).toMatchObject({ value: { changed: true, reloaded: true, renders: 20 } });
    expect(run.manifest.prepass).toBe(false);
    files.set('manifest.json', utf8('{'));
    expect(await run.refresh()).toMatchObject({ ok: false, fault: { code: 'not-a-trace' } });
    expect(run.renderCount).toBe(20);
  });
});
