/** The adapter against a real server on 127.0.0.1, in a process of its own. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiBackend } from '../../src/backends/openaiBackend.ts';
import { mergePrices } from '../../src/backends/prices.ts';
import { probeServer } from '../../src/backends/probe.ts';
import type { ModelEvent } from '../../src/core/model/modelBackend.ts';
import { ask, backendAt, createToken, endpointAt, errorOf, noKeys, oneKey } from '../support/backends.ts';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

/** Joined text of the events of one kind. */
const joined = (events: readonly ModelEvent[], kind: 'text' | 'reasoning'): string =>
  events.map((event) => (event.kind === kind ? event.text : '')).join('');

describe('a reply', () => {
  it('comes in pieces and as a whole, with the tokens that the server counted', async () => {
    const events: ModelEvent[] = [];
    const reply = await backendAt(server.baseUrl).generate(ask('echo'), (event) => events.push(event));
    expect(reply).toEqual({
      text: 'Echo: Which tram?',
      reasoning: '',
      finishReason: 'stop',
      usage: { input: 2, output: 3, estimated: false },
      model: 'echo',
      attempts: 1,
    });
    expect(events.length).toBeGreaterThan(1);
    expect(joined(events, 'text')).toBe(reply.text);
  });

  it.each([
    ['reasoning-content', 'reasoning_content', 'Then say.'],
    ['reasoning', 'reasoning', 'Then say <think>.'],
    ['think-tags', 'think-tags', 'Then say.'],
  ])('keeps reasoning apart: %s', async (model, reasoningFrom, text) => {
    const events: ModelEvent[] = [];
    const reply = await backendAt(server.baseUrl).generate(ask(model), (event) => events.push(event));
    expect(reply).toMatchObject({ text, reasoning: 'Think first.', reasoningFrom });
    expect(joined(events, 'text')).toBe(reply.text);
    expect(joined(events, 'reasoning')).toBe(reply.reasoning);
  });

  it('counts reasoning and kept tokens where the server does', async () => {
    const { usage } = await backendAt(server.baseUrl).generate(ask('reasoning-content'));
    expect(usage).toEqual({ input: 7, output: 9, reasoning: 4, cachedInput: 3, estimated: false });
  });

  it('estimates tokens where the server counts none, and says so', async () => {
    const reply = await backendAt(server.baseUrl).generate(ask('no-usage'));
    expect(reply.usage).toEqual({ input: 7, output: 5, estimated: true });
  });

  it('is read from a server that does not stream', async () => {
    const events: ModelEvent[] = [];
    const reply = await backendAt(server.baseUrl).generate(ask('not-streaming'), (event) =>
      events.push(event),
    );
    expect(reply).toMatchObject({ text: 'All at once.', reasoning: 'No stream.', finishReason: 'stop' });
    expect(events).toHaveLength(2);
  });

  it('says when the limit of tokens ended it', async () => {
    expect(await backendAt(server.baseUrl).generate(ask('length'))).toMatchObject({
      text: 'Half of',
      finishReason: 'length',
    });
  });

  it('costs what the table says, and nothing is said of a model without a price', async () => {
    const { prices } = mergePrices({ echo: { input: 1, output: 2, asOf: '2026-11-01' } });
    const reply = await backendAt(server.baseUrl, { prices }).generate(ask('echo'));
    expect(reply.cost).toEqual({ usd: 8e-6, asOf: '2026-11-01', estimated: false });
    expect((await backendAt(server.baseUrl).generate(ask('echo'))).cost).toBeUndefined();
  });

  it('comes for many requests at once, each its own', async () => {
    const backend = backendAt(server.baseUrl);
    const texts = Array.from({ length: 20 }, (_, i) => `Question ${i}`);
    const replies = await Promise.all(texts.map((text) => backend.generate(ask('echo', text))));
    expect(replies.map(({ text }) => text)).toEqual(texts.map((text) => `Echo: ${text}`));
  });

  it('comes from the queue of a test', async () => {
    await server.script({ match: 'bus', text: 'Bus 9.' }, { text: 'Tram 4.', reasoning: 'Look.' });
    const backend = backendAt(server.baseUrl);
    expect(await backend.generate(ask('scripted'))).toMatchObject({ text: 'Tram 4.', reasoning: 'Look.' });
    expect((await backend.generate(ask('scripted', 'Which bus?'))).text).toBe('Bus 9.');
  });
});

describe('what is sent', () => {
  const whole = {
    ...ask('echo'),
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Hi' },
    ] as const,
    temperature: 0.5,
    maxOutputTokens: 50,
    seed: 7,
    stop: ['END'],
  };

  it('is what was given, in the words of the server', async () => {
    await backendAt(server.baseUrl).generate(whole);
    const [seen] = await server.requests();
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/chat/completions', query: '' });
    expect(seen!.body).toEqual({
      model: 'echo',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      max_tokens: 50,
      seed: 7,
      stop: ['END'],
    });
  });

  it("names the limit of tokens as OpenAI's own models want it", async () => {
    const endpoint = { ...endpointAt(server.baseUrl, 'openai') };
    await backendAt(server.baseUrl, { endpoint, keys: oneKey(server.origin, 'sk-1') }).generate(whole);
    const [seen] = await server.requests();
    expect(seen!.body).toMatchObject({ max_completion_tokens: 50 });
    expect(seen!.body).not.toHaveProperty('max_tokens');
  });

  it('carries the key of this origin, and no header of the SDK or the environment', async () => {
    process.env.OPENAI_API_KEY = 'sk-environment';
    process.env.OPENAI_CUSTOM_HEADERS = 'x-custom: sk-custom';
    process.env.OPENAI_ORG_ID = 'org-environment';
    try {
      await backendAt(server.baseUrl, { keys: oneKey(server.origin, 'sk-mine') }).generate(ask('echo'));
      await backendAt(server.baseUrl).generate(ask('echo'));
    } finally {
      delete process.env.OPENAI_API_KEY;
      delete process.env.OPENAI_CUSTOM_HEADERS;
      delete process.env.OPENAI_ORG_ID;
    }
    const [withKey, without] = await server.requests();
    expect(withKey!.headers.authorization).toBe('Bearer sk-mine');
    expect(without!.headers.authorization).toBeUndefined();
    expect(Object.keys(withKey!.headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'host',
      'pragma',
      'sec-fetch-mode',
      'user-agent',
    ]);
    expect(JSON.stringify([withKey, without])).not.toMatch(/environment|custom/);
  });

  it("has Azure's header, path and version", async () => {
    const endpoint = endpointAt(`${server.origin}/openai/deployments/echo?api-version=2024-10-21`, 'azure');
    const keys = oneKey(server.origin, 'azure-key');
    await createOpenAiBackend({ endpoint, keys }).generate(ask('echo'));
    const [seen] = await server.requests();
    expect(seen).toMatchObject({
      path: '/openai/deployments/echo/chat/completions',
      query: '?api-version=2024-10-21',
    });
    expect(seen!.headers['api-key']).toBe('azure-key');
    expect(seen!.headers.authorization).toBeUndefined();
  });

  it('is nothing when a key is missing, the request is wrong, or it is cancelled before', async () => {
    const endpoint = endpointAt(server.baseUrl, 'openai');
    expect(
      await errorOf(createOpenAiBackend({ endpoint, keys: noKeys }).generate(ask('echo'))),
    ).toMatchObject({
      code: 'refused-key',
      reason: 'no-key',
      attempts: 0,
    });
    const backend = backendAt(server.baseUrl);
    expect(await errorOf(backend.generate({ ...ask('echo'), temperature: 9 }))).toMatchObject({
      code: 'bad-request',
      attempts: 0,
      detail: 'The temperature must be a number from 0 to 2.',
    });
    const token = createToken();
    token.cancel();
    expect(await errorOf(backend.generate(ask('echo'), undefined, token))).toMatchObject({
      code: 'cancelled',
      attempts: 0,
    });
    expect(await server.requests()).toEqual([]);
  });

  it('never follows a redirect: another origin sees neither key nor text', async () => {
    const backend = backendAt(server.baseUrl, { keys: oneKey(server.origin, 'sk-mine') });
    expect(await errorOf(backend.generate(ask('fault-redirect')))).toMatchObject({
      code: 'not-found',
      reason: 'redirect',
      status: 307,
      attempts: 1,
    });
    const paths = (await server.requests()).map(({ path }) => path);
    expect(paths).toEqual(['/v1/chat/completions']);
  });

  it('leaves stream_options out for a server that refuses it, and remembers that', async () => {
    const backend = backendAt(server.baseUrl, { retry: { attempts: 1 } });
    expect(await backend.generate(ask('fault-stream-options'))).toMatchObject({
      attempts: 2,
      usage: { estimated: true },
    });
    expect((await backend.generate(ask('fault-stream-options'))).attempts).toBe(1);
  });
});

describe('probing', () => {
  it('lists the models and tells the kind of server', async () => {
    const result = await probeServer(endpointAt(server.baseUrl), { keys: oneKey(server.origin, 'sk-mine') });
    expect(result).toMatchObject({ ok: true, endpoint: { quirks: { kind: 'vllm' } } });
    expect(result.ok && result.models).toContain('echo');
    const [seen] = await server.requests();
    expect(seen).toMatchObject({ method: 'GET', path: '/v1/models' });
    expect(seen!.headers.authorization).toBe('Bearer sk-mine');
  });

  it('tells a server that is none, and a place where nothing is', async () => {
    expect(await probeServer(endpointAt(`${server.origin}/control`))).toMatchObject({
      ok: false,
      error: { code: 'not-found', status: 404 },
    });
    const gone = await startModelServer();
    await gone.stop();
    expect(await probeServer(endpointAt(gone.baseUrl))).toMatchObject({
      ok: false,
      error: { code: 'unreachable' },
    });
  });

  it('ends by itself and when it is cancelled', async () => {
    const hanging = async (_: unknown, init?: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    const slow = await probeServer(endpointAt(server.baseUrl), { fetch: hanging, timeoutMs: 20 });
    expect(slow).toMatchObject({ ok: false, error: { code: 'timeout' } });
    const token = createToken();
    const stopped = probeServer(endpointAt(server.baseUrl), { fetch: hanging, timeoutMs: 60_000, token });
    token.cancel();
    expect(await stopped).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
