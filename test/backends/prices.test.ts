/** What a request costs, by the dated table and the person's own prices. */
import { describe, expect, it } from 'vitest';
import { costOf, findPrice, mergePrices, shippedPrices } from '../../src/backends/prices.ts';
import { addUsage, estimateTokens, estimateUsage, readUsage } from '../../src/backends/usage.ts';

const openai = 'https://api.openai.com';
const usage = { input: 1_000_000, output: 100_000, estimated: false };
const own = { 'my-model': { input: 1, output: 10, cachedInput: 0.1, asOf: '2026-10-01' } };

describe('the table that ships', () => {
  it.each(shippedPrices.map((price) => [price.model, price] as const))(
    '%s is dated and sourced',
    (_, price) => {
      expect(price.asOf).toMatch(/^2026-\d{2}-\d{2}$/);
      expect(price.source).toMatch(/^https:\/\//);
      expect(price.origin).toBe(openai);
      expect(price.output).toBeGreaterThan(price.input);
    },
  );

  it('names no model twice', () => {
    expect(new Set(shippedPrices.map(({ model }) => model)).size).toBe(shippedPrices.length);
  });
});

describe('a cost', () => {
  const { prices } = mergePrices(own);

  it('is tokens times price, kept tokens at theirs', () => {
    expect(costOf(prices, 'my-model', 'http://x', usage)).toEqual({
      usd: 2,
      asOf: '2026-10-01',
      estimated: false,
    });
    const cached = costOf(prices, 'my-model', 'http://x', { ...usage, cachedInput: 500_000 });
    expect(cached!.usd).toBeCloseTo(0.5 + 0.05 + 1, 10);
  });

  it('says when the tokens are an estimate', () => {
    expect(costOf(prices, 'my-model', 'http://x', { ...usage, estimated: true })).toMatchObject({
      estimated: true,
    });
  });

  it('is absent, not 0, for a model without a price', () => {
    expect(costOf(prices, 'unknown', openai, usage)).toBeUndefined();
    expect(costOf(prices, 'gpt-5-mini', 'http://127.0.0.1:8000', usage)).toBeUndefined();
  });

  it('is that of the model for a dated version of it', () => {
    expect(findPrice(prices, 'gpt-5-mini-2025-08-07', openai)?.model).toBe('gpt-5-mini');
    expect(findPrice(prices, 'gpt-5-mini-turbo', openai)).toBeUndefined();
  });

  it('rises for long requests where the model has such a price', () => {
    const short = costOf(shippedPrices, 'gpt-6-luna', openai, {
      input: 272_000,
      output: 0,
      estimated: false,
    });
    const long = costOf(shippedPrices, 'gpt-6-luna', openai, { input: 272_001, output: 0, estimated: false });
    expect(long!.usd / short!.usd).toBeCloseTo(2, 4);
  });
});

describe("the person's own prices", () => {
  it('go before the shipped ones, for one origin where they say so', () => {
    const { prices } = mergePrices({
      'gpt-5-mini': { input: 9, output: 9, asOf: '2026-11-01', origin: 'https://mine.openai.azure.com/x' },
    });
    expect(findPrice(prices, 'gpt-5-mini', 'https://mine.openai.azure.com')?.input).toBe(9);
    expect(findPrice(prices, 'gpt-5-mini', openai)?.input).toBe(0.25);
  });

  it.each([
    ['x', /write an object/],
    [{ a: 1 }, /Price of "a": write/],
    [{ a: { input: 1, output: -1, asOf: '2026-01-01' } }, /0 or more/],
    [{ a: { input: 1, output: '2', asOf: '2026-01-01' } }, /US dollars/],
    [{ a: { input: 1, output: 2 } }, /"asOf" is the day/],
    [{ a: { input: 1, output: 2, asOf: '2026-13-45' } }, /"asOf" is the day/],
    [{ a: { input: 1, output: 2, asOf: '2026-01-01', origin: 'here' } }, /"origin"/],
    [{ a: { input: 1, output: 2, asOf: '2026-01-01', inptu: 3 } }, /no key "inptu"/],
  ])('%j is told, and the rest holds', (value, words) => {
    const { prices, problems } = mergePrices(value);
    expect(problems).toEqual([expect.stringMatching(words)]);
    expect(prices).toEqual(shippedPrices);
  });

  it('may be absent', () => {
    expect(mergePrices(undefined)).toEqual({ prices: shippedPrices, problems: [] });
  });
});

describe('usage', () => {
  it('is what the server says', () => {
    expect(readUsage({ prompt_tokens: 5, completion_tokens: 7 })).toEqual({
      input: 5,
      output: 7,
      estimated: false,
    });
  });

  it.each([null, undefined, {}, { prompt_tokens: 5 }, { prompt_tokens: -1, completion_tokens: 2 }, 'x'])(
    '%j is none',
    (value) => {
      expect(readUsage(value)).toBeUndefined();
    },
  );

  it('is estimated from the texts otherwise', () => {
    expect(estimateTokens('abcdefgh')).toBe(2);
    expect(estimateTokens('東京')).toBe(2);
    expect(estimateTokens('😀')).toBe(1);
    expect(estimateUsage([{ role: 'user', text: 'abcd' }], 'abcdefgh', 'abcd')).toEqual({
      input: 5,
      output: 3,
      reasoning: 1,
      estimated: true,
    });
  });

  it('adds up, and stays an estimate', () => {
    const a = { input: 1, output: 2, reasoning: 1, estimated: false };
    expect(addUsage(a, { input: 10, output: 20, cachedInput: 4, estimated: true })).toEqual({
      input: 11,
      output: 22,
      reasoning: 1,
      cachedInput: 4,
      estimated: true,
    });
  });
});
