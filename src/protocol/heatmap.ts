/** Messages between the editor and the heatmap's page. Plain data and typed arrays (structured clone). */
import type { HeatBounds, HeatSample, HeatVisit } from '../core/heat/heatSample.ts';
import type { Ranked } from '../core/heat/ranking.ts';
import type { MeasureId, ScalingId } from '../core/heat/measures.ts';

/** What the page shows, chosen by the person; kept over a reload. */
export interface HeatView {
  readonly measure: MeasureId;
  readonly scaling: ScalingId;
  /** Index of the visit that is shown. */
  readonly visit: number;
  /** The visit that is taken away from it: of this sample, or of the same sample in the other run. */
  readonly minus: { readonly run: 'same' | 'other'; readonly visit: number } | undefined;
  /** Values below it stay without colour; in the measure's unit. */
  readonly threshold: number | undefined;
  /** The α that weights are worked out anew with; `undefined`: as trained. */
  readonly alpha: number | undefined;
}

/** A run as the page tells of it. */
export interface HeatRun {
  /** Opaque; stays the same while the run lies where it lies. */
  readonly id: string;
  readonly name: string;
  /** `run`'s facts in order: what, words. */
  readonly facts: readonly (readonly [what: string, words: string])[];
  /** What a person must know before they believe a number: made by a machine, measured on a CPU, a preview. */
  readonly note: string | undefined;
  /** Curves; empty where nothing was trained. */
  readonly steps: readonly HeatStep[];
  readonly bounds: HeatBounds;
  /** Damaged files and the like, as sentences. */
  readonly faults: readonly string[];
  /** What can be done from here, as buttons beside the note; carried out by the editor. */
  readonly actions?: readonly { readonly id: string; readonly label: string }[];
}

/** An optimizer step. */
export interface HeatStep {
  readonly step: number;
  readonly alpha: number | undefined;
  readonly lossThink: number | undefined;
  readonly lossCall: number | undefined;
  readonly loss: number | undefined;
}

/** A sample of the run, for the list. Losses are means in nats. */
export interface HeatListRow extends Ranked {
  /** Line of the data set, from 1; `undefined` where the sample is not in it any more. */
  readonly line: number | undefined;
  readonly id: string | undefined;
  /** The functions that it calls. */
  readonly tools: readonly string[];
  readonly stale: boolean;
  /** It is in the hard pool. */
  readonly hard: boolean;
}

/** Why there is no heat, with what can be done: `action`s are carried out by the editor. */
export interface HeatNothing {
  readonly title: string;
  /** Paragraphs of plain text. */
  readonly words: readonly string[];
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}

/** The same sample in another run. */
export interface HeatCompare {
  readonly run: { readonly id: string; readonly name: string };
  /** Token by token those of the sample; empty with `reason` where it was cut into other tokens or is not there. */
  readonly visits: readonly HeatVisit[];
  readonly reason: string | undefined;
}

/** Editor to page. */
export type ToHeatmap =
  | {
      readonly type: 'sample';
      /** Kept by the page, and given back after a reload. */
      readonly reference: unknown;
      /** Where the sample stands: `weather.jsonl, line 3`. */
      readonly title: string;
      readonly sample: HeatSample;
      readonly run: HeatRun;
      /** Runs that this one may be compared with. */
      readonly others: readonly { readonly id: string; readonly name: string }[];
      /** What differs from the record as it is now, as a sentence; `undefined` where nothing does. */
      readonly staleNote: string | undefined;
      readonly isHard: boolean;
      /** The heat is painted in the editor too. */
      readonly inText: boolean;
      /** `undefined`: the page keeps its own. */
      readonly view: HeatView | undefined;
    }
  | { readonly type: 'nothing'; readonly reference: unknown; readonly nothing: HeatNothing }
  | { readonly type: 'busy'; readonly words: string }
  | { readonly type: 'compare'; readonly compare: HeatCompare | undefined }
  | { readonly type: 'list'; readonly rows: readonly HeatListRow[]; readonly note: string | undefined }
  /** The cursor or selection in the editor, as a range of the sample's text; `undefined` where it is elsewhere. */
  | {
      readonly type: 'cursor';
      readonly span: { readonly start: number; readonly end: number } | undefined;
    }
  /** These samples are in the hard pool, and the shown one is or is not; a new list follows where one was asked for. */
  | { readonly type: 'hard'; readonly keys: readonly string[]; readonly isHard: boolean }
  | { readonly type: 'in-text'; readonly isOn: boolean }
  /** Words of the editor's language for English ones; `{0}` stand for values. */
  | { readonly type: 'words'; readonly words: Readonly<Record<string, string>> };

/** Page to editor. */
export type FromHeatmap =
  /** The page can take messages; `reference` is what it showed before a reload. */
  | { readonly type: 'ready'; readonly reference: unknown }
  /** Select this stretch of the sample's text in the data set; `focus`: and go there. */
  | { readonly type: 'reveal'; readonly start: number; readonly end: number; readonly focus: boolean }
  | { readonly type: 'open'; readonly key: string }
  | { readonly type: 'list' }
  | { readonly type: 'compare'; readonly run: string | undefined }
  | { readonly type: 'hard-pool'; readonly keys: readonly string[] }
  | { readonly type: 'view'; readonly view: HeatView }
  | { readonly type: 'in-text'; readonly isOn: boolean }
  | {
      readonly type: 'save';
      readonly kind: 'png' | 'svg' | 'csv';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'action'; readonly id: string };

/** The members that a message of each type needs, with what they are. */
const shapes: Readonly<Record<FromHeatmap['type'], Readonly<Record<string, string>>>> = {
  ready: {},
  reveal: { start: 'number', end: 'number', focus: 'boolean' },
  open: { key: 'string' },
  list: {},
  compare: {},
  'hard-pool': { keys: 'object' },
  view: { view: 'object' },
  'in-text': { isOn: 'boolean' },
  save: { kind: 'string', name: 'string', bytes: 'object' },
  action: { id: 'string' },
};

/** Is it a message of the page? The editor acts on no others. */
export function isFromHeatmap(value: unknown): value is FromHeatmap {
  if (typeof value !== 'object' || value === null) return false;
  const message = value as Record<string, unknown>;
  const { type } = message;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return false;
  for (const [member, is] of Object.entries(shapes[type as FromHeatmap['type']]))
    if (typeof message[member] !== is || message[member] === null) return false;
  switch (type as FromHeatmap['type']) {
    case 'compare':
      return message['run'] === undefined || typeof message['run'] === 'string';
    case 'hard-pool':
      return Array.isArray(message['keys']) && message['keys'].every((key) => typeof key === 'string');
    case 'save':
      return (
        ArrayBuffer.isView(message['bytes']) && ['png', 'svg', 'csv'].includes(message['kind'] as string)
      );
    default:
      return true;
  }
}
