/** Tokens of a real tokenizer, in every way in which servers write them, placed in the texts that they are. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignScores, placeTexts } from '../../../src/core/trace/alignScores.ts';
import { createTokenizer } from '../../../src/core/trace/hfTokenizer.ts';
import type { ServerScores, ServerToken } from '../../../src/core/trace/scored.ts';
import { namedTokens, serverWritings, tinyBpe } from '../../support/tinyBpe.ts';

const chinese = '用户想知道东京的天气，应该调用天气函数。先查询城市，再返回温度。🌤️ 温度是 21°C。';
const corpus = [
  readFileSync('examples/funreason.jsonl', 'utf8').slice(0, 20_000),
  chinese.repeat(3),
  'Привет, мир. Погода в Москве? '.repeat(4),
].join('\n');
const json = tinyBpe(corpus, 400);
const tokenizer = createTokenizer(json);
if (typeof tokenizer === 'string') throw new Error(tokenizer);

const scoresOf = (tokens: readonly ServerToken[]): ServerScores => ({ source: 'plain', tokens });
/** Log-probabilities that tell the tokens apart. */
const numbered = (count: number) => Array.from({ length: count }, (_, i) => -(i + 1) / 64);

const answers = [
  '<think>\nThe user asks for the weather.\n</think>\n\n[get_weather(city="Berlin")]',
  `<think>${chinese}</think>\n\n[天气(城市="东京")]`,
  '<think>Привет — “Москва”?</think>\n\n{"name": "погода", "arguments": {"город": "Москва"}}',
  '👩‍👩‍👧 family, flags 🇯🇵🇩🇪, e\u0301, ﬁ, \ufffd as itself, 𝒳',
  '東京',
];

describe.each(Object.keys(serverWritings))('tokens written %s', (writing) => {
  const write = serverWritings[writing]!;

  it.each(answers)('are placed in %j', (answer) => {
    const prompt = `<|im_start|>user\nWetter? ${chinese}<|im_end|>\n<|im_start|>assistant\n`;
    const tokens = [
      ...namedTokens(json, prompt),
      ...namedTokens(json, answer),
      ...namedTokens(json, '<|im_end|>\n'),
    ];
    const logprobs = numbered(tokens.length);
    const alignment = alignScores(scoresOf(write(tokens, logprobs)), answer);
    if (!alignment.ok) throw new Error(alignment.reason);
    const before = namedTokens(json, prompt).length;
    const own = namedTokens(json, answer).length;
    expect(alignment.tokens.map(({ logprob }) => logprob)).toEqual(logprobs.slice(before, before + own));
    expect(alignment.tokens.map(({ start, end }) => answer.slice(start, end)).join('')).toBe(answer);
    if (writing.startsWith('whole')) return;
    // Where a character is in several tokens, the first has it: as the tokens' own places say.
    expect(alignment.tokens.map(({ start, end }) => ({ start, end }))).toEqual(tokenizer.spansOf(answer));
  });

  it('are placed in any text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, (before, answer) => {
        const tokens = [...namedTokens(json, before), ...namedTokens(json, answer)];
        const written = write(tokens, numbered(tokens.length));
        const alignment = alignScores(scoresOf(written), answer);
        expect(alignment.ok).toBe(true);
        if (!alignment.ok) return;
        const { tokens: placed } = alignment;
        expect(placed.map(({ start, end }) => answer.slice(start, end)).join('')).toBe(answer);
        for (let i = 1; i < placed.length; i++) expect(placed[i]!.start).toBe(placed[i - 1]!.end);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('are refused in a text that they are not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.nat(),
        fc.constantFrom('x', 'é', '東', '😀'),
        (answer, at, other) => {
          const characters = [...answer];
          const place = at % characters.length;
          if (characters[place] === other) return;
          const tokens = namedTokens(json, answer);
          const changed = characters.with(place, other).join('');
          const alignment = alignScores(scoresOf(write(tokens, numbered(tokens.length))), changed);
          // What a server writes as U+FFFD cannot be told apart within one character.
          if (alignment.ok) expect(writing).toContain('U+FFFD');
          else expect(alignment.reason).toMatch(/^The server scored another text: it differs/);
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  });
});

describe('several texts', () => {
  const scored = (text: string) => {
    const tokens = namedTokens(json, text);
    return scoresOf(serverWritings['with the bytes']!(tokens, numbered(tokens.length)));
  };

  it('are found in their order, the last as late as it can, in the first way that stands there', () => {
    const text = 'f(1) g(2) <t> f(1) </t> g(2) <end>';
    const placed = placeTexts(scored(text), [['h(3)', 'f(1)'], ['g(2)']]);
    if (!placed.ok) throw new Error(placed.reason);
    expect(placed.texts.map(({ way }) => way)).toEqual([1, 0]);
    const all = namedTokens(json, text).map(({ bytes }) => Buffer.from(bytes).toString());
    const at = (logprob: number | undefined) => all[Math.round(-64 * logprob!) - 1];
    // Behind "<t>", and behind "</t>".
    const first = Math.round(-64 * placed.texts[0]!.tokens.find(({ logprob }) => logprob)!.logprob!);
    expect(all.slice(0, first).join('')).toContain('<t>');
    expect(at(placed.texts[1]!.tokens.find(({ logprob }) => logprob)!.logprob)).toBeDefined();
  });

  it.each<[string[][], number, RegExp]>([
    [[['f(1)'], ['x(2)']], 1, /differs from the sample's at character 1/],
    [[['g(2)'], ['f(1)']], 0, /differs/],
    [[['f(1)'], ['']], 1, /^There is no text/],
  ])('are refused when one is not there: %j', (texts, index, reason) => {
    const placed = placeTexts(scored('f(1) g(2)'), texts);
    expect(placed).toMatchObject({ ok: false, index });
    expect(!placed.ok && placed.reason).toMatch(reason);
  });

  it('takes no time over many characters that cannot be read', () => {
    const text = chinese.repeat(60);
    const tokens = namedTokens(json, text).map(({ bytes }) => ({
      text: new TextDecoder().decode(bytes),
      logprob: -1,
    }));
    const start = performance.now();
    expect(alignScores(scoresOf(tokens), `${text.slice(0, -1)}!`).ok).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
