/** Hashes of texts and values: equal for what is equal, and for nothing else that anybody will meet. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual, type JsonValue } from '../../../src/core/json.ts';
import { foldText, hashOfFolded, hashWord, ValueHash } from '../../../src/core/text/valueHash.ts';

const hashOf = (value: JsonValue) => new ValueHash().addValue(value).value;
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

/** The value with the keys of its objects the other way round. */
function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe('the hash of a value', () => {
  it('does not depend on the order of keys, but on everything else', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(hashOf(turned(a))).toBe(hashOf(a));
        if (!deepEqual(a, b)) expect(hashOf(a)).not.toBe(hashOf(b));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('tells types and nesting apart', () => {
    const values: JsonValue[] = [
      '1',
      1,
      true,
      null,
      'true',
      'null',
      '',
      [],
      {},
      [[]],
      [1],
      ['1'],
      { 1: 1 },
      { a: 1 },
    ];
    values.push(
      { a: { b: 1 } },
      { a: { b: 1 }, b: 1 },
      { b: { a: 1 } },
      [1, 2],
      [2, 1],
      [[1], 2],
      '{"a":1}',
      'ab',
      'ba',
    );
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });

  it('is the same on every machine: suppressions and baselines are kept in files', () => {
    expect(hashWord(hashOf({ city: 'Oslo', days: [1, 2.5, null, true], é: '東京😀' }))).toBe(
      '0724e13b1c4b3e',
    );
  });

  it('does not collide among a million short texts', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 1_000_000; i++) seen.add(new ValueHash().addText(`Weather on day ${i}?`).value);
    expect(seen.size).toBe(1_000_000);
  });
});

describe('gathering', () => {
  it('keeps the order of parts, but for those that are added loose', () => {
    const part = (text: string) => new ValueHash().addText(text);
    const ordered = (...texts: string[]) =>
      texts.reduce((sum, text) => sum.addText(text), new ValueHash()).value;
    const loose = (...texts: string[]) =>
      texts.reduce((sum, text) => sum.addLoose(part(text)), new ValueHash()).value;
    expect(ordered('a', 'b')).not.toBe(ordered('b', 'a'));
    expect(ordered('ab', '')).not.toBe(ordered('a', 'b'));
    expect(loose('a', 'b', 'c')).toBe(loose('c', 'a', 'b'));
    expect(loose('a', 'a', 'b')).not.toBe(loose('a', 'b', 'b'));
    expect(loose('a')).not.toBe(loose('a', 'a'));
  });
});

describe('folding', () => {
  it('leaves out letter case, the width of spaces, and marks at the end', () => {
    for (const text of [
      '  Weather in\tOSLO?',
      'weather in Oslo',
      'Weather  in Oslo ?! ',
      'weather\u00a0in\u3000oslo。',
    ])
      expect(foldText(text)).toBe('weather in oslo');
    for (const [a, b] of [
      ['3.5 miles', '35 miles'],
      ['Oslo, Bergen', 'Oslo Bergen'],
      ['-5', '5'],
      ['Él', 'él'],
    ] as const)
      expect(foldText(a)).not.toBe(foldText(b));
  });

  it('property: the hash is that of the folded text, made without it', () => {
    const unit = fc.constantFrom(
      'a',
      'B',
      ' ',
      '\t',
      '\u00a0',
      '\u3000',
      '.',
      '?',
      '！',
      'é',
      'Ж',
      '😀',
      '0',
      '-',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const folded = foldText(text);
        expect(hashOfFolded(text)).toBe(hashOfFolded(folded));
        expect(foldText(folded)).toBe(folded);
      }),
      { seed: 2, numRuns: 5000 },
    );
  });

  it('takes time in proportion to hostile text', () => {
    const time = (length: number) => {
      const text = `${'.'.repeat(length)}x${' ?'.repeat(length)}`;
      const start = performance.now();
      hashOfFolded(text);
      foldText(text);
      return performance.now() - start;
    };
    const best = (length: number) => Math.min(...Array.from({ length: 5 }, () => time(length)));
    best(1000);
    expect(best(400_000)).toBeLessThan(100 * Math.max(0.5, best(40_000)));
  });
});
