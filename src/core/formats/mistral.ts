/**
 * Mistral: formats.md 4.28. Rows with `messages` and `tools` are OpenAI's and go by that name; these have Mistral's own
 * columns `interactions` and `available_tools`.
 */
import { own } from '../json.ts';
import { liftMessages, presentColumn, systemTurns, toolsOf } from './chat.ts';
import { chatShape } from './chatShape.ts';
import type { Format } from './types.ts';

const messageColumns = ['messages', 'interactions'];

export const mistral: Format = {
  id: 'mistral',
  title: 'Mistral fine-tuning',
  summary:
    'messages or interactions, and available_tools; arguments are a string, ids are nine alphanumerics.',
  recognize(entry) {
    const ownColumns = Object.hasOwn(entry, 'interactions') || Object.hasOwn(entry, 'available_tools');
    if (!ownColumns || !chatShape(own(entry, presentColumn(entry, messageColumns))).isChat) return undefined;
    return { kind: 'samples', strength: 'certain' };
  },
  lift(entry, context) {
    const column = presentColumn(entry, messageColumns);
    const turns = [
      ...systemTurns(entry, presentColumn(entry, ['system', 'system_prompt']), context),
      ...liftMessages(own(entry, column), [column], context),
    ];
    return { ...toolsOf(entry, ['available_tools', 'tools'], context), turns, unreadable: [] };
  },
};
