/** call.null-argument: null where the schema has none. */
import { reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

export const callNullArgument: Rule = {
  code: 'call.null-argument',
  severity: 'warning',
  title: 'Null where the schema allows none',
  phase: 'fast',
  docs: {
    why: 'The argument is null and its schema does not allow null. It is often no choice of an author: column stores that unify the arguments of all tools fill every absent one with null, and a model then learns to write them all out.\n\nA schema whose type list names null is not reported.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: 'Oslo', days: null } }),
      good: openaiLine({ arguments: { city: 'Oslo' } }),
    },
    source: 'In public data: BFCL 379, ToolRL 6; issue 3136 of axolotl.',
  },
  checkCall(subject, report) {
    reportArguments('call.null-argument', subject, report);
  },
};
