/** What has a name in a sample, and every place that names it, in each way of writing calls. */
import { describe, expect, it } from 'vitest';
import {
  definitionsOf,
  type Entity,
  type SampleIndex,
  wholeSpan,
} from '../../../src/core/features/entities.ts';
import { describeOccurrence, inContext, index } from '../../support/features.ts';
import { formatRecords, pythonRecord } from '../../support/formatRecords.ts';

const weather: Entity = { kind: 'tool', name: 'get_weather' };
const city: Entity = { kind: 'argument', tool: 'get_weather', argument: ['city'] };

const record = (format: string) => formatRecords[format]!;
const places = (found: SampleIndex, entity: Entity) =>
  found.of(entity).map((occurrence) => describeOccurrence(found.view.text, occurrence));
const placesIn = (format: string, entity: Entity) => places(index(format, record(format)), entity);

describe('a tool is named', () => {
  it('where it is declared, called, answered and chosen', () => {
    expect(placesIn('openai', weather)).toEqual([
      'call n":{"name":"«get_weather»","arguments',
      'result _1","name":"«get_weather»","content":',
      'declaration n":{"name":"«get_weather»","descripti',
      'choice n":{"name":"«get_weather»"}}}',
    ]);
    expect(placesIn('anthropic', weather)).toEqual([
      'call _1","name":"«get_weather»","input":{"',
      'declaration ":[{"name":"«get_weather»","descripti',
      'choice ol","name":"«get_weather»"}}',
    ]);
  });

  it('in JSON inside a string', () => {
    expect(placesIn('xlam', weather)).toEqual([
      'declaration {\\"name\\":\\"«get_weather»\\",\\"descrip',
      'call {\\"name\\":\\"«get_weather»\\",\\"argumen',
      'call {\\"name\\":\\"«get_weather»\\",\\"argumen',
    ]);
  });

  it('between tags, in the text of a result, and where a column repeats the definition', () => {
    expect(placesIn('hermes', weather)).toEqual([
      'declaration {\\"name\\":\\"«get_weather»\\",\\"descrip',
      'call {\\"name\\":\\"«get_weather»\\",\\"argumen',
      'result {\\"name\\":\\"«get_weather»\\",\\"content',
      'declaration {\\"name\\":\\"«get_weather»\\",\\"descrip',
    ]);
  });

  it('in Python calls, behind a thought that only talks of it', () => {
    const found = index('toolace', pythonRecord);
    expect(places(found, weather)).toEqual([
      'declaration {\\"name\\":\\"«get_weather»\\",\\"descrip',
      'call .</think>\\n[«get_weather»(\\"Oslo\\", d',
      "call \", days=3), «get_weather»(city='Rome'",
    ]);
  });

  it('as a key, where answers are written so', () => {
    expect(placesIn('bfcl', weather)).toEqual(['call d_truth":[{"«get_weather»":{"city":["']);
  });

  it('without the counter that ACEBench gives a second call', () => {
    const text = '{"id":"a","ground_truth":{"find_hotel":{"city":"Oslo"},"find_hotel_1":{"city":"Rome"}}}';
    expect(places(index('acebench', text), { kind: 'tool', name: 'find_hotel' })).toEqual([
      'call nd_truth":{"«find_hotel»":{"city":"O',
      'call y":"Oslo"},"«find_hotel»_1":{"city":',
    ]);
  });

  it('not by a result whose data happens to have a name', () => {
    const text = record('llamafactory').replace(
      '"value":"clear"',
      '"value":"{\\"name\\":\\"get_weather\\"}"',
    );
    expect(placesIn('llamafactory', weather)).toHaveLength(2);
    expect(places(index('llamafactory', text), weather)).toHaveLength(2);
  });
});

describe('an argument is named', () => {
  it('by the keys of calls, by the schema, and by its lists of names', () => {
    expect(placesIn('openai', city)).toEqual([
      'key uments":"{\\"«city»\\":\\"Oslo\\",',
      'declaration operties":{"«city»":{"type":"s',
      'required required":["«city»"]}}},{"type',
    ]);
  });

  it('apart from arguments of the same name of other tools', () => {
    const found = index('openai', record('openai'));
    expect(places(found, { kind: 'argument', tool: 'send_mail', argument: ['city'] })).toEqual([
      'declaration operties":{"«city»":{"type":"s',
      'required required":["«city»"]}}}],"tool',
    ]);
  });

  it('in parameter maps, with flags instead of a list', () => {
    expect(placesIn('nestful', { kind: 'argument', tool: 'send_mail', argument: ['city'] })).toEqual([
      'key rguments":{"«city»":"$var1.nam',
      'declaration rameters":{"«city»":{"type":"s',
    ]);
  });

  it('in a list beside the parameters although flags say the same', () => {
    const tools = [
      { name: 'f', description: 'F', parameters: { a: { type: 'str', required: true } }, required: ['a'] },
    ];
    const text = JSON.stringify({ query: 'q', tools, answers: [{ name: 'f', arguments: { a: 'x' } }] });
    expect(places(index('xlam', text), { kind: 'argument', tool: 'f', argument: ['a'] })).toEqual([
      'declaration rameters":{"«a»":{"type":"s',
      'required required":["«a»"]}],"answer',
      'key rguments":{"«a»":"x"}}]}',
    ]);
  });

  it('by keywords of Python calls', () => {
    const found = index('toolace', record('toolace'));
    expect(places(found, city).filter((place) => place.startsWith('key'))).toEqual([
      'key get_weather(«city»=\\"Oslo\\", d',
    ]);
  });

  const nested = JSON.stringify({
    messages: [
      {
        role: 'assistant',
        tool_calls: [
          {
            type: 'function',
            function: {
              name: 'book',
              arguments: { stops: [{ city: 'Oslo' }, { city: 'Rome' }], city: 'Bonn' },
            },
          },
        ],
      },
    ],
    tools: [
      {
        type: 'function',
        function: {
          name: 'book',
          parameters: {
            type: 'object',
            properties: {
              stops: {
                type: 'array',
                items: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
              },
              city: { type: 'string' },
            },
            anyOf: [{ required: ['city'] }, { required: ['stops'] }],
          },
        },
      },
    ],
  });

  it('inside lists and objects, apart from those of the same name outside', () => {
    const found = index('hf', nested);
    expect(places(found, { kind: 'argument', tool: 'book', argument: ['stops', '[]', 'city'] })).toEqual([
      'key {"stops":[{"«city»":"Oslo"},{"',
      'key ":"Oslo"},{"«city»":"Rome"}],"',
      'declaration operties":{"«city»":{"type":"s',
      'required required":["«city»"]}},"city":',
    ]);
    expect(places(found, { kind: 'argument', tool: 'book', argument: ['city'] })).toEqual([
      'key ":"Rome"}],"«city»":"Bonn"}}}]',
      'declaration ["city"]}},"«city»":{"type":"s',
      'required required":["«city»"]},{"requir',
    ]);
  });

  it('in a schema that refers to itself, without end', () => {
    const text = JSON.stringify({
      messages: [
        {
          role: 'assistant',
          tool_calls: [
            { type: 'function', function: { name: 'f', arguments: { node: { next: { next: {} } } } } },
          ],
        },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: 'f',
            parameters: {
              type: 'object',
              properties: { node: { $ref: '#/$defs/node' } },
              $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
            },
          },
        },
      ],
    });
    const found = index('hf', text);
    const deep: Entity = { kind: 'argument', tool: 'f', argument: ['node', 'next', 'next'] };
    expect(places(found, deep)).toEqual([
      'key ":{"next":{"«next»":{}}}}}}]}]',
      'declaration operties":{"«next»":{"$ref":"#',
    ]);
  });
});

describe('ids and references', () => {
  it('tie a result to its call', () => {
    expect(placesIn('openai', { kind: 'id', name: 'call_1' })).toEqual([
      'declaration ls":[{"id":"«call_1»","type":"fu',
      'result l_call_id":"«call_1»","name":"ge',
    ]);
  });

  it('name a result where it is made and in the midst of the arguments that use it', () => {
    expect(placesIn('nestful', { kind: 'reference', name: 'var1' })).toEqual([
      'declaration ","label":"$«var1»","arguments',
      'reference ":{"city":"$«var1».name$","tex',
      'reference ext":"From $«var1».name$"}}],"',
    ]);
    expect(placesIn('seal-tools', { kind: 'reference', name: 'API_call_0' })).toEqual([
      'declaration esponses":["«API_call_0»"]},{"api":"',
      'reference s":{"city":"«API_call_0»"},"response',
    ]);
  });
});

describe('the definition of what stands at a place', () => {
  /** Definitions, as text, of what stands between « and »; only the letters in front of them and behind must be unique. */
  function definitions(format: string, marked: string, text = record(format)): string[] {
    const plain = marked.replace(/[«»]/g, '');
    const at = text.indexOf(plain);
    if (at < 0 || text.indexOf(plain, at + 1) >= 0) throw new Error(`${plain} is not there once`);
    const found = index(format, text);
    const occurrence = found.at(at + marked.indexOf('«') + 1);
    if (!occurrence) throw new Error(`nothing has a name at ${marked}`);
    return definitionsOf(found, occurrence).map((one) => inContext(text, one.written.span));
  }

  it.each([
    ['a call: its tool', 'openai', '"«get_weather»","arguments', 'n":{"name":"«get_weather»","descripti'],
    ['an argument: its property', 'openai', '\\"«city»\\"', 'operties":{"«city»":{"type":"s'],
    ['an entry of required: the property', 'openai', '["«city»"]}}},{', 'operties":{"«city»":{"type":"s'],
    ['a result: its call', 'openai', '"«get_weather»","content', 'n":{"name":"«get_weather»","arguments'],
    ['the id of a result: that of the call', 'openai', '_id":"«call_1»"', 'ls":[{"id":"«call_1»","type":"fu'],
    [
      'a choice: the tool',
      'anthropic',
      '"tool","name":"«get_weather»"',
      '":[{"name":"«get_weather»","descripti',
    ],
    ['a reference: the label', 'nestful', '"$«var1».name$"', '","label":"$«var1»","arguments'],
    [
      'a result in tags: the call in tags',
      'hermes',
      '«get_weather»\\",\\"content',
      '{\\"name\\":\\"«get_weather»\\",\\"argumen',
    ],
  ])('%s', (_, format, marked, expected) => {
    expect(definitions(format, marked)).toEqual([expected]);
  });

  it('is each of them where a tool is defined more than once', () => {
    expect(definitions('hermes', '«get_weather»\\",\\"arguments')).toHaveLength(2);
  });

  it('is nothing for an argument that the schema does not have', () => {
    const text = record('openai').replace('\\"city\\"', '\\"town\\"');
    expect(definitions('openai', '«town»', text)).toEqual([]);
  });

  it('comes with the whole that it begins, for the peek view', () => {
    const text = record('openai');
    const found = index('openai', text);
    const [tool] = found.of(weather).filter(({ role }) => role === 'declaration');
    const { start, end } = wholeSpan(found.view, tool!);
    expect(JSON.parse(text.slice(start, end))).toMatchObject({
      name: 'get_weather',
      description: 'Weather of a city',
    });
    const [property] = found.of(city).filter(({ role }) => role === 'declaration');
    const whole = wholeSpan(found.view, property!);
    expect(text.slice(whole.start, whole.end)).toBe(
      'city":{"type":"string","description":"Name of the city"}',
    );
  });
});

describe('a record that is half typed', () => {
  it('names what is there of it', () => {
    const text = record('openai');
    const cut = text.slice(0, text.indexOf('"tool_choice"') - 3);
    expect(places(index('openai', cut), weather)).toHaveLength(3);
  });
});
