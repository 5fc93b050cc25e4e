/** Dialects S0 to S7: what comes out, what is told, and where it came from. */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { normalizeToolSchema } from '../../../src/core/schema/normalize.ts';
import type { NormalizedTool, NormalizeInput } from '../../../src/core/schema/types.ts';

function told(tool: NormalizedTool): string[] {
  return tool.findings.map((finding) => `${finding.kind} ${finding.path.join('/')} (${finding.keyOrValue})`);
}

function normalize(parameters: JsonValue, more: Partial<NormalizeInput> = {}): NormalizedTool {
  return normalizeToolSchema({ parameters, ...more });
}

describe('S0', () => {
  it('is the very object that came in', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: ['string', 'null'], enum: ['x', null] } },
      required: ['a'],
    };
    const tool = normalize(schema);
    expect(tool).toMatchObject({ dialect: 'S0', draft: '2020-12', findings: [] });
    expect(tool.schema).toBe(schema);
    expect(tool.origin(['properties', 'a', 'type'])).toEqual(['parameters', 'properties', 'a', 'type']);
  });

  it('takes the draft from $schema', () => {
    expect(normalize({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }).draft).toBe(
      '07',
    );
    expect(normalize({ $schema: 'http://json-schema.org/draft-04/schema#' }).draft).toBe('04');
    expect(normalize({ $schema: 'https://json-schema.org/draft/2019-09/schema' }).draft).toBe('2019-09');
  });

  it.each([[{}], [{ type: 'object' }], [{ type: 'object', properties: {} }], [undefined]])(
    '%j has nothing to tell',
    (parameters) => {
      const tool = normalizeToolSchema({ parameters, required: [] });
      expect(tool.findings.filter((finding) => finding.kind !== 'sibling-required')).toEqual([]);
    },
  );

  it('reports what is no object and accepts everything there', () => {
    expect(normalize(null)).toMatchObject({
      schema: true,
      findings: [{ kind: 'not-an-object', path: ['parameters'] }],
    });
    expect(told(normalize({ type: 'string' }))).toEqual(['root-not-object parameters/type (value)']);
  });
});

describe('S1 and S5: type words', () => {
  it('are replaced at every depth, the original untouched', () => {
    const schema: JsonValue = {
      type: 'dict',
      properties: {
        xs: { type: 'array', items: { type: 'tuple', items: { type: 'float' } } },
        m: { anyOf: [{ type: 'String' }, { type: 'any' }] },
      },
    };
    const before = JSON.stringify(schema);
    const tool = normalize(schema);
    expect(tool.dialect).toBe('S1');
    expect(tool.schema).toEqual({
      type: 'object',
      properties: {
        xs: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
        m: { anyOf: [{ type: 'string' }, {}] },
      },
    });
    expect(JSON.stringify(schema)).toBe(before);
    expect(
      tool.findings.map((finding) => [finding.word, finding.suggestion, finding.path.join('/')]),
    ).toEqual([
      ['dict', 'object', 'parameters/type'],
      ['tuple', 'array', 'parameters/properties/xs/items/type'],
      ['float', 'number', 'parameters/properties/xs/items/items/type'],
      ['String', 'string', 'parameters/properties/m/anyOf/0/type'],
      ['any', undefined, 'parameters/properties/m/anyOf/1/type'],
    ]);
  });

  it('bring keywords of their own, which lead back to the type', () => {
    const tool = normalize({ type: 'object', properties: { a: { type: 'List[int]' } } });
    expect(tool.schema).toEqual({
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'integer' } } },
    });
    expect(tool.findings).toMatchObject([
      { suggestion: 'array', detail: { schema: { type: 'array', items: { type: 'integer' } } } },
    ]);
    expect(tool.origin(['properties', 'a', 'items', 'type'])).toEqual([
      'parameters',
      'properties',
      'a',
      'type',
    ]);
  });

  it('in upper case are S5', () => {
    const tool = normalize({ type: 'OBJECT', properties: { a: { type: 'STRING' } } });
    expect(tool).toMatchObject({
      dialect: 'S5',
      schema: { type: 'object', properties: { a: { type: 'string' } } },
    });
    expect(told(tool)).toEqual([
      'upper-case parameters/type (value)',
      'upper-case parameters/properties/a/type (value)',
    ]);
  });

  it('in lists are replaced one by one', () => {
    expect(normalize({ type: ['str', 'null'] }).schema).toEqual({ type: ['string', 'null'] });
    expect(normalize({ properties: { a: { type: ['any', 'null'] } } }).schema).toEqual({
      properties: { a: {} },
    });
  });

  it('that are not understood read as any', () => {
    const tool = normalize({ type: 'object', properties: { a: { type: 'widget', description: 'd' } } });
    expect(tool.schema).toEqual({ type: 'object', properties: { a: { description: 'd' } } });
    expect(told(tool)).toEqual(['unknown-type-word parameters/properties/a/type (value)']);
  });
});

describe('S2: a map of parameters', () => {
  it('is wrapped; optional are those with a default or a type that says so', () => {
    const tool = normalize({
      city: { type: 'str', description: 'c' },
      n: { type: 'int, optional', description: 'n' },
      unit: { type: 'str', default: '' },
      k: { type: "str, default='x'" },
    });
    expect(tool.dialect).toBe('S2');
    expect(tool.schema).toMatchObject({
      type: 'object',
      properties: {
        city: { type: 'string' },
        n: { type: 'integer' },
        unit: { type: 'string' },
        k: { type: 'string' },
      },
      required: ['city'],
    });
    expect(told(tool)[0]).toBe('parameter-map parameters (key)');
    expect(tool.origin(['properties', 'n', 'type'])).toEqual(['parameters', 'n', 'type']);
    expect(tool.origin(['required', 0])).toEqual(['parameters', 'city']);
    expect(tool.origin(['type'])).toEqual(['parameters']);
  });

  it.each<[what: string, parameters: JsonValue, names: string[]]>([
    ['type', { type: { description: 'kind', type: 'str', default: 'game' } }, ['type']],
    [
      'type and title',
      { type: { type: 'str', description: 'x' }, title: { type: 'str', description: 'y' } },
      ['type', 'title'],
    ],
    [
      'properties',
      { properties: { type: 'list', description: 'which' }, city: { type: 'str' } },
      ['properties', 'city'],
    ],
    ['properties alone', { properties: { type: 'list', description: 'which' } }, ['properties']],
    ['required', { required: { type: 'bool', description: 'x' }, b: { type: 'str' } }, ['required', 'b']],
    ['items', { items: { type: 'list', description: 'The items to buy' } }, ['items']],
    [
      'not and if',
      { not: { type: 'str', description: 'x' }, if: { type: 'str', description: 'x' } },
      ['not', 'if'],
    ],
    ['default, enum', { default: { type: 'str' }, enum: { type: 'str' } }, ['default', 'enum']],
    ['description', { description: { type: 'str', description: 'x' } }, ['description']],
  ])('may call a parameter %s', (_what, parameters, names) => {
    const tool = normalize(parameters, { shape: 'map' });
    expect(Object.keys((tool.schema as { properties: object }).properties)).toEqual(names);
    expect(tool.findings.some((finding) => finding.kind === 'keyword-named-parameter')).toBe(true);
    expect(normalize(parameters).schema).toEqual(tool.schema);
  });

  it.each<[JsonValue]>([
    [{ type: 'object', properties: { type: { type: 'string' } } }],
    [{ properties: { properties: { type: 'object', properties: {} }, type: { type: 'string' } } }],
    [{ type: 'object', properties: { a: {} }, required: ['a'] }],
    [{ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } }],
    [{ anyOf: [{ required: ['a'] }] }],
    [{ type: 'object', additionalProperties: { type: 'string' } }],
    [{ type: 'array', items: { type: 'string', description: 'x' } }],
    [{ description: 'nothing', title: 'x' }],
    [{ type: 'object', description: 'free' }],
  ])('is not seen in a schema: %j', (parameters) => {
    expect(
      normalize(parameters).findings.filter((finding) => finding.code === 'tool.bare-parameter-map'),
    ).toEqual([]);
  });

  it('is seen where a type stands but properties was forgotten', () => {
    const tool = normalize({ type: 'object', city: { type: 'string', description: 'x' } });
    expect(tool.schema).toMatchObject({ properties: { city: { type: 'string' } }, required: ['city'] });
  });
});

describe('S3 and S4: required elsewhere', () => {
  it('boolean in each property of a map', () => {
    const tool = normalize({
      a: { type: 'string', required: true },
      b: { type: 'string', required: false },
      c: { type: 'string' },
    });
    expect(tool.dialect).toBe('S3');
    expect(tool.schema).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } },
      required: ['a'],
    });
    expect(tool.origin(['required', 0])).toEqual(['parameters', 'a', 'required']);
    expect(told(tool)).toContain('boolean-required parameters/a/required (value)');
  });

  it('boolean in the properties of a schema, nested too', () => {
    const tool = normalize({
      type: 'object',
      properties: {
        a: { type: 'object', required: true, properties: { b: { type: 'string', required: true } } },
      },
    });
    expect(tool.schema).toEqual({
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } },
      required: ['a'],
    });
    expect(tool.origin(['properties', 'a', 'required', 0])).toEqual([
      'parameters',
      'properties',
      'a',
      'properties',
      'b',
      'required',
    ]);
  });

  it('beside parameters, for a map and for a schema', () => {
    const map = normalize(
      { a: { type: 'str' }, b: { type: 'str' } },
      { required: ['b'], parametersKey: 'arguments' },
    );
    expect(map).toMatchObject({ dialect: 'S4', schema: { required: ['b'] } });
    expect(map.origin(['required', 0])).toEqual(['required', 0]);
    expect(map.origin(['properties', 'a'])).toEqual(['arguments', 'a']);
    const schema = normalize(
      { type: 'object', properties: { a: {}, b: {} }, required: ['a'] },
      { required: ['b', 'zz'] },
    );
    expect(schema).toMatchObject({ dialect: 'S4', schema: { required: ['a', 'b', 'zz'] } });
    expect(told(schema)).toEqual([
      'sibling-required required (key)',
      'required-unknown-name required/1 (value)',
    ]);
    expect(schema.origin(['required', 1])).toEqual(['required', 0]);
  });

  it('inside properties, and keywords gone astray there', () => {
    const tool = normalize({
      type: 'object',
      properties: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        a: { type: 'string' },
        required: ['a'],
        type: 'object',
      },
    });
    expect(tool.schema).toEqual({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] });
    expect(told(tool)).toEqual([
      'keyword-inside-properties parameters/properties/$schema (key)',
      'required-inside-properties parameters/properties/required (key)',
      'keyword-inside-properties parameters/properties/type (key)',
    ]);
  });

  it('names nothing that is declared', () => {
    const tool = normalize({ type: 'object', properties: { a: {} }, required: ['a', 'b'] });
    expect(tool.findings).toMatchObject([
      { kind: 'required-unknown-name', path: ['parameters', 'required', 1], word: 'b' },
    ]);
    expect(normalize({ type: 'object', properties: {}, required: true }).findings).toMatchObject([
      { kind: 'required-not-a-list' },
    ]);
  });
});

describe('S6 and S7', () => {
  it('lists of parameters', () => {
    const tool = normalize(
      {
        required_parameters: [{ name: 'q', type: 'STRING', description: 'd', default: 'x' }],
        optional_parameters: [{ name: 'n', type: 'NUMBER', default: '' }],
      },
      { shape: 'toolbench' },
    );
    expect(tool).toMatchObject({
      dialect: 'S6',
      schema: {
        type: 'object',
        properties: { q: { type: 'string' }, n: { type: 'number' } },
        required: ['q'],
      },
    });
    expect(tool.origin(['properties', 'n', 'type'])).toEqual(['optional_parameters', 0, 'type']);
    expect(tool.origin(['required', 0])).toEqual(['required_parameters', 0]);
  });

  it('prose', () => {
    const tool = normalize({
      city: 'Required. string. The city.',
      days: 'Optional. integer. How many',
      note: 'Anything else',
    });
    expect(tool.dialect).toBe('S7');
    expect(tool.schema).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string', description: 'The city.' },
        days: { type: 'integer', description: 'How many' },
        note: { description: 'Anything else' },
      },
      required: ['city', 'note'],
    });
    expect(tool.origin(['properties', 'city', 'type'])).toEqual(['parameters', 'city']);
  });

  it('short maps of type words', () => {
    const tool = normalize({ city: 'str', type: 'int, optional' });
    expect(tool.schema).toMatchObject({
      properties: { city: { type: 'string' }, type: { type: 'integer' } },
      required: ['city'],
    });
    expect(normalize({ type: 'object', properties: { a: 'string', b: 'int' } }).schema).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
    });
  });
});

describe('smells', () => {
  it('a default outside the enum, values of another type, an array without items', () => {
    const tool = normalize({
      type: 'object',
      properties: {
        y: { type: 'integer', enum: ['2018', '2019'] },
        u: { type: 'string', enum: ['C', 'F'], default: 'K' },
        xs: { type: 'array' },
      },
    });
    expect(told(tool)).toEqual([
      'enum-type-mismatch parameters/properties/y/enum (value)',
      'default-not-in-enum parameters/properties/u/default (value)',
      'array-without-items parameters/properties/xs/type (value)',
    ]);
  });

  it('allowed_values stand for an enum', () => {
    const tool = normalize({
      a: { description: 'x', allowed_values: ['p', 'q'], required: true },
      b: { description: 'y', allowed_values: [], required: false },
    });
    expect(tool.schema).toMatchObject({ properties: { a: { enum: ['p', 'q'] } }, required: ['a'] });
    expect(tool.origin(['properties', 'a', 'enum'])).toEqual(['parameters', 'a', 'allowed_values']);
  });
});
