/** The answers of a data set's samples, as the answer check takes them: expected calls, given calls, tools. */
import { prepare } from '../check.ts';
import { PythonDict, type PythonValue } from '../calls/python/values.ts';
import { isObject, type JsonValue } from '../json.ts';
import type { Call, Sample } from '../sample.ts';
import type { ToolCache } from '../schema/types.ts';
import type { ReferenceCall } from './fair.ts';

/** A JSON value as Python has it; a number without a fraction is an integer. */
export function pythonOf(value: JsonValue): PythonValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(pythonOf);
  if (isObject(value))
    return PythonDict.of(Object.entries(value).map(([key, item]) => [key, pythonOf(item)]));
  return value;
}

/** The sample's tools as `{name, parameters}`, parameters in JSON Schema whatever the dialect they are written in. */
export function toolsOf(sample: Sample, tools: ToolCache): PythonValue[] {
  return (sample.tools ?? []).flatMap((def) => {
    if (def.name === undefined) return [];
    const parameters = pythonOf(prepare(def, tools).normalized.schema);
    return [PythonDict.of([['name', def.name], ['parameters', parameters]])]; // prettier-ignore
  });
}

/**
 * The calls that the sample's last answer with calls makes; a step that is written as several messages is one answer.
 * Empty: the sample has none.
 */
export function lastCalls(sample: Sample): readonly Call[] {
  const { turns } = sample;
  let last = turns.length - 1;
  while (last >= 0 && turns[last]!.calls.length === 0) last--;
  let first = last;
  while (first > 0 && turns[first - 1]!.role === 'assistant' && turns[first - 1]!.calls.length > 0) first--;
  return last < 0 ? [] : turns.slice(first, last + 1).flatMap((turn) => turn.calls);
}

/** Calls as what is expected; `undefined` when one of them has no name or no arguments that can be read. */
export function referencesOf(calls: readonly Call[]): ReferenceCall[] | undefined {
  const found: ReferenceCall[] = [];
  for (const { name, arguments: given = {}, acceptedAnswers = false } of calls) {
    if (name === undefined || !isObject(given)) return undefined;
    const accepted = new Map<string, readonly PythonValue[]>();
    for (const [argument, value] of Object.entries(given)) {
      const one = pythonOf(value);
      accepted.set(argument, acceptedAnswers && Array.isArray(one) ? one : [one]);
    }
    found.push({ name, arguments: accepted, lists: acceptedAnswers });
  }
  return found;
}

/** Calls as decoded output: `[{name: {argument: value}}]`. */
export function decodedOf(calls: readonly Pick<Call, 'name' | 'arguments'>[]): PythonValue {
  return calls.map(({ name = '', arguments: given = {} }) => PythonDict.of([[name, pythonOf(given)]]));
}

/** Expected calls as the official checker wants them: `[{name: {argument: [value, …]}}]`. */
export function possibleAnswers(references: readonly ReferenceCall[]): PythonValue {
  return references.map(({ name, arguments: accepted, lists }) => {
    const given = Array.from(accepted, ([argument, values]) => {
      const listed = lists ? [...values] : values.map(asOptions);
      return [argument, listed] as const;
    });
    return PythonDict.of([[name, PythonDict.of(given)]]);
  });
}

/** An object among possible answers lists the values of each member. */
function asOptions(value: PythonValue): PythonValue {
  if (Array.isArray(value)) return value.map(asOptions);
  if (!(value instanceof PythonDict)) return value;
  return PythonDict.of(Array.from(value.entries(), ([key, item]) => [key, [asOptions(item)]] as const));
}

/** How calls are paired, in the words of the leaderboard's test sets. */
export function categoryOf(references: readonly ReferenceCall[]): string {
  return references.length === 0 ? 'irrelevance' : references.length === 1 ? 'simple' : 'parallel';
}
