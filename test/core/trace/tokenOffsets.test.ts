/** Where tokens stand, rebuilt from their names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/core/trace/hfTokenizer.ts';
import { tokenSpans } from '../../../src/core/trace/tokenOffsets.ts';
import { bpeOf } from '../../support/tinyBpe.ts';

const pieces = (text: string, tokens: readonly string[]) =>
  tokenSpans(text, tokens)?.map(({ start, end }) => text.slice(start, end));

describe('token spans', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['byte level', 'the cat', ['the', 'Ġcat'], ['the', ' cat']],
    ['byte level, line breaks', '>\n\n[f', ['>ĊĊ', '[', 'f'], ['>\n\n', '[', 'f']],
    ['byte level, not ASCII', 'é!', ['Ã©', '!'], ['é', '!']],
    ['a character in two tokens', '東', ['æĿ', '±'], ['東', '']],
    ['an emoji in four', '😀a', ['ð', 'Ł', 'ĺ', 'Ģ', 'a'], ['😀', '', '', '', 'a']],
    ['SentencePiece', 'the cat', ['▁the', '▁cat'], ['the', ' cat']],
    ['SentencePiece, a byte', 'a\nb', ['▁a', '<0x0A>', 'b'], ['a', '\n', 'b']],
    ['special tokens as they read', '<|im_end|>\n', ['<|im_end|>', 'Ċ'], ['<|im_end|>', '\n']],
  ])('%s', (_, text, tokens, expected) => {
    expect(pieces(text, tokens)).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['a text that a normaliser changed', 'ﬁn', ['fin']],
    ['too few tokens', 'the cat', ['the']],
    ['too many', 'the', ['the', 'Ġcat']],
  ])('are refused for %s', (_, text, tokens) => {
    expect(tokenSpans(text, tokens)).toBeUndefined();
  });
});

const merges = ['t h', 'th e', 'Ġ c', '> Ċ', '>Ċ Ċ', '< th', 'i n'].map(
  (merge) => merge.split(' ') as [string, string],
);

describe('a tokenizer.json', () => {
  const tokenizer = createTokenizer(bpeOf(merges, [], false));
  if (typeof tokenizer === 'string') throw new Error(tokenizer);

  it('cuts a text as its model does', () => {
    const text = '<think>in the cat</think>\n\n[f(a=1)]';
    const spans = tokenizer.spansOf(text)!;
    expect(spans.map(({ start, end }) => text.slice(start, end)).slice(0, 8)).toEqual([
      '<th',
      'in',
      'k',
      '>',
      'in',
      ' ',
      'the',
      ' c',
    ]);
    expect(tokenizer.words).toBe('BPE, 263 tokens');
  });

  it('leaves no gap and no overlap in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const spans = tokenizer.spansOf(text)!;
        expect(spans.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each([
    ['{', /^It is no JSON/],
    ['{"a":1}', /there is no "model"/],
    ['{"model":{"type":"Unheard"}}', /^It has parts that do not run here/],
  ])('that is none is told: %s', (text, words) => {
    expect(createTokenizer(text)).toMatch(words);
  });
});
