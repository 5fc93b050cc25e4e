/** JSON string literals: decoding with the way back, and encoding in the style of the literal that is replaced. */
import { DecodedTextBuilder, mappedText } from './decodedText.ts';
import type { DecodedText } from './valueNode.ts';

const BACKSLASH = 0x5c;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Decodes the string literal at `[quoteStart..quoteEnd)` of `text`, quotes included. Tolerant: single quotes are
 * taken (and `\'`), an unclosed literal ends at `quoteEnd`, and an escape that JSON does not know stays as written.
 */
export function decodeJsonString(text: string, quoteStart: number, quoteEnd: number): DecodedText {
  const valid = validText(text, quoteStart, quoteEnd);
  if (valid !== undefined) return mapEscapes(valid, text, quoteStart, quoteEnd);
  const quote = text.charCodeAt(quoteStart);
  const builder = new DecodedTextBuilder();
  let copied = quoteStart + 1;
  let at = copied;
  while (at < quoteEnd) {
    const code = text.charCodeAt(at);
    if (code === quote) break;
    if (code !== BACKSLASH) {
      at++;
      continue;
    }
    const escaped = jsonEscapeAt(text, at, quoteEnd);
    if (escaped !== undefined) {
      builder.copy(text, copied, at);
      builder.escape(escaped.value, at, at + escaped.length);
      copied = at + escaped.length;
    }
    at += escaped?.length ?? 2;
  }
  const close = Math.max(copied, Math.min(at, quoteEnd));
  builder.copy(text, copied, close);
  return builder.build(close);
}

/** The text of a literal that is valid JSON; `undefined` for any other. */
function validText(text: string, quoteStart: number, quoteEnd: number): string | undefined {
  if (text.charCodeAt(quoteStart) !== 0x22 || text.charCodeAt(quoteEnd - 1) !== 0x22) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(quoteStart, quoteEnd));
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Not valid JSON: it is read with tolerance instead.
    return undefined;
  }
}

/** The decoded text of a valid literal: only its escapes are looked at. */
function mapEscapes(decoded: string, text: string, quoteStart: number, quoteEnd: number): DecodedText {
  const textOffsets = [0];
  const outerOffsets = [quoteStart + 1];
  /** Units of the literal before the place at hand that the decoded text does not have. */
  let dropped = quoteStart + 1;
  for (let at = text.indexOf('\\', quoteStart + 1); at >= 0 && at < quoteEnd;) {
    const length = text.charCodeAt(at + 1) === 0x75 ? 6 : 2;
    textOffsets.push(at - dropped + 1);
    outerOffsets.push(at + length);
    dropped += length - 1;
    at = text.charCodeAt(at + length) === BACKSLASH ? at + length : text.indexOf('\\', at + length);
  }
  return mappedText(decoded, textOffsets, outerOffsets);
}

/** The value of the escape that begins at the backslash `at`, and its length; `undefined` when JSON does not know it. */
export function jsonEscapeAt(
  text: string,
  at: number,
  end: number,
): { value: string; length: number } | undefined {
  if (at + 1 >= end) return undefined;
  const letter = text[at + 1]!;
  if (letter !== 'u') {
    const value = Object.hasOwn(SIMPLE_ESCAPES, letter) ? SIMPLE_ESCAPES[letter] : undefined;
    return value === undefined ? undefined : { value, length: 2 };
  }
  const code = hexAt(text, at + 2, at + 6, end);
  return code === undefined ? undefined : { value: String.fromCharCode(code), length: 6 };
}

/** The number written in hexadecimal at `[start..stop)`, or `undefined` when that is not all hexadecimal digits before `end`. */
export function hexAt(text: string, start: number, stop: number, end: number): number | undefined {
  if (stop > end) return undefined;
  let value = 0;
  for (let i = start; i < stop; i++) {
    const code = text.charCodeAt(i);
    let digit: number;
    if (code >= 0x30 && code <= 0x39) digit = code - 0x30;
    else if (code >= 0x41 && code <= 0x46) digit = code - 0x37;
    else if (code >= 0x61 && code <= 0x66) digit = code - 0x57;
    else return undefined;
    value = value * 16 + digit;
  }
  return value;
}

const DEFAULT_ESCAPES = new Map<string, string>([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

interface EscapeStyle {
  /** Spelling of each character that the model literal escapes and never writes plainly. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly asciiOnly: boolean;
  readonly upperCaseHex: boolean;
  readonly rawLineSeparators: boolean;
}

const DEFAULT_STYLE: EscapeStyle = {
  spellings: DEFAULT_ESCAPES,
  asciiOnly: false,
  upperCaseHex: false,
  rawLineSeparators: false,
};

/**
 * The body of a JSON string literal for `value`, without quotes. `likeRaw` is the body of the literal that it goes
 * into: a literal that escapes all its non-ASCII text (`\u00e9`), writes `\/`, or `\u003c` for `<`, stays so. Lone
 * surrogates and control characters are always escaped, so the result is valid JSON and valid UTF-8.
 */
export function encodeJsonString(value: string, likeRaw?: string): string {
  const style = likeRaw === undefined || !likeRaw.includes('\\') ? plainStyle(likeRaw) : styleOf(likeRaw);
  const parts: string[] = [];
  let copied = 0;
  for (let i = 0; i < value.length; i++) {
    const escaped = escapeFor(value, i, style);
    if (escaped === undefined) continue;
    if (copied < i) parts.push(value.slice(copied, i));
    parts.push(escaped);
    copied = i + 1;
  }
  if (copied === 0) return value;
  parts.push(value.slice(copied));
  return parts.join('');
}

function plainStyle(likeRaw: string | undefined): EscapeStyle {
  return likeRaw !== undefined && hasLineSeparator(likeRaw)
    ? { ...DEFAULT_STYLE, rawLineSeparators: true }
    : DEFAULT_STYLE;
}

function hasLineSeparator(text: string): boolean {
  return text.includes('\u2028') || text.includes('\u2029');
}

function escapeFor(value: string, at: number, style: EscapeStyle): string | undefined {
  const code = value.charCodeAt(at);
  if (code < 0x80) {
    const spelling = style.spellings.get(value[at]!);
    if (spelling !== undefined) return spelling;
    return code < 0x20 ? unicodeEscape(code, style) : undefined;
  }
  if (style.asciiOnly || isLoneSurrogate(value, at)) return unicodeEscape(code, style);
  if ((code === 0x2028 || code === 0x2029) && !style.rawLineSeparators) return unicodeEscape(code, style);
  return undefined;
}

function unicodeEscape(code: number, style: EscapeStyle): string {
  const hex = code.toString(16).padStart(4, '0');
  return '\\u' + (style.upperCaseHex ? hex.toUpperCase() : hex);
}

/** True when the unit at `at` is half of a surrogate pair whose other half is not beside it. */
export function isLoneSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdfff) return false;
  if (code < 0xdc00) {
    const next = text.charCodeAt(at + 1);
    return !(next >= 0xdc00 && next <= 0xdfff);
  }
  const before = text.charCodeAt(at - 1);
  return !(before >= 0xd800 && before <= 0xdbff);
}

function styleOf(raw: string): EscapeStyle {
  const spellings = new Map(DEFAULT_ESCAPES);
  const plain = new Set<string>();
  let escapedNonAscii = false;
  let plainNonAscii = false;
  let upper = false;
  let lower = false;
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i);
    if (code !== BACKSLASH) {
      if (code >= 0x80) plainNonAscii = true;
      else plain.add(raw[i]!);
      continue;
    }
    const escaped = jsonEscapeAt(raw, i, raw.length);
    if (escaped === undefined) {
      i++;
      continue;
    }
    const spelling = raw.slice(i, i + escaped.length);
    if (escaped.length === 6) {
      upper ||= /[A-F]/.test(spelling);
      lower ||= /[a-f]/.test(spelling);
    }
    if (escaped.value.charCodeAt(0) >= 0x80) escapedNonAscii = true;
    // `\'` is not JSON: it is read, never written.
    else if (spelling !== "\\'") spellings.set(escaped.value, spelling);
    i += escaped.length - 1;
  }
  for (const char of plain) if (char !== '"' && char !== '\\' && char >= ' ') spellings.delete(char);
  return {
    spellings,
    asciiOnly: escapedNonAscii && !plainNonAscii,
    upperCaseHex: upper && !lower,
    rawLineSeparators: hasLineSeparator(raw),
  };
}
