/** OpenAI before tools: formats.md 4.5. `functions`, `function_call`, and results in role `function`. */
import { own } from '../json.ts';
import { liftMessages, systemTurns, toolsOf } from './chat.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { Format } from './types.ts';

export const openaiLegacy: Format = {
  id: 'openai-legacy',
  title: 'OpenAI functions (legacy)',
  summary: 'messages and functions; a call is function_call, its arguments are a string of JSON.',
  recognize(entry) {
    const shape = chatShape(own(entry, 'messages'));
    if (!shape.isChat) return undefined;
    if (shape.hasFunctionCall || Array.isArray(own(entry, 'functions')))
      return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    const turns = [
      ...systemTurns(entry, 'system', context),
      ...liftMessages(own(entry, 'messages'), ['messages'], context),
    ];
    return { ...toolsOf(entry, ['functions', 'tools'], context), turns, unreadable: [] };
  },
};
