/** Lifting calls that are written as values: `{name, arguments}` and its spellings. Many formats share this. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ArgumentsEncoding, Call, CallNote } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { LiftContext } from './types.ts';

/** Under which keys the parts of a call stand. In each list the first key that is present is taken. */
export interface CallKeys {
  readonly name: readonly string[];
  readonly arguments: readonly string[];
}

/** `name` and `arguments`, with ToolRL's `parameters` as second choice. */
export const usualCallKeys: CallKeys = { name: ['name'], arguments: ['arguments', 'parameters'] };

/**
 * Lifts one call object. What is no object becomes a call without a name, so that a rule can say so. Arguments that
 * are a string are read as JSON; when that fails they are `undefined` and the context knows why.
 *
 * @param encoding how arguments that are an object are written here; a string is always `json-string`.
 */
export function liftCallObject(
  value: JsonValue,
  path: Path,
  context: LiftContext,
  keys: CallKeys = usualCallKeys,
  encoding: Exclude<ArgumentsEncoding, 'json-string'> = 'object',
  notes?: readonly CallNote[],
): Call {
  const call: JsonObject | undefined = isObject(value) ? value : undefined;
  const nameKey = call ? presentKey(call, keys.name) : keys.name[0]!;
  const argumentsKey = call ? presentKey(call, keys.arguments) : keys.arguments[0]!;
  const name = call && own(call, nameKey);
  const written = call && own(call, argumentsKey);
  const argumentsPath = [...path, argumentsKey];
  const isText = typeof written === 'string';
  return {
    name: typeof name === 'string' ? name : undefined,
    namePlace: { path: [...path, nameKey] },
    path,
    arguments: isText ? readArgumentsText(written, argumentsPath, context) : written,
    argumentsPath,
    encoding: isText ? 'json-string' : encoding,
    notes: notes && notes.length > 0 ? notes : undefined,
  };
}

/** Arguments written as a string of JSON. A string of a string is told and not read any further. */
export function readArgumentsText(text: string, path: Path, context: LiftContext): JsonValue | undefined {
  const value = context.parseJson(text, path, 'arguments');
  if (typeof value !== 'string') return value;
  context.unreadable({
    what: 'arguments',
    path,
    reason: 'double-encoded',
    detail: 'it is a string of a string of JSON',
  });
  return undefined;
}

/** A value that holds calls: a list of call objects, or one call object. */
export function liftCallValue(
  value: JsonValue,
  path: Path,
  context: LiftContext,
  keys: CallKeys = usualCallKeys,
  encoding: Exclude<ArgumentsEncoding, 'json-string'> = 'object',
): Call[] {
  if (Array.isArray(value)) {
    return value.map((item, i) => liftCallObject(item, [...path, i], context, keys, encoding));
  }
  if (isObject(value)) return [liftCallObject(value, path, context, keys, encoding)];
  context.unreadable({
    what: 'calls',
    path,
    reason: 'shape',
    detail: 'a call or a list of calls is expected here',
  });
  return [];
}

function presentKey(object: JsonObject, keys: readonly string[]): string {
  for (const key of keys) if (Object.hasOwn(object, key)) return key;
  return keys[0]!;
}
