/** What a sweep over whole files tells: plain data, since it crosses from worker to host. */
import type { Mapping } from '../formats/mapping.ts';
import type { DecidedBy, FileFormat } from '../service.ts';
import type { StatedLicence } from '../dataset/licence.ts';
import type { PackedFacts } from '../dataset/packedFacts.ts';
import type { RuleCode, Severities, Severity } from '../rules/types.ts';
import type { LineRange } from '../text/lineRange.ts';
import type { DropCounts, SuppressSettings } from '../suppress.ts';

/** A piece of the text around a finding, on one line, for printing. */
export interface Excerpt {
  readonly text: string;
  /** Where the finding begins and ends in `text`, in UTF-16 units, half-open. */
  readonly start: number;
  readonly end: number;
  /** Something was cut off before or after. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** A further place of a finding. */
export interface RelatedPlace extends LineRange {
  readonly message: string;
  /** The file, when it is another one. */
  readonly path?: string;
}

/** A finding in a file. */
export interface SweepFinding extends LineRange {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  /** RFC 6901, going on inside decoded strings; `''` is the record itself. */
  readonly pointer: string;
  /** `check --fix` mends it: it has a fix that is certain. */
  readonly fixable: boolean;
  readonly related: readonly RelatedPlace[];
  /** How the file is written: told once where it comes at many places (core/habits.ts). Absent: no. */
  readonly habit?: true;
  /** Places of the file that it stands for; absent: this one. */
  readonly count?: number;
  /** Hash of the record's content: the same record gives the same hash wherever it moves. `''` for findings of a file. */
  readonly recordHash: string;
  /** For a finding of the file as a whole: what it is about, the same wherever it is told. */
  readonly key?: string;
  /** Present when `excerpts` was asked for. */
  readonly excerpt?: Excerpt;
}

/** A finding told once per file, not yet in words: the count is known when the whole file was seen. */
export interface SweepFact extends LineRange {
  readonly code: RuleCode;
  readonly key: string;
  readonly severity: Severity;
  readonly count: number;
  readonly pointer: string;
  readonly recordHash: string;
  readonly excerpt?: Excerpt;
}

/** Findings counted by severity. */
export interface SeverityCounts {
  readonly error: number;
  readonly warning: number;
  readonly hint: number;
}

/** What checking a stretch of a file gave. Lines count from 1 at the start of the stretch. */
export interface SweepPart {
  /** How many lines the stretch has; added up, they place the stretches behind it. */
  readonly lines: number;
  readonly bytes: number;
  readonly entries: number;
  readonly samples: number;
  /** In order. */
  readonly findings: readonly SweepFinding[];
  readonly facts: readonly SweepFact[];
  /** All findings of records, those left out included; facts are not in it, and of a habit only what is kept. */
  readonly counts: SeverityCounts;
  /** Findings that were counted but not kept. */
  readonly omitted: number;
  /** For rules that compare the file's records; absent when there is nothing to compare. */
  readonly compare?: PackedFacts;
  /** What was not told; absent when all was. */
  readonly dropped?: DropCounts;
}

/** What decides how a file is checked, beside the file itself. */
export interface FileSettings extends SuppressSettings {
  /** What the files beside it say of its licence. */
  readonly licences?: readonly StatedLicence[];
  /** The format chosen by flag, configuration or setting; absent: the vote decides. */
  readonly chosen?: { readonly id: string; readonly by: Exclude<DecidedBy, 'vote'> };
  readonly severities?: Severities;
  /** Ids of the chosen targets. */
  readonly targets?: readonly string[];
  /** Where the parts of its records stand; see `FileHints`. */
  readonly mapping?: Mapping;
}

/** A file that was checked. */
export interface SweptFile {
  readonly path: string;
  readonly format: FileFormat;
  readonly entries: number;
  readonly samples: number;
  readonly counts: SeverityCounts;
  readonly omitted: number;
  /** Findings that are in no count. */
  readonly dropped: DropCounts;
}

/** A file that could not be checked, or not to its end. */
export interface SweepFailure {
  readonly path: string;
  readonly code:
    | 'not-found'
    | 'not-readable'
    | 'not-a-data-set'
    | 'encoding'
    | 'too-large'
    | 'configuration'
    | 'worker'
    | 'internal';
  /** One sentence: what happened, and what to do. */
  readonly message: string;
}

export const noDropped: DropCounts = { entries: [], known: 0 };

/** The sum of two counts, or of one and nothing. */
export function addDropped(a: DropCounts, b: DropCounts | undefined): DropCounts {
  if (!b || (b.known === 0 && b.entries.length === 0)) return a;
  const entries = new Map(a.entries);
  for (const [entry, count] of b.entries) entries.set(entry, (entries.get(entry) ?? 0) + count);
  return { entries: [...entries].sort(([x], [y]) => x - y), known: a.known + b.known };
}

/** How many findings were not told. */
export function droppedTotal({ entries, known }: DropCounts): number {
  return entries.reduce((sum, [, count]) => sum + count, known);
}

export const noCounts: SeverityCounts = { error: 0, warning: 0, hint: 0 };

/** The sum of two counts. */
export function addCounts(a: SeverityCounts, b: SeverityCounts): SeverityCounts {
  return { error: a.error + b.error, warning: a.warning + b.warning, hint: a.hint + b.hint };
}

/** The first less the second. */
export function subtractCounts(a: SeverityCounts, b: SeverityCounts): SeverityCounts {
  return { error: a.error - b.error, warning: a.warning - b.warning, hint: a.hint - b.hint };
}
