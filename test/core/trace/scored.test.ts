/** Log-probabilities of servers: reading every way they are written, and placing the tokens in a sample's text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { alignScores } from '../../../src/core/trace/alignScores.ts';
import { readScores, type ServerScores } from '../../../src/core/trace/scored.ts';

function scores(value: JsonValue): ServerScores {
  const read = readScores(value);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const chat = (...tokens: readonly [string, number, number[]?][]): JsonValue => ({
  choices: [
    {
      logprobs: {
        content: tokens.map(([token, logprob, bytes]) => ({
          token,
          logprob,
          bytes: bytes ?? null,
          top_logprobs: [],
        })),
      },
    },
  ],
});

describe('log-probabilities', () => {
  it.each<[string, JsonValue]>([
    ['chat-logprobs', chat(['[f', -0.1], ['(a=1)]', -2])],
    [
      'completion-logprobs',
      {
        choices: [
          { logprobs: { tokens: ['[f', '(a=1)]'], token_logprobs: [-0.1, -2], text_offset: [0, 2] } },
        ],
      },
    ],
    [
      'vllm-prompt-logprobs',
      {
        prompt_logprobs: [
          null,
          { '12': { logprob: -0.1, rank: 1, decoded_token: '[f' } },
          { '13': { logprob: -2, decoded_token: '(a=1)]' }, '99': { logprob: -0.2, decoded_token: '(b' } },
        ],
        prompt_token_ids: [1, 12, 13],
      },
    ],
    [
      'llama-cpp',
      {
        completion_probabilities: [
          { id: 5, token: '[f', logprob: -0.1 },
          { id: 6, token: '(a=1)]', logprob: -2 },
        ],
      },
    ],
    ['plain', { tokens: ['[f', '(a=1)]'], logprobs: [-0.1, -2] }],
  ])('of %s', (source, value) => {
    const read = scores(value);
    expect(read.source).toBe(source);
    expect(read.tokens.map(({ text, logprob }) => [text, logprob])).toEqual([
      ['[f', -0.1],
      ['(a=1)]', -2],
    ]);
  });

  it('of the likeliest token and the text’s own, by their ranks', () => {
    const likely = { logprob: -0.1, rank: 1, decoded_token: 'x' };
    const own = { logprob: -4, rank: 9, decoded_token: 'a' };
    const prompt_logprobs: JsonValue = [null, { '3': own, '2': likely }, { '2': likely }];
    expect(scores({ prompt_logprobs }).tokens.map(({ text }) => text)).toEqual(['a', 'x']);
  });

  it('of a line of a batch, and of a first token that has none', () => {
    const body = { choices: [{ logprobs: { tokens: ['a', 'b'], token_logprobs: [null, -1] } }] };
    const read = scores({ custom_id: 'x', response: { status_code: 200, body } });
    expect(read.tokens.map(({ logprob }) => logprob)).toEqual([undefined, -1]);
  });

  it.each<[JsonValue, RegExp]>([
    [{}, /^There are no log-probabilities/],
    [[], /^There are no log-probabilities/],
    [chat(), /is empty/],
    [chat(['a', 3]), /^The log-probability of token 1 is no number up to 0/],
    [{ tokens: ['a'], logprobs: [] }, /^It has 1 tokens and 0/],
    [{ tokens: ['a'], logprobs: ['x'] }, /^Token 1 has no text or no log-probability/],
    [
      { prompt_logprobs: [null, { '1': { logprob: -1, decoded_token: 'a' }, '2': {} }] },
      /nothing says which is the text/,
    ],
    [{ prompt_logprobs: [null, null] }, /^Token 2 has no log-probability/],
  ])('that are none are told: %j', (value, words) => {
    expect(readScores(value)).toMatch(words);
  });
});

describe('placing tokens', () => {
  const placed = (value: JsonValue, text: string) => {
    const alignment = alignScores(scores(value), text);
    if (!alignment.ok) return alignment.reason;
    return alignment.tokens.map(({ start, end, logprob }) => [text.slice(start, end), logprob ?? null]);
  };

  it('finds the answer behind its prompt, where it stands last', () => {
    const reply = chat(['f(', -9], ['a) ', -9], ['f(', -1], ['a)', -2], ['<|im_end|>', -3]);
    expect(placed(reply, 'f(a)')).toEqual([
      ['f(', -1],
      ['a)', -2],
    ]);
  });

  it('puts a character together whose bytes are in several tokens', () => {
    const reply = chat(['\ufffd', -1, [0xf0, 0x9f]], ['\ufffd', -2, [0x98, 0x80]], ['!', -3]);
    expect(placed(reply, '😀!')).toEqual([
      ['😀', -1],
      ['', -2],
      ['!', -3],
    ]);
  });

  it('reads tokens of legacy completions that are no text', () => {
    const logprobs = { tokens: ['bytes:\\xc3', 'bytes:\\xa9'], token_logprobs: [-1, -2] };
    expect(placed({ choices: [{ logprobs }] }, 'é')).toEqual([
      ['é', -1],
      ['', -2],
    ]);
  });

  it('gives no probability to a token that reaches over the border', () => {
    expect(placed(chat([' [', -1], ['f]\n', -2]), '[f]')).toEqual([
      ['[', null],
      ['f]', null],
    ]);
  });

  it('says where another text begins', () => {
    expect(placed(chat(['[f(a=1', -1], [')]', -1]), '[f(a=2)]')).toBe(
      'The server scored another text: it differs from the sample\'s at character 6, near "[f(a=2)]".',
    );
  });

  it('finds every text in any cut of it', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 6 }), (written, cuts) => {
        const bytes = [...new TextEncoder().encode(written)];
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        const tokens = borders
          .slice(1)
          .map((end, i) => ({ bytes: bytes.slice(borders[i], end), text: '', logprob: -1 }));
        const alignment = alignScores({ source: 'plain', tokens }, written);
        expect(alignment.ok).toBe(true);
        if (!alignment.ok) return;
        expect(alignment.tokens.map(({ start, end }) => written.slice(start, end)).join('')).toBe(written);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
