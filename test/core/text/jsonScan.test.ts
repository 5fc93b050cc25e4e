import fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { countKeys, readRecord } from '../../../src/core/record/record.ts';
import {
  JsonPlaces,
  quickKeyCount,
  scanJson,
  skipSpace,
  skipValue,
} from '../../../src/core/text/jsonScan.ts';

const value = fc.jsonValue({ maxDepth: 5 });
const spacing = fc.constantFrom(0, 1, 2);

describe('scanning valid JSON', () => {
  it('property: counts the keys and the depth that the parsed value has', () => {
    fc.assert(
      fc.property(value, spacing, (v, space) => {
        const text = JSON.stringify(v, null, space);
        const parsed = JSON.parse(text) as Parameters<typeof countKeys>[0];
        expect(scanJson(text)).toEqual({ keys: countKeys(parsed), depth: depthOf(parsed) });
        const quick = quickKeyCount(text);
        expect(quick === undefined || quick.own >= countKeys(parsed)).toBe(true);
        expect(skipValue(text, 0)).toBe(text.length);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('property: the keys of JSON in strings are counted, however it is escaped, or the count is given up', () => {
    const escapes = fc.constantFrom<[RegExp, string]>(
      [/(?!)/g, ''],
      [/\\"/g, '\\u0022'],
      [/:/g, '\\u003a'],
      [/":/g, '"\\u003A'],
      [/\\":/g, '\\"\\n:'],
      [/\\":/g, '\\" :'],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, spacing)), fc.boolean(), escapes, (nested, deep, [from, to]) => {
        const texts = nested.map(([v, space]) => JSON.stringify(v, null, space));
        const inner = deep ? [JSON.stringify(texts)] : texts;
        // Only what stands in the strings is written in another way.
        const text = `[${inner.map((t) => JSON.stringify(t).replace(from, to)).join()}]`;
        expect(JSON.parse(text)).toHaveLength(inner.length);
        const keys = nested.reduce((sum, [v]) => sum + countKeys(v as Parameters<typeof countKeys>[0]), 0);
        const quick = quickKeyCount(text);
        expect(quick === undefined || quick.nested === 0 || quick.nested >= keys).toBe(true);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  it('property: places agree with a full parse', () => {
    fc.assert(
      fc.property(value, spacing, (v, space) => {
        const text = JSON.stringify({ v }, null, space);
        const tree = parseTree(text)!;
        const places = new JsonPlaces(text);
        const visit = (at: unknown, start: number, path: (string | number)[]) => {
          const node = findNodeAtLocation(tree, path)!;
          expect([start, skipValue(text, start)]).toEqual([node.offset, node.offset + node.length]);
          if (typeof at !== 'object' || at === null) return;
          for (const key of Object.keys(at)) {
            const step = Array.isArray(at) ? Number(key) : key;
            visit((at as Record<string, unknown>)[key], places.find(start, step)!.valueStart, [
              ...path,
              step,
            ]);
          }
          expect(places.find(start, Array.isArray(at) ? at.length : 'no such key\u0000')).toBeUndefined();
        };
        visit(JSON.parse(text), skipSpace(text, 0), []);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('property: knowing that keys are unique changes the work, not the places', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: fc.constantFrom('a', '\\', 'n', '"', 'é', '\n') }), value),
        (v) => {
          const text = JSON.stringify({ v });
          const careful = new JsonPlaces(text);
          const quick = new JsonPlaces(text, true);
          const start = careful.find(0, 'v')!.valueStart;
          expect(quick.find(0, 'v')!.valueStart).toBe(start);
          for (const key of [...Object.keys(v), ...Object.keys(v).reverse(), 'no such key']) {
            expect(new JsonPlaces(text, true).find(start, key)).toEqual(careful.find(start, key));
            expect(quick.find(start, key)).toEqual(careful.find(start, key));
          }
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });

  it('property: ends on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', ',', 'a', '1', ' ') }),
        (text) => {
          scanJson(text);
          expect(skipValue(text, 0)).toBeLessThanOrEqual(text.length);
          new JsonPlaces(text).find(0, 'a');
          new JsonPlaces(text).find(0, 3);
        },
      ),
      { seed: 3, numRuns: 3000 },
    );
  });
});

function depthOf(v: unknown): number {
  if (typeof v !== 'object' || v === null) return 0;
  return 1 + Math.max(0, ...Object.values(v).map(depthOf));
}

describe('reading a record', () => {
  it.each([
    ['{"a": 1}', 'object'],
    ['[1]', 'not-object'],
    ['"a"', 'not-object'],
    ['{"a": 1', 'not-json'],
    ['', 'blank'],
    [' \t', 'blank'],
    ['<PLACEHOLDER ROW>', 'placeholder'],
    ['...', 'placeholder'],
    ['{"a": 1}{"b": 2}', 'not-json'],
  ])('%j is %s', (text, state) => {
    expect(readRecord(text).state).toBe(state);
  });

  it('sees duplicate keys at any depth, and none where there are none', () => {
    expect(readRecord('{"a": {"b": 1, "b": 2}}').hasDuplicateKeys).toBe(true);
    expect(readRecord('{"a": "\\"b\\": 1", "b": [{"b": 1}, {"b": 2}]}').hasDuplicateKeys).toBe(false);
    expect(readRecord('{"__proto__": 1, "__proto__": 2}').hasDuplicateKeys).toBe(true);
    expect(readRecord('{"__proto__": {"a": 1}, "a" : 2}').hasDuplicateKeys).toBe(false);
    expect(readRecord('{"\\u0061": 1, "a": 2}').hasDuplicateKeys).toBe(true);
    expect(readRecord('{"a":1,"a" :2}').hasDuplicateKeys).toBe(true);
    expect(readRecord('{"a\\\\":1,"a\\\\":2}').hasDuplicateKeys).toBe(true);
    expect(readRecord('{"a\\\\":1,"b\\"":2,"c":"\\":"}').hasDuplicateKeys).toBe(false);
  });

  it('nesting of 100,000 is told, not followed', () => {
    const deep = '{"a": ' + '['.repeat(100_000) + ']'.repeat(100_000) + '}';
    expect(readRecord(deep).state).toBe('too-deep');
    expect(readRecord('{"a": ' + '['.repeat(100_000)).state).toBe('not-json');
  });
});
