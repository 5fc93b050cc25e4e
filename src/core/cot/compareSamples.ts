/** Two readings of a record compared: is all the same, save for one thought? */
import { deepEqual, isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Call, Sample, ToolDef, Turn } from '../sample.ts';
import type { ThoughtPlace } from './placeTypes.ts';

/** A part of a sample that is not the same, as words that finish "… changed": "the tools", "a call of turn 3". */
export type SampleDifference = string;

/**
 * What differs between `before` and `after`, a reading of the same record with `thought` written into `place`; nothing
 * when only that thought does. Places in the text may move, so they are not compared; all values are, whole.
 */
export function otherThanThought(
  before: Sample,
  after: Sample,
  place: ThoughtPlace,
  thought: string,
): SampleDifference | undefined {
  const old = plainSample(before);
  const now = plainSample(after);
  const was = old.turns[place.turn];
  const is = now.turns[place.turn];
  if (!was || !is) return 'the turn of the thought';
  if (place.addsTurn) {
    if (is.role !== 'assistant' || is.thoughts.length !== 1 || !says(is.thoughts[0]!, thought))
      return 'the thought';
    if (is.texts.length + is.calls.length + is.results.length > 0) return 'the turn of the thought';
    now.turns.splice(place.turn, 1);
    return difference(old, now);
  }
  if (place.mode === 'insert') return afterInsertion(old, now, place.turn, thought);
  const index = place.thought!;
  if (!says(is.thoughts[index], thought)) return 'the thought';
  was.thoughts[index] = is.thoughts[index]!;
  // Empty tags have a fault that a thought between them heals.
  was.faults = was.faults.filter((kind) => kind !== 'empty');
  if (place.call !== undefined) takeThought(was.calls[place.call], is.calls[place.call], place.key);
  return difference(old, now);
}

/**
 * What differs between `before` and `after` beside the calls of the turns at `turnIndices`, and of those whether they are
 * `wanted`, in this order. Calls whose argument is a thought stay; what could not be read of the old calls may be gone.
 */
export function otherThanCalls(
  before: Sample,
  after: Sample,
  turnIndices: readonly number[],
  wanted: readonly { readonly name: string; readonly arguments: JsonObject }[],
): SampleDifference | undefined {
  const old = plainSample(before, true);
  const now = plainSample(after, true);
  const calls: JsonObject[] = [];
  for (const i of turnIndices) {
    const was = old.turns[i];
    const is = now.turns[i];
    if (!was || !is) return 'the number of turns';
    const isThinking = (call: JsonObject) => {
      const args = call.arguments;
      return (
        isObject(args) && Object.values(args).some((v) => typeof v === 'string' && was.thoughts.includes(v))
      );
    };
    was.calls.splice(0, Infinity, ...was.calls.filter(isThinking));
    calls.push(...is.calls.filter((call) => !isThinking(call)));
    is.calls.splice(0, Infinity, ...is.calls.filter(isThinking));
    // Where nothing could be read of the old answer, its text counted as prose.
    if (before.turns[i]!.calls.length === 0) was.texts.splice(0, Infinity, ...is.texts);
  }
  const isWanted =
    calls.length === wanted.length &&
    wanted.every((call, i) => {
      const args = calls[i]!.arguments;
      return calls[i]!.name === call.name && args !== undefined && deepEqual(args, call.arguments);
    });
  return isWanted ? difference(old, now) : 'the new calls';
}

/** The turn has one more thought, which is this one; any of them may be. */
function afterInsertion(
  old: PlainSample,
  now: PlainSample,
  turn: number,
  thought: string,
): SampleDifference | undefined {
  const { thoughts } = now.turns[turn]!;
  const index = thoughts.findIndex((text) => says(text, thought));
  if (index < 0) return 'the thought';
  thoughts.splice(index, 1);
  return difference(old, now);
}

function says(written: string | undefined, thought: string): boolean {
  return written?.trim() === thought.trim();
}

/** Makes the argument that holds the thought alike in both, and leaves the others to be compared. */
function takeThought(was: JsonObject | undefined, is: JsonObject | undefined, key: string | undefined): void {
  const old = was?.arguments;
  const now = is?.arguments;
  if (key === undefined || !isObject(old) || !isObject(now) || typeof now[key] !== 'string') return;
  was!.arguments = { ...old, [key]: now[key] };
}

interface PlainTurn {
  readonly role: string;
  readonly rawRole: string;
  readonly texts: string[];
  readonly thoughts: string[];
  faults: string[];
  readonly calls: JsonObject[];
  readonly results: JsonObject[];
}

interface PlainSample {
  readonly tools: JsonValue;
  readonly rest: JsonObject;
  readonly turns: PlainTurn[];
}

function difference(a: PlainSample, b: PlainSample): SampleDifference | undefined {
  if (!deepEqual(a.tools, b.tools)) return 'the tools';
  if (!deepEqual(a.rest, b.rest)) return 'what of the record can be read';
  for (let i = 0; i < Math.max(a.turns.length, b.turns.length); i++) {
    const was = a.turns[i];
    const is = b.turns[i];
    if (!was || !is || was.role !== is.role || was.rawRole !== is.rawRole) return `turn ${i + 1}`;
    if (!deepEqual(was.calls, is.calls)) return `a call of turn ${i + 1}`;
    if (!deepEqual(was.results, is.results)) return `a result of turn ${i + 1}`;
    if (!deepEqual(was.texts, is.texts)) return `the text of turn ${i + 1}`;
    if (!deepEqual(was.thoughts, is.thoughts)) return `the thoughts of turn ${i + 1}`;
    if (!deepEqual(was.faults, is.faults)) return `the tags of turn ${i + 1}`;
  }
  return undefined;
}

/** The sample without its places, as JSON; `readable`: what could not be read of calls does not count. */
function plainSample({ tools, turns, unreadable, references }: Sample, readable = false): PlainSample {
  return {
    tools: tools === undefined ? null : tools.map(plainTool),
    rest: {
      references: references ?? null,
      unreadable: unreadable
        .filter(({ what }) => !readable || (what !== 'calls' && what !== 'arguments'))
        .map(({ what, reason, detail }) => [what, reason, detail]),
    },
    turns: turns.map(plainTurn),
  };
}

function plainTool(tool: ToolDef): JsonObject {
  const { name, description, nameKey, parametersKey, parameters, required, shape, raw } = tool;
  return {
    name: name ?? null,
    description: description ?? null,
    keys: [nameKey, parametersKey],
    parameters: parameters ?? null,
    required: required ?? null,
    shape,
    raw,
  };
}

function plainTurn(turn: Turn): PlainTurn {
  return {
    role: turn.role,
    rawRole: turn.rawRole,
    // White space at its ends is cut off where tags stand beside it; that no character outside changes is proven apart.
    texts: turn.texts.map(({ text }) => text.trim()),
    thoughts: turn.thoughts.map(({ text }) => text),
    faults: (turn.thoughtFaults ?? []).map(({ kind }) => kind),
    calls: turn.calls.map(plainCall),
    results: turn.results.map(({ name, id, content }) => ({ name: name ?? null, id: id ?? null, content })),
  };
}

function plainCall(call: Call): JsonObject {
  const plain: JsonObject = {
    name: call.name ?? null,
    id: call.id ?? null,
    encoding: call.encoding,
    notes: (call.notes ?? []).map(({ kind, detail }) => [kind, detail ?? null]),
    accepted: call.acceptedAnswers === true,
    produces: [...(call.produces ?? [])],
    gathers: call.gathers === true,
  };
  // Absent and `null` are different arguments.
  if (call.arguments !== undefined) plain.arguments = call.arguments;
  return plain;
}
