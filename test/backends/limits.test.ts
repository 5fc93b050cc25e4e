/** The guard of a request, with a clock that is moved by hand; and the only way out, with a network that is none. */
import { describe, expect, it } from 'vitest';
import { createGuardedFetch, type AttemptTrace, type Fetch } from '../../src/backends/guardedFetch.ts';
import { defaultLimits, RequestGuard, Stopped, type Timers } from '../../src/backends/limits.ts';
import { ask, backendAt, createToken, endpointAt, errorOf } from '../support/backends.ts';

/** Timers whose time passes only when `pass` is called. */
function manualTimers(): Timers & { pass(ms: number): void; readonly pending: number[] } {
  let now = 0;
  let next = 0;
  const waiting = new Map<number, { at: number; callback: () => void }>();
  return {
    now: () => now,
    set(callback, ms) {
      waiting.set(++next, { at: now + ms, callback });
      return next;
    },
    clear: (handle) => void waiting.delete(handle as number),
    pass(ms) {
      now += ms;
      for (const [handle, { at, callback }] of [...waiting].sort((a, b) => a[1].at - b[1].at))
        if (at <= now && waiting.delete(handle)) callback();
    },
    get pending() {
      return [...waiting.values()].map(({ at }) => at - now).sort((a, b) => a - b);
    },
  };
}

const limits = { ...defaultLimits, totalMs: 1000, firstTokenMs: 100, idleMs: 10 };
const never = new Promise<never>(() => undefined);

describe('the guard', () => {
  it('ends a wait with the limit that was reached', async () => {
    for (const [run, reason] of [
      [(guard: RequestGuard) => guard.sent(), 'first-token'],
      [(guard: RequestGuard) => guard.progressed(), 'idle'],
      [() => undefined, 'total'],
    ] as const) {
      const timers = manualTimers();
      const guard = new RequestGuard(limits, undefined, timers);
      run(guard);
      const wait = guard.wait(never);
      timers.pass(1000);
      await expect(wait).rejects.toThrow(expect.objectContaining({ name: 'Stopped', reason }));
      expect(guard.reason).toBe(reason);
      guard.dispose();
    }
  });

  it('begins the limit between pieces anew with each piece', () => {
    const timers = manualTimers();
    const guard = new RequestGuard(limits, undefined, timers);
    guard.sent();
    for (let i = 0; i < 20; i++) {
      guard.progressed();
      timers.pass(9);
    }
    expect(guard.reason).toBeUndefined();
    timers.pass(1);
    expect(guard.reason).toBe('idle');
  });

  it('lets nothing pass once it has ended', async () => {
    const token = createToken();
    const guard = new RequestGuard(limits, token, manualTimers());
    token.cancel();
    await expect(guard.wait(Promise.resolve(1))).rejects.toThrow(Stopped);
  });

  it('leaves neither timers nor listeners behind', async () => {
    const timers = manualTimers();
    const token = createToken();
    const guard = new RequestGuard(limits, token, timers);
    guard.sent();
    expect(await guard.wait(Promise.resolve(1))).toBe(1);
    expect(timers.pending).toEqual([100, 1000]);
    guard.dispose();
    expect(timers.pending).toEqual([]);
    expect(token.listeners).toBe(0);
  });

  it('looks at a token without an event', () => {
    const timers = manualTimers();
    const token = { isCancellationRequested: false };
    const guard = new RequestGuard({ ...limits, totalMs: 100_000 }, token, timers);
    timers.pass(500);
    expect(guard.reason).toBeUndefined();
    token.isCancellationRequested = true;
    timers.pass(50);
    expect(guard.reason).toBe('cancelled');
  });
});

describe('a request', () => {
  const failing: Fetch = async () => new Response('{}', { status: 500 });

  it('has only the limit of the whole while it waits for the next attempt', async () => {
    const timers = manualTimers();
    const backend = backendAt('http://127.0.0.1:1/v1', {
      fetch: failing,
      timers,
      limits: { totalMs: 900, firstTokenMs: 100 },
      retry: { attempts: 2, baseMs: 600, capMs: 600 },
      random: () => 0.5,
    });
    const reply = backend.generate(ask('m'), (event) => {
      // Behind the event comes the wait; a turn later it stands.
      if (event.kind === 'retry')
        setTimeout(() => {
          expect(timers.pending).toEqual([300, 900]);
          timers.pass(300);
        });
    });
    expect(await errorOf(reply)).toMatchObject({ code: 'server', attempts: 2 });
    expect(timers.pending).toEqual([]);
  });
});

describe('the only way out', () => {
  const endpoint = endpointAt('https://llm.example.com/v1');
  const made = (fetch: Fetch, trace: AttemptTrace = {}): Fetch =>
    createGuardedFetch({
      fetch,
      endpoint,
      key: 'sk-1',
      context: { host: endpoint.host },
      maxReplyCharacters: 100,
      wallNow: () => Date.parse('2026-11-26T12:00:00Z'),
      trace,
    });

  it.each([
    'https://llm.example.com.evil.example/v1',
    'http://llm.example.com/v1',
    'https://llm.example.com:8443/v1',
  ])('leads to one origin, not to %s', async (url) => {
    const sent: unknown[] = [];
    const guarded = made(async (input) => {
      sent.push(input);
      return new Response('');
    });
    await expect(guarded(url)).rejects.toMatchObject({ code: 'bad-request' });
    expect(sent).toEqual([]);
  });

  it('sends its own headers, never those that it is given', async () => {
    let init: RequestInit | undefined;
    await made(async (_, given) => {
      init = given;
      return new Response('');
    })(`${endpoint.baseUrl}/x`, { method: 'POST', body: '{}', headers: { 'x-custom': 'sk-other' } });
    expect(Object.fromEntries(new Headers(init?.headers))).toEqual({
      accept: 'text/event-stream, application/json',
      authorization: 'Bearer sk-1',
      'content-type': 'application/json',
    });
    expect(init).toMatchObject({ redirect: 'manual', credentials: 'omit', referrerPolicy: 'no-referrer' });
  });

  it('takes a redirect that a browser hides for one', async () => {
    const hidden = { type: 'opaqueredirect', status: 0, ok: false, body: null } as Response;
    await expect(made(async () => hidden)(endpoint.baseUrl)).rejects.toMatchObject({
      code: 'not-found',
      reason: 'redirect',
      status: undefined,
    });
  });

  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'Thu, 26 Nov 2026 12:00:03 GMT' }, 3000],
    [{ 'retry-after-ms': '40', 'retry-after': '2' }, 40],
  ])('reads the wait that %j asks for', async (headers, retryAfterMs) => {
    const guarded = made(async () => new Response('', { status: 429, headers }));
    await expect(guarded(endpoint.baseUrl)).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs });
  });

  it('reads no more than a bound: of a line, of a whole, of an error', async () => {
    const body = (chunk: string, count: number): ReadableStream<Uint8Array> => {
      let left = count;
      return new ReadableStream({
        pull(controller) {
          if (left-- > 0) controller.enqueue(new TextEncoder().encode(chunk));
          else controller.close();
        },
      });
    };
    const read = async (stream: ReadableStream<Uint8Array>): Promise<number> =>
      (await (await made(async () => new Response(stream))(endpoint.baseUrl)).text()).length;
    // 100 characters: lines up to 66,136 bytes, 126,136 bytes in all.
    expect(await read(body(`${'x'.repeat(999)}\n`, 120))).toBe(120_000);
    await expect(read(body('x'.repeat(1000), 120))).rejects.toMatchObject({ code: 'too-large' });
    await expect(read(body(`${'x'.repeat(999)}\n`, 1000))).rejects.toMatchObject({ code: 'too-large' });
    const trace: AttemptTrace = {};
    const failing = made(async () => new Response(body('x'.repeat(1000), 1000), { status: 500 }), trace);
    await expect(failing(endpoint.baseUrl)).rejects.toMatchObject({ code: 'server', detail: undefined });
    expect(trace.failure?.code).toBe('server');
  });
});
