import type * as vscode from 'vscode';
import type { TraceFiles } from '../core/trace/shard.ts';

/** The files of a recorded run's folder; closed when the run is not shown any more. */
export type OpenTraceFiles = (folder: vscode.Uri) => TraceFiles & { close(): Promise<void> };
