/** For every format: where a thought stands, where one would be written, or why it has none. */
import { describe, expect, it } from 'vitest';
import { answerSteps } from '../../../src/core/cot/answerSteps.ts';
import { thoughtHabits } from '../../../src/core/cot/thoughtHabits.ts';
import { thoughtPlace } from '../../../src/core/cot/thoughtPlace.ts';
import { formats } from '../../../src/core/formats/index.ts';
import { mappingOf } from '../../../src/core/formats/mapping.ts';
import { describePlace, exampleText, sourceOf, stepsOf } from '../../support/cot.ts';

const none = 'no place: format-without-thoughts';
const between = 'between <think> and </think>';
const inFront = `${between}, in front of the answer`;
const reasoning = (role: string) => [
  `${role}: replace member under the key reasoning_content of the message`,
  `${role}: insert member under a new key reasoning_content, in front of content`,
];

/** What the steps of the format's file in examples/ say, each line once, in the order in which it is met. */
const places: Readonly<Record<string, readonly string[]>> = {
  acebench: [],
  anthropic: ['assistant: no place: row-without-thoughts'],
  'api-bank': [`API: ${none}`, `AI: ${none}`],
  'apigen-mt': [
    'function_call+observation+function_call: replace argument in the argument thought of a call of the tool think',
    'gpt: no place: row-without-thoughts',
    'function_call: no place: row-without-thoughts',
  ],
  bfcl: [],
  fireworks: reasoning('assistant'),
  functiongemma: [`assistant: ${none}`],
  funreason: [`assistant: replace tag ${between} in the answer`, 'assistant: no place: unbalanced'],
  gemini: ['model: insert part in a new part in front of the others'],
  glaive: [`ASSISTANT: ${none}`],
  glm: [
    'assistant: no place: row-without-thoughts',
    `assistant: insert tag ${inFront}`,
    'assistant: no place: not-read-back',
  ],
  hammer: [`output: ${none}`],
  harmony: [
    'assistant+assistant: replace message in a message of its own (channel analysis)',
    'assistant: insert message in a new message on the channel analysis',
  ],
  hermes: [
    `gpt: replace tag ${between} in the answer`,
    `gpt: insert tag ${inFront}`,
    'gpt: no place: unbalanced',
  ],
  hf: reasoning('assistant'),
  llamafactory: [`function_call: replace tag ${between} in the answer`, `gpt: insert tag ${inFront}`],
  'llamafactory-v1': [
    'assistant: replace part in a part of the content, under value',
    'assistant: insert part in a new part in front of the others',
  ],
  mcp: [],
  mistral: [`assistant: ${none}`],
  'ms-swift': [
    'tool_call: insert message in a new message of role assistant, in front of the answer',
    `assistant: insert tag ${inFront}`,
    'tool_call: no place: no-answer',
  ],
  nemotron: [
    ...reasoning('assistant'),
    `assistant: replace tag ${between} in the answer`,
    `assistant: insert tag ${inFront}`,
  ],
  nestful: [`output: ${none}`],
  openai: ['assistant: insert member under a new key reasoning_content, in front of content'],
  'openai-legacy': [`assistant: ${none}`],
  'openai-responses': [
    'expected_action: no place: row-without-thoughts',
    'function_call: no place: row-without-thoughts',
  ],
  'qwen-agent': reasoning('assistant'),
  rlla: [`output: replace tag ${between} in the answer`, 'output: no place: unbalanced'],
  'seal-tools': [`gpt: ${none}`],
  'step-roles': [
    `reasoning+tool_call: replace message ${between} in the message of role reasoning`,
    `reasoning+answer: replace message ${between} in the message of role reasoning`,
    'reasoning+tool_call: no place: unbalanced',
  ],
  together: ['assistant: insert member under a new key reasoning_content, in front of content'],
  'tool-n1': [`output: replace tag ${between} in the answer`],
  toolace: [`assistant: ${none}`],
  toolbench: ['assistant: replace react behind Thought:, in front of the action'],
  tools: [],
  when2call: [`assistant: ${none}`, `chosen_response: ${none}`],
  xlam: [`answers: ${none}`],
  xlam2: [
    'chosen: no place: row-without-thoughts',
    'assistant: insert member under a new key thought, in front of content',
  ],
};

describe('the place of a thought in rows of', () => {
  it.each(formats.map(({ id }) => id))('%s', (id) => {
    const file = id === 'llamafactory' ? 'llamafactory.json' : `${id}.jsonl`;
    const lines = new Set<string>();
    for (const { source, step } of stepsOf(exampleText(file), file, id)) {
      lines.add(describePlace(source, step, step.thoughts.length > 1 ? 0 : undefined));
      const place = thoughtPlace(source, step);
      if (!place.ok) expect(place.reason).toMatch(/^[A-Za-z].*\.$/);
    }
    expect([...lines]).toEqual(places[id]);
  });

  it('formats that mean to have none say so in their documentation, and the others have a habit', () => {
    expect(Object.keys(thoughtHabits).sort()).toEqual(formats.map(({ id }) => id).sort());
    for (const { id, docs } of formats) {
      const habit = thoughtHabits[id]!;
      const isNone = habit.kind === 'none' && habit.code === 'format-without-thoughts';
      expect(`${id} ${docs.thoughts.startsWith('none')}`).toBe(`${id} ${isNone}`);
    }
  });
});

/** One step of a record without its tools; the last one. */
function last(id: string, record: object, hints = {}): string {
  const source = sourceOf(JSON.stringify(record), id, hints);
  return describePlace(source, answerSteps(source.sample).at(-1)!);
}

const user = { role: 'user', content: 'Oslo?' };
const call = { type: 'function', function: { name: 'f', arguments: { city: 'Oslo' } } };

describe('a thought', () => {
  it('that is signed or encrypted cannot be written anew', () => {
    const block = { type: 'thinking', thinking: 'Look it up.', signature: 'EqQB' };
    const use = { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} };
    const row = (thinking: object) => ({ messages: [user, { role: 'assistant', content: [thinking, use] }] });
    expect(last('anthropic', row(block))).toBe('assistant: no place: signed');
    expect(last('anthropic', row({ ...block, signature: '' }))).toBe(
      'assistant: replace block in a block of type thinking',
    );
    const item = {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'Look it up.' }],
    };
    const responses = (reasoning: object) => ({
      responses_create_params: {
        input: [user, reasoning, { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' }],
      },
    });
    expect(last('openai-responses', responses(item))).toBe(
      'reasoning+function_call: replace message in an item of type reasoning',
    );
    expect(last('openai-responses', responses({ ...item, encrypted_content: 'gAAA' }))).toBe(
      'reasoning+function_call: no place: signed',
    );
    const parts = [
      { text: 'Look it up.', thought: true },
      { functionCall: { name: 'f', args: {} }, thoughtSignature: 'CiQ' },
    ];
    const gemini = (list: object[]) => ({
      contents: [
        { role: 'user', parts: [{ text: 'Oslo?' }] },
        { role: 'model', parts: list },
      ],
    });
    expect(last('gemini', gemini(parts))).toBe('model: no place: signed');
    expect(last('gemini', gemini([parts[0]!, { functionCall: { name: 'f', args: {} } }]))).toBe(
      'model: replace part in a part of the content, under text',
    );
  });

  it('goes where the other thoughts of the record stand', () => {
    const thinking = { role: 'assistant', thinking: 'Look it up.', tool_calls: [call] };
    expect(last('hf', { messages: [user, thinking, user, { role: 'assistant', tool_calls: [call] }] })).toBe(
      'assistant: insert member under a new key thinking, in front of tool_calls',
    );
    const text =
      '<scratch_pad> Look it up. </scratch_pad>\n<tool_call>{"name":"f","arguments":{}}</tool_call>';
    const hermes = [
      { from: 'human', value: 'Oslo?' },
      { from: 'gpt', value: text },
      { from: 'human', value: 'And now?' },
      { from: 'gpt', value: 'Clear.' },
    ];
    expect(last('hermes', { conversations: hermes })).toBe(
      'gpt: insert tag between <scratch_pad> and </scratch_pad>, in front of the answer',
    );
    const unsigned = { type: 'thinking', thinking: 'Look it up.' };
    const blocks = (list: object[]) => ({ role: 'assistant', content: list });
    const use = { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} };
    expect(last('anthropic', { messages: [user, blocks([unsigned, use]), user, blocks([use])] })).toBe(
      'assistant: insert block in a new block in front of the others',
    );
  });

  it('goes into a key that is empty, and between tags that are', () => {
    const messages = (thought: string | null) => [
      user,
      { role: 'assistant', reasoning_content: thought, tool_calls: [call] },
    ];
    for (const thought of ['', null])
      expect(last('hf', { messages: messages(thought) })).toBe(
        'assistant: insert member under the key reasoning_content of the message',
      );
    const value = '<think>\n\n</think>\n\nClear.';
    expect(
      last('llamafactory', {
        conversations: [
          { from: 'human', value: 'Oslo?' },
          { from: 'gpt', value },
        ],
      }),
    ).toBe('gpt: replace tag between <think> and </think> in the answer');
  });

  it('may have its opening tag in the prompt, and may stand in the history of one text', () => {
    const value = 'Look it up.\n</think>\n\nClear.';
    expect(
      last('llamafactory', {
        conversations: [
          { from: 'human', value: 'Oslo?' },
          { from: 'gpt', value },
        ],
      }),
    ).toBe('gpt: replace tag in front of </think> in the answer, with its opening tag in the prompt');
    const rlla = {
      instruction: 'Help.\n**Available Tools**\n1. Name: f\nDescription: F.\nParameters: {}',
      input:
        '<user> Oslo? </user>\n<think> Look it up. </think>\n<tool_call>\n{"name": "f", "parameters": {}}\n</tool_call>\n<obs> ok </obs>\n<response> Well. </response>',
      output: '<response> Clear. </response>',
    };
    const source = sourceOf(JSON.stringify(rlla), 'rlla');
    expect(answerSteps(source.sample).map((step) => describePlace(source, step))).toEqual([
      'assistant: replace tag between <think> and </think> in the answer',
      'assistant: insert tag between <think> and </think>, in front of the answer',
      'output: insert tag between <think> and </think>, in front of the answer',
    ]);
  });

  it('of several is chosen', () => {
    const message = { role: 'assistant', reasoning_content: 'A.', content: '<think>B.</think>C.' };
    const source = sourceOf(JSON.stringify({ messages: [user, message] }), 'hf');
    const [step] = answerSteps(source.sample);
    expect(describePlace(source, step!)).toBe('assistant: no place: several');
    expect(describePlace(source, step!, 0)).toBe(
      'assistant: replace member under the key reasoning_content of the message',
    );
    expect(describePlace(source, step!, 1)).toBe(
      'assistant: replace tag between <think> and </think> in the answer',
    );
  });

  it('stands in mapped rows where the mapping says', () => {
    const mapping = mappingOf({ messages: 'dialog', thought: 'plan', calls: 'actions' });
    const message = { role: 'assistant', actions: [{ name: 'f', arguments: {} }] };
    expect(last('mapped', { dialog: [user, { ...message, plan: 'Look it up.' }] }, { mapping })).toBe(
      'assistant: replace member under the key plan of the message',
    );
    expect(last('mapped', { dialog: [user, message] }, { mapping })).toBe(
      'assistant: insert member under a new key plan, in front of actions',
    );
    expect(last('mapped', { dialog: [user, { role: 'assistant', plan: 'Look it up.' }] }, { mapping })).toBe(
      'assistant: replace member under the key plan of the message',
    );
    const roles = mappingOf({ messages: 'dialog', roles: { thought: 'inner' } });
    expect(
      last('mapped', { dialog: [user, { role: 'assistant', content: 'Clear.' }] }, { mapping: roles }),
    ).toBe('assistant: insert message in a new message of role inner, in front of the answer');
  });
});

describe('a step', () => {
  const turns = (id: string, record: object) =>
    answerSteps(sourceOf(JSON.stringify(record), id).sample).map(
      ({ turnIndices, thoughts, calls, texts, before }) =>
        `${turnIndices.join('+')}: ${thoughts.length} thoughts, ${calls.length} calls, ${texts.length} texts behind ${before.length} turns`,
    );

  it('is one round of the assistant, whatever its messages are', () => {
    expect(
      turns('ms-swift', {
        messages: [
          user,
          { role: 'assistant', content: '<think>\nA.\n</think>\n' },
          { role: 'tool_call', content: '{"name":"f","arguments":{}}' },
          { role: 'tool_call', content: '{"name":"g","arguments":{}}' },
          { role: 'tool_response', content: 'ok' },
          { role: 'tool_response', content: 'ok' },
          { role: 'assistant', content: 'Clear.' },
        ],
      }),
    ).toEqual([
      '1+2+3: 1 thoughts, 2 calls, 0 texts behind 1 turns',
      '6: 0 thoughts, 0 calls, 1 texts behind 6 turns',
    ]);
  });

  it('ends where the next thought begins', () => {
    expect(
      turns('step-roles', {
        messages: [
          user,
          { role: 'reasoning', content: 'A.' },
          { role: 'answer', content: 'B.' },
          { role: 'reasoning', content: 'C.' },
          { role: 'answer', content: 'D.' },
        ],
      }),
    ).toEqual([
      '1+2: 1 thoughts, 0 calls, 1 texts behind 1 turns',
      '3+4: 1 thoughts, 0 calls, 1 texts behind 3 turns',
    ]);
  });

  it('is each of the answers that are accepted, of a benchmark as well', () => {
    const value = ['\nThought: A\nAction: f\nAction Input: {}', 'Action: g\nAction Input: {}'];
    expect(turns('toolbench', { conversations: [{ from: 'assistant', value }] })).toHaveLength(2);
    expect(turns('bfcl', { id: 'multi_turn_0', ground_truth: [['f(a=1)'], ['g(b=2)']] })).toHaveLength(2);
  });
});
