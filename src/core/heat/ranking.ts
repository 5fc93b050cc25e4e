/** The samples of a run, told by how they went: which are hard, which were learnt, which are unlike the others. */
import type { TraceRun, Visit } from '../trace/run.ts';
import { lossOfRun } from './fromTrace.ts';
import { lossBySample, type RunLoss, weightsOfVisit } from './segmentWeights.ts';

/** How a sample went. Losses are means in nats; `undefined` where nothing was recorded. */
export interface Ranked {
  readonly key: string;
  readonly visits: number;
  /** At the last visit. */
  readonly lossThink: number | undefined;
  readonly lossCall: number | undefined;
  /** Call loss of the first visit minus that of the last. */
  readonly drop: number | undefined;
  /** The call's share of the sample's loss at the last visit, from 0 to 1. */
  readonly callShare: number | undefined;
  /** How far the last call loss lies above the run's median, in robust standard deviations (1.4826 · MAD). */
  readonly anomaly: number | undefined;
}

/** What a sample's last visit says, for a lens. */
export interface VisitSummary {
  readonly visits: number;
  readonly callShare: number | undefined;
  readonly lossCall: number | undefined;
  /** Change of the call loss since the first visit; below 0 it fell. */
  readonly change: number | undefined;
}

/** Summary of the visits of a text; `undefined` where it was never trained. */
export function summaryOf(visits: readonly Visit[], of: RunLoss = lossBySample): VisitSummary | undefined {
  const [first, last] = [visits[0], visits.at(-1)];
  if (!first || !last) return undefined;
  const lossCall = numberOf(last, 'loss_call');
  const before = numberOf(first, 'loss_call');
  return {
    visits: visits.length,
    callShare: callShareOf(last, of),
    lossCall,
    change:
      visits.length > 1 && lossCall !== undefined && before !== undefined ? lossCall - before : undefined,
  };
}

/** All samples of a run that were trained, the hardest first: those whose call the model predicts worst. */
export function rankSamples(run: TraceRun): Ranked[] {
  return rankVisits(
    Array.from(run.keys(), (key) => ({ key, visits: run.visits(key) })),
    lossOfRun(run),
  );
}

/** The same of any samples. */
export function rankVisits(
  samples: Iterable<{ readonly key: string; readonly visits: readonly Visit[] }>,
  of: RunLoss = lossBySample,
): Ranked[] {
  const rows = [...samples].flatMap(({ key, visits }) => {
    const summary = summaryOf(visits, of);
    if (!summary) return [];
    const { lossCall, callShare, change } = summary;
    const lossThink = numberOf(visits.at(-1)!, 'loss_think');
    const drop = change === undefined ? undefined : -change;
    return [{ key, visits: visits.length, lossThink, lossCall, drop, callShare, anomaly: undefined }];
  });
  const losses = rows.flatMap(({ lossCall }) => (lossCall === undefined ? [] : [lossCall]));
  const middle = median(losses);
  const spread = 1.4826 * median(losses.map((loss) => Math.abs(loss - middle)));
  return rows
    .map((row) => ({
      ...row,
      anomaly: row.lossCall === undefined || !(spread > 0) ? undefined : (row.lossCall - middle) / spread,
    }))
    .sort((a, b) => (b.lossCall ?? -1) - (a.lossCall ?? -1));
}

/** The call's share of the weighted loss. */
function callShareOf(visit: Visit, of: RunLoss): number | undefined {
  const [think, call] = [numberOf(visit, 'loss_think'), numberOf(visit, 'loss_call')];
  const [thinkTokens, callTokens] = [numberOf(visit, 'n_think'), numberOf(visit, 'n_call')];
  if (call === undefined || !callTokens) return undefined;
  if (!thinkTokens || think === undefined) return 1;
  const weights = weightsOfVisit(visit, of);
  const [ofThink, ofCall] = [weights.think * thinkTokens * think, weights.result * callTokens * call];
  return ofThink + ofCall > 0 ? ofCall / (ofThink + ofCall) : undefined;
}

function numberOf({ scalars }: Visit, name: string): number | undefined {
  const value = scalars[name];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
