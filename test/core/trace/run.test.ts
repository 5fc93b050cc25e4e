// A run opened through a port: what it gives, what it reads, and how it keeps up with a writer.
import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src/core/ports.ts';
import { openRun, type RunOptions, type TraceRun } from '../../../src/core/trace/run.ts';
import type { TraceFiles } from '../../../src/core/trace/traceFiles.ts';
import { wholeFiles } from '../../../src/core/trace/traceFiles.ts';
import { createRandom } from '../../bench/support/random.ts';
import {
  halfBits,
  halfNumber,
  hex,
  memoryTraceFiles,
  randomRender,
  randomVisit,
  rendersShard,
  renderTensors,
  runManifest,
  shardPath,
  stepLine,
  visitsShard,
  writeRun,
  writeSafetensors,
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
    ['{"format":"other","version":"1.0"}', 'not-a-trace', 'not the manifest'],
    [
      JSON.stringify(runManifest({ version: '2.0' })),
      'unknown-version',
      'version "2.0" and this release reads 1.x',
    ],
    [JSON.stringify(runManifest({ version: 1 })), 'unknown-version', 'version 1 '],
    [JSON.stringify(runManifest({ version: undefined })), 'unknown-version', 'version nothing'],
    [JSON.stringify(runManifest({ offset_unit: 'utf8' })), 'unknown-version', 'in "utf8"'],
  ])('%s is refused', async (text, code, words) => {
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

describe('shards', () => {
  it('one that is damaged is told and hides no other', async () => {
    const { files, renders } = writeRun(7);
    files.set(shardPath('renders', 1), files.get(shardPath('renders', 1))!.slice(0, -1));
    files.set('renders/mine.safetensors', Uint8Array.of(1));
    files.set(`${shardPath('visits', 99)}.tmp`, Uint8Array.of(1));
    const run = await open(memoryTraceFiles(files));
    expect(run.faults.map(({ code, path }) => [code, path])).toEqual([
      ['cut-off', shardPath('renders', 1)],
      ['bad-name', 'renders/mine.safetensors'],
    ]);
    expect(run.renderCount).toBe(13);
    expect(run.unknownVisits).toBe(21);
    expect((await sampleOf(run, hex(renders[0]!.key))).visits).toHaveLength(3);
  });

  it('a render that two ranks wrote is kept once', async () => {
    const { files, renders } = writeRun(8);
    files.set(shardPath('renders', 0, 0, 1), files.get(shardPath('renders', 0))!.slice());
    const run = await open(memoryTraceFiles(files));
    expect(run.renderCount).toBe(20);
    expect((await sampleOf(run, hex(renders[0]!.key))).visits).toHaveLength(3);
  });

  const render = randomRender(createRandom(9), 0, { prompt: 3, think: 4, call: 2 });
  const opened = async (file: Uint8Array, kind: 'renders' | 'visits' = 'renders') =>
    open(
      memoryTraceFiles(
        new Map([
          ['manifest.json', utf8(JSON.stringify(runManifest()))],
          ...(kind === 'visits' ? [[shardPath('renders', 0), rendersShard([render])] as const] : []),
          [shardPath(kind, 1), file],
        ]),
      ),
    );
  const metadata = { format: 'callsmith-trace', version: '1.0', kind: 'renders' };
  const changed = (name: string, change: (values: Uint32Array) => Uint32Array) =>
    writeSafetensors(
      renderTensors([render, { ...render, key: new Uint8Array(16) }]).map(([own, dtype, shape, values]) =>
        own === name ? [own, dtype, shape, change(values as Uint32Array)] : [own, dtype, shape, values],
      ),
      metadata,
    );

  it.each([
    [
      'splits that go back',
      changed('render.row_splits', (v) => Uint32Array.of(0, v[2]! + 1, v[2]!)),
      'bad-values',
      'go back',
    ],
    [
      'splits that end elsewhere',
      changed('render.text_splits', (v) => Uint32Array.of(0, v[1]!, v[2]! - 1)),
      'bad-values',
      'end at',
    ],
    [
      'splits that begin elsewhere',
      changed('render.meta_splits', (v) => Uint32Array.of(1, v[1]!, v[2]!)),
      'bad-values',
      'begin at 1',
    ],
    [
      'a first value outside',
      changed('render.first_supervised', () => Uint32Array.of(0, 99)),
      'bad-values',
      'token 99',
    ],
    [
      'a missing tensor',
      writeSafetensors(
        renderTensors([render]).filter(([name]) => name !== 'tok.len'),
        metadata,
      ),
      'bad-tensor',
      'no tensor tok.len',
    ],
    [
      'no row and no split',
      writeSafetensors(
        renderTensors([render]).map(
          ([n, d, , v]) =>
            (n === 'render.row_splits'
              ? [n, d, [0], new Uint32Array(0)]
              : [n, d, [v.byteLength / 4], v]) as never,
        ),
        metadata,
      ),
      'bad-tensor',
      '',
    ],
    ['another kind', visitsShard([]), 'bad-header', 'its folder says renders'],
    [
      'another major version',
      writeSafetensors(renderTensors([render]), { ...metadata, version: '2.0' }),
      'unknown-version',
      '2.0',
    ],
    ['no metadata', writeSafetensors(renderTensors([render]), {}), 'bad-header', ''],
  ] as const)('with %s is refused', async (_, file, code, words) => {
    const run = await opened(file);
    expect(run.faults.map((fault) => fault.code)).toEqual([code]);
    expect(run.faults[0]!.message).toContain(words);
    expect(run.renderCount).toBe(0);
  });

  it('with tensors that are not known, in another order, is read', async () => {
    const tensors = [...renderTensors([render])].reverse();
    const run = await opened(
      writeSafetensors([['tok.novel', 'I64', [1], BigInt64Array.of(1n)], ...tensors], metadata),
    );
    expect(run.faults).toEqual([]);
    expect((await sampleOf(run, hex(render.key))).text).toBe(render.text);
  });

  it('optional values come with a visit', async () => {
    const visit = randomVisit(createRandom(1), render, 1, 0);
    const n = visit.logprobs.length;
    const half = (value: number) => new Uint16Array(n).fill(halfBits(value));
    const run = await opened(
      visitsShard(
        [visit],
        [
          ['tok.weight', 'F16', [n], half(0.5)],
          ['tok.entropy', 'F16', [n], half(2)],
          ['tok.gnorm', 'F16', [n], half(1.25)],
          ['tok.topk_id', 'U32', [n, 2], Uint32Array.from({ length: 2 * n }, (_, i) => i)],
          ['tok.topk_logprob', 'F16', [n, 2], new Uint16Array(2 * n).fill(halfBits(-0.5))],
        ],
      ),
      'visits',
    );
    const [found] = (await sampleOf(run, hex(render.key))).visits;
    expect([found!.weights![0], found!.entropies![n - 1], found!.gradientNorms![0]]).toEqual([0.5, 2, 1.25]);
    expect(found!.top).toMatchObject({ k: 2 });
    expect([...found!.top!.ids.subarray(2, 4)]).toEqual([2, 3]);
    expect(found!.top!.logprobs[2 * n - 1]).toBe(-0.5);
  });

  it.each([
    [
      'text that is not UTF-8',
      { text: 'x', lens: new Uint16Array(render.lens.length), starts: new Uint32Array(render.lens.length) },
      'bad-text',
    ],
    ['tokens beyond the text', { lens: render.lens.map(() => 9999) }, 'bad-values'],
    [
      'tokens that go back',
      { starts: render.starts.map((_, i) => (i === 1 ? 2 : 0)), lens: render.lens.map(() => 0) },
      'bad-values',
    ],
    ['segments without a name', { segments: render.segments.map(() => 42) }, 'bad-values'],
  ] as const)('%s in a sample is told when it is read', async (what, over, code) => {
    const file = rendersShard([{ ...render, ...over }]);
    if (what.startsWith('text')) file[file.length - 1] = 0xff;
    const run = await opened(file);
    expect(run.faults).toEqual([]);
    expect(await run.sample(hex(render.key))).toMatchObject({ ok: false, fault: { code } });
  });

  it('metadata that is no JSON costs the metadata only', async () => {
    const run = await opened(rendersShard([{ ...render, meta: '{' }]));
    const sample = await sampleOf(run, hex(render.key));
    expect([sample.text, sample.meta]).toEqual([render.text, undefined]);
    expect(sample.faults.map(({ code }) => code)).toEqual(['bad-text']);
  });

  it('a visit that does not fit its render costs the visit only', async () => {
    const visits = [1, 2].map((step) => randomVisit(createRandom(1), render, step, 0));
    const run = await opened(visitsShard([{ ...visits[0]!, logprobs: [-1] }, visits[1]!]), 'visits');
    const sample = await sampleOf(run, hex(render.key));
    expect(sample.visits.map(({ step }) => step)).toEqual([2]);
    expect(sample.faults).toMatchObject([
      { code: 'bad-values', message: expect.stringContaining('1 values for') as unknown },
    ]);
  });

  it('values are what half precision holds', async () => {
    const logprobs = [-0.1, -1e-9, -100_000, 0, NaN, -3, -7];
    const run = await opened(
      visitsShard([{ key: render.key, step: 0, epoch: 0, scalars: [0, 0, 0, 0, 0], logprobs }]),
      'visits',
    );
    const [visit] = (await sampleOf(run, hex(render.key))).visits;
    expect([...visit!.logprobs]).toEqual(logprobs.map((value) => halfNumber(halfBits(value))));
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
});
