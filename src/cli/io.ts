/** What the command line needs from its surroundings; tests supply their own. */
import type { CancellationToken } from '../core/ports.ts';

export interface Output {
  /** Resolves when more may be written. @throws OutputClosedError when nobody reads any more. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Width in columns; `undefined` when it is no terminal. */
  readonly columns: number | undefined;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths are relative to it. */
  readonly cwd: string;
  /** Set when the person asks to stop. */
  readonly token: CancellationToken;
  readonly version: string;
  /** Where the project is at home; rules are linked below it. Absent: no links. */
  readonly homepage: string | undefined;
  /** Processors to use at most. */
  readonly parallelism: number;
  /** The sweep's worker script; absent: everything runs in one thread. */
  readonly workerPath: string | undefined;
  /** The folder of the grammars for answers in Java and JavaScript; absent: such answers cannot be read. */
  readonly grammarFolder?: string;
}

/** The reader of our output has gone (`callsmith … | head`): stop quietly. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
  constructor() {
    super('The output was closed');
  }
}

/** Something the person can mend: told in one sentence, exit status 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Exit statuses, as documented. */
export const exitStatus = {
  ok: 0,
  findings: 1,
  couldNotRun: 2,
  interrupted: 130,
  outputClosed: 141,
} as const;

/** Gathers small writes into large ones. */
export class BufferedOutput {
  #pending: string[] = [];
  #size = 0;

  constructor(readonly output: Output) {}

  async write(text: string): Promise<void> {
    this.#pending.push(text);
    this.#size += text.length;
    if (this.#size >= 64 * 1024) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#size = 0;
    await this.output.write(text);
  }
}
