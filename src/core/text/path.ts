/**
 * Paths name places in a record without holding offsets, so that nothing needs a position until there is a finding.
 *
 * A path is a list of steps from the record's root. A string or a number steps into an object or an array; when the
 * value at hand is a JSON *string*, the step goes on inside the decoded text of that string, read as JSON (tools in
 * xLAM, arguments in OpenAI). A `TextStep` steps into a part of the decoded text that is written in some language:
 * the JSON between `<tool_call>` tags, a Python call list after `</think>`, or plain text.
 */

/** A language of embedded text; `text` has no inner structure, so a path ends there. */
export type LanguageId =
  | 'text'
  | 'json'
  | 'json-lines'
  | 'json-sequence'
  | 'python-calls'
  | 'python-literal'
  | 'glaive'
  | 'xml-calls'
  | 'react'
  | 'tool-prose'
  | 'typescript-tools';

/** Into `[start, end)` of the decoded text of the string at hand (`textOffset`s), read as `as`. */
export interface TextStep {
  readonly as: LanguageId;
  readonly start: number;
  readonly end: number;
  /** How the step shows in a JSON pointer; left out of the pointer when absent. */
  readonly label?: string;
}

/** A member's key, an element's index, or a part of a text. */
export type Step = string | number | TextStep;
/** The way from the record's root to a value, step by step. */
export type Path = readonly Step[];

/** The path one step further. Lifting makes many paths; a loop is twice as fast as spreading. */
export function child(path: Path, step: Step): Path {
  const longer: Step[] = [];
  for (let i = 0; i < path.length; i++) longer.push(path[i]!);
  longer.push(step);
  return longer;
}

/** A place in a record: the value at `path`, or the key under which that value stands. */
export interface Place {
  readonly path: Path;
  readonly at?: 'value' | 'key';
}

/**
 * The path as an RFC 6901 pointer that goes on inside decoded strings: `/answers/0/arguments/city` although
 * `answers` is a string of JSON. `''` is the record itself.
 */
export function toPointer(path: Path): string {
  let pointer = '';
  for (const step of path) {
    if (typeof step === 'object') {
      if (step.label !== undefined) pointer += '/' + escapeStep(step.label);
    } else pointer += '/' + (typeof step === 'number' ? String(step) : escapeStep(step));
  }
  return pointer;
}

function escapeStep(step: string): string {
  return step.includes('~') || step.includes('/') ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}
