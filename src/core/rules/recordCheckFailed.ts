/** record.check-failed: a rule crashed. Reported by check.ts; this file holds its words for lists and pages. */
import type { Rule } from './types.ts';

const line = '{"id": 1}';

export const recordCheckFailed: Rule = {
  code: 'record.check-failed',
  severity: 'error',
  title: 'The check of this record crashed',
  phase: 'fast',
  docs: {
    why: 'A rule, or the reader of a format, failed on this record. That is a fault of Callsmith, not of the record: please report it, with the message and if possible the line. The other findings of the record stand.\n\nNo record is known to cause it, so the example shows one line twice.',
    example: { format: 'plain', bad: line, good: line },
    source: 'A crash must show; a silent one would look like a clean record.',
  },
};
