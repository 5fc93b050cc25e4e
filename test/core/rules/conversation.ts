/** Rows for tests of turns: a conversation in few words becomes a record of a format. */
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

/** A call of `tram_status`, in OpenAI's form unless told otherwise. */
export function callOf(
  id: string | undefined,
  args: JsonValue = '{"line":4}',
  more: JsonObject = {},
): JsonObject {
  return {
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { name: 'tram_status', arguments: args },
    ...more,
  };
}

export const user = (content: JsonValue = 'Is tram 4 late?'): JsonObject => ({ role: 'user', content });
export const system = (content = 'You help.'): JsonObject => ({ role: 'system', content });
export const says = (content: JsonValue = 'Yes, it is late.', more: JsonObject = {}): JsonObject => ({
  role: 'assistant',
  content,
  ...more,
});
export const calls = (...tool_calls: JsonObject[]): JsonObject => ({ role: 'assistant', tool_calls });
export const result = (id?: string, content: JsonValue = '{"late":true}'): JsonObject => ({
  role: 'tool',
  ...(id === undefined ? {} : { tool_call_id: id }),
  content,
});

/** A tool whose parameters are the given schema. */
export function tool(parameters: JsonValue, more: JsonObject = {}): JsonObject {
  return {
    type: 'function',
    function: { name: 'tram_status', description: 'Delay of a line', parameters, ...more },
  };
}

export const tramTool = tool({
  type: 'object',
  properties: { line: { type: 'integer', description: 'Number of the line' } },
  required: ['line'],
});

/** A line of messages, with the tool unless others are given. */
export function chat(messages: readonly JsonObject[], tools: readonly JsonValue[] = [tramTool]): string {
  return JSON.stringify({ messages, tools });
}

/** A line of LLaMA-Factory's ShareGPT turns: `human: …`, `function_call: …`. */
export function shareGpt(...turns: (readonly [from: string, value: JsonValue])[]): string {
  const conversations = turns.map(([from, value]) => ({ from, value }));
  return JSON.stringify({ conversations, tools: JSON.stringify([tramTool.function as JsonObject]) });
}

/** The call as such a turn has it. */
export const callText = '{"name":"tram_status","arguments":{"line":4}}';
