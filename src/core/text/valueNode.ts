/**
 * A positioned value: the tree that every reader of embedded text (JSON, Python call lists, XML-like tags) gives,
 * so that a path finds its place the same way in all of them. Offsets are UTF-16 units in the text that was read,
 * half-open, quotes included.
 */
import type { JsonValue } from '../json.ts';

/** Kinds of values read from text. */
export type ValueNodeKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'name' | 'opaque';

/** A value with its place in the text it was read from: `textOffset`s, half-open. */
export interface ValueNode {
  /** `name` is a bare word (a Python identifier); `opaque` is an expression that is no value (`a + b`). */
  readonly kind: ValueNodeKind;
  readonly start: number;
  readonly end: number;
  /** The plain value. Containers hold their children's values; a bare word is its text; an opaque one its source. */
  readonly value: JsonValue;
  /** Members of an object, in the order written; duplicates stay in the list (`value` keeps the last). */
  readonly members?: readonly MemberNode[];
  /** Elements of an array. */
  readonly elements?: readonly ValueNode[];
}

/** A member of an object, or a named argument, with its place. */
export interface MemberNode {
  readonly key: string;
  /** Place of the key, quotes included. A positional argument has no key: the span is empty, before its value. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: ValueNode;
}

/**
 * Text decoded from a quoted or escaped form, with the way back.
 * `toOuter(i)` maps an offset in `text` (0..text.length) to the offset in the outer text where the character that
 * begins there is written; `toOuter(text.length)` is the offset of the closing quote. Monotonic.
 */
export interface DecodedText {
  readonly text: string;
  toOuter(textOffset: number): number;
  /** The reverse: an outer offset inside the literal to the decoded offset at or before it. */
  toInner(outerOffset: number): number;
}
