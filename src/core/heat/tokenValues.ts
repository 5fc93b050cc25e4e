/** The number that a measure gives each token of a sample at a visit; NaN where a token has none. */
import { countSegments, isResult, segment } from '../ssb/tokenWeights.ts';
import type { HeatSample, HeatVisit } from './heatSample.ts';
import { type Measure, type HeatReason, measures } from './measureTable.ts';
import type { MeasureId } from './measures.ts';
import { isOfWindow, segmentWeights } from './segmentWeights.ts';

/** Is the token trained: of a thought, call, answer or end of turn, and predicted? */
export function isSupervised(sample: HeatSample, token: number): boolean {
  const code = sample.segments[token]!;
  return token >= sample.firstSupervised && (code === segment.think || isResult(code));
}

const supervisedMasks = new WeakMap<HeatSample, Uint8Array>();

/** 1 where {@link isSupervised}; worked out once for each sample. */
function supervisedOf(sample: HeatSample): Uint8Array {
  let mask = supervisedMasks.get(sample);
  if (!mask) {
    mask = sample.segments.map((_, token) => (isSupervised(sample, token) ? 1 : 0));
    supervisedMasks.set(sample, mask);
  }
  return mask;
}

/** Weights of a sample's tokens. */
export interface TokenWeightsOfSample {
  /** NaN where a token is not trained. */
  readonly weights: Float32Array;
  /** What every token would weigh under plain fine-tuning, in the same unit. */
  readonly sft: number;
  /** `recorded`: the trainer's own; `computed`: from segments and α. */
  readonly from: 'recorded' | 'computed';
  /** What they are not. */
  readonly reason: HeatReason | undefined;
}

/**
 * What tokens weigh in the loss. Under the reductions `sample` and `token` the weights of a sample add up to 1; under the
 * others to the part that the sample had of its step.
 * @param alpha works weights out anew; absent: as trained
 */
export function weightsOf(sample: HeatSample, visit: HeatVisit, alpha?: number): TokenWeightsOfSample {
  const { segments, firstSupervised } = sample;
  const { loss } = visit;
  const own = countSegments(segments.subarray(firstSupervised));
  const window = isOfWindow(loss) ? visit.window : undefined;
  const sft = 1 / (window ? window.think + window.result : own.think + own.result);
  const reason = isOfWindow(loss) && !window ? 'noWindow' : undefined;
  const weights = new Float32Array(segments.length).fill(NaN);
  if (own.think + own.result === 0) return { weights, sft: 0, from: 'computed', reason: 'noSupervised' };
  if (visit.weights && alpha === undefined) {
    let sum = 0;
    for (let i = firstSupervised; i < weights.length; i++) {
      if (!isSupervised(sample, i)) continue;
      weights[i] = visit.weights[i]!;
      sum += weights[i]! || 0;
    }
    // Half precision of a share of the step is coarse; what matters within a sample are the proportions.
    if (!window && sum > 0)
      for (let i = firstSupervised; i < weights.length; i++) weights[i] = weights[i]! / sum;
    return { weights, sft, from: 'recorded', reason };
  }
  const of = segmentWeights(own, alpha ?? visit.alpha, loss, window, alpha !== undefined);
  for (let i = firstSupervised; i < weights.length; i++) {
    const code = segments[i]!;
    if (code === segment.think) weights[i] = of.think;
    else if (isResult(code)) weights[i] = of.result;
  }
  return { weights, sft, from: 'computed', reason };
}

/** Why a measure has no values at a visit; `undefined` where it has. */
export function whyMissing(sample: HeatSample, visit: HeatVisit, measure: MeasureId): HeatReason | undefined {
  switch (measure) {
    case 'loss':
    case 'contribution':
    case 'share':
      if (!visit.logprobs) return 'noLogprobs';
      break;
    case 'entropy':
      if (!visit.entropies) return 'noEntropies';
      break;
    case 'gradient':
    case 'pull':
      if (!visit.gradients) return 'noGradients';
      break;
  }
  return supervisedOf(sample).includes(1) ? undefined : 'noSupervised';
}

/** All measures, each with why it has no values at any visit, or `undefined`. */
export function availableMeasures(
  sample: HeatSample,
): readonly { readonly measure: Measure; readonly missing: HeatReason | undefined }[] {
  return measures.map((measure) => {
    let missing: HeatReason | undefined;
    for (const visit of sample.visits) {
      missing = whyMissing(sample, visit, measure.id);
      if (missing === undefined) break;
    }
    return { measure, missing };
  });
}

/** Values of tokens, or why there are none. */
export interface HeatValues {
  /** One for each token; NaN where it has none. */
  readonly values: Float32Array;
  readonly reason: HeatReason | undefined;
}

/** @param alpha works weights out anew; absent: as trained */
export function valuesOf(
  sample: HeatSample,
  visit: HeatVisit,
  measure: MeasureId,
  alpha?: number,
): HeatValues {
  const missing = whyMissing(sample, visit, measure);
  const tokens = sample.segments.length;
  if (missing) return { values: new Float32Array(tokens).fill(NaN), reason: missing };
  switch (measure) {
    case 'weight': {
      const { weights, reason } = weightsOf(sample, visit, alpha);
      return { values: weights, reason };
    }
    case 'ratio': {
      const { weights, sft, reason } = weightsOf(sample, visit, alpha);
      for (let i = 0; i < tokens; i++) weights[i] = weights[i]! / sft;
      return { values: weights, reason };
    }
    case 'loss': {
      const values = supervised(sample, visit.logprobs!);
      // 0 − 0 is 0, where −0 would be −0.
      for (let i = 0; i < tokens; i++) values[i] = 0 - values[i]!;
      return { values, reason: undefined };
    }
    case 'entropy':
      return { values: supervised(sample, visit.entropies!), reason: undefined };
    case 'gradient':
      return { values: supervised(sample, visit.gradients!), reason: undefined };
    case 'pull': {
      const { weights, reason } = weightsOf(sample, visit, alpha);
      for (let i = 0; i < tokens; i++) weights[i] = weights[i]! * visit.gradients![i]!;
      return { values: weights, reason };
    }
    case 'contribution':
    case 'share': {
      const { weights, reason } = weightsOf(sample, visit, alpha);
      let sum = 0;
      for (let i = 0; i < tokens; i++) {
        weights[i] = weights[i]! * lossAt(visit, i);
        sum += weights[i]! || 0;
      }
      if (measure === 'contribution') return { values: weights, reason };
      // Nothing has no parts: every token has 0 of it, which can be drawn.
      for (let i = 0; i < tokens; i++)
        weights[i] = sum > 0 ? weights[i]! / sum : Number.isNaN(weights[i]!) ? NaN : 0;
      return { values: weights, reason: sum > 0 ? reason : 'noLoss' };
    }
  }
}

/** −log p; never −0. */
export function lossAt(visit: HeatVisit, token: number): number {
  const value = visit.logprobs?.[token] ?? NaN;
  return value === 0 ? 0 : -value;
}

/** A column of the visit where tokens are trained. */
function supervised(sample: HeatSample, column: Float32Array): Float32Array {
  const mask = supervisedOf(sample);
  const values = new Float32Array(mask.length).fill(NaN);
  for (let i = sample.firstSupervised; i < values.length; i++) if (mask[i]) values[i] = column[i]!;
  return values;
}

/** What was added from the one to the other, token by token. */
export function differenceOf(values: HeatValues, from: HeatValues): HeatValues {
  if (values.values.length !== from.values.length)
    return { values: new Float32Array(values.values.length).fill(NaN), reason: 'otherTokens' };
  return {
    values: values.values.map((value, i) => value - from.values[i]!),
    reason: values.reason ?? from.reason,
  };
}
