/** In which order tables and lists show what they have. Pure. */
import { isSupervised } from '../../src/core/heat/tokenValues.ts';
import type { HeatListRow } from '../../src/protocol/heatmap.ts';
import type { Heat } from './heat.ts';
import type { ListChoice, ListOrder, TableOrder } from './state.ts';

/** Trained tokens by the value that is shown, largest first (of a difference: farthest from 0), or as they stand. */
export function tableOrder({ values, minus, measure, message }: Heat, order: TableOrder): number[] {
  const { sample } = message;
  const tokens: number[] = [];
  for (let i = 0; i < values.length; i++) if (isSupervised(sample, i)) tokens.push(i);
  if (order === 'place') return tokens;
  const size = (token: number) => {
    const value = values[token]!;
    if (Number.isNaN(value)) return -Infinity;
    return minus ? Math.abs(value) : measure.id === 'ratio' ? Math.abs(Math.log(value)) : value;
  };
  return tokens.sort((a, b) => size(b) - size(a) || a - b);
}

/** Rows that fit, in the order that is asked for. What is not known comes last. */
export function listRows(rows: readonly HeatListRow[], { order, text, tool }: ListChoice): HeatListRow[] {
  const wanted = text.trim().toLowerCase();
  const fits = (row: HeatListRow) =>
    (tool === '' || row.tools.includes(tool)) &&
    (wanted === '' ||
      [row.id ?? '', row.line === undefined ? '' : String(row.line), ...row.tools].some((one) =>
        one.toLowerCase().includes(wanted),
      ));
  const size = sizes[order];
  const value = (row: HeatListRow) => {
    const known = size(row);
    return known === undefined || Number.isNaN(known) ? Infinity : known;
  };
  const line = (row: HeatListRow) => row.line ?? Infinity;
  const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  return rows.filter(fits).sort((a, b) => compare(value(a), value(b)) || compare(line(a), line(b)));
}

/** Smallest first. Hard is: a high loss, little that was learnt, a large share, far from what is usual. */
const sizes: Readonly<Record<ListOrder, (row: HeatListRow) => number | undefined>> = {
  loss: ({ lossCall }) => lossCall && -lossCall,
  drop: ({ drop }) => drop,
  share: ({ callShare }) => callShare && -callShare,
  anomaly: ({ anomaly }) => anomaly && -Math.abs(anomaly),
  line: ({ line }) => line,
};
