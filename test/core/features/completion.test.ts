/** What completion offers, and what accepting an offer writes: `|` is the cursor. */
import { describe, expect, it } from 'vitest';
import { mappedFormat } from '../../../src/core/formats/mapped.ts';
import { offeredAt, offeredIn, takeCursor } from '../../support/completion.ts';
import {
  anthropic,
  funreason,
  glaive,
  hermes,
  hfCall,
  inside,
  llamafactory,
  openai,
  openaiCall,
  toolace,
  xlam,
} from '../../support/completionRecords.ts';

const names = ['city', 'days', 'unit', 'detailed', 'place'];

describe('the name of a function', () => {
  it.each([
    ['openai', openaiCall('{}', 'get_we|'), openaiCall('{}', 'get_weather')],
    ['openai', openaiCall('{}', 'ge|t_wether'), openaiCall('{}', 'get_weather')],
    ['openai', openaiCall('{}', '|'), openaiCall('{}', 'get_weather')],
    [
      'hermes',
      hermes('<tool_call>{\\"name\\": \\"|\\"}</tool_call>'),
      hermes('<tool_call>{\\"name\\": \\"get_weather\\"}</tool_call>'),
    ],
    [
      'hermes',
      hermes('<tool_call>{\\"name\\": \\"get_we|'),
      hermes('<tool_call>{\\"name\\": \\"get_weather\\"'),
    ],
    ['hermes', hermes("<tool_call>{'name': 'get_we|"), hermes("<tool_call>{'name': 'get_weather'")],
    ['llamafactory', llamafactory('{\\"name\\":\\"|\\"}'), llamafactory('{\\"name\\":\\"get_weather\\"}')],
    [
      'anthropic',
      anthropic('{"type":"tool_use","id":"t","name":"|","input":{}}'),
      anthropic('{"type":"tool_use","id":"t","name":"get_weather","input":{}}'),
    ],
    [
      'glaive',
      glaive('<functioncall> {\\"name\\": \\"get_|\\"}'),
      glaive('<functioncall> {\\"name\\": \\"get_weather\\"}'),
    ],
    ['toolace', toolace('[get_we|(city=\\"Oslo\\")]'), toolace('[get_weather(city=\\"Oslo\\")]')],
    ['toolace', toolace('[get_we|'), toolace("[get_weather(city='city')")],
    [
      'toolace',
      toolace("[get_time(zone='x'), |]"),
      toolace("[get_time(zone='x'), get_weather(city='city')]"),
    ],
    [
      'funreason',
      funreason('<think>a</think>\\n\\n[|]'),
      funreason("<think>a</think>\\n\\n[get_weather(city='city')]"),
    ],
  ] as const)('%s (%#)', (format, before, after) => {
    const offered = offeredIn(format, before);
    expect(offered.labels).toContain('get_weather');
    expect(offered.accept('get_weather')).toBe(after);
    expect(offered.item('get_weather').documentation).toMatch(/^Weather of a city\n/);
    expect(offered.item('get_weather').heading).toMatch(
      /^get_weather\(city: string, days\?: integer, unit\?: "celsius"/,
    );
  });

  it('may hold spaces', () => {
    expect(offeredIn('toolace', toolace('[Market T|]')).accept('Market Trends API')).toBe(
      toolace("[Market Trends API(zone='zone')]"),
    );
  });

  it('comes with its arguments where the call has none', () => {
    const call = (rest: string) =>
      openai(`{"role":"assistant","tool_calls":[{"function":{"name":${rest}}}]}`);
    const offered = offeredIn('openai', call('"get|"'));
    expect(offered.labels).toEqual(['get_weather', 'get_weather(…)', 'get_time', 'get_time(…)']);
    expect(offered.accept('get_weather(…)')).toBe(
      call('"get_weather","arguments":"{\\"city\\":\\"city\\"}"'),
    );
  });

  it('is offered first for tools that the sample has called', () => {
    const calls =
      '{"id":"a","function":{"name":"get_time","arguments":"{}"}},{"id":"b","function":{"name":"|","arguments":"{}"}}';
    expect(offeredIn('openai', openai(`{"role":"assistant","tool_calls":[${calls}]}`)).labels).toEqual([
      'get_time',
      'get_weather',
    ]);
  });

  it('is what the typed text is compared with, as it is written at that depth', () => {
    expect(
      offeredIn('hermes', hermes('<tool_call>{\\"name\\": \\"get_we|')).item('get_weather').filterText,
    ).toBe('\\"get_weather\\"');
  });
});

describe('the name of an argument', () => {
  it.each([
    ['openai', openaiCall('{|}'), openaiCall('{\\"city\\":\\"\\"}')],
    ['openai', openaiCall('{\\"ci|\\"}'), openaiCall('{\\"city\\":\\"\\"}')],
    ['openai', openaiCall('{ci|}'), openaiCall('{\\"city\\":\\"\\"}')],
    ['openai', openaiCall('{\\"ci|'), openaiCall('{\\"city\\":\\"\\"')],
    ['openai', openaiCall('{\\"ci|\\":\\"Oslo\\"}'), openaiCall('{\\"city\\":\\"Oslo\\"}')],
    ['openai', openaiCall('{|\\"days\\":3}'), openaiCall('{\\"city\\":\\"\\",\\"days\\":3}')],
    ['openai', openaiCall('{\\"days\\":3 |}'), openaiCall('{\\"days\\":3 ,\\"city\\":\\"\\"}')],
    ['openai', openaiCall('{\\"days\\": 3,|}'), openaiCall('{\\"days\\": 3, \\"city\\": \\"\\"}')],
    [
      'openai',
      openaiCall('{\\"days\\": 3, |\\"unit\\": \\"celsius\\"}'),
      openaiCall('{\\"days\\": 3, \\"city\\": \\"\\", \\"unit\\": \\"celsius\\"}'),
    ],
    ['hf', hfCall('{|}'), hfCall('{"city":""}')],
    [
      'hermes',
      hermes('<tool_call>{\\"name\\": \\"get_weather\\", \\"arguments\\": {|}}</tool_call>'),
      hermes('<tool_call>{\\"name\\": \\"get_weather\\", \\"arguments\\": {\\"city\\": \\"\\"}}</tool_call>'),
    ],
    [
      'llamafactory',
      llamafactory('{\\"name\\":\\"get_weather\\",\\"arguments\\":{|}}'),
      llamafactory('{\\"name\\":\\"get_weather\\",\\"arguments\\":{\\"city\\":\\"\\"}}'),
    ],
    [
      'anthropic',
      anthropic('{"type":"tool_use","name":"get_weather","input":{|}}'),
      anthropic('{"type":"tool_use","name":"get_weather","input":{"city":""}}'),
    ],
    [
      'glaive',
      glaive('<functioncall> {\\"name\\": \\"get_weather\\", \\"arguments\\": \'{|}\'}'),
      glaive('<functioncall> {\\"name\\": \\"get_weather\\", \\"arguments\\": \'{\\"city\\": \\"\\"}\'}'),
    ],
    ['toolace', toolace('[get_weather(|)]'), toolace("[get_weather(city='')]")],
    ['toolace', toolace('[get_weather(ci|'), toolace("[get_weather(city=''")],
    ['toolace', toolace('[get_weather(ci|=\\"Oslo\\")]'), toolace('[get_weather(city=\\"Oslo\\")]')],
    ['toolace', toolace('[get_weather(days=3, |)]'), toolace("[get_weather(days=3, city='')]")],
    ['toolace', toolace('[get_weather(|days=3)]'), toolace("[get_weather(city='', days=3)]")],
    ['toolace', toolace('[get_weather(days=3 |)]'), toolace("[get_weather(days=3 , city='')]")],
    [
      'toolace',
      toolace('[get_weather(unit=\\"celsius\\", |)]'),
      toolace('[get_weather(unit=\\"celsius\\", city=\\"\\")]'),
    ],
  ] as const)('%s (%#)', (format, before, after) => {
    expect(offeredIn(format, before).accept('city')).toBe(after);
  });

  it('is offered once, the required ones first', () => {
    expect(offeredIn('openai', openaiCall('{|}')).labels).toEqual(names);
    expect(
      offeredIn('openai', openaiCall('{\\"city\\":\\"Oslo\\",|\\"unit\\":\\"celsius\\"}')).labels,
    ).toEqual(['days', 'detailed', 'place']);
    expect(offeredIn('xlam', xlam('[{\\"name\\":\\"toss\\",\\"arguments\\":{|}}]')).labels).toEqual([
      'side',
      'n',
    ]);
  });

  it('comes with a place for its value, by type, enumeration and default', () => {
    const offered = offeredIn('hf', hfCall('{|}'));
    expect(names.map((name) => offered.snippet(name))).toEqual([
      '"city":"${1}"',
      '"days":${1:0}',
      '"unit":"${1}"',
      '"detailed":${1:false}',
      '"place":{"lat":${1:0}\\}',
    ]);
    expect(names.filter((name) => offered.item(name).retrigger)).toEqual(['unit']);
    expect(offered.item('city').detail).toBe(' required');
    expect(offered.item('city').heading).toBe('city: string');
    expect(offered.item('unit').heading).toBe('unit?: "celsius" | "fahrenheit"');
    // The values are told above it.
    expect(offered.item('unit').documentation).toBe('*Argument of `get_weather`.*');
    expect(offered.item('unit').description).toBe('"celsius" | "fahrenheit"');
  });

  it('has a comma behind it in a Python dictionary too, and is offered once', () => {
    const call = (args: string) => hermes(`<tool_call>{'name': 'get_weather', 'arguments': {${args}}}`);
    const offered = offeredIn('hermes', call("|'days': 1"));
    expect(offered.labels).toEqual(['city', 'unit', 'detailed', 'place']);
    expect(offered.accept('city')).toBe(call("'city': '', 'days': 1"));
  });

  it('goes on below an argument', () => {
    const offered = offeredIn('openai', openaiCall('{\\"place\\":{|}}'));
    expect(offered.labels).toEqual(['lat', 'kind']);
    expect(offered.accept('lat')).toBe(openaiCall('{\\"place\\":{\\"lat\\":0}}'));
    expect(offeredIn('toolace', toolace("[get_weather(place={'|'})]")).accept('lat')).toBe(
      toolace("[get_weather(place={'lat': 0})]"),
    );
  });

  it('is all of them at once where nothing is written yet', () => {
    const label = '{city, days?, unit?, detailed?, place?}';
    expect(offeredIn('openai', openaiCall('|')).accept(label)).toBe(openaiCall('{\\"city\\":\\"city\\"}'));
    const open = (args: string) =>
      openai(`{"role":"assistant","tool_calls":[{"function":{"name":"get_weather","arguments":${args}}}]}`);
    expect(offeredIn('openai', open('|')).accept(label)).toBe(open('"{\\"city\\":\\"city\\"}"'));
    expect(offeredIn('hf', open('|')).accept(label)).toBe(open('{"city":"city"}'));
  });
});

describe('the value of an argument', () => {
  it.each([
    [
      'hermes',
      hermes("<tool_call>{'name': 'get_weather', 'arguments': {'unit':| 'fahrenheit', 'days': 1}}"),
      "'celsius'",
      hermes("<tool_call>{'name': 'get_weather', 'arguments': {'unit': 'celsius', 'days': 1}}"),
    ],
    [
      'openai',
      openaiCall('{\\"unit\\":| \\"fahrenheit\\", \\"days\\": 1}'),
      '"celsius"',
      openaiCall('{\\"unit\\": \\"celsius\\", \\"days\\": 1}'),
    ],
    [
      'toolace',
      toolace("[get_weather(unit=| 'fahrenheit')]"),
      "'celsius'",
      toolace("[get_weather(unit='celsius')]"),
    ],
    ['openai', openaiCall('{\\"unit\\":|}'), '"celsius"', openaiCall('{\\"unit\\":\\"celsius\\"}')],
    ['openai', openaiCall('{\\"unit\\":\\"|\\"}'), '"celsius"', openaiCall('{\\"unit\\":\\"celsius\\"}')],
    [
      'openai',
      openaiCall('{\\"unit\\":\\"fah|renheit\\",\\"days\\":1}'),
      '"celsius"',
      openaiCall('{\\"unit\\":\\"celsius\\",\\"days\\":1}'),
    ],
    [
      'openai',
      openaiCall('{\\"unit\\":\\"cel|,\\"days\\":1}'),
      '"celsius"',
      openaiCall('{\\"unit\\":\\"celsius\\",\\"days\\":1}'),
    ],
    ['openai', openaiCall('{\\"unit\\":cel|}'), '"celsius"', openaiCall('{\\"unit\\":\\"celsius\\"}')],
    [
      'openai',
      openaiCall('{\\"unit\\":|\\"days\\":1}'),
      '"celsius"',
      openaiCall('{\\"unit\\":\\"celsius\\",\\"days\\":1}'),
    ],
    ['openai', openaiCall('{\\"unit\\" \\"ce|\\"}'), '"celsius"', openaiCall('{\\"unit\\" :\\"celsius\\"}')],
    ['openai', openaiCall('{\\"detailed\\":t|}'), 'true', openaiCall('{\\"detailed\\":true}')],
    [
      'openai',
      openaiCall('{\\"place\\":{\\"kind\\":|}}'),
      '"village"',
      openaiCall('{\\"place\\":{\\"kind\\":\\"village\\"}}'),
    ],
    ['openai', openaiCall('{\\"place\\":|}'), '{…}', openaiCall('{\\"place\\":{\\"lat\\":0}}')],
    ['toolace', toolace('[get_weather(unit=|)]'), "'celsius'", toolace("[get_weather(unit='celsius')]")],
    [
      'toolace',
      toolace('[get_weather(unit=\\"ce|\\")]'),
      '"celsius"',
      toolace('[get_weather(unit=\\"celsius\\")]'),
    ],
    ['toolace', toolace("[get_weather(unit='ce|"), "'celsius'", toolace("[get_weather(unit='celsius'")],
    ['toolace', toolace('[get_weather(detailed=|)]'), 'True', toolace('[get_weather(detailed=True)]')],
    [
      'glaive',
      glaive('<functioncall> {\\"name\\": \\"get_weather\\", \\"arguments\\": \'{\\"unit\\": |}\'}'),
      '"celsius"',
      glaive(
        '<functioncall> {\\"name\\": \\"get_weather\\", \\"arguments\\": \'{\\"unit\\": \\"celsius\\"}\'}',
      ),
    ],
  ] as const)('%s (%#)', (format, before, label, after) => {
    expect(offeredIn(format, before).accept(label)).toBe(after);
  });

  it('is nothing where the schema names none', () => {
    expect(offeredIn('openai', openaiCall('{\\"city\\":\\"Os|lo\\"}')).labels).toEqual([]);
    expect(offeredIn('toolace', toolace("[get_weather(city='Os|')]")).labels).toEqual([]);
  });

  it('says which one is the default', () => {
    const offered = offeredIn('openai', openaiCall('{\\"detailed\\":|}'));
    expect(offered.item('false')).toMatchObject({ description: 'default', preselect: true });
  });

  it('follows references and alternatives of the schema', () => {
    const tool = {
      name: 'get_weather',
      parameters: {
        type: 'object',
        properties: {
          a: { $ref: '#/$defs/A' },
          b: { anyOf: [{ const: 1 }, { type: 'null' }] },
          c: { type: 'array', items: { enum: ['x', 'y'] } },
        },
        $defs: { A: { enum: ['p', 'q'], examples: ['p'] } },
      },
    };
    const call = (args: string) =>
      openai(
        `{"role":"assistant","tool_calls":[{"function":{"name":"get_weather","arguments":"${args}"}}]}`,
        [tool],
      );
    expect(offeredIn('openai', call('{\\"a\\":|}')).labels).toEqual(['"p"', '"q"']);
    expect(offeredIn('openai', call('{\\"b\\":|}')).labels).toEqual(['1', 'null']);
    expect(offeredIn('openai', call('{\\"c\\":[|]}')).labels).toEqual(['"x"', '"y"']);
    expect(offeredIn('openai', call('{\\"c\\":[\\"x\\",|]}')).accept('"y"')).toBe(
      call('{\\"c\\":[\\"x\\",\\"y\\"]}'),
    );
  });

  it('is escaped in the style of the string it goes into', () => {
    const tool = { name: 'f', parameters: { type: 'object', properties: { a: { enum: ['é"', 'b'] } } } };
    const call = (args: string) =>
      openai(`{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"${args}"}}]}`, [tool]);
    expect(offeredIn('openai', call('{\\"x\\":\\"\\u00fc\\",\\"a\\":|}')).accept('"é\\""')).toBe(
      call('{\\"x\\":\\"\\u00fc\\",\\"a\\":\\"\\u00e9\\\\\\"\\"}'),
    );
  });
});

describe('a whole call', () => {
  it.each([
    [
      'openai',
      openai('{"role":"assistant","tool_calls":[|]}'),
      openai(
        '{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"city\\"}"}}]}',
      ),
    ],
    [
      'hf',
      openai('{"role":"assistant","tool_calls":[|]}'),
      openai(
        '{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":{"city":"city"}}}]}',
      ),
    ],
    [
      'anthropic',
      anthropic('{"type":"text","text":"a"},|'),
      anthropic(
        '{"type":"text","text":"a"},{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city":"city"}}',
      ),
    ],
    [
      'hermes',
      hermes('<tool_call>|</tool_call>'),
      hermes('<tool_call>{\\"name\\":\\"get_weather\\",\\"arguments\\":{\\"city\\":\\"city\\"}}</tool_call>'),
    ],
    [
      'llamafactory',
      llamafactory('|'),
      llamafactory('{\\"name\\":\\"get_weather\\",\\"arguments\\":{\\"city\\":\\"city\\"}}'),
    ],
    [
      'glaive',
      glaive('<functioncall> |'),
      glaive('<functioncall> {\\"name\\":\\"get_weather\\",\\"arguments\\":\'{\\"city\\":\\"city\\"}\'}'),
    ],
  ] as const)('%s (%#)', (format, before, after) => {
    expect(offeredIn(format, before).accept('get_weather')).toBe(after);
  });

  it('goes into a string of a list with its brackets', () => {
    expect(offeredIn('xlam', xlam('|'), { isExplicit: true }).accept('toss')).toBe(
      xlam('[{\\"name\\":\\"toss\\",\\"arguments\\":{\\"side\\":\\"side\\"}}]'),
    );
    expect(offeredIn('xlam', xlam('[|]')).accept('toss')).toBe(
      xlam('[{\\"name\\":\\"toss\\",\\"arguments\\":{\\"side\\":\\"side\\"}}]'),
    );
  });

  it('is offered in an empty answer, or behind a thought, when asked for: prose may be meant', () => {
    for (const [format, record, after] of [
      ['toolace', toolace('|'), toolace("[get_weather(city='city')]")],
      [
        'funreason',
        funreason('<think>a</think>\\n\\n|'),
        funreason("<think>a</think>\\n\\n[get_weather(city='city')]"),
      ],
      [
        'hermes',
        hermes('|'),
        hermes(
          '<tool_call>\\n{\\"name\\":\\"get_weather\\",\\"arguments\\":{\\"city\\":\\"city\\"}}\\n</tool_call>',
        ),
      ],
    ] as const) {
      expect(offeredIn(format, record).labels).toEqual([]);
      expect(offeredIn(format, record, { isExplicit: true }).accept('get_weather')).toBe(after);
    }
  });

  it('has stops for the arguments that are required, with choices for what is enumerated', () => {
    const tool = {
      name: 'f',
      parameters: {
        type: 'object',
        properties: { a: { enum: ['x', 'y,z'] }, b: { type: 'boolean' } },
        required: ['a', 'b'],
      },
    };
    const offered = offeredIn('openai', openai('{"role":"assistant","tool_calls":[|]}', [tool]));
    expect(offered.snippet('f')).toBe(
      '{"id":"${1:call_1}","type":"function","function":{"name":"f","arguments":"{\\\\"a\\\\":\\\\"${2|x,y\\,z|}\\\\",\\\\"b\\\\":${3|true,false|}\\}"\\}\\}',
    );
  });

  it('is never offered in the prose of a user', () => {
    expect(
      offeredIn(
        'openai',
        '{"messages":[{"role":"user","content":"|"}],"tools":[{"type":"function","function":{"name":"f"}}]}',
        { isExplicit: true },
      ).labels,
    ).toEqual([]);
  });
});

describe('an id', () => {
  const calls = (ids: readonly string[]) =>
    `{"role":"assistant","tool_calls":[${ids.map((id) => `{"id":"${id}","type":"function","function":{"name":"get_weather","arguments":"{}"}}`).join(',')}]}`;

  it('of a result is that of a call without one, first', () => {
    const record = (id: string) =>
      openai(
        `${calls(['call_7', 'call_8'])},{"role":"tool","tool_call_id":"call_7","content":"a"},{"role":"tool","tool_call_id":"${id}","content":"b"}`,
      );
    const offered = offeredIn('openai', record('|'));
    expect(offered.labels).toEqual(['"call_8"', '"call_7"']);
    expect(offered.item('"call_7"').description).toBe('answered already');
    expect(offered.accept('"call_8"')).toBe(record('call_8'));
  });

  it('of a result in a block is the same', () => {
    const record = `{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"toolu_5","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"|","content":"x"}]}]}`;
    expect(offeredIn('anthropic', record).labels).toEqual(['"toolu_5"']);
  });

  it('of a call is a new one', () => {
    expect(offeredIn('openai', openai(calls(['call_7', '|']))).labels).toEqual(['"call_8"']);
    expect(offeredIn('mistral', openai(calls(['|']))).labels).toEqual(['"call00001"']);
  });
});

describe('a role', () => {
  const chat = (role: string, before = '{"role":"user","content":"a"}') =>
    `{"messages":[${before}${before === '' ? '' : ','}{"role":"${role}"}]}`;

  it.each([
    ['openai', chat('|', ''), ['"system"', '"developer"', '"user"', '"assistant"', '"tool"']],
    ['openai', chat('|'), ['"assistant"', '"system"', '"developer"', '"user"', '"tool"']],
    [
      'openai',
      chat('|', '{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}'),
      ['"tool"', '"system"', '"developer"', '"user"', '"assistant"'],
    ],
    [
      'openai',
      chat('|', '{"role":"assistant","content":"a"}'),
      ['"user"', '"system"', '"developer"', '"assistant"', '"tool"'],
    ],
    ['ms-swift', chat('|'), ['"tool_call"', '"assistant"', '"system"', '"user"', '"tool_response"']],
    ['openai-legacy', chat('|'), ['"assistant"', '"system"', '"user"', '"function"']],
    [
      'llamafactory',
      llamafactory('x', '|'),
      ['"function_call"', '"gpt"', '"system"', '"human"', '"observation"'],
    ],
    ['hermes', '{"conversations":[{"from":"|","value":"x"}]}', ['"system"', '"human"', '"gpt"', '"tool"']],
    [
      'toolace',
      '{"system":"s","conversations":[{"from":"us|","value":"x"}]}',
      ['"user"', '"assistant"', '"tool"'],
    ],
    [
      'bfcl',
      '{"id":"a","question":[[{"role":"|","content":"x"}]],"function":[]}',
      ['"system"', '"user"', '"assistant"', '"tool"'],
    ],
  ] as const)('%s (%#)', (format, record, labels) => {
    expect(offeredIn(format, record).labels).toEqual(labels);
  });

  it('of rows that a mapping names is one of their own', () => {
    const format = mappedFormat({ format: 'llamafactory', messages: 'talk', role: 'who', content: 'said' });
    const { text, offset } = takeCursor('{"talk":[{"who":"person","said":"a"},{"who":"|","said":"b"}]}');
    expect(offeredAt(text, offset, { container: 'jsonl', kind: 'samples', format }).labels).toEqual([
      '"person"',
    ]);
  });

  it('replaces the old one as a whole', () => {
    expect(offeredIn('openai', chat('us|er')).accept('"assistant"')).toBe(chat('assistant'));
  });
});

describe('a tool definition', () => {
  const tool = (rest: string) =>
    `{"messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":${rest}}}]}`;

  it('is offered the keywords that suit the type and are not there yet', () => {
    const offered = offeredIn('openai', tool('{"type":"object","properties":{"a":{"type":"integer",|}}}'));
    expect(offered.labels.slice(0, 5)).toEqual(['description', 'enum', 'default', 'minimum', 'maximum']);
    expect(offered.labels).not.toContain('minLength');
    expect(offered.labels).not.toContain('type');
    expect(offered.item('minimum').documentation).toContain('smallest');
    expect(offered.accept('minimum')).toBe(
      tool('{"type":"object","properties":{"a":{"type":"integer","minimum":0}}}'),
    );
  });

  it('is offered the keywords of its draft', () => {
    const at = (draft: string) =>
      offeredIn(
        'openai',
        tool(`{"$schema":"http://json-schema.org/${draft}/schema#","type":"object","properties":{"a":{|}}}`),
      ).labels;
    expect(at('draft-04')).not.toContain('const');
    expect(at('draft-07')).toContain('const');
    expect(at('draft-07')).not.toContain('$defs');
    expect(offeredIn('openai', tool('{"properties":{"a":{|}}}')).labels).toContain('$defs');
  });

  it.each([
    ['openai', tool('{|}'), 'type', tool('{"type":"object"}')],
    ['openai', tool('{"type":"|"}'), '"object"', tool('{"type":"object"}')],
    [
      'openai',
      tool('{"properties":{"a":{"type":st|}}}'),
      '"string"',
      tool('{"properties":{"a":{"type":"string"}}}'),
    ],
    [
      'openai',
      tool('{"properties":{"a":{"type":["string",|]}}}'),
      '"null"',
      tool('{"properties":{"a":{"type":["string","null"]}}}'),
    ],
    [
      'openai',
      tool('{"properties":{"a":{}},"required":[|]}'),
      '"a"',
      tool('{"properties":{"a":{}},"required":["a"]}'),
    ],
    [
      'openai',
      tool('{"properties":{|},"required":["a"]}'),
      'a',
      tool('{"properties":{"a":{}},"required":["a"]}'),
    ],
    [
      'openai',
      tool('{"properties":{"a":{"format":"|"}}}'),
      '"date-time"',
      tool('{"properties":{"a":{"format":"date-time"}}}'),
    ],
    [
      'openai',
      tool('{"properties":{"a":{"enum":["x","y"],"default":|}}}'),
      '"x"',
      tool('{"properties":{"a":{"enum":["x","y"],"default":"x"}}}'),
    ],
    ['openai', tool('{"additionalProperties":|}'), 'false', tool('{"additionalProperties":false}')],
    ['openai', tool('{"anyOf":[{|}]}'), 'type', tool('{"anyOf":[{"type":""}]}')],
  ] as const)('%s (%#)', (format, before, label, after) => {
    expect(offeredIn(format, before).accept(label)).toBe(after);
  });

  it('speaks the words of its format', () => {
    const xlamTool = (type: string) =>
      `{"query":"q","tools":"${inside(`[{"name":"f","parameters":{"a":{"type":"|"}}}]`).replace('|', type)}","answers":"[]"}`;
    expect(offeredIn('xlam', xlamTool('|')).labels.slice(0, 3)).toEqual(['"str"', '"int"', '"float"']);
    expect(offeredIn('xlam', xlamTool('|')).accept('"str"')).toBe(xlamTool('str'));
    const bfcl =
      '{"id":"a","question":[[{"role":"user","content":"x"}]],"function":[{"name":"f","parameters":{"type":"|"}}]}';
    expect(offeredIn('bfcl', bfcl).labels[0]).toBe('"dict"');
    const gemma =
      '{"tools":[{"function":{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"|"}}}}}],"messages":[]}';
    expect(offeredIn('functiongemma', gemma).labels).toEqual([
      '"OBJECT"',
      '"STRING"',
      '"NUMBER"',
      '"INTEGER"',
      '"BOOLEAN"',
      '"ARRAY"',
    ]);
  });

  it('of a map of parameters is offered what such maps hold', () => {
    const record = `{"query":"q","tools":"${inside('[{"name":"f","parameters":{"a":{').replace('', '')}|}}}]","answers":"[]"}`;
    expect(offeredIn('xlam', record).labels).toContain('type');
    expect(offeredIn('xlam', record).labels).not.toContain('anyOf');
  });
});

describe('the keys of a record', () => {
  it.each([
    ['openai', '{|}', ['messages', 'tools', 'parallel_tool_calls']],
    ['openai', '{"messages":[],|}', ['tools', 'parallel_tool_calls']],
    ['xlam', '{|"query":"a"}', ['id', 'tools', 'answers']],
    ['openai', '{"messages":[{|}]}', ['role', 'content', 'tool_calls', 'tool_call_id', 'name', 'weight']],
    ['openai', '{"messages":[{"role":"tool",|}]}', ['content', 'tool_call_id', 'name']],
    [
      'openai',
      '{"messages":[],"tools":[{"type":"function","function":{"name":"f",|}}]}',
      ['description', 'parameters', 'strict'],
    ],
    ['anthropic', '{"messages":[],"tools":[{"name":"f",|}]}', ['description', 'input_schema']],
    ['llamafactory', '{"conversations":[{|}]}', ['from', 'value']],
    ['llamafactory-v1', '{"messages":[{"role":"user","content":[{|}]}]}', ['type', 'value']],
    ['hermes', hermes('<tool_call>{|}</tool_call>'), ['name', 'arguments']],
  ] as const)('%s (%#)', (format, record, labels) => {
    expect(offeredIn(format, record).labels).toEqual(labels);
  });

  it('take what their neighbours have', () => {
    const record =
      '{"messages":[{"role":"user","content":"a","lang":"de"},{"role":"assistant","content":"b",|}]}';
    expect(offeredIn('openai', record).labels).toContain('lang');
  });

  it('are written with their colon, and the comma that is missing', () => {
    expect(offeredIn('openai', '{|"tools":[]}').accept('messages')).toBe('{"messages":[],"tools":[]}');
    expect(offeredIn('openai', '{"mes|":[]}').accept('messages')).toBe('{"messages":[]}');
    expect(offeredIn('openai', '{"messages":[] |}').accept('tools')).toBe('{"messages":[] ,"tools":[]}');
  });

  it('of a call bring its arguments', () => {
    const call = (rest: string) =>
      openai(`{"role":"assistant","tool_calls":[{"function":{"name":"get_weather",${rest}}}]}`);
    expect(offeredIn('openai', call('|')).accept('arguments')).toBe(
      call('"arguments":"{\\"city\\":\\"city\\"}"'),
    );
  });
});

describe('a message', () => {
  it('is offered whole, with the id of the call that waits for it', () => {
    const call =
      '{"role":"assistant","tool_calls":[{"id":"call_3","function":{"name":"get_weather","arguments":"{}"}}]}';
    const offered = offeredIn('openai', openai(`${call},|`));
    expect(offered.labels[0]).toBe('tool');
    expect(offered.accept('tool')).toBe(
      openai(`${call},{"role":"tool","tool_call_id":"call_3","content":""}`),
    );
  });
});

describe('formats whose steps have roles of their own', () => {
  it.each([
    ['glm', '"observation"', '{"messages":[{"role":"user","content":"x"},{"role":"|"}]}'],
    ['step-roles', '"reasoning"', '{"messages":[{"role":"user","content":"x"},{"role":"|"}]}'],
    ['glm', 'tools', '{"messages":[{"role":"system","content":"",|}]}'],
  ] as const)('%s: %s', (format, label, record) => {
    expect(offeredIn(format, record).labels).toContain(label);
  });
});

describe('no offer', () => {
  it.each([
    ['in prose', 'openai', '{"messages":[{"role":"user","content":"Is it |warm?"}]}'],
    ['in prose with brackets', 'openai', '{"messages":[{"role":"user","content":"see [note (a|)]"}]}'],
    ['in the prose of an answer', 'toolace', toolace('The weather is f|ine.')],
    ['in a thought', 'hermes', hermes('<think>I could <tool_call>{\\"na|me\\"')],
    ['inside an escape', 'openai', openaiCall('{\\|"city\\":1}')],
    ['behind the record', 'openai', '{"messages":[]} |'],
    ['in a plain file', 'plain', '{"role":"|"}'],
    ['for an unknown tool', 'openai', openaiCall('{|}', 'other')],
  ] as const)('%s', (_, format, record) => {
    expect(offeredIn(format, record).labels).toEqual([]);
  });

  it('in a record too long to be read in time', () => {
    const long = openai(`{"role":"user","content":"${'x'.repeat(1_000_000)}"},{"role":"|"}`);
    expect(offeredIn('openai', long).labels).toEqual([]);
  });
});

describe('a record that is broken around the cursor', () => {
  const tail =
    ',"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"unit":{"enum":["a","b"]}}}}}]}';
  it.each([
    [
      'an open string',
      `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f|}}]}]${tail}`,
      'f',
    ],
    [
      'an open string in front of a key',
      `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f|"arguments":"{}"}}]}]${tail}`,
      'f',
    ],
    [
      'open strings at two depths',
      `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\\"un|}}]}]${tail}`,
      'unit',
    ],
    [
      'a missing comma',
      `{"messages":[{"role":"assistant" "tool_calls":[{"function":{"name":"f","arguments":"{|}"}}]}]${tail}`,
      'unit',
    ],
    [
      'missing brackets',
      `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{|}"}]${tail}`,
      'unit',
    ],
    [
      'nothing behind it',
      `{"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"unit":{}}}}}],"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{|`,
      'unit',
    ],
    [
      'a missing value',
      `{"messages":[{"role":"assistant","tool_calls":[{"id":,"function":{"name":"f","arguments":"{\\"unit\\":|}"}}]}]${tail}`,
      '"a"',
    ],
  ] as const)('%s', (_, record, label) => {
    expect(offeredIn('openai', record).labels).toContain(label);
  });
});
