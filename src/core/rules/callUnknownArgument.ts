/** call.unknown-argument: an argument that the schema does not declare. */
import { reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

export const callUnknownArgument: Rule = {
  code: 'call.unknown-argument',
  severity: 'error',
  title: 'Argument that the schema does not declare',
  phase: 'fast',
  docs: {
    why: 'The call gives an argument that its tool does not have: usually a slip in the name, or one that was renamed in the schema only. The tool ignores or refuses it, and the model learns a name that does not exist.\n\nA schema that says `additionalProperties: true`, or declares no properties at all, takes any argument and is not reported.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: 'Oslo', day: 3 } }),
      good: openaiLine({ arguments: { city: 'Oslo', days: 3 } }),
    },
    source: 'In public data: NESTFUL 73, ToolRL 19, Hammer 8, BFCL 4.',
  },
  checkCall(subject, report) {
    reportArguments('call.unknown-argument', subject, report);
  },
};
