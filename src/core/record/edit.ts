/**
 * Writing into a record: a fix says what should stand where (by place), this says which characters to change. Only
 * the edited span changes; text that goes into a string is escaped for every layer around it, in the style of the
 * literal it goes into.
 */
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { FixDraft } from '../rules/types.ts';
import { encodeJsonString } from '../text/jsonString.ts';
import type { LanguageId, Path, Place } from '../text/path.ts';
import { encodePythonString, quotePythonString } from '../text/pythonString.ts';
import type { Span } from '../text/span.ts';
import { createLocator, type Layer, type Locator } from './locate.ts';
import { readRecord } from './record.ts';

/** Replaces `[start, end)` of the record's text (`recordOffset`s). */
export interface TextEdit extends Span {
  readonly newText: string;
}

/**
 * The text edits of a fix, ordered by place, none overlapping; `undefined` when a place of it is not there any more.
 */
export function applyFix(recordText: string, fix: FixDraft): TextEdit[] | undefined {
  const locator = createLocator(recordText, readRecord(recordText).value !== undefined);
  const edits: TextEdit[] = [];
  for (const edit of fix.edits) {
    const made =
      'replace' in edit
        ? replacement(locator, edit.replace, edit.value, edit.spelling)
        : 'insert' in edit
          ? insertion(locator, edit.insert, edit.key, edit.value)
          : removal(locator, edit.remove);
    if (!made) return undefined;
    edits.push(made);
  }
  edits.sort((a, b) => a.start - b.start);
  for (let i = 1; i < edits.length; i++) if (edits[i]!.start < edits[i - 1]!.end) return undefined;
  return edits;
}

/** The text with the edits made; they must be ordered and must not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.newText;
    from = edit.end;
  }
  return result + text.slice(from);
}

function replacement(
  locator: Locator,
  place: Place,
  value: JsonValue,
  spelling: string | undefined,
): TextEdit | undefined {
  const located = locator.locate(place);
  if (!located.exact) return undefined;
  const { layer, inLayer, language } = located;
  // A type has no literal for these.
  if (language === 'typescript-tools' && typeof value === 'object') return undefined;
  const old = layer.text.slice(inLayer.start, inLayer.end);
  const written = writePart(place, value, spelling, language, old, layer.text);
  return intoRecord(layer, inLayer, written);
}

function writePart(
  place: Place,
  value: JsonValue,
  spelling: string | undefined,
  language: LanguageId,
  old: string,
  around: string,
): string {
  if (place.at === 'key') return writeKey(String(value), language, old);
  // A number is written alike in all languages; anything else only in JSON as JSON has it.
  if (spelling !== undefined && (language.startsWith('json') || typeof value === 'number')) return spelling;
  if (typeof value === 'string' && isCalledName(place.path)) return value;
  return writeValue(value, language, old, around);
}

/** True for the name of a call in a language that writes it without quotes: `f(a=1)`, `Action: f`. */
function isCalledName(path: Path): boolean {
  if (path[path.length - 1] !== 'name') return false;
  const above = path[path.length - 2];
  const text = typeof above === 'number' ? path[path.length - 3] : above;
  return typeof text === 'object' && (text.as === 'python-calls' || text.as === 'react');
}

/** Adds a member at the end of an object that is written in JSON. */
function insertion(locator: Locator, path: Path, key: string, value: JsonValue): TextEdit | undefined {
  const { exact, layer, inLayer, language } = locator.locate({ path });
  const { text } = layer;
  const close = inLayer.end - 1;
  if (!exact || !language.startsWith('json') || text[inLayer.start] !== '{' || text[close] !== '}')
    return undefined;
  let last = close;
  while (isSpace(text, last - 1)) last--;
  const spaced = isSpaced(text);
  const member = `${JSON.stringify(key)}:${spaced ? ' ' : ''}${writeJson(value, spaced)}`;
  const comma = text[last - 1] === '{' ? '' : spaced ? ', ' : ',';
  return intoRecord(layer, { start: last, end: last }, comma + member);
}

/** Takes out a member or an element with one of the commas beside it. */
function removal(locator: Locator, path: Path): TextEdit | undefined {
  const value = locator.locate({ path });
  const key = locator.locate({ path, at: 'key' });
  // In a type, parts of the schema share their place with what they were read from.
  if (!value.exact || path.length === 0 || value.language === 'typescript-tools') return undefined;
  const { text } = value.layer;
  let start = Math.min(key.inLayer.start, value.inLayer.start);
  let end = value.inLayer.end;
  let after = end;
  while (isSpace(text, after)) after++;
  if (text[after] === ',') {
    after++;
    while (isSpace(text, after)) after++;
    end = after;
  } else {
    let before = start;
    while (before > 0 && isSpace(text, before - 1)) before--;
    if (text[before - 1] === ',') start = before - 1;
  }
  return intoRecord(value.layer, { start, end }, '');
}

function isSpace(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return c === 32 || c === 9 || c === 10 || c === 13;
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
    const body = isPython(language)
      ? encodePythonString(written, raw)
      : encodeJsonString(written, raw.slice(1, -1));
    if (body === undefined) return undefined;
    written = body;
  }
  return { start: layer.toRecord(inLayer.start), end: layer.toRecord(inLayer.end), newText: written };
}

function isPython(language: LanguageId): boolean {
  return language === 'python-calls' || language === 'python-literal';
}

function writeKey(key: string, language: LanguageId, old: string): string {
  if (old.startsWith('"')) return `"${encodeJsonString(key, old.slice(1, -1))}"`;
  if (old.startsWith("'")) return isPython(language) ? quotePythonString(key, old) : `'${key}'`;
  return key;
}

function writeValue(value: JsonValue, language: LanguageId, old: string, around: string): string {
  if (isPython(language)) return writePython(value, old);
  if (language === 'text' || language === 'xml-calls')
    return typeof value === 'string' ? value : JSON.stringify(value);
  if (language === 'typescript-tools' && typeof value === 'string' && !/^["']/.test(old)) return value;
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

/** Python text of a value; strings in the style of the literal `old` where that is one. */
export function writePython(value: JsonValue, old: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string')
    return quotePythonString(value, /^[A-Za-z]{0,2}['"]/.test(old) ? old : undefined);
  if (Array.isArray(value)) return `[${value.map((v) => writePython(v, '')).join(', ')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, v]) => `${quotePythonString(key)}: ${writePython(v, '')}`)
      .join(', ')}}`;
  }
  return 'None';
}
