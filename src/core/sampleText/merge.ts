/**
 * What changed in a sample, as edits of its record: the record's text and the text that a person made of it are compared
 * as trees, through JSON in strings, and only what differs is written. Everything else keeps its bytes: spacing, escapes,
 * the spelling of numbers, the JSON in a string that the person did not touch.
 */
import { readExactJson, skipJsonSpace } from '../calls/jsonReader.ts';
import { withEdits } from '../record/edit.ts';
import { intoRecord, isSpaced, type TextEdit } from '../record/editText.ts';
import type { Layer } from '../record/locate.ts';
import { narrowed } from '../record/textPatch.ts';
import { decodeJsonString, encodeJsonString } from '../text/jsonString.ts';
import type { Span } from '../text/span.ts';
import { composeDecoded, plainText } from '../text/decodedText.ts';
import type { DecodedText, MemberNode, ValueNode } from '../text/valueNode.ts';
import type { ComposedSample } from './compose.ts';

/** What comparing gave. */
export type MergedSample =
  /** Edits of the record's text, ordered, none overlapping; none when nothing changed. */
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  /** The sample, or a block of JSON in it, is no JSON; `at` is the offset in `composed.text` where reading stopped. */
  | { readonly ok: false; readonly at: number };

/**
 * The edits that make `recordText` say what `composed` says. A record that is no JSON is replaced as a whole.
 *
 * Quadratic in the length of a list only where the list changed in its middle, and bounded.
 */
export function mergeSample(recordText: string, composed: ComposedSample): MergedSample {
  const made = readWhole(composed.text);
  if ('at' in made) return { ok: false, at: made.at };
  const known = readWhole(recordText);
  const whole: TextEdit = { start: 0, end: recordText.length, newText: composed.text };
  if ('at' in known) return { ok: true, edits: recordText === composed.text ? [] : [whole] };
  const broken = brokenBlock(composed);
  if (broken !== undefined) return { ok: false, at: broken };
  const blocks = new Set(composed.jsonBlocks.filter(({ depth }) => depth === 0).map(({ start }) => start));
  const before = rootSide(recordText);
  const after = rootSide(composed.text, blocks);
  const edits: TextEdit[] = [];
  const differ: Differ = { edits, isLost: false };
  diff(differ, before, known.node, after, made.node);
  edits.sort((a, b) => a.start - b.start);
  // A proof rather than a hope: when the edited text does not say what was asked for, the record is written anew.
  const edited = differ.isLost ? undefined : readWhole(withEdits(recordText, edits));
  const holds =
    edited !== undefined &&
    !('at' in edited) &&
    equal(rootSide(withEdits(recordText, edits)), edited.node, after, made.node);
  return { ok: true, edits: holds ? edits : [whole] };
}

/** Where a block of JSON breaks; `undefined` when all are JSON. */
function brokenBlock({ text, jsonBlocks }: ComposedSample): number | undefined {
  for (const { start, end, depth } of jsonBlocks) {
    let layer = plainText(text, start, end);
    for (let i = 0; i < depth; i++) layer = decodedInside(layer);
    const inner = composeDecoded(layer, decodeJsonString(layer.text, 0, layer.text.length));
    const read = readWhole(inner.text);
    if ('at' in read) return inner.toOuter(read.at);
  }
  return undefined;
}

/** The text of an escaped string, unescaped once, with the way back. */
function decodedInside(layer: DecodedText): DecodedText {
  const quoted = `"${layer.text}"`;
  const decoded = decodeJsonString(quoted, 0, quoted.length);
  return {
    text: decoded.text,
    toOuter: (at) => layer.toOuter(decoded.toOuter(at) - 1),
    toInner: (at) => decoded.toInner(layer.toInner(at) + 1),
  };
}

function readWhole(text: string): { node: ValueNode } | { at: number } {
  const exact = readExactJson(text, 0, text.length);
  if (!exact.ok) return { at: exact.at };
  const end = skipJsonSpace(text, exact.end, text.length);
  return end < text.length ? { at: end } : { node: exact.node };
}

/** A text in which nodes stand: the record, or JSON in one of its strings. */
interface Side {
  readonly layer: Layer;
  /** Record offsets of strings whose layout does not count; only the new side has them. */
  readonly jsonBlocks: ReadonlySet<number> | undefined;
  /** Inside a block everything that holds JSON is a block as well. */
  readonly isInBlock: boolean;
}

interface Differ {
  readonly edits: TextEdit[];
  /** An edit could not be written through its layers. */
  isLost: boolean;
}

function rootSide(text: string, jsonBlocks?: ReadonlySet<number>): Side {
  return { layer: { text, outer: undefined, toRecord: (at) => at }, jsonBlocks, isInBlock: false };
}

/** The JSON in a string, as a side of its own; `undefined` when there is none. */
function enter(side: Side, node: ValueNode): { side: Side; node: ValueNode } | undefined {
  const text = node.value as string;
  const first = text.charCodeAt(skipJsonSpace(text, 0, text.length));
  if (first !== 0x7b && first !== 0x5b) return undefined;
  const inner = readWhole(text);
  if ('at' in inner) return undefined;
  const { layer } = side;
  const decoded = decodeJsonString(layer.text, node.start, node.end);
  const literal: Span = { start: node.start, end: node.end };
  return {
    node: inner.node,
    side: {
      layer: {
        text: decoded.text,
        outer: { layer, language: 'json', literal },
        toRecord: (at) => layer.toRecord(decoded.toOuter(at)),
      },
      jsonBlocks: side.jsonBlocks,
      isInBlock: side.jsonBlocks !== undefined,
    },
  };
}

/** Is this string of the new side a block of JSON, so that how the JSON is laid out says nothing? */
function isBlock(side: Side, node: ValueNode): boolean {
  return side.isInBlock || side.jsonBlocks?.has(side.layer.toRecord(node.start)) === true;
}

function equal(before: Side, a: ValueNode, after: Side, b: ValueNode): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'string') {
    if (a.value === b.value) return true;
    if (!isBlock(after, b)) return false;
    const inner = enter(before, a);
    const made = inner && enter(after, b);
    return made !== undefined && equal(inner!.side, inner!.node, made.side, made.node);
  }
  if (a.members) {
    const others = b.members!;
    return (
      a.members.length === others.length &&
      a.members.every(
        (member, i) => member.key === others[i]!.key && equal(before, member.node, after, others[i]!.node),
      )
    );
  }
  if (a.elements) {
    const others = b.elements!;
    return (
      a.elements.length === others.length &&
      a.elements.every((element, i) => equal(before, element, after, others[i]!))
    );
  }
  return before.layer.text.slice(a.start, a.end) === after.layer.text.slice(b.start, b.end);
}

function diff(differ: Differ, before: Side, a: ValueNode, after: Side, b: ValueNode): void {
  if (equal(before, a, after, b)) return;
  if (a.kind === 'string' && b.kind === 'string') return diffStrings(differ, before, a, after, b);
  if (a.members && b.members && keepsOrder(a.members, b.members))
    return diffMembers(differ, before, a, after, b);
  if (a.elements && b.elements) return diffElements(differ, before, a, after, b);
  replace(differ, before, a, write(before, after, b));
}

function diffStrings(differ: Differ, before: Side, a: ValueNode, after: Side, b: ValueNode): void {
  if (isBlock(after, b)) {
    const inner = enter(before, a);
    const made = inner && enter(after, b);
    if (made) return diff(differ, inner!.side, inner!.node, made.side, made.node);
  }
  // Only the characters that differ, so that the escapes of the others stay as they are.
  const old = a.value as string;
  const text = b.value as string;
  const { start, end, newText } = narrowed(0, old, text);
  const { layer } = before;
  const decoded = decodeJsonString(layer.text, a.start, a.end);
  const like = layer.text.slice(a.start + 1, a.end - 1);
  const written = encodeJsonString(newText, styleIn(like, layer.text));
  push(differ, layer, { start: decoded.toOuter(start), end: decoded.toOuter(end) }, written);
}

/** What shows how characters are escaped: the string itself, or, when it holds only plain ones, the text around it. */
function styleIn(literal: string, around: string): string {
  return /[^\u0000-\u007f]|\\u/.test(literal) ? literal : around;
}

/** A key with how many equal ones stand before it. */
function keysOf(members: readonly MemberNode[]): string[] {
  const seen = new Map<string, number>();
  return members.map(({ key }) => {
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${count} ${key}`;
  });
}

/** True when the members that both have stand in the same order. */
function keepsOrder(a: readonly MemberNode[], b: readonly MemberNode[]): boolean {
  const places = new Map(keysOf(a).map((key, i) => [key, i]));
  let last = -1;
  for (const key of keysOf(b)) {
    const place = places.get(key);
    if (place === undefined) continue;
    if (place < last) return false;
    last = place;
  }
  return true;
}

/** A member or an element that stays, with its old and its new place in the list. */
interface Kept {
  readonly from: number;
  readonly to: number;
}

function diffMembers(differ: Differ, before: Side, a: ValueNode, after: Side, b: ValueNode): void {
  const members = a.members!;
  const others = b.members!;
  const places = new Map(keysOf(members).map((key, i) => [key, i]));
  const kept: Kept[] = [];
  keysOf(others).forEach((key, to) => {
    const from = places.get(key);
    if (from !== undefined) kept.push({ from, to });
  });
  const colon = colonIn(before, members);
  diffList(differ, before, a, kept, others.length, {
    spanOf: (i) => ({ start: members[i]!.keyStart, end: members[i]!.node.end }),
    write: (i) => {
      const { key, node } = others[i]!;
      const style = before.layer.text;
      return `"${encodeJsonString(key, style)}"${colon}${write(before, after, node)}`;
    },
    count: members.length,
  });
  for (const { from, to } of kept) diff(differ, before, members[from]!.node, after, others[to]!.node);
}

function diffElements(differ: Differ, before: Side, a: ValueNode, after: Side, b: ValueNode): void {
  const elements = a.elements!;
  const others = b.elements!;
  const kept = align(
    elements.length,
    others.length,
    (i, j) => equal(before, elements[i]!, after, others[j]!),
    (i, j) => elements[i]!.kind === others[j]!.kind,
  );
  diffList(differ, before, a, kept, others.length, {
    spanOf: (i) => elements[i]!,
    write: (i) => write(before, after, others[i]!),
    count: elements.length,
  });
  for (const { from, to } of kept) diff(differ, before, elements[from]!, after, others[to]!);
}

/** Comparisons of pairs at most; beyond that what differs in a list's middle is paired in order. */
const maxPairs = 250_000;

/**
 * Which elements stay: equal ones first (the longest such sequence), then, between those, elements of the same kind in
 * order: those were changed in place.
 */
function align(
  before: number,
  after: number,
  isEqual: (i: number, j: number) => boolean,
  isAlike: (i: number, j: number) => boolean,
): Kept[] {
  let start = 0;
  while (start < before && start < after && isEqual(start, start)) start++;
  let end = 0;
  while (end < before - start && end < after - start && isEqual(before - 1 - end, after - 1 - end)) end++;
  const kept: Kept[] = [];
  for (let i = 0; i < start; i++) kept.push({ from: i, to: i });
  const rows = before - start - end;
  const columns = after - start - end;
  const same =
    rows * columns > maxPairs ? [] : longestCommon(rows, columns, (i, j) => isEqual(start + i, start + j));
  let from = start;
  let to = start;
  for (const next of [
    ...same.map((k) => ({ from: k.from + start, to: k.to + start })),
    { from: before - end, to: after - end },
  ]) {
    while (from < next.from && to < next.to) {
      if (isAlike(from, to)) kept.push({ from, to });
      from++;
      to++;
    }
    if (next.from < before - end) kept.push(next);
    from = next.from + 1;
    to = next.to + 1;
  }
  for (let i = end; i > 0; i--) kept.push({ from: before - i, to: after - i });
  return kept;
}

function longestCommon(rows: number, columns: number, isEqual: (i: number, j: number) => boolean): Kept[] {
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const pairs = Array.from({ length: rows }, (_, i) =>
    Uint8Array.from({ length: columns }, (_unused, j) => (isEqual(i, j) ? 1 : 0)),
  );
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i]![j] = pairs[i]![j]
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const common: Kept[] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (pairs[i]![j]) common.push({ from: i++, to: j++ });
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return common;
}

interface ListParts {
  /** Places in the old list, in its layer. */
  spanOf(index: number): Span;
  /** Text of a part of the new list. */
  write(index: number): string;
  readonly count: number;
}

/** Rewrites the stretches between neighbours that stay, where something came or went. */
function diffList(
  differ: Differ,
  before: Side,
  list: ValueNode,
  kept: readonly Kept[],
  newCount: number,
  parts: ListParts,
): void {
  const { layer } = before;
  const { text } = layer;
  const comma =
    parts.count > 1 ? text.slice(parts.spanOf(0).end, parts.spanOf(1).start) : isSpaced(text) ? ', ' : ',';
  let from = -1;
  let to = -1;
  for (const next of [...kept, { from: parts.count, to: newCount }]) {
    const isChanged = next.from - from > 1 || next.to - to > 1;
    if (isChanged) {
      const isFirst = from < 0;
      const isLast = next.from === parts.count;
      const inserted: string[] = [];
      for (let i = to + 1; i < next.to; i++) inserted.push(parts.write(i));
      const start = isFirst ? list.start + 1 : parts.spanOf(from).end;
      const end = isLast ? list.end - 1 : parts.spanOf(next.from).start;
      // White space next to the brackets stays.
      const lead = isFirst && parts.count > 0 ? parts.spanOf(0).start : start;
      const trail = isLast && parts.count > 0 ? parts.spanOf(parts.count - 1).end : end;
      const middle = inserted.join(comma);
      const newText =
        isFirst && isLast
          ? middle
          : isFirst
            ? inserted.length > 0
              ? middle + comma
              : ''
            : isLast
              ? inserted.length > 0
                ? comma + middle
                : ''
              : comma + (inserted.length > 0 ? middle + comma : '');
      push(
        differ,
        layer,
        { start: isFirst ? lead : start, end: isLast ? Math.max(trail, start) : end },
        newText,
      );
    }
    from = next.from;
    to = next.to;
  }
}

/** What stands between a key and its value. */
function colonIn(side: Side, members: readonly MemberNode[]): string {
  const first = members[0];
  if (!first) return isSpaced(side.layer.text) ? ': ' : ':';
  return side.layer.text.slice(first.keyEnd, first.node.start);
}

/** The JSON text of a node of the new side, spaced and escaped as the text that it goes into. */
function write(into: Side, from: Side, node: ValueNode): string {
  const style = into.layer.text;
  const spaced = isSpaced(style);
  const writeNode = (at: ValueNode): string => {
    if (at.kind === 'string') return `"${encodeJsonString(at.value as string, style)}"`;
    if (at.members) {
      const members = at.members.map(
        ({ key, node: value }) => `"${encodeJsonString(key, style)}":${spaced ? ' ' : ''}${writeNode(value)}`,
      );
      return `{${members.join(spaced ? ', ' : ',')}}`;
    }
    if (at.elements) return `[${at.elements.map(writeNode).join(spaced ? ', ' : ',')}]`;
    // The spelling of a number is the person's.
    return from.layer.text.slice(at.start, at.end);
  };
  return writeNode(node);
}

function replace(differ: Differ, side: Side, node: ValueNode, newText: string): void {
  push(differ, side.layer, node, newText);
}

function push(differ: Differ, layer: Layer, span: Span, newText: string): void {
  const edit = intoRecord(layer, { start: span.start, end: span.end }, newText);
  if (edit) differ.edits.push(edit);
  else differ.isLost = true;
}
