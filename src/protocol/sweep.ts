/**
 * Messages between a host that sweeps over files and its workers. Everything is plain data (structured clone).
 * A worker does one task at a time, in the order they come, and ends each with `done`.
 */
import type { FileFormat } from '../core/service.ts';
import type { FileSettings, SweepFailure, SweepPart } from '../core/sweep/types.ts';

/** Host to worker: look at a file, and check it unless it is one for several workers. */
export interface CheckFileTask {
  readonly type: 'check-file';
  readonly task: number;
  readonly path: string;
  readonly settings: FileSettings;
  readonly excerpts: boolean;
  readonly everyPlace?: boolean;
  /** Size of the stretches, in bytes. */
  readonly partBytes: number;
  /** A `.json` file of no known format is passed over instead of checked. */
  readonly skipPlainJson: boolean;
}

/** Host to worker: check a stretch of a file whose format is known. */
export interface CheckRangeTask {
  readonly type: 'check-range';
  readonly task: number;
  readonly path: string;
  readonly format: FileFormat;
  /** `byteOffset`s, half-open: lines that begin inside belong to it. */
  readonly start: number;
  readonly end: number;
  readonly settings: FileSettings;
  readonly excerpts: boolean;
  readonly everyPlace?: boolean;
  readonly partBytes: number;
}

/** Host to worker (browser): a file whose text the host hands over, cut anywhere; `last` ends it. */
export interface CheckTextTask {
  readonly type: 'check-text';
  readonly task: number;
  /** Name and folders, for what a format reads from them; nothing is opened. */
  readonly path: string;
  readonly settings: FileSettings;
  readonly excerpts: boolean;
  readonly skipPlainJson: boolean;
}
export interface TextSlice {
  readonly type: 'text-slice';
  readonly task: number;
  readonly text: string;
  readonly last: boolean;
}

export type SweepTask = CheckFileTask | CheckRangeTask;
export type ToSweepWorker = SweepTask | CheckTextTask | TextSlice;

/** Worker to host: what a file is; comes before its parts. */
export interface FileOpened {
  readonly type: 'opened';
  readonly task: number;
  readonly format: FileFormat;
  /** Bytes (of the text's units in the browser). */
  readonly size: number;
  /** The file is large and made of lines: the host is to send tasks for its stretches; no parts follow. */
  readonly inRanges: boolean;
}

/** Worker to host: the file is passed over. */
export interface FileSkipped {
  readonly type: 'skipped';
  readonly task: number;
}

/** Worker to host: parts in order. */
export interface PartChecked {
  readonly type: 'part';
  readonly task: number;
  readonly part: SweepPart;
}

/** Worker to host: the file could not be checked, or not to its end; `done` follows. */
export interface TaskFailed {
  readonly type: 'failed';
  readonly task: number;
  readonly failure: Omit<SweepFailure, 'path'>;
}

/** Worker to host: nothing more comes for this task. */
export interface TaskDone {
  readonly type: 'done';
  readonly task: number;
}

export type FromSweepWorker = FileOpened | FileSkipped | PartChecked | TaskFailed | TaskDone;

const fromWorker: ReadonlySet<unknown> = new Set<FromSweepWorker['type']>([
  'opened',
  'skipped',
  'part',
  'failed',
  'done',
]);

const toWorker: ReadonlySet<unknown> = new Set<ToSweepWorker['type']>([
  'check-file',
  'check-range',
  'check-text',
  'text-slice',
]);

/** The message is one of ours: its tag is known and it names a task. */
export function isFromSweepWorker(message: unknown): message is FromSweepWorker {
  return isTagged(message) && fromWorker.has(message.type);
}

/** The message is one of ours. */
export function isToSweepWorker(message: unknown): message is ToSweepWorker {
  return isTagged(message) && toWorker.has(message.type);
}

function isTagged(message: unknown): message is { type: unknown; task: number } {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof (message as { task?: unknown }).task === 'number' &&
    'type' in message
  );
}
