/**
 * Python string literals as the language defines them (Language Reference 2.4.1): prefixes, escapes, triple quotes,
 * literals beside each other that make one string. Decoding keeps the way back; encoding fits the literal replaced.
 */
import { DecodedTextBuilder } from './decodedText.ts';
import { hexAt, isLoneSurrogate } from './jsonString.ts';
import type { DecodedText } from './valueNode.ts';

/** One quoted piece: `r'…'`, `"""…"""`. A string value may be several of them. */
export interface PythonStringPiece {
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** The quote that ends it: one character, or three. */
  readonly quote: string;
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
  readonly closed: boolean;
}

const PREFIX = /^(?:[rRuUbBfF]|[rR][bBfF]|[bBfF][rR])$/;

/**
 * The string piece that begins at `start`, prefix included, or `undefined` when none does. A piece without a closing
 * quote ends at the line's end (triple-quoted: at `end`).
 */
export function pythonStringPieceAt(text: string, start: number, end: number): PythonStringPiece | undefined {
  let at = start;
  while (at < end && at - start < 3 && text[at] !== '"' && text[at] !== "'") at++;
  const quoteChar = text[at];
  if (at >= end || (quoteChar !== '"' && quoteChar !== "'")) return undefined;
  const prefix = text.slice(start, at);
  if (prefix !== '' && !PREFIX.test(prefix)) return undefined;
  const triple = at + 3 <= end && text.startsWith(quoteChar.repeat(3), at);
  const quote = triple ? quoteChar.repeat(3) : quoteChar;
  const letters = prefix.toLowerCase();
  const bodyStart = at + quote.length;
  const { bodyEnd, closed } = pieceEnd(text, bodyStart, end, quote);
  return {
    start,
    end: closed ? bodyEnd + quote.length : bodyEnd,
    bodyStart,
    bodyEnd,
    quote,
    raw: letters.includes('r'),
    bytes: letters.includes('b'),
    formatted: letters.includes('f'),
    closed,
  };
}

function pieceEnd(
  text: string,
  bodyStart: number,
  end: number,
  quote: string,
): { bodyEnd: number; closed: boolean } {
  const quoteCode = quote.charCodeAt(0);
  for (let at = bodyStart; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) {
      // A backslash takes the next character with it, also in a raw string; before a CRLF it takes both.
      if (text.charCodeAt(at + 1) === 0x0d && text.charCodeAt(at + 2) === 0x0a) at++;
      at++;
    } else if (code === quoteCode) {
      if (quote.length === 1 || (at + 3 <= end && text.startsWith(quote, at)))
        return { bodyEnd: at, closed: true };
    } else if (quote.length === 1 && (code === 0x0a || code === 0x0d)) {
      return { bodyEnd: at, closed: false };
    }
  }
  return { bodyEnd: end, closed: false };
}

/** White space, line breaks, comments and line continuations between Python tokens: offset of the next token. */
export function skipPythonTrivia(text: string, at: number, end: number): number {
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x23) {
      while (at < end && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
    } else if (code === 0x5c && (text.charCodeAt(at + 1) === 0x0a || text.charCodeAt(at + 1) === 0x0d)) {
      at += 2;
    } else if (
      code === 0x20 ||
      (code >= 0x09 && code <= 0x0d) ||
      code === 0xa0 ||
      code === 0xfeff ||
      code === 0x3000
    ) {
      at++;
    } else {
      break;
    }
  }
  return Math.min(at, end);
}

/** The pieces that make the string value written from `start`, with white space between them. */
export function pythonStringPieces(text: string, start: number, end: number): PythonStringPiece[] {
  const pieces: PythonStringPiece[] = [];
  let piece = pythonStringPieceAt(text, start, end);
  while (piece !== undefined) {
    pieces.push(piece);
    if (!piece.closed) break;
    piece = pythonStringPieceAt(text, skipPythonTrivia(text, piece.end, end), end);
  }
  return pieces;
}

/**
 * Decodes the string value at `[start..end)` of `text`: prefixes, quotes, and all its pieces. An escape that Python
 * would reject (`\x4`), and `\N{…}`, whose names are not known here, stay as written. The pieces of bytes and
 * formatted literals are decoded like plain ones.
 */
export function decodePythonString(text: string, start: number, end: number): DecodedText {
  return decodePythonPieces(text, pythonStringPieces(text, start, end), start);
}

/** The same for pieces that are already known; `start` is the place of a string without any piece. */
export function decodePythonPieces(
  text: string,
  pieces: readonly PythonStringPiece[],
  start: number,
): DecodedText {
  const builder = new DecodedTextBuilder();
  for (const piece of pieces) decodePiece(text, piece, builder);
  return builder.build(pieces.at(-1)?.bodyEnd ?? start);
}

function decodePiece(text: string, piece: PythonStringPiece, builder: DecodedTextBuilder): void {
  const end = piece.bodyEnd;
  let copied = piece.bodyStart;
  for (let at = copied; at < end;) {
    const code = text.charCodeAt(at);
    let escaped: { value: string; length: number } | undefined;
    if (code === 0x5c) {
      escaped = piece.raw ? undefined : pythonEscapeAt(text, at, end, piece.bytes);
    } else if (code === 0x0d) {
      // Python reads source with universal newlines: the value has \n.
      escaped = { value: '\n', length: text.charCodeAt(at + 1) === 0x0a && at + 1 < end ? 2 : 1 };
    }
    if (escaped === undefined) {
      at += code === 0x5c && at + 1 < end && text.charCodeAt(at + 1) !== 0x0d ? 2 : 1;
      continue;
    }
    builder.copy(text, copied, at);
    builder.escape(escaped.value, at, at + escaped.length);
    at += escaped.length;
    copied = at;
  }
  builder.copy(text, copied, end);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The escape at the backslash `at`; `undefined` when the backslash stands for itself (`\d`) or the escape is broken. */
function pythonEscapeAt(
  text: string,
  at: number,
  end: number,
  bytes: boolean,
): { value: string; length: number } | undefined {
  if (at + 1 >= end) return undefined;
  const letter = text[at + 1]!;
  if (Object.hasOwn(SIMPLE_ESCAPES, letter)) return { value: SIMPLE_ESCAPES[letter]!, length: 2 };
  if (letter === '\r') return { value: '', length: text[at + 2] === '\n' ? 3 : 2 };
  if (letter >= '0' && letter <= '7') {
    let stop = at + 2;
    while (stop < end && stop < at + 4 && text[stop]! >= '0' && text[stop]! <= '7') stop++;
    return { value: String.fromCharCode(parseInt(text.slice(at + 1, stop), 8)), length: stop - at };
  }
  const digits = letter === 'x' ? 2 : bytes ? 0 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits === 0) return undefined;
  const code = hexAt(text, at + 2, at + 2 + digits, end);
  if (code === undefined || code > 0x10ffff) return undefined;
  return { value: String.fromCodePoint(code), length: 2 + digits };
}

/** Place of the first escape in `piece` that Python rejects or that cannot be decoded here (`\N{…}`), else `undefined`. */
export function brokenPythonEscape(text: string, piece: PythonStringPiece): number | undefined {
  if (piece.raw) return undefined;
  for (let at = piece.bodyStart; at < piece.bodyEnd; at++) {
    if (text.charCodeAt(at) !== 0x5c) continue;
    const letter = text[at + 1];
    const known = letter === 'x' || (!piece.bytes && (letter === 'u' || letter === 'U' || letter === 'N'));
    if (known && pythonEscapeAt(text, at, piece.bodyEnd, piece.bytes) === undefined) return at;
    at++;
  }
  return undefined;
}

/**
 * The body, without quotes, that gives `value` inside the literal `likeLiteral` (its whole source; several pieces may
 * stand in it, then the body fits each of them). Text that is printable stays as it is unless the literal escapes all
 * its non-ASCII text. `undefined` when a raw literal cannot hold the value.
 */
export function encodePythonString(value: string, likeLiteral = "''"): string | undefined {
  const pieces = pythonStringPieces(likeLiteral, 0, likeLiteral.length);
  if (pieces.some((piece) => piece.raw)) return rawBody(value, pieces);
  const quotes = new Set(pieces.length === 0 ? ["'"] : pieces.map((piece) => piece.quote[0]!));
  const multiLine = pieces.length > 0 && pieces.every((piece) => piece.quote.length === 3);
  const asciiOnly = escapesNonAscii(likeLiteral);
  let body = '';
  for (let i = 0; i < value.length; i++) body += encodedUnit(value, i, quotes, multiLine, asciiOnly);
  return body;
}

/** A whole literal for `value` in the style of `likeLiteral`; a raw literal that cannot hold it becomes a plain one. */
export function quotePythonString(value: string, likeLiteral = "''"): string {
  const piece = pythonStringPieceAt(likeLiteral, 0, likeLiteral.length);
  const quote = piece?.quote ?? "'";
  const prefix =
    piece === undefined || piece.formatted || piece.bytes
      ? ''
      : likeLiteral.slice(0, piece.bodyStart - quote.length);
  const head =
    piece === undefined ? "''" : prefix + quote + likeLiteral.slice(piece.bodyStart, piece.bodyEnd) + quote;
  const body = encodePythonString(value, head);
  if (body !== undefined) return prefix + quote + body + quote;
  return quote + encodePythonString(value, quote + quote)! + quote;
}

function rawBody(value: string, pieces: readonly PythonStringPiece[]): string | undefined {
  if (/[\n\r\\]/.test(value)) return undefined;
  if (pieces.some((piece) => value.includes(piece.quote[0]!))) return undefined;
  for (let i = 0; i < value.length; i++) if (isLoneSurrogate(value, i)) return undefined;
  return value;
}

function escapesNonAscii(literal: string): boolean {
  let escaped = false;
  for (let i = 0; i < literal.length; i++) {
    const code = literal.charCodeAt(i);
    if (code >= 0x80) return false;
    if (code !== 0x5c) continue;
    i++;
    const letter = literal[i];
    if (letter === 'u' || letter === 'U' || (letter === 'x' && literal[i + 1]! >= '8')) escaped = true;
  }
  return escaped;
}

function encodedUnit(
  value: string,
  at: number,
  quotes: ReadonlySet<string>,
  multiLine: boolean,
  asciiOnly: boolean,
): string {
  const char = value[at]!;
  const code = value.charCodeAt(at);
  if (quotes.has(char) || char === '\\') return '\\' + char;
  if (char === '\n') return multiLine ? char : '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  if (code < 0x20 || code === 0x7f) return '\\x' + code.toString(16).padStart(2, '0');
  if (code < 0x80) return char;
  if (isLoneSurrogate(value, at)) return '\\u' + code.toString(16);
  if (!asciiOnly) return char;
  if (code >= 0xd800 && code <= 0xdbff) return '\\U' + value.codePointAt(at)!.toString(16).padStart(8, '0');
  if (code >= 0xdc00 && code <= 0xdfff) return '';
  return code < 0x100 ? '\\x' + code.toString(16) : '\\u' + code.toString(16).padStart(4, '0');
}
