/** Who a sweep tells, and what it tells at the end. */
import type { SeverityCounts, SweepFailure, SweepFinding, SweptFile } from './types.ts';

/** Absolute counts, failures included. */
export interface SweepProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly counts: SeverityCounts;
}

/** Gets the results, file by file: `file`, then its findings in order; or `skipped`; `failed` can come after either. */
export interface SweepSink {
  file(file: SweptFile): void | Promise<void>;
  /** The next findings of that file. */
  findings(name: string, findings: readonly SweepFinding[]): void | Promise<void>;
  skipped(name: string): void | Promise<void>;
  failed(failure: SweepFailure): void | Promise<void>;
  /** At most some times a second, and at the end. */
  progress?(progress: SweepProgress): void;
}

/** Totals of a sweep. */
export interface SweepSummary {
  /** Files that were checked. */
  readonly files: number;
  readonly skipped: number;
  readonly failed: number;
  readonly entries: number;
  readonly samples: number;
  readonly counts: SeverityCounts;
  /** Findings that were mended before, where that was asked for. */
  readonly fixed?: number;
  /** Findings that are in `counts` but were not told one by one. */
  readonly omitted: number;
  /** Findings that are in no count: suppressed by a configuration, or known to a baseline. */
  readonly dropped: number;
}
