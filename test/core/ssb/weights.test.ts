// Weights of tokens under SSB: by the formulas of the method, and by the vectors of the trainer's package.
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BalanceOptions,
  type Missing,
  type Reduction,
  rowWeights,
  tokenWeights,
} from '../../../src/core/ssb/weights.ts';

const base: BalanceOptions = { alpha: 0.7, reduction: 'sample', missing: 'renorm' };
const list = (rows: readonly Float64Array[]) => rows.map((row) => [...row]);
const sum = (rows: readonly Float64Array[]) => rows.flatMap((row) => [...row]).reduce((a, b) => a + b, 0);

describe('the weight of a token', () => {
  it('is α over the thought and 1−α over call, answer and struct', () => {
    const [weights] = tokenWeights([[0, 1, 1, 1, 2, 3, 4, 5, 6]], { ...base, alpha: 0.75 });
    expect([...weights!]).toEqual([0, 0.25, 0.25, 0.25, 0.25 / 3, 0.25 / 3, 0.25 / 3, 0, 0]);
  });

  it('does not depend on the straddle bit', () => {
    expect(list(tokenWeights([[0x81, 0x82, 0x84, 0x80]], base))).toEqual(
      list(tokenWeights([[1, 2, 4, 0]], base)),
    );
  });

  it('counts answers alike by sample, and tokens alike by batch', () => {
    const rows = [
      [1, 1, 1, 1, 2],
      [1, 2, 2],
    ];
    expect(list(tokenWeights(rows, { ...base, alpha: 0.5 }))).toEqual([
      [0.0625, 0.0625, 0.0625, 0.0625, 0.25],
      [0.25, 0.125, 0.125],
    ]);
    expect(list(tokenWeights(rows, { ...base, alpha: 0.5, reduction: 'batch' }))).toEqual([
      [0.1, 0.1, 0.1, 0.1, 0.5 / 3],
      [0.1, 0.5 / 3, 0.5 / 3],
    ]);
  });

  it('gives what is present everything, or leaves the row out', () => {
    const rows = [
      [1, 1],
      [1, 2],
    ];
    expect(list(tokenWeights(rows, { ...base, alpha: 0.5 }))).toEqual([
      [0.25, 0.25],
      [0.25, 0.25],
    ]);
    expect(list(tokenWeights(rows, { ...base, alpha: 0.5, missing: 'skip' }))).toEqual([
      [0, 0],
      [0.5, 0.5],
    ]);
  });

  it('follows given shares and items under static-ratio', () => {
    const [weights] = tokenWeights([[1, 2]], {
      ...base,
      reduction: 'static-ratio',
      shares: [0.875, 0.125],
      numItems: 100,
    });
    expect([...weights!]).toEqual([0.7 / 0.875 / 100, (1 - 0.7) / 0.125 / 100]);
  });

  it('has the ratios that the paper implies at its means', () => {
    const think = 350.74;
    const call = 31.07;
    const [row] = rowWeights([{ think, result: call }], base);
    expect(row!.think * (think + call)).toBeCloseTo(0.762, 3);
    expect(row!.result * (think + call)).toBeCloseTo(3.686, 2);
  });

  it.each([
    [{ alpha: 1.5 }, 'alpha is 1.5'],
    [{ alpha: NaN }, 'alpha is NaN'],
    [{ shares: [0.5, 0.6] as const }, 'shares are 0.5 and 0.6'],
    [{ numItems: 0 }, 'supervised tokens is 0'],
  ])('refuses %j with a sentence', (wrong, words) => {
    expect(() => tokenWeights([[1]], { ...base, ...wrong })).toThrow(words);
  });
});

describe('for all rows', () => {
  const rows = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 30 }), { maxLength: 8 });
  const options = fc.record({
    alpha: fc.double({ min: 0, max: 1, noNaN: true }),
    reduction: fc.constantFrom<Reduction>('sample', 'batch', 'static-ratio'),
    missing: fc.constantFrom<Missing>('renorm', 'skip'),
  });

  it('the weights sum to 1, or to 0 where no row counts', () => {
    fc.assert(
      fc.property(rows, options, (rows, options) => {
        const counts = rows.some((row) => {
          const think = row.includes(1);
          const result = row.some((code) => code >= 2 && code <= 4);
          return options.missing === 'skip' ? think && result : think || result;
        });
        expect(sum(tokenWeights(rows, options))).toBeCloseTo(counts ? 1 : 0, 10);
      }),
      { seed: 20, numRuns: 500 },
    );
  });

  it('α = N_t/N under batch is SFT', () => {
    fc.assert(
      fc.property(rows, (rows) => {
        const codes = rows.flat();
        const think = codes.filter((code) => code === 1).length;
        const total = codes.filter((code) => code >= 1 && code <= 4).length;
        fc.pre(think > 0 && think < total);
        for (const row of tokenWeights(rows, { ...base, reduction: 'batch', alpha: think / total }))
          for (const weight of row) if (weight !== 0) expect(weight).toBeCloseTo(1 / total, 12);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it('batch and static-ratio without given shares are the same', () => {
    fc.assert(
      fc.property(rows, options, (rows, options) => {
        const batch = tokenWeights(rows, { ...options, reduction: 'batch' });
        tokenWeights(rows, { ...options, reduction: 'static-ratio' }).forEach((row, i) =>
          row.forEach((weight, j) => expect(weight).toBeCloseTo(batch[i]![j]!, 12)),
        );
      }),
      { seed: 22, numRuns: 200 },
    );
  });
});

const vectors = 'test/suites/ssb/vectors.json';

interface Vector {
  readonly name: string;
  readonly segments: readonly (readonly number[])[];
  readonly alpha: number;
  readonly reduction: Reduction;
  readonly missing: Missing;
  readonly shares: readonly [number, number] | null;
  readonly numItems: number | null;
  readonly weights: readonly (readonly string[])[];
}

describe.skipIf(!existsSync(vectors))('the vectors of the trainer', () => {
  it('give the same doubles', () => {
    const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as { cases: Vector[] };
    expect(cases.length).toBeGreaterThan(50);
    for (const { name, segments, weights, shares, numItems, alpha, reduction, missing } of cases) {
      const options = {
        alpha,
        reduction,
        missing,
        ...(shares && { shares }),
        ...(numItems !== null && { numItems }),
      };
      expect(list(tokenWeights(segments, options)), `${name}, ${reduction}, ${missing}`).toEqual(
        weights.map((row) => row.map(Number)),
      );
    }
  });
});
