/** From values to steps of a colour ramp. */
import type { HeatBounds } from './heatSample.ts';
import { measureOf } from './measureTable.ts';
import type { MeasureId, ScalingId } from './measures.ts';

/** Steps of a ramp: 1 to `levelCount`; 0 is no colour. Odd, so that what lies in the middle has a step. */
export const levelCount = 33;
export const middleLevel = (levelCount + 1) / 2;

/**
 * What bounds the colours of a measure: `low` has the first step, `high` the last, and what lies beyond has the same as they.
 * It depends on the run, never on sample or step, so that a colour means the same everywhere in a run.
 */
export interface HeatDomain {
  readonly low: number;
  readonly high: number;
  /** Of diverging ramps: what has the middle step. */
  readonly centre: number | undefined;
  /** Steps are by ratio around `centre`, which is 1. */
  readonly isRatio: boolean;
}

/** A ratio of so much has the last step. */
const mostTimes = 8;
/** A token may be so many times worse than what is usual in the run before it has the last step; */
const lossRoom = 4;
/** but one of less than one in twenty thousand has it in any run: a model that knows nothing yet is not to hide what it learns. */
const mostLoss = 10;
/** A logarithmic ramp reaches over so many powers of ten. */
const decades = 3;

/**
 * - weight: from 0 to the largest weight of the run;
 * - loss, entropy: from 0 to four times the loss that is usual in the run, rounded up, and at most 10 nats;
 * - weight × loss: to the product of both; share: to four times the largest weight, at most 1 (a token of the largest
 *   weight with four times the mean loss);
 * - gradient: from 0 to √2, the most there is; weight × gradient: times the largest weight;
 * - ratio: from 1/8 to 8 around 1;
 * - a difference: half as much, down and up around 0.
 */
export function domainOf(measure: MeasureId, bounds: HeatBounds, isDifference = false): HeatDomain {
  const weight = bounds.weight[1] > 0 ? bounds.weight[1] : 1;
  const loss = Math.min(mostLoss, roundedUp((bounds.loss > 0 ? bounds.loss : 0.25) * lossRoom));
  const high = {
    weight,
    loss,
    entropy: loss,
    contribution: weight * loss,
    share: Math.min(1, lossRoom * weight),
    gradient: Math.SQRT2,
    pull: weight * Math.SQRT2,
    ratio: mostTimes,
  }[measure];
  if (isDifference) return { low: -high / 2, high: high / 2, centre: 0, isRatio: false };
  if (measureOf(measure).kind === 'diverging') return { low: 1 / high, high, centre: 1, isRatio: true };
  return { low: 0, high, centre: undefined, isRatio: false };
}

function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value)! * power;
}

/**
 * Steps of the ramp for values.
 *
 * `linear` and `log` have the same end points; `log` spreads small values over three powers of ten. `rank` lays out the order
 * of the values, whatever they are, so it compares within the sample only. A constant is drawn as any other value.
 * @param threshold values below it (of a difference: nearer to 0) have no colour; in the measure's unit
 * @returns 0 where a value is NaN or below the threshold, else 1 to {@link levelCount}
 */
export function levelsOf(
  values: Float32Array,
  domain: HeatDomain,
  scaling: ScalingId,
  threshold?: number,
): Uint8Array {
  const levels = new Uint8Array(values.length);
  const position = scaling === 'rank' ? rankPosition(values, domain) : positionOf(domain, scaling);
  const isSigned = domain.centre === 0;
  const isDiverging = domain.centre !== undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (threshold !== undefined && (isSigned ? Math.abs(value) : value) < threshold) continue;
    const at = position(value, i);
    levels[i] = isDiverging
      ? middleLevel + Math.round(at * (middleLevel - 1))
      : 1 + Math.round(at * (levelCount - 1));
  }
  return levels;
}

/** Where a value lies: 0 to 1, or −1 to 1 around a centre. */
export function positionOf(domain: HeatDomain, scaling: 'linear' | 'log'): (value: number) => number {
  const { high, centre } = domain;
  const part = (size: number) =>
    scaling === 'linear'
      ? Math.min(1, size / high)
      : size >= high
        ? 1
        : size > 0
          ? Math.max(0, 1 + Math.log10(size / high) / decades)
          : 0;
  if (domain.isRatio) {
    if (scaling === 'log')
      return (value) => (value > 0 ? clamp(Math.log(value) / Math.log(high)) : value === 0 ? -1 : 0);
    return (value) => clamp(value < 1 ? (value - 1) / (1 - 1 / high) : (value - 1) / (high - 1));
  }
  if (centre !== undefined) return (value) => (value < 0 ? -part(-value) : part(value));
  return part;
}

const clamp = (value: number) => Math.max(-1, Math.min(1, value));

/** The value that lies at a place of the ramp; the way back of {@link positionOf}. */
export function valueAt(domain: HeatDomain, scaling: 'linear' | 'log', position: number): number {
  const { high, centre } = domain;
  if (domain.isRatio) {
    if (scaling === 'log') return high ** position;
    return position < 0 ? 1 + position * (1 - 1 / high) : 1 + position * (high - 1);
  }
  const size = Math.abs(position);
  const value = scaling === 'linear' ? size * high : size === 0 ? 0 : high * 10 ** ((size - 1) * decades);
  return centre !== undefined && position < 0 ? -value : value;
}

/** Equal values have equal ranks, the mean of theirs; a constant lies in the middle. */
function rankPosition(values: Float32Array, domain: HeatDomain): (value: number, token: number) => number {
  const distance = (value: number) =>
    domain.centre === undefined ? value : Math.abs(domain.isRatio ? Math.log(value) : value);
  const sorted = values.filter((value) => !Number.isNaN(value)).map(distance);
  sorted.sort();
  const last = sorted.length - 1;
  const ranks = new Map<number, number>();
  for (let i = 0; i <= last;) {
    let j = i;
    while (j < last && sorted[j + 1] === sorted[i]) j++;
    ranks.set(sorted[i]!, i === 0 && j === last ? 0.5 : (i + j) / 2 / last);
    i = j + 1;
  }
  const rank = (value: number) => ranks.get(Math.fround(distance(value))) ?? 0;
  if (domain.centre === undefined) return rank;
  return (value) => (value === domain.centre ? 0 : (value < domain.centre! ? -1 : 1) * rank(value));
}
