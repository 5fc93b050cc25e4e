/** A sample of a recorded run, as the heatmap shows it; and what of a whole run its page tells. */
import type { Missing, Reduction } from '../ssb/tokenWeights.ts';
import { defaultAlpha } from '../ssb/shares.ts';
import type { TraceManifest, TraceStep } from '../trace/manifest.ts';
import type { TraceRun, TraceSample, Visit, VisitTokens } from '../trace/run.ts';
import type { HeatBounds, HeatLoss, HeatSample, HeatVisit } from './heatSample.ts';
import type { TextLinks } from './textLinks.ts';

/** A recorded sample. Without `links` nothing of it can be selected in the data set. */
export function heatOfTrace(
  sample: TraceSample,
  manifest: TraceManifest,
  steps: readonly TraceStep[],
  links: TextLinks | undefined,
): HeatSample {
  const { render, text, starts, lengths, segments, straddles } = sample;
  const tokens = starts.length;
  const linked = new Uint8Array(tokens);
  const stale = new Uint8Array(tokens);
  if (links)
    for (let i = 0; i < tokens; i++) {
      const state = links.stateOf({ start: starts[i]!, end: starts[i]! + lengths[i]! });
      if (state === 'linked') linked[i] = 1;
      else if (state === 'changed') stale[i] = 1;
    }
  const byStep = new Map(steps.map((step) => [step.step, step]));
  return {
    key: render.key,
    origin: 'run',
    text,
    starts,
    lengths,
    segments,
    straddles,
    linked,
    stale,
    firstSupervised: render.firstSupervised,
    visits: sample.visits.map((visit) => visitOf(visit, byStep.get(visit.step), manifest)),
    loss: heatLossOf(manifest),
  };
}

/** How the run's loss put answers together; what it does not say is what the trainer does by default. */
export function heatLossOf({ loss }: TraceManifest): HeatLoss {
  const reductions: readonly string[] = ['sample', 'batch', 'static-ratio'] satisfies Reduction[];
  return {
    reduction: (reductions.includes(loss.reduction ?? '') ? loss.reduction : 'sample') as Reduction,
    missing: (loss.missing === 'skip' ? 'skip' : 'renorm') satisfies Missing,
  };
}

function visitOf(visit: VisitTokens, step: TraceStep | undefined, manifest: TraceManifest): HeatVisit {
  const { scalars, logprobs, entropies, weights, gradients } = visit;
  const hasWindow =
    step?.samples !== undefined && step.think !== undefined && step.call !== undefined && step.samples > 0;
  return {
    step: visit.step,
    epoch: visit.epoch,
    alpha: alphaOf(visit, step, manifest),
    recorded: {
      think: finite(scalars['n_think']),
      result: finite(scalars['n_call']),
      lossThink: finite(scalars['loss_think']),
      lossResult: finite(scalars['loss_call']),
    },
    window: hasWindow ? { rows: step.samples!, think: step.think!, result: step.call! } : undefined,
    logprobs,
    entropies,
    weights,
    gradients,
  };
}

function alphaOf({ scalars }: Visit, step: TraceStep | undefined, { loss }: TraceManifest): number {
  return finite(scalars['alpha']) ?? step?.alpha ?? loss.alpha0 ?? defaultAlpha;
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** What is usual in a run, from its visits' scalars alone: the same bounds for all samples and steps. */
export function boundsOf(run: TraceRun): HeatBounds {
  return boundsOfVisits(visitsOf(run), run.manifest.loss.alpha0);
}

function* visitsOf(run: TraceRun): Iterable<Visit> {
  for (const key of run.keys()) yield* run.visits(key);
}

/** The same of any visits. */
export function boundsOfVisits(visits: Iterable<Visit>, alpha0 = defaultAlpha): HeatBounds {
  let [low, high] = [Infinity, 0];
  const losses: number[] = [];
  const take = (share: number, tokens: number | undefined) => {
    if (tokens === undefined || tokens <= 0 || share <= 0) return;
    low = Math.min(low, share / tokens);
    high = Math.max(high, share / tokens);
  };
  for (const { scalars } of visits) {
    const alpha = finite(scalars['alpha']) ?? alpha0;
    const [think, result] = [scalars['n_think'], scalars['n_call']];
    take(result === 0 ? 1 : alpha, think);
    take(think === 0 ? 1 : 1 - alpha, result);
    for (const value of [scalars['loss_think'], scalars['loss_call']])
      if (value !== undefined && value > 0 && Number.isFinite(value)) losses.push(value);
  }
  const usual = losses.length === 0 ? 2 : Float64Array.from(losses).sort()[losses.length >> 1]!;
  return { weight: low <= high ? [low, high] : [1e-4, 1], loss: usual };
}
