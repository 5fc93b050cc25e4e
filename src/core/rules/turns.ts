/** What rules about turns share: who answers whom, and where a turn's finding stands. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Call, Sample, Turn } from '../sample.ts';
import type { Path, Place } from '../text/path.ts';

/** The place of a finding about a turn: its role as written; the turn where the format has none. */
export function placeOfTurn(turn: Turn): Place {
  return { path: turn.rolePath ?? turn.path };
}

/** The turn holds results of calls. */
export function hasResults(turn: Turn): boolean {
  return turn.results.length > 0;
}

/** The turn makes calls of tools. */
export function hasCalls(turn: Turn): boolean {
  for (const call of turn.calls) if (!call.gathers) return true;
  return false;
}

/** Roles whose text is a call by definition. */
const callRoles: ReadonlySet<string> = new Set(['function_call', 'tool_call']);

/** The turn makes calls, or is meant to and could not be read. */
export function makesCalls(turn: Turn, sample: Sample): boolean {
  if (turn.role !== 'assistant') return false;
  if (turn.calls.length > 0 || callRoles.has(turn.rawRole)) return true;
  // A thought that is never closed swallows the call behind it, and is told by itself.
  return (turn.thoughtFaults?.length ?? 0) > 0 || hasUnreadable(turn, sample);
}

/** A part of the turn could not be read. */
export function hasUnreadable(turn: Turn, sample: Sample): boolean {
  return sample.unreadable.some(({ path }) => isWithin(path, turn.path));
}

/** The path leads into `outer`; where turns are stretches of one text, into that stretch. */
function isWithin(path: Path, outer: Path): boolean {
  return (
    outer.length <= path.length &&
    outer.every((step, i) => {
      const other = path[i]!;
      if (typeof step !== 'object' || typeof other !== 'object') return step === other;
      return other.start >= step.start && other.end <= step.end;
    })
  );
}

/** The turn's role says that it is a call. */
export function isCallRole(turn: Turn): boolean {
  return callRoles.has(turn.rawRole);
}

/**
 * The assistant's turns that a turn of results answers: those before it, over other results, up to whoever spoke
 * before. Half-open; empty when nobody of the kind stands there.
 */
export function answeredBy(
  turns: readonly Turn[],
  index: number,
): { readonly start: number; readonly end: number } {
  let end = index;
  while (end > 0 && (hasResults(turns[end - 1]!) || turns[end - 1]!.role === 'system')) end--;
  let start = end;
  while (start > 0 && turns[start - 1]!.role === 'assistant' && !hasResults(turns[start - 1]!)) start--;
  return { start, end };
}

/** Reads messages of a record by the paths of their turns; a text that holds them is parsed once. */
export class MessageReader {
  readonly #root: JsonValue | undefined;
  readonly #texts = new Map<string, JsonValue | undefined>();

  constructor(root: JsonValue | undefined) {
    this.#root = root;
  }

  /** The message's object; `undefined` when the turn is none. */
  message(turn: Turn): JsonObject | undefined {
    const value = this.#at(turn.path);
    return isObject(value) ? value : undefined;
  }

  #at(path: Path): JsonValue | undefined {
    let value = this.#root;
    for (const step of path) {
      if (typeof step === 'object') return undefined;
      if (typeof value === 'string') value = this.#parse(value);
      if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
      else value = isObject(value) ? own(value, String(step)) : undefined;
    }
    return value;
  }

  #parse(text: string): JsonValue | undefined {
    if (!this.#texts.has(text)) {
      const nested = readNested(text);
      this.#texts.set(text, nested.ok ? nested.value : undefined);
    }
    return this.#texts.get(text);
  }
}

/** Keys under which the id of a result stands. */
const idKeys = ['tool_call_id', 'call_id', 'tool_use_id', 'toolUseId', 'id'] as const;

/** Where the id of a turn's result stands; `undefined` when it is not found. */
export function placeOfResultId(messages: MessageReader, turn: Turn, id: string): Path | undefined {
  const message = messages.message(turn);
  if (!message) return undefined;
  for (const key of idKeys) if (own(message, key) === id) return [...turn.path, key];
  const content = own(message, 'content');
  if (!Array.isArray(content)) return undefined;
  for (const [i, part] of content.entries()) {
    if (!isObject(part)) continue;
    for (const key of idKeys) if (own(part, key) === id) return [...turn.path, 'content', i, key];
  }
  return undefined;
}

/** Where the id of a call stands, as a further place of a finding. */
export function relatedId(path: Path | undefined): readonly { where: Place; message: string }[] {
  return path === undefined ? [] : [{ where: { path }, message: 'This is the id.' }];
}

/** The call stands in a list `tool_calls` or in a block of its own: there calls have ids. */
export function isCallWithId(call: Call): boolean {
  const { path } = call;
  for (const step of path) if (step === 'tool_calls') return true;
  return path.length > 2 && path[path.length - 2] === 'content' && typeof path[path.length - 1] === 'number';
}
