/** What makes two samples the same, alike, or contradictory: the facts that are compared. */
import { describe, expect, it } from 'vitest';
import { traits } from '../../../src/core/dataset/facts.ts';
import { ColumnReader } from '../../../src/core/dataset/columns.ts';
import { createService } from '../../../src/core/service.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

const service = createService();

function factsOf(record: object | string, format = 'openai') {
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  const vote = service.recognize([text], 'jsonl', {}, { id: format, by: 'flag' });
  const { facts } = service.check(text, service.contextOf(vote), 'all', true);
  if (!facts) throw new Error('no facts');
  return facts;
}

const tool = (
  name: string,
  description = 'Weather',
  properties: JsonObject = { city: { type: 'string' } },
) => ({
  type: 'function',
  function: { name, description, parameters: { type: 'object', properties } },
});
const call = (name: string, args: JsonValue, id = 'call_1') => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
});
const weather = tool('get_weather');
const base: { readonly messages: readonly object[]; readonly tools: readonly object[] } = {
  messages: [
    { role: 'user', content: 'Weather in Oslo?' },
    { role: 'assistant', tool_calls: [call('get_weather', { city: 'Oslo' })] },
    { role: 'tool', tool_call_id: 'call_1', content: '{"sky":"clear"}' },
    { role: 'assistant', content: 'It is clear.' },
  ],
  tools: [weather],
};
/** The sample with other messages in place of some; `undefined` takes one out. */
const withMessages = (changes: Record<number, object | undefined>, more: object = {}) => ({
  ...base,
  messages: base.messages.map((m, i) => (i in changes ? changes[i] : m)).filter((m) => m !== undefined),
  ...more,
});

describe('the whole sample', () => {
  const { whole } = factsOf(base);

  it('is the same whatever its ids, where it comes from, its spacing and the order of its keys', () => {
    const same: (object | string)[] = [
      { id: 7, source: 'a', ...base },
      { ...base, uuid: 'x', metadata: { batch: 3 }, question_id: 'q' },
      { tools: base.tools, messages: base.messages },
      JSON.stringify(base, undefined, 1).replaceAll('\n', ' '),
      withMessages({
        1: { role: 'assistant', tool_calls: [call('get_weather', { city: 'Oslo' }, 'call_x')] },
        2: { role: 'tool', tool_call_id: 'call_x', content: '{"sky":"clear"}' },
      }),
      { ...base, note: null, comment: '' },
    ];
    for (const record of same) expect(factsOf(record).whole).toBe(whole);
  });

  it('is another one with other words, calls, results, tools, descriptions or columns', () => {
    const others: object[] = [
      withMessages({ 0: { role: 'user', content: 'Weather in oslo?' } }),
      withMessages({ 3: { role: 'assistant', content: 'It is clear' } }),
      withMessages({ 3: undefined }),
      withMessages({ 2: { role: 'tool', tool_call_id: 'call_1', content: '{"sky":"grey"}' } }),
      withMessages({ 1: { role: 'assistant', tool_calls: [call('get_weather', { city: 'Bergen' })] } }),
      withMessages({ 0: { role: 'system', content: 'Weather in Oslo?' } }),
      { ...base, tools: [weather, tool('other')] },
      { ...base, tools: [tool('get_weather', 'Other words')] },
      { ...base, tools: [tool('get_weather', 'Weather', { city: { type: 'integer' } })] },
      { ...base, state: { city: 'Oslo' } },
      { ...base, state: { city: 'Bergen' } },
    ];
    const hashes = others.map((record) => factsOf(record).whole);
    expect(new Set([whole, ...hashes]).size).toBe(others.length + 1);
  });

  it('does not mind the order of tools and of parallel calls, nor 1 against 1.0', () => {
    const both = (calls: object[], tools: object[]) =>
      factsOf({ messages: [base.messages[0]!, { role: 'assistant', tool_calls: calls }], tools }).whole;
    const [a, b] = [call('get_weather', { city: 'A' }), call('get_weather', { city: 'B' })];
    const other = tool('other');
    expect(both([a, b], [weather, other])).toBe(both([b, a], [other, weather]));
    const number = (spelling: string) => ({
      ...call('get_weather', {}),
      function: { name: 'get_weather', arguments: `{"n":${spelling}}` },
    });
    expect(both([number('1')], [weather])).toBe(both([number('1.0')], [weather]));
  });

  it('is nothing to compare without words of a user', () => {
    expect(factsOf(withMessages({ 0: undefined })).whole).toBe(0);
    expect(factsOf({ messages: [], tools: [weather] }).whole).toBe(0);
  });
});

describe('the input of an answer', () => {
  it('is what stands before the first call, tools included', () => {
    const { input, calls } = factsOf(base);
    const other = factsOf(
      withMessages({ 1: { role: 'assistant', tool_calls: [call('get_weather', { city: 'B' })] } }),
    );
    expect(other.input).toBe(input);
    expect(other.calls).not.toBe(calls);
    expect(factsOf(withMessages({ 3: { role: 'assistant', content: 'Clear' } }))).toMatchObject({
      input,
      calls,
    });
    expect(factsOf(withMessages({ 0: { role: 'user', content: 'weather in Oslo?' } })).input).not.toBe(input);
    expect(factsOf({ ...base, tools: [tool('get_weather', 'Other words')] }).input).toBe(input);
    expect(factsOf({ ...base, tools: [weather, tool('more')] }).input).not.toBe(input);
  });

  it('is what stands before the last answer, when none calls', () => {
    const refusal = factsOf({
      ...base,
      messages: [base.messages[0]!, { role: 'assistant', content: 'I cannot.' }],
    });
    expect(refusal).toMatchObject({ input: factsOf(base).input, calls: 0 });
  });

  it('calls count in any order, and over turns of the assistant that follow one another', () => {
    const rows = (calls: [string, string]) => ({
      messages: [
        { role: 'user', content: 'A and B' },
        ...calls.map((city) => ({
          role: 'tool_call',
          content: JSON.stringify({ name: 'f', arguments: { city } }),
        })),
        { role: 'tool_response', content: 'ok' },
        { role: 'tool_call', content: '{"name":"g","arguments":{}}' },
      ],
      tools: '[]',
    });
    const [one, two] = [factsOf(rows(['A', 'B']), 'ms-swift'), factsOf(rows(['B', 'A']), 'ms-swift')];
    expect(one.calls).not.toBe(0);
    expect(two.calls).toBe(one.calls);
    expect(factsOf(rows(['A', 'C']), 'ms-swift').calls).not.toBe(one.calls);
  });
});

describe('what is asked', () => {
  it('does not mind letter case, spacing, thoughts and words of the assistant', () => {
    const { asked } = factsOf(base);
    const alike = [
      withMessages({ 0: { role: 'user', content: ' weather  in OSLO ' } }),
      withMessages({ 3: { role: 'assistant', content: 'Clear sky.' } }),
      withMessages({ 2: { role: 'tool', tool_call_id: 'call_1', content: 'clear' } }),
    ];
    for (const record of alike) expect(factsOf(record).asked).toBe(asked);
    const others = [
      withMessages({ 0: { role: 'user', content: 'Weather in Hamar?' } }),
      withMessages({ 1: { role: 'assistant', tool_calls: [call('get_weather', { city: 'oslo' })] } }),
      { ...base, messages: [{ role: 'system', content: 'Be brief.' }, ...base.messages] },
    ];
    for (const record of others) expect(factsOf(record).asked).not.toBe(asked);
  });
});

describe('traits', () => {
  const has = (record: object) =>
    Object.entries(traits)
      .filter(([, bit]) => factsOf(record).traits & bit)
      .map(([name]) => name);
  const asking = { role: 'assistant', content: 'In which city?' };

  it('say what a sample shows', () => {
    expect(has(base)).toEqual(['tools', 'call']);
    expect(has({ ...base, tools: [] })).toEqual(['call']);
    const twice = { role: 'assistant', tool_calls: [call('f', {}), call('f', { a: 1 }, 'call_2')] };
    expect(has(withMessages({ 1: twice, 2: undefined }))).toEqual(['tools', 'call', 'parallel']);
    expect(
      has({ ...base, messages: [base.messages[0]!, asking, { role: 'user', content: 'Oslo' }] }),
    ).toEqual(['tools', 'asksBack', 'severalTurns']);
    expect(has({ ...base, messages: [base.messages[0]!, asking] })).toEqual(['tools']);
  });
});

describe('columns', () => {
  const read = (reader: ColumnReader, text: string) => reader.read(readRecord(text).value as JsonObject);

  it('are the keys of the record and of the objects in its lists, with their types', () => {
    const shape = read(new ColumnReader(), '{"b":[{"x":1},{"x":"","y":null},3],"a":{"deep":[]},"c":1.5}');
    expect(shape?.columns).toEqual([
      { key: 'a', member: undefined, types: 32 },
      { key: 'b', member: undefined, types: 16 },
      { key: 'b', member: 'x', types: 12 },
      { key: 'b', member: 'y', types: 1 },
      { key: 'c', member: undefined, types: 4 },
    ]);
  });

  it('of equal records are one object, whatever the order of keys; readers agree on the name', () => {
    const [one, two] = [new ColumnReader(), new ColumnReader()];
    const first = read(one, '{"a":1,"b":"x"}');
    expect(read(one, '{"b":"y","a":2}')).toBe(first);
    read(two, '{"z":[]}');
    expect(read(two, '{"b":"","a":0}')?.name).toBe(first?.name);
    expect(read(one, '{"a":1,"b":null}')).not.toBe(first);
  });

  it('are given up on when there are thousands: such a file is no table', () => {
    const reader = new ColumnReader();
    const shapes = Array.from({ length: 3000 }, (_, i) => read(reader, `{"a":1,"key${i}":1}`));
    expect(shapes[0]).toBeDefined();
    expect(shapes.at(-1)).toBeUndefined();
    expect(read(reader, '{"a":1,"key0":1}')).toBe(shapes[0]);
  });
});
