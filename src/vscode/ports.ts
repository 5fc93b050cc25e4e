/** What the desktop and the web extension host do differently; each has its own file that supplies it. */
import type * as vscode from 'vscode';
import type { CodeDecoders } from '../core/check/decode.ts';
import type { RuleCode, Severity } from '../core/rules/types.ts';
import type { ConfigReader } from './config.ts';
import type { ReadSmallFile } from './smallFiles.ts';
import type { OpenTraceFiles } from './traceFolder.ts';

/** A finding of a sweep: lines and columns 0-based, UTF-16, half-open, as VS Code counts. */
export interface SweepFinding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related: readonly SweepRelated[];
}

/** A further place of a finding. */
export interface SweepRelated {
  readonly message: string;
  /** The file, when it is another one. */
  readonly uri?: vscode.Uri;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The result for one file. */
export interface SweepFile {
  readonly uri: vscode.Uri;
  readonly findings: readonly SweepFinding[];
  /** All findings, also those that were not kept. */
  readonly totals: SweepTotals;
  /** Why the file could not be read; then there are no findings. */
  readonly failure?: string;
}

export interface SweepTotals {
  readonly files: number;
  readonly samples: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
}

export interface SweepRequest {
  /** Files, or folders to walk. */
  readonly uris: readonly vscode.Uri[];
  /** Format chosen for all of them; `undefined`: configuration, setting, vote. */
  readonly format?: string;
  /** Severity changes from the settings, under those of a configuration file. */
  readonly rules: Readonly<Record<string, string>>;
  readonly settingFormat?: string;
  /** Targets picked for the workspace; `undefined`: configuration, then setting. */
  readonly targets?: readonly string[];
  readonly settingTargets?: readonly string[];
  readonly threads: number;
  /** Findings kept per file; the rest is counted only. */
  readonly keepPerFile: number;
}

export interface FixRequest {
  readonly uri: vscode.Uri;
  /** Findings of these rules only; absent: of all. */
  readonly codes: ReadonlySet<string> | undefined;
  /** As in `SweepRequest`. */
  readonly format?: string;
  readonly settingFormat?: string;
  readonly targets?: readonly string[];
  readonly settingTargets?: readonly string[];
  readonly rules: Readonly<Record<string, string>>;
}

/** What an entry brings to `activateWith`. */
export interface Host {
  readonly readSmallFile: ReadSmallFile;
  /** Loads the parsers of answers in Java and JavaScript; absent where they do not run. */
  readonly loadCodeDecoders?: () => Promise<CodeDecoders>;
  /** The files of a recorded run's folder. */
  readonly openTrace: OpenTraceFiles;
  makePorts(configs: ConfigReader): Ports;
}

export interface Ports {
  /** Where the host runs; shown in the log. */
  readonly kind: 'node' | 'web';
  /** Checks files from disk, outside the extension host's own thread where there are threads. */
  sweep(
    request: SweepRequest,
    onFile: (file: SweepFile) => void,
    onProgress: (done: number, total: number, name: string) => void,
    token: vscode.CancellationToken,
  ): Promise<SweepTotals & { readonly skipped: number }>;
  /**
   * Mends what is certain in a file on disk, which is replaced when it is complete; how many findings were mended.
   * Absent where files cannot be replaced.
   */
  readonly fix?: (
    request: FixRequest,
    onProgress: (share: number) => void,
    token: vscode.CancellationToken,
  ) => Promise<number>;
  /** Shows how to install the command line; absent where there is no shell. */
  readonly installCli?: () => Promise<void>;
  dispose(): void;
}
