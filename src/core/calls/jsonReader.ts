/**
 * A positioned reader of exact JSON (RFC 8259). Iterative: depth is bounded by a count, not by the stack. It stops at
 * the first error and leaves the explaining to the tolerant reader, so that valid text, the rule, is read fast.
 */
import { jsonEscapeAt } from '../text/jsonString.ts';
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { MAX_NESTING } from './callNote.ts';

/** The value read, or where reading stopped (`textOffset`s). */
export type ExactJson =
  | { readonly ok: true; readonly node: ValueNode; readonly end: number }
  /** `at`: where reading stopped. `tooDeep`: an opening bracket beyond the depth limit stands there. */
  | { readonly ok: false; readonly at: number; readonly tooDeep: boolean };

/** What is taken beyond JSON itself. */
export interface ExactJsonOptions {
  /** Take `\'` inside strings: JSON that stands in a single-quoted literal (Glaive). */
  readonly apostropheEscape?: boolean;
}

interface OpenContainer {
  readonly start: number;
  readonly isObject: boolean;
  readonly members: MemberNode[];
  readonly elements: ValueNode[];
  key: string;
  keyStart: number;
  keyEnd: number;
}

/** Offset of the first character in `[at..end)` that is no JSON white space, or `end`. */
export function skipJsonSpace(text: string, at: number, end: number): number {
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    at++;
  }
  return at;
}

/** Reads one JSON value that begins at or after `start`; what follows it is not looked at. */
export function readExactJson(
  text: string,
  start: number,
  end: number,
  options: ExactJsonOptions = {},
): ExactJson {
  const stack: OpenContainer[] = [];
  let top: OpenContainer | undefined;
  let at = skipJsonSpace(text, start, end);
  const fail = (tooDeep = false): ExactJson => ({ ok: false, at, tooDeep });

  for (;;) {
    // A value begins at `at`.
    let node: ValueNode | undefined;
    const code = at < end ? text.charCodeAt(at) : -1;
    if (code === 0x7b || code === 0x5b) {
      if (stack.length >= MAX_NESTING) return fail(true);
      const isObject = code === 0x7b;
      top = { start: at, isObject, members: [], elements: [], key: '', keyStart: 0, keyEnd: 0 };
      stack.push(top);
      at = skipJsonSpace(text, at + 1, end);
      if (at < end && text.charCodeAt(at) === (isObject ? 0x7d : 0x5d)) {
        at++;
        node = isObject ? objectNode(top.start, at, []) : arrayNode(top.start, at, []);
        stack.pop();
        top = stack.at(-1);
      } else if (isObject) {
        const next = readKey(text, at, end, top, options);
        if (next.stopped) {
          at = next.at;
          return fail();
        }
        at = next.at;
        continue;
      } else {
        continue;
      }
    } else {
      const scalar = readScalar(text, at, end, code, options);
      if (scalar === undefined) return fail();
      node = scalar;
      at = scalar.end;
    }

    // A value ended at `at`: hand it to its container, and close the containers that end here.
    for (;;) {
      if (top === undefined) return { ok: true, node, end: at };
      if (top.isObject) top.members.push({ key: top.key, keyStart: top.keyStart, keyEnd: top.keyEnd, node });
      else top.elements.push(node);
      at = skipJsonSpace(text, at, end);
      const next = at < end ? text.charCodeAt(at) : -1;
      if (next === 0x2c) {
        at = skipJsonSpace(text, at + 1, end);
        if (top.isObject) {
          const key = readKey(text, at, end, top, options);
          at = key.at;
          if (key.stopped) return fail();
        }
        break;
      }
      if (next !== (top.isObject ? 0x7d : 0x5d)) return fail();
      at++;
      node = top.isObject ? objectNode(top.start, at, top.members) : arrayNode(top.start, at, top.elements);
      stack.pop();
      top = stack.at(-1);
    }
  }
}

/** Reads `"key" :` into `container`; gives where the value begins, or where reading stopped. */
function readKey(
  text: string,
  start: number,
  end: number,
  container: OpenContainer,
  options: ExactJsonOptions,
): { at: number; stopped: boolean } {
  if (start >= end || text.charCodeAt(start) !== 0x22) return { at: start, stopped: true };
  const key = readString(text, start, end, options);
  if (key === undefined) return { at: start, stopped: true };
  container.key = key.value;
  container.keyStart = start;
  container.keyEnd = key.end;
  const colon = skipJsonSpace(text, key.end, end);
  if (colon >= end || text.charCodeAt(colon) !== 0x3a) return { at: colon, stopped: true };
  return { at: skipJsonSpace(text, colon + 1, end), stopped: false };
}

function readScalar(
  text: string,
  at: number,
  end: number,
  code: number,
  options: ExactJsonOptions,
): ValueNode | undefined {
  switch (code) {
    case 0x22: {
      const string = readString(text, at, end, options);
      return string === undefined ? undefined : leafNode('string', at, string.end, string.value);
    }
    case 0x74:
      return word(text, at, end, 'true') ? leafNode('boolean', at, at + 4, true) : undefined;
    case 0x66:
      return word(text, at, end, 'false') ? leafNode('boolean', at, at + 5, false) : undefined;
    case 0x6e:
      return word(text, at, end, 'null') ? leafNode('null', at, at + 4, null) : undefined;
    default: {
      const stop = jsonNumberEnd(text, at, end);
      return stop === undefined ? undefined : leafNode('number', at, stop, Number(text.slice(at, stop)));
    }
  }
}

function word(text: string, at: number, end: number, expected: string): boolean {
  return at + expected.length <= end && text.startsWith(expected, at);
}

/** End of the JSON number that begins at `at`, or `undefined` when none does. */
export function jsonNumberEnd(text: string, at: number, end: number): number | undefined {
  let i = at;
  if (text.charCodeAt(i) === 0x2d) i++;
  const integer = digitsEnd(text, i, end);
  if (integer === i || (text.charCodeAt(i) === 0x30 && integer > i + 1)) return undefined;
  i = integer;
  if (i < end && text.charCodeAt(i) === 0x2e) {
    const fraction = digitsEnd(text, i + 1, end);
    if (fraction === i + 1) return undefined;
    i = fraction;
  }
  const exponent = i < end ? text.charCodeAt(i) : -1;
  if (exponent === 0x65 || exponent === 0x45) {
    let j = i + 1;
    const sign = j < end ? text.charCodeAt(j) : -1;
    if (sign === 0x2b || sign === 0x2d) j++;
    const stop = digitsEnd(text, j, end);
    if (stop === j) return undefined;
    i = stop;
  }
  return i;
}

function digitsEnd(text: string, at: number, end: number): number {
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) break;
    at++;
  }
  return at;
}

/** Value and end of the string literal at `start`; `undefined` for a raw control character, a wrong escape, no end. */
function readString(
  text: string,
  start: number,
  end: number,
  options: ExactJsonOptions,
): { value: string; end: number } | undefined {
  let at = start + 1;
  let copied = at;
  let value = '';
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { value: value + text.slice(copied, at), end: at + 1 };
    if (code < 0x20) return undefined;
    if (code !== 0x5c) {
      at++;
      continue;
    }
    const escaped = jsonEscapeAt(text, at, end);
    if (escaped === undefined) return undefined;
    if (text.charCodeAt(at + 1) === 0x27 && options.apostropheEscape !== true) return undefined;
    value += text.slice(copied, at) + escaped.value;
    at += escaped.length;
    copied = at;
  }
  return undefined;
}
