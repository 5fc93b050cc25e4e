// What SSB changes against plain fine-tuning: ratios, shares, and the loss at another α.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossAt, lossOfAlpha, lossShares, lossSlope, ratioToSft } from '../../../src/core/ssb/shares.ts';
import { type BalanceOptions, type Reduction, tokenWeights } from '../../../src/core/ssb/weights.ts';

const base: BalanceOptions = { alpha: 0.7, reduction: 'sample', missing: 'renorm' };
/** A row with the paper's mean lengths in whole tokens: 351 of thought, 30 of call, one that ends the turn. */
const paper = [...Array<number>(351).fill(1), ...Array<number>(30).fill(2), 4];

describe('against SFT', () => {
  it('a token of the thought weighs less, one of the call more', () => {
    const [ratios] = ratioToSft([[0, ...paper]], base);
    expect(ratios![0]).toBe(0);
    expect(ratios![1]).toBeCloseTo((0.7 * 382) / 351, 12);
    expect(ratios![360]).toBeCloseTo((0.3 * 382) / 31, 12);
  });

  it("the call's share of the weight rises from 8 to 29 percent, with its end to 30", () => {
    const shares = lossShares([paper], base);
    expect(shares.map(({ segment, tokens }) => [segment, tokens])).toEqual([
      ['think', 351],
      ['call', 30],
      ['answer', 0],
      ['struct', 1],
    ]);
    expect(shares.map(({ sft }) => sft)).toEqual([351 / 382, 30 / 382, 0, 1 / 382]);
    expect(shares[0]!.ssb).toBeCloseTo(0.7, 12);
    expect(shares[1]!.ssb + shares[3]!.ssb).toBeCloseTo(0.3, 12);
  });

  it('shares of the loss itself count what each token lost', () => {
    const shares = lossShares([[1, 1, 2, 0]], { ...base, alpha: 0.5 }, [[1, 3, 2, 100]]);
    expect(shares[0]).toEqual({ segment: 'think', tokens: 2, sft: 4 / 6, ssb: 0.5 });
    expect(shares[1]).toEqual({ segment: 'call', tokens: 1, sft: 2 / 6, ssb: 0.5 });
  });

  it('a token without a finite loss does not spoil the others', () => {
    const shares = lossShares([[1, 1, 2]], { ...base, alpha: 0.5 }, [[1, NaN, 1]]);
    expect(shares[0]!.sft).toBe(0.5);
  });

  it('no row has no shares', () => {
    expect(lossShares([], base).map(({ sft, ssb }) => [sft, ssb])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('the loss at another α', () => {
  it('moves between the two means; rows that lack a segment stay', () => {
    const loss = lossOfAlpha(
      [
        [0, 1, 1, 2],
        [0, 2, 4],
      ],
      [
        [9, 1, 3, 0.5],
        [9, 0.25, 0.75],
      ],
      base,
    );
    expect(loss).toEqual({ think: 1, result: 0.25, fixed: 0.25, sft: 5.5 / 5 });
    expect(lossAt(loss, 1)).toBe(1.25);
    expect(lossAt(loss, 0)).toBe(0.5);
    expect(lossSlope(loss)).toBe(0.75);
  });

  it('is the sum of weight times loss, for all rows and α', () => {
    const token = fc.record({
      code: fc.integer({ min: 0, max: 6 }),
      loss: fc.double({ min: 0, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(token, { maxLength: 12 }), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom<Reduction>('sample', 'batch', 'static-ratio'),
        (tokens, alpha, reduction) => {
          const rows = tokens.map((row) => row.map(({ code }) => code));
          const losses = tokens.map((row) => row.map(({ loss }) => loss));
          const weights = tokenWeights(rows, { ...base, reduction, alpha });
          const plain = weights.reduce(
            (sum, row, i) => sum + row.reduce((part, weight, j) => part + weight * losses[i]![j]!, 0),
            0,
          );
          expect(lossAt(lossOfAlpha(rows, losses, { ...base, reduction }), alpha)).toBeCloseTo(plain, 9);
        },
      ),
      { seed: 30, numRuns: 400 },
    );
  });
});
