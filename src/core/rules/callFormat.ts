/** call.format: a `format` that the value does not have. */
import { reportArguments } from './callErrors.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

const tools = [exampleTool({ city: { type: 'string' }, date: { type: 'string', format: 'date' } }, ['city'])];

export const callFormat: Rule = {
  code: 'call.format',
  severity: 'warning',
  title: 'Value that does not have the declared format',
  phase: 'fast',
  docs: {
    why: 'The schema declares a format such as date or email and the value does not have it. In JSON Schema a format is an annotation, so this is never an error; but a tool that declares one usually parses the value.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools, arguments: { city: 'Oslo', date: '24.12.2025' } }),
      good: openaiLine({ tools, arguments: { city: 'Oslo', date: '2025-12-24' } }),
    },
    source: 'JSON Schema 2020-12, format-annotation vocabulary.',
  },
  checkCall(subject, report) {
    reportArguments('call.format', subject, report);
  },
};
