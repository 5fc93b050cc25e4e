/** Calls as text, in the style of the calls that they stand beside or in place of. */
import { callHeadAt } from '../calls/pythonNames.ts';
import { type PythonCallList, parsePythonCalls } from '../calls/pythonCalls.ts';
import { deepEqual, isObject, type JsonObject, type JsonValue } from '../json.ts';
import { argumentName, isSpaced, writeJson, writePython } from '../record/editText.ts';
import type { Call } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { NewCall } from './newCalls.ts';

/**
 * A Python call list: `[f(a=1, b='x'), g()]`. Calls that the old list has keep their text, the others take its quotes.
 * @param old the text of the old list, `''` when there is none to follow.
 * @returns `undefined` when a name cannot be written as Python.
 */
export function pythonListText(old: string, calls: readonly NewCall[]): string | undefined {
  const list = old === '' ? undefined : parsePythonCalls(old);
  const written: string[] = [];
  for (const call of calls) {
    const text = keptText(old, list, call) ?? pythonCallText(call, old);
    if (text === undefined) return undefined;
    written.push(text);
  }
  const [first, second] = list?.calls ?? [];
  const between = first && second ? old.slice(first.end, second.start) : ', ';
  const body = written.join(/^\s*,\s*$/.test(between) ? between : ', ');
  if (!list) return `[${body}]`;
  if (!list.bracketed) return written.length === 1 ? body : `[${body}]`;
  const inner = old.slice(list.start, list.end);
  const lead = first ? inner.slice(1, first.start - list.start) : '';
  const last = list.calls.at(-1);
  const trail = last ? old.slice(last.end, list.end - 1) : '';
  return `[${/^\s*$/.test(lead) ? lead : ''}${body}${/^\s*$/.test(trail) ? trail : ''}]`;
}

function keptText(old: string, list: PythonCallList | undefined, call: NewCall): string | undefined {
  const kept = list?.calls.find(
    ({ name, arguments: node, positional }) =>
      name === call.name && positional.length === 0 && deepEqual(node.value, call.arguments),
  );
  return kept && old.slice(kept.start, kept.end);
}

function pythonCallText({ name, arguments: args }: NewCall, around: string): string | undefined {
  const head = `${name}()`;
  const found = callHeadAt(head, 0, head.length);
  if (!found) return undefined;
  const parts: string[] = [];
  for (const [key, value] of Object.entries(args)) {
    const written = argumentName(key);
    if (written === undefined) return undefined;
    parts.push(`${written}=${writePython(value, '', around)}`);
  }
  return `${name}(${parts.join(', ')})`;
}

/**
 * The value of a call with another name and other arguments, everything else (id, type, label) as in `like`; `undefined`
 * when name or arguments do not stand inside of it.
 * @param call where name and arguments of `like`, which is the value at `unit`, stand.
 */
export function callValueLike(like: JsonValue, unit: Path, call: Call, now: NewCall): JsonValue | undefined {
  const named = setAt(like, below(call.namePlace.path, unit), () => now.name);
  return named === undefined
    ? undefined
    : setAt(named, below(call.argumentsPath, unit), (old) => argumentsLike(old, now.arguments));
}

/** Arguments as the old ones are written: an object, or a string of JSON with its spacing. */
export function argumentsLike(old: JsonValue | undefined, args: JsonObject): JsonValue {
  return typeof old === 'string' ? writeJson(args, isSpaced(old)) : args;
}

function below(path: Path, above: Path): Path {
  return path.slice(above.length);
}

/** The value with another one at a path; a string on the way is a string of JSON, and is written as one again. */
export function setAt(
  value: JsonValue,
  path: Path,
  make: (old: JsonValue) => JsonValue,
): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return make(value);
  if (typeof value === 'string') {
    const inner = parsed(value);
    const set = inner === undefined ? undefined : setAt(inner, path, make);
    return set === undefined ? undefined : writeJson(set, isSpaced(value));
  }
  if (Array.isArray(value) && typeof step === 'number' && step < value.length) {
    const set = setAt(value[step]!, rest, make);
    return set === undefined ? undefined : value.with(step, set);
  }
  if (isObject(value) && typeof step === 'string' && Object.hasOwn(value, step)) {
    const set = setAt(value[step]!, rest, make);
    return set === undefined ? undefined : { ...value, [step]: set };
  }
  return undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // No JSON: nothing stands below it.
    return undefined;
  }
}

/** Ids for new calls, in the fashion of an old one and unlike all that there are: `call_2` after `call_1`. */
export function freshIds(like: string, taken: ReadonlySet<string>, count: number): string[] {
  const ids: string[] = [];
  const counted = /^(.*?)(\d{1,9})$/s.exec(like);
  let next = counted ? Number(counted[2]) : 1;
  while (ids.length < count) {
    next++;
    const id = counted ? counted[1] + String(next).padStart(counted[2]!.length, '0') : varied(like, next);
    if (!taken.has(id) && !ids.includes(id)) ids.push(id);
  }
  return ids;
}

/** An id of the same length, its last letters a number: services check length and letters of their ids. */
function varied(like: string, number: number): string {
  const tail = String(number).padStart(3, '0');
  return like.length > tail.length ? like.slice(0, -tail.length) + tail : like + tail;
}
