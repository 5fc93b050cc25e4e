/** A sample that a model server scored, as the heatmap shows it: log-probabilities of one model, weights from counts, no run. */
import type { TraceSample } from '../trace/run.ts';
import type { HeatSample } from './heatSample.ts';
import type { TextLinks } from './textLinks.ts';
import { bySample } from './segmentWeights.ts';

/**
 * @param sample as `scoredSample` of core/trace makes it
 * @param alpha the share of the thought that its weights were made with
 */
export function heatOfScores(
  { render, text, starts, lengths, segments, straddles, visits }: TraceSample,
  alpha: number,
  links: TextLinks | undefined,
): HeatSample {
  const states = Array.from(starts, (start, i) => links?.stateOf({ start, end: start + lengths[i]! }));
  const { scalars, logprobs } = visits[0]!;
  const finite = (name: string) => {
    const value = scalars[name];
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  };
  return {
    key: render.key,
    origin: 'scored',
    text,
    starts,
    lengths,
    segments,
    straddles,
    linked: Uint8Array.from(states, (state) => Number(state === 'linked')),
    stale: Uint8Array.from(states, (state) => Number(state === 'changed')),
    firstSupervised: render.firstSupervised,
    visits: [
      {
        step: undefined,
        epoch: undefined,
        alpha,
        recorded: {
          think: finite('n_think'),
          result: finite('n_call'),
          lossThink: finite('loss_think'),
          lossResult: finite('loss_call'),
        },
        loss: bySample,
        window: undefined,
        logprobs,
        entropies: undefined,
        // Nobody recorded any: they follow from α.
        weights: undefined,
        gradients: undefined,
      },
    ],
  };
}
