/** call.double-encoded: a string of a string of JSON. */
import { readNested } from '../record/record.ts';
import { openaiLine } from './exampleLines.ts';
import { textAt } from './places.ts';
import type { FixDraft, Rule } from './types.ts';

export const callDoubleEncoded: Rule = {
  code: 'call.double-encoded',
  severity: 'error',
  title: 'JSON encoded twice',
  phase: 'fast',
  docs: {
    why: 'The value is a string that holds, as JSON, another string that holds the real JSON: somewhere it was dumped twice. Trainers then train on backslashes, or fail to find any argument. The fix takes one layer off.',
    example: {
      format: 'openai',
      bad: openaiLine({ arguments: JSON.stringify('{"city":"Oslo"}') }),
      good: openaiLine({ arguments: '{"city":"Oslo"}' }),
    },
    source:
      'In public data: line 3 of OpenAI’s drone_training.jsonl; LLaMA-Factory writes as JSON again what is a string already.',
  },
  checkRecord({ record, sample }, report) {
    for (const { what, path, reason } of sample?.unreadable ?? []) {
      if (reason !== 'double-encoded') continue;
      const where = { path };
      const outer = textAt(record.value, path);
      const inner = outer === undefined ? undefined : readNested(outer);
      const fixes: FixDraft[] =
        inner?.ok && typeof inner.value === 'string'
          ? [
              {
                title: 'Take one layer of quotes off',
                edits: [{ replace: where, value: inner.value }],
                safe: true,
              },
            ]
          : [];
      const named =
        what === 'tools' ? 'The tools are' : what === 'arguments' ? 'The arguments are' : 'This is';
      report({
        where,
        message: `${named} encoded twice: a string of a string of JSON. Take one layer of quotes off.`,
        fixes,
      });
    }
  },
};
