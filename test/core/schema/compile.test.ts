/** What the validator says: places, closed world, the closest alternative, formats as warnings, what it leaves out. */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileSchema } from '../../../src/core/schema/compile.ts';
import type { CompileOptions, JsonSchema, SchemaError } from '../../../src/core/schema/types.ts';

/** `keyword at/instance/path <- schema/path`, with the member's name behind a colon. */
function told(errors: readonly SchemaError[]): string[] {
  return errors.map(
    (error) =>
      `${error.keyword}${error.propertyName === undefined ? '' : `:${error.propertyName}`} ` +
      `at /${error.instancePath.join('/')} <- ${error.schemaPath.join('/')}`,
  );
}

function check(schema: JsonSchema, value: JsonValue, options?: CompileOptions): string[] {
  const validator = compileSchema(schema, options);
  const errors = validator.errors(value);
  expect(validator.isValid(value)).toBe(errors.length === 0);
  return told(errors);
}

const weather: JsonSchema = {
  type: 'object',
  properties: {
    city: { type: 'string', minLength: 2 },
    unit: { enum: ['C', 'F'] },
    days: { type: 'array', items: { $ref: '#/$defs/day' } },
  },
  required: ['city'],
  $defs: { day: { type: 'integer', minimum: 1 } },
};
const closed: CompileOptions = { closed: 'arguments' };

describe('places', () => {
  it('gives the value and the keyword, references resolved', () => {
    expect(check(weather, { unit: 'K', days: [1, 'x', 0], city: 'A' })).toEqual([
      'enum at /unit <- properties/unit/enum',
      'type at /days/1 <- $defs/day/type',
      'minimum at /days/2 <- $defs/day/minimum',
      'minLength at /city <- properties/city/minLength',
    ]);
  });

  it('names the member that is missing, at the object', () => {
    expect(check(weather, {})).toEqual(['required:city at / <- required']);
    expect(check({ dependentRequired: { a: ['b'] } }, { a: 1 })).toEqual([
      'dependentRequired:b at / <- dependentRequired',
    ]);
  });

  it('says a thing once, however many branches demand it', () => {
    const twice: JsonSchema = {
      allOf: [{ $ref: '#/$defs/s' }, { $ref: '#/$defs/s' }, { type: 'string' }],
      $defs: { s: { type: 'string' } },
    };
    expect(check(twice, 1)).toEqual(['type at / <- $defs/s/type']);
  });

  it('stops at the limit', () => {
    const validator = compileSchema({ items: { type: 'string' } });
    expect(validator.errors(new Array<JsonValue>(50).fill(1), 7)).toHaveLength(7);
  });
});

describe('the closed world of arguments', () => {
  it('refuses members that nothing declares, told at properties', () => {
    expect(check(weather, { city: 'Oslo', town: 1 }, closed)).toEqual([
      'unknownProperty:town at / <- properties',
    ]);
    expect(check(weather, { city: 'Oslo', town: 1 })).toEqual([]);
  });

  it.each<[what: string, schema: JsonSchema]>([
    ['nothing is declared', { type: 'object' }],
    ['additionalProperties says yes', { properties: { a: {} }, additionalProperties: true }],
    [
      'additionalProperties has a schema',
      { properties: { a: {} }, additionalProperties: { type: 'integer' } },
    ],
    ['unevaluatedProperties says yes', { properties: { a: {} }, unevaluatedProperties: true }],
    ['a pattern matches', { properties: { a: {} }, patternProperties: { '^x': {} } }],
    ['a branch is open', { properties: { a: {} }, allOf: [{ additionalProperties: true }] }],
    ['another branch declares it', { allOf: [{ properties: { a: {} } }, { properties: { x: {} } }] }],
    ['the reference declares it', { $ref: '#/$defs/p', $defs: { p: { properties: { x: {} } } } }],
    [
      'a condition declares it',
      { properties: { a: {} }, if: { required: ['a'] }, then: true, else: { properties: { x: {} } } },
    ],
  ])('stays open where %s', (_what, schema) => {
    expect(check(schema, { x: 1 }, closed)).toEqual([]);
  });

  it('is closed through references and branches, at the root only', () => {
    const schema = {
      allOf: [{ $ref: '#/$defs/p' }],
      $defs: { p: { properties: { a: { properties: { b: {} } } } } },
    };
    expect(check(schema, { a: { c: 1 }, d: 1 }, closed)).toEqual(['unknownProperty:d at / <- properties']);
  });

  it('is closed when properties is empty, and leaves a false to the keyword', () => {
    expect(check({ type: 'object', properties: {} }, { a: 1 }, closed)).toEqual([
      'unknownProperty:a at / <- properties',
    ]);
    expect(check({ properties: {}, additionalProperties: false }, { a: 1 }, closed)).toEqual([
      'additionalProperties:a at / <- additionalProperties',
    ]);
  });
});

describe('alternatives', () => {
  const shape: JsonSchema = {
    oneOf: [
      {
        type: 'object',
        properties: { kind: { const: 'circle' }, r: { type: 'number' } },
        required: ['kind', 'r'],
      },
      {
        type: 'object',
        properties: { kind: { const: 'box' }, w: { type: 'number' } },
        required: ['kind', 'w'],
      },
      { type: 'string' },
    ],
  };

  it('explains the one that the tag picks', () => {
    const [error] = compileSchema(shape).errors({ kind: 'box', w: '3' });
    expect(error?.keyword).toBe('oneOf');
    expect(error?.params).toEqual({ closest: 1 });
    expect(told(error?.closest ?? [])).toEqual(['type at /w <- oneOf/1/properties/w/type']);
  });

  it('explains the one of the right type', () => {
    const [error] = compileSchema({ anyOf: [{ type: 'string', maxLength: 1 }, { type: 'integer' }] }).errors(
      'abc',
    );
    expect(told(error?.closest ?? [])).toEqual(['maxLength at / <- anyOf/0/maxLength']);
  });

  it('says which match when more than one of oneOf does', () => {
    const [error] = compileSchema({
      oneOf: [{ type: 'number' }, { type: 'null' }, { type: 'integer' }],
    }).errors(1);
    expect(error?.params).toEqual({ matching: [0, 2] });
  });
});

describe('formats', () => {
  it('are annotations unless asked for', () => {
    expect(check({ format: 'date' }, 'tomorrow')).toEqual([]);
    expect(check({ format: 'date' }, 'tomorrow', { format: 'warn' })).toEqual(['format at / <- format']);
  });

  it('as warnings never decide an alternative', () => {
    const schema: JsonSchema = { anyOf: [{ format: 'date' }, { type: 'string' }] };
    expect(check(schema, 'tomorrow', { format: 'warn' })).toEqual([]);
    expect(check({ not: { format: 'date' } }, 'tomorrow', { format: 'warn' })).toEqual(['not at / <- not']);
    expect(check({ oneOf: [{ format: 'ipv4' }, { type: 'integer' }] }, 'x', { format: 'warn' })).toEqual([
      'format at / <- oneOf/0/format',
    ]);
  });

  it('accept any text when the name is unknown', () => {
    expect(check({ format: 'int32' }, 'x', { format: 'assert' })).toEqual([]);
  });
});

describe('numbers', () => {
  it.each([
    [0.01, 19.99, true],
    [0.01, 0.07, true],
    [0.1, 0.35, false],
    [1e-7, 3e-7, true],
    [3, 9e15, true],
    [0.5, 1e308, true],
  ])('multiple of %d: %d is %s', (multipleOf, value, valid) => {
    expect(compileSchema({ multipleOf }).isValid(value)).toBe(valid);
  });
});

describe('what is not evaluated', () => {
  it('is listed, with the place and the reason', () => {
    const schema: JsonSchema = {
      properties: {
        a: { pattern: '(?=x)' },
        b: { $ref: 'https://example.com/other.json' },
        c: { $ref: '#/$defs/none' },
        d: { $ref: '#/properties/e' },
        e: { allOf: [{ $ref: '#/properties/d' }] },
      },
    };
    const validator = compileSchema(schema);
    expect(validator.smells().map((smell) => [smell.kind, smell.reason, smell.schemaPath.join('/')])).toEqual(
      [
        ['pattern-not-evaluated', 'lookaround', 'properties/a/pattern'],
        ['unresolved-ref', 'remote', 'properties/b/$ref'],
        ['unresolved-ref', 'missing', 'properties/c/$ref'],
        ['ref-loop', 'loop', 'properties/e/allOf/0/$ref'],
      ],
    );
    expect(validator.isValid({ a: 'y', b: 1, c: 1, d: 1, e: 1 })).toBe(true);
  });

  it('leaves objects open where a pattern cannot be read', () => {
    expect(check({ patternProperties: { '(?=x)': {} }, additionalProperties: false }, { a: 1 })).toEqual([]);
  });

  it('is empty for a recursive schema that descends', () => {
    const tree: JsonSchema = { properties: { children: { type: 'array', items: { $ref: '#' } } } };
    expect(compileSchema(tree).smells()).toEqual([]);
  });
});

describe('drafts', () => {
  it('reads draft 04: flags beside the limits, id, no boolean schemas needed', () => {
    const schema: JsonSchema = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      id: 'http://x/y',
      properties: { n: { minimum: 3, exclusiveMinimum: true }, r: { $ref: '#/definitions/s', minimum: 100 } },
      definitions: { s: { type: 'integer' } },
    };
    expect(check(schema, { n: 3, r: 'x' })).toEqual([
      'exclusiveMinimum at /n <- properties/n/exclusiveMinimum',
      'type at /r <- definitions/s/type',
    ]);
    expect(check(schema, { n: 3.5, r: 1 })).toEqual([]);
  });

  it('reads items as a list before 2020-12', () => {
    const schema = { items: [{ type: 'string' }], additionalItems: false };
    expect(check(schema, ['a', 'b'], { draft: '07' })).toEqual(['additionalItems at / <- additionalItems']);
    expect(check({ prefixItems: [{ type: 'string' }], items: false }, ['a', 'b'])).toEqual([
      'items at / <- items',
    ]);
  });

  it('follows $recursiveRef of 2019-09', () => {
    const schema: JsonSchema = {
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      $recursiveAnchor: true,
      properties: { next: { $recursiveRef: '#' }, name: { type: 'string' } },
    };
    expect(check(schema, { next: { next: { name: 1 } } })).toEqual([
      'type at /next/next/name <- properties/name/type',
    ]);
  });
});
