/** Names in call lists: of functions in front of their brackets, and of arguments in front of their `=`. */
import { skipPythonTrivia } from '../text/pythonString.ts';
import { dottedNameAt, identifierEnd, identifierName, isPythonKeyword, trimEnd } from './pythonScanner.ts';

/** Longest name that is no Python name, in UTF-16 units; a bound on looking ahead. */
const MAX_ODD_NAME = 256;

/** The name of a call up to the bracket that opens its arguments (`textOffset`s). */
export interface CallHead {
  readonly name: string;
  readonly nameEnd: number;
  /** Place of the bracket that opens the arguments. */
  readonly open: number;
  /** True when Python would not read the name as a name. */
  readonly odd: boolean;
}

/** The name and opening bracket of the call that begins at `at`, or `undefined` when none does. */
export function callHeadAt(text: string, at: number, end: number): CallHead | undefined {
  const dotted = dottedNameAt(text, at, end);
  if (dotted === undefined) return oddHeadAt(text, at, end);
  const open = skipPythonTrivia(text, dotted.end, end);
  if (open >= end || text[open] !== '(') return oddHeadAt(text, at, end);
  const groupEnd = nameGroupEnd(text, open, Math.min(end, open + MAX_ODD_NAME));
  // `Stock Price (Real-Time)(a=1)`: brackets that are part of the name.
  if (groupEnd !== undefined && (open > dotted.end || text[groupEnd] === '(')) {
    const odd = oddHeadAt(text, at, end);
    if (odd !== undefined && odd.open !== open) return odd;
  }
  return { name: dotted.name, nameEnd: dotted.end, open, odd: dotted.reserved };
}

const ODD_NAME_STOP = '"\'[]{}=\n\r;)';

function oddHeadAt(text: string, start: number, end: number): CallHead | undefined {
  const limit = Math.min(end, start + MAX_ODD_NAME);
  let open: number | undefined;
  let at = start;
  while (at < limit) {
    const char = text[at]!;
    if (ODD_NAME_STOP.includes(char) || (char === ',' && open !== undefined)) break;
    if (char === '(') {
      const groupEnd = nameGroupEnd(text, at, limit);
      open = at;
      if (groupEnd === undefined) break;
      at = groupEnd;
    } else {
      at++;
    }
  }
  if (open === undefined) return undefined;
  const nameEnd = trimEnd(text, start, open);
  const name = text.slice(start, nameEnd);
  return /[\p{L}\p{N}]/u.test(name) ? { name, nameEnd, open, odd: true } : undefined;
}

/** End of round brackets at `open` whose content can be part of a name: short, plain words, no `=`. */
function nameGroupEnd(text: string, open: number, limit: number): number | undefined {
  for (let at = open + 1; at < limit; at++) {
    const char = text[at]!;
    if (char === ')') return at > open + 1 ? at + 1 : undefined;
    if (char === '(' || char === ',' || ODD_NAME_STOP.includes(char)) return undefined;
  }
  return undefined;
}

/** The name in front of an argument's `=` (`textOffset`s). */
export interface ArgumentName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The place behind the `=`. */
  readonly valueAt: number;
  readonly odd: boolean;
}

const MAX_ODD_KEYWORD = 128;

/** The argument name with its `=` at `at`, or `undefined` when no such thing begins there. */
export function keywordAt(text: string, at: number, end: number): ArgumentName | undefined {
  const stop = identifierEnd(text, at, end);
  if (stop > at) {
    const equals = skipPythonTrivia(text, stop, end);
    if (isEquals(text, equals, end)) {
      const name = identifierName(text, at, stop);
      return { name, start: at, end: stop, valueAt: equals + 1, odd: isPythonKeyword(name) };
    }
  }
  return oddKeywordAt(text, at, end);
}

function oddKeywordAt(text: string, start: number, end: number): ArgumentName | undefined {
  const limit = Math.min(end, start + MAX_ODD_KEYWORD);
  let at = start;
  while (at < limit && isOddKeywordUnit(text.charCodeAt(at))) at++;
  if (!isEquals(text, at, limit)) return undefined;
  const nameEnd = trimEnd(text, start, at);
  const name = text.slice(start, nameEnd);
  if (!/^[\p{L}\p{N}_$@]/u.test(name) || name.startsWith('lambda ')) return undefined;
  return { name, start, end: nameEnd, valueAt: at + 1, odd: true };
}

/** Letters, digits, `_ - . / $ @ [ ]`, spaces, and everything that is not ASCII. */
function isOddKeywordUnit(code: number): boolean {
  return (
    code >= 0x80 ||
    (code >= 0x30 && code <= 0x39) ||
    ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) ||
    '_-./$@[] '.includes(String.fromCharCode(code))
  );
}

function isEquals(text: string, at: number, end: number): boolean {
  return at < end && text[at] === '=' && text[at + 1] !== '=';
}
