/** Messages between the editor and the heatmap's page. Plain data and typed arrays (structured clone). */
import type { HeatBounds, HeatSample, HeatVisit } from '../core/heat/heatSample.ts';
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
export interface HeatListRow {
  readonly key: string;
  /** Line of the data set, from 1; `undefined` where the sample is not in it any more. */
  readonly line: number | undefined;
  readonly id: string | undefined;
  /** The functions that it calls. */
  readonly tools: readonly string[];
  readonly visits: number;
  /** At the last visit. */
  readonly lossThink: number | undefined;
  readonly lossCall: number | undefined;
  /** First minus last call loss: how much was learnt. */
  readonly drop: number | undefined;
  /** The call's share of the sample's loss at the last visit, 0 to 1. */
  readonly callShare: number | undefined;
  /** How far its call loss lies from what is usual in this run, in robust standard deviations (median, MAD). */
  readonly anomaly: number | undefined;
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
