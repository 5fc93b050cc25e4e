/** record.too-long: more than a target takes of one sample. */
import { openaiLine } from './exampleLines.ts';
import { forTargets, groupSaid } from './targetWords.ts';
import type { Rule } from './types.ts';

/** UTF-16 units to a token, by rule of thumb; without a tokenizer nothing better is known. */
const unitsPerToken = 4;

export const recordTooLong: Rule = {
  code: 'record.too-long',
  severity: 'warning',
  title: 'Sample longer than the target takes',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "The sample is longer than what the target trains on at once, so it is cut or refused, and what is cut is the answer at its end. Tokens are estimated at four characters each; the model's own tokenizer may count more, for other languages than English many more.",
    example: {
      format: 'openai',
      bad: openaiLine({ user: `What is the weather in Oslo?${' Take your time.'.repeat(17_000)}` }),
      good: openaiLine({ user: 'What is the weather in Oslo?' }),
      targets: ['openai'],
    },
    source: 'In public data: a line of 378,059 characters in NeMo-Gym.',
  },
  checkRecord({ record: { text }, file }, report) {
    if (file.kind !== 'samples') return;
    const tokens = Math.round(text.length / unitsPerToken);
    const said = groupSaid(file.targets ?? [], ({ length }) =>
      length && tokens > length.maxTokens ? length.maxTokens.toLocaleString('en-US') : undefined,
    );
    for (const { words, targets } of said) {
      report({
        where: { span: { start: 0, end: text.length } },
        message: `${forTargets(targets)}a sample has at most ${words} tokens; this one has about ${tokens.toLocaleString('en-US')}, at four characters each. Split or shorten it.`,
      });
    }
  },
};
