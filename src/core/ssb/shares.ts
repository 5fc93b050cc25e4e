/** What SSB changes against plain fine-tuning (SFT), in which each supervised token weighs 1/N. */
import { isResult, isThink, segmentCode, type SegmentName, segmentNames } from './segments.ts';
import { type BalanceOptions, countRow, type SegmentRow, tokenWeights } from './weights.ts';

/** Supervised tokens of all rows: N of the SFT loss. */
export function supervisedTokens(rows: readonly SegmentRow[]): number {
  return rows.reduce((sum, row) => {
    const { think, result } = countRow(row);
    return sum + think + result;
  }, 0);
}

/**
 * How many times more than under SFT each token weighs: its weight times N, in the shapes of `rows`. For one answer that
 * is α·N/N_t in the thought and (1−α)·N/N_f in the result. 0 for tokens that are not supervised.
 * @throws RangeError as `tokenWeights` does.
 */
export function ratioToSft(rows: readonly SegmentRow[], options: BalanceOptions): Float64Array[] {
  const total = supervisedTokens(rows);
  return tokenWeights(rows, options).map((weights) => weights.map((weight) => weight * total));
}

/** What a segment has of the loss; shares are from 0 to 1 and sum to 1 over the segments, where there is any loss. */
export interface SegmentShare {
  readonly segment: SegmentName;
  readonly tokens: number;
  readonly sft: number;
  readonly ssb: number;
}

/**
 * The shares of the loss by segment under SFT and under SSB, for think, call, answer and struct in this order.
 * `losses` (nats per token, −log p, in the shapes of `rows`): shares of the loss itself; without them, shares of the
 * weight, as if every token were lost alike. Tokens without a finite loss are passed over.
 * @throws RangeError as `tokenWeights` does.
 */
export function lossShares(
  rows: readonly SegmentRow[],
  options: BalanceOptions,
  losses?: readonly ArrayLike<number>[],
): SegmentShare[] {
  const weights = tokenWeights(rows, options);
  const tokens = new Float64Array(segmentNames.length);
  const sft = new Float64Array(segmentNames.length);
  const ssb = new Float64Array(segmentNames.length);
  rows.forEach((row, index) => {
    for (let i = 0; i < row.length; i++) {
      if (!isThink(row[i]!) && !isResult(row[i]!)) continue;
      const code = segmentCode(row[i]!);
      tokens[code]!++;
      const loss = losses === undefined ? 1 : (losses[index]?.[i] ?? NaN);
      if (!Number.isFinite(loss)) continue;
      sft[code]! += loss;
      ssb[code]! += loss * weights[index]![i]!;
    }
  });
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0) || 1;
  const [sftSum, ssbSum] = [sum(sft), sum(ssb)];
  return segmentNames.slice(1, 5).map((segment, index) => ({
    segment,
    tokens: tokens[index + 1]!,
    sft: sft[index + 1]! / sftSum,
    ssb: ssb[index + 1]! / ssbSum,
  }));
}

/**
 * The loss of rows as a function of α: loss(α) = α·think + (1−α)·result + fixed. `fixed` holds the rows that lack one
 * segment, whose weight does not depend on α; `sft` is the mean over all supervised tokens. Nats per token.
 */
export interface LossOfAlpha {
  readonly think: number;
  readonly result: number;
  readonly fixed: number;
  readonly sft: number;
}

/**
 * How the loss of rows depends on α, for asking "what if": the tokens keep their losses, the weights change.
 * `losses`: nats per token in the shapes of `rows`; tokens without a finite loss count as 0.
 * @throws RangeError as `tokenWeights` does.
 */
export function lossOfAlpha(
  rows: readonly SegmentRow[],
  losses: readonly ArrayLike<number>[],
  options: Omit<BalanceOptions, 'alpha'>,
): LossOfAlpha {
  const ends = [0, 1].map((alpha) => tokenWeights(rows, { ...options, alpha }));
  let [think, result, fixed, all] = [0, 0, 0, 0];
  rows.forEach((row, index) => {
    for (let i = 0; i < row.length; i++) {
      if (!isThink(row[i]!) && !isResult(row[i]!)) continue;
      const value = losses[index]?.[i] ?? 0;
      const loss = Number.isFinite(value) ? value : 0;
      all += loss;
      const [low, high] = [ends[0]![index]![i]!, ends[1]![index]![i]!];
      // A weight is linear in α; what it is at both ends does not depend on it.
      if (low > 0 && high > 0) fixed += loss * low;
      else if (isThink(row[i]!)) think += loss * high;
      else result += loss * low;
    }
  });
  const total = supervisedTokens(rows);
  return { think, result, fixed, sft: total > 0 ? all / total : 0 };
}

/** The loss at an α, in nats per token. */
export function lossAt(loss: LossOfAlpha, alpha: number): number {
  return alpha * loss.think + (1 - alpha) * loss.result + loss.fixed;
}

/** ∂loss/∂α, the same at every α: above 0 where less weight on the thought lowers the loss. */
export function lossSlope(loss: LossOfAlpha): number {
  return loss.think - loss.result;
}
