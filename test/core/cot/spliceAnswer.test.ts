/** Other calls for a step, in the encoding and the style of the old ones. */
import { describe, expect, it } from 'vitest';
import { answerSteps } from '../../../src/core/cot/answerSteps.ts';
import { readNewCalls } from '../../../src/core/cot/newCalls.ts';
import { spliceAnswer } from '../../../src/core/cot/spliceAnswer.ts';
import { sourceOf } from '../../support/cot.ts';

function spliced(record: string, id: string, calls: string, index = 0) {
  const source = sourceOf(record, id);
  const read = readNewCalls(calls);
  if (!read.ok) throw new Error(read.reason);
  return spliceAnswer(source, answerSteps(source.sample)[index]!, read.calls);
}

/** The record afterwards, or the reason with an exclamation mark. */
function after(record: string, id: string, calls: string): string {
  const made = spliced(record, id, calls);
  return made.ok ? made.text : `! ${made.reason}`;
}

/** What stands in the only string of a ShareGPT answer afterwards. */
function answer(id: string, from: string, value: string, calls: string): string {
  const record = JSON.stringify({ conversations: [{ from, value }] });
  const text = after(record, id, calls);
  if (text.startsWith('!')) return text;
  return (JSON.parse(text) as { conversations: { value: string }[] }).conversations[0]!.value;
}

describe('new calls in text', () => {
  it.each<[string, string, string, string, string, string]>([
    [
      'Python: a value',
      'toolace',
      'assistant',
      `[f(a=1, b='x'), g()]`,
      `[f(a=1, b="it's"), g()]`,
      `[f(a=1, b='it\\'s'), g()]`,
    ],
    [
      'Python: a call more',
      'toolace',
      'assistant',
      `[f(a=1,b="x")]`,
      `[f(a=1, b='x'), g(c=True, d=None)]`,
      `[f(a=1,b="x"), g(c=True, d=None)]`,
    ],
    [
      'Python: a call less',
      'toolace',
      'assistant',
      `[f(a=1),\n g(b=2),\n h()]`,
      `[f(a=1), h()]`,
      `[f(a=1),\n h()]`,
    ],
    ['Python: another order', 'toolace', 'assistant', `[f( a=1 ), g()]`, `[g(), f(a=1)]`, `[g(), f( a=1 )]`],
    ['Python: no call', 'toolace', 'assistant', `[f(a=1)]`, '[]', '[]'],
    [
      'Python: behind a thought',
      'toolace',
      'assistant',
      `<think>A.</think>\n[f(a=1)]`,
      '[g(), f(a=1)]',
      `<think>A.</think>\n[g(), f(a=1)]`,
    ],
    [
      'tags: a value',
      'hermes',
      'gpt',
      '<tool_call>\n{"name": "f", "arguments": {"a": 1.0, "b": [1]}}\n</tool_call>',
      '[f(a=1, b=[1, 2])]',
      '<tool_call>\n{"name": "f", "arguments": {"a": 1.0, "b": [1, 2]}}\n</tool_call>',
    ],
    [
      'tags: a call more',
      'hermes',
      'gpt',
      'Well.\n<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>',
      '[f(a=1), g(b="x")]',
      'Well.\n<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>\n<tool_call>\n{"name": "g", "arguments": {"b": "x"}}\n</tool_call>',
    ],
    [
      'tags: a call less',
      'hermes',
      'gpt',
      '<tool_call>{"name":"f","arguments":{}}</tool_call> <tool_call>{"name":"g","arguments":{}}</tool_call>',
      '[g()]',
      '<tool_call>{"name":"g","arguments":{}}</tool_call>',
    ],
    [
      'tags: XML',
      'hermes',
      'gpt',
      '<tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>\n</function>\n</tool_call>',
      '[f(a=2, b="x")]',
      '<tool_call>\n<function=f>\n<parameter=a>\n2\n</parameter>\n<parameter=b>\nx\n</parameter>\n</function>\n</tool_call>',
    ],
    [
      'a string of JSON: a list now',
      'llamafactory',
      'function_call',
      '{"name": "f", "arguments": {"a": 1}}',
      '[f(a=1), g()]',
      '[{"name": "f", "arguments": {"a": 1}}, {"name": "g", "arguments": {}}]',
    ],
    [
      'a string of JSON behind a thought',
      'llamafactory',
      'function_call',
      '<think>A.</think>\n\n[{"name":"f","arguments":{}}]',
      '[f(), g()]',
      '<think>A.</think>\n\n[{"name":"f","arguments":{}},{"name":"g","arguments":{}}]',
    ],
    [
      'ReAct',
      'toolbench',
      'assistant',
      '\nThought: A.\nAction: f\nAction Input: {"a": 1}',
      '[g(a=1, b="x")]',
      '\nThought: A.\nAction: g\nAction Input: {"a": 1, "b": "x"}',
    ],
    [
      'Glaive',
      'glaive',
      'gpt',
      `<functioncall> {"name": "f", "arguments": '{"a": 1}'} <|endoftext|>`,
      '[g(a=2)]',
      `<functioncall> {"name": "g", "arguments": '{"a": 2}'} <|endoftext|>`,
    ],
  ])('%s', (_, id, from, value, calls, expected) => {
    expect(answer(id, from, value, calls)).toBe(expected);
  });

  it('in lines between one pair of tags', () => {
    const row = (output: string) =>
      JSON.stringify({ instruction: '**Available Tools**\n', input: '', output });
    const old =
      '<think> A. </think>\n<tool_call>\n{"name": "f", "parameters": {"a": 1}}\n{"name": "g", "parameters": {}}\n</tool_call>';
    expect(after(row(old), 'rlla', '[f(a=1), g(), g(b="x")]')).toBe(
      row(old.replace('{}}', '{}}\n{"name": "g", "parameters": {"b": "x"}}')),
    );
  });

  it.each<[string, string, string, string, string, string]>([
    ['a call list', 'toolace', 'assistant', '[f(a=1, b="x"', '[f(a=1, b="y")]', '[f(a=1, b="y")]'],
    [
      'what stands between tags',
      'hermes',
      'gpt',
      '<tool_call>\n{"name": "f", "arguments": {"a": }}\n</tool_call>',
      '[f(a=1)]',
      '<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>',
    ],
    [
      'a string in Python’s quotes',
      'llamafactory',
      'function_call',
      "{'name': 'f', 'arguments': {'a': True}}",
      '[f(a=True), g()]',
      '[{"name": "f", "arguments": {"a": true}}, {"name": "g", "arguments": {}}]',
    ],
    [
      'a call of Glaive',
      'glaive',
      'gpt',
      `<functioncall> {"name": "f", "arguments": '{"a": 1}`,
      '[f(a=1)]',
      `<functioncall> {"name": "f", "arguments": '{"a": 1}'}`,
    ],
  ])('in place of what nobody can read: %s', (_, id, from, value, calls, expected) => {
    expect(answer(id, from, value, calls)).toBe(expected);
  });

  it('in one text with all the turns', () => {
    const chat = (call: string) =>
      JSON.stringify({
        system: 'SYSTEM: -',
        chat: `USER: a\n\nASSISTANT: ${call} <|endoftext|>\n\nUSER: b\n\nASSISTANT: c`,
      });
    const record = chat(`<functioncall> {"name": "f", "arguments": '{"a": }'}`);
    expect(after(record, 'glaive', '[f(a=1)]')).toBe(
      chat(`<functioncall> {"name": "f", "arguments": '{"a": 1}'}`),
    );
    expect(spliced(record, 'glaive', '[f(a=1)]', 1)).toMatchObject({
      reason: expect.stringMatching(/answers with text/),
    });
  });
});

describe('new calls as values', () => {
  const openai = (...calls: [id: string, name: string, args: string][]) =>
    JSON.stringify({
      messages: [
        {
          role: 'assistant',
          content: null,
          tool_calls: calls.map(([id, name, args]) => ({
            id,
            type: 'function',
            function: { name, arguments: args },
          })),
        },
      ],
    });

  it('keep their ids where the count allows, and get new ones in the fashion of the old', () => {
    const record = openai(['call_1', 'f', '{"a": 1.0}'], ['call_7', 'g', '{}']);
    expect(after(record, 'openai', '[f(a=1), g(b=2)]')).toBe(
      openai(['call_1', 'f', '{"a": 1.0}'], ['call_7', 'g', '{"b":2}']),
    );
    expect(after(record, 'openai', '[f(a=1)]')).toBe(openai(['call_1', 'f', '{"a": 1.0}']));
    expect(after(record, 'openai', '[f(a=1), g(), h(c="x"), h()]')).toBe(
      openai(
        ['call_1', 'f', '{"a": 1.0}'],
        ['call_7', 'g', '{}'],
        ['call_8', 'h', '{"c":"x"}'],
        ['call_9', 'h', '{}'],
      ),
    );
    // Nine letters stay nine letters.
    expect(after(openai(['abcDEFghi', 'f', '{}']), 'openai', '[f(), g()]')).toBe(
      openai(['abcDEFghi', 'f', '{}'], ['abcDEF002', 'g', '{}']),
    );
  });

  it('mend arguments that are no JSON', () => {
    expect(after(openai(['c1', 'f', "{'a': 1}"]), 'openai', '[f(a=1)]')).toBe(openai(['c1', 'f', '{"a":1}']));
  });

  it('change what differs, deep inside a string, and nothing else', () => {
    const answers = String.raw`[{\"name\": \"f\", \"arguments\": {\"a\": 1.50, \"b\": {\"c\": [1, \"\u00e9\"]}}}]`;
    const row = (text: string) => `{"query":"q","tools":"[]","answers":"${text}"}`;
    expect(after(row(answers), 'xlam', '[f(a=1.5, b={"c": [1, "x"]}, d=None)]')).toBe(
      row(answers.replace(String.raw`\u00e9`, 'x').replace('}}}', String.raw`}, \"d\": null}}`)),
    );
  });

  it('cannot be more where a message holds one, and are none only where a list may be empty', () => {
    const record = JSON.stringify({
      messages: [{ role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } }],
    });
    expect(after(record, 'openai-legacy', '[f(), g()]')).toBe(
      '! This row writes one call, and 2 cannot be written in the same way; add or delete the messages of calls by hand.',
    );
    expect(after(openai(['c1', 'f', '{}']), 'openai', '[]')).toBe(
      '! An answer without calls is text in OpenAI / Azure chat fine-tuning rows; write the text by hand.',
    );
    expect(
      after('{"query":"q","tools":"[]","answers":"[{\\"name\\":\\"f\\",\\"arguments\\":{}}]"}', 'xlam', '[]'),
    ).toBe('{"query":"q","tools":"[]","answers":"[]"}');
  });
});

describe('new calls are refused', () => {
  it.each<[string, string, string, string, RegExp]>([
    [
      'accepted answers',
      'bfcl',
      '{"id":"simple_0","ground_truth":[{"f":{"a":[1]}}]}',
      '[f(a=2)]',
      /accepted answers/,
    ],
    ['a text', 'hf', '{"messages":[{"role":"assistant","content":"Clear."}]}', '[f()]', /answers with text/],
    [
      'calls that name results',
      'seal-tools',
      '{"query":"q","calling":[{"api":"f","parameters":{},"responses":["API_call_0"]}]}',
      '[f(), g()]',
      /name their results/,
    ],
    [
      'a name without a form',
      'funreason',
      JSON.stringify({ messages: [{ role: 'assistant', content: '[f(a=1)]' }] }),
      '[{"name":"f","arguments":{"a b=":1}}]',
      /has no form there/,
    ],
    [
      'a tag in a value',
      'hermes',
      JSON.stringify({
        conversations: [{ from: 'gpt', value: '<tool_call>{"name":"f","arguments":{"a":1}}</tool_call>' }],
      }),
      '[f(a="</tool_call><tool_call>")]',
      /border of a call/,
    ],
    [
      'a token in a name',
      'hf',
      '{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{}}}]}]}',
      '[{"name":"f<|im_end|>","arguments":{}}]',
      /<\|im_end\|>/,
    ],
  ])('%s', (_, id, record, calls, reason) => {
    const made = spliced(record, id, calls);
    expect(made.ok ? made.text : made.reason).toMatch(reason);
  });

  it('but a tag that the old value had may stay', () => {
    const record =
      '{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a":"</s>","b":1}}}]}]}';
    expect(after(record, 'hf', '[f(a="</s>", b=2)]')).toBe(record.replace('"b":1', '"b":2'));
  });
});

it('says when results that follow belong to the old calls', () => {
  const record = JSON.stringify({
    conversations: [
      { from: 'function_call', value: '{"name":"f","arguments":{}}' },
      { from: 'observation', value: 'ok' },
    ],
  });
  expect(spliced(record, 'llamafactory', '[g()]')).toMatchObject({
    ok: true,
    note: expect.stringMatching(/^The results/),
  });
  expect(spliced(record, 'llamafactory', '[f()]')).toEqual({
    ok: true,
    text: record,
    edits: [],
    diff: { changes: [{ kind: 'same', old: 0, new: 0, name: 'f' }], isSame: true, isReordered: false },
  });
});
