/** call.wrong-type: a value of another type than the schema's. */
import { reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

export const callWrongType: Rule = {
  code: 'call.wrong-type',
  severity: 'error',
  title: 'Value of another type than the schema wants',
  phase: 'fast',
  docs: {
    why: 'The value has another JSON type than its schema declares; most often a number or a truth value stands in quotes, or a whole object was turned into text. A strict tool refuses it, and a model learns to quote what must not be quoted.\n\nNumbers and truth values in quotes, and objects written as text, have a fix that keeps their spelling.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: 'Oslo', days: '3' } }),
      good: openaiLine({ arguments: { city: 'Oslo', days: 3 } }),
    },
    source:
      'In public data: Seal-Tools 151, ToolRL 85, Hammer 56, BFCL 26; Nemotron-RL writes latitudes as text.',
  },
  checkCall(subject, report) {
    reportArguments('call.wrong-type', subject, report);
  },
};
