/**
 * The weight of every token's loss under SSB, from segments alone: what the heatmap shows and a changed α would give. The
 * Python package computes the same in the same order (trainer/callsmith_trainer/weights.py); test/suites/ssb/ holds both to
 * it, to the last bit.
 *
 * L = α·L_think + (1 − α)·L_result (BalanceSFT, eq. 3) is a weighted sum of token losses; how answers are put together
 * the paper does not say, so it is a choice:
 *
 * - `sample`: w = α/(B·N_t) or (1 − α)/(B·N_f), with the row's own N_t and N_f and B rows that count;
 * - `batch`: w = α/ΣN_t or (1 − α)/ΣN_f over all rows;
 * - `static-ratio`: w = α/ρ_t/N or (1 − α)/ρ_f/N, with shares ρ of a data set and N supervised tokens;
 * - `token`: w = 1/N for every token, which is plain fine-tuning; α is not used.
 */

/** Codes of segments, as traces and labels have them. */
export const segment = { prompt: 0, think: 1, call: 2, answer: 3, struct: 4, tool: 5, other: 6 } as const;

/** How answers are put together. */
export type Reduction = 'sample' | 'batch' | 'static-ratio' | 'token';

export const reductions: readonly Reduction[] = ['sample', 'batch', 'static-ratio', 'token'];

/** What is done where a row has no thought or no result: the present one gets all weight, or the row is left out. */
export type Missing = 'renorm' | 'skip';

/** How weights are shared. */
export interface WeightOptions {
  /** The share of the thought, from 0 to 1. */
  readonly alpha: number;
  readonly reduction: Reduction;
  readonly missing: Missing;
  /** ρ_t and ρ_f of `static-ratio`, which add up to 1; absent: those of the rows. */
  readonly shares?: readonly [think: number, result: number];
  /** N of `static-ratio` and `token`; absent: the supervised tokens of the rows. */
  readonly items?: number;
}

/** Is the token part of the result: call, answer, and what ends the turn? */
export function isResult(code: number): boolean {
  return code === segment.call || code === segment.answer || code === segment.struct;
}

/**
 * The weights of tokens, a row each.
 * @param rows segment codes of the target tokens, without the straddle bit; other codes than think and result weigh 0
 */
export function tokenWeights(rows: readonly ArrayLike<number>[], options: WeightOptions): Float64Array[] {
  const { missing } = options;
  const counts = rows.map(countSegments);
  const kept = counts.map(({ think, result }) =>
    missing === 'skip' ? think > 0 && result > 0 : think + result > 0,
  );
  const all = { rows: 0, think: 0, result: 0 };
  counts.forEach(({ think, result }, i) => {
    if (!kept[i]) return;
    all.rows++;
    all.think += think;
    all.result += result;
  });
  return rows.map((row, i) => {
    const weights = new Float64Array(row.length);
    if (!kept[i]) return weights;
    const { think, result } = segmentTokenWeights(counts[i]!, all, options);
    for (let j = 0; j < row.length; j++) {
      const code = row[j]!;
      if (code === segment.think) weights[j] = think;
      else if (isResult(code)) weights[j] = result;
    }
    return weights;
  });
}

/** Tokens of thoughts and of results. */
export interface Counts {
  readonly think: number;
  readonly result: number;
}

export function countSegments(row: ArrayLike<number>): Counts {
  let [think, result] = [0, 0];
  for (let i = 0; i < row.length; i++) {
    if (row[i] === segment.think) think++;
    else if (isResult(row[i]!)) result++;
  }
  return { think, result };
}

/** The weight of a token of each segment of a row, from its counts and those of all rows that count. */
export function segmentTokenWeights(
  own: Counts,
  all: Counts & { readonly rows: number },
  { alpha, reduction, shares, items }: WeightOptions,
): Counts {
  if (reduction === 'sample') {
    const think = own.result > 0 ? alpha : 1;
    const result = own.think > 0 ? 1 - alpha : 1;
    return {
      think: own.think > 0 ? think / (all.rows * own.think) : 0,
      result: own.result > 0 ? result / (all.rows * own.result) : 0,
    };
  }
  if (reduction === 'token') {
    const weight = 1 / (items ?? all.think + all.result);
    return { think: own.think > 0 ? weight : 0, result: own.result > 0 ? weight : 0 };
  }
  const think = all.result > 0 || shares ? alpha : 1;
  const result = all.think > 0 || shares ? 1 - alpha : 1;
  if (reduction === 'batch')
    return {
      think: all.think > 0 ? think / all.think : 0,
      result: all.result > 0 ? result / all.result : 0,
    };
  const tokens = all.think + all.result;
  const [ofThink, ofResult] = shares ?? [all.think / tokens, all.result / tokens];
  const total = items ?? tokens;
  return {
    think: ofThink > 0 ? think / ofThink / total : 0,
    result: ofResult > 0 ? result / ofResult / total : 0,
  };
}
