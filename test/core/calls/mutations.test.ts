/** Seeded mutations of real shapes: no reader throws, and no span leaves its text or its parent. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { findPythonCallList } from '../../../src/core/calls/findPythonCalls.ts';
import { readJson } from '../../../src/core/calls/jsonText.ts';
import { textLanguages } from '../../../src/core/calls/languages.ts';
import { parsePythonCalls } from '../../../src/core/calls/pythonCalls.ts';
import { findTaggedCalls } from '../../../src/core/calls/tagged.ts';
import type { LanguageId } from '../../../src/core/text/path.ts';
import { splitThoughts } from '../../../src/core/calls/thoughts.ts';
import type { Span } from '../../../src/core/text/span.ts';
import type { ValueNode } from '../../../src/core/text/valueNode.ts';

const SEED = 20240611;
/** Runs of each property; a longer hunt sets CALLSMITH_FUZZ_RUNS. */
const RUNS = Number(process.env['CALLSMITH_FUZZ_RUNS'] ?? 2000);

const PYTHON = [
  `[f(a=1, b='x'), g.h(c=[1,2], d={'k': True})]`,
  `[Stock Price (Real-Time)(symbol="A", from=-1.5e3), x(y=g(1), z=("a" 'b',))] ok`,
  `f(a="""t""", b=r'\\d')\ng(**x, *y); h(k=[i for i in x], s={1, 2})`,
];
const JSON_TEXT = [
  `{"name": "f", "arguments": {"a": [1, -2.5e3, true, null], "b": "x\\u00e9\\n"}}`,
  `{"name": "a"}\n{"name": "b", "parameters": {}}`,
];
const TAGGED = [
  `<think>a</think>\n<tool_call>\n{"name": "f", "arguments": {"a": "😀"}}\n</tool_call>`,
  `<functioncall> {"name": "f", "arguments": '{"a": "it's", "b": [1]}'} <|endoftext|>`,
  `Thought: x\nAction: f\nAction Input: {"a": 'b'}\nObservation: y`,
  `<tool_call><function=f>\n<parameter=a>\nv\n</parameter>\n</function></tool_call>`,
  '```json\n[{"name": "f", "arguments": {}}]\n```\n<TOOLCALL>[f(a=1)]</TOOLCALL>',
];
const BITS = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    '=',
    ':',
    "'",
    '"',
    '\\',
    '\n',
    ' ',
    '#',
    '-',
    '.',
    '0',
    'a',
    '😀',
    "'''",
    ';',
    '*',
    '/',
  ],
  ...[
    'for ',
    'True',
    '<think>',
    '</think>',
    '<tool_call>',
    '</tool_call>',
    '```',
    '\nAction:',
    '<parameter=',
    '\\u00',
    '//',
    '/*',
  ],
];

const mutation = fc.record({ at: fc.nat(200), remove: fc.nat(4), insert: fc.constantFrom('', ...BITS) });
const mutated = (seeds: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([seed, mutations]) => {
      let text = seed;
      for (const { at, remove, insert } of mutations) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + insert + text.slice(place + remove);
      }
      return text;
    });

function mustBeInside(span: Span, start: number, end: number, what: string): void {
  if (!(start <= span.start && span.start <= span.end && span.end <= end)) {
    throw new Error(`${what} ${span.start}..${span.end} is outside ${start}..${end}`);
  }
}

function mustHoldItsNodes(
  text: string,
  node: ValueNode,
  start: number,
  end: number,
  language: LanguageId,
): void {
  mustBeInside(node, start, end, node.kind);
  if (node.kind === 'string') {
    const decoded = textLanguages[language].decodeString(text, node);
    if (decoded.text !== node.value)
      throw new Error(`${JSON.stringify(node)} decodes to ${JSON.stringify(decoded.text)}`);
    mustBeInside(
      { start: decoded.toOuter(0), end: decoded.toOuter(decoded.text.length) },
      node.start,
      node.end,
      'string',
    );
  }
  for (const element of node.elements ?? []) mustHoldItsNodes(text, element, node.start, node.end, language);
  for (const member of node.members ?? []) {
    mustBeInside({ start: member.keyStart, end: member.keyEnd }, start, end, 'key');
    mustHoldItsNodes(text, member.node, node.start, node.end, language);
  }
}

const parameters = { seed: SEED, numRuns: RUNS };

describe('mutated text', () => {
  it.each(Object.keys(textLanguages) as LanguageId[])(
    'read as %s, also in the middle of a text',
    (language) => {
      fc.assert(
        fc.property(mutated([...PYTHON, ...JSON_TEXT, ...TAGGED]), fc.nat(9), (text, cut) => {
          const start = Math.min(cut, text.length);
          const end = Math.max(start, text.length - cut);
          const node = textLanguages[language].read(text, start, end);
          if (node !== undefined) mustHoldItsNodes(text, node, start, end, language);
        }),
        { ...parameters, numRuns: Math.ceil(RUNS / 3) },
      );
    },
  );

  it('Python call lists: notes too', () => {
    fc.assert(
      fc.property(mutated(PYTHON), (text) => {
        for (const note of parsePythonCalls(text)?.notes ?? []) mustBeInside(note, 0, text.length, note.kind);
        findPythonCallList(text);
      }),
      parameters,
    );
  });

  it('JSON: errors too', () => {
    fc.assert(
      fc.property(mutated(JSON_TEXT), (text) => {
        for (const error of readJson(text).errors) mustBeInside(error, 0, text.length, error.code);
      }),
      parameters,
    );
  });

  it('tagged calls and thoughts', () => {
    fc.assert(
      fc.property(mutated(TAGGED), (text) => {
        const { thoughts, problems } = splitThoughts(text);
        for (const span of [...thoughts, ...problems]) mustBeInside(span, 0, text.length, 'thought');
        let behind = 0;
        for (const call of findTaggedCalls(text)) {
          mustBeInside(call, behind, text.length, call.tag);
          mustBeInside({ start: call.bodyStart, end: call.bodyEnd }, call.start, call.end, 'body');
          for (const error of call.errors) mustBeInside(error, call.start, call.end, error.code);
          if (call.node !== undefined) mustHoldItsNodes(text, call.node, call.start, call.end, call.language);
          behind = call.end;
        }
      }),
      parameters,
    );
  });
});
