/** dataset.too-small: fewer samples than a target takes, or more. */
import { openaiLine } from './exampleLines.ts';
import { forTargets, groupSaid } from './targetWords.ts';
import type { Rule } from './types.ts';
import { plural } from './words.ts';

const sample = openaiLine({});

export const datasetTooSmall: Rule = {
  code: 'dataset.too-small',
  severity: 'warning',
  title: 'Fewer samples than the target takes',
  phase: 'slow',
  needsTarget: true,
  docs: {
    why: 'The target refuses files with fewer samples: 10 for OpenAI and Azure, 3 for Fireworks. A few dozen good samples are the least that is worth a run anyway. A file with more samples than the target takes is told as well.',
    example: {
      format: 'openai',
      bad: sample,
      good: `${sample}\n${sample}\n${sample}`,
      targets: ['fireworks'],
    },
    source: 'The limits of OpenAI (10) and Fireworks (3).',
  },
  checkFile({ file: { kind, targets = [] }, samples }, report) {
    if (kind !== 'samples' || samples === 0) return;
    const said = groupSaid(targets, ({ count }) => {
      if (count?.minSamples !== undefined && samples < count.minSamples)
        return `a file has at least ${plural(count.minSamples, 'sample')}; this one has ${samples}.`;
      if (count?.maxSamples !== undefined && samples > count.maxSamples)
        return `a file has at most ${plural(count.maxSamples, 'sample')}; this one has ${samples}.`;
      return undefined;
    });
    for (const { words, targets: forThese } of said)
      report({
        message: forTargets(forThese) + words,
        key: `samples ${forThese.map(({ id }) => id).join()}`,
      });
  },
};
