/** What the segments of a sample have of its weight and of its loss, and whether that is what the trainer recorded. */
import { isResult, segment } from '../ssb/tokenWeights.ts';
import type { HeatSample, HeatVisit } from './heatSample.ts';
import { isSupervised, lossAt, weightsOf } from './tokenValues.ts';

/** A segment's part of a sample. */
export interface SegmentSum {
  /** Code of ssb/tokenWeights.ts. */
  readonly segment: number;
  readonly tokens: number;
  /** Its part of the sample's weight, 0 to 1: as trained (or with another α), and under plain fine-tuning. */
  readonly weight: number;
  readonly sftWeight: number;
  /** Mean of its tokens' losses in nats, of those that have one; NaN where none is known. */
  readonly loss: number;
  /** Its part of the sample's loss; NaN where that is not known. */
  readonly lossShare: number;
  readonly sftLossShare: number;
}

/** What a sample adds up to. */
export interface SampleSums {
  /** In the order of codes; segments without tokens are not in it. */
  readonly segments: readonly SegmentSum[];
  /** Thought, and everything else that is trained, as the recorded scalars count. */
  readonly think: SegmentSum;
  readonly result: SegmentSum;
  /** Weighted loss and plain mean loss of the sample in nats; NaN where they are not known. */
  readonly loss: number;
  readonly sftLoss: number;
}

/** @param alpha works weights out anew; absent: as trained */
export function sampleSums(sample: HeatSample, visit: HeatVisit, alpha?: number): SampleSums {
  const { weights } = weightsOf(sample, visit, alpha);
  const tokens = new Float64Array(8);
  const weight = new Float64Array(8);
  const losses = new Float64Array(8);
  const loss = new Float64Array(8);
  const weighted = new Float64Array(8);
  // The weight of tokens whose loss is known.
  let known = 0;
  for (let i = sample.firstSupervised; i < weights.length; i++) {
    if (!isSupervised(sample, i)) continue;
    const code = sample.segments[i]!;
    const lost = lossAt(visit, i);
    tokens[code]!++;
    weight[code]! += weights[i]!;
    // A token that reaches over the end of a scored text has no probability of its own.
    if (Number.isNaN(lost)) continue;
    losses[code]!++;
    loss[code]! += lost;
    weighted[code]! += weights[i]! * lost;
    known += weights[i]!;
  }
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const all = {
    tokens: sum(tokens),
    weight: sum(weight),
    losses: sum(losses),
    loss: sum(loss),
    weighted: sum(weighted),
  };
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : Number.isNaN(whole) ? NaN : 0);
  const lossShare = (part: number, whole: number) => (all.losses > 0 ? share(part, whole) : NaN);
  const of = (codes: readonly number[]): SegmentSum => {
    const add = (values: Float64Array) => codes.reduce((total, code) => total + values[code]!, 0);
    const count = add(tokens);
    return {
      segment: codes[0]!,
      tokens: count,
      weight: share(add(weight), all.weight),
      sftWeight: share(count, all.tokens),
      loss: add(losses) === 0 ? NaN : add(loss) / add(losses),
      lossShare: lossShare(add(weighted), all.weighted),
      sftLossShare: lossShare(add(loss), all.loss),
    };
  };
  const codes = [...tokens.keys()].filter((code) => tokens[code]! > 0);
  return {
    segments: codes.map((code) => of([code])),
    think: of([segment.think]),
    result: of([segment.call, segment.answer, segment.struct].filter(isResult)),
    loss: known > 0 ? all.weighted / known : NaN,
    sftLoss: all.losses > 0 ? all.loss / all.losses : NaN,
  };
}

/** A number that is shown beside the one that the trainer recorded. */
export interface SumCheck {
  readonly what: 'think' | 'result' | 'lossThink' | 'lossResult';
  readonly shown: number;
  readonly recorded: number;
  readonly isEqual: boolean;
}

/** Log-probabilities are recorded in half precision, with a relative error of 2⁻¹¹ each at most. */
const tolerance = 2 ** -10;

/**
 * Compares what is shown with what the trainer recorded; empty where it recorded nothing.
 * @param sums how to add up; whoever adds up anyway may give what it has
 */
export function checkSums(
  sample: HeatSample,
  visit: HeatVisit,
  sums: (sample: HeatSample, visit: HeatVisit) => SampleSums = sampleSums,
): SumCheck[] {
  const { recorded } = visit;
  if (Object.values(recorded).every((value) => value === undefined)) return [];
  const { think, result } = sums(sample, visit);
  const pairs = [
    ['think', think.tokens, recorded.think],
    ['result', result.tokens, recorded.result],
    ['lossThink', think.loss, think.tokens > 0 ? recorded.lossThink : undefined],
    ['lossResult', result.loss, result.tokens > 0 ? recorded.lossResult : undefined],
  ] as const;
  return pairs.flatMap(([what, shown, said]) => {
    if (said === undefined || Number.isNaN(said) || (what.startsWith('loss') && !visit.logprobs)) return [];
    const isEqual = Math.abs(shown - said) <= tolerance * Math.max(Math.abs(said), 2 ** -14);
    return [{ what, shown, recorded: said, isEqual }];
  });
}
