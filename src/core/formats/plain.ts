/** What an entry of no known format is: a row of text training is a sample, though it has no calls to check. */
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { RecordKind } from '../sample.ts';

/** `samples` for Alpaca rows and for ShareGPT pairs of answers, else `other`. */
export function plainKind(entry: JsonValue): RecordKind {
  if (!isObject(entry)) return 'other';
  const isAlpaca = Object.hasOwn(entry, 'instruction') && typeof entry.output === 'string';
  const isPair =
    Array.isArray(entry.conversations) && Object.hasOwn(entry, 'chosen') && Object.hasOwn(entry, 'rejected');
  return isAlpaca || isPair ? 'samples' : 'other';
}
