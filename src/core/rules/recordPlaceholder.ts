/** record.placeholder: a blank line, or words that stand for a row. */
import type { FixEdit, Rule } from './types.ts';
import { show } from './words.ts';

export const recordPlaceholder: Rule = {
  code: 'record.placeholder',
  severity: 'warning',
  title: 'Blank or placeholder line',
  phase: 'fast',
  docs: {
    why: 'The line is blank, or holds words that stand for a row that was left out. Some loaders pass over blank lines, others stop; a placeholder is no JSON for any of them.',
    example: { format: 'plain', bad: '<PLACEHOLDER ROW>', good: '{"id": 1}' },
    source: 'In public data: five lines `<PLACEHOLDER ROW>` in NeMo-Gym, a blank line in API-Bank.',
  },
  checkRecord({ record, file }, report) {
    if (file.container !== 'jsonl') return;
    const where = { span: { start: 0, end: record.text.length } };
    const edits: FixEdit[] = [{ removeRecord: true }];
    if (record.state === 'blank') {
      const fixes = [{ title: 'Delete the blank line', edits, safe: true }];
      report({ where, message: 'This line is blank; delete it.', fixes });
    }
    if (record.state === 'placeholder') {
      report({
        where,
        message: `${show(record.text.trim())} stands in place of a record; write the record or delete the line.`,
        // It says that a row is missing: only a person knows whether that may be forgotten.
        fixes: [{ title: 'Delete the line', edits }],
      });
    }
  },
};
