/** The weights of SSB from token counts, against the figures of the paper. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SegmentCounts,
  SegmentStatistics,
  sftWeights,
  sharesOf,
  ssbWeights,
} from '../../../src/core/ssb/shares.ts';

describe('shares', () => {
  it('are the paper’s at its mean lengths', () => {
    const { sft, ssb, ratio } = sharesOf({ think: 350.74, result: 31.07 }, 0.7);
    expect(sft.result).toBeCloseTo(0.081, 3);
    expect(ssb.result).toBeCloseTo(0.3, 12);
    expect(ratio.think).toBeCloseTo(0.762, 3);
    expect(ratio.result).toBeCloseTo(3.687, 3);
  });

  it('are those of SFT where α is the thought’s part of the tokens', () => {
    const counts = { think: 90, result: 10 };
    const weights = ssbWeights(counts, 0.9);
    expect(weights.think).toBeCloseTo(sftWeights(counts).think, 12);
    expect(weights.result).toBeCloseTo(sftWeights(counts).result, 12);
  });

  it('leave all weight to the segment that is there', () => {
    expect(ssbWeights({ think: 0, result: 4 }, 0.7)).toEqual({ think: 0, result: 0.25 });
    expect(ssbWeights({ think: 4, result: 0 }, 0.7)).toEqual({ think: 0.25, result: 0 });
    expect(sharesOf({ think: 0, result: 0 }, 0.7)).toEqual({
      sft: { think: 0, result: 0 },
      ssb: { think: 0, result: 0 },
      ratio: { think: 0, result: 0 },
    });
  });

  it('add up to 1 for every sample with a token', () => {
    const counts = fc.record({ think: fc.nat(5000), result: fc.nat(500) });
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (one: SegmentCounts, alpha) => {
        fc.pre(one.think + one.result > 0);
        const { think, result } = ssbWeights(one, alpha);
        expect(think * one.think + result * one.result).toBeCloseTo(1, 9);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

it('statistics tell mean, median and what is missing', () => {
  const statistics = new SegmentStatistics();
  for (const [think, result] of [
    [10, 2],
    [0, 4],
    [20, 0],
    [30, 2],
  ] as const)
    statistics.add({ think, result });
  expect(statistics.samples).toBe(4);
  expect(statistics.total).toEqual({ think: 60, result: 8 });
  expect(statistics.perSample).toEqual({ mean: { think: 15, result: 2 }, median: { think: 15, result: 2 } });
  expect(statistics.without).toEqual({ think: 1, result: 1 });
  expect(new SegmentStatistics().perSample).toBeUndefined();
});
