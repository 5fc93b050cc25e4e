// Where the text that a model read stands in its record: both ways, through escapes, and into calls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../src/core/cot/source.ts';
import { trainerRow } from '../../../src/core/export/trainerRow.ts';
import { linkText, type LinkedRecord } from '../../../src/core/heat/textLinks.ts';
import { formatById } from '../../../src/core/formats/index.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import { createService } from '../../../src/core/service.ts';

const { tools } = createService().checker;
const openai = formatById('openai')!;

function recordOf(value: unknown): { text: string; record: LinkedRecord; parts: readonly object[] } {
  const text = JSON.stringify(value);
  const source = readSource(text, openai)!;
  const row = trainerRow(source, tools, { dataset: 'd.jsonl', line: 1, id: undefined });
  const { root, sample } = source;
  return {
    text,
    record: { value: root, sample, locator: createLocator(text, true) },
    parts: typeof row === 'string' ? [] : row.parts,
  };
}

/** A record with one answer in words, and the text that a model read of it. */
function spoken(content: string) {
  const made = recordOf({
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content },
    ],
  });
  const text = `<user>Hi<assistant>${content}<end>`;
  const start = text.indexOf('<assistant>') + '<assistant>'.length;
  const map = [
    ['/messages/0/content', 0, 6, 2],
    ['/messages/1/content', 0, start, content.length],
  ];
  return { ...made, text, start, links: linkText(text, { map }, made.record), line: made.text };
}

describe('a text in a record', () => {
  it('is found character by character through its escapes', () => {
    const { links, line, start } = spoken('He said "é\n😀" twice');
    const at = (from: number, to: number) => {
      const span = links.toRecord({ start: start + from, end: start + to })!;
      return line.slice(span.start, span.end);
    };
    expect(at(0, 2)).toBe('He');
    expect(at(8, 9)).toBe('\\"');
    expect(at(9, 11)).toBe('é\\n');
    expect(at(11, 13)).toBe('😀');
  });

  it('tells the way back, for a selection and for a cursor', () => {
    const { links, line, text } = spoken('a "b" c');
    const c = line.indexOf(' c"');
    const span = links.toText({ start: c + 1, end: c + 2 })!;
    expect(text.slice(span.start, span.end)).toBe('c');
    const quote = line.indexOf('\\"b');
    const caret = links.toText({ start: quote, end: quote })!;
    expect(caret.start).toBe(caret.end);
    expect(text.slice(caret.start, caret.start + 2)).toBe('"b');
  });

  it('comes back to the same characters, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.nat(), fc.nat(), (content, a, b) => {
        const { links, start } = spoken(content);
        const from = a % content.length;
        const to = from + 1 + (b % (content.length - from));
        const record = links.toRecord({ start: start + from, end: start + to })!;
        expect(links.toText(record)).toEqual({ start: start + from, end: start + to });
      }),
      { seed: 20260101, numRuns: 100 },
    );
  });

  it('is not linked where it reads otherwise now, and what the template adds belongs to nothing', () => {
    const { text, record, start } = spoken('It is warm');
    const old = text.replace('warm', 'cold');
    const map = [['/messages/1/content', 0, start, 10]];
    const links = linkText(old, { map }, record);
    expect(links.stateOf({ start: start + 6, end: start + 8 })).toBe('changed');
    expect(links.toRecord({ start: start + 6, end: start + 8 })).toBeUndefined();
    expect(links.stateOf({ start: 0, end: 6 })).toBe('none');
    expect(links.toText({ start: 0, end: 1 })).toBeUndefined();
  });

  it('keeps its beginning and its end where it was edited in between', () => {
    const { text, record, start, line } = spoken('It is warm in Oslo today');
    const old = text.replace('warm', 'rather cold');
    const length = 'It is rather cold in Oslo today'.length;
    const links = linkText(old, { map: [['/messages/1/content', 0, start, length]] }, record);
    const at = (word: string) => {
      const from = old.indexOf(word, start);
      const span = links.toRecord({ start: from, end: from + word.length });
      return span && line.slice(span.start, span.end);
    };
    expect([at('It is '), at('rather'), at('cold'), at(' in Oslo')]).toEqual([
      'It is ',
      undefined,
      undefined,
      ' in Oslo',
    ]);
  });

  it('passes over what recorders would not write', () => {
    const { text, record } = spoken('x');
    for (const map of [
      7,
      [7],
      [['/messages', 0]],
      [['/messages/0/content', 0, 0, 10_000]],
      [['zz', -1, 0, 1]],
    ])
      expect(linkText(text, { map }, record).stateOf({ start: 0, end: 3 })).toBe('none');
    expect(linkText(text, {}, record).toText({ start: 0, end: 3 })).toBeUndefined();
    expect(linkText(text, { map: [['/nowhere/0', 0, 0, 3]] }, record).stateOf({ start: 0, end: 3 })).toBe(
      'changed',
    );
  });
});

describe('a call that the template wrote anew', () => {
  const call = { name: 'get_weather', arguments: JSON.stringify({ city: 'Oslo', days: [1, 2] }) };
  const value = {
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: call }] },
    ],
  };
  const rendered =
    '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo", "days": [1, 2]}}\n</tool_call>';
  const map = [['/messages/1/tool_calls/0', 0, 0, rendered.length]];

  const linked = (with_ = value, text = rendered) => {
    const made = recordOf(with_);
    const { parts } = recordOf(value);
    return { links: linkText(text, { map, parts }, made.record), line: made.text };
  };
  const placeOf = (word: string, { links, line } = linked()) => {
    const start = rendered.indexOf(word);
    const span = links.toRecord({ start, end: start + word.length })!;
    return line.slice(span.start, span.end);
  };

  it('is linked name by name and argument by argument', () => {
    expect(placeOf('get_weather')).toBe('"get_weather"');
    expect(placeOf('Oslo')).toBe('\\"Oslo\\"');
    expect(placeOf('city')).toBe('\\"city\\"');
    expect(placeOf('2]')).toBe('[1,2]');
    expect(placeOf('<tool')).toBe(JSON.stringify(value.messages[1]!.tool_calls![0]));
  });

  it('is found from the cursor', () => {
    const { links, line } = linked();
    const start = line.indexOf('Oslo');
    const span = links.toText({ start, end: start })!;
    expect(rendered.slice(span.start, span.end)).toBe('"Oslo"');
  });

  it('is not linked when it calls something else now', () => {
    const other = structuredClone(value);
    other.messages[1]!.tool_calls![0]!.function.arguments = '{"city":"Rome","days":[1,2]}';
    const { links } = linked(other);
    expect(links.stateOf({ start: 20, end: 25 })).toBe('changed');
    expect(links.toRecord({ start: 20, end: 25 })).toBeUndefined();
  });

  it('is linked as a whole where the template writes no JSON', () => {
    const text = `[get_weather(city='Oslo', days=[1, 2])]`.padEnd(rendered.length);
    const { links, line } = linked(value, text);
    const span = links.toRecord({ start: 3, end: 5 })!;
    expect(line.slice(span.start, span.end)).toBe(JSON.stringify(value.messages[1]!.tool_calls![0]));
  });
});
