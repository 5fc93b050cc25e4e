/** From a sample and a view to what is drawn: values, steps of the ramp, sums. */
import type { HeatSample, HeatVisit } from '../../src/core/heat/heatSample.ts';
import { domainOf, type HeatDomain, levelsOf } from '../../src/core/heat/levels.ts';
import { type HeatReason, type Measure, measureOf } from '../../src/core/heat/measureTable.ts';
import { sampleSums, type SampleSums } from '../../src/core/heat/segmentSums.ts';
import { differenceOf, valuesOf } from '../../src/core/heat/tokenValues.ts';
import type { HeatCompare, HeatView } from '../../src/protocol/heatmap.ts';
import type { SampleMessage } from './state.ts';

export interface Heat {
  readonly message: SampleMessage;
  readonly view: HeatView;
  readonly visit: HeatVisit;
  /** What is taken away from it. */
  readonly minus: HeatVisit | undefined;
  readonly measure: Measure;
  readonly kind: 'sequential' | 'diverging';
  readonly values: Float32Array;
  readonly reason: HeatReason | undefined;
  readonly domain: HeatDomain;
  readonly levels: Uint8Array;
  readonly sums: SampleSums;
}

const sums = new WeakMap<HeatVisit, Map<number | undefined, SampleSums>>();

/** Sums are worked out once for each visit and α. */
export function sumsOf(sample: HeatSample, visit: HeatVisit, alpha?: number): SampleSums {
  let known = sums.get(visit);
  if (!known || known.size > 200) sums.set(visit, (known = new Map()));
  let found = known.get(alpha);
  if (!found) known.set(alpha, (found = sampleSums(sample, visit, alpha)));
  return found;
}

export function heatOf(message: SampleMessage, view: HeatView, compare: HeatCompare | undefined): Heat {
  const { sample, run } = message;
  const visit = sample.visits[view.visit] ?? sample.visits.at(-1)!;
  const minus =
    view.minus && (view.minus.run === 'same' ? sample.visits : (compare?.visits ?? []))[view.minus.visit];
  const measure = measureOf(view.measure);
  let { values, reason } = valuesOf(sample, visit, view.measure, view.alpha);
  if (minus) {
    // Another run stays as it was trained: what is tried on, is tried on this one.
    const alpha = view.minus?.run === 'other' ? undefined : view.alpha;
    const other = valuesOf(sample, minus, view.measure, alpha);
    ({ values, reason } = differenceOf({ values, reason }, other));
  }
  const domain = domainOf(view.measure, run.bounds, minus !== undefined);
  const levels = levelsOf(values, domain, view.scaling, view.threshold);
  const { stale } = sample;
  for (let i = 0; i < levels.length; i++) if (stale[i]) levels[i] = 0;
  return {
    message,
    view,
    visit,
    minus,
    measure,
    kind: minus ? 'diverging' : measure.kind,
    values,
    reason,
    domain,
    levels,
    sums: sumsOf(sample, visit, view.alpha),
  };
}
