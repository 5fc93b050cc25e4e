/** Seeded damage to lines of data sets: in the text, and in the values, so that it reaches every reader behind them. */
import { isObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Random } from '../bench/support/random.ts';

/** Text that has hurt readers of JSON, Python, tags and schemas before. */
const snippets = [
  '"', '\\', '\\"', '\\u0000', '\\ud800', '\\udc00\\ud800', '\ud83d', '\u2028', '\u0000', '\uFEFF', '\r', '\t',
  '{', '}', '[', ']', '[[[[', ']]]]', ',', ':', ',,', '{}', '[]', 'null', 'NaN', '-', '1e999', '-0', '1E400',
  '123456789012345678901234567890', '0x1F', '1_000', "'", "'''", '"""', "r'\\'", 'f(', 'f(a=', '[f(', 'f(**x)', '# x',
  '<think>', '</think>', '<tool_call>', '</tool_call>', '<functioncall>', '<TOOLCALL>[', '```json\n', 'Action: f\nAction Input: {',
  '<function=f><parameter=a>', '__proto__', 'constructor', '$var1.x$', 'API_call_0', '"$ref":"#"', '"$schema":"x"',
  '"pattern":"^(a+)+$"', '"type":"List[Union[int, ', '"type":"str, optional"', '"required":true', '"enum":[]', '"__proto__":{"a":1}',
]; // prettier-ignore

/** Values that stand where they should not. */
const oddValues: readonly JsonValue[] = [
  null, true, false, 0, -1, 1.5, 1e21, 2 ** 53 + 2, '', ' ', 'x', '2018', 'null', '{}', '[]', '{"a": 1', "{'a': 1}", '"x"',
  '\ud800', '\u0000', '[f(a=1)]', '<think>a', '$var9$', [], [[]], [null], {}, { '': {} }, ['', ''],
  { type: 'dict', properties: { a: { type: 'int, optional' } }, required: ['b'] },
  { a: { type: 'str', required: true }, type: { type: 'int' }, required: { type: 'bool' } },
  { $ref: '#' }, { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
  { type: 'object', properties: { a: { $ref: '#' } }, additionalProperties: false },
  { type: 'string', pattern: '^(a|a)*$', minLength: -1, maxLength: 'x' },
  { anyOf: [{ type: 'string' }, { $dynamicRef: '#x' }, { not: {} }], allOf: [], oneOf: [true, false] },
  { type: ['integer', 'nope'], enum: [{}, [], null], multipleOf: 0, minimum: 'x', items: [{}], contains: 3 },
  { $schema: 'http://json-schema.org/draft-04/schema#', exclusiveMinimum: true, id: 'x' },
  { patternProperties: { '(': {}, '^x': { unevaluatedProperties: false } }, dependentSchemas: { a: false } },
]; // prettier-ignore

const keys = [
  'name', 'arguments', 'parameters', 'type', 'properties', 'required', 'items', 'role', 'content', 'from', 'value', 'tools',
  'tool_calls', 'function', 'function_call', 'id', 'tool_call_id', 'messages', 'conversations', 'answers', 'query', '__proto__',
  'constructor', 'toString', '', 'weight', 'enum', 'default', 'description', '$ref', 'const', 'anyOf', 'format',
]; // prettier-ignore

/** The line with one to four faults. `other` is a line to take pieces from. */
export function mutateLine(line: string, other: string, random: Random): string {
  let text = line;
  const faults = 1 + random.below(4);
  for (let i = 0; i < faults; i++)
    text = random.chance(0.45) ? mutateValue(text, random) : mutateText(text, other, random);
  return text.replace(/[\r\n]/g, ' ');
}

function mutateText(text: string, other: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.below(random.chance(0.8) ? 12 : Math.max(1, text.length - at));
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + random.pick(snippets) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(snippets) + text.slice(at + length);
    case 3:
      return text.slice(0, at);
    case 4:
      return text.slice(at);
    case 5: {
      const from = random.below(other.length + 1);
      return text.slice(0, at) + other.slice(from, from + random.below(400)) + text.slice(at + length);
    }
    case 6:
      return text.slice(0, at) + random.pick(snippets).repeat(1 + random.below(600)) + text.slice(at);
    case 7: {
      const piece = text.slice(at, at + length);
      return text.slice(0, at) + piece.repeat(1 + random.below(5)) + text.slice(at + length);
    }
    default: {
      const code = random.below(random.chance(0.7) ? 128 : 65536);
      return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
    }
  }
}

/** Changes a value somewhere in the record, also inside strings of JSON. Text that does not parse is damaged as text. */
function mutateValue(text: string, random: Random): string {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // Already broken by an earlier fault.
    return mutateText(text, text, random);
  }
  const changed = changeSomewhere(value, random, 0);
  return JSON.stringify(changed);
}

function changeSomewhere(value: JsonValue, random: Random, depth: number): JsonValue {
  if (depth < 30 && random.chance(depth === 0 ? 0.99 : 0.85)) {
    if (Array.isArray(value) && value.length > 0) {
      const i = random.below(value.length);
      const copy = [...value];
      if (random.chance(0.06)) copy.splice(i, 1);
      else if (random.chance(0.06)) copy.splice(i, 0, ...copy.slice(i, i + 1 + random.below(3)));
      else copy[i] = changeSomewhere(copy[i]!, random, depth + 1);
      return copy;
    }
    if (isObject(value)) {
      const names = Object.keys(value);
      if (names.length > 0 && !random.chance(0.08)) {
        const chosen = random.pick(names);
        const entries: [string, JsonValue][] = names.map((name) => [name, value[name]!]);
        const i = names.indexOf(chosen);
        if (random.chance(0.08)) entries.splice(i, 1);
        else if (random.chance(0.08)) entries[i] = [random.pick(keys), entries[i]![1]];
        else entries[i] = [chosen, changeSomewhere(entries[i]![1], random, depth + 1)];
        return fromEntries(entries);
      }
      return fromEntries([
        ...names.map((name): [string, JsonValue] => [name, value[name]!]),
        [random.pick(keys), random.pick(oddValues)],
      ]);
    }
    if (typeof value === 'string' && /^\s*[[{]/.test(value) && random.chance(0.8))
      return mutateValue(value, random);
    if (typeof value === 'string' && value !== '' && random.chance(0.5))
      return mutateText(value, value, random);
  }
  return random.pick(oddValues);
}

/** An object with its own `__proto__` where one is wanted. */
function fromEntries(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const made: JsonObject = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}
