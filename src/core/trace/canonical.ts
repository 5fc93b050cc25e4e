/**
 * The identity of a data set line: the hash of its bytes, and the hash of what it says whatever its layout. The
 * lexeme-preserving canonical form, which the trainer's package has too (`test/suites/canonical/vectors.jsonl`):
 *
 * - keys sorted by UTF-16 unit, no white space;
 * - strings escaped as `JSON.stringify` does: `"`, `\`, what is below U+0020, and halves of surrogate pairs;
 * - numbers as written: `1.0` is not `1`, and `1e400` and long integers survive (RFC 8785 rewrites them);
 * - {@link ignoredKeys} at the top level of an object left out;
 * - none for what is not JSON (`NaN` and a byte order mark included), has a key twice in one object, or is nested deeper
 *   than {@link maxCanonicalDepth}.
 */
import { jsonNumberEnd, skipJsonSpace } from '../calls/jsonReader.ts';
import { sha256, sha256OfBytes } from '../text/sha256.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Top-level keys that do not count: bookkeeping that changes without the sample changing. */
export const ignoredKeys: ReadonlySet<string> = new Set([
  'id',
  '_id',
  'uid',
  'uuid',
  'idx',
  'index',
  'custom_id',
  'tags',
  'notes',
  'review',
  'status',
  'source',
  'annotator',
  'created_at',
  'updated_at',
  'callsmith',
]);

/** How many arrays and objects may stand in each other; a lone array has depth 1. */
export const maxCanonicalDepth = 256;

/** What differs from the form of a whole line. */
export interface CanonicalOptions {
  /** Top-level keys to leave out; default {@link ignoredKeys}. */
  readonly ignored?: ReadonlySet<string>;
  /** Writes a number; `undefined` where it has no form. Default: as it stands. */
  readonly number?: (lexeme: string) => string | undefined;
}

interface Scan {
  readonly text: string;
  readonly number: ((lexeme: string) => string | undefined) | undefined;
  /** Where reading goes on. */
  at: number;
}

/** The canonical form of one JSON text (a line, its ending allowed); `undefined` where there is none. */
export function canonicalForm(text: string, options: CanonicalOptions = {}): string | undefined {
  const scan: Scan = { text, number: options.number, at: skipJsonSpace(text, 0, text.length) };
  const form =
    text.charCodeAt(scan.at) === 0x7b ? object(scan, 1, options.ignored ?? ignoredKeys) : value(scan, 0);
  if (form === undefined || skipJsonSpace(text, scan.at, text.length) < text.length) return undefined;
  return form;
}

/**
 * SHA-256 of the canonical form, 64 hexadecimal digits; `undefined` where there is none, or the bytes are not UTF-8.
 * `ignored`: top-level keys that do not count, where a trace was made with others.
 */
export function contentSha(line: string | Uint8Array, ignored = ignoredKeys): string | undefined {
  const text = typeof line === 'string' ? line : decodeUtf8(line);
  const form = text === undefined ? undefined : canonicalForm(text, { ignored });
  return form === undefined ? undefined : sha256(form);
}

/** SHA-256 of a line's bytes without one `\n` or `\r\n` at the end, 64 hexadecimal digits; a text counts as UTF-8. */
export function lineSha(line: string | Uint8Array): string {
  if (typeof line === 'string') return sha256(line.replace(/\r?\n$/, ''));
  let end = line.length;
  if (line[end - 1] === 0x0a) end -= line[end - 2] === 0x0d ? 2 : 1;
  return sha256OfBytes(line.subarray(0, end));
}

/** The hash that a trace keeps of a part of a sample: the first 32 digits of the SHA-256 of its text. */
export function partSha(text: string): string {
  return sha256(text).slice(0, 32);
}

/** The form of the value at `scan.at`, which stands in `depth` containers; `scan.at` moves behind it. */
function value(scan: Scan, depth: number): string | undefined {
  const { text, at } = scan;
  switch (text.charCodeAt(at)) {
    case 0x22:
      return string(scan)?.form;
    case 0x7b:
      return depth < maxCanonicalDepth ? object(scan, depth + 1, undefined) : undefined;
    case 0x5b:
      return depth < maxCanonicalDepth ? array(scan, depth + 1) : undefined;
    case 0x74:
      return word(scan, 'true');
    case 0x66:
      return word(scan, 'false');
    case 0x6e:
      return word(scan, 'null');
    default: {
      const end = jsonNumberEnd(text, at, text.length);
      if (end === undefined) return undefined;
      scan.at = end;
      const lexeme = text.slice(at, end);
      return scan.number === undefined ? lexeme : scan.number(lexeme);
    }
  }
}

function word(scan: Scan, expected: string): string | undefined {
  if (!scan.text.startsWith(expected, scan.at)) return undefined;
  scan.at += expected.length;
  return expected;
}

function array(scan: Scan, depth: number): string | undefined {
  const items: string[] = [];
  if (opensEmpty(scan, 0x5d)) return '[]';
  for (;;) {
    const item = value(scan, depth);
    if (item === undefined) return undefined;
    items.push(item);
    const next = separator(scan, 0x5d);
    if (next === 'none') return undefined;
    if (next === 'end') return `[${items.join(',')}]`;
  }
}

interface Member {
  readonly key: string;
  readonly form: string;
}

/** `ignored`: keys that are read, and left out of the form. */
function object(scan: Scan, depth: number, ignored: ReadonlySet<string> | undefined): string | undefined {
  const { text } = scan;
  const members: Member[] = [];
  if (opensEmpty(scan, 0x7d)) return '{}';
  for (;;) {
    const key = text.charCodeAt(scan.at) === 0x22 ? string(scan) : undefined;
    if (key === undefined) return undefined;
    scan.at = skipJsonSpace(text, scan.at, text.length);
    if (text.charCodeAt(scan.at) !== 0x3a) return undefined;
    scan.at = skipJsonSpace(text, scan.at + 1, text.length);
    const item = value(scan, depth);
    if (item === undefined) return undefined;
    members.push({ key: key.value, form: `${key.form}:${item}` });
    const next = separator(scan, 0x7d);
    if (next === 'none') return undefined;
    if (next === 'end') return joined(members, ignored);
  }
}

function joined(members: Member[], ignored: ReadonlySet<string> | undefined): string | undefined {
  members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (let i = 1; i < members.length; i++) if (members[i]!.key === members[i - 1]!.key) return undefined;
  const kept = ignored === undefined ? members : members.filter(({ key }) => !ignored.has(key));
  return `{${kept.map(({ form }) => form).join(',')}}`;
}

/** Steps into a container; true, and behind it, when it is empty. */
function opensEmpty(scan: Scan, close: number): boolean {
  scan.at = skipJsonSpace(scan.text, scan.at + 1, scan.text.length);
  if (scan.text.charCodeAt(scan.at) !== close) return false;
  scan.at++;
  return true;
}

/** Steps over what stands behind an element: a comma (`next`) or the closing bracket (`end`). */
function separator(scan: Scan, close: number): 'next' | 'end' | 'none' {
  const { text } = scan;
  scan.at = skipJsonSpace(text, scan.at, text.length);
  const code = text.charCodeAt(scan.at);
  if (code === close) {
    scan.at++;
    return 'end';
  }
  if (code !== 0x2c) return 'none';
  scan.at = skipJsonSpace(text, scan.at + 1, text.length);
  return 'next';
}

/** What makes a literal's form differ from the literal, or the literal wrong. */
const needsParsing = /[\\\u0000-\u001f\ud800-\udfff]/;

/** The string literal at `scan.at`: what it says, and its form with quotes. */
function string(scan: Scan): { value: string; form: string } | undefined {
  const start = scan.at;
  const end = literalEnd(scan.text, start);
  if (end < 0) return undefined;
  const literal = scan.text.slice(start, end);
  scan.at = end;
  if (!needsParsing.test(literal)) return { value: literal.slice(1, -1), form: literal };
  try {
    const said = JSON.parse(literal) as string;
    return { value: said, form: JSON.stringify(said) };
  } catch {
    // A control character or an escape that JSON does not have: the line has no form.
    return undefined;
  }
}

/** Behind the quote that closes the literal at `start`, -1 where none does. */
function literalEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let at = quote;
    while (text.charCodeAt(at - 1) === 0x5c) at--;
    if (((quote - at) & 1) === 0) return quote + 1;
  }
  return -1;
}
