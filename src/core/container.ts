/**
 * How a file holds its records: one per line (`jsonl`), as elements of one JSON array (`array`), or as one JSON object
 * (`object`). The extension is a hint, not a promise: BFCL's `.json` files are JSONL (formats.md, section 2).
 */
import { scanJson, skipSpace, skipValue } from './text/jsonScan.ts';
import type { Span } from './text/span.ts';

/** How a file holds its records: one a line, as elements of one array, or one object as the whole file. */
export type Container = 'jsonl' | 'array' | 'object';

/** What the beginning of a file says of its container. */
export interface ContainerGuess {
  /** `undefined`: neither lines of JSON nor a JSON document, so no data set. */
  readonly container: Container | undefined;
  /** The name promises lines (`.jsonl`, `.ndjson`) but the text is one array or one object over several lines. */
  readonly contradictsName: boolean;
}

/**
 * Decides from the beginning of a file. `head` should hold at least two lines, or all there is; `isWhole` says which.
 * A file that is empty or blank is `jsonl` without records.
 */
export function detectContainer(head: string, isWhole: boolean, fileName = ''): ContainerGuess {
  const namedLines = /\.(jsonl|ndjson)$/i.test(fileName);
  const start = skipSpace(head, head.charCodeAt(0) === 0xfeff ? 1 : 0);
  if (start >= head.length) return { container: 'jsonl', contradictsName: false };
  const open = head[start];
  const firstEnd = lineEnd(head, start);
  const firstLine = head.slice(start, firstEnd);
  const rest = skipSpace(head, firstEnd);
  const hasMore = rest < head.length || !isWhole;
  if (open === '[') {
    if (rest < head.length && (isJson(firstLine) || isLineOfItsOwn(head, rest, isWhole)))
      return { container: 'jsonl', contradictsName: false };
    if (isArrayOfLists(head, start))
      return { container: namedLines ? 'jsonl' : 'array', contradictsName: false };
    return { container: 'array', contradictsName: namedLines };
  }
  if (open === '{') {
    if (isJson(firstLine)) {
      const container = hasMore || namedLines ? 'jsonl' : 'object';
      return { container, contradictsName: false };
    }
    // Pretty-printed: the first line only opens, and the next one goes on with a key, or with a comment before it.
    const opensOnly = firstLine.trim() === '{' || scanJson(firstLine).depth > 0;
    const goesOn = '"}/'.includes(head[rest] ?? ' ');
    if (opensOnly && goesOn && hasMore) return { container: 'object', contradictsName: namedLines };
    return { container: 'jsonl', contradictsName: false };
  }
  return {
    container: namedLines || looksLikeLines(head, rest) ? 'jsonl' : undefined,
    contradictsName: false,
  };
}

/**
 * The line at `from` is an object after which neither a comma nor the end of an array comes: the bracket before it is
 * a slip in a record, which must not hide the lines behind it.
 */
function isLineOfItsOwn(head: string, from: number, isWhole: boolean): boolean {
  if (head[from] !== '{') return false;
  const end = lineEnd(head, from);
  const next = head[skipSpace(head, end)] ?? (isWhole ? '' : ',');
  return next !== ',' && next !== ']' && isJson(head.slice(from, end));
}

/** A single line that is a list of scalars is no data set of records, whatever its name. */
function isArrayOfLists(head: string, start: number): boolean {
  const first = head.charCodeAt(skipSpace(head, start + 1));
  return !(first === 123 || first === 93 || first === 91 || first === 34 || first !== first);
}

/** A first line that is no JSON (a placeholder, a comment) before a line that is an object. */
function looksLikeLines(head: string, rest: number): boolean {
  return head[rest] === '{' && isJson(head.slice(rest, lineEnd(head, rest)));
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The question is just whether it parses.
    return false;
  }
}

/** `docOffset` of the bracket that opens a document which is one array or object; `undefined` when none does. */
export function openingOf(text: string, container: Container): number | undefined {
  if (container === 'jsonl') return undefined;
  const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  return text[start] === (container === 'array' ? '[' : '{') ? start : undefined;
}

/**
 * The records of a whole text, as `docOffset` spans. Lines are given without their break (`\n`, `\r\n`, `\r`), a byte
 * order mark is left out of the first, and blank lines are records too (they are reported), except what follows the
 * last break. Array elements are cut at their commas by skipping, which also ends on broken text. What makes the end of an
 * array no JSON is a record, too, so that it is reported: a comma before the bracket, and text behind it with the bracket.
 */
export function splitRecords(text: string, container: Container): Span[] {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (container === 'object') {
    const from = skipSpace(text, start);
    return from >= text.length ? [] : [{ start: from, end: trimEnd(text, text.length) }];
  }
  return container === 'array' ? splitArray(text, start) : splitLines(text, start);
}

function splitLines(text: string, start: number): Span[] {
  const records: Span[] = [];
  const breaks = /\r\n|\n|\r/g;
  breaks.lastIndex = start;
  let from = start;
  for (let match = breaks.exec(text); match; match = breaks.exec(text)) {
    records.push({ start: from, end: match.index });
    from = breaks.lastIndex;
  }
  if (from < text.length) records.push({ start: from, end: text.length });
  return records;
}

function splitArray(text: string, start: number): Span[] {
  const records: Span[] = [];
  let i = skipSpace(text, start);
  if (text[i] !== '[') return records;
  i = skipSpace(text, i + 1);
  let comma: number | undefined;
  while (i < text.length && text[i] !== ']') {
    const end = Math.max(skipValue(text, i), i + 1);
    records.push({ start: i, end: Math.min(end, text.length) });
    i = skipSpace(text, end);
    comma = text[i] === ',' ? i : undefined;
    if (comma !== undefined) i = skipSpace(text, i + 1);
  }
  if (i >= text.length) return records;
  if (comma !== undefined) records.push({ start: comma, end: comma + 1 });
  if (skipSpace(text, i + 1) < text.length) records.push({ start: i, end: spaceStart(text, text.length) });
  return records;
}

/** A record of an array that is none, but makes the end of the array no JSON: see {@link splitRecords}. */
export function isArrayEnd(text: string): boolean {
  return text === ',' || text.startsWith(']');
}

/** Where the JSON white space before `end` begins. */
function spaceStart(text: string, end: number): number {
  while (end > 0 && ' \n\r\t'.includes(text[end - 1]!)) end--;
  return end;
}

function trimEnd(text: string, end: number): number {
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--;
  return end;
}
