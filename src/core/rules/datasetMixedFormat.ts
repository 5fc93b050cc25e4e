/** dataset.mixed-format: this record certainly has another format than its file. */
import { formatsFor } from '../formats/index.ts';
import { recognizeEntry } from '../formats/vote.ts';
import { isObject } from '../json.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';

export const datasetMixedFormat: Rule = {
  code: 'dataset.mixed-format',
  severity: 'warning',
  title: 'Record of another format than its file',
  phase: 'fast',
  docs: {
    why: 'The file’s records have one format, decided by a vote of the first of them, and this record has the marks of another. Loaders expect one shape per file: they fail on the odd record, or fill its columns with nothing. It is checked as what the file is, so other findings in it may follow from this one.\n\nRecords without the marks of any format are not reported.',
    example: {
      format: 'openai',
      bad: '{"id":1,"query":"Weather in Oslo?","tools":"[]","answers":"[]"}',
      good: openaiLine({}),
    },
    source: 'OpenAI and Together refuse mixed files; Hugging Face datasets stops with a CastError.',
  },
  checkRecord({ record, file }, report) {
    const { format } = file;
    if (!format || !isObject(record.value)) return;
    const hints = { fileName: file.fileName, folders: file.folders, mapping: file.mapping };
    if (format.recognize(record.value, hints)?.strength === 'certain') return;
    const certain = recognizeEntry(record.value, formatsFor(file.mapping), hints).find(
      (fit) => fit.recognition.strength === 'certain',
    );
    if (!certain || certain.format.id === format.id || format.like?.includes(certain.format.id)) return;
    report({
      where: { path: [] },
      message: `This record is ${certain.format.title}, but the file is ${format.title}; convert it or move it to a file of its own.`,
    });
  },
};
