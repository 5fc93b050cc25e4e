// Samples for the heatmap's page: of the demonstration run, or made up; and messages as text, for a page that is driven from outside.
import path from 'node:path';
import type { HeatSample, HeatVisit } from '../../src/core/heat/heatSample.ts';
import { ssbWeights } from '../../src/core/ssb/shares.ts';
import { isFault } from '../../src/core/trace/fault.ts';
import { TraceRun, type TraceSample } from '../../src/core/trace/run.ts';
import { traceFilesIn } from '../../src/node/traceFiles.ts';
import type { HeatListRow, HeatRun, ToHeatmap } from '../../src/protocol/heatmap.ts';
import { createRandom } from '../bench/support/random.ts';
import { bySample } from '../../src/core/heat/segmentWeights.ts';

export type SampleMessage = Extract<ToHeatmap, { type: 'sample' }>;

/** The run that the Python package wrote, with all its samples. */
export interface DemoRun {
  readonly run: HeatRun;
  readonly samples: readonly HeatSample[];
  readonly rows: readonly HeatListRow[];
}

export async function readDemoRun(root = '.'): Promise<DemoRun> {
  const files = traceFilesIn(path.join(root, 'test/suites/trace/demo.cstrace'));
  const trace = await TraceRun.open(files);
  if (isFault(trace)) throw new Error(trace.message);
  const samples: HeatSample[] = [];
  const rows: HeatListRow[] = [];
  const bounds = { low: Infinity, high: 0, loss: 0 };
  for (const key of trace.keys()) {
    const sample = await trace.sample(key);
    if (isFault(sample)) throw new Error(sample.message);
    samples.push(heatSampleOf(sample));
    for (const { scalars } of sample.visits) {
      const { think, result } = ssbWeights(
        { think: scalars['n_think']!, result: scalars['n_call']! },
        scalars['alpha']!,
      );
      for (const weight of [think, result].filter((one) => one > 0)) {
        bounds.low = Math.min(bounds.low, weight);
        bounds.high = Math.max(bounds.high, weight);
      }
      bounds.loss = Math.max(bounds.loss, scalars['loss_think']!, scalars['loss_call']!);
    }
    rows.push(listRowOf(sample));
  }
  await files.close();
  const run: HeatRun = {
    id: 'demo',
    name: 'synthetic',
    facts: [
      ['Model', 'synthetic'],
      ['Loss', 'SSB, α fixed at 0.7, mean of samples'],
      ['Tokenizer', 'callsmith-words'],
    ],
    note: 'Made by a machine to show how a run looks; no model was trained.',
    steps: trace.steps.map(({ step, alpha, lossThink, lossCall, loss }) => ({
      step,
      alpha,
      lossThink,
      lossCall,
      loss,
    })),
    bounds: { weight: [bounds.low, bounds.high], loss: bounds.loss },
    faults: [],
  };
  return { run, samples, rows };
}

function listRowOf(sample: TraceSample): HeatListRow {
  const [first, last] = [sample.visits[0]!.scalars, sample.visits.at(-1)!.scalars];
  const { think, result } = { think: 0.7 * last['loss_think']!, result: 0.3 * last['loss_call']! };
  return {
    key: sample.render.key,
    line: sample.meta['line'] as number,
    id: sample.meta['id'] as string,
    tools: [...new Set([...sample.text.matchAll(/(\w+)\(\w+=/g)].map(([, name]) => name!))],
    visits: sample.visits.length,
    lossThink: last['loss_think'],
    lossCall: last['loss_call'],
    drop: first['loss_call']! - last['loss_call']!,
    callShare: result / (think + result),
    anomaly: (last['loss_call']! - 0.15) / 0.05,
    stale: false,
    hard: false,
  };
}

export function heatSampleOf(sample: TraceSample): HeatSample {
  const tokens = sample.starts.length;
  return {
    key: sample.render.key,
    origin: 'run',
    text: sample.text,
    starts: sample.starts,
    lengths: sample.lengths,
    segments: sample.segments,
    straddles: sample.straddles,
    linked: Uint8Array.from({ length: tokens }, (_, i) =>
      sample.segments[i] === 0 || sample.segments[i] === 4 ? 0 : 1,
    ),
    stale: new Uint8Array(tokens),
    firstSupervised: sample.render.firstSupervised,
    visits: sample.visits.map(
      ({ step, epoch, scalars, logprobs, entropies, weights, gradients }): HeatVisit => ({
        step,
        epoch,
        alpha: scalars['alpha']!,
        recorded: {
          think: scalars['n_think'],
          result: scalars['n_call'],
          lossThink: scalars['loss_think'],
          lossResult: scalars['loss_call'],
        },
        loss: bySample,
        window: undefined,
        logprobs,
        entropies,
        weights,
        gradients,
      }),
    ),
  };
}

export function messageOf(
  sample: HeatSample,
  run: HeatRun,
  more: Partial<SampleMessage> = {},
): SampleMessage {
  return {
    type: 'sample',
    reference: { key: sample.key },
    title: 'weather.jsonl, line 3',
    sample,
    run,
    others: [],
    staleNote: undefined,
    isHard: false,
    inText: false,
    view: undefined,
    ...more,
  };
}

const words =
  'the user wants weather in a city so get_weather fits and needs no unit because none is given while time stays open'.split(
    ' ',
  );

/**
 * A sample of so many tokens: a tenth prompt, then mostly thought, and a call of one percent. Three visits, everything recorded.
 * @param hasLines or is all of it one line, with letters of several scripts
 */
export function madeSample(tokens: number, seed = 1, hasLines = true): { sample: HeatSample; run: HeatRun } {
  const random = createRandom(seed);
  const parts: string[] = [];
  const segments = new Uint8Array(tokens);
  const prompt = Math.floor(tokens / 10);
  const callFrom = tokens - Math.max(2, Math.floor(tokens / 100));
  for (let i = 0; i < tokens; i++) {
    segments[i] = i < prompt ? 0 : i < callFrom ? 1 : i < tokens - 1 ? 2 : 4;
    const word = words[Math.floor(random.next() * words.length)]!;
    parts.push(
      i === 0
        ? word
        : random.next() < 0.012
          ? hasLines
            ? '\n'
            : ' 東京😀'
          : random.next() < 0.06
            ? ','
            : ` ${word}`,
    );
  }
  const starts = new Uint32Array(tokens);
  let at = 0;
  parts.forEach((part, i) => {
    starts[i] = at;
    at += part.length;
  });
  const visit = (step: number): HeatVisit => {
    const column = (value: () => number) =>
      Float32Array.from({ length: tokens }, (_, i) => (i < prompt ? NaN : value()));
    return {
      step,
      epoch: step / 10,
      alpha: 0.7,
      recorded: { think: undefined, result: undefined, lossThink: undefined, lossResult: undefined },
      loss: bySample,
      window: undefined,
      logprobs: column(() => -((-Math.log(1 - random.next())) ** 2) / (2 + step / 10)),
      entropies: column(() => random.next() * 3),
      weights: undefined,
      gradients: column(() => random.next() * Math.SQRT2),
    };
  };
  const sample: HeatSample = {
    key: `made-${tokens}-${seed}`,
    origin: 'run',
    text: parts.join(''),
    starts,
    lengths: Uint16Array.from(parts, (part) => part.length),
    segments,
    straddles: new Uint8Array(tokens),
    linked: new Uint8Array(tokens).fill(1),
    stale: new Uint8Array(tokens),
    firstSupervised: prompt,
    visits: [visit(1), visit(10), visit(20)],
  };
  const run: HeatRun = {
    id: 'made',
    name: 'made up',
    facts: [],
    note: undefined,
    steps: [1, 10, 20].map((step) => ({
      step,
      alpha: 0.7,
      lossThink: 1 / step,
      lossCall: 0.5 / step,
      loss: 0.8 / step,
    })),
    bounds: { weight: [0.7 / (callFrom - prompt), 0.3 / (tokens - callFrom)], loss: 1 },
    faults: [],
  };
  return { sample, run };
}

/** A message as text; heatmap/dev.ts reads it back. */
export function messageText(message: ToHeatmap): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $array: value.constructor.name, base64: bytes.toString('base64') };
  });
}
