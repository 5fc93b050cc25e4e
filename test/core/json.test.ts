import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual, type JsonValue } from '../../src/core/json.ts';
import { canonicalText } from '../../src/core/schema/equality.ts';

const parse = (text: string) => JSON.parse(text) as JsonValue;

describe('equality of JSON values', () => {
  it('takes no inherited property for a member', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const value of ['{}', 'null', '"x"', '[]']) {
        const member = parse(`{"${key}":${value}}`);
        expect(deepEqual(member, parse('{"other":{}}'))).toBe(false);
        expect(deepEqual(parse('{"other":{}}'), member)).toBe(false);
        expect(deepEqual(member, parse(`{"${key}":${value}}`))).toBe(true);
      }
    }
  });

  it('property: agrees with comparing canonical texts', () => {
    const key = fc.constantFrom('a', 'b', '__proto__', 'constructor');
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<JsonValue>(0, 1, '', 'a', null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        // By text, since an object literal would set the prototype.
        fc
          .array(fc.tuple(key, tie('value')), { maxLength: 3 })
          .map((members) => parse(`{${members.map(([k, v]) => `"${k}":${JSON.stringify(v)}`).join()}}`)),
      ),
    }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(deepEqual(a, b)).toBe(canonicalText(a) === canonicalText(b));
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});
