/**
 * Glaive's calls: `<functioncall> {"name": "f", "arguments": '{"a": 1}'}`. The arguments are JSON in single quotes, so
 * the whole is neither JSON nor Python. The spans of the arguments are places in the same text.
 */
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { leafNode, objectNode } from '../text/valueNodes.ts';
import { excerpt, jsonErrorMessage } from './jsonErrors.ts';
import { readExactJson, skipJsonSpace } from './jsonReader.ts';
import { readTolerantJson } from './jsonTolerant.ts';
import type { ReadError, ReadErrorCode } from './taggedTypes.ts';

/** What was read of a Glaive call; broken parts are holes in the tree, told in `errors`. */
export interface GlaiveReading {
  readonly node?: ValueNode;
  readonly errors: readonly ReadError[];
  /** Where the call ends; the end of the range when it is broken. */
  readonly end: number;
}

/** The call object of `text[start..end)`, `arguments` read through its single quotes; `undefined` when there is none. */
export function readGlaiveCall(text: string, start = 0, end = text.length): ValueNode | undefined {
  return readGlaive(text, start, end).node;
}

/**
 * Reads the call and says what is wrong with it. Arguments may also be an object, a JSON string (left a string), or
 * missing. Apostrophes inside the quoted JSON need no backslash when they stand in its strings; many rows have none.
 */
export function readGlaive(text: string, start: number, end: number): GlaiveReading {
  const exact = readExactJson(text, start, end);
  if (exact.ok) return { node: exact.node, errors: [], end: exact.end };
  const quoted = readMembers(text, skipJsonSpace(text, start, end), end);
  if (quoted !== undefined) return quoted;
  const tolerant = readTolerantJson(text, start, end, true);
  return { node: tolerant.node, errors: tolerant.errors, end: tolerant.end };
}

/** The object at `start` when its only departure from JSON is values of JSON in single quotes; else `undefined`. */
function readMembers(text: string, start: number, end: number): GlaiveReading | undefined {
  if (start >= end || text[start] !== '{') return undefined;
  const members: MemberNode[] = [];
  const errors: ReadError[] = [];
  let at = start + 1;
  for (;;) {
    const key = readExactJson(text, at, end);
    if (!key.ok || key.node.kind !== 'string') return undefined;
    const colon = skipJsonSpace(text, key.end, end);
    if (colon >= end || text[colon] !== ':') return undefined;
    const valueStart = skipJsonSpace(text, colon + 1, end);
    const value = readMemberValue(text, valueStart, end, errors);
    if (value === undefined) return undefined;
    members.push({
      key: String(key.node.value),
      keyStart: key.node.start,
      keyEnd: key.node.end,
      node: value.node,
    });
    at = skipJsonSpace(text, value.end, end);
    if (at < end && text[at] === ',') {
      at++;
    } else if (at < end && text[at] === '}') {
      return { node: objectNode(start, at + 1, members), errors, end: at + 1 };
    } else {
      errors.push(readError('bracket-not-closed', text, start, start + 1));
      return { node: objectNode(start, at, members), errors, end: at };
    }
  }
}

function readMemberValue(
  text: string,
  start: number,
  end: number,
  errors: ReadError[],
): { node: ValueNode; end: number } | undefined {
  if (start >= end) return undefined;
  if (text[start] !== "'") {
    const value = readExactJson(text, start, end);
    return value.ok ? { node: value.node, end: value.end } : undefined;
  }
  const inner = readExactJson(text, start + 1, end, { apostropheEscape: true });
  const close = inner.ok ? skipJsonSpace(text, inner.end, end) : end;
  if (inner.ok && close < end && text[close] === "'") return { node: inner.node, end: close + 1 };
  return readBrokenQuoted(text, start, end, errors);
}

/** JSON in single quotes that is broken itself: it ends at the last quote in front of the object's closing bracket. */
function readBrokenQuoted(
  text: string,
  start: number,
  end: number,
  errors: ReadError[],
): { node: ValueNode; end: number } {
  let close = text.lastIndexOf("'", end - 1);
  if (close <= start) {
    errors.push(readError('string-not-closed', text, start, start + 1));
    close = end;
  }
  const inner = readTolerantJson(text, start + 1, close);
  errors.push(...inner.errors);
  const stop = Math.min(end, close + 1);
  return { node: inner.node ?? leafNode('opaque', start, stop, text.slice(start, stop)), end: stop };
}

function readError(code: ReadErrorCode, text: string, start: number, end: number): ReadError {
  return { code, start, end, message: jsonErrorMessage(code, excerpt(text, start, end)) };
}
