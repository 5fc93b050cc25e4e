/** Thoughts and calls in free text, in the forms of formats.md. */
import { describe, expect, it } from 'vitest';
import { textLanguages } from '../../../src/core/calls/languages.ts';
import { findTaggedCalls } from '../../../src/core/calls/tagged.ts';
import { splitThoughts } from '../../../src/core/calls/thoughts.ts';
import type { ValueNode } from '../../../src/core/text/valueNode.ts';

/** Each call as `language tag value`, and that reading its body again gives the same node. */
function find(text: string) {
  return findTaggedCalls(text).map((call) => {
    const again = textLanguages[call.language].read(text, call.bodyStart, call.bodyEnd);
    expect(again).toEqual(call.node);
    return {
      language: call.language,
      tag: call.tag,
      value: call.node?.value,
      errors: call.errors.map((e) => e.code),
    };
  });
}

describe('tagged calls', () => {
  it('Hermes: one JSON object in a tag', () => {
    expect(find('Sure.\n<tool_call>\n{"arguments": {"a": 1}, "name": "f"}\n</tool_call>')).toEqual([
      { language: 'json', tag: 'tool_call', value: { name: 'f', arguments: { a: 1 } }, errors: [] },
    ]);
  });

  it('Hermes, old rows: a Python dictionary in a tag is read, and said to be no JSON', () => {
    expect(find(`<tool_call>\n{'name': 'f', 'arguments': {'a': True, 'b': "it's"}}\n</tool_call>`)).toEqual([
      {
        language: 'python-literal',
        tag: 'tool_call',
        value: { name: 'f', arguments: { a: true, b: "it's" } },
        errors: ['single-quotes'],
      },
    ]);
  });

  it('ToolRL: one JSON object a line, and the tag inside the thought is no call', () => {
    const text =
      '<think> I use <tool_call> for both. </think>\n<tool_call>\n{"name": "Find Bus", "parameters": {"stop": "12B"}}\n' +
      '{"name": "B", "parameters": {}}\n</tool_call>';
    expect(find(text)).toEqual([
      {
        language: 'json-lines',
        tag: 'tool_call',
        value: [
          { name: 'Find Bus', parameters: { stop: '12B' } },
          { name: 'B', parameters: {} },
        ],
        errors: [],
      },
    ]);
  });

  it('Tool-N1: a list in a tag', () => {
    const [call] = find('<think>x</think><tool_call>[{"name": "f", "arguments": {}}]</tool_call>');
    expect([call!.language, call!.value]).toEqual(['json', [{ name: 'f', arguments: {} }]]);
  });

  it('Glaive: arguments in single quotes, with places in the same text', () => {
    const text = `<functioncall> {"name": "f", "arguments": '{"a": "it's", "b": "don\\'t", "n": [1]}'} <|endoftext|>`;
    const [call] = findTaggedCalls(text);
    expect(call!.node!.value).toEqual({ name: 'f', arguments: { a: "it's", b: "don't", n: [1] } });
    const args = call!.node!.members![1]!.node;
    expect(text.slice(args.start, args.end)).toBe(`{"a": "it's", "b": "don\\'t", "n": [1]}`);
    const dont = args.members![1]!.node;
    const decoded = textLanguages.glaive.decodeString(text, dont);
    expect(decoded.text).toBe("don't");
    expect(text.slice(decoded.toOuter(3), decoded.toOuter(4))).toBe("\\'");
  });

  it.each([
    [`<functioncall> {"name": "f", "arguments": {"a": 1}}`, { name: 'f', arguments: { a: 1 } }, []],
    [`<functioncall> {"name": "f"} <|endoftext|>`, { name: 'f' }, []],
    [`<functioncall> {"name": "f", "arguments": '{}'}`, { name: 'f', arguments: {} }, []],
    [`<functioncall> {"name": "f", "arguments": "{\\"a\\": 1}"}`, { name: 'f', arguments: '{"a": 1}' }, []],
    [
      `<functioncall> {"name": "f", "arguments": '{"a": 1,}'}`,
      { name: 'f', arguments: { a: 1 } },
      ['comma-extra'],
    ],
    [`<functioncall> hm`, undefined, ['not-a-call']],
  ])('Glaive: %s', (text, value, errors) => {
    expect(findTaggedCalls(text).map((call) => [call.node?.value, call.errors.map((e) => e.code)])).toEqual([
      [value, errors],
    ]);
  });

  it('When2Call: Python or JSON calls in <TOOLCALL>', () => {
    expect(
      find('<TOOLCALL>[f(a="x")]</TOOLCALL><TOOLCALL>[{"name": "g", "arguments": {}}]</TOOLCALL>'),
    ).toMatchObject([
      {
        language: 'python-calls',
        tag: 'TOOLCALL',
        value: [{ name: 'f', arguments: { a: 'x' } }],
        errors: [],
      },
      { language: 'json', tag: 'TOOLCALL', value: [{ name: 'g', arguments: {} }], errors: [] },
    ]);
  });

  it('Hammer: a fenced JSON list, also an empty one; other code is none', () => {
    expect(find('```\n[{"name": "f", "arguments": {"a": 1}}]\n```')).toMatchObject([
      { language: 'json', tag: 'fence' },
    ]);
    expect(find('```json\n[]\n```')).toMatchObject([{ value: [] }]);
    expect(find('```json\n{"result": 1}\n```\n```js\nlet a = [1];\n```')).toEqual([]);
    expect(find('Write ```f(a=1)``` here.')).toEqual([]);
    expect(find('```python\n[f(a=1)]\n```')).toMatchObject([{ language: 'python-calls' }]);
  });

  it('ToolLLaMA: Action and Action Input, JSON or a Python dictionary', () => {
    const text =
      'Thought: go.\nAction: get_weather\nAction Input: {"city": "Oslo",\n "n": 1}\nObservation: ok\n' +
      "Action: g\nAction Input: {'city': 'a\\x41'}\nThought: done";
    expect(find(text)).toEqual([
      {
        language: 'react',
        tag: 'Action',
        value: { name: 'get_weather', arguments: { city: 'Oslo', n: 1 } },
        errors: [],
      },
      {
        language: 'react',
        tag: 'Action',
        value: { name: 'g', arguments: { city: 'aA' } },
        errors: expect.any(Array),
      },
    ]);
    const city = findTaggedCalls(text)[1]!.node!.members![1]!.node.members![0]!.node;
    expect(textLanguages.react.decodeString(text, city).text).toBe('aA');
    expect(find('Action: f')).toMatchObject([{ value: { name: 'f' }, errors: ['not-a-call'] }]);
  });

  it('Qwen3-Coder: XML, with or without the tag around it', () => {
    const xml =
      '<function=f>\n<parameter=code>\nif a < "b":\n  x\n</parameter>\n<parameter=n>\n5\n</parameter>\n</function>';
    const value = { name: 'f', arguments: { code: 'if a < "b":\n  x', n: 5 } };
    expect(find(`<tool_call>\n${xml}\n</tool_call>`)).toEqual([
      { language: 'xml-calls', tag: 'tool_call', value, errors: [] },
    ]);
    expect(find(xml)).toEqual([{ language: 'xml-calls', tag: 'function', value, errors: [] }]);
    expect(find('<function=f>\n<parameter=a>\n1\n')).toMatchObject([
      { errors: ['tag-not-closed', 'tag-not-closed'] },
    ]);
  });

  it('what is broken keeps what is there and says where', () => {
    const text = '<tool_call>\n{"name": "f", "arguments": {"a": 1}\n</tool_call> <tool_call>{"name": "g"}';
    expect(
      findTaggedCalls(text).map((call) => [
        call.node?.value,
        call.errors.map((e) => [e.code, text.slice(e.start, e.end)]),
      ]),
    ).toEqual([
      [{ name: 'f', arguments: { a: 1 } }, [['bracket-not-closed', '{']]],
      [{ name: 'g' }, [['tag-not-closed', '<tool_call>']]],
    ]);
    expect(find('<tool_call></tool_call>')).toMatchObject([{ errors: ['not-a-call'] }]);
  });

  it('a closing tag inside a JSON string is text', () => {
    const [call] = find('<tool_call>{"name": "f", "arguments": {"x": "</tool_call>"}}</tool_call>');
    expect(call).toMatchObject({ value: { name: 'f', arguments: { x: '</tool_call>' } }, errors: [] });
  });

  it('calls between thoughts are found, calls in thoughts are not', () => {
    const text =
      '<think>a<tool_call>{"name":"no"}</tool_call></think><tool_call>{"name":"one"}</tool_call>' +
      '<think><functioncall>{"name":"no"}</think><tool_call>{"name":"two"}</tool_call><think><tool_call>{"name":"no"}</tool_call>';
    expect(find(text).map((call) => call.value)).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  it.each([
    '<tool_call>',
    '<tool_call>\n{}\n\n\n',
    '<functioncall>{"a":\'',
    '```\n[f(',
    '``` ',
    '<function=f><parameter=a>',
    '\nAction: a\nAction Input:{',
    '<think></think>',
    '</think>',
  ])('%j twenty thousand times ends', (piece) => {
    findTaggedCalls(piece.repeat(20_000));
  });
});

describe('thoughts', () => {
  /** Thoughts as their inner text, problems as `kind tag`, and the answer. */
  const split = (text: string) => {
    const { thoughts, problems, answerStart } = splitThoughts(text);
    return [
      thoughts.map((thought) => text.slice(thought.innerStart, thought.innerEnd)),
      problems.map((problem) => `${problem.kind} ${text.slice(problem.start, problem.end)}@${problem.start}`),
      text.slice(answerStart),
    ];
  };

  it.each([
    ['answer', [[], [], 'answer']],
    ['<think>a</think>b', [['a'], [], 'b']],
    ['<think>a</think>b<think>c</think>d', [['a', 'c'], [], 'd']],
    ['<scratch_pad>g</scratch_pad>b', [['g'], [], 'b']],
    ['<think>a', [['a'], ['unclosed <think>@0'], '']],
    ['<think>a</think>b<think>c', [['a', 'c'], ['unclosed <think>@17'], '']],
    ['<think> \n</think>b', [[' \n'], ['empty <think>@0'], 'b']],
    ['<think>a</think>b</think>c', [['a'], ['closed-twice </think>@17'], 'c']],
    ['a</think>b', [[], ['orphan </think>@1'], 'b']],
    ['<think>a<think>b</think>c', [['a<think>b'], ['unclosed <think>@8'], 'c']],
    ['<think>a<think>b</think>c</think>d', [['a<think>b'], ['closed-twice </think>@25'], 'd']],
  ])('%s', (text, expected) => expect(split(text)).toEqual(expected));
});

describe('the table of languages', () => {
  const strings = (node: ValueNode): ValueNode[] => [
    ...(node.kind === 'string' ? [node] : []),
    ...(node.elements ?? []).flatMap(strings),
    ...(node.members ?? []).flatMap((member) => strings(member.node)),
  ];

  it.each([
    ['json', '{"a": "x\\ny", "b": ["\\u00e9"]}'],
    ['json-lines', '{"a": "x\\ny"}\n{"a": "b"}'],
    ['json-sequence', '{"a": "x\\ny"}{"a": "b"}'],
    ['python-calls', `[f(a='x\\ny', b=r"\\n" 'z'), Odd Name(c={'k': ''})]`],
    ['python-literal', `[{'api': "it's", 'n': 'a\\tb'}]`],
    ['glaive', `{"name": "f", "arguments": '{"a": "don\\'t"}'}`],
    ['xml-calls', '<function=f><parameter=a>\n"q"\n</parameter><parameter=b>["x\\n"]</parameter></function>'],
    ['react', `Action: f\nAction Input: {"a": "x\\ny"}`],
  ] as const)('%s: every string decodes to its value, inside its node', (language, text) => {
    const node = textLanguages[language].read(text, 0, text.length)!;
    const found = strings(node);
    expect(found.length).toBeGreaterThan(1);
    for (const string of found) {
      const decoded = textLanguages[language].decodeString(text, string);
      expect(decoded.text).toBe(string.value);
      expect(decoded.toOuter(0)).toBeGreaterThanOrEqual(string.start);
      expect(decoded.toOuter(decoded.text.length)).toBeLessThanOrEqual(string.end);
    }
  });
});
