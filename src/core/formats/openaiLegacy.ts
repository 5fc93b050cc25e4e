/** OpenAI before tools: formats.md 4.5. `functions`, `function_call`, and results in role `function`. */
import { type ChatColumns, chatSample } from './chatSample.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { Format } from './types.ts';

const columns: ChatColumns = { messages: 'messages', tools: ['functions', 'tools'], system: 'system' };

export const openaiLegacy: Format = {
  id: 'openai-legacy',
  title: 'OpenAI functions (legacy)',
  summary: 'messages and functions; a call is function_call, its arguments are a string of JSON.',
  docs: {
    tools: '`functions`: a flat list',
    calls: '`function_call`, arguments as a string',
    thoughts: 'none',
    marks: '`function_call`, a message of role `function`, or the column `functions`',
  },
  recognize(entry) {
    const shape = chatShape(entry.messages);
    if (!shape.isChat && !shape.isText) return undefined;
    if (shape.hasFunctionCall || Array.isArray(entry.functions))
      return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    return chatSample(entry, columns, context);
  },
};
