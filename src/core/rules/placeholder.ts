/** Values to put where a schema wants one and nobody has said which: the schema's own first, else the plainest. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';

/** Values that may do for the schema, the best first; the caller tries them. */
export function placeholders(schema: JsonValue | undefined, depth = 0): JsonValue[] {
  if (!isObject(schema)) return [''];
  const found: JsonValue[] = [];
  const add = (value: JsonValue | undefined) => {
    if (value !== undefined) found.push(value);
  };
  add(own(schema, 'const'));
  add(own(schema, 'default'));
  const examples = own(schema, 'examples');
  if (Array.isArray(examples)) add(examples[0]);
  const allowed = own(schema, 'enum');
  if (Array.isArray(allowed)) add(allowed[0]);
  const type = own(schema, 'type');
  for (const word of Array.isArray(type) ? type : [type]) add(ofType(word, schema, depth));
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const branches = own(schema, keyword);
    if (Array.isArray(branches) && depth < maxDepth)
      for (const branch of branches.slice(0, maxBranches)) found.push(...placeholders(branch, depth + 1));
  }
  found.push('', 0, false, null);
  return found.slice(0, maxTried);
}

/** The one value that the schema takes; `undefined` when it takes several. */
export function onlyValue(schema: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(schema)) return undefined;
  const constant = own(schema, 'const');
  if (constant !== undefined) return constant;
  const allowed = own(schema, 'enum');
  return Array.isArray(allowed) && allowed.length === 1 ? allowed[0] : undefined;
}

const maxDepth = 6;
const maxBranches = 5;
const maxTried = 24;
const maxLength = 200;

const formats: Readonly<Record<string, string>> = {
  date: '2025-01-01',
  'date-time': '2025-01-01T00:00:00Z',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'name@example.org',
  hostname: 'example.org',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.org/',
  uuid: '00000000-0000-0000-0000-000000000000',
};

function ofType(type: JsonValue | undefined, schema: JsonObject, depth: number): JsonValue | undefined {
  switch (type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return false;
    case 'null':
      return null;
    case 'array':
      return list(schema, depth);
    case 'object':
      return object(schema, depth);
    default:
      return undefined;
  }
}

function text(schema: JsonObject): string {
  const format = own(schema, 'format');
  if (typeof format === 'string' && Object.hasOwn(formats, format)) return formats[format]!;
  const least = own(schema, 'minLength');
  return typeof least === 'number' && least > 0 && least <= maxLength ? '?'.repeat(least) : '';
}

function number(schema: JsonObject): number {
  const limit = (key: string): number | undefined => {
    const value = own(schema, key);
    return typeof value === 'number' ? value : undefined;
  };
  const above = limit('exclusiveMinimum');
  const least = limit('minimum') ?? (above === undefined ? undefined : above + 1);
  if (least !== undefined && least > 0) return least;
  const most = limit('maximum') ?? (limit('exclusiveMaximum') ?? 1) - 1;
  return most < 0 ? most : 0;
}

function list(schema: JsonObject, depth: number): JsonValue[] {
  const least = own(schema, 'minItems');
  if (typeof least !== 'number' || least <= 0 || least > 20 || depth >= maxDepth) return [];
  const [item] = placeholders(own(schema, 'items'), depth + 1);
  return Array.from({ length: least }, () => item ?? '');
}

/** With the members that it must have. */
function object(schema: JsonObject, depth: number): JsonObject {
  const made: JsonObject = {};
  const required = own(schema, 'required');
  const properties = own(schema, 'properties');
  if (!Array.isArray(required) || depth >= maxDepth) return made;
  for (const name of required.slice(0, 50)) {
    if (typeof name !== 'string' || name === '__proto__') continue;
    made[name] = placeholders(isObject(properties) ? own(properties, name) : undefined, depth + 1)[0] ?? '';
  }
  return made;
}
