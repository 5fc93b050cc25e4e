/** Harmony, by invented rows: the text form and the JSON form. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { comparePlaces } from '../../support/places.ts';
import { describeSample, liftText, recognized } from '../../support/samples.ts';

const prompt =
  '<|start|>system<|message|>You are a tram.\n\n# Valid channels: analysis, commentary, final.<|end|>' +
  '<|start|>developer<|message|># Instructions\n\nBe brief.\n\n# Tools\n\n## functions\n\nnamespace functions {\n\n' +
  '// Next tram\ntype tram = (_: {\n// Number\nline: number,\nday?: "today" | "tomorrow", // default: today\n}) => any;\n\n' +
  '} // namespace functions<|end|><|start|>user<|message|>Line 4?<|end|>';
const answer =
  '<|start|>assistant<|channel|>analysis<|message|>They mean the tram.<|end|>' +
  '<|start|>assistant<|channel|>commentary<|message|>I look it up.<|end|>' +
  '<|start|>assistant<|channel|>commentary to=functions.tram <|constrain|>json<|message|>{"line":4}<|call|>' +
  '<|start|>functions.tram to=assistant<|channel|>commentary<|message|>{"min":3}<|end|>' +
  '<|start|>assistant<|channel|>final<|message|>In 3 minutes.<|return|>';

const promptSample = [
  'tool tram {line, day}',
  'system: "You are a tram.\\n\\n# Valid channels: analysis, commentary, final."',
  'system: "# Instructions\\n\\nBe brief.\\n\\n# Tools\\n\\n## functions" "// namespace functions"',
  'user: "Line 4?"',
];
const answerSample = [
  'assistant:',
  '  thought "They mean the tram."',
  'assistant: "I look it up."',
  'assistant:',
  '  call tram {"line":4}',
  'tool:',
  '  result "{\\"min\\":3}"',
  'assistant: "In 3 minutes."',
];

interface Row {
  readonly title: string;
  readonly row: JsonObject;
  readonly sample: readonly string[];
}

const rows: readonly Row[] = [
  { title: 'one text', row: { text: prompt + answer }, sample: [...promptSample, ...answerSample] },
  {
    title: 'a prompt and its completion, which goes on inside the header',
    row: { prompt: `${prompt}<|start|>assistant`, completion: answer.slice('<|start|>assistant'.length) },
    sample: [...promptSample, ...answerSample],
  },
  {
    title: 'parallel calls, one to a tool with a namespace of its own, one to a built-in tool',
    row: {
      text:
        '<|start|>system<|message|># Tools\n\nnamespace browser {\ntype open = (_: { id: string }) => any;\n}\n<|end|>' +
        '<|start|>assistant<|channel|>analysis to=browser.open code<|message|>{"id":"x"}<|call|>' +
        '<|start|>assistant to=functions.now<|channel|>commentary json<|message|> {} <|call|>' +
        '<|start|>assistant<|channel|>analysis to=python code<|message|>print(1)<|call|>',
    },
    sample: [
      'tool browser.open {id}',
      'system: "# Tools"',
      'assistant:',
      '  call browser.open {"id":"x"}',
      'assistant:',
      '  call now {}',
      'assistant: "print(1)"',
    ],
  },
  {
    title: 'arguments that break off, and a declaration that does',
    row: {
      text:
        '<|start|>developer<|message|>namespace functions {\ntype a = (_: {\nx: string\n<|end|>' +
        '<|start|>assistant to=functions.a<|channel|>commentary json<|message|>{"x":<|call|>' +
        '<|start|>assistant to=functions.a<|channel|>commentary json<|message|>"{}"',
    },
    sample: [
      'tool a undefined',
      'system:',
      'assistant:',
      '  call a undefined',
      'assistant:',
      '  call a undefined',
      'unreadable tools at /text: not-types',
      'unreadable arguments at /text/1: not-json',
      'unreadable arguments at /text/2: double-encoded',
    ],
  },
  {
    title: 'the JSON form',
    row: {
      messages: [
        { role: 'system', content: [{ type: 'system_content', model_identity: 'You are a tram.' }] },
        {
          role: 'developer',
          content: [
            {
              type: 'developer_content',
              instructions: 'Be brief.',
              tools: {
                functions: {
                  name: 'functions',
                  tools: [
                    {
                      name: 'tram',
                      description: 'Next tram',
                      parameters: { type: 'object', properties: { line: { type: 'integer' } } },
                    },
                  ],
                },
                browser: { name: 'browser', tools: [{ name: 'open' }] },
              },
            },
          ],
        },
        { role: 'user', content: 'Line 4?' },
        { role: 'assistant', channel: 'analysis', content: [{ type: 'text', text: 'They mean the tram.' }] },
        {
          role: 'assistant',
          channel: 'commentary',
          recipient: 'functions.tram',
          content_type: '<|constrain|>json',
          content: [{ type: 'text', text: '{"line":4}' }],
        },
        {
          role: 'tool',
          name: 'functions.tram',
          channel: 'commentary',
          recipient: 'assistant',
          content: '{"min":3}',
        },
        { role: 'assistant', channel: 'analysis', recipient: 'browser.open', content: '{}' },
        { role: 'assistant', channel: 'analysis', recipient: 'python', content: 'print(1)' },
        { role: 'assistant', channel: 'final', content: 'In 3 minutes.' },
      ],
    },
    sample: [
      'tool tram {line}',
      'tool browser.open undefined',
      'system:',
      'system: "Be brief."',
      'user: "Line 4?"',
      'assistant:',
      '  thought "They mean the tram."',
      'assistant:',
      '  call tram {"line":4}',
      'tool:',
      '  result "{\\"min\\":3}"',
      'assistant:',
      '  call browser.open {}',
      'assistant: "print(1)"',
      'assistant: "In 3 minutes."',
    ],
  },
  {
    title: 'the JSON form with tools in the developer’s text, or in a column',
    row: {
      tools: [
        { type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } },
      ],
      messages: [
        {
          role: 'developer',
          content: 'namespace functions {\ntype tram = () => any;\n} // namespace functions',
        },
        { role: 'assistant', recipient: 'functions.now', channel: 'commentary' },
      ],
    },
    sample: ['tool now {}', 'system: "// namespace functions"', 'assistant:', '  call now undefined'],
  },
];

/** What is read from types has no keys in the text, and a tool's name without its namespace. */
const isImplied = (line: string) =>
  / at \/(text|prompt)\/(functions|browser)\//.test(line) || line.includes('browser.open');

describe('Harmony', () => {
  it.each(rows.map((row) => [row.title, row] as const))('%s', (_, { row, sample }) => {
    expect(recognized(row)).toBe('harmony samples');
    const text = JSON.stringify(row, null, 1);
    const lifted = liftText(text, 'harmony');
    expect(describeSample(lifted)).toEqual(sample);
    expect(comparePlaces(text, lifted).wrong.filter((line) => !isImplied(line))).toEqual([]);
  });

  it('messages for the template of gpt-oss are Hugging Face’s', () => {
    const assistant = { role: 'assistant', thinking: 'Hm.', content: 'Hi' };
    expect(recognized({ messages: [{ role: 'user', content: 'Hi' }, assistant] })).toBe('openai samples?');
  });

  it('text in another template is not', () => {
    expect(recognized({ text: '<|im_start|>user\nWhat is <|message|>?<|im_end|>' })).toBe('plain');
  });
});
