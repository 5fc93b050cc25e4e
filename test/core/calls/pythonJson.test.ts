import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pythonToJson } from '../../../src/core/calls/pythonJson.ts';
import { readPythonLiteral } from '../../../src/core/calls/pythonLiteral.ts';
import type { JsonValue } from '../../../src/core/json.ts';

/** A value as Python's repr writes it, as far as the fast way goes (no backslashes). */
function repr(value: JsonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
    .join(', ')}}`;
}

const word = fc.string({
  unit: fc.constantFrom('a', 'T', 'None', ' ', ',', ':', '"', 'é', '{', "it's"),
  maxLength: 6,
});
const plainWord = word.filter((text) => !(text.includes('"') && text.includes("'")));
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    plainWord,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      plainWord.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe('Python literals by way of JSON', () => {
  test('what repr writes becomes JSON of the same value', () => {
    fc.assert(
      fc.property(value, (wanted) => {
        const text = repr(wanted);
        const json = pythonToJson(text, 0, text.length);
        expect(json).toBeDefined();
        expect(JSON.parse(json!)).toEqual(wanted);
      }),
      { seed: 20260719, numRuns: 2000 },
    );
  });

  test('text of any kind is either refused, no JSON, or read as the reader with places reads it', () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      'a',
      'True',
      'Tru',
      'None',
      'null',
      '1',
      '.',
      'e',
      '-',
      '_',
      '\\',
      '(',
      ')',
      '#',
      '\n',
      '"""',
    );
    let compared = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const json = pythonToJson(text, 0, text.length);
        if (json === undefined) return;
        let fast: JsonValue;
        try {
          fast = JSON.parse(json) as JsonValue;
        } catch {
          // Then the reader with places is asked instead.
          return;
        }
        compared++;
        const slow = readPythonLiteral(text);
        expect(slow.complete).toBe(true);
        expect(slow.node?.value).toEqual(fast);
      }),
      { seed: 20260719, numRuns: 20000 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  test.each([
    ["{'a': 'it\\'s'}", 'a backslash'],
    ["['a' 'b'", 'a list that is not closed'],
    ["'''a'''", 'three quotes'],
    ['(1, 2)', 'a tuple'],
    ["f('x')", 'a call'],
    ['1_000', 'digits in groups'],
  ])('%s is not taken: %s', (text) => {
    const json = pythonToJson(text, 0, text.length);
    expect(() => JSON.parse(json ?? '') as unknown).toThrow();
  });
});
