/**
 * Qwen-Agent: formats.md 4.29. `functions` and `function_call` as OpenAI had them, with the thought beside them in
 * `reasoning_content`; that key is what tells it from OpenAI's own.
 */
import { type ChatColumns, chatSample } from './chatSample.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { CallSyntax } from './callSyntax.ts';
import type { Format } from './types.ts';

const options: { textCalls: readonly CallSyntax[] } = { textCalls: ['tags'] };

const columns: ChatColumns = { messages: 'messages', tools: ['functions', 'tools'], system: 'system' };

export const qwenAgent: Format = {
  id: 'qwen-agent',
  title: 'Qwen-Agent',
  summary: 'messages and functions; a call is function_call, the thought is reasoning_content.',
  docs: {
    tools: '`functions`: a list, flat or wrapped',
    calls: '`function_call`, arguments as a string; or `<tool_call>` in the text',
    thoughts: '`reasoning_content`',
    marks: '`function_call` beside `reasoning_content`; without the thought it goes by `openai-legacy`',
  },
  like: ['openai-legacy'],
  recognize(entry) {
    const shape = chatShape(entry.messages);
    if (shape.hasFunctionCall) {
      return shape.hasReasoningContent
        ? { kind: 'samples', strength: 'certain' }
        : { kind: 'samples', strength: 'weak' };
    }
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    return chatSample(entry, columns, context, options);
  },
};
