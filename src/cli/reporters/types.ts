/** What a reporter is: it gets results in order and writes them as it goes. */
import type { SweepFailure, SweepFinding, SweptFile } from '../../core/sweep/types.ts';
import type { Rule } from '../../core/rules/types.ts';
import type { SweepSummary } from '../../core/sweep/sink.ts';
import type { BufferedOutput } from '../io.ts';
import type { Paint } from '../terminal.ts';

export interface Reporter {
  file(file: SweptFile): Promise<void>;
  /** The next findings of the file that was told last, ordered by line and column. */
  findings(path: string, findings: readonly SweepFinding[]): Promise<void>;
  failed(failure: SweepFailure): Promise<void>;
  /** After everything; `exitCode` is what the command is going to answer. */
  end(summary: SweepSummary, exitCode: number): Promise<void>;
}

export interface ReporterOptions {
  readonly out: BufferedOutput;
  readonly paint: Paint;
  /** Width that excerpts are cut to. */
  readonly columns: number;
  /** Width that sentences are wrapped to; absent: the output is no terminal, and a finding stays on one line. */
  readonly wrapAt?: number;
  /** Print every finding, however many. */
  readonly all: boolean;
  readonly rules: readonly Rule[];
  readonly version: string;
  /** Address of the project; absent: no links to the rules' pages. */
  readonly homepage: string | undefined;
}

export type ReporterName = 'pretty' | 'json' | 'ndjson' | 'sarif' | 'github';

/** The totals as they stand in machine-readable output. */
export function totalsOf(summary: SweepSummary) {
  const { files, samples, counts, fixed } = summary;
  const totals = { files, samples, errors: counts.error, warnings: counts.warning, hints: counts.hint };
  return fixed === undefined ? totals : { ...totals, fixed };
}

/** A finding as it stands in machine-readable output: lines and UTF-16 columns from 1, the end exclusive. */
export function plainFinding(path: string, finding: SweepFinding) {
  const { line, column, endLine, endColumn, code, severity, message, pointer, fixable } = finding;
  return { path, line, column, endLine, endColumn, code, severity, message, pointer, fixable };
}
