/** When a failed request is sent again, and how long to wait before: pure, with chance and clock from outside. */

/** How often and how patiently. */
export interface RetryPolicy {
  /** Requests in all, the first included; 1 never repeats. */
  readonly attempts: number;
  /** The first wait is at most this long, the next twice as long, and so on; milliseconds. */
  readonly baseMs: number;
  /** No wait of our own is longer; milliseconds. */
  readonly capMs: number;
  /** A server that asks to wait longer is not waited for: the request fails and says so; milliseconds. */
  readonly maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  baseMs: 500,
  capMs: 20_000,
  maxRetryAfterMs: 60_000,
};

/** Whether a status says that the same request may succeed later. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || (status >= 500 && status <= 599);
}

/**
 * What a `Retry-After` header asks for, in milliseconds; undefined where it is absent or cannot be read.
 * @param value seconds (fractions as some servers write them) or an HTTP date
 * @param nowMs the time of day that a date is compared with, as `Date.now()`
 */
export function parseRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // An HTTP date begins with the day's name; anything else that Date.parse takes would be a guess.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** What is known about a failed attempt. */
export interface FailedAttempt {
  /** Which it was, from 1. */
  readonly attempt: number;
  /** Whether its failure is of a kind that may pass. */
  readonly mayPass: boolean;
  /** What the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * How long to wait before the next attempt, in milliseconds; undefined when there is none. Without a wish of the server
 * it is full jitter: any time up to a bound that doubles, so that many clients do not come back together. With a wish it
 * is that long and a little more, by chance again.
 * @param random from 0 to below 1, as `Math.random`
 */
export function retryWait(
  policy: RetryPolicy,
  failed: FailedAttempt,
  random: () => number,
): number | undefined {
  const { attempt, mayPass, retryAfterMs } = failed;
  if (!mayPass || attempt >= policy.attempts) return undefined;
  if (retryAfterMs === undefined)
    return Math.floor(random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1)));
  if (retryAfterMs > policy.maxRetryAfterMs) return undefined;
  return retryAfterMs + Math.floor(random() * policy.baseMs);
}
