/**
 * Writing into a record without the code under test: JSON is read by jsonc-parser, Python by a reader of the bench's
 * own, and every literal on the way is written anew. Where the expected finding stands is marked in the text by two
 * private-use characters that pass through all layers; taking them out gives the span by construction.
 */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Path, Step } from '../../../src/core/text/path.ts';
import type { Span } from '../../../src/core/text/span.ts';
import { type LooseNode, readLoosely } from './looseReader.ts';

const open = '\uE0F1';
const close = '\uE0F2';

/** Marks what is written as the place of the expected finding. */
export const mark = (text: string): string => open + text + close;

export type Written = 'json' | 'python' | 'text';

/** Gives the new text of a place from its old one; `undefined` gives the mutation up. */
export type Make = (old: string, written: Written) => string | undefined;

export interface Target {
  readonly path: Path;
  readonly at?: 'value' | 'key' | 'member';
  /** Units that were added to the text step on the path since the path was made. */
  readonly grown?: number;
}

/** The text with `make` applied at the target; `undefined` when the bench's readers do not get there. */
export function rewrite(text: string, target: Target, make: Make): string | undefined {
  const { path, at = 'value', grown = 0 } = target;
  const moved = path.map((step) => (typeof step === 'object' ? { ...step, end: step.end + grown } : step));
  return inJson(text, moved, at, make);
}

/** Takes the marks out; `undefined` when there is not exactly one pair. */
export function unmark(text: string): { text: string; span: Span } | undefined {
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start || start !== text.lastIndexOf(open) || end !== text.lastIndexOf(close))
    return undefined;
  return {
    text: text.slice(0, start) + text.slice(start + 1, end) + text.slice(end + 1),
    span: { start, end: end - 1 },
  };
}

/** True when the text holds none of the characters that are used as marks. */
export const isMarkable = (text: string): boolean => !text.includes(open) && !text.includes(close);

function splice(text: string, start: number, end: number, now: string | undefined): string | undefined {
  return now === undefined ? undefined : text.slice(0, start) + now + text.slice(end);
}

function inJson(text: string, path: Path, at: Target['at'], make: Make): string | undefined {
  const root = parseTree(text);
  if (!root) return undefined;
  let depth = 0;
  let node = root;
  while (depth < path.length && node.type !== 'string') {
    const step = path[depth]!;
    if (typeof step === 'object') return undefined;
    const next = findNodeAtLocation(node, [node.type === 'array' ? Number(step) : String(step)]);
    if (!next) return undefined;
    node = next;
    depth++;
  }
  const end = node.offset + node.length;
  const rest = path.slice(depth);
  if (rest.length === 0) {
    const member = node.parent?.type === 'property' ? node.parent : undefined;
    if (at === 'value') return splice(text, node.offset, end, make(text.slice(node.offset, end), 'json'));
    if (!member) return undefined;
    const from = member.offset;
    const to = at === 'key' ? from + member.children![0]!.length : end;
    return splice(text, from, to, make(text.slice(from, to), 'json'));
  }
  const literal = text.slice(node.offset, end);
  const inner = inText(String(node.value), rest, at, make);
  return inner === undefined ? undefined : splice(text, node.offset, end, jsonLiteral(inner, literal));
}

/** Inside the decoded text of a string: JSON, unless a step says what else. */
function inText(text: string, path: Path, at: Target['at'], make: Make): string | undefined {
  const step = path[0];
  if (step === undefined) return make(text, 'text');
  if (typeof step !== 'object') return inJson(text, path, at, make);
  const rest = path.slice(1);
  const part = text.slice(step.start, step.end);
  return splice(text, step.start, step.end, inLanguage(step.as, part, rest, at, make));
}

function inLanguage(
  language: string,
  text: string,
  path: Path,
  at: Target['at'],
  make: Make,
): string | undefined {
  switch (language) {
    case 'text':
      return inText(text, path, at, make);
    case 'json':
      return inJson(text, path, at, make);
    case 'json-lines':
      return inLines(text, path, at, make);
    case 'python-calls':
    case 'python-literal':
      return inPython(text, path, at, make);
    case 'react':
      return inReact(text, path, at, make);
    default:
      return undefined;
  }
}

function inLines(text: string, path: Path, at: Target['at'], make: Make): string | undefined {
  const lines = text.split('\n');
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [i]));
  const line = filled[Number(path[0])];
  if (line === undefined || path.length < 2) return undefined;
  const now = inJson(lines[line]!, path.slice(1), at, make);
  return now === undefined ? undefined : [...lines.slice(0, line), now, ...lines.slice(line + 1)].join('\n');
}

function inPython(text: string, path: Path, at: Target['at'], make: Make): string | undefined {
  let node = readLoosely(text);
  let member: { keyStart: number; keyEnd: number } | undefined;
  for (let i = 0; node && i < path.length; i++) {
    member = undefined;
    if (node.kind === 'string') {
      const literal = text.slice(node.start, node.end);
      const inner: string | undefined = inText(node.text!, path.slice(i), at, make);
      return inner === undefined
        ? undefined
        : splice(text, node.start, node.end, pythonLiteral(inner, literal));
    }
    const step: Step = path[i]!;
    if (node.kind === 'call') {
      if (step === 'name') node = { kind: 'other', start: node.name!.start, end: node.name!.end };
      else if (step !== 'arguments') return undefined;
      else node = { ...node, kind: 'dict' };
    } else if (node.members) {
      const found: NonNullable<LooseNode['members']>[number] | undefined = node.members.findLast(
        (m) => m.key === step,
      );
      member = found;
      node = found?.node;
    } else node = node.elements?.[Number(step)];
  }
  if (!node) return undefined;
  const start = at === 'value' ? node.start : member?.keyStart;
  const end = at === 'key' ? member?.keyEnd : node.end;
  if (start === undefined || end === undefined) return undefined;
  return splice(text, start, end, make(text.slice(start, end), 'python'));
}

/** `Action: name` and `Action Input: {…}`; a list of them where the path begins with a number. */
function inReact(text: string, path: Path, at: Target['at'], make: Make): string | undefined {
  const isOne = typeof path[0] !== 'number';
  const [part, ...rest] = isOne ? path : path.slice(1);
  const actions = [...text.matchAll(/^Action:[ \t]*(\S[^\n]*?)[ \t]*$/gm)];
  const action = actions[isOne ? 0 : Number(path[0])];
  if (!action) return undefined;
  const start = action.index + action[0].indexOf(action[1]!, 7);
  if (part === 'name') return splice(text, start, start + action[1]!.length, make(action[1]!, 'text'));
  const input = text.indexOf('Action Input:', start);
  const from = text.indexOf('{', input);
  if (part !== 'arguments' || input < 0 || from < 0) return undefined;
  const tree = parseTree(text.slice(from));
  if (!tree) return undefined;
  return splice(text, from, from + tree.length, inJson(text.slice(from, from + tree.length), rest, at, make));
}

/** The text as a JSON string in the style of `like`: with all of Unicode escaped where that one does so. */
function jsonLiteral(text: string, like: string): string {
  const literal = JSON.stringify(text);
  if (!/\\u[0-9a-fA-F]{4}/.test(like) || /[^\u0000-\u007f]/.test(like)) return literal;
  return literal.replace(/[\u0080-\uffff]/g, (c) =>
    c === open || c === close ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text as a Python string with the quotes of `like`. */
export function pythonLiteral(text: string, like = "'"): string {
  const quote = like.startsWith('"') ? '"' : "'";
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return quote + body.replaceAll(quote, `\\${quote}`) + quote;
}
