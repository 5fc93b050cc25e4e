/** The tokens as CSV. */
import { segmentNames } from '../../src/core/heat/measureTable.ts';
import { isSupervised, lossAt, weightsOf } from '../../src/core/heat/tokenValues.ts';
import type { Heat } from './heat.ts';

/**
 * A row for each token. Its text is a JSON string: line breaks stay in the row, and no spreadsheet takes it for a formula.
 * Numbers are as exact as they are known; what is not known is empty. Column names are not translated.
 */
export function toCsv({ message, visit, view, measure, minus, values }: Heat): string {
  const { sample } = message;
  const { weights, sft } = weightsOf(sample, visit, view.alpha);
  const columns: readonly (readonly [name: string, value: (token: number) => string | number | undefined])[] =
    [
      ['token', (i) => i],
      ['start', (i) => sample.starts[i]!],
      ['end', (i) => sample.starts[i]! + sample.lengths[i]!],
      ['text', (i) => JSON.stringify(sample.text.substr(sample.starts[i]!, sample.lengths[i]!))],
      ['segment', (i) => segmentNames[sample.segments[i]!]?.name ?? 'other'],
      ['trained', (i) => (isSupervised(sample, i) ? 1 : 0)],
      ['stale', (i) => sample.stale[i]!],
      ['logprob', (i) => visit.logprobs?.[i]],
      ['loss', (i) => (isSupervised(sample, i) ? lossAt(visit, i) : undefined)],
      ['entropy', (i) => visit.entropies?.[i]],
      ['gradient', (i) => visit.gradients?.[i]],
      ['weight', (i) => weights[i]],
      ['times_sft', (i) => weights[i]! / sft],
      [`${minus ? 'change_of' : 'shown'}_${measure.id}`, (i) => values[i]],
    ];
  const rows = [columns.map(([name]) => name).join(',')];
  for (let i = 0; i < sample.starts.length; i++)
    rows.push(columns.map(([, value]) => field(value(i))).join(','));
  return rows.map((row) => `${row}\r\n`).join('');
}

function field(value: string | number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
