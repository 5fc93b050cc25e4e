/**
 * What is written to the log about a request: where, which model, how long, how it ended, and counts. Neither keys nor
 * prompts nor replies nor a server's words have a place in an entry; there is no member that could hold them.
 */
import type { BackendErrorCode, BackendErrorReason } from '../core/model/backendError.ts';
import type { FinishReason } from '../core/model/modelBackend.ts';
import type { Log } from '../core/ports.ts';
import type { ServerKind } from './quirks.ts';

/** One request, ended. */
export interface RequestNote {
  readonly kind: ServerKind | 'vscode';
  /** Host with port. */
  readonly host: string;
  /** The model's name as the person configured it. */
  readonly model: string;
  readonly outcome: 'done' | BackendErrorCode;
  readonly reason?: BackendErrorReason;
  /** HTTP's status of the last attempt, where there was one. */
  readonly status?: number;
  readonly attempts: number;
  /** From the call to its end, waits included; milliseconds. */
  readonly durationMs: number;
  /** From the call to the first piece of the reply; milliseconds. */
  readonly firstTokenMs?: number;
  readonly finishReason?: FinishReason;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly tokensEstimated?: boolean;
  /** Characters of what came, text and reasoning. */
  readonly textCharacters: number;
  readonly reasoningCharacters: number;
}

/** A name from a setting on one line of a log: no control characters, not endless. */
const oneLine = (name: string): string => {
  const clean = name.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ');
  return clean.length > 100 ? `${clean.slice(0, 100)}…` : clean;
};

/** One line for one request. */
export function formatNote(note: RequestNote): string {
  const { inputTokens, outputTokens, tokensEstimated, firstTokenMs, status, reason } = note;
  const parts = [
    `${note.kind} ${oneLine(note.host)} model=${JSON.stringify(oneLine(note.model))}`,
    `outcome=${note.outcome}${reason === undefined ? '' : `/${reason}`}`,
    status === undefined ? undefined : `status=${status}`,
    `attempts=${note.attempts}`,
    `ms=${Math.round(note.durationMs)}`,
    firstTokenMs === undefined ? undefined : `first=${Math.round(firstTokenMs)}`,
    note.finishReason === undefined ? undefined : `finish=${note.finishReason}`,
    inputTokens === undefined || outputTokens === undefined
      ? undefined
      : `tokens=${tokensEstimated ? '~' : ''}${inputTokens}+${outputTokens}`,
    `characters=${note.textCharacters}+${note.reasoningCharacters}`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** Writes one request to the log: what went well or was cancelled as information, the rest as a warning. */
export function logRequest(log: Log | undefined, note: RequestNote): void {
  if (log === undefined) return;
  const line = formatNote(note);
  if (note.outcome === 'done' || note.outcome === 'cancelled') log.info(line);
  else log.warn(line);
}
