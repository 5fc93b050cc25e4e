/** The run that the Python package writes, read here: both sides mean the same by every byte. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordId } from '../../../src/core/check/answerFiles.ts';
import { isResult, segment, tokenWeights } from '../../../src/core/ssb/tokenWeights.ts';
import { isFault } from '../../../src/core/trace/fault.ts';
import { TraceMatcher } from '../../../src/core/trace/match.ts';
import { TraceRun, type TraceSample } from '../../../src/core/trace/run.ts';
import { traceFilesIn } from '../../../src/node/traceFiles.ts';

const folder = path.join(import.meta.dirname, '../../suites/trace/demo.cstrace');
const lines = readFileSync(path.join(folder, 'demo.jsonl'), 'utf8').trimEnd().split('\n');
const files = traceFilesIn(folder);
let run: TraceRun;
const samples: TraceSample[] = [];

beforeAll(async () => {
  const opened = await TraceRun.open(files);
  if (isFault(opened)) throw new Error(opened.message);
  run = opened;
  for (const key of run.keys()) {
    const sample = await run.sample(key);
    if (isFault(sample)) throw new Error(sample.message);
    samples.push(sample);
  }
});
afterAll(() => files.close());

it('has its texts, visits and steps, and says that it is synthetic', () => {
  expect(run.faults).toEqual([]);
  expect(run.counts).toEqual({ renders: 8, visits: 24 });
  expect(run.steps).toHaveLength(6);
  expect(run.manifest.name).toBe('synthetic');
});

it('finds every line of its data set', async () => {
  const matcher = new TraceMatcher(run);
  for (const line of lines) {
    const match = await matcher.match(line, recordId(line));
    expect(match.kind).toBe('exact');
  }
});

it('has tokens that cover the text; only those of one character share it', () => {
  for (const { text, starts, lengths } of samples) {
    let end = 0;
    starts.forEach((start, i) => {
      const isPart = start < end && start + lengths[i]! === end && [...text.slice(start, end)].length === 1;
      expect(start === end || isPart).toBe(true);
      end = start + lengths[i]!;
    });
    expect(end).toBe(text.length);
  }
});

it('has losses whose means are the recorded ones, and weights that give them', () => {
  for (const { segments, visits, render } of samples) {
    for (const { logprobs, scalars } of visits) {
      const mean = (belongs: (code: number) => boolean) => {
        const values = [...logprobs].filter((_, i) => i >= render.firstSupervised && belongs(segments[i]!));
        return [values.length, -values.reduce((sum, value) => sum + value, 0) / values.length] as const;
      };
      const [think, lossThink] = mean((code) => code === segment.think);
      const [result, lossResult] = mean(isResult);
      expect([think, result]).toEqual([scalars.n_think, scalars.n_call]);
      if (think > 0) expect(Math.abs(lossThink - scalars.loss_think!)).toBeLessThan(2 ** -9);
      if (result > 0) expect(Math.abs(lossResult - scalars.loss_call!)).toBeLessThan(2 ** -9);
      // The shown weights and losses add up to the loss of the row.
      const row = [...segments].map((code, i) => (i >= render.firstSupervised ? code : 0));
      const [weights] = tokenWeights([row], {
        alpha: scalars.alpha!,
        reduction: 'sample',
        missing: 'renorm',
      });
      const weighted = weights!.reduce(
        (sum, weight, i) => (weight === 0 ? sum : sum - weight * logprobs[i]!),
        0,
      );
      const alpha = result === 0 ? 1 : think === 0 ? 0 : scalars.alpha!;
      const loss =
        (think > 0 ? alpha * scalars.loss_think! : 0) + (result > 0 ? (1 - alpha) * scalars.loss_call! : 0);
      expect(Math.abs(weighted - loss)).toBeLessThan(2 ** -9);
    }
  }
});
