import { liftRecord } from '../../../src/core/formats/lift.ts';
import type { JsonObject } from '../../../src/core/json.ts';
/** Benchmarks: questions, answers, tool lists and turns. Rows are invented. */
import { describe, expect, test } from 'vitest';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import type { FileHints } from '../../../src/core/formats/types.ts';
import { recognizeEntry } from '../../../src/core/formats/vote.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { outline } from '../../support/outline.ts';
import { checkPlaces } from '../../support/places.ts';

/** `wrongPlaces`: places that do not say the value itself, on purpose. */
function read(
  row: JsonValue,
  id: string,
  kind: string,
  hints: FileHints = {},
  wrongPlaces: string[] = [],
): string[] {
  const found = recognizeEntry(row, formats, hints).find(
    ({ recognition }) => recognition.strength === 'certain',
  );
  expect(found && `${found.format.id} ${found.recognition.kind}`).toBe(`${id} ${kind}`);
  const { sample, wrong } = checkPlaces(JSON.stringify(row), formatById(id)!, hints);
  expect(wrong).toEqual(wrongPlaces);
  return outline(sample);
}

const area = {
  name: 'area',
  description: 'Area',
  parameters: { type: 'dict', properties: { b: { type: 'float' } }, required: ['b'] },
};

describe('BFCL', () => {
  test('a question of several turns', () => {
    const row: JsonValue = {
      id: 'multi_0',
      question: [[{ role: 'user', content: 'First' }], [{ role: 'user', content: 'Second' }]],
      function: [area],
    };
    expect(read(row, 'bfcl', 'samples')).toEqual(['tools: area', 'user: "First"', 'user: "Second"']);
  });

  test('a question without functions declares no tools, the SQL set has one list less', () => {
    const memory = {
      id: 'memory_0',
      question: [[{ role: 'user', content: 'Who?' }]],
      involved_classes: ['MemoryAPI'],
    };
    expect(read(memory, 'bfcl', 'samples')).toEqual(['tools: (not declared)', 'user: "Who?"']);
    const sql = { id: 'sql_0', question: [{ role: 'user', content: 'Select' }], function: [area] };
    expect(read(sql, 'bfcl', 'samples')).toEqual(['tools: area', 'user: "Select"']);
  });

  test('accepted values by parameter', () => {
    const row: JsonValue = { id: 'simple_0', ground_truth: [{ area: { b: [10, 10.0], unit: ['', 'cm'] } }] };
    expect(read(row, 'bfcl', 'answers')).toEqual([
      'tools: (not declared)',
      'assistant:',
      '  call area {"b":[10,10],"unit":["","cm"]}',
    ]);
  });

  test('Python calls turn by turn, with a note for arguments without a name', () => {
    const row: JsonValue = { id: 'multi_0', ground_truth: [["cd(folder='a')", "sort('x.txt')"], []] };
    expect(read(row, 'bfcl', 'answers')).toEqual([
      'tools: (not declared)',
      'assistant:',
      '  call cd {"folder":"a"}',
      '  call sort {} [positional-argument]',
      'assistant:',
    ]);
  });

  test('plain answers are BFCL’s only in a file of that name', () => {
    const row: JsonValue = { id: 'memory_0', ground_truth: ['Michael'], source: '…' };
    expect(recognizeEntry(row, formats, {})).toEqual([]);
    expect(read(row, 'bfcl', 'answers', { fileName: 'BFCL_v4_memory.json' })).toEqual([
      'tools: (not declared)',
      'assistant:',
    ]);
  });

  test('chatable rows look like ACEBench: the name of the file settles it', () => {
    const row: JsonValue = { id: 'c_0', question: 'Hi', function: '' };
    expect(read(row, 'bfcl', 'samples', { fileName: 'BFCL_v3_chatable.json' })).toEqual([
      'tools: (none)',
      'user: "Hi"',
    ]);
  });
});

describe('ACEBench', () => {
  test('the dialogue in one text, parameters under arguments, the time as context', () => {
    const row: JsonValue = {
      id: 'normal_0',
      question: 'user: Rides?\nsystem: How old?\nuser: 5 and 7\n',
      time: 'Today is 2024-05-01.',
      function: [{ name: 'rides', description: 'Rides', arguments: { type: 'object', properties: {} } }],
    };
    expect(read(row, 'acebench', 'samples')).toEqual([
      'tools: rides',
      'system: "Today is 2024-05-01."',
      'user: "Rides?"',
      'assistant: "How old?"',
      'user: "5 and 7"',
    ]);
  });

  test('repeated calls have a number behind their name', () => {
    const row: JsonValue = {
      id: 'normal_0',
      ground_truth: { book: { n: 1 }, book_1: { n: 2 }, route_66: { n: 3 } },
    };
    const withNumber = ['call name at /ground_truth/book_1: "book_1" is not "book"'];
    expect(read(row, 'acebench', 'answers', {}, withNumber).slice(1)).toEqual([
      'assistant:',
      '  call book {"n":1}',
      '  call book {"n":2}',
      '  call route_66 {"n":3}',
    ]);
  });

  test('lists are missing parameters or bad values, not arguments; end states hold no calls, milestones do', () => {
    expect(read({ id: 's_0', ground_truth: { plan: [' date '] } }, 'acebench', 'answers')).toEqual([
      'tools: (not declared)',
      'assistant:',
    ]);
    const agent = {
      id: 'a_0',
      ground_truth: [{ Base: { wifi: true } }],
      mile_stone: ["[login(user='Eve')]"],
    };
    expect(read(agent, 'acebench', 'answers').slice(1)).toEqual([
      'assistant:',
      '  call login {"user":"Eve"}',
    ]);
  });
});

describe('API-Bank', () => {
  test('a line is a turn', () => {
    // A role that is no text, and cannot even be turned into one, is no reason to crash.
    expect(() =>
      liftRecord({ role: { toString: 'x' }, text: 'Hi' }, formatById('api-bank')!, {}),
    ).not.toThrow();
    expect(read({ role: 'User', text: 'Hi' }, 'api-bank', 'turns')).toEqual([
      'tools: (not declared)',
      'user: "Hi"',
    ]);
    const call = {
      role: 'API',
      api_name: 'Add',
      param_dict: { a: 1 },
      result: { output: 2, exception: null },
    };
    expect(read(call, 'api-bank', 'turns')).toEqual([
      'tools: (not declared)',
      'assistant:',
      '  call Add {"a":1}',
      '  result {"output":2,"exception":null}',
    ]);
  });
});

describe('Seal-Tools', () => {
  const list =
    "[{'api_name': 'film', 'api_description': \"A film's data\", 'parameters': {'title': {'type': 'str'}}, 'required': ['title']}]";

  test('samples name the results of their calls', () => {
    const row: JsonValue = {
      id: 'easy_0',
      query: 'Film?',
      calling: [{ api: 'film', parameters: { title: 'Up' }, responses: ['API_call_0'] }],
    };
    expect(read(row, 'seal-tools', 'samples')).toEqual([
      'tools: (not declared)',
      'user: "Film?"',
      'assistant:',
      '  call film {"title":"Up"} -> API_call_0',
    ]);
  });

  test('a line of the tool list, and a line of the old format', () => {
    const tool = {
      api_name: 'film',
      api_description: 'Film',
      field: 'Art',
      parameters: { title: { type: 'str' } },
      required: ['title'],
    };
    expect(read(tool, 'seal-tools', 'tools')).toEqual(['tools: film']);
    expect(read([[{ api: 'film', parameters: { title: 'Up' } }], 'Film?'], 'seal-tools', 'samples')).toEqual([
      'tools: (not declared)',
      'user: "Film?"',
      'assistant:',
      '  call film {"title":"Up"}',
    ]);
  });

  test('fine-tuning rows are Python on both sides', () => {
    const row: JsonValue = {
      id: 'easy_0',
      conversations: [
        {
          from: 'human',
          value: `Choose.\nInput:\napi_list = ${list}\ntask_instruction = "Film?"\nOutput:\n`,
        },
        {
          from: 'gpt',
          value: "[{'api': 'film', 'parameters': {'title': \"It's\"}, 'responses': ['API_call_0']}]",
        },
      ],
    };
    expect(read(row, 'seal-tools', 'samples')).toEqual([
      'tools: film',
      'user: "task_instruction = \\"Film?\\"\\nOutput:"',
      'assistant:',
      '  call film {"title":"It\'s"} -> API_call_0',
    ]);
  });
});

describe('ToolBench', () => {
  test('a query and its APIs', () => {
    const row: JsonValue = {
      query: 'Quote?',
      query_id: 1,
      api_list: [
        {
          tool_name: 'Quotes',
          api_name: 'Love Quote',
          api_description: 'A quote',
          required_parameters: [{ name: 'n', type: 'NUMBER' }],
          optional_parameters: [],
        },
      ],
    };
    expect(read(row, 'toolbench', 'samples')).toEqual(['tools: Love Quote', 'user: "Quote?"']);
  });

  test('ReAct turns; the last may be a list of accepted answers', () => {
    const row: JsonValue = {
      conversations: [
        {
          from: 'system',
          value: `You have access of the following tools:\n${JSON.stringify([area])}\n\nLet's Begin!`,
        },
        { from: 'user', value: 'Area?' },
        { from: 'assistant', value: 'Thought: Easy.\nAction: area\nAction Input: {"b": 3}' },
        { from: 'function', value: '9' },
        {
          from: 'assistant',
          value: [
            'Thought:\nAction: area\nAction Input: {"b": 4}',
            'Thought:\nAction: finish\nAction Input: {}',
          ],
        },
      ],
    };
    expect(read(row, 'toolbench', 'samples')).toEqual([
      'tools: area',
      'system: "You have access of the following tools:" + "Let\'s Begin!"',
      'user: "Area?"',
      'assistant:',
      '  thought "Easy."',
      '  call area {"b":3}',
      'tool:',
      '  result "9"',
      'assistant:',
      '  call area {"b":4}',
      'assistant:',
      '  call finish {}',
    ]);
  });

  test('an answer tree: each trained message once, also where the lists branch', () => {
    const call = (name: string) => ({
      role: 'assistant',
      content: null,
      function_call: { name, arguments: '{}' },
    });
    const row: JsonValue = {
      win: true,
      tree: {},
      answer_generation: {
        function: [{ name: 'a', parameters: { type: 'object', properties: {} } }],
        train_messages: [
          [{ role: 'user', content: 'Q' }, call('a')],
          [{ role: 'user', content: 'Q' }, call('b')],
          [
            { role: 'user', content: 'Q' },
            call('a'),
            { role: 'function', name: 'a', content: '1' },
            call('c'),
          ],
        ],
      },
    };
    expect(read(row as unknown as JsonObject, 'toolbench', 'answers')).toEqual([
      'tools: a',
      'assistant:',
      '  call b {}',
      'user: "Q"',
      'assistant:',
      '  call a {}',
      'tool:',
      '  result "1"',
      'assistant:',
      '  call c {}',
    ]);
  });
});

describe('When2Call', () => {
  const tools = [JSON.stringify(area)];

  test('only the right answer is a label', () => {
    const row: JsonValue = {
      uuid: 'u',
      question: 'Area?',
      correct_answer: 'tool_call',
      answers: { direct: '9', tool_call: '<TOOLCALL>[{"name": "area", "arguments": {"b": 3}}]</TOOLCALL>' },
      tools,
    };
    expect(read(row, 'when2call', 'samples')).toEqual([
      'tools: area',
      'user: "Area?"',
      'assistant:',
      '  call area {"b":3}',
    ]);
    expect(read({ ...row, correct_answer: 'direct' }, 'when2call', 'samples')).toEqual([
      'tools: area',
      'user: "Area?"',
      'assistant: "9"',
    ]);
    const bare = { ...row, answers: { tool_call: '{"name": "area", "arguments": {"b": 3}}' } };
    expect(read(bare, 'when2call', 'samples').at(-1)).toBe('  call area {"b":3}');
  });

  test('training rows hold the calls in their messages', () => {
    const row: JsonValue = {
      tools,
      messages: [
        { role: 'user', content: 'Area?' },
        { role: 'assistant', content: '<TOOLCALL>[{"name": "area", "arguments": {"b": 3}}]</TOOLCALL>' },
      ],
    };
    expect(read(row, 'when2call', 'samples').at(-1)).toBe('  call area {"b":3}');
  });
});

describe('NESTFUL', () => {
  test('labels are names of results; var_result gathers them and is no tool', () => {
    const row: JsonValue = {
      input: 'Add, then double',
      output: [
        { name: 'add', arguments: { a: 1 }, label: 'var1' },
        { name: 'var_result', arguments: { sum: '$var1.result$' } },
      ],
      tools: [
        { name: 'add', description: 'Add', query_parameters: { a: { type: 'Number', required: true } } },
      ],
    };
    expect(read(row as unknown as JsonObject, 'nestful', 'samples')).toEqual([
      'tools: add',
      'user: "Add, then double"',
      'assistant:',
      '  call add {"a":1} -> var1',
      '  call var_result {"sum":"$var1.result$"}',
    ]);
    const { sample } = checkPlaces(JSON.stringify(row), formatById('nestful')!);
    expect(sample.turns[1]!.calls.map((call) => call.gathers ?? false)).toEqual([false, true]);
    expect(sample.tools![0]!.parametersKey).toBe('query_parameters');
  });

  test('rows that only happen to have input and output are none of these', () => {
    expect(recognizeEntry({ instruction: 'Sum up', input: 'Text', output: 'Sum' }, formats, {})).toEqual([]);
    expect(recognizeEntry({ input: 'Text', output: [{ name: 'x', arguments: {} }] }, formats, {})).toEqual(
      [],
    );
  });
});
