/** Findings inside the layers of a format stand at the right characters of the row, and their fixes write back through them. */
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { formatById } from '../../../src/core/formats/index.ts';
import { found } from '../rules/support.ts';

const schema = {
  type: 'object',
  properties: { line: { type: 'integer' }, day: { type: 'string', enum: ['today', 'tomorrow'] } },
  required: ['line'],
};
const tram = { name: 'tram', description: 'Next tram', parameters: schema };
const wrapped = { type: 'function', function: tram };
/** A number in quotes; a name that is nearly right. */
const call = (name = 'tram', line: JsonValue = '4') => ({ name, arguments: { line } });
const declarations =
  'namespace functions {\n\n// Next tram\ntype tram = (_: {\nline: integer,\nday?: "today" | "tomorrow", // default: yesterday\n}) => any;\n\n} // namespace functions';

/** A row whose only call is `call`, written as the format writes it. */
const rows: Readonly<Record<string, (call: { name: string; arguments: JsonObject }) => JsonObject>> = {
  gemini: ({ name, arguments: args }) => ({
    contents: [{ role: 'model', parts: [{ functionCall: { name, args } }] }],
    tools: [{ functionDeclarations: [tram] }],
  }),
  'apigen-mt': (written) => ({
    conversations: [{ from: 'function_call', value: JSON.stringify(written) }],
    tools: JSON.stringify([tram]),
  }),
  xlam2: (written) => ({
    messages: JSON.stringify([{ role: 'user', content: 'Line?' }]),
    tools: JSON.stringify([wrapped]),
    chosen: `[TOOL_CALLS][${JSON.stringify(written)}]`,
    output_message: {},
  }),
  nemotron: (written) => ({
    messages: [
      { role: 'system', content: `<AVAILABLE_TOOLS>[${JSON.stringify(tram)}]</AVAILABLE_TOOLS>` },
      { role: 'assistant', content: `<TOOLCALL>[${JSON.stringify(written)}]</TOOLCALL>` },
    ],
  }),
  glm: ({ name, arguments: args }) => {
    const messages: JsonObject[] = [
      { role: 'system', content: '', tools: [wrapped] },
      { role: 'assistant', metadata: name, content: JSON.stringify(args) },
      { role: 'observation', content: '' },
    ];
    return { messages };
  },
  'step-roles': (written) => ({
    messages: JSON.stringify([
      { role: 'system', content: `<tools>[${JSON.stringify(tram)}]</tools>` },
      { role: 'reasoning', content: '"Line" 4' },
      { role: 'tool_call', content: `<tool_call>${JSON.stringify(written)}</tool_call>` },
    ]),
  }),
  harmony: ({ name, arguments: args }) => ({
    text:
      `<|start|>developer<|message|># Tools\n\n${declarations}<|end|>` +
      `<|start|>assistant<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${JSON.stringify(args)}<|call|>`,
  }),
  together: ({ name, arguments: args }) => ({
    messages: [{ role: 'assistant', tool_calls: [{ function: { name, arguments: JSON.stringify(args) } }] }],
    tools: [wrapped],
  }),
};

/** The marked part of a row, without the escapes of the layers it stands in. */
function marked(text: string): string {
  return /«([^]*)»/.exec(text)![1]!.replaceAll('\\', '');
}

describe.each(Object.entries(rows))('%s', (id, write) => {
  it('is a format', () => {
    expect(formatById(id)?.id).toBe(id);
  });

  it('a wrong type is told at its value; the fix changes that value alone', () => {
    const [finding, ...others] = found(id, JSON.stringify(write(call())), 'call.wrong-type');
    expect(others).toEqual([]);
    expect(marked(finding!.at)).toBe('"4"');
    expect(finding!.fixed[0]).toBe(JSON.stringify(write(call('tram', 4))));
  });

  it('an unknown function is told at its name; the fix changes the name alone', () => {
    const [finding, ...others] = found(id, JSON.stringify(write(call('tramm', 4))), 'call.unknown-function');
    expect(others).toEqual([]);
    expect(marked(finding!.at).replaceAll('"', '')).toBe('tramm');
    expect(finding!.fixed[0]).toBe(JSON.stringify(write(call('tram', 4))));
  });
});

describe('tools in TypeScript', () => {
  const row = (types: string) =>
    JSON.stringify({
      text: `<|start|>developer<|message|># Tools\n\n${types}<|end|><|start|>user<|message|>Hi<|end|>`,
    });

  it('a default outside the enum is told at the comment', () => {
    const [finding, ...others] = found('harmony', row(declarations), 'tool.schema-smell');
    expect(others).toEqual([]);
    expect(marked(finding!.at)).toBe('yesterday');
  });

  it('a type word of another language is told at the word, and mended', () => {
    const [finding] = found('harmony', row(declarations.replace('integer', 'int')), 'tool.foreign-type');
    expect(marked(finding!.at)).toBe('int');
    expect(finding!.fixed).toEqual([row(declarations)]);
  });

  it('a declaration that breaks off is told at its name', () => {
    const [finding, ...others] = found(
      'harmony',
      row('namespace functions {\ntype tram = (_: {\nline: '),
      'tool.not-parsable',
    );
    expect(others).toEqual([]);
    expect(marked(finding!.at)).toBe('type tram');
    expect(finding!.message).toBe(
      'The tools cannot be read as types: The declaration of tram breaks off; it should read (_: { name: type, … }) => any.',
    );
  });

  it('a tool that stands twice is told; no fix would delete half a type', () => {
    const twice = declarations.replace('} // namespace', 'type tram = () => any;\n\n} // namespace');
    const [finding] = found('harmony', row(twice), 'tool.duplicate-name');
    expect(marked(finding!.at)).toBe('tram');
    expect(finding!.fixed).toEqual([]);
  });
});
