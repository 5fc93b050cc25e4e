/**
 * Reading one record. `JSON.parse` does the work; a second, cheap pass guards against what it hides: nesting that
 * would overflow a recursive reader, and duplicate keys. A record that does not parse is not lost: it is reported
 * where it breaks (rules/record.not-json) and read with recovery where a feature needs its shape.
 */
import type { JsonArray, JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import { quickKeyCount, scanJson } from '../text/jsonScan.ts';

/** Records and nested texts deeper than this are reported and not checked; V8's own stack bears far more. */
export const maxDepth = 512;

/** What the text of a record is. */
export type RecordState =
  /** One JSON object. */
  | 'object'
  /** JSON, but no object. */
  | 'not-object'
  | 'not-json'
  | 'blank'
  /** Text that stands for a missing row: `<PLACEHOLDER ROW>`, `...`. */
  | 'placeholder'
  | 'too-deep';

/** The text of one record and what reading it gave. */
export interface RecordText {
  readonly text: string;
  readonly state: RecordState;
  /** The parsed value; present for `object` and `not-object` only. */
  readonly value?: JsonValue;
  /** More keys are written than the value has. */
  readonly hasDuplicateKeys: boolean;
  /** At least how many keys are written in JSON in the text's strings, at whatever depth; `undefined` when not known. */
  readonly nestedKeys?: number;
}

const blank = /^[\s\uFEFF]*$/;
const placeholder = /^\s*(?:<[A-Za-z][A-Za-z0-9 _-]{0,60}>|\.{3,10}|…|-{3,80}|TODO|TBD|N\/A)\s*$/;

/** Reads a record's text (a line without its line break, or an element of an array file). Never throws. */
export function readRecord(text: string): RecordText {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // Expected for broken text: the state says it, and rules/record.not-json finds the place and the reason.
    const state = blank.test(text) ? 'blank' : placeholder.test(text) ? 'placeholder' : 'not-json';
    return { text, state, hasDuplicateKeys: false };
  }
  const keys = countKeys(value);
  if (keys < 0) return { text, state: 'too-deep', hasDuplicateKeys: false };
  const quick = quickKeyCount(text);
  return {
    text,
    value,
    state: isObject(value) ? 'object' : 'not-object',
    hasDuplicateKeys: quick?.own !== keys && scanJson(text).keys !== keys,
    nestedKeys: quick?.nested,
  };
}

/** What nested text turned out to be. `keys`: how many keys its value has, those below included. */
export type NestedText =
  | { readonly ok: true; readonly value: JsonValue; readonly keys: number }
  | { readonly ok: false; readonly reason: 'not-json' | 'deep' };

/**
 * Reads JSON that stands inside a decoded string, with the record's guard against nesting. Never throws. Duplicate keys
 * are for the caller to look for, by `hasDuplicates`.
 */
export function readNested(text: string): NestedText {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // Expected for broken text; the caller reports it at the string's place.
    return { ok: false, reason: 'not-json' };
  }
  const keys = countKeys(value);
  if (keys < 0) return { ok: false, reason: 'deep' };
  return { ok: true, value, keys };
}

/** True when more keys are written in the valid JSON `text` than its value has, which is `keys`. */
export function hasDuplicates(text: string, keys: number): boolean {
  // The quick count takes a key only as it is usually written; only where it disagrees is every character looked at.
  return quickKeyCount(text)?.own !== keys && scanJson(text).keys !== keys;
}

/** Number of keys in a value and everything below it; -1 when it is nested deeper than `maxDepth`. */
export function countKeys(value: JsonValue): number {
  return typeof value === 'object' && value !== null ? keysBelow(value, 1) : 0;
}

function keysBelow(value: JsonObject | JsonArray, depth: number): number {
  if (depth > maxDepth) return -1;
  let keys = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const element = value[i]!;
      if (typeof element !== 'object' || element === null) continue;
      const below = keysBelow(element, depth + 1);
      if (below < 0) return -1;
      keys += below;
    }
    return keys;
  }
  for (const key in value) {
    keys++;
    const member = value[key]!;
    if (typeof member !== 'object' || member === null) continue;
    const below = keysBelow(member, depth + 1);
    if (below < 0) return -1;
    keys += below;
  }
  return keys;
}
