/**
 * Hugging Face TRL and chat templates: formats.md 4.7. As OpenAI, but arguments are an object, since templates write
 * them with `tojson`; also `prompt` with `completion` or `chosen`.
 */
import type { JsonObject } from '../json.ts';
import { own } from '../json.ts';
import type { Turn } from '../sample.ts';
import { liftMessages, systemTurns, toolsOf } from './chat.ts';
import { chatShape, hasOwnMarks, isNeutralChat } from './chatShape.ts';
import type { CallSyntax } from './text.ts';
import type { Format } from './types.ts';

/** Rendered text of a template (`<tool_call>`) may stand in a content instead of `tool_calls`. */
const options: { textCalls: readonly CallSyntax[] } = { textCalls: ['tags'] };

/** The column with the answer to a `prompt` of messages; `undefined` when the row has none. */
function answerColumn(entry: JsonObject): 'completion' | 'chosen' | undefined {
  if (!chatShape(own(entry, 'prompt')).isChat) return undefined;
  if (chatShape(own(entry, 'completion')).isChat) return 'completion';
  return chatShape(own(entry, 'chosen')).isChat ? 'chosen' : undefined;
}

export const hf: Format = {
  id: 'hf',
  title: 'Hugging Face TRL / chat template',
  summary: 'messages and tools; a call is in tool_calls, its arguments are an object.',
  recognize(entry) {
    if (answerColumn(entry)) return { kind: 'samples', strength: 'certain' };
    const shape = chatShape(own(entry, 'messages'));
    if (shape.hasObjectArguments && !hasOwnMarks(shape)) return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = systemTurns(entry, 'system', context);
    const answer = answerColumn(entry);
    for (const column of answer ? ['prompt', answer] : ['messages']) {
      for (const turn of liftMessages(own(entry, column), [column], context, options)) turns.push(turn);
    }
    return { ...toolsOf(entry, ['tools', 'tools_json'], context), turns, unreadable: [] };
  },
};
