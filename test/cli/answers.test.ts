// `callsmith answers`, as a person runs it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cli, makeFolder, type Folder } from '../support/cli.ts';

let folder: Folder | undefined;
afterEach(() => {
  folder?.remove();
  folder = undefined;
});

const suite = path.resolve('test/suites/bfcl-answers/cases.jsonl');

const lines = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n') + '\n';
const ndjson = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const tool = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', default: 1 } },
      required: ['city'],
    },
  },
};
const sample = (id: string, ...calls: object[]) => ({
  id,
  messages: [
    { role: 'user', content: 'The weather?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: calls.map((args, i) => ({
        id: `call_${i}`,
        type: 'function',
        function: { name: 'get_weather', arguments: JSON.stringify(args) },
      })),
    },
  ],
  tools: [tool],
});
const data = lines(sample('a', { city: 'Oslo' }), sample('b', { city: 'Oslo' }, { city: 'Rome', days: 3 }));

/** Puts the parsers of Java and JavaScript into a folder; its path. */
function writeGrammars(into: Folder): string {
  const require = createRequire(import.meta.url);
  for (const name of ['web-tree-sitter', 'tree-sitter-java', 'tree-sitter-javascript'])
    into.write(`grammars/${name}.wasm`, readFileSync(require.resolve(`${name}/${name}.wasm`)));
  return path.join(into.path, 'grammars');
}

async function run(files: Record<string, string>, ...argv: string[]) {
  folder = makeFolder(files);
  return cli(['answers', ...argv], folder.path);
}

describe('cases', () => {
  it('get a verdict line each, as the official checker decides', async () => {
    // As they stand: to read and write them would make 1 of 1.0.
    const rows = readFileSync(suite, 'utf8').trimEnd().split('\n');
    const python = rows.filter((row) => row.includes('"language":"python"'));
    const expected = ndjson(python.join('\n'));
    const files = { 'cases.jsonl': `${python.join('\n')}\n` };
    const { status, stdout } = await run(files, 'cases.jsonl', '--profile', 'bfcl', '--format', 'ndjson');
    expect(status).toBe(0);
    const verdicts = ndjson(stdout);
    expect(Object.keys(verdicts[0]!)).toEqual(['id', 'valid', 'error_type', 'path', 'message']);
    expect(verdicts.map(({ id, valid, error_type }) => ({ id, valid, error_type }))).toEqual(
      expected.map(({ id, expect }) => ({ id, ...(expect as object) })),
    );
  });

  it('say which line is none', async () => {
    const first = readFileSync(suite, 'utf8').split('\n')[0]!;
    const { status, stderr, stdout } = await run(
      { 'cases.jsonl': `${first}\n{"id":"x"}\n` },
      'cases.jsonl',
      '--format',
      'ndjson',
    );
    expect(status).toBe(2);
    expect(ndjson(stdout)).toHaveLength(1);
    expect(stderr).toContain('cases.jsonl:2: "category" is missing');
  });
});

describe('outputs of a model', () => {
  it('are held against the calls of the samples, by id', async () => {
    const outputs = lines(
      { id: 'b', output: "[get_weather(city='Rome', days=3), get_weather(city='oslo')]" },
      { id: 'a', output: "<think>Oslo?</think>\n[get_weather(city='Bergen')]" },
    );
    const { status, stdout, stderr } = await run(
      { 'data.jsonl': data, 'out.jsonl': outputs },
      'data.jsonl',
      '--outputs',
      'out.jsonl',
      '--format',
      'ndjson',
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(ndjson(stdout)).toEqual([
      {
        id: 'a',
        valid: false,
        error_type: 'value_error:string',
        path: ['city'],
        message: "\"city\" is 'Bergen'; 'Oslo' is expected.",
      },
      { id: 'b', valid: true, error_type: null, path: [], message: null },
    ]);
  });

  it.each([
    ['a text', { result: "[get_weather(city='Oslo')]" }],
    [
      'tags',
      { response: '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n</tool_call>' },
    ],
    ['decoded calls', { result: [{ get_weather: '{"city": "Oslo", "days": 1}' }] }],
    [
      'a reply of a server',
      {
        choices: [
          {
            message: {
              content: null,
              tool_calls: [{ function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } }],
            },
          },
        ],
      },
    ],
    [
      'a line of a batch',
      {
        custom_id: 'a',
        response: {
          status_code: 200,
          body: { choices: [{ message: { content: '[get_weather("Oslo")]' } }] },
        },
      },
    ],
  ])('may be %s', async (_, row) => {
    const files = { 'data.jsonl': lines(sample('a', { city: 'Oslo' })), 'out.jsonl': lines(row) };
    const { stdout } = await run(files, 'data.jsonl', '--outputs', 'out.jsonl', '--format', 'ndjson');
    expect(ndjson(stdout)).toMatchObject([{ id: 'a', valid: true }]);
  });

  it('that cannot be read are wrong, with the reason', async () => {
    const row = { id: 'a', tool_calls: [{ function: { name: 'get_weather', arguments: '{"city": "Os' } }] };
    const files = { 'data.jsonl': lines(sample('a', { city: 'Oslo' })), 'out.jsonl': lines(row) };
    const { stdout } = await run(files, 'data.jsonl', '--outputs', 'out.jsonl', '--format', 'ndjson');
    expect(ndjson(stdout)).toMatchObject([{ id: 'a', valid: false }]);
  });

  it('that are missing are told, and not counted', async () => {
    const outputs = lines({ id: 'a', output: "[get_weather(city='Oslo')]" }, { id: 'b' });
    const { stdout, stderr } = await run(
      { 'data.jsonl': data, 'out.jsonl': outputs },
      'data.jsonl',
      '--outputs',
      'out.jsonl',
    );
    expect(stdout).toContain('1 of 1 answer right');
    expect(stderr).toContain('out.jsonl:2: There is no output');
    expect(stderr).toContain('data.jsonl:2: b has no output in out.jsonl; it is left out.');
  });

  it('fail the run when too few are right', async () => {
    const outputs = lines({ id: 'a', output: "[get_weather(city='Oslo')]" }, { id: 'b', output: '[]' });
    const files = { 'data.jsonl': data, 'out.jsonl': outputs };
    const flags = ['data.jsonl', '--outputs', 'out.jsonl', '--fail-under'];
    expect((await run(files, ...flags, '0.5')).status).toBe(0);
    folder?.remove();
    expect((await run(files, ...flags, '0.6')).status).toBe(1);
  });
});

describe('possible answers', () => {
  const question = {
    id: 'simple_1',
    question: [[{ role: 'user', content: 'Weather?' }]],
    function: [
      {
        name: 'get_weather',
        parameters: {
          type: 'dict',
          properties: { city: { type: 'string' }, days: { type: 'integer' } },
          required: ['city'],
        },
      },
    ],
  };

  it('say what is right, and are told where no call can meet them', async () => {
    const files = {
      'BFCL_v4_simple.json': lines(question, { ...question, id: 'simple_2' }),
      'answers.json': lines(
        { id: 'simple_1', ground_truth: [{ get_weather: { city: ['Oslo', 'Oslo, NO'], days: [3, ''] } }] },
        { id: 'simple_2', ground_truth: [{ get_weather: { days: [3] } }] },
      ),
      'result.json': lines(
        { id: 'simple_1', result: "[get_weather(city='Oslo, NO')]" },
        { id: 'simple_2', result: '[get_weather(days=3)]' },
      ),
    };
    for (const profile of ['fair', 'bfcl']) {
      folder?.remove();
      const { stdout, stderr } = await run(
        files,
        'BFCL_v4_simple.json',
        '--answers',
        'answers.json',
        '--outputs',
        'result.json',
        '--profile',
        profile,
        '--format',
        'ndjson',
      );
      expect(ndjson(stdout)).toMatchObject([
        { id: 'simple_1', valid: true },
        { id: 'simple_2', valid: false, error_type: 'simple_function_checker:missing_required' },
      ]);
      expect(stderr).toContain('simple_2: call.unsatisfiable-reference: get_weather requires "city"');
    }
  });
});

describe('answers in code', () => {
  const question = {
    id: 'simple_java_0',
    question: [[{ role: 'user', content: 'Show the map.' }]],
    function: [
      {
        name: 'Map.show',
        parameters: {
          type: 'dict',
          properties: { area: { type: 'any' }, zoom: { type: 'integer' } },
          required: ['area'],
        },
      },
    ],
  };

  it.each(['fair', 'bfcl'])('of a data set are known by its ids (%s)', async (profile) => {
    const files = {
      'BFCL_v4_simple_java.json': lines(question, { ...question, id: 'simple_javascript_0' }),
      'answers.json': lines(
        { id: 'simple_java_0', ground_truth: [{ 'Map.show': { area: ['mapArea'], zoom: [3, ''] } }] },
        { id: 'simple_javascript_0', ground_truth: [{ 'Map.show': { area: ['mapArea'], zoom: [3] } }] },
      ),
      'result.json': lines(
        { id: 'simple_java_0', result: 'Map.show(area = mapArea, zoom = 3)' },
        { id: 'simple_javascript_0', result: 'Map.show(area=mapArea, zoom=4)' },
      ),
    };
    folder = makeFolder(files);
    const flags = ['--answers', 'answers.json', '--outputs', 'result.json', '--profile', profile];
    const { stdout } = await cli(
      ['answers', 'BFCL_v4_simple_java.json', ...flags, '--format', 'ndjson'],
      folder.path,
      { grammarFolder: writeGrammars(folder) },
    );
    expect(ndjson(stdout)).toMatchObject([
      { id: 'simple_java_0', valid: true },
      { id: 'simple_javascript_0', valid: false },
    ]);
  });
});

describe('rows without an id', () => {
  it('go by their order, also behind one that cannot be read', async () => {
    const plain = (city: string) => {
      const { id: _, ...rest } = sample('x', { city });
      return rest;
    };
    const files = {
      'data.jsonl': `${lines(plain('Oslo'))}{"broken\n${lines(plain('Bergen'))}`,
      'out.jsonl': lines(
        { output: "[get_weather(city='Oslo')]" },
        { nothing: 1 },
        { output: "[get_weather(city='Bergen')]" },
      ),
    };
    const { stdout } = await run(files, 'data.jsonl', '--outputs', 'out.jsonl', '--format', 'ndjson');
    expect(ndjson(stdout)).toMatchObject([{ valid: true }, { valid: true }]);
  });
});

describe('the strength of a profile', () => {
  it('is told by the changes that it lets through', async () => {
    const { stdout } = await run({ 'data.jsonl': data }, 'data.jsonl', '--strength', '--format', 'ndjson');
    const table = ndjson(stdout);
    expect(table.length).toBeGreaterThan(10);
    for (const { mutation, harmless, mutants, passed } of table)
      expect(`${mutation} ${passed}`).toBe(`${mutation} ${harmless ? mutants : 0}`);
  });
});

describe('a call that cannot work', () => {
  it.each([
    [['data.jsonl'], 'data.jsonl is a data set: say with --answers FILE what is expected'],
    [['data.jsonl', '--outputs', 'none.jsonl'], 'none.jsonl'],
    [['none.jsonl', '--strength'], 'none.jsonl: There is no such file'],
    [['data.jsonl', '--strength', '--without', 'optimal-paring'], 'did you mean optimal-pairing?'],
    [['data.jsonl', '--strength', '--profile', 'bfcl', '--without', 'json-words'], 'bfcl has none'],
    [['data.jsonl', '--outputs', 'empty.jsonl'], 'empty.jsonl holds no outputs.'],
  ])('%j', async (argv, message) => {
    const { status, stderr } = await run({ 'data.jsonl': data, 'empty.jsonl': '\n' }, ...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('report this');
  });

  it('names a sample without an id by its line alone', async () => {
    const { id: _, ...plain } = sample('x', { city: 'Oslo' });
    const files = { 'data.jsonl': lines(plain, plain), 'out.jsonl': lines({ output: '[]' }) };
    const { stderr } = await run(files, 'data.jsonl', '--outputs', 'out.jsonl');
    expect(stderr).toContain('data.jsonl:2 has no output in out.jsonl; it is left out.');
  });
});

it('answers in Java and JavaScript are read where the grammars are at hand', async () => {
  const rows = readFileSync(suite, 'utf8').trimEnd().split('\n');
  const code = rows.filter((row) => !row.includes('"language":"python"'));
  folder = makeFolder({ 'cases.jsonl': `${code.join('\n')}\n` });
  const flags = ['answers', 'cases.jsonl', '--profile', 'bfcl', '--format', 'ndjson'];
  const { stdout } = await cli(flags, folder.path, { grammarFolder: writeGrammars(folder) });
  const expected = ndjson(code.join('\n')).map((row) => (row.expect as { error_type: unknown }).error_type);
  expect(ndjson(stdout).map(({ error_type }) => error_type)).toEqual(expected);
});
