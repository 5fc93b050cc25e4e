/**
 * Members of objects, arguments of calls and elements of lists: putting them in, taking them out with their commas,
 * and putting a value into a new list or object. All edits of one fix in one container are made together, since each
 * decides about commas of the others.
 */
import type { FixEdit, WrapObject } from '../rules/types.ts';
import type { JsonValue } from '../json.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import {
  argumentName,
  intoRecord,
  isSpaced,
  newKey,
  type Style,
  styleAt,
  type TextEdit,
  writeValue,
} from './editText.ts';
import type { Layer, Located, Locator } from './locate.ts';

type Insert = Extract<FixEdit, { insert: Path }>;
type Append = Extract<FixEdit, { append: Path }>;

/** What is to be done in one container. */
interface Work {
  readonly added: (Insert | Append)[];
  readonly removed: Path[];
}

/** The edits that put in and take out; `undefined` when one of their places is not there. */
export function memberEdits(locator: Locator, edits: readonly FixEdit[]): TextEdit[] | undefined {
  const byContainer = new Map<string, { path: Path; work: Work }>();
  const workAt = (path: Path): Work => {
    const key = JSON.stringify(path);
    const known = byContainer.get(key) ?? { path, work: { added: [], removed: [] } };
    byContainer.set(key, known);
    return known.work;
  };
  for (const edit of edits) {
    if ('insert' in edit) workAt(edit.insert).added.push(edit);
    else if ('append' in edit) workAt(edit.append).added.push(edit);
    else if ('remove' in edit) {
      if (edit.remove.length === 0) return undefined;
      workAt(edit.remove.slice(0, -1)).removed.push(edit.remove);
    }
  }
  const made: TextEdit[] = [];
  for (const { path, work } of byContainer.values()) {
    const found = inContainer(locator, path, work);
    if (!found) return undefined;
    made.push(...found);
  }
  return made;
}

function inContainer(locator: Locator, path: Path, { added, removed }: Work): TextEdit[] | undefined {
  const spans: MemberSpan[] = [];
  for (const member of removed) {
    const span = memberSpan(locator, member);
    if (!span) return undefined;
    spans.push(span);
  }
  const made: (TextEdit | undefined)[] = [];
  const first = spans[0];
  if (first) {
    for (const run of runsOf(first.layer.text, spans)) {
      made.push(intoRecord(first.layer, first.isTag ? run : withComma(first.layer.text, run), ''));
    }
  }
  if (added.length > 0) {
    const located = locateContainer(locator, path);
    if (!located || styleAt(located) === 'type') return undefined;
    made.push(insertion(located, added, spans));
  }
  return made.every((edit) => edit !== undefined) ? made : undefined;
}

/** The object or list at a path; the one that a string of JSON holds where a string stands. */
function locateContainer(locator: Locator, path: Path): Located | undefined {
  const located = locator.locate({ path });
  if (!located.exact) return undefined;
  if (!/["']/.test(located.layer.text[located.inLayer.start] ?? '')) return located;
  const inside = locator.locate({ path: [...path, { as: 'json', start: 0, end: Infinity }] });
  return inside.exact ? inside : undefined;
}

interface MemberSpan extends Span {
  readonly layer: Layer;
  /** Written between tags, without commas. */
  readonly isTag: boolean;
}

/** Where a member stands, from its key to the end of its value. */
function memberSpan(locator: Locator, path: Path): MemberSpan | undefined {
  const value = locator.locate({ path });
  const key = locator.locate({ path, at: 'key' });
  // In a type, parts of the schema share their place with what they were read from.
  if (!value.exact || styleAt(value) === 'type') return undefined;
  const { layer } = value;
  const start = Math.min(key.inLayer.start, value.inLayer.start);
  if (value.language === 'xml-calls' && layer.text.startsWith(openParameter, start - openParameter.length)) {
    const close = layer.text.indexOf(closeParameter, value.inLayer.end);
    if (close < 0) return undefined;
    const end = close + closeParameter.length;
    const behind = layer.text[end] === '\n' ? end + 1 : end;
    return { layer, isTag: true, start: start - openParameter.length, end: behind };
  }
  return { layer, isTag: false, start, end: value.inLayer.end };
}

const openParameter = '<parameter=';
const closeParameter = '</parameter>';

/** Neighbours that go together: between them only a comma and white space. Ordered by place. */
function runsOf(text: string, spans: readonly Span[]): Span[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = runs[runs.length - 1];
    if (last && /^\s*,?\s*$/.test(text.slice(last.end, start))) last.end = Math.max(last.end, end);
    else runs.push({ start, end });
  }
  return runs;
}

/** The run with one of the commas beside it. */
function withComma(text: string, { start, end }: Span): Span {
  const after = skipSpaces(text, end);
  if (text[after] === ',') return { start, end: skipSpaces(text, after + 1) };
  let before = start;
  while (before > 0 && isSpace(text, before - 1)) before--;
  return { start: text[before - 1] === ',' ? before - 1 : start, end };
}

/** Adds members or elements at the end of a container of which those at `gone` are taken out. */
function insertion(
  located: Located,
  added: readonly (Insert | Append)[],
  gone: readonly Span[],
): TextEdit | undefined {
  const { layer, inLayer, language } = located;
  const { text } = layer;
  const open = text[inLayer.start];
  const close = text[inLayer.end - 1];
  if (language === 'xml-calls' && !(open === '{' || open === '[')) return tagInsertion(located, added);
  const isCall = open === '(' && close === ')' && language === 'python-calls';
  const isList = open === '[' && close === ']';
  if (!isCall && !isList && !(open === '{' && close === '}')) return undefined;
  const style = styleAt(located);
  const body = text.slice(inLayer.start, inLayer.end);
  const spaced = style === 'python' || isSpaced(text);
  const written: string[] = [];
  for (const edit of added) {
    const one = isList ? elementText(edit, style, body, text) : memberText(edit, style, isCall, body, text);
    if (one === undefined) return undefined;
    written.push(one);
  }
  let last = inLayer.end - 1;
  while (last > inLayer.start + 1 && isSpace(text, last - 1)) last--;
  const between = separator(text, inLayer, spaced);
  const isEmpty = last === inLayer.start + 1 || remainsNothing(text, inLayer.start + 1, last, gone);
  // A trailing comma, which Python takes, is the one in front of the new member.
  const hasComma = !isEmpty && text[last - 1] === ',';
  const lead = isEmpty ? '' : hasComma ? between.slice(1) : between;
  return intoRecord(layer, { start: last, end: last }, lead + written.join(between));
}

function elementText(edit: Insert | Append, style: Style, body: string, text: string): string | undefined {
  return 'append' in edit ? valueText(edit.value, style, body, text) : undefined;
}

function memberText(
  edit: Insert | Append,
  style: Style,
  isCall: boolean,
  body: string,
  text: string,
): string | undefined {
  if (!('insert' in edit)) return undefined;
  const value = valueText(edit.value, style, body, text);
  if (!isCall) {
    const colon = style === 'python' || isSpaced(text) ? ': ' : ':';
    return newKey(edit.key, style, body) + colon + value;
  }
  const name = argumentName(edit.key);
  return name === undefined ? undefined : `${name}=${value}`;
}

const valueText = (value: JsonValue, style: Style, body: string, text: string) =>
  writeValue(value, style, '', style === 'python' ? body : text);

/** What stands between two members: on lines of their own where the first one has its own. */
function separator(text: string, { start, end }: Span, spaced: boolean): string {
  const first = skipSpaces(text, start + 1);
  const gap = first < end - 1 ? text.slice(start + 1, first) : '';
  return gap.includes('\n') ? `,${gap}` : spaced ? ', ' : ',';
}

/** True when all that stands in `[start, end)` is taken out. */
function remainsNothing(text: string, start: number, end: number, gone: readonly Span[]): boolean {
  let at = start;
  let rest = '';
  for (const span of [...gone].sort((a, b) => a.start - b.start)) {
    rest += text.slice(at, Math.max(at, span.start));
    at = Math.max(at, span.end);
  }
  return gone.length > 0 && /^[\s,]*$/.test(rest + text.slice(at, end));
}

/** `<parameter=key>value</parameter>` in front of the closing tag, with line breaks where the others have them. */
function tagInsertion(
  { layer, inLayer }: Located,
  added: readonly (Insert | Append)[],
): TextEdit | undefined {
  const { text } = layer;
  const body = text.slice(inLayer.start, inLayer.end);
  const isOnLines = body === '' || body.includes('\n');
  let written = '';
  for (const edit of added) {
    if (!('insert' in edit)) return undefined;
    const value = writeValue(edit.value, 'text', '', '');
    written += isOnLines
      ? `${openParameter}${edit.key}>\n${value}\n${closeParameter}\n`
      : `${openParameter}${edit.key}>${value}${closeParameter}`;
  }
  if (isOnLines && text[inLayer.end - 1] !== '\n') written = `\n${written}`;
  return intoRecord(layer, { start: inLayer.end, end: inLayer.end }, written);
}

/** Two edits around a value: it keeps its text, in a new list or object. */
export function wrapEdits(located: Located, into: 'list' | WrapObject): TextEdit[] | undefined {
  const { layer, inLayer } = located;
  const style = styleAt(located);
  const { text } = layer;
  const old = text.slice(inLayer.start, inLayer.end);
  if (style === 'type') return undefined;
  if (style === 'text') {
    // Plain text between tags is no JSON: it becomes a string of the list.
    if (into !== 'list') return undefined;
    const made = intoRecord(layer, inLayer, JSON.stringify([old]));
    return made && [made];
  }
  const [before, after] = into === 'list' ? ['[', ']'] : aroundMember(into, style, old, text);
  const first = intoRecord(layer, { start: inLayer.start, end: inLayer.start }, before);
  const last = intoRecord(layer, { start: inLayer.end, end: inLayer.end }, after);
  return first && last && [first, last];
}

function aroundMember(
  { before, key, after }: WrapObject,
  style: Style,
  old: string,
  text: string,
): [string, string] {
  const spaced = style === 'python' || isSpaced(text);
  const colon = spaced ? ': ' : ':';
  const comma = spaced ? ', ' : ',';
  const write = ([name, value]: [string, JsonValue]) =>
    newKey(name, style, old) + colon + valueText(value, style, old, text);
  const front = Object.entries(before).map((member) => write(member) + comma);
  const back = Object.entries(after).map((member) => comma + write(member));
  return [`{${front.join('')}${newKey(key, style, old)}${colon}`, `${back.join('')}}`];
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text, at)) at++;
  return at;
}

function isSpace(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return c === 32 || c === 9 || c === 10 || c === 13;
}
