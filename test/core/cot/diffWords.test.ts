/** The difference of two lists of calls, as a person reads it. */
import { describe, expect, it } from 'vitest';
import { type ComparedCall, diffCalls } from '../../../src/core/cot/callDiff.ts';
import { callDiffLines } from '../../../src/core/cot/diffWords.ts';

const call = (name: string, args: ComparedCall['arguments'] = {}): ComparedCall => ({
  name,
  arguments: args,
});
const lines = (before: ComparedCall[], after: ComparedCall[]) => callDiffLines(diffCalls(before, after));

describe('a difference in words', () => {
  it('says arguments that changed, came and went', () => {
    expect(
      lines([call('weather', { city: 'Oslo', unit: 'C' })], [call('weather', { city: 'Bergen', days: 3 })]),
    ).toEqual(['weather: city "Oslo" → "Bergen", − unit "C", + days 3']);
  });

  it('goes down to the value that differs', () => {
    expect(
      lines(
        [call('book', { guests: [{ name: 'Ada' }, { name: 'Lin' }] })],
        [call('book', { guests: [{ name: 'Ada' }, { name: 'Liv' }] })],
      ),
    ).toEqual(['book: guests[1].name "Lin" → "Liv"']);
  });

  it('says calls that came, went and are of another function', () => {
    expect(lines([call('a', { x: 1 })], [call('b', { x: 1 })])).toEqual(['a → b']);
    expect(lines([call('a', { x: 1 }), call('b')], [call('a', { x: 1 })])).toEqual(['− b']);
    expect(lines([call('a', { x: 1 })], [call('a', { x: 1 }), call('c')])).toEqual(['+ c']);
  });

  it('says when only the order differs, and nothing when nothing does', () => {
    const [a, b] = [call('a', { x: 1 }), call('b', { y: 2 })];
    expect(lines([a, b], [b, a])).toEqual(['the same calls in another order']);
    expect(lines([a, b], [a, b])).toEqual([]);
  });

  it('cuts long values', () => {
    const [line] = lines([call('a', { x: 'y'.repeat(500) })], [call('a', { x: 'z' })]);
    expect(line!.length).toBeLessThan(90);
  });
});
