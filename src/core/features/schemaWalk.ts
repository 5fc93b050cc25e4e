/** Reading a schema for people: what may stand at a place of the arguments, by every alternative that may hold there. */
import { deepEqual, isObject, jsonTypeOf, own, type JsonObject, type JsonValue } from '../json.ts';

/** Alternatives looked at for one place; schemas with more are not told by a list anyway. */
const maxAlternatives = 60;

/**
 * The schema objects that may hold at a place: `schema` itself, and through `$ref` (inside `root` only) and the
 * combinators those below it. Bounded; loops end.
 */
export function alternatives(root: JsonValue, schema: JsonValue | undefined): JsonObject[] {
  const found: JsonObject[] = [];
  const waiting: (JsonValue | undefined)[] = [schema];
  for (let at = waiting.shift(); waiting.length > 0 || at !== undefined; at = waiting.shift()) {
    if (!isObject(at) || found.includes(at) || found.length >= maxAlternatives) continue;
    found.push(at);
    const ref = own(at, '$ref');
    if (typeof ref === 'string') waiting.push(resolve(root, ref));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const list = own(at, keyword);
      if (Array.isArray(list)) waiting.push(...list.filter(isObject));
    }
    for (const keyword of ['then', 'else']) if (isObject(own(at, keyword))) waiting.push(own(at, keyword));
  }
  return found;
}

/** A reference inside the document: `#`, or `#/` and a pointer. */
function resolve(root: JsonValue, ref: string): JsonValue | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let at: JsonValue | undefined = root;
  for (const raw of ref.slice(2).split('/')) {
    const step = decodeStep(raw);
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isObject(at) ? own(at, step) : undefined;
  }
  return at;
}

function decodeStep(raw: string): string {
  const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(step);
  } catch {
    // A lone `%`: it stands for itself.
    return step;
  }
}

/** The schemas of a place one step below places with these schemas. */
export function below(root: JsonValue, schemas: readonly JsonObject[], step: string | number): JsonObject[] {
  const found: JsonObject[] = [];
  const add = (schema: JsonValue | undefined) => {
    for (const one of alternatives(root, schema)) if (!found.includes(one)) found.push(one);
  };
  for (const schema of schemas) {
    if (typeof step === 'number') {
      const items = own(schema, 'items');
      const prefix = own(schema, 'prefixItems');
      if (Array.isArray(prefix) && step < prefix.length) add(prefix[step]);
      else if (Array.isArray(items)) add(items[step]);
      else add(items);
    } else {
      const properties = own(schema, 'properties');
      const property = isObject(properties) ? own(properties, step) : undefined;
      add(property ?? own(schema, 'additionalProperties'));
    }
  }
  return found;
}

/** The schemas at `path` below `root`. */
export function schemasAt(root: JsonValue, path: readonly (string | number)[]): JsonObject[] {
  let at = alternatives(root, root);
  for (const step of path) at = below(root, at, step);
  return at;
}

/** The properties that these schemas declare, in the order written, each once, with its first schema. */
export function propertiesOf(schemas: readonly JsonObject[]): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  for (const schema of schemas) {
    const properties = own(schema, 'properties');
    if (!isObject(properties)) continue;
    for (const name of Object.keys(properties)) if (!found.has(name)) found.set(name, properties[name]!);
  }
  return found;
}

/** The names that these schemas require. */
export function requiredOf(schemas: readonly JsonObject[]): Set<string> {
  const found = new Set<string>();
  for (const schema of schemas) {
    const required = own(schema, 'required');
    if (!Array.isArray(required)) continue;
    for (const name of required) if (typeof name === 'string') found.add(name);
  }
  return found;
}

/** The type words of these schemas. */
export function typesOf(schemas: readonly JsonObject[]): Set<string> {
  const found = new Set<string>();
  for (const schema of schemas) {
    const type = own(schema, 'type');
    for (const word of Array.isArray(type) ? type : [type]) if (typeof word === 'string') found.add(word);
    if (own(schema, 'nullable') === true) found.add('null');
  }
  return found;
}

/** A value that a schema names, and why. */
export interface NamedValue {
  readonly value: JsonValue;
  readonly from: 'default' | 'const' | 'enum' | 'example' | 'type';
}

/** The values that these schemas name: constants, enumerations, the default, examples, what a type has few of. */
export function valuesOf(schemas: readonly JsonObject[]): NamedValue[] {
  const found: NamedValue[] = [];
  const add = (value: JsonValue | undefined, from: NamedValue['from']) => {
    if (value === undefined) return;
    const known = found.findIndex((one) => deepEqual(one.value, value));
    if (known < 0) found.push({ value, from });
    else if (from === 'default') found[known] = { value, from };
  };
  for (const schema of schemas) {
    add(own(schema, 'const'), 'const');
    const list = own(schema, 'enum');
    if (Array.isArray(list)) for (const value of list.slice(0, 1000)) add(value, 'enum');
  }
  const isClosed = found.length > 0;
  const types = typesOf(schemas);
  for (const schema of schemas) {
    const value = own(schema, 'default');
    // A default of another type is a habit of some sets (`""` for a number), not a value to offer.
    if (
      value !== undefined &&
      fits(value, types) &&
      (!isClosed || found.some((one) => deepEqual(one.value, value)))
    )
      add(value, 'default');
    const examples = own(schema, 'examples');
    if (Array.isArray(examples)) for (const example of examples.slice(0, 20)) add(example, 'example');
    add(own(schema, 'example'), 'example');
  }
  if (!isClosed && types.has('boolean')) {
    add(true, 'type');
    add(false, 'type');
  }
  if (types.has('null')) add(null, 'type');
  return found;
}

function fits(value: JsonValue, types: ReadonlySet<string>): boolean {
  if (types.size === 0) return value !== '';
  const type = jsonTypeOf(value);
  return types.has(type) || (type === 'integer' && types.has('number'));
}
