/** How numbers are written in the text that they were read from. */
import { isObject, keepsNumbers, type JsonValue } from '../json.ts';

/** How a number is written. */
export type Spelling = (value: number) => string;

/**
 * Numbers as `text` writes them, where writing the value anew would give another number: integers beyond 2^53, and numbers
 * out of range. At any depth of escaping digits are digits. Two that are read as the same value are told as the first.
 */
export function spellingIn(text: string): Spelling {
  let known: Map<number, string> | undefined;
  return (value) => {
    if (keepsNumbers(value)) return String(value);
    known ??= readNumbers(text);
    return known.get(value) ?? String(value);
  };
}

function readNumbers(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [written] of text.matchAll(/-?\d[\d.]*(?:[eE][+-]?\d+)?/g)) {
    const value = Number(written);
    if (!Number.isNaN(value) && !keepsNumbers(value) && !found.has(value)) found.set(value, written);
  }
  return found;
}

/** JSON text of a value, its numbers in their spelling. */
export function writeSpelled(value: JsonValue, spelling: Spelling | undefined): string {
  if (!spelling || keepsNumbers(value)) return JSON.stringify(value);
  if (typeof value === 'number') return spelling(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeSpelled(item, spelling)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${writeSpelled(item, spelling)}`,
  );
  return `{${members.join(',')}}`;
}
