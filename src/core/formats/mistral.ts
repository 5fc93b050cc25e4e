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
  docs: {
    tools: '`available_tools` or `tools`, as OpenAI’s',
    calls: '`tool_calls`, arguments as a string; ids of nine alphanumerics',
    thoughts: 'none, or parts of type `thinking`',
    marks:
      'the columns `interactions` or `available_tools`, without arguments that are an object; rows with `messages` and `tools` go by `openai`',
  },
  like: ['openai'],
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
