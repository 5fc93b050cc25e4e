/** A sample of a recorded run, as the heatmap shows it; and what of a whole run its page tells. */
import { type Missing, type Reduction, reductions } from '../ssb/tokenWeights.ts';
import { defaultAlpha } from '../ssb/shares.ts';
import type { TraceManifest, TraceStep } from '../trace/manifest.ts';
import type { TraceRun, TraceSample, Visit, VisitTokens } from '../trace/run.ts';
import type { HeatBounds, HeatLoss, HeatSample, HeatVisit, StepWindow } from './heatSample.ts';
import { isOfWindow, lossBySample, type RunLoss, weightsOfVisit } from './segmentWeights.ts';
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
  const windows = windowsOf(manifest, steps);
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
    visits: sample.visits.map((visit) =>
      visitOf(visit, byStep.get(visit.step), windows.get(visit.step), manifest),
    ),
  };
}

/** How the run's loss put answers together; what it does not say is what the trainer does by default. */
export function heatLossOf({ loss }: TraceManifest): HeatLoss {
  const isKnown = (reductions as readonly string[]).includes(loss.reduction ?? '');
  return {
    reduction: isKnown ? (loss.reduction as Reduction) : 'sample',
    missing: (loss.missing === 'skip' ? 'skip' : 'renorm') satisfies Missing,
    shares: loss.shares,
  };
}

function visitOf(
  visit: VisitTokens,
  step: TraceStep | undefined,
  window: StepWindow | undefined,
  manifest: TraceManifest,
): HeatVisit {
  const { scalars, logprobs, entropies, weights, gradients } = visit;
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
    loss: heatLossOf(manifest),
    window,
    logprobs,
    entropies,
    weights,
    gradients,
  };
}

/**
 * The windows of steps, by step. `static-ratio` that was given no shares of the data set divides by those of all tokens seen
 * so far, which its trainer keeps over a resume, too.
 */
function windowsOf(manifest: TraceManifest, steps: readonly TraceStep[]): Map<number, StepWindow> {
  const { reduction, shares } = heatLossOf(manifest);
  const isRunning = reduction === 'static-ratio' && shares === undefined;
  const windows = new Map<number, StepWindow>();
  let [seenThink, seenResult] = [0, 0];
  for (const { step, samples, think, call } of steps) {
    seenThink += think ?? 0;
    seenResult += call ?? 0;
    if (samples === undefined || think === undefined || call === undefined || samples <= 0) continue;
    const seen = seenThink + seenResult;
    windows.set(step, {
      rows: samples,
      think,
      result: call,
      ...(isRunning && seen > 0 && { shares: [seenThink / seen, seenResult / seen] as const }),
    });
  }
  return windows;
}

function alphaOf({ scalars }: Visit, step: TraceStep | undefined, { loss }: TraceManifest): number {
  return finite(scalars['alpha']) ?? step?.alpha ?? loss.alpha0 ?? defaultAlpha;
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** How a run weighed its samples. */
export function lossOfRun({ manifest, steps }: TraceRun): RunLoss {
  const loss = heatLossOf(manifest);
  const windows = isOfWindow(loss) ? windowsOf(manifest, steps) : undefined;
  return {
    loss,
    alpha: manifest.loss.alpha0 ?? defaultAlpha,
    windowOf: (step) => windows?.get(step),
  };
}

/** What is usual in a run, from its visits' scalars alone: the same bounds for all samples and steps. */
export function boundsOf(run: TraceRun): HeatBounds {
  return boundsOfVisits(visitsOf(run), lossOfRun(run));
}

function* visitsOf(run: TraceRun): Iterable<Visit> {
  for (const key of run.keys()) yield* run.visits(key);
}

/** The same of any visits. */
export function boundsOfVisits(visits: Iterable<Visit>, of: RunLoss = lossBySample): HeatBounds {
  let [low, high] = [Infinity, 0];
  const losses: number[] = [];
  for (const visit of visits) {
    const { think, result } = weightsOfVisit(visit, of);
    for (const weight of [think, result]) {
      if (!(weight > 0)) continue;
      low = Math.min(low, weight);
      high = Math.max(high, weight);
    }
    for (const name of ['loss_think', 'loss_call']) {
      const value = visit.scalars[name];
      if (value !== undefined && value > 0 && Number.isFinite(value)) losses.push(value);
    }
  }
  const usual = losses.length === 0 ? 2 : Float64Array.from(losses).sort()[losses.length >> 1]!;
  return { weight: low <= high ? [low, high] : [1e-4, 0.1], loss: usual };
}
