/** Every fault of a server: what is told, how often it was tried, and that a part is never taken for the whole. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelEvent } from '../../src/core/model/modelBackend.ts';
import { ask, backendAt, createToken, errorOf, hastyTimers } from '../support/backends.ts';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

/** Waits until the server has seen the end of its only request; how it ended. */
const endOfOnly = async (): Promise<string> => {
  await vi.waitFor(async () => expect((await server.requests())[0]?.state).not.toBe('open'), {
    timeout: 10_000,
  });
  const seen = await server.requests();
  expect(seen).toHaveLength(1);
  return seen[0]!.state;
};

describe('told at once', () => {
  it.each([
    ['fault-401', { code: 'refused-key', reason: 'no-key', status: 401 }],
    ['fault-403', { code: 'refused-key', status: 403 }],
    ['fault-404', { code: 'not-found', status: 404, detail: 'model "fault-404" not found' }],
    ['no-such-model', { code: 'not-found', status: 404 }],
    ['fault-400', { code: 'bad-request', status: 400, detail: 'Unsupported value in: Which tram?' }],
    ['fault-context', { code: 'context-length', status: 400 }],
    ['fault-quota', { code: 'rate-limited', reason: 'no-quota', status: 429 }],
    ['fault-429-long', { code: 'rate-limited', status: 429, retryAfterMs: 3_600_000 }],
    ['fault-html', { code: 'malformed', reason: 'content-type', status: 200 }],
    ['fault-malformed-json', { code: 'malformed', status: 200 }],
    ['filtered', { code: 'refused', partial: { text: 'I would', reasoning: '' } }],
    ['refusal', { code: 'refused', detail: 'I cannot help with that.' }],
  ])('%s', async (model, expected) => {
    const error = await errorOf(backendAt(server.baseUrl).generate(ask(model)));
    expect(error).toMatchObject({ ...expected, attempts: 1, host: new URL(server.origin).host });
    expect(await server.requests()).toHaveLength(1);
    // The sentence for the person repeats nothing of the request.
    expect(error.message).not.toContain('tram');
  });

  it('a server that is not there', async () => {
    const gone = await startModelServer();
    await gone.stop();
    expect(await errorOf(backendAt(gone.baseUrl).generate(ask('echo')))).toMatchObject({
      code: 'unreachable',
      attempts: 1,
      detail: 'ECONNREFUSED',
    });
  });
});

describe('repeated', () => {
  it('429 waits as long as the server asks, then succeeds', async () => {
    const events: ModelEvent[] = [];
    const backend = backendAt(server.baseUrl, { timers: hastyTimers, random: () => 0.5 });
    const reply = await backend.generate(ask('fault-429-then-ok'), (event) => events.push(event));
    expect(reply).toMatchObject({ text: 'Echo: Which tram?', attempts: 2 });
    expect(events[0]).toEqual({ kind: 'retry', attempt: 1, waitMs: 1005, code: 'rate-limited' });
  });

  it('500 twice, then success', async () => {
    const reply = await backendAt(server.baseUrl).generate(ask('fault-500-then-ok'));
    expect(reply).toMatchObject({ text: 'Echo: Which tram?', attempts: 3 });
  });

  it('a connection that breaks before anything came', async () => {
    const reply = await backendAt(server.baseUrl).generate(ask('fault-cut-first-then-ok'));
    expect(reply).toMatchObject({ text: 'Echo: Which tram?', attempts: 2 });
  });

  it.each([
    ['fault-429', { code: 'rate-limited', status: 429 }],
    ['fault-500', { code: 'server', status: 500 }],
    ['fault-503-html', { code: 'server', status: 503 }],
  ])('%s until the attempts are used', async (model, expected) => {
    const error = await errorOf(backendAt(server.baseUrl).generate(ask(model)));
    expect(error).toMatchObject({ ...expected, attempts: 4 });
    expect(await server.requests()).toHaveLength(4);
  });

  it('as often as the policy says', async () => {
    const backend = backendAt(server.baseUrl, { retry: { attempts: 2, baseMs: 5 } });
    expect(await errorOf(backend.generate(ask('fault-500')))).toMatchObject({ attempts: 2 });
  });
});

describe('a part is told as a part', () => {
  it.each([
    ['fault-cut', 'cut-off', 'Half of it'],
    ['fault-end', 'cut-off', 'Half of it'],
    ['fault-malformed', 'malformed', 'Half'],
    ['fault-error-event', 'server', 'Half'],
  ])('%s is %s, once, with what had come', async (model, code, text) => {
    const events: ModelEvent[] = [];
    const error = await errorOf(
      backendAt(server.baseUrl).generate(ask(model), (event) => events.push(event)),
    );
    expect(error).toMatchObject({ code, attempts: 1, partial: { text, reasoning: '' } });
    expect(events.map((event) => (event.kind === 'text' ? event.text : '')).join('')).toBe(text);
    expect(await server.requests()).toHaveLength(1);
  });

  it('what breaks after the end costs the count of tokens only', async () => {
    const reply = await backendAt(server.baseUrl).generate(ask('fault-cut-after-finish'));
    expect(reply).toMatchObject({ text: 'All of it.', finishReason: 'stop', usage: { estimated: true } });
  });

  it.each(['oversized', 'oversized-line'])(
    '%s ends at the limit, and the connection with it',
    async (model) => {
      const backend = backendAt(server.baseUrl, { limits: { maxReplyCharacters: 2000 } });
      const error = await errorOf(backend.generate(ask(model)));
      expect(error).toMatchObject({ code: 'too-large', attempts: 1 });
      expect(error.partial?.text.length ?? 0).toBeLessThan(3000);
      expect(await endOfOnly()).toBe('closed');
    },
  );
});

describe('limits of time', () => {
  it('for the first token', async () => {
    const backend = backendAt(server.baseUrl, { limits: { firstTokenMs: 40 } });
    expect(await errorOf(backend.generate(ask('fault-silent')))).toMatchObject({
      code: 'timeout',
      reason: 'first-token',
      attempts: 1,
      partial: undefined,
    });
    expect(await endOfOnly()).toBe('closed');
  });

  it.each(['slow-first-token', 'fault-role-only'])(
    'for the first token, of a server that only says that it is working: %s',
    async (model) => {
      const backend = backendAt(server.baseUrl, { limits: { firstTokenMs: 40 } });
      expect(await errorOf(backend.generate(ask(model)))).toMatchObject({ reason: 'first-token' });
    },
  );

  it('let a slow first token pass when they are long enough', async () => {
    const backend = backendAt(server.baseUrl, { limits: { firstTokenMs: 60_000, idleMs: 60_000 } });
    expect((await backend.generate(ask('slow-first-token'))).text).toBe('Echo: Which tram?');
  });

  it('between two pieces', async () => {
    const backend = backendAt(server.baseUrl, { limits: { idleMs: 40 } });
    expect(await errorOf(backend.generate(ask('fault-stall')))).toMatchObject({
      code: 'timeout',
      reason: 'idle',
      // However slow this machine is: not necessarily both pieces.
      partial: { text: expect.stringMatching(/^Half/) },
    });
    expect(await endOfOnly()).toBe('closed');
  });

  it('of the whole, waits between attempts included', async () => {
    const backend = backendAt(server.baseUrl, {
      limits: { totalMs: 60 },
      retry: { attempts: 100, baseMs: 60_000, capMs: 60_000 },
      random: () => 0.9,
    });
    expect(await errorOf(backend.generate(ask('fault-500')))).toMatchObject({ code: 'timeout', attempts: 1 });
  });
});

describe('cancelling', () => {
  /** Cancels when the first piece has come; milliseconds until the request ended. */
  async function cancelOnFirst(token: ReturnType<typeof createToken>): Promise<number> {
    let cancelledAt = Number.NaN;
    const reply = backendAt(server.baseUrl).generate(
      ask('fault-stall'),
      () => {
        cancelledAt = performance.now();
        token.cancel();
      },
      token,
    );
    const error = await errorOf(reply);
    expect(error).toMatchObject({ code: 'cancelled', attempts: 1 });
    return performance.now() - cancelledAt;
  }

  it('ends the request, and the server sees its connection closed', async () => {
    const token = createToken();
    const ms = await cancelOnFirst(token);
    // The order of events decides; the bound only says that nothing was waited for (the server never ends).
    expect(ms).toBeLessThan(10_000);
    expect(await endOfOnly()).toBe('closed');
    expect(token.listeners).toBe(0);
  });

  it('works before anything came', async () => {
    const token = createToken();
    const reply = errorOf(backendAt(server.baseUrl).generate(ask('fault-silent'), undefined, token));
    await vi.waitFor(async () => expect(await server.requests()).toHaveLength(1));
    token.cancel();
    expect(await reply).toMatchObject({ code: 'cancelled' });
    expect(await endOfOnly()).toBe('closed');
  });

  it('works with a token that has no event', async () => {
    const token = { isCancellationRequested: false };
    const onEvent = (): void => void (token.isCancellationRequested = true);
    const reply = backendAt(server.baseUrl).generate(ask('fault-stall'), onEvent, token);
    expect(await errorOf(reply)).toMatchObject({ code: 'cancelled' });
  });

  it('works between two attempts, and no other is made', async () => {
    const token = createToken();
    const backend = backendAt(server.baseUrl, {
      retry: { baseMs: 60_000, capMs: 60_000 },
      random: () => 0.9,
    });
    const onEvent = (event: ModelEvent): void => {
      if (event.kind === 'retry') token.cancel();
    };
    expect(await errorOf(backend.generate(ask('fault-500'), onEvent, token))).toMatchObject({
      code: 'cancelled',
      attempts: 1,
    });
    expect(await server.requests()).toHaveLength(1);
  });

  it('wins over a fetch that does not listen', async () => {
    const token = createToken();
    const deaf = (): Promise<Response> => new Promise(() => undefined);
    const reply = errorOf(backendAt(server.baseUrl, { fetch: deaf }).generate(ask('echo'), undefined, token));
    token.cancel();
    expect(await reply).toMatchObject({ code: 'cancelled' });
  });
});
