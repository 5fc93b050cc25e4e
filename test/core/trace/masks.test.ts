/** What other trainers mask: tokenized rows, and Axolotl's own keys. */
import { describe, expect, it } from 'vitest';
import { trainerRow, type TrainerRow } from '../../../src/core/export/trainerRow.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { createService } from '../../../src/core/service.ts';
import { createTokenizer } from '../../../src/core/trace/hfTokenizer.ts';
import { fieldMask, maskedCounts, type MaskRow, readMaskRow } from '../../../src/core/trace/masks.ts';
import { previewOf, weighedSpans } from '../../../src/core/trace/preview.ts';
import { sourceOf } from '../../support/cot.ts';
import { namedTokens, tinyBpe } from '../../support/tinyBpe.ts';

const { checker } = createService();
const answer = '<think>\nОдин 東京 call.\n</think>\n\n[f(a=1)]';
const record = {
  messages: [
    { role: 'system', content: 'Tools: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
    { role: 'user', content: 'Go.' },
    { role: 'assistant', content: answer },
  ],
};

function rowOf(value: object, format = 'funreason'): TrainerRow {
  const source = sourceOf(JSON.stringify(value), format);
  const row = trainerRow(source, checker.tools, { dataset: 'a.jsonl', line: 1, id: 'x' });
  if (typeof row === 'string') throw new Error(row);
  return row;
}

describe('a tokenized row', () => {
  const ids = [5, 6, 7, 8];
  it.each<[string, JsonValue, number[], string[]]>([
    ['labels', { input_ids: ids, labels: [-100, -100, 7, 8] }, [0, 0, 1, 1], ['labels']],
    [
      'completion_mask (TRL)',
      { input_ids: ids, completion_mask: [0, 1, 1, 1] },
      [0, 1, 1, 1],
      ['completion_mask'],
    ],
    [
      'both masks (TRL)',
      { input_ids: ids, completion_mask: [0, 1, 1, 1], assistant_masks: [0, 0, 1, 0] },
      [0, 0, 1, 0],
      ['completion_mask', 'assistant_masks'],
    ],
    [
      'labels of our own encoding',
      { input_ids: ids, labels: [-100, 16777222, 7, 8] },
      [0, 1, 1, 1],
      ['labels'],
    ],
  ])('with %s', (_, value, weights, from) => {
    expect(readMaskRow(value)).toEqual({ ids, weights, from });
  });

  it.each<[JsonValue, RegExp]>([
    [[], /^It is no object/],
    [{ labels: [1] }, /^There is no "input_ids"/],
    [{ input_ids: ids }, /^There is neither "labels" nor/],
    [{ input_ids: ids, labels: [1] }, /^"labels" is no list of as many/],
    [{ input_ids: ids, completion_mask: [0, 1, 2, 1] }, /^"completion_mask" has numbers other/],
    [{ input_ids: ['a'], labels: [1] }, /^There is no "input_ids"/],
  ])('that is none is told: %j', (value, words) => {
    expect(readMaskRow(value)).toMatch(words);
  });
});

describe('a mask of tokens', () => {
  const json = tinyBpe(`${answer} ${answer} the call of a user`, 60, ['<|im_start|>', '<|im_end|>']);
  const tokenizer = createTokenizer(json);
  if (typeof tokenizer === 'string') throw new Error(tokenizer);
  const row = rowOf(record);
  const pieces = (text: string) => namedTokens(json, text);
  const head = pieces(`<|im_start|>user\nGo.<|im_end|>\n<|im_start|>assistant\n`);
  const think = pieces('<think>\nОдин 東京 call.\n</think>');
  const glue = pieces('\n\n');
  const call = pieces('[f(a=1)]');
  const end = pieces('<|im_end|>\n');
  const all = [...head, ...think, ...glue, ...call, ...end];
  const maskOf = (isLearnt: (i: number) => boolean): MaskRow => ({
    ids: all.map(({ id }) => id),
    weights: all.map((_, i) => Number(isLearnt(i))),
    from: ['labels'],
  });
  const counts = (isLearnt: (i: number) => boolean) => maskedCounts(row, maskOf(isLearnt), tokenizer);

  it('leaves of thought and call what it says', () => {
    expect(counts((i) => i >= head.length)).toEqual({ think: think.length, result: call.length });
    const callFrom = head.length + think.length + glue.length;
    expect(counts((i) => i >= callFrom)).toEqual({ think: 0, result: call.length });
    expect(counts((i) => i < head.length + 3)).toEqual({ think: 3, result: 0 });
    expect(counts(() => false)).toEqual({ think: 0, result: 0 });
  });

  it('of other tokens is told', () => {
    const other = { ...maskOf(() => true), ids: all.map(({ id }) => id).slice(0, -4) };
    expect(maskedCounts(row, other, tokenizer)).toMatch(/^The text: The tokens are another text: it differs/);
    expect(maskedCounts(row, { ids: [999_999], weights: [1], from: [] }, tokenizer)).toMatch(
      /^The tokenizer has no token 999999/,
    );
  });
});

describe('the keys of Axolotl', () => {
  /** Weighs an assistant's message that has more members. */
  const weighed = (more: object, roles?: readonly string[], content: JsonValue = answer) => {
    const messages = [...record.messages.slice(0, 2), { role: 'assistant', content, ...more }];
    const value = { messages };
    const row = rowOf(value);
    const mask = fieldMask(value as unknown as JsonValue, roles);
    const spans = row.parts.flatMap((part) => mask.spansOf(part, row.messages[part.message]!.content));
    const counts = weighedSpans(previewOf(row), row, (part, whole) => mask.spansOf(part, whole));
    return { isSaid: mask.isSaid, spans, counts, preview: previewOf(row) };
  };

  it('are not there: roles decide', () => {
    const { isSaid, counts, preview } = weighed({});
    expect(isSaid).toBe(false);
    expect(counts).toEqual({ think: preview.think, result: preview.result });
    expect(weighed({}, ['user']).counts).toEqual({ think: 0, result: 0 });
  });

  it('say it of a message', () => {
    expect(weighed({ train: false })).toMatchObject({ isSaid: true, counts: { think: 0, result: 0 } });
    expect(weighed({ train: true }, ['user']).counts.result).toBeGreaterThan(0);
    expect(
      weighed({ train: false, train_detail: [{ begin_offset: 0, end_offset: 9, train: true }] }).counts,
    ).toEqual({
      think: 0,
      result: 0,
    });
  });

  it('say it of stretches, with both ends, in code points', () => {
    const text = '😀 no, [f(a=1)]';
    const messages = [...record.messages.slice(0, 2), { role: 'assistant', content: text }];
    const detail = [
      { begin_offset: 0, end_offset: 5, train: false },
      { begin_offset: 6, end_offset: 13, train: true },
    ];
    const value = { messages: [...messages.slice(0, 2), { ...messages[2], train_detail: detail }] };
    const row = rowOf(value);
    const [part] = row.parts;
    const spans = fieldMask(value as unknown as JsonValue).spansOf(part!, text);
    expect(spans.map(({ start, end, weight }) => [text.slice(start, end), weight])).toEqual([
      ['😀 no, ', 0],
      ['[f(a=1)]', 1],
    ]);
  });

  it('leave what no stretch names, and take nothing from an empty list', () => {
    const detail = [{ begin_offset: 0, end_offset: 0, train: true }];
    expect(weighed({ train_detail: detail }).spans.slice(0, 2)).toEqual([
      { start: 0, end: 1, weight: 1 },
      { start: 1, end: answer.length, weight: 0 },
    ]);
    expect(weighed({ train_detail: [] }).counts).toEqual({ think: 0, result: 0 });
  });

  it('say it of one text of several', () => {
    const value = {
      messages: [
        { role: 'user', content: 'Go.' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Not this.', train: false },
            { type: 'text', text: 'But this.' },
          ],
        },
      ],
    };
    const row = rowOf(value, 'openai');
    const mask = fieldMask(value as unknown as JsonValue);
    expect(row.parts.map((part) => [part.pointer, mask.spansOf(part, 'x')[0]!.weight])).toEqual([
      ['/messages/1/content/0/text', 0],
      ['/messages/1/content/1/text', 1],
    ]);
  });

  it('are read in the names of ShareGPT', () => {
    const value: JsonValue = {
      conversations: [
        { from: 'human', value: 'Go.' },
        { from: 'gpt', value: 'Yes.', train: false },
      ],
    };
    const part = { pointer: '/conversations/1/value' } as TrainerRow['parts'][number];
    expect(fieldMask(value).spansOf(part, 'Yes.')).toEqual([{ start: 0, end: 4, weight: 0 }]);
  });
});
