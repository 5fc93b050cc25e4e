/**
 * Calls of chat messages: elements of `tool_calls`, parts of a content, and the content of a call turn. As in chat.ts,
 * keys are read by plain property access.
 */
import { splitThoughts } from '../calls/thoughts.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { Call, Thought, ThoughtFault } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { liftCallObject, liftCallValue, readArgumentsText } from './calls.ts';
import type { CallSyntax } from './callSyntax.ts';
import { liftAssistantText, textPath } from './text.ts';
import type { LiftContext } from './types.ts';

const tagCalls: readonly CallSyntax[] = ['tags'];

/** One element of `tool_calls`: `{id, type, function: {name, arguments}}`, or flat. */
export function liftToolCall(value: JsonValue, path: Path, context: LiftContext): Call {
  if (!isObject(value)) return liftCallObject(value, path, context);
  const inner = value.function;
  return isObject(inner)
    ? makeCall(inner, child(path, 'function'), value, path, 'id', context)
    : makeCall(value, path, value, path, 'id', context);
}

/** A call object without an id. */
export function liftCall(value: JsonValue, path: Path, context: LiftContext): Call {
  return isObject(value)
    ? makeCall(value, path, value, path, undefined, context)
    : liftCallObject(value, path, context);
}

/**
 * The call whose name and arguments stand in `inner`, and whose id stands under `idKey` of `holder`, which is the
 * whole call. One without arguments passes none, so that a required argument it lacks is told.
 */
export function makeCall(
  inner: JsonObject,
  innerPath: Path,
  holder: JsonObject,
  path: Path,
  idKey: string | undefined,
  context: LiftContext,
): Call {
  const { name } = inner;
  const id = idKey === undefined ? undefined : holder[idKey];
  const key = argumentsKey(inner);
  const written = inner[key];
  const argumentsPath = child(innerPath, key);
  const isText = typeof written === 'string';
  return {
    name: typeof name === 'string' ? name : undefined,
    namePlace: { path: child(innerPath, 'name') },
    path,
    arguments: isText
      ? readArgumentsText(written, argumentsPath, context)
      : (written ?? (written === null ? null : {})),
    argumentsPath,
    encoding: isText ? 'json-string' : 'object',
    id: typeof id === 'string' ? id : undefined,
    idPath: typeof id === 'string' ? child(path, idKey!) : undefined,
  };
}

/** The key under which a call keeps its arguments; `arguments` when it has none. */
function argumentsKey(call: JsonObject): string {
  if (call.arguments !== undefined) return 'arguments';
  if (call.input !== undefined) return 'input';
  return call.parameters !== undefined ? 'parameters' : 'arguments';
}

/** What a turn that is a call holds: its calls, and the thought that may stand in front of them. */
export interface CallContent {
  readonly thoughts: Thought[];
  readonly thoughtFaults: ThoughtFault[];
  readonly calls: Call[];
}

/** Lifts one call object; {@link liftToolCall} unless a format has keys of its own. */
export type LiftOne = (value: JsonValue, path: Path, context: LiftContext) => Call;

/** The content of a call turn: a call, a list of calls, or a string of one of them, perhaps behind a thought. */
export function liftCallContent(
  value: JsonValue | undefined,
  path: Path,
  context: LiftContext,
  liftOne: LiftOne = liftToolCall,
): CallContent {
  const found: CallContent = { thoughts: [], thoughtFaults: [], calls: [] };
  if (typeof value === 'string') liftCallText(value, path, context, liftOne, found);
  else if (value === undefined || value === null) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a call is expected here' });
  } else for (const call of liftCallList(value, path, context, liftOne)) found.calls.push(call);
  return found;
}

function liftCallText(
  text: string,
  path: Path,
  context: LiftContext,
  liftOne: LiftOne,
  found: CallContent,
): void {
  let start = 0;
  let bodyPath = path;
  if (firstCharacter(text, 0) === '<') {
    const split = splitThoughts(text);
    for (const { innerStart, innerEnd } of split.thoughts) {
      found.thoughts.push({
        path: textPath(path, innerStart, innerEnd),
        text: text.slice(innerStart, innerEnd),
      });
    }
    for (const { kind, start: from, end } of split.problems) {
      found.thoughtFaults.push({ kind, path: textPath(path, from, end) });
    }
    start = split.answerStart;
    if (firstCharacter(text, start) === '<') {
      // Calls in tags, where the format has them bare: the thoughts are known already.
      for (const call of liftAssistantText(text, path, context, { calls: tagCalls }).calls)
        found.calls.push(call);
      return;
    }
    if (start > 0) bodyPath = [...path, { as: 'json', start, end: text.length }];
  }
  const value = context.parseJson(start > 0 ? text.slice(start) : text, bodyPath, 'calls');
  if (value === undefined) return;
  if (typeof value === 'string') {
    const detail = 'it is a string of a string of JSON';
    context.unreadable({ what: 'calls', path: bodyPath, reason: 'double-encoded', detail });
    return;
  }
  for (const call of liftCallList(value, bodyPath, context, liftOne)) found.calls.push(call);
}

/** The first character at or behind `from` that is no white space. */
export function firstCharacter(text: string, from: number): string | undefined {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return text[i];
}

/** A call object or a list of them; what is neither is told. */
export function liftCallList(
  value: JsonValue,
  path: Path,
  context: LiftContext,
  liftOne: LiftOne = liftToolCall,
): Call[] {
  if (Array.isArray(value)) return value.map((item, i) => liftOne(item, child(path, i), context));
  if (isObject(value)) return [liftOne(value, path, context)];
  return liftCallValue(value, path, context);
}
