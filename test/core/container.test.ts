import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectContainer, splitRecords } from '../../src/core/container.ts';

const guess = (text: string, name = 'x.json') => detectContainer(text, true, name);
const records = (text: string, container: 'jsonl' | 'array' | 'object') =>
  splitRecords(text, container).map((span) => text.slice(span.start, span.end));

describe('what holds the records', () => {
  it.each([
    ['{"a":1}\n{"a":2}\n', 'x.json', 'jsonl', false],
    ['{"a":1}', 'x.json', 'object', false],
    ['{"a":1}', 'x.jsonl', 'jsonl', false],
    ['{\n  "a": 1\n}\n', 'x.json', 'object', false],
    ['{\n  // why\n  "a": 1\n}\n', 'x.json', 'object', false],
    ['{\n  "a": 1\n}\n', 'x.jsonl', 'object', true],
    ['[{"a":1},{"a":2}]', 'x.json', 'array', false],
    ['[\n  {"a":1}\n]', 'x.jsonl', 'array', true],
    ['\uFEFF{"a":1}\r\n{"a":2}\r\n', 'x.json', 'jsonl', false],
    ['<PLACEHOLDER ROW>\n{"a":1}\n', 'x.json', 'jsonl', false],
    ['{"a":1\n{"a":2}\n', 'x.jsonl', 'jsonl', false],
    ['', 'x.jsonl', 'jsonl', false],
  ])('%j in %s is %s', (text, name, container, contradictsName) => {
    expect(guess(text, name)).toEqual({ container, contradictsName });
  });

  it.each([
    ['a record in brackets before lines', '[{"a":1}]\n{"a":2}\n'],
    ['a stray bracket before lines', '[{"a":1}\n{"a":2}\n{"a":3}\n'],
    ['a stray bracket before two lines', '[{"a":1}\n{"a":2}\n'],
    ['a first line that breaks off before lines', '[{"a":1\n{"a":2}\n{"a":3}'],
  ])('%s hides no line', (_, text) => {
    expect(guess(text, 'x.jsonl')).toEqual({ container: 'jsonl', contradictsName: false });
    expect(guess(text, 'x.json').container).toBe('jsonl');
  });

  it.each([
    ['[\n{"a":1},\n{"a":2}\n]\n'],
    ['[{"a":1},\n{"a":2},\n{"a":3}]\n'],
    ['[{"a":1}\n,{"a":2}\n]\n'],
    ['[\n{"a":1}\n]\n'],
    ['[\n  {"a":1}\n]'],
    ['[\n{"a":1},\n{"b":2'],
    ['[\n]'],
    ['['],
  ])('%j is an array, one element a line or not', (text) => {
    expect(guess(text, 'x.jsonl')).toEqual({ container: 'array', contradictsName: true });
  });

  it('waits for what comes behind the second line', () => {
    expect(detectContainer('[\n{"a":1}\n', false, 'x.jsonl').container).toBe('array');
    expect(detectContainer('[\n{"a":1}\n{', false, 'x.jsonl').container).toBe('jsonl');
  });

  it('text that is neither is no data set', () => {
    expect(guess('hello world', 'x.json').container).toBeUndefined();
  });
});

describe('splitting', () => {
  it('lines keep their white space, not their breaks; what follows the last break is no record', () => {
    expect(records('a \r\n\nb\rc\n', 'jsonl')).toEqual(['a ', '', 'b', 'c']);
    expect(records('\uFEFFa\nb', 'jsonl')).toEqual(['a', 'b']);
    expect(records('a\u2028b\n', 'jsonl')).toEqual(['a\u2028b']);
  });

  it('array elements, whatever stands between them', () => {
    expect(records(' [ {"a": "],["} , [1, 2],3 ] ', 'array')).toEqual(['{"a": "],["}', '[1, 2]', '3']);
    expect(records('[]', 'array')).toEqual([]);
  });

  it('what makes the end of an array no JSON is a record, too', () => {
    expect(records('[1, 2 ,\n]\n', 'array')).toEqual(['1', '2', ',']);
    expect(records('[1]\n\n', 'array')).toEqual(['1']);
    expect(records('[1]\n[2] \n', 'array')).toEqual(['1', ']\n[2]']);
    expect(records('[1,]]', 'array')).toEqual(['1', ',', ']]']);
    expect(records('[] x', 'array')).toEqual(['] x']);
  });

  it('an object is one record', () => {
    expect(records('\n{\n"a": 1}\n', 'object')).toEqual(['{\n"a": 1}']);
  });

  it('property: ends on any text, and records lie in it in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', ',', '\\', '\n', 'a', ' ') }),
        fc.constantFrom('jsonl' as const, 'array' as const, 'object' as const),
        (text, container) => {
          let last = 0;
          for (const span of splitRecords(text, container)) {
            expect(span.start).toBeGreaterThanOrEqual(last);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(text.length);
            last = span.end;
          }
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('property: elements of any array are found', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.boolean(), (values, pretty) => {
        const text = JSON.stringify(values, null, pretty ? 2 : 0);
        expect(records(text, 'array').map((record) => JSON.parse(record) as unknown)).toEqual(
          JSON.parse(text),
        );
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
