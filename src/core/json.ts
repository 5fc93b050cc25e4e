/** JSON values as `JSON.parse` returns them, and small questions about them. */

/** A JSON value that holds no others. */
export type JsonPrimitive = string | number | boolean | null;
/** A JSON array. */
export type JsonArray = JsonValue[];
/** A JSON object; ask for own properties by {@link own}, since a key may be `__proto__`. */
export interface JsonObject {
  [key: string]: JsonValue;
}
/** Any JSON value. */
export type JsonValue = JsonPrimitive | JsonArray | JsonObject;

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property `key`, or `undefined`; never looks at a prototype (a record may have a `__proto__` key). */
export function own(value: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The word JSON Schema uses for the type of a value; `integer` for a number without a fraction. */
export function jsonTypeOf(
  value: JsonValue,
): 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return type as 'boolean' | 'string' | 'object';
}

/**
 * Structural equality of two JSON values; key order does not matter, `1` and `1.0` are equal (they are one
 * number after parsing). Recursive: callers bound the depth when they read the record (`maxDepth`).
 */
export function deepEqual(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!deepEqual(a[i]!, b[i]!)) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  let keys = 0;
  for (const key in a) {
    const other = b[key];
    if (other === undefined || !deepEqual(a[key]!, other)) return false;
    // What else every object inherits is a function, which no JSON value equals.
    if (key === '__proto__' && !Object.hasOwn(b, key)) return false;
    keys++;
  }
  for (const _ in b) keys--;
  return keys === 0;
}

/**
 * True when a value written anew has the numbers that it was read from: none of them is an integer, or out of range,
 * beyond what a double holds. Depth as for {@link deepEqual}.
 */
export function keepsNumbers(value: JsonValue): boolean {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  return typeof value !== 'object' || value === null || Object.values(value).every(keepsNumbers);
}
