// Recorded samples and whole runs as the heatmap tells them.
import { afterAll, describe, expect, it } from 'vitest';
import { boundsOf, boundsOfVisits, heatOfTrace, lossOfRun } from '../../../src/core/heat/fromTrace.ts';
import { rankSamples, summaryOf } from '../../../src/core/heat/ranking.ts';
import { sampleSums } from '../../../src/core/heat/segmentSums.ts';
import { weightsOf } from '../../../src/core/heat/tokenValues.ts';
import { isFault } from '../../../src/core/trace/fault.ts';
import { TraceRun } from '../../../src/core/trace/run.ts';
import { traceFilesIn } from '../../../src/node/traceFiles.ts';

const files = traceFilesIn('test/suites/trace/demo.cstrace');
afterAll(() => files.close());

async function demo(): Promise<TraceRun> {
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  return run;
}

describe('a recorded sample', () => {
  it('has a value for each token of each visit, and what its trainer recorded', async () => {
    const run = await demo();
    const [key] = run.keys();
    const sample = await run.sample(key!);
    if (isFault(sample)) throw new Error(sample.message);
    const heat = heatOfTrace(sample, run.manifest, run.steps, undefined);
    expect(heat).toMatchObject({ key, origin: 'run' });
    expect(heat.visits.map(({ step, epoch }) => [step, epoch])).toEqual(
      run.visits(key!).map(({ step, epoch }) => [step, epoch]),
    );
    for (const { logprobs, alpha, recorded, loss } of heat.visits) {
      expect(loss).toEqual({ reduction: 'sample', missing: 'renorm', shares: undefined });
      expect(logprobs).toHaveLength(heat.starts.length);
      expect(alpha).toBeCloseTo(0.7, 6);
      expect(recorded.think).toBe(heat.segments.filter((code) => code === 1).length);
    }
    // Nothing is linked without a record.
    expect(heat.linked.some(Boolean)).toBe(false);
    expect(heat.stale.some(Boolean)).toBe(false);
  });

  it('knows the whole step, where the run says it', async () => {
    const run = await demo();
    const [key] = run.keys();
    const sample = await run.sample(key!);
    if (isFault(sample)) throw new Error(sample.message);
    const steps = run.steps.map((step) => ({ ...step, samples: 4, think: 300, call: 60 }));
    const heat = heatOfTrace(sample, run.manifest, steps, undefined);
    expect(heat.visits[0]!.window).toEqual({ rows: 4, think: 300, result: 60 });
  });
});

describe('a recorded run of plain fine-tuning', () => {
  const plainFiles = traceFilesIn('examples/runs/calls-small-sft.cstrace');
  afterAll(() => plainFiles.close());

  it('weighs every token the same, in its samples, its bounds and its ranking', async () => {
    const run = await TraceRun.open(plainFiles);
    if (isFault(run)) throw new Error(run.message);
    let [low, high, shown, shared] = [Infinity, 0, 0, 0];
    for (const key of run.keys()) {
      const sample = await run.sample(key);
      if (isFault(sample) || sample.visits.length === 0) continue;
      const heat = heatOfTrace(sample, run.manifest, run.steps, undefined);
      const visit = heat.visits.at(-1)!;
      const { weights, sft } = weightsOf(heat, visit);
      const given = [...weights].filter((weight) => !Number.isNaN(weight));
      expect(new Set(given)).toEqual(new Set([Math.fround(sft)]));
      [low, high] = [Math.min(low, sft), Math.max(high, sft)];
      const { result } = sampleSums(heat, visit);
      const { callShare } = summaryOf(run.visits(key), lossOfRun(run))!;
      if (callShare !== undefined) {
        expect(callShare).toBeCloseTo(result.lossShare, 2);
        shared++;
      }
      shown++;
    }
    expect(shown).toBeGreaterThan(100);
    expect(shared).toBe(shown);
    const { weight } = boundsOf(run);
    expect(weight[0]).toBeCloseTo(low, 7);
    expect(weight[1]).toBeCloseTo(high, 7);
  });
});

describe('a run', () => {
  it('of a static ratio without shares divides by those of all tokens so far', async () => {
    const run = await demo();
    const [key] = run.keys();
    const sample = await run.sample(key!);
    if (isFault(sample)) throw new Error(sample.message);
    const { manifest } = run;
    const ratio = { ...manifest, loss: { ...manifest.loss, reduction: 'static-ratio' } };
    const steps = run.steps.map((step, i) => ({ ...step, samples: 4, think: 300, call: 100 + 100 * i }));
    const heat = heatOfTrace(sample, ratio, steps, undefined);
    const shares = heat.visits.map(({ window }) => window!.shares!);
    const at = heat.visits.map(({ step }) => steps.findIndex((one) => one.step === step));
    for (const [i, upTo] of at.entries()) {
      const seen = steps.slice(0, upTo + 1);
      const [think, call] = [300 * seen.length, seen.reduce((sum, step) => sum + step.call, 0)];
      expect(shares[i]![0]).toBeCloseTo(think / (think + call), 12);
      expect(shares[i]![0] + shares[i]![1]).toBeCloseTo(1, 12);
    }
    const last = heat.visits.at(-1)!;
    const { weights } = weightsOf(heat, last);
    const thought = heat.segments.findIndex((code, i) => code === 1 && i >= heat.firstSupervised);
    const { think, result } = last.window!;
    expect(weights[thought]).toBeCloseTo(last.alpha / last.window!.shares![0] / (think + result), 7);
  });

  it('of whole steps is bounded and ranked by what its steps hold', () => {
    const visit = {
      step: 3,
      epoch: 0,
      attempt: 0,
      scalars: { n_think: 90, n_call: 10, loss_think: 0.5, loss_call: 0.5, alpha: 0.7 },
    };
    const of = {
      loss: { reduction: 'batch', missing: 'renorm' },
      alpha: 0.7,
      windowOf: (step: number) => (step === 3 ? { rows: 4, think: 300, result: 100 } : undefined),
    } as const;
    const { weight } = boundsOfVisits([visit], of);
    expect(weight).toEqual([0.7 / 300, (1 - 0.7) / 100]);
    const share = summaryOf([visit], of)!.callShare!;
    expect(share).toBeCloseTo((10 * weight[1]) / (90 * weight[0] + 10 * weight[1]), 9);
  });

  it('bounds colours by what all of its visits hold', async () => {
    const run = await demo();
    const { weight, loss } = boundsOf(run);
    let [low, high] = [Infinity, 0];
    const losses: number[] = [];
    for (const key of run.keys())
      for (const { scalars } of run.visits(key)) {
        const { n_think, n_call, loss_think, loss_call } = scalars as Record<string, number>;
        const think = n_call! > 0 ? 0.7 : 1;
        const call = n_think! > 0 ? 0.3 : 1;
        const weights = [
          ...(n_think! > 0 ? [think / n_think!] : []),
          ...(n_call! > 0 ? [call / n_call!] : []),
        ];
        low = Math.min(low, ...weights);
        high = Math.max(high, ...weights);
        losses.push(...[loss_think!, loss_call!].filter((value) => value > 0));
      }
    expect(weight[0]).toBeCloseTo(low, 6);
    expect(weight[1]).toBeCloseTo(high, 6);
    const below = losses.filter((value) => value < loss).length;
    expect(Math.abs(below - losses.length / 2)).toBeLessThanOrEqual(1);
    expect(losses).toContain(loss);
  });

  it('ranks its samples, those whose call is predicted worst first', async () => {
    const run = await demo();
    const ranked = rankSamples(run);
    expect(ranked).toHaveLength(run.counts.renders);
    const losses = ranked.map(({ lossCall }) => lossCall ?? -1);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    for (const { key, drop, visits } of ranked) {
      const calls = run.visits(key).map(({ scalars }) => scalars['loss_call']!);
      expect(visits).toBe(calls.length);
      if (drop !== undefined) expect(drop).toBeCloseTo(calls[0]! - calls.at(-1)!, 5);
    }
  });

  it('says of a sample how its last visit went', () => {
    const visit = (loss_call: number, loss_think = 0.5) => ({
      step: 1,
      epoch: 0,
      attempt: 0,
      scalars: { n_think: 90, n_call: 10, loss_think, loss_call, alpha: 0.7 },
    });
    expect(summaryOf([])).toBeUndefined();
    expect(summaryOf([visit(0.5)])).toEqual({
      visits: 1,
      callShare: expect.closeTo(0.3, 9) as number,
      lossCall: 0.5,
      change: undefined,
    });
    const two = summaryOf([visit(0.9), visit(0.2)])!;
    expect(two.change).toBeCloseTo(-0.7, 9);
    expect(two.callShare).toBeCloseTo(0.06 / 0.41, 9);
    // Without a thought all of the loss is the call's; without a loss nobody has a share.
    const bare = { ...visit(0.2), scalars: { ...visit(0.2).scalars, n_think: 0 } };
    expect(summaryOf([bare])!.callShare).toBe(1);
    expect(summaryOf([visit(0, 0)])!.callShare).toBeUndefined();
  });
});
