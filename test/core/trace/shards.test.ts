// Shards of a run: damaged ones, and what a sample says that cannot be read whole.
import { describe, expect, it } from 'vitest';
import { openRun, type RunOptions, type TraceRun } from '../../../src/core/trace/run.ts';
import type { TraceFiles } from '../../../src/core/trace/traceFiles.ts';
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
