/** record.array-file: a `.jsonl` file that holds one JSON document instead of lines. */
import { isArrayEnd } from '../container.ts';
import type { FileContext, Rule, RuleCode, Severity } from './types.ts';
import { plural } from './words.ts';

const code = 'record.array-file';
const defaultSeverity = 'error';

export const recordArrayFile: Rule = {
  code,
  severity: defaultSeverity,
  title: 'JSON array or pretty-printed object in a .jsonl file',
  phase: 'fast',
  docs: {
    why: 'A file named .jsonl or .ndjson promises one record per line, but this one is a single JSON array, or one object over several lines. Readers of lines fail on its first line. In a .json file both are fine.\n\nTold once per file, at the bracket that opens it.',
    example: { format: 'plain', bad: '[{"id": 1}, {"id": 2}]', good: '{"id": 1}' },
    source:
      'JSON Lines: a file is lines of one value each. Loaders go by the suffix, so an array is read as broken lines.',
  },
  fileMessage(key, count) {
    const records = count > 0 ? ` of ${plural(count, 'record')}` : '';
    return key === 'array'
      ? `This file is one JSON array${records}, but its name promises one record per line; write each record on its own line or name the file .json.`
      : 'This file is one JSON object over several lines, but its name promises one record per line; write it on one line or name the file .json.';
  },
  checkRecord({ record, file }, report) {
    if (file.container === 'jsonl' || !promisesLines(file) || isArrayEnd(record.text)) return;
    // Counts the records; the place that is shown is the opening's, which is known to who reads the file.
    report({
      where: { span: { start: 0, end: record.text.length } },
      message: 'This file is no JSONL, although its name says so.',
      oncePerFile: { key: file.container },
    });
  },
};

/**
 * The finding to tell at the bracket that opens the file's one document, before its records are counted;
 * `undefined` when there is none to tell.
 */
export function openingFact(
  file: FileContext,
): { readonly code: RuleCode; readonly severity: Severity; readonly key: string } | undefined {
  const set = file.severities?.[code];
  if (file.container === 'jsonl' || !promisesLines(file) || set === 'off') return undefined;
  return { code, severity: set ?? defaultSeverity, key: file.container };
}

function promisesLines(file: FileContext): boolean {
  return file.fileName !== undefined && /\.(?:jsonl|ndjson)$/i.test(file.fileName);
}
