/** call.unknown-argument: an argument that the schema does not declare. */
import { reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';
import { reportUndeclared } from './undeclared.ts';

export const callUnknownArgument: Rule = {
  code: 'call.unknown-argument',
  severity: 'error',
  title: 'Argument that the schema does not declare',
  phase: 'fast',
  docs: {
    why: 'The call gives an argument that its tool does not have: usually a slip in the name, or one that was renamed in the schema only. The tool ignores or refuses it, and the model learns a name that does not exist.\n\nA schema that says `additionalProperties: true`, or declares no properties at all, takes any argument and is not reported.\n\nA tool without any parameters, beside tools that have some, takes none, and each argument of a call is reported: OpenAI reads a definition that leaves "parameters" out in this way, and so does an empty map of parameters in the formats that write maps (none of the 189 calls of such tools in the data at hand has an argument). Where no tool of the sample has parameters it may be a list of mere names, which says nothing of arguments; but then no argument can be learnt from it either, so the call is reported once, and a file that is so throughout is told once with the number of its calls. A definition with something else that may hold parameters ("_arguments") is not judged.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { city: 'Oslo', day: 3 } }),
      good: openaiLine({ arguments: { city: 'Oslo', days: 3 } }),
    },
    source: 'In public data: NESTFUL 73, ToolRL 19, Hammer 8, BFCL 4.',
  },
  checkCall(subject, report) {
    reportArguments('call.unknown-argument', subject, report);
    reportUndeclared(subject, report);
  },
};
