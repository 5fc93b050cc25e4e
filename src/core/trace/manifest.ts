/** `manifest.json` of a run, and its lines of steps. Unknown members are passed over; an unknown major version is refused. */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { fault, type TraceFault } from './fault.ts';

/** The format's major version that this reader knows. */
export const knownMajor = 1;

/** What a run says of itself, as far as it is shown or needed to read it. */
export interface TraceManifest {
  readonly version: string;
  /** ISO 8601. */
  readonly created: string | undefined;
  readonly name: string | undefined;
  /** Made by a machine for demonstrations, or measured on something that a person should know. */
  readonly note: string | undefined;
  readonly model: string | undefined;
  readonly tokenizer: string | undefined;
  readonly hardware: string | undefined;
  readonly datasets: readonly { readonly path: string; readonly sha256: string | undefined }[];
  readonly loss: {
    readonly kind: string | undefined;
    readonly reduction: string | undefined;
    readonly missing: string | undefined;
    readonly mode: string | undefined;
    readonly alpha0: number | undefined;
    /** ρ_t and ρ_f of the data set, above 0 and 1 together: what the reduction `static-ratio` divides by. */
    readonly shares: readonly [think: number, result: number] | undefined;
  };
  /** Names of `visit.scalars`' columns. */
  readonly scalars: readonly string[];
}

/** Reads a manifest. */
export function parseManifest(text: string, path: string): TraceManifest | TraceFault {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return fault('manifest', path, 'It is no JSON, so nobody knows how to read this run.');
  }
  if (!isObject(value) || own(value, 'format') !== 'callsmith-trace')
    return fault('manifest', path, 'It is not the manifest of a callsmith-trace.');
  const version = textOf(value, 'version') ?? '';
  const major = Number(/^(\d{1,4})(?:\.|$)/.exec(version)?.[1] ?? NaN);
  if (major !== knownMajor)
    return fault(
      'version',
      path,
      `It is version ${JSON.stringify(version.slice(0, 20))} of the format, and this Callsmith reads ${knownMajor}.x; a newer Callsmith may read it.`,
    );
  const [run, loss, fields] = [memberOf(value, 'run'), memberOf(value, 'loss'), memberOf(value, 'fields')];
  const balance = memberOf(loss, 'balance');
  const scalars = own(fields, 'visit.scalars');
  const datasets = own(value, 'dataset');
  return {
    version,
    created: textOf(value, 'created'),
    name: textOf(run, 'name') ?? textOf(run, 'id'),
    note:
      textOf(value, 'note') ??
      textOf(run, 'note') ??
      (own(value, 'synthetic') === true ? 'synthetic' : undefined),
    model: textOf(memberOf(value, 'model'), 'name'),
    tokenizer: textOf(memberOf(value, 'tokenizer'), 'name'),
    hardware: textOf(run, 'hardware') ?? textOf(value, 'hardware'),
    datasets: (Array.isArray(datasets) ? datasets : []).flatMap((entry) => {
      const name = isObject(entry) ? textOf(entry, 'path') : undefined;
      return name === undefined ? [] : [{ path: name, sha256: textOf(entry as JsonObject, 'sha256') }];
    }),
    loss: {
      kind: textOf(loss, 'kind'),
      reduction: textOf(loss, 'reduction'),
      missing: textOf(loss, 'missing'),
      mode: textOf(balance, 'mode'),
      alpha0: numberOf(balance, 'alpha0'),
      shares: sharesOf(own(loss, 'shares')),
    },
    scalars: Array.isArray(scalars) ? scalars.filter((name) => typeof name === 'string') : [],
  };
}

/** One optimizer step. */
export interface TraceStep {
  readonly step: number;
  readonly attempt: number;
  readonly epoch: number | undefined;
  readonly alpha: number | undefined;
  readonly loss: number | undefined;
  readonly lossThink: number | undefined;
  readonly lossCall: number | undefined;
  readonly lr: number | undefined;
  /** Supervised tokens of thoughts and results in the whole step, and its samples. */
  readonly think: number | undefined;
  readonly call: number | undefined;
  readonly samples: number | undefined;
}

/** Reads lines of steps. A line that is cut off, or no step, is passed over: the last one may be being written. */
export function parseSteps(text: string): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const line of text.split('\n')) {
    let value: JsonValue;
    try {
      value = JSON.parse(line) as JsonValue;
    } catch {
      continue;
    }
    if (!isObject(value)) continue;
    const step = numberOf(value, 'step');
    if (step === undefined) continue;
    steps.push({
      step,
      attempt: numberOf(value, 'attempt') ?? 0,
      epoch: numberOf(value, 'epoch'),
      alpha: numberOf(value, 'alpha'),
      loss: numberOf(value, 'loss'),
      lossThink: numberOf(value, 'loss_think'),
      lossCall: numberOf(value, 'loss_call'),
      lr: numberOf(value, 'lr'),
      think: numberOf(value, 'n_think'),
      call: numberOf(value, 'n_call'),
      samples: numberOf(value, 'n_samples'),
    });
  }
  return steps;
}

/** Steps in order; of one that several attempts have taken, the last attempt's. */
export function lastAttempts(steps: readonly TraceStep[]): TraceStep[] {
  const byStep = new Map<number, TraceStep>();
  for (const one of steps) {
    const known = byStep.get(one.step);
    if (!known || one.attempt >= known.attempt) byStep.set(one.step, one);
  }
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}

function sharesOf(value: JsonValue | undefined): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [think, result] = value;
  if (typeof think !== 'number' || typeof result !== 'number' || !(think > 0 && result > 0)) return undefined;
  return Math.abs(think + result - 1) <= 1e-6 ? [think, result] : undefined;
}

function memberOf(value: JsonObject, key: string): JsonObject {
  const member = own(value, key);
  return isObject(member) ? member : {};
}

function textOf(value: JsonObject, key: string): string | undefined {
  const text = own(value, key);
  return typeof text === 'string' ? text : undefined;
}

function numberOf(value: JsonObject, key: string): number | undefined {
  const number = own(value, key);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
