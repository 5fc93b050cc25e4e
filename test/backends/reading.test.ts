/** Putting a reply together from pieces; errors in words. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { quirks } from '../../src/backends/quirks.ts';
import { ReplyReader } from '../../src/backends/replyReader.ts';
import { errorOfBody, errorOfNetwork, errorOfResponse, mayPass } from '../../src/backends/serverErrors.ts';
import { ThinkSplitter } from '../../src/backends/thinkTags.ts';
import {
  BackendError,
  backendErrorCodes,
  failureSentence,
  isCancellation,
  type BackendFailure,
} from '../../src/core/model/backendError.ts';
import {
  foldSystem,
  isModelReply,
  requestProblem,
  type ModelEvent,
  type ModelRequest,
} from '../../src/core/model/modelBackend.ts';
import { CancelledError } from '../../src/core/ports.ts';

/** Text and reasoning of a text that comes in pieces. */
function split(pieces: readonly string[]): { text: string; reasoning: string } {
  const splitter = new ThinkSplitter();
  const all = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  const of = (kind: string): string =>
    all
      .filter((piece) => piece.kind === kind)
      .map(({ text }) => text)
      .join('');
  return { text: of('text'), reasoning: of('reasoning') };
}

describe('think tags', () => {
  it.each([
    ['<think>a</think>b', 'b', 'a'],
    ['\n <think>\na\n</think>\n\n b ', 'b ', '\na\n'],
    ['<think></think>b', 'b', ''],
    ['<think>a', '', 'a'],
    ['<think>a</thin', '', 'a</thin'],
    ['<think>a</think>', '', 'a'],
    ['<think>a</think> \n', '', 'a'],
    ['b <think>a</think>', 'b <think>a</think>', ''],
    ['<thinking>a', '<thinking>a', ''],
    ['<th', '<th', ''],
    ['  ', '  ', ''],
    ['a</think>b', 'a</think>b', ''],
    ['<think>a</think><think>c</think>', '<think>c</think>', 'a'],
    ['', '', ''],
  ])('%j is text %j and reasoning %j, however it is cut', (whole, text, reasoning) => {
    for (const size of [1, 2, 3, 5, 100]) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.slice(i * size, (i + 1) * size),
      );
      expect(split(pieces), `pieces of ${size}`).toEqual({ text, reasoning });
    }
  });
});

describe('a reader', () => {
  const context = { host: 'h', model: 'm' };
  const delta = (members: object, finish_reason: string | null = null): object => ({
    choices: [{ delta: members, finish_reason }],
  });
  function read(chunks: readonly object[], max = 1000): { reader: ReplyReader; events: ModelEvent[] } {
    const events: ModelEvent[] = [];
    const reader = new ReplyReader(quirks.vllm, context, max, (event) => events.push(event));
    for (const chunk of chunks) reader.take(chunk);
    return { reader, events };
  }

  it('takes one of two members that say the same', () => {
    const { reader } = read([
      delta({ reasoning: 'a', reasoning_content: 'a' }),
      delta({ content: 'b', reasoning: '' }, 'stop'),
    ]);
    expect(reader.end()).toEqual({
      text: 'b',
      reasoning: 'a',
      reasoningFrom: 'reasoning',
      finishReason: 'stop',
    });
  });

  it('takes content in parts, and leaves out what is none', () => {
    const { reader } = read([
      delta(
        { content: [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }] },
        'stop',
      ),
      { choices: [] },
      { ping: true },
    ]);
    expect(reader.end().text).toBe('ab');
  });

  it('gives events that join to the reply', () => {
    const { reader, events } = read([
      delta({ content: '<think>a' }),
      delta({ content: 'b</think> c' }),
      delta({ content: 'd' }, 'length'),
    ]);
    expect(reader.end()).toMatchObject({ text: 'cd', reasoning: 'ab', finishReason: 'length' });
    expect(events).toEqual([
      { kind: 'reasoning', text: 'a' },
      { kind: 'reasoning', text: 'b' },
      { kind: 'text', text: 'c' },
      { kind: 'text', text: 'd' },
    ]);
  });

  it('never takes a stream without an end for a reply', () => {
    const { reader } = read([delta({ content: 'half' })]);
    expect(() => reader.end()).toThrow(
      expect.objectContaining({ code: 'cut-off', partial: { text: 'half', reasoning: '' } }),
    );
  });

  it('stops at the limit of characters', () => {
    expect(() => read([delta({ content: 'a'.repeat(6) })], 5)).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
  });

  it.each([[null], ['x'], [[1]]])('takes no %j', (chunk) => {
    const { reader } = read([]);
    expect(() => reader.take(chunk)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

describe('what a server says', () => {
  const context = { host: 'h:1', model: 'm' };
  const of = (status: number, body: unknown, hadKey = true): BackendError =>
    errorOfResponse(
      { status, text: typeof body === 'string' ? body : JSON.stringify(body), hadKey },
      context,
    );

  it.each([
    [401, { error: { message: 'x' } }, 'refused-key', undefined],
    [403, { error: { message: 'x' } }, 'refused-key', undefined],
    [402, { error: { message: 'x' } }, 'rate-limited', 'no-quota'],
    [429, { error: { code: 'insufficient_quota' } }, 'rate-limited', 'no-quota'],
    [429, { error: { message: 'context length' } }, 'rate-limited', undefined],
    [404, { error: 'model "m" not found' }, 'not-found', undefined],
    [408, '', 'timeout', undefined],
    [409, '', 'server', undefined],
    [413, '<html>', 'context-length', undefined],
    [400, { error: { code: 'context_length_exceeded' } }, 'context-length', undefined],
    [400, { error: { code: 400, type: 'exceed_context_size_error' } }, 'context-length', undefined],
    [
      400,
      { object: 'error', message: 'maximum context length is 1', code: 400 },
      'context-length',
      undefined,
    ],
    [500, { error: { message: 'the prompt is too long' } }, 'context-length', undefined],
    [400, { error: { code: 'content_filter' } }, 'refused', undefined],
    [
      400,
      { error: { code: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
      'refused',
      undefined,
    ],
    [400, { error: { message: 'x' } }, 'bad-request', undefined],
    [422, { detail: [{ loc: ['body'] }] }, 'bad-request', undefined],
    [418, '', 'bad-request', undefined],
    [502, '<html>', 'server', undefined],
  ] as const)('%i %j is %s', (status, body, code, reason) => {
    expect(of(status, body)).toMatchObject({ code, reason, status, host: 'h:1' });
  });

  it('asks for a key where none was sent', () => {
    expect(of(401, '', false).reason).toBe('no-key');
  });

  it('keeps its words for the screen, cut, and out of the message', () => {
    const words = `secret sample ${'x'.repeat(5000)}`;
    const error = of(400, { error: { message: words } });
    expect(error.detail).toBe(words.slice(0, 1000));
    expect(error.message).not.toContain('secret');
    // What prints or serialises an error does not print them either.
    expect(inspect(error)).not.toContain('secret');
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('is read inside a stream as well', () => {
    expect(errorOfBody({ error: { message: 'x', code: 400 } }, context).code).toBe('bad-request');
    expect(errorOfBody({ error: { message: 'x' } }, context).code).toBe('server');
  });

  it.each([
    ['ECONNREFUSED', false, 'unreachable', false],
    ['ENOTFOUND', false, 'unreachable', false],
    ['CERT_HAS_EXPIRED', false, 'unreachable', false],
    ['ECONNRESET', false, 'cut-off', true],
    ['UND_ERR_SOCKET', true, 'cut-off', true],
    ['UND_ERR_HEADERS_TIMEOUT', false, 'timeout', false],
    ['UND_ERR_BODY_TIMEOUT', true, 'timeout', false],
  ] as const)('network: %s, begun %s: %s, repeated %s', (network, began, code, repeated) => {
    const cause = Object.assign(new Error('connect 10.0.0.1'), { code: network });
    const error = errorOfNetwork(new TypeError('fetch failed', { cause }), began, context);
    expect(error).toMatchObject({ code, detail: network });
    expect(mayPass(error)).toBe(repeated);
  });

  it('is repeated only when nothing of the reply had come', () => {
    const failure: BackendFailure = { code: 'server', host: 'h' };
    expect(mayPass(new BackendError(failure))).toBe(true);
    expect(mayPass(new BackendError({ ...failure, partial: { text: 'a', reasoning: '' } }))).toBe(false);
    expect(mayPass(new BackendError({ code: 'rate-limited', reason: 'no-quota', host: 'h' }))).toBe(false);
    expect(mayPass(new BackendError({ code: 'timeout', reason: 'idle', host: 'h' }))).toBe(false);
  });
});

describe('sentences', () => {
  it.each(backendErrorCodes)('%s says what happened, where, and what to do', (code) => {
    const sentence = failureSentence({ code, host: 'llm.example.com', model: 'm' });
    expect(sentence).toContain('llm.example.com');
    expect(sentence).toMatch(/^[A-Zl].*\.$/);
    // Cancelling needs nothing further.
    if (code !== 'cancelled') expect(sentence.split('. ').length).toBeGreaterThan(1);
  });

  it('tell the wait that a server asks for', () => {
    const wait = (retryAfterMs: number): string =>
      failureSentence({ code: 'rate-limited', host: 'h', retryAfterMs });
    expect(wait(3_600_000)).toContain('wait 3600 seconds');
    expect(wait(200)).toContain('wait 1 second;');
  });

  it('tell cancelling apart, ours and the house’s', () => {
    expect(isCancellation(new BackendError({ code: 'cancelled', host: 'h' }))).toBe(true);
    expect(isCancellation(new CancelledError())).toBe(true);
    expect(isCancellation(new BackendError({ code: 'timeout', host: 'h' }))).toBe(false);
  });
});

describe('requests', () => {
  const request: ModelRequest = { model: 'm', messages: [{ role: 'user', text: 'a' }] };

  it.each([
    [{ model: ' ' }, /No model/],
    [{ messages: [] }, /no message/],
    [{ messages: [{ role: 'system', text: 'a' }] }, /last message/],
    [{ temperature: 2.1 }, /temperature/],
    [{ temperature: Number.NaN }, /temperature/],
    [{ maxOutputTokens: 0 }, /output tokens/],
    [{ seed: 1.5 }, /seed/],
    [{ stop: [] }, /stop/],
    [{ stop: [''] }, /stop/],
  ] as const)('%j is wrong', (change, words) => {
    expect(requestProblem({ ...request, ...change } as ModelRequest)).toMatch(words);
  });

  it('are right otherwise', () => {
    expect(
      requestProblem({ ...request, temperature: 0, seed: 0, stop: ['x'], maxOutputTokens: 1 }),
    ).toBeUndefined();
  });

  it('lose the system role where a backend has none, not its words', () => {
    expect(
      foldSystem([
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Hi' },
        { role: 'assistant', text: 'Ho' },
      ]),
    ).toEqual([
      { role: 'user', text: 'Be brief.\n\nHi' },
      { role: 'assistant', text: 'Ho' },
    ]);
    expect(foldSystem([{ role: 'system', text: 'Be brief.' }])).toEqual([
      { role: 'user', text: 'Be brief.' },
    ]);
    expect(foldSystem(request.messages)).toEqual(request.messages);
  });
});

describe('a stored reply', () => {
  const reply = {
    text: 'a',
    reasoning: '',
    finishReason: 'stop',
    usage: { input: 1, output: 2, estimated: false },
    model: 'm',
    attempts: 1,
  };
  it('is recognised', () => {
    expect(isModelReply(reply)).toBe(true);
    expect(isModelReply({ ...reply, cost: { usd: 0.1, asOf: '2026-01-01', estimated: true } })).toBe(true);
  });
  it.each([
    [null],
    [{ ...reply, text: 1 }],
    [{ ...reply, finishReason: 'end' }],
    [{ ...reply, usage: { input: -1, output: 2, estimated: false } }],
    [{ ...reply, reasoningFrom: 'elsewhere' }],
    [{ ...reply, cost: { usd: '1' } }],
  ])('%j is none', (value) => {
    expect(isModelReply(value)).toBe(false);
  });
});
