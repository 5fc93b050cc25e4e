/** Fireworks AI fine-tuning (formats.md 4.31): OpenAI's rows, so no row is recognised as Fireworks'; a file is called so. */
import { openai } from './openai.ts';
import type { Format } from './types.ts';

export const fireworks: Format = {
  id: 'fireworks',
  title: 'Fireworks AI fine-tuning',
  summary: 'as OpenAI: messages and tools, arguments are a string; an empty content rather than null.',
  docs: {
    tools: '`tools`, as `openai`',
    calls: '`tool_calls`, arguments as a string',
    thoughts: '`reasoning_content`',
    marks: 'none: its rows are `openai`’s and go by that name; choose it by configuration, setting or `--as`',
  },
  like: ['openai', 'hf'],
  recognize: () => undefined,
  lift: (entry, context) => openai.lift(entry, context),
};
