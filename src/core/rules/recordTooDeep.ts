/** record.too-deep: nested deeper than is read. */
import { maxDepth } from '../record/record.ts';
import type { Rule } from './types.ts';

const deep = `{"a":${'['.repeat(maxDepth)}${']'.repeat(maxDepth)}}`;

export const recordTooDeep: Rule = {
  code: 'record.too-deep',
  severity: 'error',
  title: 'Record nested too deep',
  phase: 'fast',
  docs: {
    why: `The record, or JSON inside one of its strings, is nested more than ${maxDepth} levels deep. It is not checked further, since recursive readers, among them most loaders, overflow on such input. Real samples have fewer than thirty levels.`,
    example: { format: 'plain', bad: deep, good: '{"a":[[]]}' },
    source: 'Hostile input; Python’s json module stops near 1,000 levels.',
  },
  checkRecord({ record, sample }, report) {
    const message = `This is nested more than ${maxDepth} levels deep and is not checked; flatten it.`;
    if (record.state === 'too-deep')
      report({ where: { span: { start: 0, end: record.text.length } }, message });
    const inner = sample?.unreadable.find(({ reason }) => reason === 'deep');
    if (inner)
      report({
        where: { span: { start: 0, end: record.text.length } },
        message,
        related: [{ where: { path: inner.path }, message: 'The nested text.' }],
      });
  },
};
