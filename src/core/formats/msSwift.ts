/**
 * ms-swift: formats.md 4.10. A call is a message of role `tool_call` whose content is a string of JSON; its
 * preprocessor also takes OpenAI's and Anthropic's spellings, and so does the shared reader.
 */
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { type ChatColumns, chatSample } from './chatSample.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { CallSyntax } from './callSyntax.ts';
import type { Format } from './types.ts';

const options: { textCalls: readonly CallSyntax[] } = { textCalls: ['tags'] };

const columns: ChatColumns = { messages: 'messages', tools: ['tools', 'available_tools'], system: 'system' };

export const msSwift: Format = {
  id: 'ms-swift',
  title: 'ms-swift',
  summary: 'messages with roles tool_call and tool_response; tools and each call are strings of JSON.',
  docs: {
    tools: '`tools`: a string of a JSON list',
    calls: 'a message of role `tool_call`, its content a string of JSON',
    thoughts: '`<think>` in the text',
    marks: 'roles `tool_call` and `tool_response`, and no role that other formats have',
  },
  recognize(entry) {
    const shape = chatShape(entry.messages);
    if (shape.hasCallRole && !shape.hasOddRole) return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) && !hasWeight(entry) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    return chatSample(entry, columns, context, options);
  },
};

/** `weight` on a message is OpenAI's and Mistral's; ms-swift says `loss` and drops other keys. */
function hasWeight(entry: JsonObject): boolean {
  const { messages } = entry;
  return (
    Array.isArray(messages) && messages.some((message) => isObject(message) && message.weight !== undefined)
  );
}
