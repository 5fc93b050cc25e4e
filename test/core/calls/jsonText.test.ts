/** JSON in text: the exact reader against JSON.parse, the tolerant one in words, sequences and lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, readJsonLines, readJsonSequence } from '../../../src/core/calls/jsonText.ts';
import { decodeJsonString } from '../../../src/core/text/jsonString.ts';
import type { ValueNode } from '../../../src/core/text/valueNode.ts';

const SEED = 20240611;

/** The value that the source at each node spells, computed again from the leaves: proves the places. */
function fromSource(text: string, node: ValueNode): unknown {
  if (node.elements !== undefined) return node.elements.map((element) => fromSource(text, element));
  if (node.members === undefined) return JSON.parse(text.slice(node.start, node.end));
  const pairs = node.members.map((member) => [
    JSON.parse(text.slice(member.keyStart, member.keyEnd)) as string,
    fromSource(text, member.node),
  ]);
  return Object.fromEntries(pairs as [string, unknown][]);
}

describe('exact JSON', () => {
  it('agrees with JSON.parse, and every leaf stands where it says', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent);
        const { node, errors } = readJson(text);
        expect(errors).toEqual([]);
        expect(node!.value).toEqual(JSON.parse(text));
        expect(fromSource(text, node!)).toEqual(JSON.parse(text));
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const bits = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '1',
      '-0',
      '01',
      '1.',
      '.5',
      '1e5',
      'true',
      'null',
      ' ',
      '\n',
      "'",
      'x',
      '\\',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let expected: unknown;
        let valid = true;
        try {
          expected = JSON.parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          valid = false;
        }
        const { node, errors } = readJson(text);
        expect(errors.length === 0, text).toBe(valid);
        if (valid) expect(node!.value).toEqual(expected);
      }),
      { seed: SEED, numRuns: 2500 },
    );
  });

  it('keeps duplicate keys as members and an own __proto__', () => {
    const { node } = readJson('{"a": 1, "a": 2, "__proto__": {"x": 1}}');
    expect(node!.members!.map((member) => member.key)).toEqual(['a', 'a', '__proto__']);
    expect(Object.keys(node!.value as object)).toEqual(['a', '__proto__']);
    expect((node!.value as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('reads a range and no further', () => {
    const text = 'x {"a": 1} {"b": 2}';
    expect(readJson(text, 2, 10).node).toMatchObject({ start: 2, end: 10, value: { a: 1 } });
  });
});

describe('broken JSON, in words', () => {
  it.each([
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }, ['"b": A comma is missing before this; add it.']],
    ['[1, 2,]', [1, 2], [',: This comma has no value on one side; remove it.']],
    ['{"a" 1}', { a: 1 }, ['1: A colon is missing between the key and this value; add it.']],
    [`{'a': 'b'}`, { a: 'b' }, [`'a': Single quotes are not JSON; write double quotes.`]],
    ['{"a": True}', { a: true }, ['True: True is Python; JSON writes true.']],
    ['{"a": None}', { a: null }, ['None: None is Python; JSON writes null.']],
    ['{"a": NaN}', { a: 'NaN' }, ['NaN: NaN is not JSON; write a number, a string or null.']],
    [
      '{"a": New York}',
      { a: 'New York' },
      ['New York: New York is not quoted; write strings in double quotes.'],
    ],
    ['{a: 1}', { a: 1 }, ['a: The key a is not quoted; JSON keys stand in double quotes.']],
    ['{"a": 01}', { a: 1 }, ['01: 01 is not a JSON number; write it in plain decimal form or quote it.']],
    ['{"a": "\\q"}', { a: '\\q' }, ['\\q: \\q is not an escape of JSON; write \\\\ for a backslash.']],
    ['{"a": [1, 2', { a: [1, 2] }, ['[: This [ is never closed; add ] at its end.']],
    ['[1, 2}]', [1, 2], ['}: } is not expected here; remove it or add what it belongs to.']],
    ['{"a"}', { a: '' }, ['"a": The key "a" has no value; write a colon and a value after it.']],
    ['{"a": 1} x', { a: 1 }, ['x: The JSON value has ended before this text; remove the text.']],
    ['{"a": 1} // c', { a: 1 }, ['// c: The JSON value has ended before this text; remove the text.']],
    ['[1, /* c */ 2]', [1, 2], ['/* c */: A comment is not JSON; remove it.']],
    ['{1: 2}', { '1': 2 }, ['1: The key 1 is not quoted; JSON keys stand in double quotes.']],
    ['', undefined, [': There is no JSON here; write a value.']],
  ])('%j', (text, value, errors) => {
    const read = readJson(text);
    expect(read.node?.value).toEqual(value);
    expect(read.errors.map((error) => `${text.slice(error.start, error.end)}: ${error.message}`)).toEqual(
      errors,
    );
  });

  it('a raw line break in a string that goes on is one fault, not many', () => {
    const { node, errors } = readJson('{"a": "x\ny", "b": 1}');
    expect(node!.value).toEqual({ a: 'x\ny', b: 1 });
    expect(errors.map((error) => error.code)).toEqual(['control-character']);
  });

  it('an unclosed string ends with its line', () => {
    const { node, errors } = readJson('{"a": "x\n, "b": 1}');
    expect(node!.value).toEqual({ a: 'x', b: 1 });
    expect(errors.map((error) => error.code)).toEqual(['string-not-closed']);
  });

  it('every prefix of a text gives a tree, and no span leaves the text', () => {
    const text = '{"name": "f", "arguments": {"a": [1, -2.5e3, true, null], "b": "x\\u00e9\\n"}}';
    for (let length = 1; length < text.length; length++) {
      const { node, errors } = readJson(text, 0, length);
      expect(node, text.slice(0, length)).toBeDefined();
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) expect(error.end).toBeLessThanOrEqual(length);
    }
  });
});

describe('many values', () => {
  it('reads objects one after the other, as a Glaive system text has them', () => {
    const text = '{\n "name": "a"\n}\n\n{"name": "b"}{"name": "c"}, {"name": "d"}';
    const { node, errors } = readJsonSequence(text);
    expect(node!.value).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }]);
    expect(errors).toEqual([]);
  });

  it('a broken line does not touch the others', () => {
    const text = '{"name": "a"}\n{"name": \n\n{"name": "c"}\n';
    const { node, errors } = readJsonLines(text);
    expect((node!.value as { name: string }[]).map((value) => value.name)).toEqual(['a', '', 'c']);
    expect(errors.every((error) => error.start >= 14 && error.end <= 24)).toBe(true);
  });
});

describe('hostile JSON', () => {
  it('nested a hundred thousand deep: said, not tried', () => {
    for (const text of [
      '['.repeat(100_000),
      '{"a":'.repeat(100_000),
      '[1 '.repeat(100_000),
      '[}'.repeat(100_000),
    ]) {
      for (const read of [readJson(text), readJsonSequence(text)]) {
        expect(read.depthExceeded).toBe(true);
        expect(read.errors.at(-1)!.code).toBe('too-deep');
      }
    }
  });

  it.each(['"\n', "'", '{"a"}{', '"\\', '/*', ':', ',', ']', '{"a" "b"'])(
    '%j a hundred thousand times ends',
    (piece) => {
      const text = piece.repeat(100_000);
      readJson(text);
      readJsonSequence(text);
      readJsonLines(text);
    },
  );

  it('a string of a million characters is read, and decoded with places', () => {
    const text = '"' + 'é\\n'.repeat(333_334) + '"';
    const { node } = readJson(text);
    expect(node!.value).toBe(decodeJsonString(text, node!.start, node!.end).text);
  });
});
