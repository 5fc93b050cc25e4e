/** Scoring given texts on a real server on 127.0.0.1: every way, what is sent, what is told where it fails. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenAiBackendOptions } from '../../src/backends/openaiBackend.ts';
import { mergePrices } from '../../src/backends/prices.ts';
import { quirks, type ServerKind } from '../../src/backends/quirks.ts';
import { createTextScorer } from '../../src/backends/textScorer.ts';
import {
  plainPrompt,
  scoringModes,
  type ScoreRequest,
  type TextScorer,
} from '../../src/core/model/scoring.ts';
import { alignScores } from '../../src/core/trace/alignScores.ts';
import {
  createToken,
  endpointAt,
  errorOf,
  hastyTimers,
  memoryLog,
  noKeys,
  oneKey,
} from '../support/backends.ts';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';
import { cut, logprobOf, render } from '../support/scoringScripts.mjs';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const answer = '<think>Tram “4” 😀 → 東京.</think>\n\n[tram(line="4")]';
const requestOf = (model: string, mode?: ScoreRequest['mode']): ScoreRequest => ({
  model,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Which tram?' },
    { role: 'assistant', content: answer },
  ],
  tools: [],
  ...(mode && { mode }),
});

function scorerAt(options: Partial<OpenAiBackendOptions> = {}, kind?: ServerKind): TextScorer {
  const endpoint = endpointAt(server.baseUrl, kind);
  return createTextScorer({ endpoint, keys: noKeys, retry: { baseMs: 10, capMs: 20 }, ...options });
}

/** What the server's rule gives to the tokens of the answer in a prompt. */
function expected(prompt: string): { readonly text: string; readonly logprob: number }[] {
  const tokens = cut(prompt);
  const before = cut(prompt.slice(0, prompt.lastIndexOf(answer))).length;
  const own = cut(answer).length;
  return tokens.slice(before, before + own).map((bytes, i) => ({
    text: Buffer.from(bytes).toString('latin1'),
    logprob: logprobOf(before + i),
  }));
}

describe('a text is scored', () => {
  it.each<[model: string, mode: ScoreRequest['mode'], way: string, requests: number]>([
    ['score', undefined, 'chat-prompt-logprobs', 1],
    ['score', 'chat', 'chat-prompt-logprobs', 1],
    ['score', 'plain', 'completion-prompt-logprobs', 1],
    ['score-holes', undefined, 'chat-prompt-logprobs', 1],
    ['score-names', undefined, 'chat-prompt-logprobs', 1],
    ['score-no-continue', undefined, 'chat-prompt-logprobs', 2],
    ['score-echo', undefined, 'completion-echo', 4],
    ['score-echo', 'plain', 'completion-echo', 2],
    ['score-echo-one', undefined, 'completion-echo', 5],
  ])('by %s in mode %s: %s', async (model, mode, way, requests) => {
    const request = requestOf(model, mode);
    const reply = await scorerAt().scoreText(request);
    expect(reply).toMatchObject({ way, mode: scoringModes[reply.way], attempts: requests, model });
    const prompt =
      reply.mode === 'chat'
        ? rendered(request, model !== 'score-no-continue')
        : plainPrompt(request.messages);
    expect(reply.usage).toEqual({
      input: cut(prompt).length,
      output: model === 'score-echo' ? 0 : 1,
      estimated: false,
    });
    const alignment = alignScores(reply.scores, answer);
    if (!alignment.ok) throw new Error(alignment.reason);
    expect(alignment.tokens.map(({ logprob }) => logprob)).toEqual(
      expected(prompt).map(({ logprob }) => logprob),
    );
    expect(alignment.tokens.map(({ start, end }) => answer.slice(start, end)).join('')).toBe(answer);
    expect(await server.requests()).toHaveLength(requests);
  });

  const rendered = (request: ScoreRequest, continues: boolean) =>
    render({ messages: request.messages, continue_final_message: continues });

  it('by the way that did before, from the second text on', async () => {
    const scorer = scorerAt();
    await scorer.scoreText(requestOf('score-echo-one'));
    expect(await scorer.scoreText(requestOf('score-echo-one'))).toMatchObject({ attempts: 1 });
    // Another model may want another way.
    expect(await scorer.scoreText(requestOf('score-no-continue', 'chat'))).toMatchObject({ attempts: 2 });
  });

  it('and costs what the table says', async () => {
    const { prices } = mergePrices({ score: { input: 1, output: 2, asOf: '2026-11-01' } });
    const { cost, usage } = await scorerAt({ prices }).scoreText(requestOf('score'));
    expect(cost?.usd).toBeCloseTo((usage.input + 2) / 1e6, 12);
  });
});

describe('what is sent', () => {
  it('is the conversation, the answer going on, nothing to be generated', async () => {
    await scorerAt({ keys: oneKey(server.origin, 'sk-1') }).scoreText(requestOf('score'));
    const [seen] = await server.requests();
    expect(seen).toMatchObject({ path: '/v1/chat/completions', headers: { authorization: 'Bearer sk-1' } });
    expect(seen?.body).toEqual({
      model: 'score',
      max_tokens: 1,
      temperature: 0,
      stream: false,
      prompt_logprobs: 1,
      return_token_ids: true,
      messages: requestOf('score').messages,
      add_generation_prompt: false,
      continue_final_message: true,
    });
  });

  it('is the whole turn where the answer has calls or a thought apart', async () => {
    const tool = { type: 'function', function: { name: 'tram', parameters: { type: 'object' } } };
    const calls = [{ type: 'function', function: { name: 'tram', arguments: { line: '4' } } }];
    await scorerAt().scoreText({
      model: 'score',
      messages: [
        { role: 'user', content: 'Which tram?' },
        { role: 'assistant', content: '', reasoning_content: 'Tram 4.', tool_calls: calls },
      ],
      tools: [tool],
    });
    const [seen] = await server.requests();
    expect(seen?.body).toMatchObject({ tools: [tool], tool_choice: 'none', continue_final_message: false });
    expect(seen?.body?.messages[1]).toEqual({
      role: 'assistant',
      content: '',
      reasoning_content: 'Tram 4.',
      tool_calls: [{ id: 'call_0', type: 'function', function: { name: 'tram', arguments: '{"line":"4"}' } }],
    });
  });

  it('in the mode plain has neither roles nor tags', async () => {
    await scorerAt().scoreText(requestOf('score', 'plain'));
    const [seen] = await server.requests();
    expect(seen?.path).toBe('/v1/completions');
    expect(seen?.body?.prompt).toBe(`Be brief.\n\nWhich tram?\n\n${answer}`);
  });

  it.each<[ServerKind, number]>([
    ['sglang', 2],
    ['ollama', 0],
    ['lm-studio', 0],
    ['openai', 0],
    ['llama-cpp', 2],
  ])('goes the ways of the kind of server: %s', async (kind, requests) => {
    const error = await errorOf(scorerAt({}, kind).scoreText(requestOf('score-no-echo')));
    expect(error).toMatchObject({ code: 'no-scores', attempts: requests });
    expect(await server.requests()).toHaveLength(requests);
    if (quirks[kind].scoringNote) expect(error.detail).toContain(quirks[kind].scoringNote);
  });
});

describe('a server that cannot', () => {
  it('is told with what each way answered, and nothing is made up', async () => {
    const error = await errorOf(scorerAt().scoreText(requestOf('score-ignored')));
    expect(error).toMatchObject({ code: 'no-scores', attempts: 5 });
    expect(error.detail?.split('\n')).toEqual([
      'chat-prompt-logprobs, continue_final_message: There are log-probabilities in it, but not of the prompt.',
      'chat-prompt-logprobs: There are log-probabilities in it, but not of the prompt.',
      'completion-prompt-logprobs: There are log-probabilities in it, but not of the prompt.',
      'completion-echo, max_tokens 0: There are log-probabilities in it, but not of the prompt: echo was ignored.',
      'completion-echo, max_tokens 1: There are log-probabilities in it, but not of the prompt: echo was ignored.',
    ]);
  });

  it('is told when it is llama.cpp, with its own words', async () => {
    const error = await errorOf(scorerAt({}, 'llama-cpp').scoreText(requestOf('score-no-echo')));
    expect(error.message).toContain('gives no log-probabilities of a text that it is given');
    expect(error.detail).toMatch(/^llama-server gives .*\n.*500 Only no echo is supported/);
  });

  it('has no way in the mode that was asked for', async () => {
    const error = await errorOf(scorerAt({}, 'sglang').scoreText(requestOf('score', 'chat')));
    expect(error).toMatchObject({ code: 'no-scores', attempts: 0 });
    expect(error.detail).toBe('SGLang has no way to score in the mode chat.');
  });

  it('gives numbers that are none', async () => {
    const error = await errorOf(scorerAt().scoreText(requestOf('score-odd')));
    expect(error.detail).toContain('Token 2 has no text or no log-probability.');
  });
});

describe('faults', () => {
  it.each([
    ['fault-401', { code: 'refused-key', reason: 'no-key', attempts: 1 }],
    ['no-such-model', { code: 'not-found', status: 404 }],
    ['fault-context', { code: 'context-length', attempts: 1 }],
    ['fault-quota', { code: 'rate-limited', reason: 'no-quota', attempts: 1 }],
    ['fault-429', { code: 'rate-limited', attempts: 4 }],
    ['fault-500', { code: 'server', attempts: 4 }],
    ['fault-html', { code: 'malformed', reason: 'content-type' }],
    ['fault-malformed-json', { code: 'malformed' }],
    ['fault-redirect', { code: 'not-found', reason: 'redirect' }],
  ])('%s', async (model, code) => {
    expect(await errorOf(scorerAt().scoreText(requestOf(model)))).toMatchObject(code);
  });

  it('a reply beyond the limit', async () => {
    const error = await errorOf(scorerAt({ limits: { maxReplyCharacters: 10 } }).scoreText(longRequest()));
    expect(error).toMatchObject({ code: 'too-large', attempts: 1 });
  });
  const longRequest = (): ScoreRequest => ({
    ...requestOf('score'),
    messages: [{ role: 'assistant', content: 'word '.repeat(3000) }],
  });

  it('a request that is none', async () => {
    const error = await errorOf(scorerAt().scoreText({ ...requestOf('score'), messages: [] }));
    expect(error).toMatchObject({ code: 'bad-request', attempts: 0 });
    expect(await server.requests()).toHaveLength(0);
  });

  it('no time, and a stop by the person: the connection is closed', async () => {
    const late = await errorOf(
      scorerAt({ limits: { firstTokenMs: 40 } }).scoreText(requestOf('fault-silent')),
    );
    expect(late).toMatchObject({ code: 'timeout', reason: 'first-token' });
    const token = createToken();
    const stopped = errorOf(scorerAt().scoreText(requestOf('fault-silent'), token));
    await vi.waitFor(async () => expect(await server.requests()).toHaveLength(2));
    token.cancel();
    expect(await stopped).toMatchObject({ code: 'cancelled', attempts: 1 });
    expect(token.listeners).toBe(0);
    await vi.waitFor(async () =>
      expect((await server.requests()).map(({ state }) => state)).toEqual(['closed', 'closed']),
    );
  });

  it('what may pass is repeated', async () => {
    const scorer = scorerAt({ timers: hastyTimers });
    const error = await errorOf(scorer.scoreText(requestOf('fault-500-then-ok')));
    // Then it streams, which is no answer to this.
    expect(error).toMatchObject({ code: 'malformed' });
    expect((await server.requests()).length).toBeGreaterThan(3);
  });
});

describe('key and text', () => {
  const key = 'sk-VERYSECRET';
  it.each(['score', 'score-secret', 'fault-400', 'fault-401', 'fault-html'])(
    'are in no log and no printed error: %s',
    async (model) => {
      const log = memoryLog();
      const scorer = scorerAt({ keys: oneKey(server.origin, key), log });
      const error = await scorer.scoreText(requestOf(model)).then(
        () => undefined,
        (thrown: unknown) => thrown as Error & { detail?: string },
      );
      expect(log.lines).toHaveLength(1);
      const all = [...log.lines, error?.message, error?.stack, inspect(error, { depth: 9 })].join('\n');
      expect(all).not.toMatch(/VERYSECRET|tram/i);
      expect(String(error?.detail)).not.toContain('VERYSECRET');
    },
  );

  it('of another origin goes nowhere', async () => {
    await scorerAt({ keys: oneKey('https://example.org', key) }).scoreText(requestOf('score'));
    expect((await server.requests())[0]?.headers).not.toHaveProperty('authorization');
  });
});
