/**
 * Outputs of models as files hold them, a row each: a text under one of the usual keys, the reply of an OpenAI-compatible
 * server or of a batch, or calls that were decoded already.
 */
import { PythonDict, type PythonValue } from '../calls/python/values.ts';
import type { AnswerCase } from './evaluate.ts';
import { readPythonJson } from './pythonJsonValue.ts';

/** One row. */
export interface OutputRow {
  /** `undefined`: rows go by their order. */
  readonly id: string | undefined;
  readonly output: AnswerCase['output'];
}

/** Keys that hold the output's text, or an object or a list with the calls; the first that is there counts. */
export const outputKeys = [
  'output_text',
  'model_output',
  'output',
  'result',
  'response',
  'completion',
  'prediction',
  'generated_text',
  'answer',
  'text',
  'content',
  'message',
  'choices',
  'body',
] as const;
const idKeys = ['id', 'custom_id', 'uuid', 'query_id', 'question_id', 'index'];

/** The id that a row is known by, whatever key it stands under. */
export function idOf(row: PythonValue): string | undefined {
  if (!(row instanceof PythonDict)) return undefined;
  for (const key of idKeys) {
    const id = row.get(key);
    if (typeof id === 'string' || typeof id === 'bigint') return String(id);
  }
  return undefined;
}

/** Reads a line; a sentence about what is missing when there is no output in it. */
export function readOutputRow(line: string): OutputRow | string {
  const read = readPythonJson(line);
  if (!read) return 'The line is no JSON.';
  const { value } = read;
  if (typeof value === 'string') return { id: undefined, output: textOutput(value) };
  if (!(value instanceof PythonDict)) return 'The line is no JSON object.';
  const output = outputIn(value, 0);
  if (!output) return `There is no output: it stands under one of ${outputKeys.slice(0, 11).join(', ')}.`;
  return { id: idOf(value), output };
}

function textOutput(text: string): AnswerCase['output'] {
  return { text, format: 'python', tagged: false };
}

function outputIn(row: PythonDict, depth: number): AnswerCase['output'] | undefined {
  const calls = row.get('tool_calls');
  if (Array.isArray(calls) && calls.length > 0) return callsOutput(calls);
  for (const key of outputKeys) {
    const value = row.get(key);
    if (typeof value === 'string') return textOutput(value);
    if (depth > 6 || value === undefined || value === null) continue;
    const inner = Array.isArray(value) && (key === 'choices' || isText(value[0])) ? value[0] : value;
    if (typeof inner === 'string') return textOutput(inner);
    if (inner instanceof PythonDict) {
      const found = outputIn(inner, depth + 1);
      if (found) return found;
    }
    // The leaderboard's results of function-calling models: [{name: "JSON"}].
    if (Array.isArray(value) && key !== 'choices') return callsOutput(value);
  }
  return undefined;
}

function isText(value: PythonValue | undefined): boolean {
  return typeof value === 'string';
}

/** Calls as values: `{function: {name, arguments}}`, `{name, arguments}` or `{name: arguments}`. */
function callsOutput(calls: readonly PythonValue[]): AnswerCase['output'] {
  const decoded: PythonValue[] = [];
  for (const call of calls) {
    if (!(call instanceof PythonDict)) return { decoded: [...calls] };
    const inner = call.get('function');
    const holder = inner instanceof PythonDict ? inner : call;
    const name = holder.get('name');
    const isNamed = typeof name === 'string';
    const given = isNamed ? (holder.get('arguments') ?? holder.get('parameters')) : holder.values()[0];
    const parsed = typeof given === 'string' ? readPythonJson(given)?.value : given;
    // Arguments that are no JSON: as text, so that the verdict says that they cannot be read.
    if (typeof given === 'string' && parsed === undefined)
      return textOutput(`[{"name": ${JSON.stringify(isNamed ? name : '')}, "arguments": ${given}}]`);
    decoded.push(PythonDict.of([[isNamed ? name : (holder.keys()[0] ?? ''), parsed ?? new PythonDict()]]));
  }
  return { decoded };
}
