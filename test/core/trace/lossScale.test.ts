/** ms-swift's loss_scale settings, as its own files have them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LossScale, readLossScale } from '../../../src/core/trace/lossScale.ts';

function scaleOf(settings: object): LossScale {
  const scale = readLossScale(JSON.stringify(settings));
  if (typeof scale === 'string') throw new Error(scale);
  return scale;
}
const weighed = (settings: object, text: string, query = '') =>
  scaleOf(settings)
    .spansOf(query, text)
    .map(({ start, end, weight }) => `${weight} ${text.slice(start, end)}`);

const react = { 'Action:': [2, 2], 'Action Input:': [2, 2], 'Thought:': [1, 1], 'Observation:': [2, 0] };

describe('loss_scale', () => {
  it('of texts weighs each, and what follows it', () => {
    const text = 'Well. Thought: A. Action: f Observation: 3';
    expect(weighed(react, text)).toEqual([
      '1 Well. ',
      '1 Thought:',
      '1  A. ',
      '2 Action:',
      '2  f ',
      '2 Observation:',
      '0  3',
    ]);
  });

  it('of patterns weighs what matches, over line breaks', () => {
    const text = 'a<tool_call>\n{}\n</tool_call>b<tool_call>{}</tool_call>';
    expect(weighed({ '<tool_call>.+?</tool_call>': [2] }, text)).toEqual([
      '1 a',
      '2 <tool_call>\n{}\n</tool_call>',
      '1 b',
      '2 <tool_call>{}</tool_call>',
    ]);
  });

  it('of patterns that only begin an answer leaves the rest', () => {
    const settings = { '^<think>\\s*</think>\\s*': [0] };
    expect(weighed(settings, '<think>\n</think>\n\nYes. <think></think>')).toEqual([
      '0 <think>\n</think>\n\n',
      '1 Yes. <think></think>',
    ]);
    expect(weighed(settings, 'Yes.')).toEqual(['1 Yes.']);
  });

  it('may weigh the whole answer by its question', () => {
    const settings = { query: { 'Which tool': [3] }, response: react };
    expect(weighed(settings, 'Action: f', 'Which tool do you want?')).toEqual(['3 Action: f']);
    expect(weighed(settings, 'Action: f', 'Go.')).toEqual(['2 Action:', '2  f']);
  });

  it.each([
    ['[', /^It is no JSON/],
    ['[]', /^Settings of loss_scale are an object/],
    ['{}', /^There is no text and no pattern/],
    ['{"a":[1,2,3]}', /^The entry "a" must be/],
    ['{"a":[-1]}', /^The entry "a" must be/],
    ['{"a":"1"}', /^The entry "a" must be/],
    ['{"(":[1]}', /^The pattern "\(" cannot be read here/],
  ])('that is none is told: %s', (text, words) => {
    expect(readLossScale(text)).toMatch(words);
  });

  it('covers every text without a gap', () => {
    const piece = fc.constantFrom(
      'Action:',
      'Thought:',
      'Observation:',
      '<tool_call>',
      '</tool_call>',
      'x',
      '\n',
    );
    const settings = fc.constantFrom<object>(react, { '<tool_call>.+?</tool_call>': [2], x: [0] });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), settings, (pieces, one) => {
        const text = pieces.join('');
        const spans = scaleOf(one).spansOf('', text);
        expect(spans.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
