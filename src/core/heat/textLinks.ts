/**
 * Where the text that a model read stands in its record, both ways: a token → the characters of the data set, a cursor →
 * the tokens. Texts are linked character by character through every layer of escapes; calls, which a chat template writes
 * anew, name by name and argument by argument. What no longer reads as it did is told as changed, and not linked.
 */
import { readJson } from '../calls/jsonText.ts';
import { type JsonValue } from '../json.ts';
import { canonicalJson } from '../trace/canonical.ts';
import type { RenderMeta } from '../trace/run.ts';
import { type Located, type Locator } from '../record/locate.ts';
import { readNested } from '../record/record.ts';
import { valueAt } from '../rules/places.ts';
import type { Call, Sample } from '../sample.ts';
import { sha256 } from '../text/sha256.ts';
import { type Path, toPointer } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';

/** A record that texts are linked with, as features read it. */
export interface LinkedRecord {
  readonly value: JsonValue;
  readonly sample: Sample;
  readonly locator: Locator;
}

/** How a stretch of a text stands to the record. */
export type LinkState = 'linked' | 'changed' | 'none';

/** A stretch of the text that stands in the record. */
interface Piece {
  /** In the text. */
  readonly start: number;
  readonly end: number;
  /** In the record. */
  readonly record: Span;
  /** Character by character; absent: the stretch as a whole. */
  readonly place?: { readonly located: Located; readonly from: number };
}

/** The links of one text with one record. Make it with {@link linkText}. */
export class TextLinks {
  constructor(
    /** By length, the shortest first: what is linked most closely counts. */
    private readonly pieces: readonly Piece[],
    private readonly changed: readonly Span[],
  ) {}

  /** What a stretch of the text is; one of no length is what stands there. */
  stateOf(span: Span): LinkState {
    if (this.changed.some((one) => meets(one, span))) return 'changed';
    return this.pieces.some((piece) => meets(piece, span)) ? 'linked' : 'none';
  }

  /** Where a stretch of the text stands in the record; `undefined` where it does not. */
  toRecord({ start, end }: Span): Span | undefined {
    const ends = [start, Math.max(start, end - 1)].map((at) =>
      this.pieces.find((piece) => at >= piece.start && at < Math.max(piece.end, piece.start + 1)),
    );
    const [first, last] = [ends[0] ?? this.pieces.find((piece) => meets(piece, { start, end })), ends[1]];
    if (!first) return undefined;
    const from = recordSpan(first, start, end);
    const to = last ? recordSpan(last, start, end) : from;
    return { start: Math.min(from.start, to.start), end: Math.max(from.end, to.end) };
  }

  /** Which stretch of the text a stretch of the record is; `undefined` where the text does not have it. */
  toText(record: Span): Span | undefined {
    let [start, end] = [Infinity, -Infinity];
    // Of nested pieces the closest tells; of pieces side by side, all.
    const taken: Span[] = [];
    for (const piece of this.pieces) {
      if (!meets(piece.record, record)) continue;
      if (taken.some((one) => one.start >= piece.record.start && one.end <= piece.record.end)) continue;
      taken.push(piece.record);
      const span = textSpan(piece, record);
      start = Math.min(start, span.start);
      end = Math.max(end, span.end);
    }
    return start <= end ? { start, end } : undefined;
  }
}

/** Links a text with its record, by what the recorder knew of it. Entries that make no sense are passed over. */
export function linkText(text: string, meta: RenderMeta, record: LinkedRecord): TextLinks {
  const pieces: Piece[] = [];
  const changed: Span[] = [];
  const shas = partShas(meta);
  for (const entry of entriesOf(meta, text.length)) {
    const path = pathOf(record.value, entry.pointer);
    const span = { start: entry.textStart, end: entry.textStart + entry.length };
    const found =
      path && piecesOf(text, span, entry, path, record, shas.get(`${entry.pointer} ${entry.fieldStart}`));
    if (found) pieces.push(...found);
    else {
      // What reads as it did at the beginning and the end of a text that was edited is linked all the same.
      const ends = path ? endsOf(text, span, entry, path, record) : [];
      pieces.push(...ends);
      const [start, end] = [
        ends.find((one) => one.start === span.start)?.end ?? span.start,
        ends.find((one) => one.end === span.end)?.start ?? span.end,
      ];
      changed.push({ start, end: Math.max(start, end) });
    }
  }
  pieces.sort((a, b) => a.end - a.start - (b.end - b.start));
  return new TextLinks(pieces, changed);
}

/**
 * A line of the map that recorders write: `[pointer, start in the field, start in the text, length]`, and where the record
 * writes the same in another length (a call in a text that the template wrote anew) that length.
 */
interface Entry {
  readonly pointer: string;
  readonly fieldStart: number;
  readonly textStart: number;
  readonly length: number;
  readonly fieldLength: number | undefined;
}

function entriesOf({ map }: RenderMeta, textLength: number): Entry[] {
  if (!Array.isArray(map)) return [];
  const isPlace = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  return (map as unknown[]).flatMap((line) => {
    if (!Array.isArray(line)) return [];
    const [pointer, fieldStart, textStart, length, other] = line as unknown[];
    if (typeof pointer !== 'string' || !isPlace(fieldStart) || !isPlace(textStart) || !isPlace(length))
      return [];
    if (textStart + length > textLength) return [];
    return [{ pointer, fieldStart, textStart, length, fieldLength: isPlace(other) ? other : undefined }];
  });
}

/** The hashes of calls, by their pointer, and where they stand in a text, by where they begin. */
function partShas({ parts }: RenderMeta): Map<string, string> {
  const shas = new Map<string, string>();
  if (!Array.isArray(parts)) return shas;
  for (const part of parts as unknown[]) {
    if (typeof part !== 'object' || part === null) continue;
    const { pointer, sha, kind, start } = part as Record<'pointer' | 'sha' | 'kind' | 'start', unknown>;
    if (typeof pointer === 'string' && typeof sha === 'string' && kind === 'call')
      shas.set(`${pointer} ${typeof start === 'number' ? start : 0}`, sha);
  }
  return shas;
}

/** The path of a pointer, which tells neither keys from indexes nor where strings hold JSON; the value does. */
function pathOf(root: JsonValue, pointer: string): Path | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = root;
  for (const written of pointer.slice(1).split('/')) {
    const key = written.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value === 'string') {
      const nested = readNested(value);
      value = nested.ok ? nested.value : undefined;
    }
    const step = Array.isArray(value) && /^\d{1,9}$/.test(key) ? Number(key) : key;
    path.push(step);
    value = valueAt(value, [step]);
    if (value === undefined) return undefined;
  }
  return path;
}

/** `undefined` where the record does not say it any more. */
function piecesOf(
  text: string,
  span: Span,
  entry: Entry,
  path: Path,
  record: LinkedRecord,
  sha: string | undefined,
): Piece[] | undefined {
  const value = valueAt(record.value, path);
  const { fieldStart, fieldLength, length, pointer } = entry;
  let place = path;
  if (typeof value === 'string') {
    const [start, end] = [fieldStart, fieldStart + (fieldLength ?? length)];
    place = [...path, { as: 'text', start, end }];
    if (fieldLength === undefined && value.slice(start, end) === text.slice(span.start, span.end)) {
      const located = record.locator.locate({ path: place });
      if (!located.exact) return undefined;
      return [{ ...span, record: located.span, place: { located, from: located.inLayer.start } }];
    }
  }
  const call = callAt(record.sample, pointer, typeof value === 'string' ? fieldStart : undefined);
  if (!call) return undefined;
  const whole = record.locator.locate({ path: place });
  if (!whole.exact || (sha !== undefined && sha !== callSha(call))) return undefined;
  return [{ ...span, record: whole.span }, ...leavesOf(text, span, call, record.locator)];
}

/** So many characters at the end of an edited text are no chance. */
const shortestEnd = 4;

/** The beginning and the end of a text that was edited in between. */
function endsOf(text: string, span: Span, entry: Entry, path: Path, record: LinkedRecord): Piece[] {
  const value = valueAt(record.value, path);
  if (typeof value !== 'string' || entry.fieldLength !== undefined) return [];
  const length = span.end - span.start;
  let same = 0;
  while (same < length && text[span.start + same] === value[entry.fieldStart + same]) same++;
  let tail = 0;
  const most = Math.min(length, value.length - entry.fieldStart) - same;
  while (tail < most && text[span.end - 1 - tail] === value[value.length - 1 - tail]) tail++;
  const piece = (start: number, fieldStart: number, size: number): Piece[] => {
    const step = { as: 'text', start: fieldStart, end: fieldStart + size } as const;
    const located = record.locator.locate({ path: [...path, step] });
    if (size === 0 || !located.exact) return [];
    return [
      { start, end: start + size, record: located.span, place: { located, from: located.inLayer.start } },
    ];
  };
  return [
    ...piece(span.start, entry.fieldStart, same),
    ...(tail >= shortestEnd ? piece(span.end - tail, value.length - tail, tail) : []),
  ];
}

/** The call of a pointer; of several in one text, the one that begins at `start`. */
function callAt({ turns }: Sample, pointer: string, start: number | undefined): Call | undefined {
  for (const { calls } of turns)
    for (const call of calls) {
      if (toPointer(call.path) !== pointer) continue;
      const stretch = call.path.find((step) => typeof step === 'object');
      if (start === undefined || stretch?.start === start) return call;
    }
  return undefined;
}

/** As `callsmith export --for-trainer` hashes calls. */
function callSha({ name, arguments: given }: Call): string {
  const value = { name: name ?? null, arguments: given ?? null };
  return sha256(canonicalJson(JSON.stringify(value)) ?? '').slice(0, 32);
}

/** Name and arguments of a call that a template wrote as JSON, tags around it. */
function leavesOf(text: string, span: Span, call: Call, locator: Locator): Piece[] {
  const from = text.indexOf('{', span.start);
  const to = text.lastIndexOf('}', span.end - 1) + 1;
  if (from < 0 || to <= from || to > span.end) return [];
  const { node, errors } = readJson(text, from, to);
  if (!node || errors.length > 0) return [];
  const pieces: Piece[] = [];
  const add = ({ start, end }: Span, located: Located) => {
    if (located.exact) pieces.push({ start, end, record: located.span });
  };
  const walk = ({ members, elements, start, end }: ValueNode, path: Path) => {
    for (const { key, keyStart, keyEnd, node } of members ?? []) {
      const inside = [...path, key];
      add({ start: keyStart, end: keyEnd }, locator.locate({ path: inside, at: 'key' }));
      walk(node, inside);
    }
    elements?.forEach((element, i) => walk(element, [...path, i]));
    add({ start, end }, locator.locate({ path }));
  };
  const inner = memberOf(node, 'function') ?? node;
  const name = memberOf(inner, 'name');
  const given = memberOf(inner, 'arguments') ?? memberOf(inner, 'parameters');
  if (name) add(name, locator.locate(call.namePlace));
  if (given?.members) walk(given, call.argumentsPath);
  return pieces;
}

function memberOf({ members }: ValueNode, key: string): ValueNode | undefined {
  return members?.find((member) => member.key === key)?.node;
}

/** Do they share a character, or does one of no length stand in or at the border of the other? */
function meets(a: Span, b: Span): boolean {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}

function recordSpan(piece: Piece, start: number, end: number): Span {
  const { place } = piece;
  if (!place) return piece.record;
  const inLayer = (at: number) => place.from + Math.min(Math.max(at, piece.start), piece.end) - piece.start;
  const { layer } = place.located;
  return { start: layer.toRecord(inLayer(start)), end: layer.toRecord(inLayer(end)) };
}

function textSpan(piece: Piece, record: Span): Span {
  const { place, start, end } = piece;
  if (!place) return { start, end };
  const { layer } = place.located;
  // The last character that begins at or before the place.
  const toText = (offset: number) => {
    let [low, high] = [0, end - start];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (layer.toRecord(place.from + middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return start + low;
  };
  const from = toText(record.start);
  if (record.end <= record.start) return { start: from, end: from };
  const last = toText(Math.max(record.start, record.end - 1));
  return { start: from, end: Math.min(end, last + 1) };
}
