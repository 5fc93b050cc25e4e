/** LLaMA-Factory v1: formats.md 4.9. A content is a list of `{type, value}`; a call is a part `tool_call`. */
import { chatSample, presentColumn } from './chatSample.ts';
import { chatShape } from './chatShape.ts';
import type { Format } from './types.ts';

/** A preference pair has the chosen conversation instead; the rejected one is wrong on purpose and not looked at. */
const messageColumns = ['messages', 'chosen_messages'];
const toolColumns = ['tools'];

export const llamafactoryV1: Format = {
  id: 'llamafactory-v1',
  title: 'LLaMA-Factory v1',
  summary: 'messages whose content is a list of type and value, and tools as a string of JSON.',
  docs: {
    tools: '`tools`: a string of a JSON list',
    calls: 'a part `{type: "tool_call", value}`, the value a string of JSON',
    thoughts: 'a part `{type: "reasoning", value}`',
    marks: 'messages whose content is a list of parts with `value`',
  },
  native: { requiredBeside: true },
  recognize(entry) {
    const shape = chatShape(entry[presentColumn(entry, messageColumns)]);
    return shape.hasValuePart ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const messages = presentColumn(entry, messageColumns);
    return chatSample(entry, { messages, tools: toolColumns }, context);
  },
};
