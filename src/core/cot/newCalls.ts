/** Calls that a model has written in its reply, read without believing anything of them. */
import type { CallNoteKind } from '../calls/callNote.ts';
import { parsePythonCalls } from '../calls/pythonCalls.ts';
import { isObject, keepsNumbers, own, type JsonObject, type JsonValue } from '../json.ts';
import { readNested } from '../record/record.ts';

/** A call to be written into a sample. */
export interface NewCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

/** What was read, or why it is no list of calls, as a sentence. */
export type ReadCalls =
  { readonly ok: true; readonly calls: readonly NewCall[] } | { readonly ok: false; readonly reason: string };

/** Ways of writing that leave no doubt of the values. */
const harmless = new Set<CallNoteKind>(['odd-name', 'separate-calls', 'json-literal']);
const words: Partial<Record<CallNoteKind, string>> = {
  'positional-argument': 'an argument without its name',
  'duplicate-argument': 'an argument twice',
  'bare-word': 'a word without quotes',
  'nested-call': 'a call as a value',
  expression: 'an expression',
  'unsafe-integer': 'a number that is too large to keep',
};

/** Longest text that is read, and most calls. */
const mostCharacters = 200_000;
const mostCalls = 500;

/**
 * Reads calls from a text: a JSON list of `{name, arguments}` (or one such object; arguments may be a string of JSON, or
 * stand under `parameters`), or a Python call list with keyword arguments. A code fence around it is taken off. Nothing
 * is evaluated.
 */
export function readNewCalls(text: string): ReadCalls {
  if (text.length > mostCharacters) return no('The calls are longer than any sample needs.');
  const body = withoutFence(text.trim());
  if (body === '') return no('There are no calls in the reply.');
  const nested = readNested(body);
  if (nested.ok) return fromJson(nested.value);
  if (nested.reason === 'deep') return no('The calls are nested too deep to be read.');
  const list = parsePythonCalls(body);
  if (!list) return no('The calls are neither JSON nor a Python call list.');
  if (!list.complete || body.slice(list.end).trim() !== '' || list.start > 0)
    return no('The call list breaks off, or other text stands beside it.');
  const odd = list.notes.find(({ kind }) => !harmless.has(kind));
  if (odd) return no(`The call list holds what is no plain value (${words[odd.kind] ?? odd.kind}).`);
  return fromJson(list.calls.map(({ name, arguments: node }) => ({ name, arguments: node.value })));
}

function fromJson(value: JsonValue): ReadCalls {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > mostCalls)
    return no(`The reply has ${list.length} calls; at most ${mostCalls} are read.`);
  const calls: NewCall[] = [];
  for (const item of list) {
    const call = callOf(item);
    if (!call)
      return no('The reply holds something that is no call: each needs a name and an object of arguments.');
    if (!keepsNumbers(call.arguments))
      return no('A number in the calls is too large to keep all its digits.');
    calls.push(call);
  }
  return { ok: true, calls };
}

function callOf(value: JsonValue): NewCall | undefined {
  if (!isObject(value)) return undefined;
  const wrapped = own(value, 'function');
  const call = isObject(wrapped) ? wrapped : value;
  const name = own(call, 'name');
  const written = own(call, 'arguments') ?? own(call, 'parameters') ?? {};
  const nested = typeof written === 'string' ? readNested(written) : undefined;
  const found = nested ? (nested.ok ? nested.value : undefined) : written;
  return typeof name === 'string' && name !== '' && isObject(found) ? { name, arguments: found } : undefined;
}

function withoutFence(text: string): string {
  const open = /^```[\w-]{0,20}[ \t]*\r?\n/.exec(text);
  return open && text.endsWith('```') && text.length >= open[0].length + 3
    ? text.slice(open[0].length, -3).trim()
    : text;
}

function no(reason: string): ReadCalls {
  return { ok: false, reason };
}
