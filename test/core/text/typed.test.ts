import { expect, test } from 'vitest';
import { typedAt } from '../../../src/core/text/typed.ts';

test.each([
  { before: '[a(), ]', now: '[a(), ]', column: 6, typed: 0 },
  { before: '[a(), ]', now: '[a(), res]', column: 6, typed: 3 },
  { before: '', now: 'x', column: 0, typed: 1 },
  // The same letter as the one that follows: as long as it reads the same, it does not matter which one is new.
  { before: 'aa', now: 'aaa', column: 1, typed: 1 },
  { before: '[a(), ]', now: '[a(),]', column: 6, typed: undefined },
  { before: '[a(), ]', now: '[b(), res]', column: 6, typed: undefined },
  { before: '[a(), ]', now: '[a(), res', column: 6, typed: undefined },
])('$before becomes $now at $column', ({ before, now, column, typed }) => {
  expect(typedAt(before, now, column)).toBe(typed);
});
