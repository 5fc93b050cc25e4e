/** Formats of providers, models and published sets, each by invented rows: recognition, what is lifted, place by place. */
import { describe, expect, it } from 'vitest';
import type { FileHints } from '../../../src/core/formats/types.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { comparePlaces } from '../../support/places.ts';
import { describeSample, liftText, recognized } from '../../support/samples.ts';

const schema = { type: 'object', properties: { line: { type: 'integer' } }, required: ['line'] };
const tram = { name: 'tram', description: 'Next tram', parameters: schema };
const wrapped = { type: 'function', function: tram };
const user = { role: 'user', content: 'When is line 4?' };
const args = { line: 4 };
const call = { name: 'tram', arguments: args };
const callText = JSON.stringify(call);

interface Row {
  readonly title: string;
  readonly row: JsonObject;
  /** As `recognized` says. */
  readonly as: string;
  /** The format it is lifted with, when that is not the recognised one. */
  readonly with?: string;
  readonly hints?: FileHints;
  readonly sample: readonly string[];
}

const declaration = {
  name: 'tram',
  description: 'Next tram',
  parameters: { type: 'OBJECT', properties: { line: { type: 'INTEGER' } }, required: ['line'] },
};

const gemini: readonly Row[] = [
  {
    title: 'Gemini: calls, their responses in the next content, a thought',
    as: 'gemini samples',
    row: {
      systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Lines 4 and 6?' }] },
        {
          role: 'model',
          parts: [
            { text: 'Two lines.', thought: true },
            { text: 'Looking.' },
            { functionCall: { name: 'tram', args }, thoughtSignature: 'c2ln' },
            { functionCall: { name: 'tram', args: { line: 6 }, id: 'c2' } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { name: 'tram', response: { min: 3 } } },
            { functionResponse: { name: 'tram', response: { min: 9 }, id: 'c2' } },
          ],
        },
        { role: 'model', parts: [{ text: 'In 3 and 9 minutes.' }] },
      ],
      tools: [{ functionDeclarations: [declaration] }, { googleSearch: {} }],
    },
    sample: [
      'tool tram {line}',
      'system: "Be brief."',
      'user: "Lines 4 and 6?"',
      'assistant: "Looking."',
      '  thought "Two lines."',
      '  call tram {"line":4}',
      '  call tram {"line":6} #c2',
      'tool:',
      '  result {"min":3}',
      '  result {"min":9} #c2',
      'assistant: "In 3 and 9 minutes."',
    ],
  },
  {
    title: 'Gemini: snake case, a response without a role, a call without args',
    as: 'gemini samples',
    row: {
      system_instruction: 'Be brief.',
      contents: [
        { parts: [{ text: 'Now?' }] },
        { role: 'model', parts: [{ function_call: { name: 'now' } }] },
        { parts: [{ function_response: { name: 'now', response: { t: 1 } } }] },
      ],
      tools: {
        function_declarations: [{ name: 'now', parametersJsonSchema: { type: 'object', properties: {} } }],
      },
    },
    sample: [
      'tool now {}',
      'system: "Be brief."',
      'user: "Now?"',
      'assistant:',
      '  call now {}',
      'tool:',
      '  result {"t":1}',
    ],
  },
  {
    title: 'Gemini: args as a string of JSON, a call that is none, a tool without its list',
    as: 'gemini samples',
    row: {
      contents: [
        {
          role: 'model',
          parts: [
            { functionCall: { name: 'tram', args: '{"line":4}' } },
            { functionCall: { name: 'tram', args: '{"line":' } },
            { functionCall: 7 },
            9,
            'bare',
          ],
        },
      ],
      tools: [declaration, 5],
    },
    sample: [
      'tool tram {line}',
      'tool undefined undefined',
      'assistant: "bare"',
      '  call tram {"line":4}',
      '  call tram undefined',
      '  call undefined undefined',
      'unreadable arguments at /contents/0/parts/1/functionCall/args: not-json',
    ],
  },
];

const shareGpt = {
  conversations: [
    { from: 'human', value: 'When is line 4?' },
    { from: 'function_call', value: '{"name":"think","arguments":{"thought":"They mean the tram."}}' },
    { from: 'observation', value: '' },
    { from: 'function_call', value: callText },
    { from: 'observation', value: '{"min":3}' },
    { from: 'gpt', value: 'In 3 minutes.' },
  ],
  tools: JSON.stringify([tram, { name: 'think', parameters: { type: 'object', properties: {} } }]),
  system: 'You work for the tram.',
};
const apigenSample = [
  'tool tram {line}',
  'tool think {}',
  'system: "You work for the tram."',
  'user: "When is line 4?"',
  'assistant:',
  '  thought "They mean the tram."',
  '  call think {"thought":"They mean the tram."}',
  'tool:',
  '  result ""',
  'assistant:',
  '  call tram {"line":4}',
  'tool:',
  '  result "{\\"min\\":3}"',
  'assistant: "In 3 minutes."',
];

const salesforce: readonly Row[] = [
  {
    title: 'APIGen-MT: by the name of its file; the tool think holds a thought',
    as: 'apigen-mt samples',
    hints: { fileName: 'apigen-mt_5k.json' },
    row: shareGpt,
    sample: apigenSample,
  },
  {
    title: 'APIGen-MT: by the name of its folder',
    as: 'apigen-mt samples',
    hints: { fileName: 'train.jsonl', folders: ['APIGen-MT-5k', 'data'] },
    row: shareGpt,
    sample: apigenSample,
  },
  {
    title: 'APIGen-MT: its rows alone are LLaMA-Factory’s',
    as: 'llamafactory samples',
    with: 'apigen-mt',
    hints: { fileName: 'train.jsonl' },
    row: shareGpt,
    sample: apigenSample,
  },
  {
    title: 'xLAM-2: a unified trajectory',
    as: 'xlam2 samples',
    row: {
      unique_trajectory_id: 'tram_1',
      task_instruction: 'You work for the tram.',
      tools: [wrapped],
      conversation: [
        user,
        {
          role: 'assistant',
          content: 'Looking.',
          tool_calls: [{ id: '412563290', type: 'function', function: call }],
        },
        { role: 'tool', tool_call_id: '412563290', content: '{"min":3}' },
      ],
    },
    sample: [
      'tool tram {line}',
      'system: "You work for the tram."',
      'user: "When is line 4?"',
      'assistant: "Looking."',
      '  call tram {"line":4} #412563290',
      'tool:',
      '  result "{\\"min\\":3}" #412563290',
    ],
  },
  {
    title: 'xLAM-2: a row for training; the answer is the text of its calls behind a mark',
    as: 'xlam2 samples',
    row: {
      messages: JSON.stringify([user]),
      tools: JSON.stringify([wrapped]),
      chosen: `[TOOL_CALLS][${callText}, {"name":"tram","arguments":{"line":6}}]`,
      output_message: { role: 'assistant', tool_calls: [] },
    },
    sample: [
      'tool tram {line}',
      'user: "When is line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      '  call tram {"line":6}',
    ],
  },
  {
    title: 'xLAM-2: an answer of thought and calls, and one that is prose',
    as: 'xlam2 samples',
    row: {
      messages: [
        user,
        { role: 'assistant', content: `{"thought": "Line 4.", "tool_calls": [${callText}]}` },
        { role: 'user', content: 'Thanks.' },
      ],
      tools: [wrapped],
      chosen: '[Smiling] You are welcome.',
      output_message: {},
    },
    sample: [
      'tool tram {line}',
      'user: "When is line 4?"',
      'assistant:',
      '  thought "Line 4."',
      '  call tram {"line":4}',
      'user: "Thanks."',
      'assistant: "[Smiling] You are welcome."',
    ],
  },
  {
    title: 'xLAM-2: calls that break off',
    as: 'xlam2 samples',
    row: { messages: [user], chosen: '[TOOL_CALLS][{"name":"tram"', output_message: {} },
    sample: ['no tools', 'user: "When is line 4?"', 'assistant:', 'unreadable calls at /chosen: not-json'],
  },
];

const nemotronPrompt =
  'You can use the following tools:\n<AVAILABLE_TOOLS>[' +
  JSON.stringify(tram) +
  ']</AVAILABLE_TOOLS>\n\nCall them as <TOOLCALL>[...]</TOOLCALL>.';

const nemotron: readonly Row[] = [
  {
    title: 'Nemotron-Agentic: its columns beside messages',
    as: 'nemotron samples',
    row: {
      uuid: 'a-b',
      license: 'cc-by-4.0',
      used_in: ['nano_v3'],
      messages: [
        user,
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'Line 4.',
          tool_calls: [{ id: 'c1', type: 'function', function: call }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '3' },
      ],
      tools: [wrapped],
      reasoning: 'on',
    },
    sample: [
      'tool tram {line}',
      'user: "When is line 4?"',
      'assistant:',
      '  thought "Line 4."',
      '  call tram {"line":4} #c1',
      'tool:',
      '  result "3" #c1',
    ],
  },
  {
    title: 'Nemotron: tools and calls in tags',
    as: 'nemotron samples',
    row: {
      messages: [
        { role: 'system', content: nemotronPrompt },
        user,
        { role: 'assistant', content: `<think>Line 4.</think>\n<TOOLCALL>[${callText}]</TOOLCALL>` },
        { role: 'user', content: '<TOOL_RESPONSE>[{"min":3}]</TOOL_RESPONSE>' },
        { role: 'assistant', content: 'In 3 minutes.' },
      ],
    },
    sample: [
      'tool tram {line}',
      'system: "You can use the following tools:\\n<AVAILABLE_TOOLS>" "</AVAILABLE_TOOLS>\\n\\nCall them as <TOOLCALL>[...]</TOOLCALL>."',
      'user: "When is line 4?"',
      'assistant:',
      '  thought "Line 4."',
      '  call tram {"line":4}',
      'tool:',
      '  result "[{\\"min\\":3}]"',
      'assistant: "In 3 minutes."',
    ],
  },
  {
    title: 'Nemotron: the same as ShareGPT turns of NeMo, the prompt in a column',
    as: 'nemotron samples',
    row: {
      system: nemotronPrompt,
      mask: 'User',
      conversations: [
        { from: 'User', value: 'Line 4?' },
        { from: 'Assistant', value: `<TOOLCALL>[{"name":"tram","arguments":{"line":"4"}}` },
      ],
    },
    sample: [
      'tool tram {line}',
      'system: "You can use the following tools:\\n<AVAILABLE_TOOLS>" "</AVAILABLE_TOOLS>\\n\\nCall them as <TOOLCALL>[...]</TOOLCALL>."',
      'user: "Line 4?"',
      'assistant:',
      'unreadable calls at /conversations/1/value: not-json',
    ],
  },
];

const glm: readonly Row[] = [
  {
    title: 'GLM-4: tools in the system message, the call is the content',
    as: 'glm samples',
    row: {
      messages: [
        { role: 'system', content: '', tools: [wrapped] },
        user,
        { role: 'assistant', content: callText },
        { role: 'observation', content: '{"min":3}' },
        { role: 'assistant', content: '{"name": "tram 4", "minutes": 3}' },
      ],
    },
    sample: [
      'tool tram {line}',
      'system:',
      'user: "When is line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "{\\"min\\":3}"',
      'assistant: "{\\"name\\": \\"tram 4\\", \\"minutes\\": 3}"',
    ],
  },
  {
    title: 'GLM-4: the name in metadata, and as the template writes it',
    as: 'glm samples',
    row: {
      messages: [
        { role: 'system', content: 'Be brief.', tools: JSON.stringify([wrapped]) },
        user,
        { role: 'assistant', metadata: 'tram', content: '{"line": 4}' },
        { role: 'observation', content: '3' },
        { role: 'assistant', metadata: '', content: 'tram\n{"line": 6}' },
        { role: 'observation', content: '9' },
        { role: 'assistant', content: 'note\n{"line": 6}' },
      ],
    },
    sample: [
      'tool tram {line}',
      'system: "Be brief."',
      'user: "When is line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "3"',
      'assistant:',
      '  call tram {"line":6}',
      'tool:',
      '  result "9"',
      'assistant: "note\\n{\\"line\\": 6}"',
    ],
  },
  {
    title: 'GLM-4: a call in Python’s quotes, arguments that break off',
    as: 'glm samples',
    row: {
      messages: [
        { role: 'assistant', content: "{'name': 'tram', 'arguments': {'line': 4}}" },
        { role: 'observation', content: '3' },
        { role: 'assistant', metadata: 'tram', content: '{"line":' },
      ],
    },
    sample: [
      'no tools',
      'assistant:',
      'tool:',
      '  result "3"',
      'assistant:',
      '  call tram undefined',
      'unreadable calls at /messages/0/content: not-json',
      'unreadable arguments at /messages/2/content: not-json',
    ],
  },
  {
    title: 'ChatGLM3: a message of role tool is a call with what it gave',
    as: 'glm samples',
    row: {
      tools: [tram],
      conversations: [
        user,
        { role: 'assistant', content: 'I look it up.' },
        { role: 'tool', name: 'tram', parameters: args, observation: { min: 3 } },
        { role: 'assistant', content: 'In 3 minutes.', loss: true },
      ],
    },
    sample: [
      'tool tram {line}',
      'user: "When is line 4?"',
      'assistant: "I look it up."',
      'assistant:',
      '  call tram {"line":4}',
      '  result {"min":3}',
      'assistant: "In 3 minutes."',
    ],
  },
  {
    title: 'Kiln: conversations with roles and calls are Hugging Face’s',
    as: 'hf samples',
    row: { conversations: [user, { role: 'assistant', tool_calls: [{ type: 'function', function: call }] }] },
    sample: ['no tools', 'user: "When is line 4?"', 'assistant:', '  call tram {"line":4}'],
  },
];

const steps = [
  { role: 'system', content: `## Tools\n[${JSON.stringify(tram)}]\n\nCall one tool a turn.` },
  user,
  { role: 'reasoning', content: '<think>Line 4.</think>' },
  { role: 'tool_call', content: `<tool_call>${callText}</tool_call>` },
  { role: 'tool_output', content: '<tool_response>{"min":3}</tool_response>' },
  { role: 'reasoning', content: 'Three minutes.' },
  { role: 'answer', content: '<answer>In 3 minutes.</answer>' },
];
const stepsSample = [
  'tool tram {line}',
  'system: "## Tools" "Call one tool a turn."',
  'user: "When is line 4?"',
  'assistant:',
  '  thought "Line 4."',
  'assistant:',
  '  call tram {"line":4}',
  'tool:',
  '  result "{\\"min\\":3}"',
  'assistant:',
  '  thought "Three minutes."',
  'assistant: "In 3 minutes."',
];

const stepRoles: readonly Row[] = [
  {
    title: 'Step roles: a turn a step',
    as: 'step-roles samples',
    row: { messages: steps },
    sample: stepsSample,
  },
  {
    title: 'Step roles: messages as a string of JSON',
    as: 'step-roles samples',
    row: { messages: JSON.stringify(steps), uuid: 'x' },
    sample: stepsSample,
  },
  {
    title: 'Step roles: tools in a turn of their own',
    as: 'step-roles samples',
    row: {
      messages: [
        { role: 'available_tools', content: [{ type: 'text', text: JSON.stringify([tram]) }] },
        { role: 'user', content: [{ type: 'text', text: 'Line 4?' }] },
        { role: 'tool_call', content: callText },
        { role: 'tool_output', content: { min: 3 } },
      ],
      decision_type: 'relevance',
    },
    sample: [
      'tool tram {line}',
      'system:',
      'user: "Line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result {"min":3}',
    ],
  },
  {
    title: 'Step roles: a thought that is never closed, calls that cannot be read, tools in a column',
    as: 'step-roles samples',
    row: {
      tools: [wrapped],
      messages: [
        { role: 'reasoning', content: '<think>Line 4.' },
        { role: 'tool_call', content: "<tool_call>{'name': 'tram'}</tool_call>" },
        { role: 'tool_call', content: 'tram(4)' },
        { role: 'tool_call', content: 7 },
      ],
    },
    sample: [
      'tool tram {line}',
      'assistant:',
      '  thought "Line 4."',
      '  thought is unclosed',
      'assistant:',
      '  call tram undefined',
      'assistant:',
      'assistant:',
      'unreadable calls at /messages/1/content: not-json',
      'unreadable calls at /messages/2/content: not-json',
      'unreadable calls at /messages/3/content: shape',
    ],
  },
];

const openaiRow = {
  messages: [
    user,
    {
      role: 'assistant',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'tram', arguments: '{"line":4}' } }],
    },
  ],
  tools: [wrapped],
};
const openaiSample = [
  'tool tram {line}',
  'user: "When is line 4?"',
  'assistant:',
  '  call tram {"line":4} #c1',
];

const hosted: readonly Row[] = ['together', 'fireworks'].map((id) => ({
  title: `${id}: OpenAI’s rows, which go by that name`,
  as: 'openai samples',
  with: id,
  row: openaiRow,
  sample: openaiSample,
}));

describe('formats of providers and sets', () => {
  const all = [...gemini, ...salesforce, ...nemotron, ...glm, ...stepRoles, ...hosted];
  it.each(all.map((row) => [row.title, row] as const))('%s', (_, { row, as, hints, with: id, sample }) => {
    expect(recognized(row, hints)).toBe(as);
    const text = JSON.stringify(row, null, 1);
    const lifted = liftText(text, id ?? as.split(' ')[0]!);
    expect(describeSample(lifted)).toEqual(sample);
    expect(comparePlaces(text, lifted).wrong).toEqual([]);
  });
});
