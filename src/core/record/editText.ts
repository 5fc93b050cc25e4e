/** How values and keys are written in each language, in the style of the text that they go into. */
import { identifierEnd, isPythonKeyword } from '../calls/pythonScanner.ts';
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import { encodeJsonString } from '../text/jsonString.ts';
import type { LanguageId } from '../text/path.ts';
import { encodePythonString, quotePythonString } from '../text/pythonString.ts';
import type { Span } from '../text/span.ts';
import type { Layer, Located } from './locate.ts';

/** Replaces `[start, end)` of the record's text (`recordOffset`s). */
export interface TextEdit extends Span {
  readonly newText: string;
  /** The record goes out of its file, with its line; the span is all of it. */
  readonly removesRecord?: true;
}

/**
 * Escapes `newText` for every layer around it and maps the span to the record; `undefined` when a literal on the way
 * cannot hold it (a raw Python string).
 */
export function intoRecord(layer: Layer, inLayer: Span, newText: string): TextEdit | undefined {
  let written = newText;
  for (let at: Layer = layer; at.outer; at = at.outer.layer) {
    const { literal, language } = at.outer;
    const raw = at.outer.layer.text.slice(literal.start, literal.end);
    // A value of a language without quotes: its text is itself.
    if (isBare(language) && !/^["']/.test(raw)) continue;
    const body = isPythonString(language, raw)
      ? encodePythonString(written, raw)
      : encodeJsonString(written, raw.slice(1, -1));
    if (body === undefined) return undefined;
    written = body;
  }
  return { start: layer.toRecord(inLayer.start), end: layer.toRecord(inLayer.end), newText: written };
}

function isBare(language: LanguageId): boolean {
  return language === 'xml-calls' || language === 'react' || language === 'tool-prose';
}

function isPythonString(language: LanguageId, raw: string): boolean {
  return isPython(language) || (isBare(language) && raw.startsWith("'"));
}

/** How the text of a place is written. */
export type Style = 'json' | 'python' | 'text' | 'type';

/** The style of a place: of its language, and where that takes two, of the text itself. */
export function styleAt({ language, layer, inLayer }: Located): Style {
  switch (language) {
    case 'python-calls':
    case 'python-literal':
      return 'python';
    case 'text':
    case 'xml-calls':
      return isContainer(layer.text, inLayer) ? 'json' : 'text';
    case 'typescript-tools':
      return 'type';
    case 'react':
    case 'tool-prose':
      return isPythonDict(layer.text, inLayer) ? 'python' : 'json';
    default:
      return 'json';
  }
}

function isContainer(text: string, { start, end }: Span): boolean {
  const open = text[start];
  return (open === '{' && text[end - 1] === '}') || (open === '[' && text[end - 1] === ']');
}

/** The object or list around a place, or at it, has its first string in single quotes. */
function isPythonDict(text: string, { start, end }: Span): boolean {
  const own = /["']/.exec(text.slice(start, end));
  if (own) return own[0] === "'";
  const before = /["'][^"']*$/.exec(text.slice(Math.max(0, start - 2000), start));
  return before?.[0][0] === "'";
}

export function isPython(language: LanguageId): boolean {
  return language === 'python-calls' || language === 'python-literal';
}

/** A key in the style of the one it replaces. */
export function writeKey(key: string, style: Style, old: string): string {
  if (old.startsWith('"')) return `"${encodeJsonString(key, old.slice(1, -1))}"`;
  if (old.startsWith("'")) return style === 'python' ? quotePythonString(key, old) : `'${key}'`;
  return key;
}

/** A key of a new member, beside others that `around` holds. */
export function newKey(key: string, style: Style, around: string): string {
  if (style !== 'python') return JSON.stringify(key);
  return quotePythonString(key, /["']/.exec(around)?.[0] === '"' ? '""' : "''");
}

/** The name of an argument of a Python call, when it can be written as one. */
export function argumentName(name: string): string | undefined {
  return name !== '' && identifierEnd(name, 0, name.length) === name.length && !isPythonKeyword(name)
    ? name
    : undefined;
}

/** A value in a style; `old` is the text it replaces, `around` the text around it. */
export function writeValue(value: JsonValue, style: Style, old: string, around: string): string {
  if (style === 'python') return writePython(value, old, around);
  if (style === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  if (style === 'type' && typeof value === 'string' && !/^["']/.test(old)) return value;
  if (typeof value === 'string') {
    return `"${encodeJsonString(value, old.startsWith('"') ? old.slice(1, -1) : undefined)}"`;
  }
  return writeJson(value, isSpaced(around));
}

/** True for text that writes a space behind its colons. */
export function isSpaced(text: string): boolean {
  return /[{,]\s*"[^"\\]*":\s/.test(text.slice(0, 4000));
}

/** JSON text of a value; `spaced` puts a space behind colons and commas, as Python's `json.dumps` does. */
export function writeJson(value: JsonValue, spaced: boolean): string {
  if (!spaced || typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => writeJson(v, true)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, v]) => `${JSON.stringify(key)}: ${writeJson(v, true)}`)
    .join(', ')}}`;
}

/** A Python literal; strings take the quotes of `old`, or else of the first string of `around`. */
export function writePython(value: JsonValue, old: string, around = ''): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  const like = /["']/.exec(around)?.[0] === '"' ? '""' : "''";
  if (typeof value === 'string') return quotePythonString(value, /^[A-Za-z]{0,2}['"]/.test(old) ? old : like);
  if (Array.isArray(value)) return `[${value.map((v) => writePython(v, '', around)).join(', ')}]`;
  if (!isObject(value)) return 'None';
  return `{${Object.entries(value)
    .map(([key, v]) => `${quotePythonString(key, like)}: ${writePython(v, '', around)}`)
    .join(', ')}}`;
}

/** JSON text on one line: only white space between its tokens can hold a line break. */
export function onOneLine(json: string): string {
  return json.replace(/[ \t]*[\r\n]+[ \t\r\n]*/g, (gap, at: number) =>
    /[,:]/.test(json[at - 1] ?? '') && !/[\]}]/.test(json[at + gap.length] ?? '') ? ' ' : '',
  );
}
