/** Decides whether free text is a Python call list: sure of it, or not at all. */
import type { ValueNodeKind } from '../text/valueNode.ts';
import { parsePythonCalls, type PythonCall, type PythonCallList } from './pythonCalls.ts';
import { trimEnd } from './pythonScanner.ts';
import { splitThoughts } from './thoughts.ts';

const LITERAL_KINDS: ReadonlySet<ValueNodeKind> = new Set([
  'string',
  'number',
  'boolean',
  'null',
  'array',
  'object',
]);

/**
 * The call list that the answer of `text` is, or `undefined` when the answer is something else. The answer is
 * `text[from..end)`, without `from` what is behind the last closing tag of a thought; white space and a code fence around it are passed over.
 * Prose that looks a little like a call (`[see note (a)]`, `the function f(x)`) is none: a call must have a named
 * argument, or be a plain name with nothing or only literals in its brackets. A half-typed list is found from its first
 * named argument on.
 */
export function findPythonCallList(
  text: string,
  from?: number,
  end = text.length,
): PythonCallList | undefined {
  const answer = unfenced(text, from ?? splitThoughts(text).answerStart, end);
  if (answer === undefined) return undefined;
  const first = text.charCodeAt(answer.start);
  if (first !== 0x5b && !startsBareCall(text, answer.start)) return undefined;
  const list = parsePythonCalls(text, answer.start, answer.end);
  return list !== undefined && isConfident(text, list) ? list : undefined;
}

const BARE_CALL_START = /[\p{L}_][\p{L}\p{N}_.]*\(/uy;

function startsBareCall(text: string, at: number): boolean {
  BARE_CALL_START.lastIndex = at;
  return BARE_CALL_START.test(text);
}

/** The range without white space and without a code fence around it; `undefined` when nothing is left. */
function unfenced(text: string, start: number, end: number): { start: number; end: number } | undefined {
  let from = skipSpace(text, start, end);
  let to = trimEnd(text, from, end);
  if (text.startsWith('```', from)) {
    const lineEnd = text.indexOf('\n', from);
    if (lineEnd < 0 || lineEnd >= to) return undefined;
    if (to - 3 > lineEnd && text.startsWith('```', to - 3)) to -= 3;
    from = skipSpace(text, lineEnd + 1, to);
    to = trimEnd(text, from, to);
  } else if (text[from] === '`' && text[to - 1] === '`' && to - from > 2) {
    from++;
    to--;
  }
  return from < to ? { start: from, end: to } : undefined;
}

function skipSpace(text: string, at: number, end: number): number {
  while (at < end && ' \t\r\n\f\v'.includes(text[at]!)) at++;
  return at;
}

function isConfident(text: string, list: PythonCallList): boolean {
  const first = list.calls[0];
  if (first === undefined) return list.notes.length === 0;
  const trailing = list.notes.some((note) => note.kind === 'trailing-text');
  if (!list.bracketed && (trailing || /\s/.test(first.name))) return false;
  if (hasNamedArgument(first)) return true;
  return list.complete && list.calls.every((call) => hasNamedArgument(call) || isPlainCall(text, call));
}

function hasNamedArgument(call: PythonCall): boolean {
  return (call.arguments.members?.length ?? 0) > 0;
}

/** A call that can hardly be prose: its brackets follow the name at once and hold nothing or only literals. */
function isPlainCall(text: string, call: PythonCall): boolean {
  if (call.positional.length === 0) return text[call.arguments.end - 1] === ')';
  return (
    call.arguments.start === call.nameEnd &&
    !/\s/.test(call.name) &&
    call.positional.every((node) => LITERAL_KINDS.has(node.kind))
  );
}
