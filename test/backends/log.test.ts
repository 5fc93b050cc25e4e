/** Neither keys nor text of samples can get into the log, an error's message, the console, or what prints an error. */
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatNote, logRequest, type RequestNote } from '../../src/backends/log.ts';
import type { BackendError } from '../../src/core/model/backendError.ts';
import { ask, backendAt, createToken, errorOf, memoryLog, oneKey } from '../support/backends.ts';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';

const note: RequestNote = {
  kind: 'vllm',
  host: '127.0.0.1:8000',
  model: 'qwen3-8b',
  outcome: 'done',
  status: 200,
  attempts: 2,
  durationMs: 1234.6,
  firstTokenMs: 99.5,
  finishReason: 'stop',
  inputTokens: 12,
  outputTokens: 34,
  tokensEstimated: true,
  textCharacters: 56,
  reasoningCharacters: 7,
};

describe('a line', () => {
  it('says where, which model, how long, how it ended, and counts', () => {
    expect(formatNote(note)).toBe(
      'vllm 127.0.0.1:8000 model="qwen3-8b" outcome=done status=200 attempts=2 ms=1235 first=100 finish=stop tokens=~12+34 characters=56+7',
    );
  });

  it('leaves out what is not known', () => {
    const { kind, host, model, textCharacters, reasoningCharacters } = note;
    expect(
      formatNote({
        kind,
        host,
        model,
        textCharacters,
        reasoningCharacters,
        outcome: 'timeout',
        reason: 'idle',
        attempts: 1,
        durationMs: 5,
      }),
    ).toBe('vllm 127.0.0.1:8000 model="qwen3-8b" outcome=timeout/idle attempts=1 ms=5 characters=56+7');
  });

  it('stays one short line whatever a setting holds', () => {
    const line = formatNote({ ...note, model: `a\nfake line\u2028${'x'.repeat(500)}` });
    expect(line).not.toMatch(/[\n\u2028]/);
    expect(line.length).toBeLessThan(400);
  });

  it('is information when things went well or were cancelled, else a warning', () => {
    const log = memoryLog();
    for (const outcome of ['done', 'cancelled', 'server'] as const) logRequest(log, { ...note, outcome });
    expect(log.lines.map((line) => line.split(' ')[0])).toEqual(['info', 'info', 'warn']);
  });
});

describe('a real request leaves no trace of key and text', () => {
  const key = 'sk-VERYSECRET';
  const prompt = 'PRIVATE-SAMPLE tram';
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(() => server.stop());
  afterEach(() => vi.restoreAllMocks());

  it.each(['fault-401', 'fault-error-event'])(
    'not even where the server repeats the key: %s',
    async (model) => {
      const backend = backendAt(server.baseUrl, { keys: oneKey(server.origin, key) });
      const error = await errorOf(backend.generate(ask(model)));
      expect(error.detail).toContain('Bearer (key)');
    },
  );

  it.each([
    'echo',
    'reasoning-content',
    'fault-400',
    'fault-401',
    'fault-404',
    'fault-500',
    'fault-html',
    'fault-malformed',
    'fault-error-event',
    'fault-cut',
    'fault-redirect',
    'fault-stall',
    'oversized',
  ])('%s', async (model) => {
    process.env.OPENAI_LOG = 'debug';
    const printed: unknown[] = [];
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...args) => void printed.push(...args));
    const log = memoryLog();
    const token = createToken();
    let error: BackendError | undefined;
    try {
      const backend = backendAt(server.baseUrl, {
        keys: oneKey(server.origin, key),
        log,
        limits: { idleMs: 200, maxReplyCharacters: 2000 },
      });
      await backend.generate({ model, messages: [{ role: 'user', text: prompt }] }, undefined, token);
    } catch (thrown) {
      error = thrown as BackendError;
    } finally {
      delete process.env.OPENAI_LOG;
    }
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toContain(`model="${model}"`);
    const all = [
      ...log.lines,
      inspect(printed, { depth: 9 }),
      error?.message,
      error?.stack,
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
    ].join('\n');
    expect(printed).toEqual([]);
    expect(all).not.toMatch(/VERYSECRET|PRIVATE-SAMPLE|Half|More and more/);
    // Only what is meant for the screen may hold them, and never the key.
    expect(`${error?.detail} ${JSON.stringify(error?.partial)}`).not.toContain('VERYSECRET');
  });
});
