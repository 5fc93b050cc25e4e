/** `manifest.json` of a trace: what the run is. Everything but format and version may be missing; unknown fields are ignored. */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { segmentNames } from '../ssb/segments.ts';
import type { Missing, Reduction } from '../ssb/weights.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { ignoredKeys } from './canonical.ts';
import { bad, good, quoted, type Read } from './faults.ts';

/** Name of the manifest's file. */
export const manifestName = 'manifest.json';
/** The major version of the format that is understood. */
export const traceMajor = 1;
/** Largest manifest that is read, in bytes; a manifest has about two thousand. */
export const maxManifestBytes = 8 * 1024 * 1024;

/** Names of the scalars of a visit where the manifest names none. */
const defaultScalars = ['n_think', 'n_call', 'loss_think', 'loss_call', 'alpha'];

/** A file that was trained on. `path` is a name without folders; `lines` counts all of its lines. */
export interface TraceDataset {
  readonly path: string;
  readonly sha256?: string;
  readonly lines?: number;
}

/** How the loss was put together. */
export interface TraceLoss {
  readonly kind?: string;
  readonly reduction?: Reduction;
  readonly missing?: Missing;
  /** Names of the segments that make the result. */
  readonly result: readonly string[];
  /** `fixed`, `paper`, `kl`, `dro`, `uncertainty` or `dwa`, as the trainer's package names them. */
  readonly balanceMode?: string;
  readonly alpha0?: number;
}

/** The manifest, as far as it is understood. */
export interface TraceManifest {
  readonly version: string;
  readonly created?: string;
  readonly runId?: string;
  readonly runName?: string;
  readonly worldSize?: number;
  readonly framework?: { readonly name: string; readonly version?: string };
  /** True where no model was trained: a demo, told so wherever it is shown. */
  readonly synthetic: boolean;
  /** True where the trace was written before any run: renders and no visits. */
  readonly prepass: boolean;
  readonly datasets: readonly TraceDataset[];
  readonly model?: string;
  readonly tokenizer?: { readonly name?: string; readonly vocabSize?: number; readonly sha256?: string };
  /** `source`: `training`, `original` or `custom`. */
  readonly template?: { readonly name?: string; readonly source?: string; readonly sha256?: string };
  /** The rule for tokens that cover several segments. */
  readonly boundary?: string;
  /** Name of each segment code. */
  readonly segments: ReadonlyMap<number, string>;
  readonly loss: TraceLoss;
  /** Names of the columns of `visit.scalars`. */
  readonly scalars: readonly string[];
  /** Top-level keys of a line that its content hash leaves out. */
  readonly ignoredKeys: ReadonlySet<string>;
  /** Which visits were recorded, as the recorder has it. */
  readonly policy: JsonObject;
}

const text = (object: JsonObject, key: string): string | undefined => {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
};
const number = (object: JsonObject, key: string): number | undefined => {
  const value = own(object, key);
  return typeof value === 'number' ? value : undefined;
};
const child = (object: JsonObject, key: string): JsonObject => {
  const value = own(object, key);
  return isObject(value) ? value : {};
};
const texts = (value: JsonValue | undefined): string[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value as string[]) : undefined;
const oneOf = <T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined =>
  allowed.find((item) => item === value);

/** Reads the manifest's bytes. Refused: what is no manifest, another major version, and offsets in another unit. */
export function readManifest(bytes: Uint8Array): Read<TraceManifest> {
  const source = decodeUtf8(bytes);
  let value: JsonValue | undefined;
  try {
    value = source === undefined ? undefined : (JSON.parse(source) as JsonValue);
  } catch {
    // Told below, with what is not UTF-8.
    value = undefined;
  }
  if (value === undefined)
    return bad(
      'not-a-trace',
      manifestName,
      'It is not JSON in UTF-8. Copy it again from where the run was recorded.',
    );
  if (!isObject(value) || own(value, 'format') !== 'callsmith-trace')
    return bad(
      'not-a-trace',
      manifestName,
      'It is not the manifest of a trace of Callsmith. Open a folder <run>.cstrace.',
    );
  const version = text(value, 'version') ?? '';
  if (!/^\d{1,6}(?:\.|$)/.test(version) || Number.parseInt(version, 10) !== traceMajor) {
    const words = `It is of version ${quoted(own(value, 'version'))} and this release reads ${traceMajor}.x. Update Callsmith, or record with a release that writes ${traceMajor}.x.`;
    return bad('unknown-version', manifestName, words);
  }
  const unit = own(value, 'offset_unit') ?? 'utf16';
  if (unit !== 'utf16') {
    const words = `Its offsets are in ${quoted(unit)} and this release reads utf16. Record with the package of this release.`;
    return bad('unknown-version', manifestName, words);
  }
  return good(manifestOf(value, version));
}

function manifestOf(value: JsonObject, version: string): TraceManifest {
  const run = child(value, 'run');
  const framework = child(run, 'framework');
  const frameworkName = text(framework, 'name');
  const tokenizer = child(value, 'tokenizer');
  const template = child(value, 'template');
  return {
    version,
    created: text(value, 'created'),
    runId: text(run, 'id'),
    runName: text(run, 'name'),
    worldSize: number(run, 'world_size'),
    ...(frameworkName !== undefined && {
      framework: { name: frameworkName, version: text(framework, 'version') },
    }),
    synthetic: own(value, 'synthetic') === true,
    prepass: own(run, 'prepass') === true,
    datasets: datasetsOf(own(value, 'dataset')),
    model: text(child(value, 'model'), 'name'),
    tokenizer: {
      name: text(tokenizer, 'name'),
      vocabSize: number(tokenizer, 'vocab_size'),
      sha256: text(tokenizer, 'sha256'),
    },
    template: {
      name: text(template, 'name'),
      source: text(template, 'source'),
      sha256: text(template, 'sha256'),
    },
    boundary: text(value, 'boundary'),
    segments: segmentsOf(child(value, 'segments')),
    loss: lossOf(child(value, 'loss')),
    scalars: texts(own(child(value, 'fields'), 'visit.scalars')) ?? defaultScalars,
    ignoredKeys: new Set(texts(own(child(value, 'identity'), 'ignored_keys')) ?? ignoredKeys),
    policy: child(value, 'policy'),
  };
}

function datasetsOf(value: JsonValue | undefined): TraceDataset[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((entry) => ({
    path: text(entry, 'path') ?? '',
    sha256: text(entry, 'sha256'),
    lines: number(entry, 'lines'),
  }));
}

function segmentsOf(value: JsonObject): Map<number, string> {
  const segments = new Map<number, string>(segmentNames.map((name, code) => [code, name]));
  for (const [code, name] of Object.entries(value))
    if (/^\d{1,2}$/.test(code) && typeof name === 'string') segments.set(Number(code), name);
  return segments;
}

function lossOf(value: JsonObject): TraceLoss {
  const balance = child(value, 'balance');
  return {
    kind: text(value, 'kind'),
    reduction: oneOf(text(value, 'reduction'), ['sample', 'batch', 'static-ratio']),
    missing: oneOf(text(value, 'missing'), ['renorm', 'skip']),
    result: texts(own(value, 'result')) ?? ['call', 'answer', 'struct'],
    balanceMode: text(balance, 'mode'),
    alpha0: number(balance, 'alpha0'),
  };
}
