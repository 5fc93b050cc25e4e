/** The chat formats, each by invented rows: what a row is recognised as, and what it is lifted to, place by place. */
import { describe, expect, it } from 'vitest';
import { formats } from '../../../src/core/formats/index.ts';
import { vote } from '../../../src/core/formats/vote.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { comparePlaces } from '../../support/places.ts';
import { describeSample, liftText, recognized } from '../../support/samples.ts';

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const flat = { name: 'weather', description: 'Weather of a city', parameters: city };
const wrapped = { type: 'function', function: flat };
const user = { role: 'user', content: 'Rain in Oslo?' };
const args = { city: 'Oslo' };
const argsText = JSON.stringify(args);
const callText = JSON.stringify({ name: 'weather', arguments: args });

interface Row {
  readonly title: string;
  readonly row: JsonObject;
  /** As `recognized` says. */
  readonly as: string;
  readonly sample: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: 'OpenAI: arguments are a string of JSON, content may be missing',
    as: 'openai samples',
    row: {
      messages: [
        user,
        {
          role: 'assistant',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'weather', arguments: argsText } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '{"rain":true}' },
        { role: 'assistant', content: 'Yes.', tool_calls: null },
      ],
      tools: [wrapped],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  call weather {"city":"Oslo"} #call_1',
      'tool:',
      '  result "{\\"rain\\":true}" #call_1',
      'assistant: "Yes."',
    ],
  },
  {
    title: 'OpenAI: a string of a string of JSON is not looked into',
    as: 'openai samples',
    row: {
      messages: [
        user,
        {
          role: 'assistant',
          tool_calls: [{ function: { name: 'weather', arguments: JSON.stringify(argsText) } }],
        },
      ],
    },
    sample: [
      'no tools',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  call weather undefined',
      'unreadable arguments at /messages/1/tool_calls/0/function/arguments: double-encoded',
    ],
  },
  {
    title: 'OpenAI: arguments that are not JSON, a call without arguments, a call that is none',
    as: 'openai samples',
    row: {
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Looking.' },
            { type: 'image_url', image_url: { url: 'x.png' } },
          ],
          tool_calls: [
            { function: { name: 'weather', arguments: "{'city':" } },
            { function: { name: 'now' } },
            7,
          ],
        },
        { role: 'tool', content: [{ type: 'text', text: 'dry' }] },
      ],
      tools: [],
    },
    sample: [
      'assistant: "Looking."',
      '  call weather undefined',
      '  call now {}',
      '  call undefined undefined',
      'tool:',
      '  result "dry"',
      'unreadable arguments at /messages/0/tool_calls/0/function/arguments: not-json',
    ],
  },
  {
    title: 'OpenAI: a trajectory of tau-bench',
    as: 'openai samples',
    row: {
      task_id: 3,
      traj: [
        user,
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', function: { name: 'weather', arguments: argsText } }],
        },
      ],
    },
    sample: ['no tools', 'user: "Rain in Oslo?"', 'assistant:', '  call weather {"city":"Oslo"} #c'],
  },
  {
    title: 'OpenAI: a pair of answers; only the preferred one is looked at',
    as: 'openai samples',
    row: {
      input: { messages: [user], tools: [wrapped] },
      preferred_output: [
        { role: 'assistant', tool_calls: [{ function: { name: 'weather', arguments: argsText } }] },
      ],
      non_preferred_output: [
        { role: 'assistant', tool_calls: [{ function: { name: 'wether', arguments: '' } }] },
      ],
    },
    sample: ['tool weather {city}', 'user: "Rain in Oslo?"', 'assistant:', '  call weather {"city":"Oslo"}'],
  },
  {
    title: 'Chat without a call fits them all; the messages may be a string, tools a list of strings',
    as: 'openai samples?',
    row: {
      system: 'Be kind.',
      messages: JSON.stringify([user, { role: 'assistant', content: '<think>No tool.</think>Ask again.' }]),
      tools: [JSON.stringify(wrapped)],
    },
    sample: [
      'tool weather {city}',
      'system: "Be kind."',
      'user: "Rain in Oslo?"',
      'assistant: "Ask again."',
      '  thought "No tool."',
    ],
  },
  {
    title: 'Hugging Face: arguments are an object, the thought has its key',
    as: 'hf samples',
    row: {
      messages: [
        user,
        {
          role: 'assistant',
          reasoning_content: 'Oslo.',
          content: '',
          tool_calls: [{ type: 'function', function: { name: 'weather', arguments: args } }],
        },
        { role: 'tool', name: 'weather', content: 'rain' },
      ],
      tools: JSON.stringify([wrapped]),
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"}',
      'tool:',
      '  result "rain"',
    ],
  },
  {
    title: 'Hugging Face: prompt and completion; calls rendered into the text',
    as: 'hf samples',
    row: {
      prompt: [user],
      completion: [
        { role: 'assistant', content: `<think>Oslo.</think>\n<tool_call>\n${callText}\n</tool_call>` },
      ],
      tools: [wrapped],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"}',
    ],
  },
  {
    title: 'OpenAI before tools',
    as: 'openai-legacy samples',
    row: {
      functions: [flat],
      messages: [
        user,
        { role: 'assistant', content: null, function_call: { name: 'weather', arguments: argsText } },
        { role: 'function', name: 'weather', content: 'rain' },
      ],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  call weather {"city":"Oslo"}',
      'tool:',
      '  result "rain"',
    ],
  },
  {
    title: 'Qwen-Agent: function_call with its thought beside it',
    as: 'qwen-agent samples',
    row: {
      functions: [flat],
      messages: [
        user,
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'Oslo.',
          function_call: { name: 'weather', arguments: argsText },
        },
      ],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"}',
    ],
  },
  {
    title: 'Mistral with its own columns; a thought in parts',
    as: 'mistral samples',
    row: {
      interactions: [
        user,
        {
          role: 'assistant',
          content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Oslo.' }] }],
          tool_calls: [{ id: 'a1B2c3D4e', function: { name: 'weather', arguments: argsText } }],
        },
      ],
      available_tools: [wrapped],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"} #a1B2c3D4e',
    ],
  },
  {
    title: 'ms-swift: a call is a turn, its content a string of JSON; Python text is not',
    as: 'ms-swift samples',
    row: {
      tools: JSON.stringify([wrapped]),
      messages: [
        user,
        { role: 'tool_call', content: callText },
        { role: 'tool_call', content: "{'name': 'weather'}" },
        { role: 'tool_response', content: 'rain' },
        { role: 'assistant', content: 'Rain.', loss: true },
      ],
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  call weather {"city":"Oslo"}',
      'assistant:',
      'tool:',
      '  result "rain"',
      'assistant: "Rain."',
      'unreadable calls at /messages/2/content: not-json',
    ],
  },
  {
    title: 'LLaMA-Factory: a call turn with a thought before it, a list of calls, a call in tags',
    as: 'llamafactory samples',
    row: {
      system: 'Be kind.',
      conversations: [
        { from: 'human', value: 'Rain in Oslo?' },
        { from: 'function_call', value: `<think>Oslo.</think>\n${callText}` },
        { from: 'observation', value: 'rain' },
        { from: 'function_call', value: `[${callText}, ${callText}]` },
        { from: 'function_call', value: `<think>\n</think><tool_call>${callText}</tool_call>` },
        { from: 'function_call', value: JSON.stringify(callText) },
        { from: 'gpt', value: 'Rain.' },
      ],
      tools: JSON.stringify([flat]),
    },
    sample: [
      'tool weather {city}',
      'system: "Be kind."',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"}',
      'tool:',
      '  result "rain"',
      'assistant:',
      '  call weather {"city":"Oslo"}',
      '  call weather {"city":"Oslo"}',
      'assistant:',
      '  thought "\\n"',
      '  thought is empty',
      '  call weather {"city":"Oslo"}',
      'assistant:',
      'assistant: "Rain."',
      'unreadable calls at /conversations/5/value: double-encoded',
    ],
  },
  {
    title: 'LLaMA-Factory: no call, and an empty string for no tools',
    as: 'llamafactory samples?',
    row: {
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Hello' },
      ],
      tools: '',
    },
    sample: ['user: "Hi"', 'assistant: "Hello"'],
  },
  {
    title: 'LLaMA-Factory v1: parts with a value',
    as: 'llamafactory-v1 samples',
    row: {
      messages: [
        { role: 'user', content: [{ type: 'text', value: 'Rain in Oslo?' }], loss_weight: 0 },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', value: 'Oslo.' },
            { type: 'tool_call', value: callText },
          ],
        },
        { role: 'tool', content: [{ type: 'text', value: 'rain' }] },
      ],
      tools: JSON.stringify([wrapped]),
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"}',
      'tool:',
      '  result "rain"',
    ],
  },
  {
    title: 'FunctionGemma: upper-case types, no id, no content',
    as: 'functiongemma samples',
    row: {
      metadata: 'train',
      tools: [
        {
          function: {
            name: 'weather',
            description: 'x',
            parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } },
          },
        },
      ],
      messages: [
        { role: 'developer', content: 'Today is Monday.' },
        user,
        { role: 'assistant', tool_calls: [{ function: { name: 'weather', arguments: args } }] },
      ],
    },
    sample: [
      'tool weather {city}',
      'system: "Today is Monday."',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  call weather {"city":"Oslo"}',
    ],
  },
  {
    title: 'Anthropic: blocks, results in the next user message, system as blocks',
    as: 'anthropic samples',
    row: {
      system: [{ type: 'text', text: 'Be kind.' }],
      tools: [{ name: 'weather', description: 'x', input_schema: city }],
      messages: [
        user,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Oslo.', signature: 's' },
            { type: 'text', text: 'Looking.' },
            { type: 'tool_use', id: 'toolu_1', name: 'weather', input: args },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'rain' }] },
            { type: 'text', text: 'And?' },
          ],
        },
      ],
    },
    sample: [
      'tool weather {city}',
      'system: "Be kind."',
      'user: "Rain in Oslo?"',
      'assistant: "Looking."',
      '  thought "Oslo."',
      '  call weather {"city":"Oslo"} #toolu_1',
      'user: "And?"',
      '  result "rain" #toolu_1',
    ],
  },
  {
    title: 'Claude Code: an event of a session',
    as: 'anthropic events',
    row: {
      type: 'assistant',
      sessionId: 's',
      timestamp: '2026-01-01T00:00:00Z',
      message: {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } }],
      },
    },
    sample: ['no tools', 'assistant:', '  call Bash {"command":"ls"} #t'],
  },
  {
    title: 'Claude Code: an event without a message',
    as: 'anthropic events',
    row: { type: 'summary', summary: 'Weather', leafUuid: 'u' },
    sample: ['no tools'],
  },
  {
    title: 'Responses rows: items, flat tools, a service tool, a recorded run, a label',
    as: 'openai-responses samples',
    row: {
      responses_create_params: {
        input: [{ role: 'user', content: [{ type: 'input_text', text: 'Rain in Oslo?' }] }],
        tools: [{ type: 'function', strict: true, ...flat }, { type: 'web_search' }],
      },
      response: {
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Oslo.' }] },
          { type: 'function_call', call_id: 'c', name: 'weather', arguments: argsText },
          { type: 'function_call_output', call_id: 'c', output: 'rain' },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Rain.' }] },
        ],
      },
      expected_action: {
        type: 'function_call_batch',
        calls: [{ type: 'function_call', name: 'weather', arguments: argsText }],
      },
      ground_truth: 'rain',
    },
    sample: [
      'tool weather {city}',
      'user: "Rain in Oslo?"',
      'assistant:',
      '  thought "Oslo."',
      'assistant:',
      '  call weather {"city":"Oslo"} #c',
      'tool:',
      '  result "rain" #c',
      'assistant: "Rain."',
      'assistant:',
      '  call weather {"city":"Oslo"}',
    ],
  },
  {
    title: 'Responses rows: a run of an agent with tools of its own declares none',
    as: 'openai-responses samples',
    row: {
      responses_create_params: { input: 'Fix it', tools: [] },
      response: { output: [{ type: 'function_call', call_id: 'c', name: 'bash', arguments: '{}' }] },
    },
    sample: ['no tools', 'user: "Fix it"', 'assistant:', '  call bash {} #c'],
  },
  {
    title: 'MCP: one tool',
    as: 'mcp tools',
    row: { name: 'weather', title: 'Weather', inputSchema: city },
    sample: ['tool weather {city}'],
  },
  {
    title: 'MCP: the answer to tools/list',
    as: 'mcp tools',
    row: {
      jsonrpc: '2.0',
      id: 1,
      result: { tools: [{ name: 'weather', inputSchema: city }], nextCursor: 'n' },
    },
    sample: ['tool weather {city}'],
  },
  {
    title: 'MCP: a dump of servers',
    as: 'mcp tools',
    row: {
      name: 'Weather pack',
      tools: {
        a: { tools: [{ name: 'weather', inputSchema: city }] },
        b: { tools: [{ name: 'now', inputSchema: {} }] },
      },
    },
    sample: ['tool weather {city}', 'tool now {}'],
  },
  { title: 'Tools: wrapped', as: 'tools tools', row: wrapped, sample: ['tool weather {city}'] },
  { title: 'Tools: flat', as: 'tools tools', row: flat, sample: ['tool weather {city}'] },
  {
    title: 'Tools: a map of parameters under another name',
    as: 'tools tools',
    row: {
      name: 'weather',
      description: 'x',
      query_parameters: { city: { type: 'string', required: true } },
    },
    sample: ['tool weather {city}'],
  },
];

describe('chat formats', () => {
  it.each(rows.map((row) => [row.title, row] as const))('%s', (_, { row, as, sample }) => {
    expect(recognized(row)).toBe(as);
    const text = JSON.stringify(row, null, 1);
    const lifted = liftText(text, as.split(' ')[0]!);
    expect(describeSample(lifted)).toEqual(sample);
    expect(comparePlaces(text, lifted).wrong).toEqual([]);
  });
});

describe('never a wrong label', () => {
  const others: readonly (readonly [string, JsonValue])[] = [
    ['a call, as in an MCP request', { name: 'weather', arguments: args }],
    ['an MCP resource', { uri: 'file:///a', name: 'a', title: 'A', mimeType: 'text/plain' }],
    ['capabilities', { tools: { listChanged: true } }],
    ['one message', { role: 'user', content: 'Hi' }],
    ['a role that no chat format knows', { messages: [{ role: 'narrator', content: 'rain' }] }],
    ['messages that are no objects', { messages: ['Hi', 'Hello'] }],
    ['messages as prose', { messages: '[sic] Hi' }],
    ['question and answer', { question: 'Hi', answer: 'Hello' }],
    [
      'a pair of texts',
      { conversations: [{ from: 'human', value: 'Hi' }], chosen: { from: 'gpt', value: 'a' }, rejected: {} },
    ],
    ['a prototype key', JSON.parse('{"__proto__": {"messages": []}}') as JsonValue],
  ];

  it.each(others)('%s is plain', (_, row) => {
    expect(recognized(row)).toBe('plain');
  });
});

describe('a file decides for its rows', () => {
  const call = { role: 'assistant', tool_calls: [{ function: { name: 'weather', arguments: args } }] };
  const neutral = { messages: [user], tools: [wrapped] };
  const outcome = (entries: JsonValue[]) => {
    const { format, share } = vote(entries, formats, {});
    return `${format} ${share.toFixed(2)}`;
  };

  it('rows without a call go with the rows that have one', () => {
    expect(outcome([neutral, neutral, neutral, { messages: [user, call] }])).toBe('hf 1.00');
    expect(outcome([neutral, neutral, { messages: [user, { role: 'tool_call', content: callText }] }])).toBe(
      'ms-swift 1.00',
    );
    expect(outcome([neutral, neutral])).toBe('openai 1.00');
  });

  it('a row of another format lowers the share', () => {
    const shareGpt = {
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'function_call', value: callText },
      ],
    };
    expect(outcome([{ messages: [user, call] }, neutral, neutral, shareGpt])).toBe('hf 0.75');
  });
});

describe('broken messages', () => {
  const lift = (row: JsonObject, id = 'openai') => describeSample(liftText(JSON.stringify(row), id));

  it('tells what is no list of messages, and goes on behind what is no message', () => {
    expect(lift({ messages: { role: 'user' } })).toEqual([
      'no tools',
      'unreadable messages at /messages: shape',
    ]);
    expect(lift({ messages: '[{' })).toEqual(['no tools', 'unreadable messages at /messages: not-json']);
    expect(lift({ messages: [7, user] })).toEqual([
      'no tools',
      'user: "Rain in Oslo?"',
      'unreadable messages at /messages/0: shape',
    ]);
    expect(lift({ messages: [{ content: 'Hi' }, { role: 3, content: 4 }] })).toEqual([
      'no tools',
      'user: "Hi"',
      'user:',
    ]);
  });

  it('tells calls and tools that have another shape', () => {
    const row = { messages: [{ role: 'assistant', tool_calls: { name: 'f' } }], tools: 'weather' };
    expect(lift(row)).toEqual([
      'no tools',
      'assistant:',
      'unreadable calls at /messages/0/tool_calls: shape',
      'unreadable tools at /tools: not-json',
    ]);
    expect(lift({ messages: [{ role: 'tool_call' }] }, 'ms-swift')).toEqual([
      'no tools',
      'assistant:',
      'unreadable calls at /messages/0/content: shape',
    ]);
  });

  it('lifts any value of a known key without throwing', () => {
    const values: JsonValue[] = [null, true, 1, '', 'x', '[', '{"a":1}', [], [null], [[]], {}, { a: 1 }];
    const keys = [
      'messages',
      'conversations',
      'tools',
      'functions',
      'traj',
      'input',
      'message',
      'responses_create_params',
    ];
    for (const format of formats) {
      for (const key of keys) {
        for (const value of values) {
          const text = JSON.stringify({ [key]: value });
          format.recognize(JSON.parse(text) as JsonObject, {});
          expect(liftText(text, format.id).turns).toBeInstanceOf(Array);
          const messages = JSON.stringify({
            messages: [{ role: 'assistant', [key]: value, content: value, tool_calls: value }],
          });
          format.recognize(JSON.parse(messages) as JsonObject, {});
          expect(liftText(messages, format.id).turns).toBeInstanceOf(Array);
        }
      }
    }
  });
});
