/** Limits of a request, and the guard that ends it when one is reached or the person cancels. */
import type { ModelToken } from '../core/model/modelBackend.ts';

/** How long and how large a reply may become. */
export interface ReplyLimits {
  /** From the call to the whole reply, repeated attempts and the waits between them included; milliseconds. */
  readonly totalMs: number;
  /** From sending a request to the first piece of text or reasoning; milliseconds. Node's own limit is 300,000. */
  readonly firstTokenMs: number;
  /** Between two pieces; milliseconds. */
  readonly idleMs: number;
  /** Characters (UTF-16 units) of text and reasoning together. */
  readonly maxReplyCharacters: number;
}

export const defaultLimits: ReplyLimits = {
  totalMs: 900_000,
  firstTokenMs: 290_000,
  idleMs: 90_000,
  maxReplyCharacters: 400_000,
};

/** Timers from outside, so that tests need not wait. */
export interface Timers {
  /** Milliseconds on a clock that only moves forward. */
  now(): number;
  /** Calls back once after `ms` milliseconds; the handle goes to `clear`. */
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

/** The clock and timers of the machine. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** Why a request was ended from our side. */
export type StopReason = 'cancelled' | 'total' | 'first-token' | 'idle';

/** Thrown by a wait that the guard ended. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

/** How often a token without an event is looked at, in milliseconds. */
const pollMs = 50;
/** The longest time that timers take, in milliseconds (2^31 - 1); longer is for ever. */
const longest = 2_147_483_647;

/**
 * Watches one request. Whoever makes it disposes it. Waits go through `wait`, one at a time, so that each of them ends
 * when the guard does, whatever the other side does.
 */
export class RequestGuard {
  readonly #limits: ReplyLimits;
  readonly #timers: Timers;
  readonly #onStop = new Set<() => void>();
  readonly #subscription: { dispose(): void } | undefined;
  readonly #total: unknown;
  #poll: unknown;
  #phase: unknown;
  #reason: StopReason | undefined;

  constructor(limits: ReplyLimits, token: ModelToken | undefined, timers: Timers) {
    this.#limits = limits;
    this.#timers = timers;
    this.#total = timers.set(() => this.#stop('total'), Math.min(limits.totalMs, longest));
    if (token?.isCancellationRequested) this.#stop('cancelled');
    else if (token?.onCancellationRequested)
      this.#subscription = token.onCancellationRequested(() => this.#stop('cancelled'));
    else if (token) this.#look(token);
  }

  /** Why the request was ended; undefined while it goes on. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Calls back when the request is ended, at once when it is already; the returned function takes that back. */
  #whenStopped(callback: () => void): () => void {
    if (this.#reason !== undefined) {
      callback();
      return () => undefined;
    }
    this.#onStop.add(callback);
    return () => this.#onStop.delete(callback);
  }

  /** A request is sent: the limit for the first token begins. */
  sent(): void {
    this.#arm('first-token', this.#limits.firstTokenMs);
  }

  /** A piece came: the limit between two pieces begins anew. */
  progressed(): void {
    this.#arm('idle', this.#limits.idleMs);
  }

  /** An attempt is over: only the limit of the whole goes on. */
  rested(): void {
    this.#timers.clear(this.#phase);
    this.#phase = undefined;
  }

  /**
   * Waits for something.
   * @throws Stopped when the guard has ended, before or meanwhile; what was waited for is then left alone
   */
  async wait<T>(promise: PromiseLike<T>): Promise<T> {
    let forget = (): unknown => undefined;
    const stopped = new Promise<never>((_, reject) => {
      forget = this.#whenStopped(() => reject(new Stopped(this.#reason!)));
    });
    try {
      // The first of the two wins where both are settled: an ended guard lets nothing pass.
      return await Promise.race([stopped, promise]);
    } finally {
      forget();
    }
  }

  /** Waits a time. @throws Stopped when the guard ends first */
  async sleep(ms: number): Promise<void> {
    let handle: unknown;
    try {
      await this.wait(new Promise<void>((resolve) => (handle = this.#timers.set(resolve, ms))));
    } finally {
      this.#timers.clear(handle);
    }
  }

  /** Ends the watching; nothing is stopped any more. */
  dispose(): void {
    this.rested();
    this.#timers.clear(this.#total);
    this.#timers.clear(this.#poll);
    this.#subscription?.dispose();
    this.#onStop.clear();
  }

  #arm(reason: StopReason, ms: number): void {
    this.rested();
    if (this.#reason === undefined)
      this.#phase = this.#timers.set(() => this.#stop(reason), Math.min(ms, longest));
  }

  #look(token: ModelToken): void {
    this.#poll = this.#timers.set(() => {
      if (token.isCancellationRequested) this.#stop('cancelled');
      else this.#look(token);
    }, pollMs);
  }

  #stop(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const callback of [...this.#onStop]) callback();
    this.#onStop.clear();
  }
}
