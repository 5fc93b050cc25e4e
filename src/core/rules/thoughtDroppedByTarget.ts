/** thought.dropped-by-target: thoughts that a target does not learn. */
import { forTargets, fromTargetKey, groupSaid, takes, targetKey } from './targetWords.ts';
import { keyOfThought, placeOfThought } from './thoughts.ts';
import { hasResults } from './turns.ts';
import type { Rule } from './types.ts';
import { cut, plural } from './words.ts';

/** The rest of a key that stands for thoughts of earlier turns; a key of a message has no space. */
const history = 'earlier turns';

export const thoughtDroppedByTarget: Rule = {
  code: 'thought.dropped-by-target',
  severity: 'warning',
  title: 'Thought that the target drops',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'The thought stands under a key that the target does not read, so the model is trained on the answer without it, and nothing says so: ms-swift keeps role, content and loss of a message and drops everything else. Where that is not meant, write the thought into the content, between <think> tags.\n\nAlso told, as a hint: thoughts before the last question, which the chat templates of Qwen3 and others leave out.\n\nTold once per file and key, with the number of thoughts.',
    example: {
      format: 'hf',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","reasoning_content":"No tool fits.","content":"I cannot look that up."}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"<think>No tool fits.</think>I cannot look that up."}]}',
      targets: ['ms-swift'],
    },
    source: 'The check of messages of ms-swift. Reports: LLaMA-Factory#10773, gem#44, tinker#142, slime#330.',
  },
  fileMessage(key, count) {
    const { targets, rest } = fromTargetKey(key);
    const thoughts = plural(count, 'thought');
    if (rest === history) {
      return `${forTargets(targets)}${thoughts} before the last question ${count === 1 ? 'is' : 'are'} not learnt with templates that drop earlier thoughts (Qwen3); split such samples into one a question if they matter.`;
    }
    return `${forTargets(targets)}"${cut(rest)}" is not read, so ${thoughts} of this file ${count === 1 ? 'is' : 'are'} dropped; write ${count === 1 ? 'it' : 'them'} into the content, between <think> tags.`;
  },
  checkRecord({ sample, file, record }, report) {
    const targets = (file.targets ?? []).filter((target) => target.thoughts && takes(target, file.format));
    if (!sample || file.kind !== 'samples' || targets.length === 0) return;
    const lastQuestion = sample.turns.findLastIndex((turn) => turn.role === 'user' && !hasResults(turn));
    sample.turns.forEach((turn, i) => {
      for (const thought of turn.thoughts) {
        const key = keyOfThought(thought);
        const dropped = groupSaid(targets, ({ thoughts }) =>
          key !== undefined && !thoughts!.keptKeys.includes(key) ? key : undefined,
        );
        const early = groupSaid(targets, ({ thoughts }) =>
          i < lastQuestion &&
          thoughts!.dropsHistory &&
          (key === undefined || thoughts!.keptKeys.includes(key))
            ? history
            : undefined,
        );
        for (const { words, targets: forThese } of [...dropped, ...early]) {
          report({
            where: placeOfThought(thought, record.value),
            message: words,
            oncePerFile: {
              key: targetKey(forThese, words),
              ...(words === history && { severity: 'hint' as const }),
            },
          });
        }
      }
    });
  },
};
