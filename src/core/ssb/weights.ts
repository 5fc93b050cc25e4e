/**
 * The weight of each token under the self-adjusting segment balance (SSB, arXiv 2505.20192 equation 3):
 * L = α·L_think + (1−α)·L_result with means over the tokens of each segment, so the loss is a weighted sum of token
 * losses. The paper does not say how answers are put together; `reduction` does. The trainer's package computes the same
 * (`test/suites/ssb/vectors.json` holds both to the same doubles).
 */
import { isResult, isThink } from './segments.ts';

/**
 * How answers are put together:
 * `sample`: each answer counts the same, w = α/(B·N_t) or (1−α)/(B·N_f) with the answer's own numbers of tokens;
 * `batch`: w = α/ΣN_t or (1−α)/ΣN_f;
 * `static-ratio`: w = α/ρ_t/N or (1−α)/ρ_f/N with shares ρ of a data set, for trainers with multipliers per token.
 */
export type Reduction = 'sample' | 'batch' | 'static-ratio';

/** A segment that is missing: `renorm` gives the present one the weight 1, `skip` leaves the row out. */
export type Missing = 'renorm' | 'skip';

/** What the weights depend on beside the segments. */
export interface BalanceOptions {
  /** The thought's share of the loss, from 0 to 1. */
  readonly alpha: number;
  readonly reduction: Reduction;
  readonly missing: Missing;
  /** For `static-ratio`: the data set's shares [ρ_t, ρ_f] of tokens, both above 0, sum 1. Default: those of the rows. */
  readonly shares?: readonly [number, number];
  /** For `static-ratio`: N, the supervised tokens of the optimizer step. Default: those of the rows that count. */
  readonly numItems?: number;
}

/** A row of segment codes, one for each token, the straddle bit allowed; 0 where nothing is supervised. */
export type SegmentRow = ArrayLike<number>;

/** How many tokens of a row belong to the thought and to the result. */
export interface RowCounts {
  readonly think: number;
  readonly result: number;
}

/** Weights of the two segments of one row, per token; both 0 where the row does not count. */
export interface RowWeights {
  readonly think: number;
  readonly result: number;
}

/** What is wrong with the options, as a sentence that says what to do; `undefined` when nothing is. */
export function balanceFault(options: BalanceOptions): string | undefined {
  const { alpha, shares, numItems } = options;
  if (!(alpha >= 0 && alpha <= 1))
    return `The balance alpha is ${alpha}. Give the share of the thought, from 0 to 1.`;
  if (shares !== undefined) {
    const [think, result] = shares;
    if (!(think > 0 && result > 0 && Math.abs(think + result - 1) <= 1e-6))
      return `The shares are ${think} and ${result}. Give the data set's shares of thought and result, both above 0, sum 1.`;
  }
  if (numItems !== undefined && !(numItems > 0))
    return `The number of supervised tokens is ${numItems}. Give a number above 0.`;
  return undefined;
}

/** Counts the tokens of thought and result in a row. */
export function countRow(row: SegmentRow): RowCounts {
  let think = 0;
  let result = 0;
  for (let i = 0; i < row.length; i++) {
    if (isThink(row[i]!)) think++;
    else if (isResult(row[i]!)) result++;
  }
  return { think, result };
}

/** True when a row counts: it has both segments (`skip`), or any (`renorm`). */
export function rowCounts(counts: RowCounts, missing: Missing): boolean {
  return missing === 'skip' ? counts.think > 0 && counts.result > 0 : counts.think + counts.result > 0;
}

/**
 * The weights of the segments of each row, one entry per row of `counts`.
 * @throws RangeError with {@link balanceFault}'s sentence.
 */
export function rowWeights(counts: readonly RowCounts[], options: BalanceOptions): RowWeights[] {
  const fault = balanceFault(options);
  if (fault !== undefined) throw new RangeError(fault);
  const { reduction, missing } = options;
  const kept = counts.filter((row) => rowCounts(row, missing));
  const none: RowWeights = { think: 0, result: 0 };
  if (reduction !== 'sample') {
    const shared = pooledWeights(kept, options);
    return counts.map((row) => (rowCounts(row, missing) ? shared : none));
  }
  return counts.map((row) =>
    rowCounts(row, missing) ? sampleWeights(row, kept.length, options.alpha) : none,
  );
}

function sampleWeights(row: RowCounts, rows: number, alpha: number): RowWeights {
  const think = row.result > 0 ? alpha : 1;
  const result = row.think > 0 ? 1 - alpha : 1;
  return {
    think: row.think > 0 ? think / (rows * row.think) : 0,
    result: row.result > 0 ? result / (rows * row.result) : 0,
  };
}

/** Weights of `batch` and `static-ratio`, the same for all rows that count. */
function pooledWeights(kept: readonly RowCounts[], options: BalanceOptions): RowWeights {
  const { alpha, reduction, shares } = options;
  const totalThink = kept.reduce((sum, row) => sum + row.think, 0);
  const totalResult = kept.reduce((sum, row) => sum + row.result, 0);
  // Given shares say that both segments occur somewhere; else what is missing here is missing.
  const useShares = shares !== undefined;
  const think = totalResult > 0 || useShares ? alpha : 1;
  const result = totalThink > 0 || useShares ? 1 - alpha : 1;
  if (reduction === 'batch') {
    return {
      think: totalThink > 0 ? think / totalThink : 0,
      result: totalResult > 0 ? result / totalResult : 0,
    };
  }
  const total = totalThink + totalResult;
  const items = options.numItems ?? total;
  const rhoThink = shares?.[0] ?? totalThink / total;
  const rhoResult = shares?.[1] ?? totalResult / total;
  return {
    think: rhoThink > 0 ? think / rhoThink / items : 0,
    result: rhoResult > 0 ? result / rhoResult / items : 0,
  };
}

/**
 * The weight of each token's loss, one array per row. Without given shares and items the weights of all rows sum to 1, or
 * to 0 where no row counts; tokens of neither segment weigh 0.
 * @throws RangeError with {@link balanceFault}'s sentence.
 */
export function tokenWeights(rows: readonly SegmentRow[], options: BalanceOptions): Float64Array[] {
  const weights = rowWeights(rows.map(countRow), options);
  return rows.map((row, index) => {
    const { think, result } = weights[index]!;
    const out = new Float64Array(row.length);
    for (let i = 0; i < row.length; i++) {
      if (isThink(row[i]!)) out[i] = think;
      else if (isResult(row[i]!)) out[i] = result;
    }
    return out;
  });
}
