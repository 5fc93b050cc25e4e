/** The words that messages share: values cut short, types with their article, argument names, close matches. */
import { distance } from 'fastest-levenshtein';
import type { JsonValue } from '../json.ts';
import { jsonTypeOf } from '../json.ts';
import { child, type Path } from '../text/path.ts';
import type { Spelling } from './spelling.ts';

/** Record text in a message is cut at this many UTF-16 units. */
export const maxShown = 40;

/** `text` cut to `max` units, without half a surrogate pair, on one line. */
export function cut(text: string, max = maxShown): string {
  if (text.length <= max) return oneLine(text);
  const last = text.charCodeAt(max - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? max - 1 : max;
  return `${oneLine(text.slice(0, end))}…`;
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ');
}

/**
 * A value as JSON, cut short; never spells out more of a big value than is shown. Numbers are written as `spelling`
 * has them; without it, one that a double cannot hold is not shown with other digits than it has.
 */
export function show(value: JsonValue, spelling?: Spelling): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'number') return cut(spellNumber(value, spelling, []));
  if (typeof value !== 'object' || value === null) return String(value);
  return cut(spell(value, maxShown + 1, spelling, []));
}

function spellNumber(value: number, spelling: Spelling | undefined, path: Path): string {
  return exactNumber(value, spelling && (() => spelling(path))) ?? '(a number beyond 2^53)';
}

/** A number as it is written, uncut; `undefined` where that is not known and its digits may be others than the parsed ones. */
export function exactNumber(value: number, spelling: Spelling | undefined): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return spelling?.([]) ?? (isRounded(value) ? undefined : String(value));
}

/** An integer, or a number out of range, that may have been written with other digits than it has now. */
export function isRounded(value: number): boolean {
  return !Number.isSafeInteger(value) && (Number.isInteger(value) || !Number.isFinite(value));
}

/** JSON text of a container, given up once it is longer than `budget`. */
function spell(value: JsonValue, budget: number, spelling: Spelling | undefined, path: Path): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > budget ? value.slice(0, budget) : value);
  if (typeof value === 'number') return spellNumber(value, spelling, path);
  if (typeof value !== 'object' || value === null) return String(value);
  const isArray = Array.isArray(value);
  let text = isArray ? '[' : '{';
  let first = true;
  for (const key in value) {
    if (text.length > budget) return text;
    if (!first) text += ', ';
    first = false;
    if (!isArray) text += `${JSON.stringify(cut(key))}: `;
    const step = isArray ? Number(key) : key;
    text += spell(
      (value as Record<string, JsonValue>)[key]!,
      budget - text.length,
      spelling,
      child(path, step),
    );
  }
  return text + (isArray ? ']' : '}');
}

/** `"12" (string)`: a value and what it is; for null and booleans the value says it all. */
export function showTyped(value: JsonValue, spelling?: Spelling): string {
  if (value === null || typeof value === 'boolean') return String(value);
  return `${show(value, spelling)} (${jsonTypeOf(value)})`;
}

const articles: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

/** `a string or null` for the types a schema allows. */
export function typeWords(types: readonly string[]): string {
  return anyOf(types.map((type) => articles[type] ?? cut(type)));
}

/** `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'nothing';
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** The first few of a list, and how many more there are. */
export function some(words: readonly string[], most = 5): string {
  const shown = words
    .slice(0, most)
    .map((word) => cut(word))
    .join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

/** `user.tags[0]`, the way a person names a place inside arguments; cut short. */
export function dotted(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (text.length > 80) break;
    text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  }
  return cut(text, 80);
}

/** English plural of a count: `1 tool`, `3 tools`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Names longer than this, and lists longer than this, are not searched for close matches. */
const maxNameLength = 200;
const maxCandidates = 200;

/**
 * The one candidate that `name` is most likely meant to be, or `undefined`: equal but for case and separators, or
 * within a third of its length in single-letter changes. Two equally close candidates are no answer.
 */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > maxNameLength || candidates.length > maxCandidates) return undefined;
  const plain = plainName(name);
  const same = candidates.filter(
    (candidate) => candidate.length <= maxNameLength && plainName(candidate) === plain,
  );
  if (same.length === 1) return same[0];
  if (same.length > 1 || plain === '') return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  let ties = 0;
  for (const candidate of candidates) {
    if (candidate.length > maxNameLength || Math.abs(candidate.length - name.length) > limit) continue;
    const far = distance(name, candidate);
    if (far < least) {
      least = far;
      best = candidate;
      ties = 1;
    } else if (far === least) ties++;
  }
  return ties === 1 ? best : undefined;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_.:/-]/g, '');
}

/** A count as people read it: `12,345`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
