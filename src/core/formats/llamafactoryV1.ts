/** LLaMA-Factory v1: formats.md 4.9. A content is a list of `{type, value}`; a call is a part `tool_call`. */
import { own } from '../json.ts';
import type { Turn } from '../sample.ts';
import { liftMessages, presentColumn, toolsOf } from './chat.ts';
import { chatShape } from './chatShape.ts';
import type { Format } from './types.ts';

/** A preference pair has the chosen conversation instead; the rejected one is wrong on purpose and not looked at. */
const messageColumns = ['messages', 'chosen_messages'];

export const llamafactoryV1: Format = {
  id: 'llamafactory-v1',
  title: 'LLaMA-Factory v1',
  summary: 'messages whose content is a list of type and value, and tools as a string of JSON.',
  native: { requiredBeside: true },
  recognize(entry) {
    const shape = chatShape(own(entry, presentColumn(entry, messageColumns)));
    return shape.hasValuePart ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const column = presentColumn(entry, messageColumns);
    const turns: Turn[] = liftMessages(own(entry, column), [column], context);
    return { ...toolsOf(entry, ['tools'], context), turns, unreadable: [] };
  },
};
