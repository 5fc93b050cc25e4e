/** call.not-in-enum: a value outside the listed ones. */
import { reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

export const callNotInEnum: Rule = {
  code: 'call.not-in-enum',
  severity: 'error',
  title: 'Value outside the enum',
  phase: 'fast',
  docs: {
    why: 'The schema lists the values it takes and this is none of them: a synonym, another case, a translation, or a number where the list holds text. The tool refuses it.\n\nWhere one of the listed values is surely meant there is a fix.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: 'Oslo', unit: 'Celsius' } }),
      good: openaiLine({ arguments: { city: 'Oslo', unit: 'celsius' } }),
    },
    source: 'In public data: BFCL 74, When2Call 8 (2018 for "2018"), Glaive 2 (translated values).',
  },
  checkCall(subject, report) {
    reportArguments('call.not-in-enum', subject, report);
  },
};
