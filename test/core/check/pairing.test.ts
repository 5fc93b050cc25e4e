// The assignment against trying every one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assign } from '../../../src/core/check/pairing.ts';

/** The least cost of giving each of the fewer side one of the other. */
function least(costs: readonly (readonly number[])[]): number {
  const columns = costs[0]?.length ?? 0;
  const search = (row: number, used: number, left: number): number => {
    if (row === costs.length) return left <= 0 ? 0 : Infinity;
    // Rows may stay without a column only when there are more rows than columns.
    let best = costs.length > columns ? search(row + 1, used, left) : Infinity;
    for (let j = 0; j < columns; j++) {
      if (used & (1 << j)) continue;
      best = Math.min(best, costs[row]![j]! + search(row + 1, used | (1 << j), left - 1));
    }
    return best;
  };
  return search(0, 0, Math.min(costs.length, columns));
}

it('is the cheapest, whatever the shape of the table', () => {
  const tables = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(tables, (costs) => {
      const found = assign(costs);
      expect(found).toHaveLength(costs.length);
      const taken = found.filter((column) => column >= 0);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken).toHaveLength(Math.min(costs.length, costs[0]?.length ?? 0));
      const cost = found.reduce((sum, column, row) => sum + (column < 0 ? 0 : costs[row]![column]!), 0);
      expect(cost).toBe(least(costs));
    }),
    { seed: 7, numRuns: 1_000 },
  );
});
