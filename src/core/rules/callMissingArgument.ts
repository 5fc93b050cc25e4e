/** call.missing-argument: a required argument is absent. */
import { findingsOf, reportArguments } from './callErrors.ts';
import { openaiLine } from './exampleLines.ts';
import { startsWith } from './places.ts';
import type { CallSubject, Rule } from './types.ts';

export const callMissingArgument: Rule = {
  code: 'call.missing-argument',
  severity: 'error',
  title: 'Required argument absent',
  phase: 'fast',
  docs: {
    why: 'The schema requires an argument that the call does not give. A model trained on it learns to make calls that the tool refuses.\n\nThe finding stands at the name of the function; when the argument is missing in an object further inside, that object is named and linked.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: { days: 3 } }),
      good: openaiLine({ arguments: { city: 'Oslo', days: 3 } }),
    },
    source: 'In public data: NESTFUL 30, When2Call 3, Glaive 2, BFCL 1, ACEBench 1.',
  },
  checkCall(subject, report) {
    reportArguments('call.missing-argument', subject, report);
    if (subject.call.arguments !== undefined || !subject.tool || subject.call.acceptedAnswers) return;
    // A call that gives no arguments at all is one with none, unless they are there and could not be read.
    if (isUnreadable(subject)) return;
    const errors = subject.tool.prepared.validator.errors({}, 50);
    for (const finding of findingsOf(subject, errors))
      if (finding.code === 'call.missing-argument') report(finding);
  },
};

function isUnreadable({ sample, call }: CallSubject): boolean {
  return sample.unreadable.some(
    ({ path }) =>
      startsWith(path, call.path) || startsWith(call.path, path) || startsWith(path, call.argumentsPath),
  );
}
