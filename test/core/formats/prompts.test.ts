/** Formats whose tools and calls stand in prompts. Rows are invented. */
import { describe, expect, test } from 'vitest';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import { recognizeEntry } from '../../../src/core/formats/vote.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { normalizeToolSchema } from '../../../src/core/schema/normalize.ts';
import type { ToolSchemaShape } from '../../../src/core/schema/types.ts';
import { outline } from '../../support/outline.ts';
import { checkPlaces } from '../../support/places.ts';

/** Recognises, lifts and checks all places of the row; the outline of what was lifted. */
function read(row: JsonObject, id: string): string[] {
  const found = recognizeEntry(row, formats, {});
  expect(found.map(({ format, recognition }) => `${format.id} ${recognition.strength}`)).toContain(
    `${id} certain`,
  );
  const { sample, wrong } = checkPlaces(JSON.stringify(row), formatById(id)!);
  expect(wrong).toEqual([]);
  return outline(sample);
}

const tram = {
  name: 'tram',
  description: 'Next tram',
  parameters: { line: { type: 'int', description: 'number' } },
};

describe('xLAM', () => {
  test('tools and answers as strings of JSON', () => {
    const row = {
      id: 1,
      query: 'When is line 4?',
      tools: JSON.stringify([tram]),
      answers: '[{"name": "tram", "arguments": {"line": 4}}]',
    };
    expect(read(row, 'xlam')).toEqual([
      'tools: tram',
      'user: "When is line 4?"',
      'assistant:',
      '  call tram {"line":4}',
    ]);
  });

  test('lists instead of strings, messages as query, another key for the name', () => {
    const row = {
      query: [
        { role: 'user', content: 'Line 4?' },
        { role: 'agent', content: 'From where?' },
      ],
      tools: [tram],
      answers: [{ tool: 'tram', parameters: { line: 4 } }],
    };
    expect(read(row, 'xlam')).toEqual([
      'tools: tram',
      'user: "Line 4?"',
      'assistant: "From where?"',
      'assistant:',
      '  call tram {"line":4}',
    ]);
  });

  test('answers that are prose are no calls, broken ones are told', () => {
    const row = { query: 'Sing', tools: '[]', answers: 'None of the tools can sing.' };
    expect(read(row, 'xlam')).toEqual([
      'tools: (none)',
      'user: "Sing"',
      'assistant: "None of the tools can sing."',
    ]);
    const broken = { query: 'Line 4?', tools: '[', answers: "[{'name': 'tram'}]" };
    expect(read(broken, 'xlam')).toEqual([
      'tools: (not declared)',
      'user: "Line 4?"',
      'assistant:',
      'unreadable tools at /tools: not-json',
      'unreadable calls at /answers: not-json',
    ]);
  });
});

describe('Hammer', () => {
  const prompt = (query: string) =>
    `[BEGIN OF TASK INSTRUCTION]\nCall tools.\n[END OF TASK INSTRUCTION]\n\n[BEGIN OF AVAILABLE TOOLS]\n${JSON.stringify([tram])}\n[END OF AVAILABLE TOOLS]\n\n[BEGIN OF FORMAT INSTRUCTION]\n\`\`\`\n[...]\n\`\`\`\n[END OF FORMAT INSTRUCTION]\n\n${query}`;

  test('tools between markers, calls in a fence', () => {
    const row = {
      instruction: prompt('[BEGIN OF QUERY]\nLine 4?\n[END OF QUERY]\n\n'),
      input: '',
      output: '```\n[{"name": "tram", "arguments": {"line": 4}}]\n```',
    };
    expect(read(row, 'hammer')).toEqual([
      'tools: tram',
      'user: "Line 4?"',
      'assistant:',
      '  call tram {"line":4}',
    ]);
  });

  test('a call without its name is one all the same, so that a rule can say so', () => {
    const output = '```\n[{"nome": "tram", "arguments": {"line": 4}}]\n```';
    const row = { instruction: prompt('Line 4?'), input: '', output };
    expect(read(row, 'hammer')).toContain('  call ? {"line":4}');
  });

  test('no call, and a list without its fence', () => {
    const row = { instruction: prompt('Line 4?'), input: '', output: '```\n[]\n```' };
    expect(read(row, 'hammer')).toEqual(['tools: tram', 'user: "Line 4?"', 'assistant:']);
    expect(read({ ...row, output: '[{"name": "tram", "arguments": {}}]' }, 'hammer')).toEqual([
      'tools: tram',
      'user: "Line 4?"',
      'assistant:',
      '  call tram {}',
    ]);
  });
});

describe('Glaive', () => {
  const system = `SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -\n${JSON.stringify(tram, null, 4)}\n${JSON.stringify({ name: 'bus' })}\n`;

  test('objects side by side, one chat text, arguments in single quotes', () => {
    const row = {
      system,
      chat: 'USER: Line 4?\n\n\nASSISTANT: <functioncall> {"name": "tram", "arguments": \'{"line": 4}\'} <|endoftext|>\n\n\nFUNCTION RESPONSE: {"minutes": 3}\n\n\nASSISTANT: In 3 minutes. <|endoftext|>\n\n\n',
    };
    expect(read(row, 'glaive')).toEqual([
      'tools: tram, bus',
      'system: "SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -"',
      'user: "Line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "{\\"minutes\\": 3}"',
      'assistant: "In 3 minutes."',
    ]);
  });

  test('a system text without a definition declares that there are no tools', () => {
    const row = {
      system: 'SYSTEM: You are a helpful assistant.',
      chat: 'USER: Hi\n\nASSISTANT: Hello <|endoftext|>',
    };
    expect(read(row, 'glaive')).toEqual([
      'tools: (none)',
      'system: "SYSTEM: You are a helpful assistant."',
      'user: "Hi"',
      'assistant: "Hello"',
    ]);
  });

  test('as ShareGPT turns, also with roles of their own for calls', () => {
    const row = {
      conversations: [
        { from: 'system', value: system.slice(8) },
        { from: 'human', value: 'Line 4?' },
        { from: 'function-call', value: '{"name": "tram", "arguments": \'{"line": 4}\'}' },
        { from: 'function-response', value: '{"minutes": 3}' },
        { from: 'gpt', value: 'In 3 minutes. <|endoftext|>' },
      ],
    };
    expect(read(row, 'glaive').slice(1)).toEqual([
      'system: "You are a helpful assistant with access to the following functions. Use them if required -"',
      'user: "Line 4?"',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "{\\"minutes\\": 3}"',
      'assistant: "In 3 minutes."',
    ]);
  });

  test('a broken definition is told at its own place', () => {
    const row = { system: 'SYSTEM: functions -\n{"name": "a"}\n{"name": }', chat: 'USER: Hi' };
    expect(read(row, 'glaive')).toEqual([
      'tools: (not declared)',
      'system: "SYSTEM: functions -"',
      'user: "Hi"',
      'unreadable tools at /system/1: not-json',
    ]);
  });
});

describe('Hermes', () => {
  const row = (answer: string, list = JSON.stringify([tram])) => ({
    conversations: [
      {
        from: 'system',
        value: `You get functions within <tools> </tools> XML tags. <tools> ${list} </tools> Call them.`,
      },
      { from: 'human', value: 'Line 4?' },
      { from: 'gpt', value: answer },
      { from: 'tool', value: '<tool_response>\n{"minutes": 3}\n</tool_response>' },
    ],
  });

  test('tools and calls between tags, the scratch pad is thought', () => {
    const answer =
      '<scratch_pad>Goal: tram(line=4)</scratch_pad>\n<tool_call>\n{"arguments": {"line": 4}, "name": "tram"}\n</tool_call>';
    expect(read(row(answer), 'hermes')).toEqual([
      'tools: tram',
      'system: "You get functions within <tools> </tools> XML tags. <tools>" + "</tools> Call them."',
      'user: "Line 4?"',
      'assistant:',
      '  thought "Goal: tram(line=4)"',
      '  call tram {"line":4}',
      'tool:',
      '  result "<tool_response>\\n{\\"minutes\\": 3}\\n</tool_response>"',
    ]);
  });

  test('tools as Python writes them', () => {
    const list =
      "[{'name': 'tram', 'description': \"The tram's line\", 'parameters': {'line': {'type': 'int'}}, 'strict': True}]";
    expect(read(row('<tool_call>{"name": "tram", "arguments": {}}</tool_call>', list), 'hermes')[0]).toBe(
      'tools: tram',
    );
  });

  test('single quotes in a call: told, and still read', () => {
    const lines = read(
      row("<tool_call>\n{'name': 'tram', 'arguments': {'line': 4}}\n</tool_call>"),
      'hermes',
    );
    expect(lines).toContain('  call tram {"line":4}');
    expect(lines.at(-1)).toBe('unreadable calls at /conversations/2/value: not-json');
  });
});

describe('ToolACE', () => {
  const row = (answer: string) => ({
    system: `Here is a list of functions in JSON format that you can invoke:\n${JSON.stringify([tram])}.\nShould you decide to return the function call(s). \nNO other text.`,
    conversations: [
      { from: 'user', value: 'Line 4?' },
      { from: 'assistant', value: answer },
      { from: 'tool', value: '[{"name": "tram", "results": {"minutes": 3}}]' },
    ],
  });

  test('names that Python cannot read, with a note', () => {
    const lines = read(row('[Tram (Next)(line=4, stop="Main Street"), tram(from="A")]'), 'toolace');
    expect(lines.slice(0, 1)).toEqual(['tools: tram']);
    expect(lines.filter((line) => line.includes('call '))).toEqual([
      '  call Tram (Next) {"line":4,"stop":"Main Street"} [odd-name]',
      '  call tram {"from":"A"} [odd-name]',
    ]);
  });

  test('a refusal is prose', () => {
    const lines = read(row('None of the functions can be used (see above).'), 'toolace');
    expect(lines.filter((line) => line.startsWith('assistant'))).toEqual([
      'assistant: "None of the functions can be used (see above)."',
    ]);
  });
});

describe('FunReason', () => {
  test('the thought, then the call list; the tools under BFCL’s prompt', () => {
    const row = {
      messages: [
        {
          role: 'system',
          content: `You are an expert in composing functions. Here is a list of functions in JSON format that you can invoke.\n${JSON.stringify([tram])}\n`,
        },
        { role: 'user', content: 'Line 4?' },
        { role: 'assistant', content: '<think>[tram(line=1)] would be wrong.</think>\n\n[tram(line=4)]' },
      ],
    };
    expect(read(row, 'funreason').slice(2)).toEqual([
      'user: "Line 4?"',
      'assistant:',
      '  thought "[tram(line=1)] would be wrong."',
      '  call tram {"line":4}',
    ]);
  });
});

describe('Tool-N1', () => {
  test('tools in the prompt, a list of calls between tags', () => {
    const row = {
      system_prompt: `You may call functions. <tools>\n${JSON.stringify([tram])}\n</tools>`,
      instruction: '',
      query: 'Line 4?',
      output: '<think>Line 4.</think><tool_call>[{"name": "tram", "arguments": {"line": 4}}]</tool_call>',
    };
    expect(read(row, 'tool-n1')).toEqual([
      'tools: tram',
      'system: "You may call functions. <tools>" + "</tools>"',
      'user: "Line 4?"',
      'assistant:',
      '  thought "Line 4."',
      '  call tram {"line":4}',
    ]);
  });
});

describe('ToolRL rlla', () => {
  const prompt = (tools: string) =>
    `You are helpful.\n\n**Available Tools**\nIn your response, you can use the following tools:\n${tools}\n\n**Steps for Each Turn**\n1. **Think:** Recall.`;
  const numbered =
    '1. Name: Find Bus\nDescription: Next bus\nIn two lines\nParameters: {"stop": {"type": "string", "default": ""}}\n2. Name: toss\nDescription: Toss a coin\nParameters: {}';

  test('numbered tools, the history as turns, one call a line under the key parameters', () => {
    const row = {
      instruction: prompt(numbered),
      input:
        '**Dialogue Records History**\n<user> Hi </user>\n<think> Old. </think>\n<tool_call>\n{"name": "toss", "parameters": {}}\n</tool_call>\n<obs> [{"name": "toss", "results": "heads"}] </obs>\n\n<user> Next bus? </user>',
      output:
        '<think> A <tool_call> is needed. </think>\n<tool_call>\n{"name": "Find Bus", "parameters": {"stop": "12B"}}\n{"name": "toss", "parameters": {}}\n</tool_call>\n<response> Wait. </response>',
    };
    expect(read(row, 'rlla')).toEqual([
      'tools: Find Bus, toss',
      'system: "You are helpful.\\n\\n**Available Tools**"',
      'user: "Hi"',
      'assistant:',
      '  thought " Old. "',
      '  call toss {}',
      'tool:',
      '  result "[{\\"name\\": \\"toss\\", \\"results\\": \\"heads\\"}]"',
      'user: "Next bus?"',
      'assistant: "Wait."',
      '  thought " A <tool_call> is needed. "',
      '  call Find Bus {"stop":"12B"}',
      '  call toss {}',
    ]);
  });

  test('the benchmark’s columns, Python parameters, the short form of names', () => {
    const row = {
      system: prompt(
        "1. Bus: Next bus\nParameters: {'stop': {'type': 'str', 'description': \"The stop's id\"}}",
      ),
      user: '**Dialogue Records History**\n<user>Bus?</user>',
      answer: { name: 'Bus', parameters: { stop: '12B' } },
    };
    expect(read(row, 'rlla')).toEqual([
      'tools: Bus',
      'system: "You are helpful.\\n\\n**Available Tools**"',
      'user: "Bus?"',
      'assistant:',
      '  call Bus {"stop":"12B"}',
    ]);
  });

  test('verl’s rows keep the answer in reward_model', () => {
    const row = {
      data_source: 'rlla',
      prompt: [
        { role: 'system', content: prompt(numbered) },
        { role: 'user', content: '<user> Toss </user>' },
      ],
      reward_model: {
        style: 'rule',
        ground_truth: '<think> Toss. </think>\n<tool_call>\n{"name": "toss", "parameters": {}}\n</tool_call>',
      },
    };
    expect(read(row, 'rlla').slice(2)).toEqual([
      'user: "Toss"',
      'assistant:',
      '  thought " Toss. "',
      '  call toss {}',
    ]);
  });

  test('a verl row of another task is none of these', () => {
    const row = {
      data_source: 'math',
      prompt: [{ role: 'user', content: '1+1?' }],
      reward_model: { ground_truth: '2' },
    };
    expect(recognizeEntry(row, formats, {})).toEqual([]);
  });
});

test('where one tool marks its required parameters, tools without marks require nothing', () => {
  const flagged = { name: 'a', parameters: { x: { type: 'string', required: true } } };
  const plain = { name: 'b', parameters: { y: { type: 'string' } } };
  const shapes = (tools: JsonObject[]) =>
    checkPlaces(JSON.stringify({ query: 'Q', tools, answers: [] }), formatById('xlam')!).sample.tools!.map(
      (tool) => tool.shape,
    );
  expect(shapes([flagged, plain])).toEqual(['flagged-map', 'flagged-map']);
  expect(shapes([plain])).toEqual(['auto']);
  const required = (shape: ToolSchemaShape) =>
    normalizeToolSchema({ parameters: plain.parameters, shape }).schema;
  expect(required('flagged-map')).not.toHaveProperty('required');
  expect(required('auto')).toHaveProperty('required', ['y']);
});
