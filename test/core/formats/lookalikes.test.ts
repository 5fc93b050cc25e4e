/**
 * What rows alone can be mistaken for: files of other trades that look like ours get no label, and the columns that
 * re-uploads have (messages as a string, prompts in messages, dumps of servers) get the right one. Rows are invented.
 */
import { describe, expect, it } from 'vitest';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import { liftRecord } from '../../../src/core/formats/lift.ts';
import { vote } from '../../../src/core/formats/vote.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { found } from '../rules/support.ts';

/** Kind and format that a file of these entries gets. */
function fileOf(...entries: JsonValue[]): string {
  const { kind, format } = vote(entries, formats, {});
  return `${kind} ${format}`;
}

/** Names of the tools and of the calls that the format reads from the row. */
function read(row: JsonObject, id: string): { tools: unknown; calls: unknown } {
  const { sample } = liftRecord(row, formatById(id)!, {});
  const calls = sample.turns.flatMap((turn) => turn.calls.map((call) => call.name));
  return { tools: sample.tools?.map((tool) => tool.name), calls };
}

const schema = { type: 'object', properties: { line: { type: 'integer' } }, required: ['line'] };
const tram = { name: 'tram', description: 'Next tram', parameters: schema };
const user = { role: 'user', content: 'When is line 4?' };
const call = { name: 'tram', arguments: { line: 4 } };

describe('the table', () => {
  it('has every format of the survey once', () => {
    const ids =
      'xlam apigen-mt xlam2 openai openai-legacy openai-responses hf llamafactory llamafactory-v1 ms-swift hermes glaive ' +
      'toolace funreason bfcl acebench api-bank toolbench seal-tools when2call hammer tool-n1 rlla nemotron gemini ' +
      'functiongemma anthropic mistral qwen-agent mcp together fireworks harmony nestful glm step-roles tools';
    expect(formats.map(({ id }) => id).sort()).toEqual(ids.split(' ').sort());
  });

  it('knows the formats that another looks like', () => {
    for (const { id, like = [] } of formats) {
      for (const other of like) expect(formatById(other), `${id} is like ${other}`).toBeDefined();
    }
  });
});

describe('files of other trades', () => {
  const others: readonly (readonly [string, JsonValue])[] = [
    ['a card of a model', { name: 'm', description: 'A model', parameters: { size: '7B', layers: 32 } }],
    ['a report of a linter', { filePath: 'a.ts', messages: [], errorCount: 0 }],
    ['a message of a chat export', { messages: [{ type: 'message', from: 'A', text: 'hi' }] }],
    ['a package manifest', { name: 'x', version: '1.0.0', description: 'd', scripts: { a: 'b' } }],
    ['a question with answers', { id: 1, query: 'Who?', answers: ['Ada'] }],
    ['pairs for training embeddings', { query: 'a', pos: ['b'], neg: ['c'] }],
    ['a geometry', { type: 'Feature', properties: { name: 'x' }, geometry: { type: 'Point' } }],
    ['a request of a batch', { custom_id: '1', method: 'POST', url: '/v1', body: { messages: [user] } }],
    ['an alpaca row about tags', { instruction: 'What is <tool_call>?', input: '', output: 'A tag.' }],
    ['a task of a benchmark', { question: 'Name f', function: 'x^2', answer: '4' }],
  ];
  it.each(others)('%s is plain', (_, row) => {
    expect(fileOf(row)).toMatch(/ plain$/);
  });

  it('a map of parameters still makes a tool', () => {
    const map = { line: { type: 'int', description: 'number' } };
    expect(fileOf({ name: 'tram', description: 'Next tram', parameters: map })).toBe('tools tools');
    expect(fileOf({ name: 'now', description: 'Time', parameters: {} })).toBe('tools tools');
    expect(fileOf({ name: 'tram', parameters: schema })).toBe('tools tools');
  });
});

describe('messages as a string of JSON', () => {
  const row = (messages: JsonValue[], extra: JsonObject = {}): JsonObject => ({
    messages: JSON.stringify(messages),
    available_tools: JSON.stringify([{ type: 'function', function: tram }]),
    ...extra,
  });
  it('with call turns is ms-swift', () => {
    const swift = row([user, { role: 'tool_call', content: JSON.stringify(call) }]);
    expect(fileOf(swift)).toBe('samples ms-swift');
    expect(read(swift, 'ms-swift')).toEqual({ tools: ['tram'], calls: ['tram'] });
  });
  it('with object arguments is Hugging Face', () => {
    const hf = row([user, { role: 'assistant', tool_calls: [{ function: call }] }]);
    expect(fileOf(hf)).toBe('samples hf');
    expect(read(hf, 'hf')).toEqual({ tools: ['tram'], calls: ['tram'] });
  });
  it('with string arguments is OpenAI', () => {
    const inner = { name: 'tram', arguments: '{"line":4}' };
    const openai = row([user, { role: 'assistant', tool_calls: [{ function: inner }] }]);
    expect(fileOf(openai)).toBe('samples openai');
    expect(read(openai, 'openai')).toEqual({ tools: ['tram'], calls: ['tram'] });
  });
  it('with function_call is OpenAI before tools', () => {
    const inner = { name: 'tram', arguments: '{"line":4}' };
    expect(fileOf(row([user, { role: 'assistant', function_call: inner }]))).toBe('samples openai-legacy');
  });
  it('is not decided by what a message talks about', () => {
    const talk = '{"role": "tool_call", "function_call": {"arguments": {}}}';
    expect(fileOf(row([user, { role: 'assistant', content: talk }]))).toBe('samples openai');
  });
});

describe('a file that somebody called by the name of a look-alike', () => {
  const assistant = {
    role: 'assistant',
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'tram', arguments: '{"line":4}' } }],
  };
  const row = JSON.stringify({ messages: [user, assistant], tools: [{ type: 'function', function: tram }] });
  it.each(['together', 'fireworks', 'mistral', 'nemotron'])('%s is no mixture of formats', (id) => {
    expect(found(id, row, 'dataset.mixed-format')).toEqual([]);
  });
  it('another format is', () => {
    expect(found('gemini', row, 'dataset.mixed-format')).toHaveLength(1);
  });
});

describe('available_tools beside messages', () => {
  it('is Mistral only with string arguments', () => {
    const assistant = { role: 'assistant', tool_calls: [{ id: 'abc123xyz', function: call }] };
    expect(fileOf({ messages: [user, assistant], available_tools: [tram] })).toBe('samples hf');
    expect(fileOf({ messages: [user, { role: 'tool_call', content: '{}' }], available_tools: [tram] })).toBe(
      'samples ms-swift',
    );
  });
});

describe('prompts of Hermes in messages', () => {
  const system = { role: 'system', content: `Tools: <tools>[${JSON.stringify(tram)}]</tools>` };
  it('are Hermes', () => {
    const answer = { role: 'assistant', content: `<tool_call>\n${JSON.stringify(call)}\n</tool_call>` };
    const row = { messages: [system, user, answer] };
    expect(fileOf(row)).toBe('samples hermes');
    expect(read(row, 'hermes')).toEqual({ tools: ['tram'], calls: ['tram'] });
  });
  it('are not when the calls have a key of their own', () => {
    const assistant = { role: 'assistant', tool_calls: [{ function: call }] };
    expect(fileOf({ messages: [system, user, assistant] })).toBe('samples hf');
  });
});

describe('When2Call training rows', () => {
  const tools = [JSON.stringify(tram)];
  const withCall = { tools, messages: [user, { role: 'assistant', content: '<TOOLCALL>[]</TOOLCALL>' }] };
  const without = { tools, messages: [user, { role: 'assistant', content: 'I cannot.' }] };
  it('go with their file, though most have no call', () => {
    expect(fileOf(without, without, without, withCall)).toBe('samples when2call');
  });
  it('without any call in the file cannot be told from OpenAI', () => {
    expect(fileOf(without, without)).toBe('samples openai');
  });
});

describe('Toucan’s descriptions of servers', () => {
  const tool = { name: 'tram', description: 'Next tram', input_schema: schema, annotations: null };
  it('are MCP tools; what the crawler repeats is read once', () => {
    const row = {
      labels: { primary_label: 'Travel' },
      metadata: { remote_server_response: { tools: [tool] }, server_info_crawled: { tools: [tool] } },
    };
    expect(fileOf(row)).toBe('tools mcp');
    expect(read(row, 'mcp').tools).toEqual(['tram']);
  });
  it('have the crawled tools when the server did not answer', () => {
    const row = {
      metadata: { remote_server_response: { tools: [] }, server_info_crawled: { tools: [tool] } },
    };
    expect(fileOf(row)).toBe('tools mcp');
    expect(read(row, 'mcp').tools).toEqual(['tram']);
  });
});
