/** Rules that depend on a target: for each a row that a target refuses and one that it takes. */
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { runFileRules } from '../../../src/core/dataset/fileRules.ts';
import { PackedFile } from '../../../src/core/dataset/packedFacts.ts';
import { ruleByCode } from '../../../src/core/rules/index.ts';
import { fileContext } from '../../../src/core/check.ts';
import { targets } from '../../../src/core/targets/index.ts';
import { calls, callOf, chat, result, says, shareGpt, system, tool, user } from './conversation.ts';
import { checkLine, found } from './support.ts';

/** Messages of a code for targets, with the text they stand at. */
function told(format: string, line: string, code: string, ...ids: string[]): [at: string, message: string][] {
  return found(format, line, code, rules, ids).map(({ at, message }) => [/«([^]*)»/.exec(at)![1]!, message]);
}
const messages = (format: string, line: string, code: string, ...ids: string[]) =>
  told(format, line, code, ...ids).map(([, message]) => message);

/** What is told once per file, in words. */
function onceTold(format: string, line: string, code: string, ...ids: string[]): string[] {
  return checkLine(format, line, rules, 'all', ids)
    .once.filter((fact) => fact.code === code)
    .map(({ severity, key, count }) => `${severity}: ${ruleByCode(code)!.fileMessage!(key, count)}`);
}

describe('turn.order', () => {
  const code = 'turn.order';
  const refused: [target: string, format: string, line: string, at: string, words: string][] = [
    [
      'llamafactory',
      'llamafactory',
      shareGpt(['human', 'a'], ['human', 'b'], ['gpt', 'c']),
      '"human"',
      'after the user comes the assistant, not the user.',
    ],
    [
      'llamafactory',
      'llamafactory',
      shareGpt(['gpt', 'a'], ['human', 'b']),
      '"gpt"',
      'the first turn must be the user or a result; this one is the assistant.',
    ],
    [
      'llamafactory',
      'llamafactory',
      shareGpt(['human', 'a'], ['gpt', 'b'], ['human', 'c']),
      '"human"',
      'the last turn must be the assistant; this one is the user.',
    ],
    [
      'llamafactory',
      'openai',
      chat([user(), system(), says()]),
      '"system"',
      'a system turn may only stand first.',
    ],
    [
      'mistral',
      'openai',
      chat([user(), calls(callOf('a1B2c3D4e')), result('a1B2c3D4e')]),
      '"tool"',
      'the last turn must be the assistant; this one is a result.',
    ],
    [
      'mistral',
      'openai',
      chat([user(), calls(callOf('a1B2c3D4e')), result('a1B2c3D4e'), user(), says()]),
      '"user"',
      'after a result comes the assistant or a result, not the user.',
    ],
    [
      'mistral',
      'openai',
      chat([system(), system(), user(), says()]),
      '"system"',
      'there may be only one system turn.',
    ],
    [
      'mistral',
      'openai',
      chat([says()]),
      '"assistant"',
      "a sample has at least 2 turns besides the system's; this one has 1.",
    ],
    [
      'mistral',
      'openai',
      chat([{ role: 'developer', content: 'x' }, user(), says()]),
      '"developer"',
      'there is no role "developer"; it knows system, user, assistant or tool.',
    ],
    [
      'openai',
      'openai',
      chat([user(), user()]),
      '"user"',
      'a sample needs an answer of the assistant; this one has none.',
    ],
    [
      'openai',
      'openai',
      chat([{ role: 'observation', content: 'x' }, says()]),
      '"observation"',
      'there is no role "observation"; it knows system, developer, user, assistant, tool or function.',
    ],
    [
      'together',
      'openai',
      chat([user(), says(), says()]),
      '"assistant"',
      'after the assistant comes the user or a result, not the assistant.',
    ],
    [
      'fireworks',
      'openai',
      chat([user(), system(), says()]),
      '"system"',
      'a system turn may only stand first.',
    ],
    [
      'anthropic',
      'anthropic',
      JSON.stringify({
        messages: [
          system(),
          user(),
          { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'x', input: {} }] },
        ],
      }),
      '"system"',
      'there is no role "system"; it knows user or assistant.',
    ],
    [
      'anthropic',
      'anthropic',
      JSON.stringify({
        system: 'x',
        messages: [user(), user(), says([{ type: 'thinking', thinking: 'x' }])],
      }),
      '"user"',
      'after the user comes the assistant, not the user.',
    ],
    [
      'ms-swift',
      'ms-swift',
      JSON.stringify({
        messages: [
          user(),
          { role: 'tool_call', content: '{"name":"x","arguments":{}}' },
          { role: 'ipython', content: '1' },
        ],
      }),
      '"ipython"',
      'there is no role "ipython"; it knows system, user, human, assistant, gpt, bot, tool_call, function_call, tool_response, tool, function_response, observation or observations.',
    ],
  ];
  it.each(refused)('%s refuses, in %s: %s', (target, format, line, at, words) => {
    const title = targets.find(({ id }) => id === target)!.title;
    expect(told(format, line, code, target)).toEqual([[at, `For ${title}, ${words}`]]);
  });

  const parallel = [user(), calls(callOf('a'), callOf('b')), result('a'), result('b'), says()];
  const taken: [target: string, format: string, line: string][] = [
    ['llamafactory', 'llamafactory', shareGpt(['system', 's'], ['human', 'a'], ['gpt', 'b'])],
    ['llamafactory', 'openai', chat(parallel)],
    ['mistral', 'openai', chat([system(), user(), user(), calls(callOf('a'))])],
    ['openai', 'openai', chat([system(), user(), calls(callOf('call_1'))])],
    ['together', 'openai', chat(parallel)],
    ['fireworks', 'openai', chat([system(), ...parallel])],
    [
      'anthropic',
      'anthropic',
      JSON.stringify({
        system: 'x',
        messages: [user(), says([{ type: 'tool_use', id: 'a', name: 'x', input: {} }])],
      }),
    ],
    ['trl', 'hf', chat([user(), user(), system()])],
    ['axolotl', 'hf', chat([user(), user(), system()])],
    // No format that Mistral reads: a converter decides the order.
    ['mistral', 'llamafactory', shareGpt(['human', 'a'], ['human', 'b'])],
  ];
  it.each(taken)('%s takes, in %s: %s', (target, format, line) => {
    expect(messages(format, line, code, target)).toEqual([]);
  });

  it('two results in a row are one turn in messages, and two in ShareGPT', () => {
    const line = shareGpt(
      ['human', 'a'],
      ['function_call', '[]'],
      ['observation', '1'],
      ['observation', '2'],
      ['gpt', 'c'],
    );
    expect(messages('llamafactory', line, code, 'llamafactory')).toEqual([
      'For LLaMA-Factory, after a result comes the assistant, not a result.',
    ]);
  });

  it('names all the targets that say the same in one finding', () => {
    const line = chat([user(), system(), says()]);
    expect(messages('openai', line, code, 'fireworks', 'llamafactory', 'together')).toEqual([
      'For Together, Fireworks and LLaMA-Factory, a system turn may only stand first.',
    ]);
  });
});

describe('turn.id-format', () => {
  const code = 'turn.id-format';
  it('tells an id of another form at the role, once for a call and its result', () => {
    const line = chat([user(), calls(callOf('call_1')), result('call_1'), says()]);
    expect(told('openai', line, code, 'mistral', 'openai')).toEqual([
      ['"assistant"', 'For Mistral, an id is nine letters or digits; this one is not.'],
    ]);
  });

  it('tells a missing id, an id that is too long, and one that is there twice', () => {
    expect(
      messages('openai', chat([user(), calls(callOf(undefined)), result(), says()]), code, 'openai'),
    ).toEqual([
      'For OpenAI, every call needs an id; this one has none.',
      'For OpenAI, every result names its call by id; this one does not.',
    ]);
    const long = 'x'.repeat(41);
    expect(messages('openai', chat([user(), calls(callOf(long))]), code, 'azure')[0]).toContain(
      '1 to 40 characters',
    );
    const use = { type: 'tool_use', id: 'toolu_1', name: 'x', input: {} };
    const answer = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: '1' }] };
    const twice = [user(), says([use]), answer, says([use]), answer, says()];
    expect(messages('anthropic', JSON.stringify({ messages: twice }), code, 'anthropic')).toEqual([
      'For Anthropic, no two calls of a sample share an id; "toolu_1" was there before.',
    ]);
    const dotted = says([{ ...use, id: 'a.b' }]);
    expect(
      messages('anthropic', JSON.stringify({ messages: [user(), dotted] }), code, 'anthropic').length,
    ).toBe(1);
  });

  it('takes ids of the right form, a placeholder in a last turn, and none where none are wanted', () => {
    expect(messages('openai', chat([user(), calls(callOf('a1B2c3D4e'))]), code, 'mistral')).toEqual([]);
    expect(messages('openai', chat([user(), calls(callOf('null'))]), code, 'mistral')).toEqual([]);
    const early = chat([user(), calls(callOf('null')), result('a1B2c3D4e'), says()]);
    expect(messages('openai', early, code, 'mistral').length).toBe(1);
    expect(
      messages('hf', chat([user(), calls(callOf(undefined, { line: 4 }))]), code, 'trl', 'axolotl'),
    ).toEqual([]);
  });
});

describe('turn.content-conflict', () => {
  const code = 'turn.content-conflict';
  const both = chat([user(), { ...calls(callOf('a1B2c3D4e')), content: 'I look.' }]);
  it('tells text beside calls where it is refused, or dropped', () => {
    expect(told('openai', both, code, 'mistral')).toEqual([
      [
        '"assistant"',
        'For Mistral, a turn has either text or calls, not both; leave the text out, or make it a turn of its own.',
      ],
    ]);
    expect(messages('openai', both, code, 'llamafactory')[0]).toContain('is dropped without a word');
  });

  it('tells text, thinking and calls together for templates of gpt-oss', () => {
    const three = { ...calls(callOf(undefined, { line: 4 })), content: 'I look.', thinking: 'Hm.' };
    expect(messages('hf', chat([user(), three]), code, 'trl', 'axolotl')).toEqual([
      'For TRL and axolotl, a turn with calls has either text or "thinking", not both (template of gpt-oss); leave the text out.',
    ]);
    const two = { ...calls(callOf(undefined, { line: 4 })), content: 'I look.', reasoning_content: 'Hm.' };
    expect(messages('hf', chat([user(), two]), code, 'trl', 'axolotl')).toEqual([]);
  });

  it('tells prose beside a call list for BFCL', () => {
    const prompt =
      'Here is a list of functions in JSON format that you can invoke.\n[{"name":"f","description":"x","parameters":{"type":"dict","properties":{"a":{"type":"integer"}},"required":[]}}]';
    const line = (answer: string) => JSON.stringify({ messages: [system(prompt), user(), says(answer)] });
    expect(messages('funreason', line('<think>x</think>\n\n[f(a=1)]'), code, 'bfcl', 'funreason')).toEqual(
      [],
    );
    expect(messages('funreason', line('[f(a=1)] as you asked.'), code, 'bfcl', 'funreason').length).toBe(1);
  });

  it('takes it where it is taken', () => {
    const takers = ['openai', 'azure', 'together', 'fireworks', 'trl', 'ms-swift', 'axolotl'];
    expect(messages('openai', both, code, ...takers)).toEqual([]);
    expect(
      messages('openai', chat([user(), { ...calls(callOf('a1B2c3D4e')), content: '' }]), code, 'mistral'),
    ).toEqual([]);
  });
});

describe('turn.empty-content', () => {
  const code = 'turn.empty-content';
  const empty = (content?: JsonValue) =>
    chat([user(), content === undefined ? { role: 'assistant' } : says(content)]);
  it('tells null and nothing', () => {
    const ids = ['openai', 'azure', 'together', 'fireworks', 'mistral', 'ms-swift', 'llamafactory'];
    expect(told('openai', empty(null), code, ...ids)).toEqual([
      [
        '"assistant"',
        'For OpenAI, Azure OpenAI, Together, Fireworks, Mistral, LLaMA-Factory and ms-swift, a turn without calls needs a content; here it is null.',
      ],
    ]);
    expect(messages('openai', empty(), code, 'openai')[0]).toContain('this one has none');
    expect(
      messages('llamafactory', shareGpt(['human', 'x'], ['gpt', null]), code, 'llamafactory').length,
    ).toBe(1);
  });

  it('tells empty text where it is refused', () => {
    expect(messages('openai', empty(' '), code, 'mistral', 'openai')).toEqual([
      'For Mistral, a turn without calls needs text; this one is empty.',
    ]);
    const line = JSON.stringify({
      messages: [
        user([{ type: 'text', text: '' }]),
        says([{ type: 'thinking', thinking: 'x', signature: 'y' }]),
      ],
    });
    expect(messages('anthropic', line, code, 'anthropic').length).toBe(1);
  });

  it('takes calls without content, results, and images', () => {
    const line = chat([user(), { ...calls(callOf('a')), content: null }, result('a', ''), says()]);
    expect(messages('openai', line, code, 'openai', 'mistral', 'ms-swift')).toEqual([]);
    const image = chat([user([{ type: 'image_url', image_url: { url: 'x' } }]), says()]);
    expect(messages('openai', image, code, 'openai', 'ms-swift')).toEqual([]);
    expect(messages('hf', empty(null), code, 'trl', 'axolotl')).toEqual([]);
  });
});

describe('turn.weight', () => {
  const code = 'turn.weight';
  it('tells values out of range, and weights on turns that are not learnt', () => {
    const line = chat([{ ...user(), weight: 1 }, says('x', { weight: 0.5 })]);
    expect(told('openai', line, code, 'openai', 'together')).toEqual([
      ['"user"', 'For OpenAI, "weight" counts only on turns of the assistant; take it out here.'],
      ['"assistant"', 'For OpenAI and Together, "weight" is 0 or 1; here it is 0.5.'],
    ]);
    const swift = JSON.stringify({
      messages: [
        { ...user(), loss_scale: 1 },
        says('x', { loss: 1, loss_scale: -2 }),
        { role: 'tool_call', content: '{"name":"x","arguments":{}}' },
      ],
    });
    expect(messages('ms-swift', swift, code, 'ms-swift')).toEqual([
      'For ms-swift, "loss_scale" counts only on turns of the assistant; take it out here.',
      'For ms-swift, "loss" is true or false; here it is 1.',
      'For ms-swift, "loss_scale" is a number from 0 on; here it is -2.',
    ]);
    expect(messages('hf', chat([user(), says('x', { train: 'yes' })]), code, 'axolotl').length).toBe(1);
  });

  it('takes good weights, null, and keys that are not of the target', () => {
    const line = chat([
      user(),
      says('x', { weight: 0, loss: 'x', train: 3 }),
      user(),
      says('y', { weight: null }),
    ]);
    expect(messages('openai', line, code, 'openai', 'azure', 'mistral', 'fireworks')).toEqual([]);
  });
});

describe('call.arguments-encoding', () => {
  const code = 'call.arguments-encoding';
  const text = chat([user(), calls(callOf('a1B2c3D4e'))]);
  const object = chat([user(), calls(callOf('a1B2c3D4e', { line: 4 }))]);
  it('tells the other form at the arguments', () => {
    expect(told('hf', text, code, 'trl', 'axolotl')).toEqual([
      ['"{\\"line\\":4}"', 'For TRL, arguments are an object; write what this string holds as an object.'],
    ]);
    expect(told('openai', object, code, 'openai', 'mistral', 'ms-swift')).toEqual([
      [
        '{"line":4}',
        'For OpenAI and Mistral, arguments are a string of JSON; write this object as a string.',
      ],
    ]);
    const nested = shareGpt(
      ['human', 'x'],
      ['function_call', '{"name":"tram_status","arguments":"{\\"line\\":4}"}'],
    );
    expect(messages('llamafactory', nested, code, 'llamafactory').length).toBe(1);
  });

  it('is a hint, once a file, in a format that the target does not read', () => {
    const line = shareGpt(['human', 'x'], ['function_call', '{"name":"tram_status","arguments":{"line":4}}']);
    expect(messages('llamafactory', line, code, 'openai')).toEqual([]);
    expect(onceTold('llamafactory', line, code, 'openai', 'azure')).toEqual([
      'hint: For OpenAI and Azure OpenAI, arguments are a string of JSON; 1 call of this file has the other form. A conversion has to change that.',
    ]);
  });

  it('takes the right form, and both where both are read', () => {
    expect(
      messages(
        'openai',
        text,
        code,
        'openai',
        'azure',
        'together',
        'fireworks',
        'mistral',
        'ms-swift',
        'axolotl',
      ),
    ).toEqual([]);
    expect(messages('hf', object, code, 'trl', 'axolotl', 'ms-swift')).toEqual([]);
  });
});

describe('call.wrong-key', () => {
  const code = 'call.wrong-key';
  const withKey = (key: string) =>
    shareGpt(['human', 'x'], ['function_call', `{"name":"tram_status","${key}":{"line":4}}`]);
  it('tells a key that the target does not read', () => {
    expect(told('llamafactory', withKey('parameters'), code, 'llamafactory', 'ms-swift')).toEqual([
      [
        '\\"parameters\\"',
        'For LLaMA-Factory and ms-swift, the arguments of a call stand under "arguments", not "parameters"; rename the key.',
      ],
    ]);
    const messagesLine = chat([
      user(),
      calls(callOf('a', '', { function: { name: 'tram_status', parameters: '{"line":4}' } })),
    ]);
    expect(messages('openai', messagesLine, code, 'openai').length).toBe(1);
  });

  it('is a hint, once a file, in a format that the target does not read', () => {
    expect(onceTold('llamafactory', withKey('parameters'), code, 'openai')).toEqual([
      'hint: For OpenAI, the arguments of a call stand under "arguments", not "parameters"; 1 call of this file stands under the other key. A conversion has to change that.',
    ]);
  });

  it('takes the right key, and call lists, which have none', () => {
    expect(messages('llamafactory', withKey('arguments'), code, 'llamafactory', 'ms-swift')).toEqual([]);
    const blocks = says([{ type: 'tool_use', id: 'a', name: 'x', input: {} }]);
    expect(
      messages('anthropic', JSON.stringify({ messages: [user(), blocks] }), code, 'anthropic', 'ms-swift'),
    ).toEqual([]);
  });
});

describe('tool.name-pattern', () => {
  const code = 'tool.name-pattern';
  const named = (name: string) =>
    chat([user(), says()], [tool({ type: 'object', properties: {} }, { name })]);
  const cases: [name: string, refusing: string[]][] = [
    ['get_weather', []],
    ['weather.get', ['openai', 'azure', 'fireworks', 'mistral', 'anthropic']],
    ['get weather', ['openai', 'azure', 'fireworks', 'mistral', 'gemini', 'anthropic', 'bfcl', 'funreason']],
    ['天气', ['openai', 'azure', 'fireworks', 'mistral', 'gemini', 'anthropic', 'bfcl', 'funreason']],
    ['get-weather', ['bfcl', 'funreason']],
    ['2get', ['gemini', 'bfcl', 'funreason']],
    ['x'.repeat(65), ['openai', 'azure', 'fireworks', 'mistral', 'gemini']],
    ['x'.repeat(129), ['openai', 'azure', 'fireworks', 'mistral', 'gemini', 'anthropic']],
  ];
  it.each(cases)('%s is refused by %j', (name, refusing) => {
    for (const { id } of targets) {
      expect(messages('openai', named(name), code, id).length, id).toBe(refusing.includes(id) ? 1 : 0);
    }
  });

  it('stands at the name', () => {
    expect(told('openai', named('a b'), code, 'openai')).toEqual([
      [
        '"a b"',
        "For OpenAI, a tool's name is up to 64 of the characters a-z, A-Z, 0-9, _ and -; this one has spaces.",
      ],
    ]);
  });
});

describe('tool.schema-subset', () => {
  const code = 'tool.schema-subset';
  const withSchema = (parameters: JsonValue, more: JsonObject = {}) =>
    chat([user(), says()], [tool(parameters, more)]);
  const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
    type: 'object',
    properties,
    ...more,
  });
  const cases: [what: string, parameters: JsonValue, at: string, refusing: string[]][] = [
    [
      '$schema',
      object({}, { $schema: 'https://json-schema.org/draft/2020-12/schema' }),
      '"$schema"',
      ['gemini'],
    ],
    [
      'additionalProperties',
      object({}, { additionalProperties: false }),
      '"additionalProperties"',
      ['gemini'],
    ],
    ['const', object({ a: { type: 'string', const: 'x' } }), '"const"', ['gemini']],
    [
      'an enum of integers',
      object({ a: { type: 'integer', enum: [1, 2] } }),
      '[1,2]',
      ['gemini', 'llamafactory'],
    ],
    ['an enum without a type', object({ a: { enum: ['x'] } }), '["x"]', ['gemini']],
    ['an array without items', object({ a: { type: 'array' } }), '"array"', ['openai', 'azure', 'gemini']],
    ['a list of types', object({ a: { type: ['string', 'null'] } }), '["string","null"]', ['gemini']],
    [
      'anyOf at the root',
      object({}, { anyOf: [{ required: ['a'] }] }),
      '"anyOf"',
      ['openai', 'azure', 'anthropic'],
    ],
    [
      'another type at the root',
      { type: 'dict', properties: {} },
      '"dict"',
      ['openai', 'azure', 'gemini', 'anthropic'],
    ],
    ['a parameter with a space', object({ 'a b': { type: 'string' } }), '"a b"', ['gemini', 'anthropic']],
    ['no properties', { type: 'object' }, '{"type":"object"}', ['llamafactory']],
    [
      'a bare map',
      { city: { type: 'string', description: 'x' } },
      '{"city":{"type":"string","description":"x"}}',
      ['openai', 'azure', 'gemini', 'anthropic', 'llamafactory'],
    ],
  ];
  it.each(cases)('%s is refused by some', (_, parameters, at, refusing) => {
    for (const { id } of targets) {
      const findings = told('openai', withSchema(parameters), code, id);
      expect(findings.length > 0, `${id}: ${JSON.stringify(findings)}`).toBe(refusing.includes(id));
      if (findings.length > 0) expect(findings.map(([where]) => where)).toContain(at);
    }
  });

  it('tells each fault once for a tool, with its number, and names the targets', () => {
    const parameters = object({ a: { type: 'array' }, b: { type: 'array' } });
    expect(messages('openai', withSchema(parameters), code, 'gemini', 'openai')).toEqual([
      'For OpenAI and Gemini, an array must say of what; add "items". So at 2 places of this tool.',
    ]);
  });

  it('needs a description for Mistral', () => {
    const bare = chat(
      [user(), says()],
      [{ type: 'function', function: { name: 'x', parameters: object({}) } }],
    );
    expect(messages('openai', bare, code, 'mistral', 'openai')).toEqual([
      'For Mistral, a tool needs a description; this one has none.',
    ]);
  });

  it('takes a plain schema, {} and none', () => {
    const plain = object({
      a: { type: 'string', enum: ['x'] },
      b: { type: 'array', items: { type: 'string' } },
    });
    const ids = targets.map(({ id }) => id);
    expect(messages('openai', withSchema(plain), code, ...ids)).toEqual([]);
    expect(messages('openai', withSchema({}), code, ...ids)).toEqual([]);
    const none = chat([user(), says()], [{ type: 'function', function: { name: 'x', description: 'y' } }]);
    expect(messages('openai', none, code, 'openai', 'gemini', 'anthropic')).toEqual([]);
  });

  it('tells what is native to a format once a file', () => {
    const line = JSON.stringify({
      id: 'x_1',
      question: [[user()]],
      function: [
        {
          name: 'f',
          description: 'x',
          parameters: { type: 'dict', properties: { a: { type: 'float' } }, required: [] },
        },
      ],
    });
    expect(messages('bfcl', line, code, 'openai')).toEqual([]);
    expect(onceTold('bfcl', line, code, 'openai').sort()).toEqual([
      'error: For OpenAI, "dict" is no type of a schema. So in 1 tool of this file, as is usual in its format; a conversion has to change that.',
      'error: For OpenAI, "float" is no type of a schema. So in 1 tool of this file, as is usual in its format; a conversion has to change that.',
      'error: For OpenAI, the parameters must be of type "object"; this one says "dict". So in 1 tool of this file, as is usual in its format; a conversion has to change that.',
    ]);
  });
});

describe('tool.strict-unmet', () => {
  const code = 'tool.strict-unmet';
  const strict = (parameters: JsonValue) => chat([user(), says()], [tool(parameters, { strict: true })]);
  const city = { type: 'string' };
  it('tells each condition that is not met, at strict', () => {
    const open = {
      type: 'object',
      properties: { a: city, b: { type: 'object', properties: {} } },
      required: ['a'],
    };
    expect(told('openai', strict(open), code, 'openai', 'azure', 'together')).toEqual([
      [
        'true',
        'For OpenAI and Azure OpenAI, strict: true wants "additionalProperties": false on every object; 2 objects have it not.',
      ],
      [
        'true',
        'For OpenAI and Azure OpenAI, strict: true wants every property in "required"; missing: b. Let an optional one be null.',
      ],
    ]);
  });

  const closed = (more: JsonObject): JsonObject => ({
    type: 'object',
    properties: { a: city },
    required: ['a'],
    additionalProperties: false,
    ...more,
  });
  it('tells keywords, roots and sizes that are not taken', () => {
    expect(messages('openai', strict(closed({ not: {} })), code, 'openai')).toEqual([
      'For OpenAI, strict: true does not take "not".',
    ]);
    expect(
      messages(
        'openai',
        strict(closed({ properties: { a: { type: 'string', pattern: 'x' } } })),
        code,
        'openai',
      ),
    ).toEqual(['For OpenAI, strict: true does not take, with fine-tuned models, "pattern".']);
    expect(messages('openai', strict(closed({ anyOf: [{}] })), code, 'openai')[0]).toContain(
      'without "anyOf" at the root',
    );
    const values = Array.from({ length: 1001 }, (_, i) => String(i));
    expect(
      messages(
        'openai',
        strict(closed({ properties: { a: { type: 'string', enum: values } } })),
        code,
        'openai',
      ),
    ).toEqual(['For OpenAI, strict: true takes up to 1000 enum values; here are 1001.']);
    let deep: JsonObject = closed({});
    for (let i = 0; i < 10; i++) deep = closed({ properties: { a: deep } });
    expect(messages('openai', strict(deep), code, 'openai')).toEqual([
      'For OpenAI, strict: true takes up to 10 levels of objects; this is deeper.',
    ]);
  });

  it('takes a tool that complies, and one that is not strict', () => {
    expect(messages('openai', strict(closed({})), code, 'openai')).toEqual([]);
    expect(
      messages(
        'openai',
        chat([user(), says()], [tool({ type: 'object', properties: { a: city } })]),
        code,
        'openai',
      ),
    ).toEqual([]);
  });
});

describe('thought.dropped-by-target', () => {
  const code = 'thought.dropped-by-target';
  const line = (key: string) => chat([user(), says('x', { [key]: 'Hm.' })]);
  it('tells the key once a file', () => {
    expect(onceTold('hf', line('reasoning_content'), code, 'ms-swift', 'openai', 'together', 'trl')).toEqual([
      'warning: For OpenAI and ms-swift, "reasoning_content" is not read, so 1 thought of this file is dropped; write it into the content, between <think> tags.',
    ]);
    expect(onceTold('hf', line('thought'), code, 'trl', 'axolotl', 'together').length).toBe(1);
  });

  it('tells thoughts before the last question as a hint', () => {
    const two = chat([
      user(),
      says('x', { reasoning_content: 'Hm.' }),
      user(),
      says('y', { reasoning_content: 'Hm.' }),
    ]);
    expect(onceTold('hf', two, code, 'trl')).toEqual([
      'hint: For TRL, 1 thought before the last question is not learnt with templates that drop earlier thoughts (Qwen3); split such samples into one a question if they matter.',
    ]);
  });

  it('leaves thoughts in tags, and under keys that are kept, alone', () => {
    const tags = chat([user(), says('<think>Hm.</think>x')]);
    expect(onceTold('hf', tags, code, 'ms-swift', 'openai', 'mistral', 'trl')).toEqual([]);
    expect(
      onceTold('hf', line('reasoning_content'), code, 'trl', 'axolotl', 'together', 'fireworks'),
    ).toEqual([]);
    const block = says([{ type: 'thinking', thinking: 'Hm.', signature: 's' }]);
    expect(onceTold('anthropic', JSON.stringify({ messages: [user(), block] }), code, 'anthropic')).toEqual(
      [],
    );
  });
});

describe('record.too-long and dataset.too-small', () => {
  it('tells a sample that is longer than the target takes', () => {
    const long = chat([user('word '.repeat(60_000)), says()]);
    expect(messages('openai', long, 'record.too-long', 'openai', 'azure', 'trl')).toEqual([
      expect.stringMatching(
        /^For OpenAI and Azure OpenAI, a sample has at most 65,536 tokens; this one has about 75,\d+, at four characters each\./,
      ),
    ]);
    expect(messages('openai', chat([user(), says()]), 'record.too-long', 'openai', 'gemini')).toEqual([]);
  });

  const totals = (samples: number, ...ids: string[]) =>
    runFileRules(rules, new PackedFile([], fileContext('openai', 'samples', 'jsonl', {}, ids), samples)).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
  it('tells a file with too few samples', () => {
    expect(totals(2, 'fireworks', 'openai', 'azure', 'trl')).toEqual([
      'warning: For OpenAI and Azure OpenAI, a file has at least 10 samples; this one has 2.',
      'warning: For Fireworks, a file has at least 3 samples; this one has 2.',
    ]);
    expect(totals(3, 'fireworks')).toEqual([]);
    expect(totals(3_000_001, 'fireworks')[0]).toContain('at most 3000000 samples');
    expect(totals(0, 'openai')).toEqual([]);
    expect(totals(2)).toEqual([]);
  });

  it('obeys the severity that was set', () => {
    const file = fileContext('openai', 'samples', 'jsonl', {}, ['openai']);
    const set = (word: 'off' | 'error') =>
      runFileRules(rules, new PackedFile([], { ...file, severities: { 'dataset.too-small': word } }, 1));
    expect(set('off')).toEqual([]);
    expect(set('error')[0]!.severity).toBe('error');
  });
});
