/** Steps of the ramp: domains that do not depend on the sample, scalings, constants, thresholds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  domainOf,
  levelCount,
  levelsOf,
  middleLevel,
  positionOf,
  valueAt,
} from '../../../src/core/heat/levels.ts';
import { measures } from '../../../src/core/heat/measureTable.ts';

const bounds = { weight: [0.001, 0.02], loss: 0.9 } as const;
const weight = domainOf('weight', bounds);
const ratio = domainOf('ratio', bounds);
const change = domainOf('loss', bounds, true);

describe('a domain', () => {
  it('comes from the run alone', () => {
    expect(Object.fromEntries(measures.map(({ id }) => [id, domainOf(id, bounds).high]))).toEqual({
      weight: 0.02,
      loss: 4,
      entropy: 4,
      contribution: 0.08,
      share: 0.08,
      gradient: Math.SQRT2,
      pull: 0.02 * Math.SQRT2,
      ratio: 8,
    });
    expect(ratio).toMatchObject({ low: 1 / 8, centre: 1, isRatio: true });
    expect(change).toMatchObject({ low: -2, high: 2, centre: 0 });
  });

  it('is there for a run without losses', () => {
    expect(domainOf('loss', { weight: [0, 0], loss: 0 }).high).toBeGreaterThan(0);
    expect(domainOf('weight', { weight: [0, 0], loss: 0 }).high).toBe(1);
  });
});

describe('levels', () => {
  const of = (numbers: number[], ...rest: [typeof weight, 'linear' | 'log' | 'rank', number?]) => [
    ...levelsOf(Float32Array.from(numbers), ...rest),
  ];

  it('run from the first to the last, and no farther', () => {
    expect(of([0, 0.01, 0.02, 1], weight, 'linear')).toEqual([1, middleLevel, levelCount, levelCount]);
    expect(of([0, 0.00002, 0.02, 1], weight, 'log')).toEqual([1, 1, levelCount, levelCount]);
  });

  it('diverge around the centre', () => {
    expect(of([1 / 8, 1, 8, 0, 100], ratio, 'log')).toEqual([1, middleLevel, levelCount, 1, levelCount]);
    expect(of([-2, -1, 0, 1, 2], change, 'linear')).toEqual([1, 9, middleLevel, 25, levelCount]);
    expect(of([1 / 8, 1, 8], ratio, 'linear')).toEqual([1, middleLevel, levelCount]);
  });

  it('have no colour for NaN and below the threshold', () => {
    expect(of([NaN, 0.004, 0.006], weight, 'linear', 0.005)).toEqual([0, 0, 11]);
    expect(of([-1.5, -0.5, 0.5, 1.5], change, 'linear', 1)).toEqual([5, 0, 0, 29]);
  });

  it('of a constant are drawn, in every scaling', () => {
    for (const scaling of ['linear', 'log', 'rank'] as const)
      for (const domain of [weight, ratio, change])
        expect(of([0.01, 0.01, 0.01], domain, scaling)[0]).toBeGreaterThan(0);
    expect(of([0.01, 0.01], weight, 'rank')).toEqual([middleLevel, middleLevel]);
    expect(of([0], weight, 'rank')).toEqual([middleLevel]);
  });

  it('by rank have equal ones for equal values', () => {
    expect(of([5, 1, 3, 3], weight, 'rank')).toEqual([levelCount, 1, middleLevel, middleLevel]);
  });

  const anyValues = fc.array(fc.oneof(fc.float({ noDefaultInfinity: true }), fc.constant(0)), {
    maxLength: 40,
  });

  it('never fall while values rise', () => {
    fc.assert(
      fc.property(
        anyValues,
        fc.constantFrom('linear', 'log', 'rank' as const),
        fc.constantFrom(weight, ratio, change),
        (numbers, scaling, domain) => {
          // What is no difference is never negative.
          const able = numbers.map((value) => (domain.centre === 0 ? value : Math.abs(value)));
          const sorted = able.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
          const levels = of(sorted, domain, scaling);
          for (let i = 1; i < levels.length; i++) if (levels[i]! < levels[i - 1]!) return false;
          return levels.every((level) => level >= 1 && level <= levelCount);
        },
      ),
    );
  });

  it('and values lead back to each other', () => {
    for (const scaling of ['linear', 'log'] as const)
      for (const domain of [weight, ratio, change])
        for (const position of domain.centre === undefined ? [0.2, 0.5, 1] : [-1, -0.4, 0.3, 1])
          expect(positionOf(domain, scaling)(valueAt(domain, scaling, position))).toBeCloseTo(position, 9);
  });
});
