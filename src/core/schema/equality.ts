/** Finding equal JSON values among many without comparing each with each. */
import { deepEqual, isObject, type JsonValue } from '../json.ts';

/**
 * A text that two values share exactly when they are equal as JSON Schema sees it: member order does not matter,
 * `1` and `1.0` are one number, `-0` is `0`. Recursive; values are at most 512 levels deep.
 */
export function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key]!)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** A membership test for a fixed list of values. */
export function memberTest(values: readonly JsonValue[]): (value: JsonValue) => boolean {
  const simple = new Set<JsonValue>();
  const compound: JsonValue[] = [];
  for (const value of values) {
    if (typeof value === 'object' && value !== null) compound.push(value);
    else simple.add(value);
  }
  if (compound.length === 0) return (value) => simple.has(value);
  if (compound.length <= 4) {
    return (value) =>
      typeof value === 'object' && value !== null
        ? compound.some((other) => deepEqual(value, other))
        : simple.has(value);
  }
  const texts = new Set(compound.map(canonicalText));
  return (value) =>
    typeof value === 'object' && value !== null ? texts.has(canonicalText(value)) : simple.has(value);
}

/** The first two indices that hold equal values, or `undefined`. Linear in the size of the list. */
export function firstDuplicate(values: readonly JsonValue[]): [number, number] | undefined {
  if (values.length < 2) return undefined;
  const seen = new Map<JsonValue, number>();
  const texts = new Map<string, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const compound = typeof value === 'object' && value !== null;
    const key = compound ? canonicalText(value) : value;
    const map = (compound ? texts : seen) as Map<JsonValue, number>;
    const first = map.get(key);
    if (first !== undefined) return [first, i];
    map.set(key, i);
  }
  return undefined;
}
