/** When a request is repeated, and after how long. */
import { describe, expect, it } from 'vitest';
import {
  defaultRetryPolicy,
  isRetryableStatus,
  parseRetryAfter,
  retryWait,
} from '../../src/backends/retry.ts';

const now = Date.parse('2026-11-26T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    [' 2 ', 2000],
    ['0.25', 250],
    ['Thu, 26 Nov 2026 12:00:30 GMT', 30_000],
    ['Thursday, 26-Nov-26 12:00:30 GMT', 30_000],
    ['Thu, 26 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['2026-11-26', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });
});

describe('statuses', () => {
  it.each([408, 409, 429, 500, 502, 503, 504, 529])('%i may pass', (status) => {
    expect(isRetryableStatus(status)).toBe(true);
  });
  it.each([200, 301, 400, 401, 403, 404, 413, 422, 600])('%i does not', (status) => {
    expect(isRetryableStatus(status)).toBe(false);
  });
});

describe('the wait', () => {
  const policy = { attempts: 4, baseMs: 500, capMs: 1500, maxRetryAfterMs: 60_000 };

  it('is any time up to a bound that doubles and is capped', () => {
    const bounds = [1, 2, 3].map((attempt) => retryWait(policy, { attempt, mayPass: true }, () => 0.999));
    expect(bounds).toEqual([499, 999, 1498]);
    expect(retryWait(policy, { attempt: 1, mayPass: true }, () => 0)).toBe(0);
  });

  it('is what the server asks and a little more, so that many do not come back together', () => {
    const failed = { attempt: 1, mayPass: true, retryAfterMs: 2000 };
    expect(retryWait(policy, failed, () => 0)).toBe(2000);
    expect(retryWait(policy, failed, () => 0.5)).toBe(2250);
  });

  it('is none when the server asks for more than the cap', () => {
    expect(retryWait(policy, { attempt: 1, mayPass: true, retryAfterMs: 60_001 }, () => 0)).toBeUndefined();
  });

  it('is none when all attempts are used, and when the failure will not pass', () => {
    expect(retryWait(policy, { attempt: 4, mayPass: true }, () => 0)).toBeUndefined();
    expect(retryWait(policy, { attempt: 1, mayPass: false }, () => 0)).toBeUndefined();
    expect(retryWait({ ...policy, attempts: 1 }, { attempt: 1, mayPass: true }, () => 0)).toBeUndefined();
  });

  it('is bounded by default: at most 3 repetitions', () => {
    const waits = [1, 2, 3, 4].map((attempt) =>
      retryWait(defaultRetryPolicy, { attempt, mayPass: true }, () => 0.999),
    );
    expect(waits).toEqual([499, 999, 1998, undefined]);
  });
});
