/** dataset.conflicting-answers: the same tools and conversation are answered with other calls. */
import { likenesses } from '../dataset/likeness.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

const line = openaiLine({});

export const datasetConflictingAnswers: Rule = {
  code: 'dataset.conflicting-answers',
  severity: 'warning',
  title: 'Same question and tools, other calls',
  phase: 'slow',
  docs: {
    why: 'Two samples put the same conversation before the model, with the same tools, and want different calls of it. At most one of them can be what the model should do, or the difference lies in something that the model does not see; training on both teaches it to guess.\n\nThe conversation counts up to the first answer that calls (for a sample without calls: up to its last answer), word for word. Calls are compared by name and arguments; the order of keys and of parallel calls does not count. A sample that calls nothing conflicts with one that calls.',
    example: {
      format: 'openai',
      bad: `${line}\n${openaiLine({ arguments: { city: 'Oslo', days: 3 } })}`,
      good: `${line}\n${openaiLine({ user: 'How will the weather be in Oslo, three days from now?', arguments: { city: 'Oslo', days: 3 } })}`,
    },
    source: 'Rank 34 of the survey: same input with different calls.',
  },
  checkFile(subject, report) {
    for (const { kind, sample, first } of likenesses(subject)) {
      if (kind !== 'conflict') continue;
      const at = `Line ${first.line}`;
      const message =
        sample.calls === 0
          ? `${at} answers the same question, with the same tools, by a call; this sample calls nothing.`
          : first.calls === 0
            ? `${at} answers the same question, with the same tools, without a call; this sample calls.`
            : `${at} answers the same question, with the same tools, by other calls; keep the right ones.`;
      report({ at: sample, message, related: [{ at: first, message: 'The other answer' }] });
    }
  },
};
