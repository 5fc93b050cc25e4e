/**
 * How SSB, the paper's loss, shares its weight between thought and result, from token counts alone: no logits and no run.
 *
 * Per sample L = α · mean(thought) + (1 − α) · mean(result) (BalanceSFT, eq. 3), so a token of the thought weighs α/N_t and
 * one of the result (1 − α)/N_f, where plain fine-tuning (SFT) gives each 1/N. N = N_t + N_f.
 */

/** Supervised tokens of a sample, or of a data set. */
export interface SegmentCounts {
  /** N_t: tokens of thoughts, tags included. */
  readonly think: number;
  /** N_f: tokens of calls, answers and what ends the turn. */
  readonly result: number;
}

/** Weights of one sample; they add up to 1 over its tokens. */
export interface SegmentWeights {
  /** Of each token. */
  readonly think: number;
  readonly result: number;
}

/** α of the paper: the share of the thought. */
export const defaultAlpha = 0.7;

/**
 * The weight of each token of a sample under SSB. Where a segment has no token the other one has all the weight (`renorm`);
 * without any token both are 0.
 *
 * @param alpha from 0 to 1
 */
export function ssbWeights({ think, result }: SegmentCounts, alpha: number): SegmentWeights {
  if (think === 0) return { think: 0, result: result === 0 ? 0 : 1 / result };
  if (result === 0) return { think: 1 / think, result: 0 };
  return { think: alpha / think, result: (1 - alpha) / result };
}

/** The weight of each token under plain fine-tuning. */
export function sftWeights({ think, result }: SegmentCounts): SegmentWeights {
  const all = think + result;
  return { think: think === 0 ? 0 : 1 / all, result: result === 0 ? 0 : 1 / all };
}

/** The part of a sample's weight that a segment has, and how much more a token of it weighs than under SFT. */
export interface SegmentShares {
  readonly sft: SegmentWeights;
  readonly ssb: SegmentWeights;
  /** r_t = α·N/N_t and r_f = (1 − α)·N/N_f; 0 for a segment without tokens. */
  readonly ratio: SegmentWeights;
}

/** Shares of the segments; of a data set they are those of the reduction `batch`. */
export function sharesOf(counts: SegmentCounts, alpha: number): SegmentShares {
  const [sft, ssb] = [sftWeights(counts), ssbWeights(counts, alpha)];
  const share = (weights: SegmentWeights): SegmentWeights => ({
    think: weights.think * counts.think,
    result: weights.result * counts.result,
  });
  return {
    sft: share(sft),
    ssb: share(ssb),
    ratio: {
      think: sft.think === 0 ? 0 : ssb.think / sft.think,
      result: sft.result === 0 ? 0 : ssb.result / sft.result,
    },
  };
}

/** Counts of many samples, with what is told of them. */
export class SegmentStatistics {
  readonly #think: number[] = [];
  readonly #result: number[] = [];

  add({ think, result }: SegmentCounts): void {
    this.#think.push(think);
    this.#result.push(result);
  }

  get samples(): number {
    return this.#think.length;
  }

  /** All tokens. */
  get total(): SegmentCounts {
    return { think: sum(this.#think), result: sum(this.#result) };
  }

  /** Tokens of a sample, on average and in the middle; `undefined` without samples. */
  get perSample(): { readonly mean: SegmentCounts; readonly median: SegmentCounts } | undefined {
    if (this.samples === 0) return undefined;
    const { think, result } = this.total;
    return {
      mean: { think: think / this.samples, result: result / this.samples },
      median: { think: median(this.#think), result: median(this.#result) },
    };
  }

  /** Samples in which a segment has no token. */
  get without(): SegmentCounts {
    const none = (counts: readonly number[]) => counts.filter((count) => count === 0).length;
    return { think: none(this.#think), result: none(this.#result) };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
