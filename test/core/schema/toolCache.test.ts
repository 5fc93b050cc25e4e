/** The cache of prepared tools: what is found again, and that its bound holds. */
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { createToolCache, prepareTool, textSize } from '../../../src/core/schema/toolCache.ts';

function definition(seed: number, size = 10): JsonObject {
  const properties: JsonObject = {};
  for (let i = 0; i < size; i++)
    properties[`argument_${seed}_${i}`] = { type: 'string', description: `number ${i}` };
  return { type: 'object', properties };
}

describe('a prepared tool', () => {
  it('is the same for an equal definition, whatever the order of keys', () => {
    const cache = createToolCache();
    const first = cache.get('f', { parameters: { type: 'object', properties: { a: {}, b: {} } } });
    expect(cache.get('f', { parameters: { properties: { b: {}, a: {} }, type: 'object' } })).toBe(first);
    expect(cache).toMatchObject({ hits: 1, misses: 1, size: 1 });
  });

  it.each<[string, JsonValue, object]>([
    ['name', { type: 'object' }, { name: 'g' }],
    ['parameters', { type: 'object', title: 'x' }, {}],
    ['required beside it', { type: 'object' }, { required: ['a'] }],
    ['key', { type: 'object' }, { parametersKey: 'input_schema' }],
    ['shape', { type: 'object' }, { shape: 'map' }],
  ])('is another for another %s', (_what, parameters, more: { name?: string }) => {
    const cache = createToolCache();
    const first = cache.get('f', { parameters: { type: 'object' } });
    const { name = 'f', ...input } = more;
    expect(cache.get(name, { parameters, ...input })).not.toBe(first);
  });

  it('validates in the closed world, normalised', () => {
    const tool = prepareTool('f', { parameters: { city: { type: 'str' } } });
    expect(tool.metaErrors).toEqual([]);
    expect(tool.validator.isValid({ city: 'Oslo' })).toBe(true);
    expect(tool.validator.errors({ town: 1 }).map((error) => error.keyword)).toEqual([
      'required',
      'unknownProperty',
    ]);
    expect(tool.normalized).toBe(tool.normalized);
  });

  it('tells what is no schema', () => {
    expect(
      prepareTool('f', { parameters: { type: 'object', properties: { a: { minimum: '3' } } } }).metaErrors,
    ).toMatchObject([{ keyword: 'type', instancePath: ['properties', 'a', 'minimum'] }]);
  });
});

describe('the bound', () => {
  it('holds while 20,000 definitions pass, and what is asked for stays', () => {
    const maxBytes = 200_000;
    const cache = createToolCache({ maxBytes });
    const favourite = cache.get('favourite', { parameters: definition(-1) });
    let most = 0;
    for (let i = 0; i < 20_000; i++) {
      cache.get(`tool_${i}`, { parameters: definition(i, 2) });
      if (i % 50 === 0) expect(cache.get('favourite', { parameters: definition(-1) })).toBe(favourite);
      most = Math.max(most, cache.bytes);
    }
    expect(most).toBeLessThanOrEqual(maxBytes);
    expect(cache.size).toBeGreaterThan(100);
    expect(cache.misses).toBe(20_001);
    cache.clear();
    expect(cache).toMatchObject({ bytes: 0, size: 0 });
  });

  it('holds for many definitions of one name', () => {
    const cache = createToolCache({ maxBytes: 1_000_000 });
    for (let i = 0; i < 1_000; i++) cache.get('f', { parameters: definition(i, 1) });
    expect(cache.size).toBeLessThanOrEqual(16);
    expect(cache.get('f', { parameters: definition(999, 1) })).toBeDefined();
    expect(cache.hits).toBe(1);
  });

  it('does not store what alone would fill it', () => {
    const cache = createToolCache({ maxBytes: 10_000 });
    cache.get('big', { parameters: definition(1, 1_000) });
    expect(cache).toMatchObject({ bytes: 0, size: 0 });
    expect(cache.get('big', { parameters: definition(1, 1_000) }).validator.isValid({})).toBe(true);
  });

  it('counts about the length of the JSON text', () => {
    const value = definition(3, 20);
    expect(textSize(value) / JSON.stringify(value).length).toBeCloseTo(1, 0.1);
  });
});
