/** record.not-json: the record is not one JSON object. */
import { readJson } from '../calls/jsonText.ts';
import { isArrayEnd } from '../container.ts';
import { isObject, jsonTypeOf } from '../json.ts';
import { skipSpace } from '../text/jsonScan.ts';
import type { RecordText } from '../record/record.ts';
import { recordRepairFixes } from './textFixes.ts';
import type { Finding, FixDraft, Rule } from './types.ts';

export const recordNotJson: Rule = {
  code: 'record.not-json',
  severity: 'error',
  title: 'Record that is not one JSON object',
  phase: 'fast',
  docs: {
    why: 'A record is one JSON object on one line. This one breaks off, has something that JSON does not know, or is a value of another kind. Most loaders stop at such a line or skip it without a word.\n\nThe first fault is linked. In a file that is one JSON array, a comma before the closing bracket and text behind it are told, too.',
    example: {
      format: 'plain',
      bad: '{"messages": [{"role": "user", "content": "Hi"}],}',
      good: '{"messages": [{"role": "user", "content": "Hi"}]}',
    },
    source: 'JSON Lines: every line is one JSON value (RFC 8259).',
  },
  checkRecord({ record, sample, file }, report) {
    // A few formats have arrays as records (Seal-Tools' old lines): what was lifted is no stray value.
    if (record.state === 'not-object' && !sample) {
      const type = jsonTypeOf(record.value!);
      const what =
        type === 'null'
          ? 'null'
          : type === 'array' || type === 'object' || type === 'integer'
            ? `an ${type}`
            : `a ${type}`;
      report({
        where: { span: { start: 0, end: record.text.length } },
        message: `This record is ${what}, not a JSON object; write one object per record.`,
        fixes: unlistFixes(record),
      });
      return;
    }
    if (record.state !== 'not-json') return;
    if (file.container === 'array' && isArrayEnd(record.text)) return report(endFault(record.text));
    const error = readJson(record.text).errors[0];
    const where = { span: { start: 0, end: record.text.length } };
    if (!error)
      report({
        where,
        message: 'This line is not JSON; write one JSON object per line.',
        fixes: recordRepairFixes(record.text),
      });
    else {
      report({
        where,
        message: `This line is not JSON: ${error.message}`,
        related: [{ where: { span: { start: error.start, end: error.end } }, message: error.message }],
        fixes: recordRepairFixes(record.text),
      });
    }
  },
};

/** What container.ts gives as a record although it is none: a comma without an element, and what follows the closing bracket. */
function endFault(text: string): Finding {
  if (text === ',')
    return {
      where: { span: { start: 0, end: 1 } },
      message: 'This comma separates no two records, so the file is not JSON; delete it.',
    };
  return {
    where: { span: { start: skipSpace(text, 1), end: text.length } },
    message:
      'The array of records has ended before this text, so the file is not JSON; move it into the array or delete it.',
  };
}

/** A list that holds the one object is taken off. */
function unlistFixes({ value, text }: RecordText): FixDraft[] {
  if (!Array.isArray(value) || value.length !== 1 || !isObject(value[0])) return [];
  const start = text.indexOf('[');
  const end = text.lastIndexOf(']');
  const edits = [start, end].map((at) => ({ span: { start: at, end: at + 1 }, text: '' }));
  return [{ title: 'Take the object out of the list', edits, safe: true }];
}
