/** Fixes for a value that its schema does not take: where one change certainly mends it, without changing what it says. */
import type { JsonValue } from '../json.ts';
import { jsonTypeOf, keepsNumbers } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Place } from '../text/path.ts';
import type { Spelling } from './spelling.ts';
import type { FixDraft } from './types.ts';
import { closest, cut, exactNumber, isRounded, show } from './words.ts';

/** Writes an allowed value, a number with the digits that it has there; `undefined` where they are not known. */
export function writeFix(where: Place, value: JsonValue, spelling: Spelling): FixDraft | undefined {
  if (typeof value !== 'number') return { title: `Write ${show(value)}`, edits: [{ replace: where, value }] };
  const written = exactNumber(value, spelling);
  if (written === undefined) return undefined;
  return { title: `Write ${cut(written)}`, edits: [{ replace: where, value, spelling: written }] };
}

/** The allowed value that is surely meant: equal as text (`2018` for `"2018"`), or a close spelling. */
export function closestValue(
  value: JsonValue,
  allowed: readonly JsonValue[],
  spelling: Spelling,
): { readonly value: JsonValue; readonly index: number } | undefined {
  if (typeof value === 'object') return undefined;
  const text = String(value);
  const isLong = typeof value === 'string' && /^-?\d{16,400}$/.test(value);
  const asText: number[] = [];
  allowed.forEach((item, index) => {
    if (typeof item === 'object') return;
    const isExact = typeof item !== 'number' || !isRounded(item);
    const same = isExact ? String(item) === text : isLong && index < maxSpelled && spelling([index]) === text;
    if (same) asText.push(index);
  });
  if (asText.length === 1) return { value: allowed[asText[0]!]!, index: asText[0]! };
  if (typeof value !== 'string') return undefined;
  const close = closest(
    value,
    allowed.filter((item) => typeof item === 'string'),
  );
  return close === undefined ? undefined : { value: close, index: allowed.indexOf(close) };
}

/** Values of an enum whose spelling is looked up; each look passes over those before it. */
const maxSpelled = 200;

const numberText = /^-?(?:0|[1-9]\d{0,30})(\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;

/** One change that makes the value the wanted type without changing what it says; `undefined` when there is none. */
export function typeFix(
  where: Place,
  value: JsonValue,
  types: readonly string[],
  spelling: Spelling,
): FixDraft | undefined {
  if (typeof value === 'string') return fixOfText(where, value, types);
  if (types.length !== 1 || types[0] !== 'string' || typeof value !== 'number') return undefined;
  const text = Number.isInteger(value) ? exactNumber(value, spelling) : undefined;
  if (text === undefined || !/^-?\d+$/.test(text)) return undefined;
  return { title: `Write "${cut(text)}"`, edits: [{ replace: where, value: text }] };
}

function fixOfText(where: Place, text: string, types: readonly string[]): FixDraft | undefined {
  const trimmed = text.length <= 64 ? text.trim() : '';
  const number = numberText.exec(trimmed);
  if (
    number &&
    (types.includes('number') || (types.includes('integer') && Number.isInteger(Number(trimmed))))
  ) {
    // An integer is written without a fraction, whatever the text had; else the spelling stays.
    const isPlain = types.includes('number') || (number[1] === undefined && !/[eE]/.test(trimmed));
    const value = Number(trimmed);
    const spelling = isPlain ? trimmed : String(value);
    return { title: `Write ${cut(spelling)}`, edits: [{ replace: where, value, spelling }] };
  }
  if (types.includes('boolean') && /^(?:true|false)$/i.test(trimmed)) {
    const value = trimmed.toLowerCase() === 'true';
    return { title: `Write ${value}`, edits: [{ replace: where, value }] };
  }
  if (types.includes('array') || types.includes('object')) {
    const first = /^\s{0,20}([[{])/.exec(text)?.[1];
    const nested = first ? readNested(text) : undefined;
    if (nested?.ok && types.includes(jsonTypeOf(nested.value)) && canWrite(nested.value, where)) {
      const what = first === '[' ? 'array' : 'object';
      return {
        title: `Write the ${what} without quotes`,
        edits: [{ replace: where, value: nested.value, spelling: text.trim() }],
      };
    }
  }
  return undefined;
}

/** Written as JSON a value keeps its spelling; in another language its numbers must be what they were. */
function canWrite(value: JsonValue, { path }: Place): boolean {
  return path.every((step) => typeof step !== 'object' || step.as.startsWith('json')) || keepsNumbers(value);
}
