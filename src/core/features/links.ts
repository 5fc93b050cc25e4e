/** What belongs together in a conversation: a result and the call it answers, a reference and the call that it names. */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { valueAt } from '../rules/places.ts';
import { referencesIn, type ReferenceStyle } from '../rules/references.ts';
import type { Call, Sample, ToolResult, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';

/**
 * The call that each result answers: by id; else, since the last turn with calls, the first open call of that name, or
 * simply the first open one. Results that answer nothing are left out.
 */
export function answeredCalls(sample: Sample): Map<ToolResult, Call> {
  const answered = new Map<ToolResult, Call>();
  const byId = new Map<string, Call>();
  const open = new Set<Call>();
  let isAnswering = false;
  for (const turn of sample.turns) {
    // One message of Anthropic's holds results and then goes on; its calls come after them.
    for (const result of turn.results) {
      isAnswering = true;
      const call = answerOf(result, byId, open);
      if (!call) continue;
      answered.set(result, call);
      open.delete(call);
    }
    if (turn.calls.length === 0) continue;
    if (isAnswering) open.clear();
    isAnswering = false;
    for (const call of turn.calls) {
      if (call.gathers) continue;
      open.add(call);
      if (call.id !== undefined) byId.set(call.id, call);
    }
  }
  return answered;
}

function answerOf(
  result: ToolResult,
  byId: ReadonlyMap<string, Call>,
  open: ReadonlySet<Call>,
): Call | undefined {
  if (result.id !== undefined) {
    const call = byId.get(result.id);
    if (call) return call;
  }
  for (const call of open) if (result.name === undefined || call.name === result.name) return call;
  return undefined;
}

const idKeys = ['tool_call_id', 'tool_use_id', 'toolUseId', 'call_id', 'id'];

/** Where a result writes its id and its tool's name: beside its content, in one of the objects around it. */
export function resultPlaces(
  record: JsonValue,
  turn: Turn,
  result: ToolResult,
): { readonly id?: Path; readonly name?: Path } {
  let id: Path | undefined;
  let name: Path | undefined;
  for (let length = result.path.length; length >= turn.path.length; length--) {
    const path = result.path.slice(0, length);
    const holder = valueAt(record, path);
    if (!isObject(holder)) continue;
    if (id === undefined && result.id !== undefined) {
      const key = idKeys.find((one) => own(holder, one) === result.id);
      if (key !== undefined) id = [...path, key];
    }
    if (name === undefined && result.name !== undefined && own(holder, 'name') === result.name)
      name = [...path, 'name'];
  }
  return { ...(id && { id }), ...(name && { name }) };
}

/** A reference in a string: the name, and where its letters stand in the decoded text. */
export interface ReferenceInText {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The references of a text, with their places in it. */
export function referencePlaces(text: string, style: ReferenceStyle): ReferenceInText[] {
  const found: ReferenceInText[] = [];
  let from = 0;
  for (const name of referencesIn(text, style)) {
    const start = text.indexOf(style === 'nestful' ? `$${name}` : name, from) + (style === 'nestful' ? 1 : 0);
    found.push({ name, start, end: start + name.length });
    from = start + name.length;
  }
  return found;
}
