/** dataset.duplicate-sample: the file holds the same sample more than once. */
import { likeness, type Likenesses, likenesses } from '../dataset/likeness.ts';
import { openaiLine } from './exampleLines.ts';
import type { FileSubject, Rule } from './types.ts';
import { grouped } from './words.ts';

const line = openaiLine({});
const other = openaiLine({ user: 'And in Bergen?', arguments: { city: 'Bergen' } });

export const datasetDuplicateSample: Rule = {
  code: 'dataset.duplicate-sample',
  severity: 'warning',
  title: 'Sample that the file already holds',
  phase: 'slow',
  docs: {
    why: 'A sample that stands in the data several times is trained on several times: the model learns it by heart, and its weight among the others is not the one you chose. A copy in the validation split makes the measured loss too good.\n\nSamples are the same when their tools, their turns and their other columns are; ids and columns about where a record comes from (`source`, `metadata`, …) do not count, nor does the order of keys or of parallel calls. Each later copy is told, with the first one as its related place; the first finding of a file says how many there are in all. A sample that differs from an earlier one only in thoughts, words of the assistant, results, descriptions of tools, or in letter case and spacing of the question is told as a hint, since several thoughts for one question may be meant.\n\nWhen files are checked together, samples that stand in an earlier file as well are told once per pair of files.',
    example: { format: 'openai', bad: `${line}\n${line}`, good: `${line}\n${other}` },
    source:
      'Rank 34 of the survey: 99 of 300 Glaive samples share their first user turn, BFCL repeats 191 pairs of question and functions.',
  },
  checkFile(subject, report) {
    const found = likenesses(subject);
    const { kinds, firsts, times } = found;
    let isFirstCopy = found.copies > 1;
    for (let at = 0; at < kinds.length; at++) {
      const isSame = kinds[at] === likeness.same;
      if (!isSame && kinds[at] !== likeness.alike) continue;
      const first = firsts[at]!;
      const { line } = subject.sample(first);
      const summary = isSame && isFirstCopy ? ` ${summaryOf(found, subject)}` : '';
      if (isSame) isFirstCopy = false;
      report({
        at,
        message: isSame ? sameWords(line, times[first]!) + summary : alikeWords(line),
        severity: isSame ? undefined : 'hint',
        related: [{ at: first, message: 'The first of them' }],
      });
    }
    if (subject.isPartial) {
      report({
        message: `Only the first ${grouped(subject.compared)} of ${grouped(subject.samples)} samples were compared with one another; split the file to compare the others.`,
        severity: 'hint',
        key: 'not compared',
      });
    }
  },
};

function sameWords(line: number, times: number): string {
  const often = times > 2 ? ` It stands in the file ${grouped(times)} times.` : '';
  return `This is the same sample as in line ${line}; keep one of them.${often}`;
}

function alikeWords(line: number): string {
  return `The question, the tools and the calls are those of line ${line}; only other words or results differ.`;
}

function summaryOf({ copies, copied }: Likenesses, { samples }: FileSubject): string {
  const which = copied === 1 ? 'this one' : `one of ${grouped(copied)} earlier ones`;
  return `In all, ${grouped(copies)} of ${grouped(samples)} samples of the file repeat ${which}.`;
}
