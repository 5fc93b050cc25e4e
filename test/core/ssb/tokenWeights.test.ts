/** Weights of tokens: the Python package's to the last bit, and the formulas of the paper. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Missing,
  reductions,
  type Reduction,
  tokenWeights,
  type WeightOptions,
} from '../../../src/core/ssb/tokenWeights.ts';

interface Case {
  readonly name: string;
  readonly segments: readonly (readonly number[])[];
  readonly alpha: number;
  readonly reduction: Reduction;
  readonly missing: Missing;
  readonly shares: readonly [number, number] | null;
  readonly numItems: number | null;
  readonly weights: readonly (readonly string[])[];
}

const file = path.join(import.meta.dirname, '../../suites/ssb/vectors.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

const optionsOf = ({ alpha, reduction, missing, shares, numItems }: Case): WeightOptions => ({
  alpha,
  reduction,
  missing,
  ...(shares && { shares }),
  ...(numItems !== null && { items: numItems }),
});

describe('weights of tokens', () => {
  it(`are the Python package's in its ${cases.length} cases, to the last bit`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    for (const one of cases) {
      const ours = tokenWeights(one.segments, optionsOf(one)).map((row) => Array.from(row));
      const theirs = one.weights.map((row) => row.map(Number));
      expect({ name: one.name, weights: ours }).toEqual({ name: one.name, weights: theirs });
    }
  });

  const rows = fc.array(fc.array(fc.nat(6), { maxLength: 12 }), { minLength: 1, maxLength: 6 });
  const sum = (weights: readonly Float64Array[]) =>
    weights.reduce((all, row) => all + row.reduce((a, b) => a + b, 0), 0);

  it('add up to 1 wherever a row counts', () => {
    const options = fc.record({
      alpha: fc.double({ min: 0, max: 1, noNaN: true }),
      reduction: fc.constantFrom<Reduction>(...reductions),
      missing: fc.constantFrom<Missing>('renorm', 'skip'),
    });
    fc.assert(
      fc.property(rows, options, (segments, one) => {
        const counts = segments.some((row) => {
          const [think, result] = [row.includes(1), row.some((code) => code >= 2 && code <= 4)];
          return one.missing === 'skip' ? think && result : think || result;
        });
        expect(sum(tokenWeights(segments, one))).toBeCloseTo(counts ? 1 : 0, 9);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('are plain fine-tuning where α is the thought’s part of the tokens', () => {
    const row = [0, 1, 1, 1, 2, 4];
    const [weights] = tokenWeights([row], { alpha: 3 / 5, reduction: 'sample', missing: 'renorm' });
    for (const [i, weight] of weights!.entries()) expect(weight).toBeCloseTo(row[i] === 0 ? 0 : 1 / 5, 12);
  });

  it('of the reduction by samples do not depend on how samples are grouped', () => {
    const options = { alpha: 0.7, reduction: 'sample', missing: 'renorm' } as const;
    const [a, b] = [
      [1, 1, 2],
      [1, 2, 2, 2],
    ];
    const together = tokenWeights([a, b], options);
    const [alone] = tokenWeights([a], options);
    expect(Array.from(together[0]!, (weight) => 2 * weight)).toEqual(Array.from(alone!));
  });
});
