/**
 * Calls of chat messages: elements of `tool_calls`, parts of a content, and the content of a call turn. As in chat.ts,
 * keys are read by plain property access.
 */
import { splitThoughts } from '../calls/thoughts.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { Call } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { liftCallObject, liftCallValue, readArgumentsText } from './calls.ts';
import { addFaults, type Draft } from './chatTurn.ts';
import { type CallSyntax, liftAssistantText, textPath } from './text.ts';
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

/** The content of a call turn: a call, a list of calls, or a string of one of them, perhaps behind a thought. */
export function liftCallContent(
  value: JsonValue | undefined,
  path: Path,
  context: LiftContext,
  turn: Draft,
): void {
  if (typeof value === 'string') liftCallText(value, path, context, turn);
  else if (value === undefined || value === null) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a call is expected here' });
  } else for (const call of liftCallList(value, path, context)) turn.calls.push(call);
}

function liftCallText(text: string, path: Path, context: LiftContext, turn: Draft): void {
  let start = 0;
  let bodyPath = path;
  if (firstCharacter(text, 0) === '<') {
    const split = splitThoughts(text);
    for (const { innerStart, innerEnd } of split.thoughts) {
      turn.thoughts.push({
        path: textPath(path, innerStart, innerEnd),
        text: text.slice(innerStart, innerEnd),
      });
    }
    addFaults(
      split.problems.map(({ kind, start: from, end }) => ({ kind, path: textPath(path, from, end) })),
      turn,
    );
    start = split.answerStart;
    if (firstCharacter(text, start) === '<') {
      // Calls in tags, where the format has them bare: the thoughts are known already.
      for (const call of liftAssistantText(text, path, context, { calls: tagCalls }).calls)
        turn.calls.push(call);
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
  for (const call of liftCallList(value, bodyPath, context)) turn.calls.push(call);
}

function firstCharacter(text: string, from: number): string | undefined {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return text[i];
}

/** A call object or a list of them; each as {@link liftCall} does, wrapped in `function` or not. */
function liftCallList(value: JsonValue, path: Path, context: LiftContext): Call[] {
  if (Array.isArray(value)) return value.map((item, i) => liftToolCall(item, child(path, i), context));
  if (isObject(value)) return [liftToolCall(value, path, context)];
  return liftCallValue(value, path, context);
}
