/** turn.not-parsable: the turns of a sample cannot be read. */
import { readJson } from '../calls/jsonText.ts';
import { textAt } from './places.ts';
import { repairFixes } from './textFixes.ts';
import type { Rule } from './types.ts';
import { cut } from './words.ts';

export const turnNotParsable: Rule = {
  code: 'turn.not-parsable',
  severity: 'error',
  title: 'Turns that cannot be read',
  phase: 'fast',
  docs: {
    why: 'Where the format promises the turns of a conversation stands something else: text that is not JSON, or a value that is no list of turns. Nothing in it can be checked, and a trainer fails on the sample or drops it.',
    example: {
      format: 'openai',
      bad: '{"messages":"[{\\"role\\": \\"user\\", \\"content\\": \\"Hi\\"","tools":[]}',
      good: '{"messages":[{"role":"user","content":"Hi"}],"tools":[]}',
    },
    source: 'Columns of text that hold whole conversations: xLAM-2, re-uploads with messages and tools_json.',
  },
  checkRecord({ record, sample }, report) {
    for (const { what, path, reason, detail } of sample?.unreadable ?? []) {
      if (what !== 'messages' || reason === 'deep' || reason === 'double-encoded') continue;
      const text = reason === 'not-json' ? textAt(record.value, path) : undefined;
      const error = text === undefined ? undefined : readJson(text).errors[0];
      const why = error ? error.message : `${cut(detail, 120)}. Write a list of turns.`;
      report({
        where: { path },
        message: `The turns cannot be read: ${why}`,
        fixes: reason === 'not-json' ? repairFixes(record.value, path) : [],
      });
    }
  },
};
