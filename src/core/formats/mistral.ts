/**
 * Mistral: formats.md 4.28. Rows with `messages` and `tools` are OpenAI's and go by that name; these have Mistral's own
 * columns `interactions` and `available_tools`.
 */
import { chatSample, presentColumn } from './chatSample.ts';
import { chatShape, hasOwnMarks } from './chatShape.ts';
import type { Format } from './types.ts';

const messageColumns = ['messages', 'interactions'];
const systemColumns = ['system', 'system_prompt'];
const toolColumns = ['available_tools', 'tools'];

export const mistral: Format = {
  id: 'mistral',
  title: 'Mistral fine-tuning',
  summary: 'messages or interactions, available_tools; ids are nine letters and digits.',
  recognize(entry) {
    const ownColumns = entry.interactions !== undefined || entry.available_tools !== undefined;
    if (!ownColumns) return undefined;
    // Others have a column available_tools as well; Mistral's arguments are a string.
    const shape = chatShape(entry[presentColumn(entry, messageColumns)]);
    if (!shape.isChat || hasOwnMarks(shape) || shape.hasObjectArguments) return undefined;
    return { kind: 'samples', strength: 'certain' };
  },
  lift(entry, context) {
    const messages = presentColumn(entry, messageColumns);
    const system = presentColumn(entry, systemColumns);
    return chatSample(entry, { messages, tools: toolColumns, system }, context);
  },
};
