/**
 * LLaMA-Factory's ShareGPT form: formats.md 4.8 (APIGen-MT has the same rows). `conversations` of `{from, value}`; a
 * call is a turn `function_call` whose value is a string of JSON, `tools` is a string of a JSON list.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import { type ChatColumns, chatSample } from './chatSample.ts';
import type { Format, Recognition } from './types.ts';

const columns: ChatColumns = { messages: 'conversations', tools: ['tools'], system: 'system' };
const options = { roleKey: 'from', contentKey: 'value' };
const plainRoles = new Set<JsonValue | undefined>(['human', 'gpt', 'system', 'user', 'assistant']);

export const llamafactory: Format = {
  id: 'llamafactory',
  title: 'LLaMA-Factory ShareGPT',
  summary: 'conversations of from and value, tools as a string of JSON; a call is a function_call turn.',
  docs: {
    tools: '`tools`: a string of a JSON list, flat',
    calls: 'a turn `function_call`, its value a JSON object or list',
    thoughts: '`<think>` at the head of a value',
    marks:
      'ShareGPT turns `function_call` or `observation`; a row without them goes with its file. A `dataset_info.json` beside the file may rename columns and tags',
  },
  recognize(entry) {
    const { conversations } = entry;
    return Array.isArray(conversations) ? recognizeTurns(entry, conversations) : undefined;
  },
  lift(entry, context) {
    return chatSample(entry, columns, context, options);
  },
};

function recognizeTurns(entry: JsonObject, conversations: readonly JsonValue[]): Recognition | undefined {
  if (conversations.length === 0) return undefined;
  let hasCallRole = false;
  for (const turn of conversations) {
    if (!isObject(turn)) return undefined;
    const { from } = turn;
    if (from === 'function_call' || from === 'observation') hasCallRole = true;
    else if (!plainRoles.has(from)) return undefined;
  }
  if (hasCallRole) return { kind: 'samples', strength: 'certain' };
  // A pair of answers without tools is text preference data: there is no call to look at.
  if (entry.chosen !== undefined && entry.tools === undefined) return undefined;
  return { kind: 'samples', strength: 'weak' };
}
