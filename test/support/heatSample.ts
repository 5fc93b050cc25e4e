// A small sample for the heatmap, every number of it chosen by the test.
import type { HeatSample, HeatVisit } from '../../src/core/heat/heatSample.ts';

export function smallVisit(more: Partial<HeatVisit> = {}): HeatVisit {
  return {
    step: 1,
    epoch: 0.5,
    alpha: 0.7,
    recorded: { think: undefined, result: undefined, lossThink: undefined, lossResult: undefined },
    loss: { reduction: 'sample', missing: 'renorm' },
    window: undefined,
    logprobs: undefined,
    entropies: undefined,
    weights: undefined,
    gradients: undefined,
    ...more,
  };
}

/** @param parts a token each: its text and the code of its segment */
export function smallSample(
  parts: readonly (readonly [text: string, segment: number])[],
  more: Partial<HeatSample> = {},
): HeatSample {
  const starts = new Uint32Array(parts.length);
  let at = 0;
  parts.forEach(([text], i) => {
    starts[i] = at;
    at += text.length;
  });
  const first = parts.findIndex(([, segment]) => segment !== 0);
  return {
    key: 'small',
    origin: 'run',
    text: parts.map(([text]) => text).join(''),
    starts,
    lengths: Uint16Array.from(parts, ([text]) => text.length),
    segments: Uint8Array.from(parts, ([, segment]) => segment),
    straddles: new Uint8Array(parts.length),
    linked: new Uint8Array(parts.length).fill(1),
    stale: new Uint8Array(parts.length),
    firstSupervised: first < 0 ? parts.length : first,
    visits: [smallVisit()],
    ...more,
  };
}
