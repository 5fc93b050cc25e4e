/** What the core needs from outside; faces supply it. Kept small: a port is named where it is needed. */

/** Asks a long computation to stop. Shaped like VS Code's token, so that theirs can be passed in. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

/** Thrown by work that was cancelled; a cancelled computation never returns a partial answer. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled');
  }
}

/** Throws `CancelledError` when the token asks for it; call it after every await. */
export function throwIfCancelled(token: CancellationToken | undefined): void {
  if (token?.isCancellationRequested) throw new CancelledError();
}

/** Milliseconds on a clock that only moves forward. */
export interface Clock {
  now(): number;
}

/** Where notes for the developer of a data set go; never record text, never secrets. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
