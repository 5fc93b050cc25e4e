/** What a token of a sample's thought, and one of its result, weighed at a visit: from α, numbers of tokens, and the run's loss. */
import { defaultAlpha } from '../ssb/shares.ts';
import { type Counts, segmentTokenWeights } from '../ssb/tokenWeights.ts';
import type { Visit } from '../trace/run.ts';
import type { HeatLoss, StepWindow } from './heatSample.ts';

/**
 * Weights of a token of each segment. Those of a sample add up to 1 under `sample` and `token`, and to its part of the step
 * under the others, as far as the step is known.
 * @param own tokens of the sample
 * @param another `true`: with an α that is tried on. Plain fine-tuning has none, so that SSB by samples is tried on
 */
export function segmentWeights(
  own: Counts,
  alpha: number,
  loss: HeatLoss,
  window: StepWindow | undefined,
  another = false,
): Counts {
  const { missing } = loss;
  if (own.think + own.result === 0 || (missing === 'skip' && (own.think === 0 || own.result === 0)))
    return { think: 0, result: 0 };
  const isOfStep = isOfWindow(loss) && window !== undefined;
  const shares = loss.shares ?? window?.shares;
  const reduction = isOfStep || (loss.reduction === 'token' && !another) ? loss.reduction : 'sample';
  return segmentTokenWeights(own, isOfStep ? window : { rows: 1, ...own }, {
    alpha,
    missing,
    reduction,
    ...(shares && { shares }),
  });
}

/** Are the weights of a sample parts of its whole step's? */
export function isOfWindow({ reduction }: HeatLoss): boolean {
  return reduction === 'batch' || reduction === 'static-ratio';
}

/** What weighs the visits of a run. */
export interface RunLoss {
  readonly loss: HeatLoss;
  /** α where a visit does not say it. */
  readonly alpha: number;
  readonly windowOf: (step: number) => StepWindow | undefined;
}

/** How answers are put together where no trainer did it otherwise. */
export const bySample: HeatLoss = { reduction: 'sample', missing: 'renorm' };

/** The same of visits. */
export const lossBySample: RunLoss = {
  loss: bySample,
  alpha: defaultAlpha,
  windowOf: () => undefined,
};

/** The same from what a visit's scalars say. */
export function weightsOfVisit({ step, scalars }: Visit, of: RunLoss): Counts {
  const own = { think: known(scalars['n_think']) ?? 0, result: known(scalars['n_call']) ?? 0 };
  return segmentWeights(own, known(scalars['alpha']) ?? of.alpha, of.loss, of.windowOf(step));
}

function known(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
