/** Values of measures: the formulas, what is missing, and the sums of a real run. */
import { describe, expect, it } from 'vitest';
import type { HeatVisit } from '../../../src/core/heat/heatSample.ts';
import { heatReasons, measures } from '../../../src/core/heat/measureTable.ts';
import { checkSums, sampleSums } from '../../../src/core/heat/segmentSums.ts';
import {
  availableMeasures,
  differenceOf,
  isSupervised,
  valuesOf,
  weightsOf,
} from '../../../src/core/heat/tokenValues.ts';
import { tokenWeights } from '../../../src/core/ssb/tokenWeights.ts';
import { smallSample, smallVisit } from '../../support/heatSample.ts';
import { readDemoRun } from '../../support/heatSamples.ts';

const sample = smallSample([
  ['Q', 0],
  ['a', 1],
  ['b', 1],
  ['c', 1],
  ['f', 2],
  ['.', 4],
]);
const logprobs = Float32Array.of(NaN, -1, -2, -3, -0.5, 0);
const full = smallVisit({
  logprobs,
  entropies: Float32Array.of(NaN, 1, 2, 3, 4, 5),
  gradients: Float32Array.of(NaN, 1, 1, 1, 0.5, 0),
});
const values = (measure: Parameters<typeof valuesOf>[2], visit: HeatVisit = full, alpha?: number) =>
  [...valuesOf(sample, visit, measure, alpha).values].map((value) => Math.round(value * 1e4) / 1e4);

describe('the value of a token', () => {
  it('is NaN where it is not trained, whatever is measured', () => {
    for (const { id } of measures) expect(values(id)[0]).toBeNaN();
  });

  it('weight: α/N_t in the thought, (1 − α)/N_f after it', () => {
    expect(values('weight').slice(1)).toEqual([0.2333, 0.2333, 0.2333, 0.15, 0.15]);
    expect(values('weight', full, 0.4).slice(1)).toEqual([0.1333, 0.1333, 0.1333, 0.3, 0.3]);
  });

  it('ratio: times N', () => {
    expect(values('ratio').slice(1)).toEqual([1.1667, 1.1667, 1.1667, 0.75, 0.75]);
  });

  it('loss: −log p, and never −0', () => {
    expect(values('loss').slice(1)).toEqual([1, 2, 3, 0.5, 0]);
    expect(Object.is(valuesOf(sample, full, 'loss').values[5], 0)).toBe(true);
  });

  it('contribution and share: weight × loss, and its part of the sample’s', () => {
    const sum = (0.7 * 6) / 3 + 0.15 * 0.5;
    expect(values('contribution').slice(1)).toEqual([0.2333, 0.4667, 0.7, 0.075, 0]);
    const shares = valuesOf(sample, full, 'share').values.subarray(1);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(shares[2]).toBeCloseTo(0.7 / sum, 6);
  });

  it('entropy, gradient and weight × gradient are as recorded', () => {
    expect(values('entropy').slice(1)).toEqual([1, 2, 3, 4, 5]);
    expect(values('gradient').slice(1)).toEqual([1, 1, 1, 0.5, 0]);
    expect(values('pull').slice(1)).toEqual([0.2333, 0.2333, 0.2333, 0.075, 0]);
  });

  it('a sample without loss has no shares, but zeros that can be drawn', () => {
    const nothing = smallVisit({ logprobs: new Float32Array(6) });
    const { values: shares, reason } = valuesOf(sample, nothing, 'share');
    expect([...shares.subarray(1)]).toEqual([0, 0, 0, 0, 0]);
    expect(reason).toBe('noLoss');
  });

  it('a difference is taken token by token', () => {
    const later = smallVisit({ logprobs: logprobs.map((value) => value / 2) });
    const change = differenceOf(valuesOf(sample, later, 'loss'), valuesOf(sample, full, 'loss'));
    expect([...change.values.subarray(1)]).toEqual([-0.5, -1, -1.5, -0.25, 0]);
    const other = { values: new Float32Array(3), reason: undefined };
    expect(differenceOf(valuesOf(sample, full, 'loss'), other).reason).toBe('otherTokens');
  });
});

describe('weights', () => {
  it('are those of the code that the trainer is held to', () => {
    for (const alpha of [0, 0.31, 0.7, 1])
      expect([...weightsOf(sample, full, alpha).weights.subarray(1)]).toEqual(
        [...tokenWeights([sample.segments.subarray(1)], { alpha, ...smallVisit().loss })[0]!].map(
          Math.fround,
        ),
      );
  });

  it('as recorded are scaled to the sample; another α works them out anew', () => {
    const recorded = smallVisit({ weights: Float32Array.of(NaN, 0.02, 0.02, 0.02, 0.02, 0.02) });
    const { weights, from } = weightsOf(sample, recorded);
    expect(from).toBe('recorded');
    expect([...weights.subarray(1)]).toEqual(Array(5).fill(Math.fround(0.2)));
    expect(weightsOf(sample, recorded, 0.7)).toMatchObject({ from: 'computed' });
  });

  it('of a batch are of the whole step, and say so where the step is not known', () => {
    const loss = { reduction: 'batch', missing: 'renorm' } as const;
    const step = smallVisit({ loss, window: { rows: 4, think: 30, result: 10 } });
    const known = weightsOf(sample, step);
    expect(known.weights[1]).toBeCloseTo(0.7 / 30, 7);
    expect(known.weights[4]).toBeCloseTo(0.3 / 10, 7);
    expect(known.sft).toBeCloseTo(1 / 40, 7);
    const alone = weightsOf(sample, smallVisit({ loss }));
    expect(alone.reason).toBe('noWindow');
    expect(alone.weights.subarray(1).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  });

  it('of a static ratio divide by the shares that are known', () => {
    const loss = { reduction: 'static-ratio', missing: 'renorm' } as const;
    const step = smallVisit({ loss, window: { rows: 4, think: 30, result: 10 } });
    expect(weightsOf(sample, step).weights[1]).toBeCloseTo(0.7 / 0.75 / 40, 7);
    // Or by those of the data set, where the trainer was given them.
    const given = { ...step, loss: { ...loss, shares: [0.9, 0.1] as const } };
    const { weights } = weightsOf(sample, given);
    expect(weights[1]).toBeCloseTo(0.7 / 0.9 / 40, 7);
    expect(weights[4]).toBeCloseTo(0.3 / 0.1 / 40, 7);
    expect(weightsOf(sample, given, 0.5).weights[4]).toBeCloseTo(0.5 / 0.1 / 40, 7);
  });

  it('add up also where a token has no probability of its own', () => {
    // As scores have it where a token reaches over the end of the thought.
    const holed = smallVisit({
      logprobs: Float32Array.of(NaN, -1, -2, NaN, -0.5, 0),
      recorded: { think: 3, result: 2, lossThink: 1.5, lossResult: 0.25 },
    });
    const { think, result, loss } = sampleSums(sample, holed);
    expect([think.tokens, think.loss, result.loss]).toEqual([3, 1.5, 0.25]);
    expect(think.lossShare + result.lossShare).toBeCloseTo(1, 6);
    expect(loss).toBeCloseTo((0.7 / 3 + (2 * 0.7) / 3 + 0.5 * 0.15) / ((2 * 0.7) / 3 + 0.3), 6);
    expect(checkSums(sample, holed).filter(({ isEqual }) => !isEqual)).toEqual([]);
    const none = sampleSums(sample, smallVisit());
    expect([none.loss, none.think.loss, none.think.lossShare]).toEqual([NaN, NaN, NaN]);
  });

  it('of plain fine-tuning are all the same; an α that is tried on is one of SSB', () => {
    const loss = { reduction: 'token', missing: 'renorm' } as const;
    const plain = smallVisit({ loss, alpha: 0.9, window: { rows: 4, think: 30, result: 10 }, logprobs });
    const { weights, sft } = weightsOf(sample, plain);
    expect([...weights.subarray(1)]).toEqual(Array(5).fill(Math.fround(0.2)));
    expect(sft).toBe(0.2);
    expect(values('ratio', plain).slice(1)).toEqual([1, 1, 1, 1, 1]);
    const { result } = sampleSums(sample, plain);
    expect(result.weight).toBeCloseTo(result.sftWeight, 6);
    expect(result.lossShare).toBeCloseTo(result.sftLossShare, 6);
    expect(values('weight', plain, 0.7)).toEqual(values('weight', smallVisit(), 0.7));
  });

  it('go to the segment that is there, or to none', () => {
    const call = smallSample([
      ['f', 2],
      ['.', 4],
    ]);
    expect([...weightsOf(call, smallVisit()).weights]).toEqual([0.5, 0.5]);
    const skip = smallVisit({ loss: { reduction: 'sample', missing: 'skip' } });
    expect([...weightsOf(call, skip).weights]).toEqual([0, 0]);
    const prompt = smallSample([['Q', 0]]);
    expect(weightsOf(prompt, smallVisit()).reason).toBe('noSupervised');
  });
});

describe('a measure that is missing', () => {
  it('says why in a sentence', () => {
    const missing = (visit: HeatVisit) =>
      Object.fromEntries(
        availableMeasures({ ...sample, visits: [visit] }).map(({ measure, missing }) => [
          measure.id,
          missing,
        ]),
      );
    expect(missing(full)).toEqual(Object.fromEntries(measures.map(({ id }) => [id, undefined])));
    expect(missing(smallVisit())).toMatchObject({
      weight: undefined,
      ratio: undefined,
      loss: 'noLogprobs',
      share: 'noLogprobs',
      entropy: 'noEntropies',
      pull: 'noGradients',
    });
    for (const { words } of Object.values(heatReasons)) expect(words).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the demonstration run', () => {
  it('adds up to what the trainer recorded, at every visit of every sample', async () => {
    const { samples } = await readDemoRun();
    let compared = 0;
    for (const one of samples)
      for (const visit of one.visits) {
        const checks = checkSums(one, visit);
        expect(checks.map(({ what }) => what)).toEqual(['think', 'result', 'lossThink', 'lossResult']);
        expect(checks.filter(({ isEqual }) => !isEqual)).toEqual([]);
        compared += checks.length;
      }
    expect(compared).toBe(8 * 3 * 4);
  });

  it('has weights that add up to 1, and shares of its segments by α', async () => {
    const { samples } = await readDemoRun();
    for (const one of samples)
      for (const visit of one.visits) {
        const { weights } = weightsOf(one, visit);
        expect(weights.reduce((sum, value) => sum + (value || 0), 0)).toBeCloseTo(1, 5);
        const sums = sampleSums(one, visit);
        expect(sums.think.weight).toBeCloseTo(visit.alpha, 5);
        expect(sums.result.weight).toBeCloseTo(1 - visit.alpha, 5);
        const { lossThink, lossResult } = visit.recorded;
        const loss = visit.alpha * lossThink! + (1 - visit.alpha) * lossResult!;
        expect(Math.abs(sums.loss - loss)).toBeLessThan(loss * 2 ** -10);
        const contributions = valuesOf(one, visit, 'contribution').values;
        expect(contributions.reduce((sum, value) => sum + (value || 0), 0)).toBeCloseTo(sums.loss, 4);
        expect(isSupervised(one, one.firstSupervised - 1)).toBe(false);
      }
  });

  it('whose numbers were changed does not add up', async () => {
    const { samples } = await readDemoRun();
    const [one] = samples;
    const [visit] = one!.visits;
    const wrong = { ...visit!, logprobs: visit!.logprobs!.map((value) => value * 1.01) };
    expect(checkSums(one!, wrong).filter(({ isEqual }) => !isEqual)).toHaveLength(2);
  });
});
