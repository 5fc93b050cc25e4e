import { describe, expect, it } from 'vitest';
import { cleanRuns, maxFolds } from '../../../src/core/features/folding.ts';

/** The folds of a file written as a row: `.` a line without a finding, `x` one with. */
const folds = (row: string) =>
  cleanRuns(
    { start: 0, end: row.length },
    [...row].flatMap((c, i) => (c === 'x' ? [i] : [])),
  ).map(({ first, last }) => `${first}-${last}`);

describe('lines fold', () => {
  it('where three or more in a row have no finding', () => {
    expect(folds('...x..x....x')).toEqual(['0-2', '7-10']);
    expect(folds('.....')).toEqual(['0-4']);
    expect(folds('xxx')).toEqual([]);
    expect(folds('')).toEqual([]);
    expect(folds('..x...')).toEqual(['3-5']);
  });

  it('at most as often as the editor takes, the longest first', () => {
    const row = '...x'.repeat(maxFolds) + '.'.repeat(50);
    const found = folds(row);
    expect(found).toHaveLength(maxFolds);
    expect(found.at(-1)).toBe(`${row.length - 50}-${row.length - 1}`);
  });
});
