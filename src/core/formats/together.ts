/** Together AI fine-tuning (formats.md 4.31): OpenAI's rows, so no row is recognised as Together's; a file is called so. */
import { openai } from './openai.ts';
import type { Format } from './types.ts';

export const together: Format = {
  id: 'together',
  title: 'Together AI fine-tuning',
  summary: 'as OpenAI, arguments are a string; preference rows have input and preferred_output.',
  docs: {
    tools: '`tools`, as `openai`',
    calls: '`tool_calls`, arguments as a string; ids may be missing',
    thoughts: '`reasoning_content`, where the model takes it',
    marks: 'none: its rows are `openai`’s and go by that name; choose it by configuration, setting or `--as`',
  },
  like: ['openai', 'hf'],
  recognize: () => undefined,
  lift: (entry, context) => openai.lift(entry, context),
};
