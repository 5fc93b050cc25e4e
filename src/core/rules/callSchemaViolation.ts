/** call.schema-violation: any other keyword that is not met. */
import { reportArguments } from './callErrors.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

const tools = [
  exampleTool({ city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 7 } }, ['city']),
];

export const callSchemaViolation: Rule = {
  code: 'call.schema-violation',
  severity: 'error',
  title: 'Value that breaks another rule of the schema',
  phase: 'fast',
  docs: {
    why: 'The value has the right type, but breaks a limit of the schema: a range, a length, a pattern, the number of elements, or it fits none of several alternatives. Then the closest alternative is explained.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools, arguments: { city: 'Oslo', days: 30 } }),
      good: openaiLine({ tools, arguments: { city: 'Oslo', days: 7 } }),
    },
    source: 'JSON Schema 2020-12, validation vocabulary.',
  },
  checkCall(subject, report) {
    reportArguments('call.schema-violation', subject, report);
  },
};
