/**
 * A sample as the heatmap shows it: its text cut into tokens, and what is known of each token at each visit. It may come
 * from a recorded run, from a model server that scored the text, or from counts alone (a preview); all are the same shape.
 * Plain data and typed arrays, so that it goes to a page as it is.
 */
import type { Missing, Reduction } from '../ssb/tokenWeights.ts';

/** Where the numbers of a sample come from. Labelled wherever they are shown. */
export type HeatOrigin =
  /** Recorded while a model was trained. */
  | 'run'
  /** Log-probabilities that a model server gave for the text; weights from counts. */
  | 'scored'
  /** No log-probabilities: weights from token counts of a tokenizer. */
  | 'preview'
  /** No log-probabilities: weights from an estimate by characters. */
  | 'estimate';

/** A sample of {@link HeatVisit visits}. All arrays have an element for each token. */
export interface HeatSample {
  /** Of the text's token ids in its run, or any other name that stays the same for the same sample. */
  readonly key: string;
  readonly origin: HeatOrigin;
  /** As the model reads it. */
  readonly text: string;
  /** Places in `text`, UTF-16 units. Tokens are in order; they may leave gaps, and several may share a character's units. */
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
  /** Codes of ssb/tokenWeights.ts. */
  readonly segments: Uint8Array;
  /** 1 where a token reaches over the border of its segment. */
  readonly straddles: Uint8Array;
  /** 1 where the token's text stands in the data set, so that it can be selected there. */
  readonly linked: Uint8Array;
  /** 1 where the record was edited since, so that the token's numbers are of an older text. */
  readonly stale: Uint8Array;
  /** Index of the first token whose prediction was recorded; those before it have no numbers. */
  readonly firstSupervised: number;
  /** In order of steps; at least one. */
  readonly visits: readonly HeatVisit[];
}

/** How the loss put answers together. */
export interface HeatLoss {
  readonly reduction: Reduction;
  readonly missing: Missing;
  /** ρ_t and ρ_f of the data set, which `static-ratio` divides by; `undefined`: those of all steps so far. */
  readonly shares?: readonly [think: number, result: number] | undefined;
}

/** An optimizer step: its samples that count, and their trained tokens. */
export interface StepWindow {
  readonly rows: number;
  readonly think: number;
  readonly result: number;
  /** ρ_t and ρ_f of all tokens that were trained up to this step, this one included; of `static-ratio` alone. */
  readonly shares?: readonly [think: number, result: number];
}

/** A time that a sample was trained, or scored. */
export interface HeatVisit {
  /** Optimizer step; `undefined` where nothing was trained. */
  readonly step: number | undefined;
  readonly epoch: number | undefined;
  /** α of the loss at that step: the share of the thought. */
  readonly alpha: number;
  /** As the trainer recorded them: N_t, N_f, and the mean losses in nats. */
  readonly recorded: {
    readonly think: number | undefined;
    readonly result: number | undefined;
    readonly lossThink: number | undefined;
    readonly lossResult: number | undefined;
  };
  /** How answers were put together then. */
  readonly loss: HeatLoss;
  /** Of the whole optimizer step, which the reductions `batch` and `static-ratio` divide by. */
  readonly window: StepWindow | undefined;
  /** Natural logarithms; NaN where nothing was recorded. */
  readonly logprobs: Float32Array | undefined;
  /** Nats. */
  readonly entropies: Float32Array | undefined;
  /** As the trainer weighed them, where it recorded that. */
  readonly weights: Float32Array | undefined;
  /** ‖p − onehot‖₂, from 0 to √2: the size of the gradient at the logits. */
  readonly gradients: Float32Array | undefined;
}

/** What bounds the colours: the same for all samples and steps of a run, so that they can be compared. */
export interface HeatBounds {
  /** Smallest and largest weight of a token at any visit. */
  readonly weight: readonly [low: number, high: number];
  /** Median of the segments' mean losses over all visits, nats: what is usual in the run. */
  readonly loss: number;
}
