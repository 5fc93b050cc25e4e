/** Keys by number, against a map. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyTable } from '../../../src/core/trace/keyTable.ts';

it('numbers keys as a map of their texts does', () => {
  const key = fc.uint8Array({ minLength: 4, maxLength: 4, max: 3 });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), (keys) => {
      const [table, map] = [new KeyTable(4), new Map<string, number>()];
      for (const one of keys) {
        const text = one.join();
        if (!map.has(text)) map.set(text, map.size);
        expect(table.add(one)).toBe(map.get(text));
      }
      expect(table.count).toBe(map.size);
      for (const [text, number] of map) expect([...table.key(number)].join()).toBe(text);
      for (const one of keys) expect(table.find(one)).toBe(map.get(one.join()));
      expect(table.find(Uint8Array.of(9, 9, 9, 9))).toBeUndefined();
    }),
    { seed: 12, numRuns: 100 },
  );
});

it('takes a key out of the middle of bytes', () => {
  const table = new KeyTable(2);
  const bytes = Uint8Array.of(0, 1, 2, 3, 1, 2);
  expect([table.add(bytes, 1), table.add(bytes, 2), table.add(bytes, 4)]).toEqual([0, 1, 0]);
});
