/** The same place in two texts of one record: the line as it is stored, and the line as it is composed from a sample. */
import { readJson } from '../calls/jsonText.ts';
import { decodeJsonString } from '../text/jsonString.ts';
import type { DecodedText, ValueNode } from '../text/valueNode.ts';

/**
 * The offset in `to` of what stands at `offset` in `from`, by walking down both in step, through JSON in strings;
 * where they part, the nearest place above. Both may be half typed.
 */
export function samePlace(from: string, offset: number, to: string): number {
  const a = readJson(from).node;
  const b = readJson(to).node;
  return a && b ? descend(plain(from), a, offset, plain(to), b) : Math.min(offset, to.length);
}

/** A text with its way out to the record. */
interface Level {
  readonly text: string;
  /** Offset in the record; the identity for the record itself. */
  toOuter(offset: number): number;
  toInner(offset: number): number;
}

function plain(text: string): Level {
  return { text, toOuter: (offset) => offset, toInner: (offset) => offset };
}

/** `offset` and the result count in the records; the nodes in the levels' texts. */
function descend(from: Level, a: ValueNode, offset: number, to: Level, b: ValueNode): number {
  const at = from.toInner(offset);
  if (a.members && b.members) {
    const index = a.members.findLastIndex((member) => member.keyStart <= at);
    const member = a.members[index];
    const other = b.members[index];
    if (!member || other?.key !== member.key) return to.toOuter(b.start);
    if (at < member.node.start)
      return to.toOuter(Math.min(other.keyStart + (at - member.keyStart), other.node.start));
    if (at > member.node.end) return to.toOuter(other.node.end);
    return descend(from, member.node, offset, to, other.node);
  }
  if (a.elements && b.elements) {
    const index = a.elements.findLastIndex((element) => element.start <= at);
    const element = a.elements[index];
    const other = b.elements[index];
    if (!element || !other) return to.toOuter(b.start);
    if (at > element.end) return to.toOuter(other.end);
    return descend(from, element, offset, to, other);
  }
  if (a.kind === 'string' && b.kind === 'string') return descendString(from, a, offset, to, b);
  return to.toOuter(Math.min(b.start + Math.max(0, at - a.start), b.end));
}

function descendString(from: Level, a: ValueNode, offset: number, to: Level, b: ValueNode): number {
  const inside = level(from, a);
  const other = level(to, b);
  const x = containerIn(inside.text);
  const y = x && containerIn(other.text);
  if (x && y) return descend(inside, x, offset, other, y);
  return other.toOuter(Math.min(inside.toInner(offset), other.text.length));
}

function level(outer: Level, node: ValueNode): Level {
  const decoded: DecodedText = decodeJsonString(outer.text, node.start, node.end);
  return {
    text: decoded.text,
    toOuter: (offset) => outer.toOuter(decoded.toOuter(offset)),
    toInner: (offset) => decoded.toInner(outer.toInner(offset)),
  };
}

function containerIn(text: string): ValueNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const { node } = readJson(text);
  return node?.members || node?.elements ? node : undefined;
}
