/** dataset.duplicate-sample: the file holds the same sample more than once. */
import { type Likeness, likenesses } from '../dataset/likeness.ts';
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
    const found = likenesses(subject).filter(({ kind }) => kind !== 'conflict');
    const same = found.filter(({ kind }) => kind === 'same');
    found.forEach((likeness) => {
      const { kind, sample, first } = likeness;
      const summary = likeness === same[0] && same.length > 1 ? ` ${summaryOf(same, subject)}` : '';
      report({
        at: sample,
        message: kind === 'same' ? sameWords(likeness) + summary : alikeWords(likeness),
        severity: kind === 'alike' ? 'hint' : undefined,
        related: [{ at: first, message: 'The first of them' }],
      });
    });
    if (subject.compared < subject.samples) {
      report({
        message: `Only the first ${grouped(subject.compared)} of ${grouped(subject.samples)} samples were compared with one another; split the file to compare the others.`,
        severity: 'hint',
        key: 'not compared',
      });
    }
  },
};

function sameWords({ first, times }: Likeness): string {
  const often = times > 2 ? ` It stands in the file ${grouped(times)} times.` : '';
  return `This is the same sample as in line ${first.line}; keep one of them.${often}`;
}

function alikeWords({ first }: Likeness): string {
  return `The question, the tools and the calls are those of line ${first.line}; only other words or results differ.`;
}

function summaryOf(same: readonly Likeness[], { samples }: FileSubject): string {
  const firsts = new Set(same.map(({ first }) => first)).size;
  return `In all, ${grouped(same.length)} of ${grouped(samples)} samples of the file repeat ${firsts === 1 ? 'this one' : `one of ${grouped(firsts)} earlier ones`}.`;
}
