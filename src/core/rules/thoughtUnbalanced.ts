/** thought.unbalanced: tags of a chain of thought that do not pair. */
import type { ThoughtFault } from '../sample.ts';
import type { Rule } from './types.ts';

const words: Readonly<Record<ThoughtFault['kind'], string>> = {
  unclosed:
    'This thought is never closed, so the rest of the turn counts as thought; add the closing tag before the answer.',
  'closed-twice': 'This thought was closed before; delete the second closing tag.',
  empty: 'This thought is empty; write the thought or delete both tags.',
  orphan: 'This closes a thought that was never opened; add the opening tag or delete this one.',
};

export const thoughtUnbalanced: Rule = {
  code: 'thought.unbalanced',
  severity: 'error',
  title: 'Thought that is not opened and closed once',
  phase: 'fast',
  docs: {
    why: 'The tags around a chain of thought do not pair: one is never closed, closed twice, closed without having been opened, or there is nothing between them. Templates and reward functions cut the answer off at these tags, so the model learns an answer that is lost or a thought that never ends.',
    example: {
      format: 'llamafactory',
      bad: '{"conversations":[{"from":"human","value":"What is 2+2?"},{"from":"gpt","value":"<think>Two and two. It is 4."}],"tools":"[]"}',
      good: '{"conversations":[{"from":"human","value":"What is 2+2?"},{"from":"gpt","value":"<think>Two and two.</think>It is 4."}],"tools":"[]"}',
    },
    source: 'Issue 6363 of TRL; FunReason counts a missing closing tag as a failure.',
  },
  checkRecord({ sample }, report) {
    for (const turn of sample?.turns ?? []) {
      for (const fault of turn.thoughtFaults ?? [])
        report({ where: { path: fault.path }, message: words[fault.kind] });
    }
  },
};
