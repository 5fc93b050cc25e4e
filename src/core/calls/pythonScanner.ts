/** Small scanning steps over Python text: names, numbers, and the skipping of expressions. All linear, none throws. */
import { pythonStringPieceAt, skipPythonTrivia } from '../text/pythonString.ts';

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** True for a word that Python reserves, so that it cannot name a function or an argument. */
export function isPythonKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;

/** End of the identifier that begins at `at`; `at` itself when none does. */
export function identifierEnd(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = text.charCodeAt(i);
    const letter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
    if (!letter && !(code >= 0x30 && code <= 0x39 && i > at)) break;
    i++;
  }
  if (i >= end || text.charCodeAt(i) < 0x80) return i;
  IDENTIFIER.lastIndex = at;
  return IDENTIFIER.test(text) ? Math.min(end, IDENTIFIER.lastIndex) : i;
}

/** The identifier `text[start..end)` as Python compares it: NFKC-normalised. */
export function identifierName(text: string, start: number, end: number): string {
  return text.slice(start, end).normalize('NFKC');
}

/** A name of identifiers with dots between them. */
export interface DottedName {
  readonly name: string;
  readonly end: number;
  /** True when one of its parts is a word that Python reserves. */
  readonly reserved: boolean;
}

/** The dotted name at `at`, or `undefined`; white space around the dots is allowed, as in Python. */
export function dottedNameAt(text: string, at: number, end: number): DottedName | undefined {
  let stop = identifierEnd(text, at, end);
  if (stop === at) return undefined;
  let name = identifierName(text, at, stop);
  let reserved = isPythonKeyword(name);
  for (;;) {
    const dot = skipPythonTrivia(text, stop, end);
    if (dot >= end || text[dot] !== '.') break;
    const part = skipPythonTrivia(text, dot + 1, end);
    const partEnd = identifierEnd(text, part, end);
    if (partEnd === part) break;
    const word = identifierName(text, part, partEnd);
    reserved ||= isPythonKeyword(word);
    name += '.' + word;
    stop = partEnd;
  }
  return { name, end: stop, reserved };
}

/** A number of Python, with the `textOffset` behind it. */
export interface PythonNumber {
  readonly end: number;
  readonly value: number;
  readonly kind: 'integer' | 'float' | 'imaginary' | 'malformed';
}

/** The number literal at `at` (a digit, or a dot before one), without sign; `undefined` when none begins there. */
export function pythonNumberAt(text: string, at: number, end: number): PythonNumber | undefined {
  const first = text.charCodeAt(at);
  const second = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  if (at >= end || !(isDigit(first) || (first === 0x2e && isDigit(second)))) return undefined;
  const radix =
    first === 0x30 && (second | 0x20) !== 0x2e && 'xob'.includes(String.fromCharCode(second | 0x20));
  let stop = at;
  while (stop < end) {
    const code = text.charCodeAt(stop);
    const sign = code === 0x2b || code === 0x2d;
    if (sign ? radix || (text.charCodeAt(stop - 1) | 0x20) !== 0x65 : !isNumberUnit(code)) break;
    stop++;
  }
  return classify(text.slice(at, stop), stop, radix);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNumberUnit(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x5f || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

const RADIX_FORM = /^0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)$/;
const DECIMAL_FORM = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const MISPLACED_UNDERSCORE = /__|_$|^_|_[^0-9a-fA-F]|[^0-9a-fA-FxXoObB]_/;

function classify(source: string, end: number, radix: boolean): PythonNumber {
  const imaginary = !radix && /[jJ]$/.test(source);
  const digits = imaginary ? source.slice(0, -1) : source;
  const clean = digits.replaceAll('_', '');
  const wellFormed = (radix ? RADIX_FORM : DECIMAL_FORM).test(clean) && !MISPLACED_UNDERSCORE.test(digits);
  const float = !radix && /[.eE]/.test(clean);
  const leadingZero = !radix && !float && !imaginary && /^0+[1-9]/.test(clean);
  const value = Number(clean);
  if (!wellFormed || leadingZero) return { end, value, kind: 'malformed' };
  return { end, value, kind: imaginary ? 'imaginary' : float ? 'float' : 'integer' };
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The bracket that closes `char`, or `undefined` when it opens nothing. */
export function closerOf(char: string): string | undefined {
  return char === '(' || char === '[' || char === '{' ? CLOSERS[char] : undefined;
}

/** An expression that was passed over without being read (`textOffset`s). */
export interface SkippedExpression {
  /** Offset of what ends it: a comma, closing bracket or (if asked for) colon at depth 0, or the end of the range. */
  readonly stop: number;
  /** End of its last character that is neither white space nor comment. */
  readonly end: number;
}

/** Passes over the expression at `at`. Strings and comments are whole; iterative, so nesting has no limit here. */
export function skipExpression(text: string, at: number, end: number, colon = false): SkippedExpression {
  const open: string[] = [];
  let last = at;
  while (at < end) {
    const char = text[at]!;
    if (char === '"' || char === "'") {
      at = Math.max(at + 1, pythonStringPieceAt(text, at, end)?.end ?? at + 1);
      last = at;
      continue;
    }
    const trivia = skipPythonTrivia(text, at, end);
    if (trivia > at) {
      at = trivia;
      continue;
    }
    const closer = closerOf(char);
    if (closer !== undefined) {
      open.push(closer);
    } else if (char === ')' || char === ']' || char === '}') {
      if (open.at(-1) !== char) return { stop: at, end: last };
      open.pop();
    } else if (open.length === 0 && (char === ',' || (colon && char === ':'))) {
      return { stop: at, end: last };
    }
    at++;
    last = at;
  }
  return { stop: end, end: last };
}

/** `end` moved back over white space, but not before `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  while (end > start && ' \t\r\n\f\v'.includes(text[end - 1]!)) end--;
  return end;
}
