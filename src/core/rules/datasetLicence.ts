/** dataset.licence: a record or a file beside the data names a licence that excludes commercial use, or contradicts another. */
import { isNonCommercial, isSameLicence, nonCommercialSources } from '../dataset/licence.ts';
import { isObject, type JsonObject, own } from '../json.ts';
import { openaiLine } from './exampleLines.ts';
import type { Rule } from './types.ts';
import { cut, grouped } from './words.ts';

const licenceKeys = ['license', 'licence'];
const sourceKeys = ['source', 'dataset', 'dataset_name', 'data_source', 'origin', 'source_dataset'];

const withColumn = (column: JsonObject) =>
  JSON.stringify({ ...(JSON.parse(openaiLine({})) as JsonObject), ...column });

export const datasetLicence: Rule = {
  code: 'dataset.licence',
  severity: 'hint',
  title: 'Source or licence that excludes commercial use, or contradicts another',
  phase: 'slow',
  docs: {
    why: 'Data for function calling is copied from set to set, and licences get lost on the way: a set published for non-commercial use is found again under Apache-2.0. What a record, a dataset card or a licence file says is shown here, so that somebody can decide.\n\nLooked at are the columns `license` and `source` (also `dataset`, `origin`, …) of the records, the front matter of a README.md in the folder of the file or the one above, and a LICENSE in its folder. Told once per file: a licence whose name excludes commercial use, a source that is known to be published so (APIGen-MT), and a card and a licence file that name different licences. It is no legal advice, and silence means only that nothing was written.',
    example: {
      format: 'openai',
      bad: withColumn({ source: 'apigen-mt-5k' }),
      good: withColumn({ source: 'our own' }),
    },
    source:
      'Rank 42 of the survey: APIGen-MT (CC-BY-NC-4.0) uploaded again as Apache-2.0; When2Call with two licences.',
  },
  fileMessage(key, count) {
    const [kind, name = ''] = split(key);
    const many = `${grouped(count)} ${count === 1 ? 'record of this file names' : 'records of this file name'}`;
    const source = kind === 'source' ? nonCommercialSources.find(({ title }) => title === name) : undefined;
    return source
      ? `${many} ${source.title} as a source, which is published under ${source.licence}: not for commercial use.`
      : `${many} the licence ${name}, which excludes commercial use.`;
  },
  checkRecord({ record, sample }, report) {
    const { value } = record;
    if (!sample || !isObject(value)) return;
    for (const key of licenceKeys) {
      const licence = own(value, key);
      if (typeof licence === 'string' && isNonCommercial(licence.slice(0, 200)))
        report({
          where: { path: [key] },
          message: 'A licence that excludes commercial use.',
          oncePerFile: { key: `licence ${cut(licence)}` },
        });
    }
    for (const key of sourceKeys) {
      const source = own(value, key);
      if (typeof source !== 'string') continue;
      const known = nonCommercialSources.find(({ words }) => words.test(source.slice(0, 200)));
      if (known)
        report({
          where: { path: [key] },
          message: 'A source for non-commercial use.',
          oncePerFile: { key: `source ${known.title}` },
        });
    }
  },
  checkFile({ file, samples }, report) {
    const { licences = [] } = file;
    if (samples === 0) return;
    const restricted = licences.find(({ licence }) => isNonCommercial(licence));
    if (restricted) {
      const words = `${restricted.file} beside this file says ${cut(restricted.licence)}: not for commercial use.`;
      report({ message: words, key: 'card' });
    }
    const [first, ...others] = licences;
    const other = first && others.find(({ licence }) => !isSameLicence(licence, first.licence));
    if (first && other) {
      const words = `${first.file} says ${cut(first.licence)}, but ${other.file} says ${cut(other.licence)}; make them say which holds for the data.`;
      report({ message: words, key: 'conflict' });
    }
  },
};

function split(key: string): [string, string] {
  const at = key.indexOf(' ');
  return [key.slice(0, at), key.slice(at + 1)];
}
