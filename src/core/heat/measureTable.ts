/** What the measures are called, mean and are counted in. English words are the keys of their translations. */
import type { MeasureId, ScalingId } from './measures.ts';

/** How a value is written: 0.3 as `30 %`, nats as they are, ratios as `×3.7`. */
export type ValueForm = 'percent' | 'nats' | 'times' | 'plain';

export interface Measure {
  readonly id: MeasureId;
  readonly name: string;
  readonly unit: string;
  /** What it means, in one sentence. */
  readonly words: string;
  readonly form: ValueForm;
  /** `sequential`: from nothing to much; `diverging`: around what is usual. */
  readonly kind: 'sequential' | 'diverging';
  /** The scaling that suits it. */
  readonly scaling: ScalingId;
}

/** In the order in which they are offered. */
export const measures: readonly Measure[] = [
  {
    id: 'weight',
    name: 'Weight',
    unit: 'percent of the weight',
    words: 'How much a token counts in the loss.',
    form: 'percent',
    kind: 'sequential',
    scaling: 'linear',
  },
  {
    id: 'ratio',
    name: 'Against plain fine-tuning',
    unit: 'times plain fine-tuning',
    words:
      'How many times as much a token counts as under plain fine-tuning (SFT), where all tokens count the same.',
    form: 'times',
    kind: 'diverging',
    scaling: 'log',
  },
  {
    id: 'loss',
    name: 'Loss',
    unit: 'nats',
    words: 'How badly the model predicted a token: 0 is certain, 0.7 is one in two, 4.6 is one in a hundred.',
    form: 'nats',
    kind: 'sequential',
    scaling: 'linear',
  },
  {
    id: 'contribution',
    name: 'Weight × loss',
    unit: 'nats',
    words: 'What a token adds to the loss of the sample.',
    form: 'nats',
    kind: 'sequential',
    scaling: 'log',
  },
  {
    id: 'share',
    name: 'Share of the loss',
    unit: 'percent of the sample’s loss',
    words: 'The part of the sample’s loss that comes from a token.',
    form: 'percent',
    kind: 'sequential',
    scaling: 'log',
  },
  {
    id: 'entropy',
    name: 'Entropy',
    unit: 'nats',
    words: 'How undecided the model was before a token, whatever token came.',
    form: 'nats',
    kind: 'sequential',
    scaling: 'linear',
  },
  {
    id: 'gradient',
    name: 'Gradient',
    unit: '0 to √2',
    words: 'How strongly a token pushes the model: the size of its gradient at the logits.',
    form: 'plain',
    kind: 'sequential',
    scaling: 'linear',
  },
  {
    id: 'pull',
    name: 'Weight × gradient',
    unit: 'weighted gradient',
    words: 'How strongly a token pushes the model once it is weighed.',
    form: 'plain',
    kind: 'sequential',
    scaling: 'log',
  },
];

const byId = new Map(measures.map((one) => [one.id, one]));

export function measureOf(id: MeasureId): Measure {
  return byId.get(id)!;
}

/** Why numbers are missing, or are not what one would think. */
export const heatReasons = {
  noLogprobs: {
    words: 'No log-probabilities are known here, so how well tokens were predicted is not known.',
  },
  noEntropies: { words: 'The run did not record entropies.' },
  noGradients: { words: 'The run did not record gradients.' },
  noSupervised: { words: 'No token of this sample is trained.' },
  noWindow: {
    words:
      'The loss divided by the tokens of the whole step, which are not known here; weights are shown as if this sample were alone.',
  },
  noLoss: { words: 'The loss of this sample is 0, so no token has a part of it.' },
  otherTokens: {
    words: 'The two were not cut into the same tokens, so they cannot be compared token by token.',
  },
} as const satisfies Record<string, { readonly words: string }>;

export type HeatReason = keyof typeof heatReasons;

/** What segments are called. */
export const segmentNames: readonly { readonly name: string }[] = [
  { name: 'prompt' },
  { name: 'thought' },
  { name: 'call' },
  { name: 'answer' },
  { name: 'end of turn' },
  { name: 'tool result' },
  { name: 'other' },
];
