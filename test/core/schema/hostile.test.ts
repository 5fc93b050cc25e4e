/**
 * Schemas and values made to hurt. The only clock is the test's time-out: each of these would run for ever, overflow
 * the stack or change a prototype if it were handled naively.
 */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import { checkMetaSchema } from '../../../src/core/schema/metaSchema.ts';
import { normalizeToolSchema } from '../../../src/core/schema/normalize.ts';
import type { JsonSchema } from '../../../src/core/schema/types.ts';

function parse(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

function nested(open: string, close: string, levels: number, inner: string): JsonValue {
  return parse(open.repeat(levels) + inner + close.repeat(levels));
}

describe('nesting', () => {
  it('bounds a schema of 100,000 levels and says so', () => {
    const schema = nested('{"allOf":[', ']}', 100_000, '{}') as JsonSchema;
    const validator = compileSchema(schema);
    expect(validator.isValid(1)).toBe(true);
    expect(validator.smells()).toMatchObject([{ kind: 'depth' }]);
    expect(checkMetaSchema(schema, '2020-12')).toMatchObject([{ keyword: 'limit' }]);
    expect(normalizeToolSchema({ parameters: schema }).findings).toContainEqual(
      expect.objectContaining({ kind: 'depth' }),
    );
  });

  it('follows a recursive schema down 512 levels of a value', () => {
    const tree: JsonSchema = {
      type: 'object',
      properties: { a: { $ref: '#' } },
      additionalProperties: false,
    };
    const validator = compileSchema(tree);
    expect(validator.isValid(nested('{"a":', '}', 511, '{}'))).toBe(true);
    expect(validator.errors(nested('{"a":', '}', 511, '1'))).toMatchObject([{ keyword: 'type' }]);
  });

  it('ends with an error, not an overflow, where references go deeper than is followed', () => {
    const wide = `{"$ref":"#/$defs/a","$defs":{"a":${'{"allOf":['.repeat(300)}{"items":{"$ref":"#/$defs/a"}}${']}'.repeat(300)}}}`;
    const validator = compileSchema(parse(wide) as JsonSchema);
    const value = nested('[', ']', 512, '');
    expect(validator.isValid(value)).toBe(false);
    expect(validator.errors(value)).toMatchObject([{ keyword: 'limit', params: { what: 'depth' } }]);
    // And the next call starts afresh.
    expect(validator.isValid([[1]])).toBe(true);
  });
});

describe('names of prototypes', () => {
  const schema = parse(
    '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}},' +
      '"required":["__proto__","toString"],"patternProperties":{"__proto__":{"minLength":2}}}',
  ) as JsonSchema;

  it('are members like any other', () => {
    const validator = compileSchema(schema, { closed: 'arguments' });
    expect(validator.errors({}).map((error) => error.propertyName)).toEqual(['__proto__', 'toString']);
    const errors = validator.errors(parse('{"__proto__":1,"toString":0,"constructor":"x"}'));
    expect(errors.map((error) => `${error.keyword} ${error.instancePath.join('/')}`)).toEqual([
      'type __proto__',
      'unknownProperty ',
      'type constructor',
    ]);
    expect(validator.isValid(parse('{"__proto__":"ab"}'))).toBe(false);
    expect(({} as Record<string, unknown>)['minLength']).toBeUndefined();
  });

  it('survive normalising', () => {
    const map = parse('{"__proto__":{"type":"str"},"constructor":{"type":"int","default":1}}');
    const { schema: made } = normalizeToolSchema({ parameters: map });
    expect(JSON.stringify(made)).toBe(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer","default":1}},"required":["__proto__"]}',
    );
    expect(compileSchema(made).isValid({})).toBe(false);
    expect(({} as Record<string, unknown>)['type']).toBeUndefined();
  });
});

describe('references', () => {
  it.each<[string, JsonSchema]>([
    ['to itself', { $ref: '#' }],
    ['in a circle', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }],
    ['in a circle of alternatives', { anyOf: [{ $ref: '#' }, { type: 'string' }] }],
    ['under not', { not: { not: { $ref: '#' } } }],
    ['dynamically', { $dynamicAnchor: 'x', $dynamicRef: '#x' }],
  ])('that go round end: %s', (_what, schema) => {
    const validator = compileSchema(schema);
    expect(typeof validator.isValid({ a: 1 })).toBe('boolean');
    expect(validator.isValid('x')).toBe(true);
    expect(validator.smells().some((smell) => smell.kind === 'ref-loop')).toBe(true);
  });

  it('that multiply are cut off with an error', () => {
    const $defs: Record<string, JsonSchema> = { d0: { type: 'integer' } };
    for (let i = 1; i <= 60; i++)
      $defs[`d${i}`] = { anyOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] };
    const validator = compileSchema({ $ref: '#/$defs/d60', $defs });
    expect(validator.isValid(1)).toBe(true);
    expect(validator.isValid('x')).toBe(false);
    expect(validator.errors('x')).toMatchObject([{ keyword: 'limit', params: { what: 'steps' } }]);
  });

  it('to elsewhere are never followed and accept everything', () => {
    const validator = compileSchema({
      properties: { a: { $ref: 'https://example.com/x.json#/a' }, b: { $ref: 'file:///etc/passwd' } },
    });
    expect(validator.isValid({ a: 1, b: null })).toBe(true);
    expect(validator.smells()).toHaveLength(2);
  });
});

describe('size', () => {
  const many = Array.from({ length: 100_000 }, (_, i): JsonValue => ({ id: i, tags: [String(i), null] }));

  it('compares 100,000 elements for uniqueness', () => {
    const validator = compileSchema({ uniqueItems: true });
    expect(validator.isValid(many)).toBe(true);
    expect(validator.errors([...many, { tags: ['7', null], id: 7 }])[0]?.params).toEqual({
      first: 7,
      second: 100_000,
    });
  });

  it('looks up values in an enum of 100,000', () => {
    const validator = compileSchema({ items: { enum: many } });
    expect(validator.isValid(many)).toBe(true);
    expect(validator.isValid([{ id: -1 }])).toBe(false);
  });

  it('stops collecting 100,000 errors at the limit', () => {
    expect(compileSchema({ items: { type: 'string' } }).errors(many)).toHaveLength(1_000);
  });
});

describe('patterns', () => {
  it('that explode in a backtracking engine do not here', () => {
    const schema: JsonSchema = {
      properties: { a: { pattern: '^(a+)+$' } },
      patternProperties: { '^(x|x)*$': { pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' } },
    };
    const validator = compileSchema(schema);
    const long = 'a'.repeat(100_000);
    expect(validator.isValid({ a: `${long}!`, [`${'x'.repeat(10_000)}y`]: long })).toBe(false);
    expect(validator.isValid({ ['x'.repeat(10_000)]: long })).toBe(false);
  });
});

describe('nonsense', () => {
  it.each<JsonValue>([
    {
      type: 5,
      properties: [],
      required: 'x',
      items: 'y',
      enum: {},
      allOf: {},
      minimum: '3',
      pattern: '(',
      $ref: 7,
    },
    {
      properties: { a: 5, b: null, c: [] },
      patternProperties: 3,
      dependentRequired: { a: 'b' },
      multipleOf: 0,
    },
    {
      $id: 'a#b',
      $anchor: 1,
      $dynamicAnchor: '',
      $dynamicRef: '#',
      $schema: 'x',
      $vocabulary: 1,
      not: 3,
      if: 4,
      then: [],
    },
    { $ref: '#/%E0%A4%A', allOf: [null, 1, 'x'] },
    { type: ['string', 7, 'nope'], minLength: -1, maxItems: 1.5, minContains: 'x', contains: 1 },
  ])('never throws: %j', (schema) => {
    const validator = compileSchema(schema as JsonSchema, { closed: 'arguments', format: 'warn' });
    const values: JsonValue[] = [null, 1, 'x', [], [1], {}, { a: 1, b: [2] }];
    for (const value of values) {
      expect(validator.isValid(value)).toBe(validator.errors(value).length === 0);
    }
    validator.smells();
    checkMetaSchema(schema, '2020-12');
    normalizeToolSchema({ parameters: schema, required: schema });
  });
});
