/**
 * Qwen3-Coder's calls: `<function=f>`, for each argument `<parameter=a>` value `</parameter>`, `</function>`. The text
 * between the tags is not escaped, and one line break on each side belongs to the tags.
 */
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { excerpt, jsonErrorMessage } from './jsonErrors.ts';
import { readExactJson, skipJsonSpace } from './jsonReader.ts';
import { trimEnd } from './pythonScanner.ts';
import type { ReadError } from './taggedTypes.ts';

/** The calls read from tags of functions and parameters. */
export interface XmlCallsReading {
  /** One call object, or an array of several; `undefined` when there is none. */
  readonly node?: ValueNode;
  readonly errors: readonly ReadError[];
}

const OPEN_FUNCTION = '<function=';
const CLOSE_FUNCTION = '</function>';
const OPEN_PARAMETER = '<parameter=';
const CLOSE_PARAMETER = '</parameter>';

/** Reads the calls of `text[start..end)`: objects with `name` and `arguments`, whose keys have empty spans. */
export function readXmlCalls(text: string, start = 0, end = text.length): XmlCallsReading {
  const calls: ValueNode[] = [];
  const errors: ReadError[] = [];
  let at = find(text, OPEN_FUNCTION, start, end);
  while (at < end) {
    const call = readXmlCall(text, at, end);
    calls.push(call.node);
    errors.push(...call.errors);
    at = find(text, OPEN_FUNCTION, call.node.end, end);
  }
  const first = calls[0];
  if (first === undefined) return { errors };
  return { node: calls.length === 1 ? first : arrayNode(first.start, calls.at(-1)!.end, calls), errors };
}

/** The call whose `<function=` stands at `start`; an unclosed one ends at the next `<function=`, or at `end`. */
export function readXmlCall(
  text: string,
  start: number,
  end: number,
): { node: ValueNode; errors: ReadError[] } {
  const errors: ReadError[] = [];
  const name = tagName(text, start + OPEN_FUNCTION.length, end);
  const limit = find(text, OPEN_FUNCTION, name.behind, end);
  const stop = find(text, CLOSE_FUNCTION, name.behind, limit);
  const closed = stop < limit;
  if (!closed) errors.push(notClosed(text, start, name.behind));
  const members: MemberNode[] = [];
  let at = find(text, OPEN_PARAMETER, name.behind, stop);
  while (at < stop) {
    const key = tagName(text, at + OPEN_PARAMETER.length, stop);
    const next = find(text, OPEN_PARAMETER, key.behind, stop);
    const valueEnd = find(text, CLOSE_PARAMETER, key.behind, next);
    if (valueEnd >= next) errors.push(notClosed(text, at, key.behind));
    members.push({
      key: text.slice(key.start, key.end),
      keyStart: key.start,
      keyEnd: key.end,
      node: readXmlValue(text, key.behind, valueEnd),
    });
    at = next;
  }
  const nameNode = leafNode('string', name.start, name.end, text.slice(name.start, name.end));
  const argumentsNode = objectNode(name.behind, stop, members);
  const node = objectNode(start, closed ? stop + CLOSE_FUNCTION.length : stop, [
    { key: 'name', keyStart: name.start, keyEnd: name.start, node: nameNode },
    { key: 'arguments', keyStart: name.behind, keyEnd: name.behind, node: argumentsNode },
  ]);
  return { node, errors };
}

/** Offset of `needle` in `[start..end)`, or `end`. Callers narrow the range first, so that every stretch is searched once. */
function find(text: string, needle: string, start: number, end: number): number {
  if (start >= end) return end;
  const at = text.slice(start, end).indexOf(needle);
  return at < 0 ? end : start + at;
}

/** The name that begins at `start` and ends at `>`, or at the line's end when that is missing. */
function tagName(text: string, start: number, end: number): { start: number; end: number; behind: number } {
  let at = start;
  while (at < end && text[at] !== '>' && text[at] !== '\n') at++;
  return { start, end: trimEnd(text, start, at), behind: at < end && text[at] === '>' ? at + 1 : at };
}

/**
 * The form carries no types: numbers, constants (also Python's), objects and arrays are read as such, everything else
 * as text, quotes included. A schema that wants a string takes the text of any of them.
 */
function readXmlValue(text: string, start: number, end: number): ValueNode {
  let from = start;
  let to = Math.max(from, end);
  if (text[from] === '\r' && text[from + 1] === '\n' && from + 2 <= to) from += 2;
  else if (text[from] === '\n' && from < to) from++;
  if (to > from && text[to - 1] === '\n') to -= to - 1 > from && text[to - 2] === '\r' ? 2 : 1;
  const raw = text.slice(from, to);
  const word = raw.trim();
  if (word === 'True' || word === 'False') return leafNode('boolean', from, to, word === 'True');
  if (word === 'None') return leafNode('null', from, to, null);
  if (!word.startsWith('"')) {
    const json = readExactJson(text, from, to);
    if (json.ok && skipJsonSpace(text, json.end, to) >= to) return json.node;
  }
  return leafNode('string', from, to, raw);
}

function notClosed(text: string, start: number, end: number): ReadError {
  const message = jsonErrorMessage('tag-not-closed', excerpt(text, start, end));
  return { code: 'tag-not-closed', start, end, message };
}
