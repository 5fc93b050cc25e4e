/**
 * Lifting takes whatever stands in a row: parts of rows are replaced by values of any kind, and nothing may throw, nor
 * may a place lead out of the record.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats } from '../../../src/core/formats/index.ts';
import { canLift, liftRecord } from '../../../src/core/formats/lift.ts';
import { isObject, type JsonValue } from '../../../src/core/json.ts';
import { createLocator } from '../../../src/core/record/locate.ts';
import type { Sample } from '../../../src/core/sample.ts';
import type { Path } from '../../../src/core/text/path.ts';

const call = '<think>x</think><tool_call>{"name":"f","arguments":{"a":1}}</tool_call>';
const tools = '[{"name":"f","parameters":{"a":{"type":"int","required":true}}}]';

/** One row of each shape, small. */
const rows: JsonValue[] = [
  { query: 'q', tools, answers: '[{"name":"f","arguments":{"a":1}}]' },
  { instruction: `[BEGIN OF AVAILABLE TOOLS]${tools}[END OF AVAILABLE TOOLS]`, input: '', output: '```\n[{"name":"f","arguments":{}}]\n```' },
  { system: 'SYSTEM: functions {"name":"f"} {"name":"g"}', chat: 'USER: a\nASSISTANT: <functioncall> {"name": "f", "arguments": \'{"a": 1}\'} <|endoftext|>\nFUNCTION RESPONSE: 1' },
  { conversations: [{ from: 'system', value: `<tools>${tools}</tools>` }, { from: 'gpt', value: call }, { from: 'tool', value: '1' }] },
  { conversations: [{ from: 'system', value: 'access to the following functions {"name":"f"}' }, { from: 'function-call', value: '{"name":"f","arguments":\'{}\'}' }] },
  { system: `functions in JSON format ${tools}`, conversations: [{ from: 'user', value: 'a' }, { from: 'assistant', value: '[f(a=1), g("b")]' }] },
  { messages: [{ role: 'system', content: `list of functions in JSON format that you can invoke ${tools}` }, { role: 'assistant', content: '<think>x</think>[f(a=1)]' }] },
  { system_prompt: `<tools>${tools}</tools>`, query: 'q', output: call },
  { instruction: '**Available Tools**\n1. Name: f\nDescription: d\nParameters: {"a": {"type": "int"}}\n\n**Steps', input: '<user> q </user><think>x</think><obs> 1 </obs>', output: call },
  { prompt: [{ role: 'system', content: "**Available Tools**\n1. f: d\nParameters: {'a': {'type': 'int'}}" }, { role: 'user', content: '<user>q</user>' }], reward_model: { ground_truth: call } },
  { id: 'a', question: [[{ role: 'user', content: 'q' }]], function: [{ name: 'f', parameters: { type: 'dict', properties: {} } }] },
  { id: 'a', ground_truth: [{ f: { a: [1] } }, 'f(a=1)', ['g("x")']] },
  { id: 'a', question: 'user: a\nsystem: b', function: [{ name: 'f', arguments: {} }], time: 't' },
  { id: 'a', ground_truth: { f: { a: 1 }, f_1: { a: 2 } }, mile_stone: ['[f(a=1)]', ['g()']] },
  { role: 'API', api_name: 'f', param_dict: { a: 1 }, result: {} },
  { query: 'q', calling: [{ api: 'f', parameters: { a: 'API_call_0' }, responses: ['API_call_1'] }] },
  [[{ api: 'f', parameters: {} }], 'q'],
  { api_name: 'f', api_description: 'd', parameters: { a: { type: 'str' } }, required: ['a'] },
  { conversations: [{ from: 'human', value: "api_list = [{'api_name': 'f'}]\ntask_instruction = \"q\"" }, { from: 'gpt', value: "[{'api': 'f', 'parameters': {}}]" }] },
  { query: 'q', api_list: [{ api_name: 'f', required_parameters: [{ name: 'a', type: 'STRING' }] }] },
  { tree: {}, answer_generation: { function: [{ name: 'f' }], train_messages: [[{ role: 'user', content: 'q' }], [{ role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } }]] } },
  { conversations: [{ from: 'system', value: `following tools: ${tools}` }, { from: 'assistant', value: ['Thought: x\nAction: f\nAction Input: {"a": 1}'] }] },
  { question: 'q', correct_answer: 'tool_call', answers: { tool_call: '<TOOLCALL>[{"name":"f","arguments":{}}]</TOOLCALL>' }, tools: ['{"name":"f"}'] },
  { systemInstruction: { parts: [{ text: 's' }] }, contents: [{ role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }, { text: 'x', thought: true }] }, { parts: [{ functionResponse: { name: 'f', response: {} } }] }], tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT' } }] }] },
  { text: '<|start|>developer<|message|># Tools\n\nnamespace functions {\n\n// d\ntype f = (_: {\n// n\na: number, // default: 1\nb?: "x" | "y"[],\n}) => any;\n\n} // namespace functions<|end|><|start|>assistant<|channel|>analysis<|message|>x<|end|><|start|>assistant to=functions.f<|channel|>commentary json<|message|>{"a":1}<|call|><|start|>functions.f<|message|>1<|end|>' },
  { messages: [{ role: 'developer', content: [{ instructions: 'i', tools: { functions: { tools: [{ name: 'f' }] } } }] }, { role: 'assistant', channel: 'commentary', recipient: 'functions.f', content: [{ text: '{}' }] }, { role: 'tool', name: 'functions.f', content: '1' }] },
  { messages: [{ role: 'system', content: '', tools: [{ function: { name: 'f' } }] }, { role: 'assistant', metadata: 'f', content: '{}' }, { role: 'observation', content: '1' }, { role: 'assistant', content: 'f\n{"a":1}' }, { role: 'assistant', content: '{"name":"f","arguments":{}}' }] },
  { tools: [{ name: 'f' }], conversations: [{ role: 'user', content: 'q' }, { role: 'tool', name: 'f', parameters: { a: 1 }, observation: 1 }] },
  { messages: [{ role: 'available_tools', content: [{ type: 'text', text: tools }] }, { role: 'reasoning', content: '<think>x</think>' }, { role: 'tool_call', content: call }, { role: 'tool_output', content: '<tool_response>1</tool_response>' }, { role: 'answer', content: '<answer>a</answer>' }] },
  { uuid: 'u', license: 'l', used_in: [], messages: [{ role: 'system', content: `<AVAILABLE_TOOLS>${tools}</AVAILABLE_TOOLS>` }, { role: 'assistant', content: '<TOOLCALL>[{"name":"f","arguments":{}}]</TOOLCALL>' }, { role: 'user', content: '<TOOL_RESPONSE>[1]</TOOL_RESPONSE>' }] },
  { unique_trajectory_id: 'u', task_instruction: 't', conversation: [{ role: 'assistant', content: '{"thought":"x","tool_calls":[{"name":"f","arguments":{}}]}' }], chosen: '[TOOL_CALLS][{"name":"f","arguments":{}}]', output_message: {} },
  { conversations: [{ from: 'function_call', value: '{"name":"think","arguments":{"thought":"x"}}' }], tools },
  { input: 'q', output: [{ name: 'f', arguments: { a: '$var0$' }, label: 'var1' }, { name: 'var_result', arguments: {} }], tools: [] },
]; // prettier-ignore

const odd: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    0,
    '',
    '[',
    '{',
    '[]',
    '{}',
    '"x"',
    "['",
    '[f(',
    '<think>',
    '<tool_call>',
    [],
    {},
    [null],
    [[]],
    [{}],
    [''],
  ),
  fc.constantFrom<JsonValue>(
    { name: null },
    { role: 1 },
    { from: 'gpt' },
    { from: 'gpt', value: [1] },
    { name: 'f', arguments: '"{}"' },
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);

/** The row with the value that the numbers lead to replaced, or a text cut. */
function mutate(value: JsonValue, steps: readonly number[], replacement: JsonValue): JsonValue {
  const [step, ...rest] = steps;
  if (step !== undefined && Array.isArray(value) && value.length > 0) {
    const at = step % value.length;
    return value.map((item, i) => (i === at ? mutate(item, rest, replacement) : item));
  }
  if (step !== undefined && isObject(value) && Object.keys(value).length > 0) {
    const keys = Object.keys(value);
    const at = keys[step % keys.length]!;
    return Object.fromEntries(
      keys.map((key) => [key, key === at ? mutate(value[key]!, rest, replacement) : value[key]!]),
    );
  }
  if (typeof value === 'string' && step !== undefined && step % 2 === 0)
    return value.slice(0, step % (value.length + 1));
  return replacement;
}

function* placesOf(sample: Sample): Generator<Path> {
  for (const tool of sample.tools ?? [])
    yield* [tool.path, [...tool.path, tool.nameKey], [...tool.path, tool.parametersKey]];
  for (const turn of sample.turns) {
    yield turn.path;
    if (turn.rolePath) yield turn.rolePath;
    for (const part of [...turn.texts, ...turn.thoughts, ...turn.results, ...(turn.thoughtFaults ?? [])])
      yield part.path;
    for (const { path, namePlace, argumentsPath, notes } of turn.calls) {
      yield* [path, namePlace.path, argumentsPath, ...(notes ?? []).map((note) => note.path)];
    }
  }
  for (const item of sample.unreadable) yield item.path;
}

test('rows with anything anywhere are lifted by every format without an error', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      fc.array(fc.nat(500), { maxLength: 6 }),
      odd,
      (row, steps, replacement) => {
        const entry = mutate(row, steps, replacement);
        const text = JSON.stringify(entry);
        const value = JSON.parse(text) as JsonValue;
        for (const format of formats) {
          if (isObject(value)) format.recognize(value, {});
          else if (Array.isArray(value)) format.arrays?.recognize(value, {});
          if (!canLift(value, format)) continue;
          const { sample } = liftRecord(value, format, {});
          const locator = createLocator(text, true);
          for (const path of placesOf(sample)) {
            const { span } = locator.locate({ path });
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        }
      },
    ),
    { seed: 20260719, numRuns: 400 },
  );
});
