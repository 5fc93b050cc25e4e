/** Growing a selection: each line is what one more press of the key selects. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectionSpans } from '../../../src/core/features/selection.ts';
import { offsetOf, reader, view } from '../../support/features.ts';
import { formatRecords, pythonRecord } from '../../support/formatRecords.ts';

/** What is selected, step by step, from the middle of the n-th place that says `said`; long text by its beginning. */
function steps(format: string | undefined, text: string, said: string, nth = 0): string[] {
  const sample = format === undefined ? undefined : view(format, text).sample;
  return selectionSpans(text, sample, offsetOf(text, said, nth)).map(({ start, end }) => {
    const selected = text.slice(start, end);
    return selected.length > 60 ? `${selected.slice(0, 18)} …` : selected;
  });
}

describe('the selection grows', () => {
  it('from a value through arguments in a string to call, message, list and record', () => {
    expect(steps('openai', formatRecords.openai!, 'Oslo', 1)).toEqual([
      'Oslo',
      String.raw`\"Oslo\"`,
      String.raw`\"city\":\"Oslo\"`,
      String.raw`\"city\":\"Oslo\",\"days\":3`,
      String.raw`{\"city\":\"Oslo\",\"days\":3}`,
      String.raw`"{\"city\":\"Oslo\",\"days\":3}"`,
      String.raw`"arguments":"{\"city\":\"Oslo\",\"days\":3}"`,
      String.raw`"name":"get_weathe …`,
      String.raw`{"name":"get_weath …`,
      String.raw`"function":{"name" …`,
      String.raw`"id":"call_1","typ …`,
      String.raw`{"id":"call_1","ty …`,
      String.raw`[{"id":"call_1","t …`,
      String.raw`"tool_calls":[{"id …`,
      String.raw`"role":"assistant" …`,
      String.raw`{"role":"assistant …`,
      '{"role":"user","co …',
      '[{"role":"user","c …',
      '"messages":[{"role …',
      '"messages":[{"role …',
      '{"messages":[{"rol …',
    ]);
  });

  it('from a word of a thought to its line, the thought, its tags and the text', () => {
    const found = steps('toolace', pythonRecord, 'twice');
    expect(found.slice(0, 6)).toEqual([
      'twice',
      'get_weather twice.',
      String.raw`Two cities.\nget_weather twice.`,
      String.raw`<think>Two cities.\nget_weather twice.</think>`,
      String.raw`<think>Two cities. …`,
      String.raw`"<think>Two cities …`,
    ]);
  });

  it('from an argument of a Python call to the call and the list', () => {
    expect(steps('toolace', pythonRecord, "'Rome'").slice(0, 7)).toEqual([
      'Rome',
      "'Rome'",
      "city='Rome'",
      "(city='Rome')",
      "get_weather(city='Rome')",
      String.raw`get_weather(\"Oslo\", days=3), get_weather(city='Rome')`,
      String.raw`[get_weather(\"Oslo\", days=3), get_weather(city='Rome')]`,
    ]);
  });

  it('from JSON between tags to the tags', () => {
    const text = formatRecords.hermes!;
    const spans = selectionSpans(text, view('hermes', text).sample, offsetOf(text, 'Oslo', 1));
    const selected = spans.map(({ start, end }) => text.slice(start, end));
    const body = String.raw`{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Oslo\",\"days\":3}}`;
    expect(selected).toContain(body);
    expect(selected).toContain(String.raw`<tool_call>\n${body}\n</tool_call>`);
  });

  it('from a key by its word and its quotes', () => {
    expect(steps(undefined, '{"a key":1}', 'key').slice(0, 4)).toEqual([
      'key',
      'a key',
      '"a key"',
      '"a key":1',
    ]);
  });

  it('in a file of no known format, also into strings of JSON', () => {
    expect(steps(undefined, String.raw`{"a":"{\"b\":[1,22]}"}`, '22')).toEqual([
      '22',
      '1,22',
      '[1,22]',
      String.raw`\"b\":[1,22]`,
      String.raw`{\"b\":[1,22]}`,
      String.raw`"{\"b\":[1,22]}"`,
      String.raw`"a":"{\"b\":[1,22]}"`,
      String.raw`{"a":"{\"b\":[1,22]}"}`,
    ]);
  });

  it('in text that is half typed', () => {
    expect(steps(undefined, '{"a": {"b": "one two', 'two')).toEqual([
      'two',
      'one two',
      '"one two',
      '"b": "one two',
      '{"b": "one two',
      '"a": {"b": "one two',
      '{"a": {"b": "one two',
    ]);
  });

  it('does not take the letter of an escape for a part of the word', () => {
    expect(steps(undefined, String.raw`{"a":"x\nword\ty"}`, 'word')[0]).toBe('word');
  });
});

describe('at every offset of every record', () => {
  it.each([...Object.entries(formatRecords), ['toolace', pythonRecord]])('%s', (format, text) => {
    const { sample } = reader(format)(text)!;
    for (let offset = 0; offset <= text.length; offset++)
      checkChain(text, selectionSpans(text, sample, offset), offset);
  });

  it('and of any text', () => {
    const unit = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      ',',
      ':',
      '\\',
      '\n',
      'a',
      ' ',
      '1',
      '😀',
      "'",
      '<think>',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        checkChain(text, selectionSpans(text, undefined, offset), offset);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

/** Every span holds the offset and lies in the next one, and the last is the whole. */
function checkChain(text: string, spans: readonly { start: number; end: number }[], offset: number): void {
  if (text === '') return;
  expect(spans.at(-1)).toEqual({ start: 0, end: text.length });
  spans.forEach((span, i) => {
    const outer = spans[i + 1];
    if (span.start > offset || span.end < offset) throw new Error(`span ${i} of ${offset} is elsewhere`);
    if (outer && (outer.start > span.start || outer.end < span.end))
      throw new Error(`span ${i} of ${offset} sticks out`);
    if (outer && outer.end - outer.start <= span.end - span.start)
      throw new Error(`span ${i} of ${offset} does not grow`);
  });
}
