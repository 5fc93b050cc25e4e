/** Rows for trainers: what each format becomes, and that the places lead back to the record. */
import { describe, expect, it } from 'vitest';
import { trainerRow, type TrainerRow } from '../../../src/core/export/trainerRow.ts';
import { createService } from '../../../src/core/service.ts';
import { valueAt } from '../../../src/core/rules/places.ts';
import { sha256 } from '../../../src/core/text/sha256.ts';
import { exampleText, sourceOf, stepsOf } from '../../support/cot.ts';

const { checker } = createService();

function rowOf(text: string, format: string): TrainerRow {
  const source = sourceOf(text, format);
  const row = trainerRow(source, checker.tools, { dataset: 'a.jsonl', line: 3, id: 'x' });
  if (typeof row === 'string') throw new Error(row);
  return row;
}

/** A part as it reads in its message. */
function partText({ messages }: TrainerRow, part: TrainerRow['parts'][number]): unknown {
  const message = messages[part.message]!;
  if (part.field.startsWith('tool_calls/')) {
    const call = message.tool_calls![Number(part.field.slice(11))] as { function: unknown };
    return call.function;
  }
  const text = part.field === 'content' ? message.content : message.reasoning_content!;
  return part.start === undefined || part.field !== 'content' ? text : text.slice(part.start, part.end);
}

describe('a sample that is one text', () => {
  const record = JSON.stringify({
    messages: [
      { role: 'system', content: 'Tools: [{"name":"f","parameters":{"type":"dict","properties":{}}}]' },
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: '<think>\nOne call.\n</think>\n\n[f(a=1), f(a=2)]' },
    ],
  });

  it('keeps its text, and says where thought and calls stand, tags included', () => {
    const row = rowOf(record, 'funreason');
    expect(row.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    expect(row.tools).toEqual([]);
    expect(row.parts.map((part) => [part.kind, part.pointer, partText(row, part)])).toEqual([
      ['think', '/messages/2/content', '<think>\nOne call.\n</think>'],
      ['call', '/messages/2/content', '[f(a=1), f(a=2)]'],
    ]);
  });

  it('says in words what is neither thought nor call', () => {
    const spoken = record.replace('[f(a=1), f(a=2)]', 'No function fits.');
    const row = rowOf(spoken, 'funreason');
    expect(row.parts.map((part) => [part.kind, partText(row, part)])).toEqual([
      ['think', '<think>\nOne call.\n</think>'],
      ['answer', 'No function fits.'],
    ]);
  });

  it('is known again by its line, and by its content however it is laid out', () => {
    const row = rowOf(record, 'funreason');
    expect(row).toMatchObject({ dataset: 'a.jsonl', line: 3, id: 'x', line_sha: sha256(record) });
    const spaced = rowOf(JSON.stringify(JSON.parse(record), null, 1), 'funreason');
    expect(spaced.content_sha).toBe(row.content_sha);
    expect(spaced.line_sha).not.toBe(row.line_sha);
  });
});

describe('a sample with values', () => {
  it('keeps calls that are values beside a thought in the text', () => {
    const call = { type: 'function', function: { name: 'f', arguments: '{"a": 1}' } };
    const messages = [
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: '<think>\nOne call.\n</think>', tool_calls: [call] },
    ];
    const row = rowOf(JSON.stringify({ messages }), 'openai');
    expect(row.messages[1]).toEqual({
      role: 'assistant',
      content: '',
      reasoning_content: 'One call.',
      tool_calls: [{ type: 'function', function: { name: 'f', arguments: { a: 1 } } }],
    });
    expect(row.parts.map(({ kind, field }) => [kind, field])).toEqual([
      ['think', 'reasoning_content'],
      ['call', 'tool_calls/0'],
    ]);
  });

  it('has reasoning and calls of its own, arguments as objects, tools in JSON Schema', () => {
    const record = JSON.stringify({
      tools: [
        {
          type: 'function',
          function: {
            name: 'f',
            description: 'F.',
            parameters: { type: 'dict', properties: { a: { type: 'int' } } },
          },
        },
      ],
      messages: [
        { role: 'user', content: 'Go.' },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'One call.',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'ok' },
        { role: 'assistant', content: 'Done.' },
      ],
    });
    const row = rowOf(record, 'hf');
    expect(row.messages).toEqual([
      { role: 'user', content: 'Go.' },
      {
        role: 'assistant',
        content: '',
        reasoning_content: 'One call.',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: { a: 1 } } }],
      },
      { role: 'tool', content: 'ok', tool_call_id: 'c1' },
      { role: 'assistant', content: 'Done.' },
    ]);
    expect(row.tools).toMatchObject([
      { function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'integer' } } } } },
    ]);
    expect(
      row.parts.map(({ message, field, kind, pointer }) => `${message} ${field} ${kind} ${pointer}`),
    ).toEqual([
      '1 reasoning_content think /messages/1/reasoning_content',
      '1 tool_calls/0 call /messages/1/tool_calls/0',
      '3 content answer /messages/3/content',
    ]);
  });
});

const files = [
  'funreason',
  'hermes',
  'tool-n1',
  'rlla',
  'glaive',
  'harmony',
  'hf',
  'openai',
  'xlam',
  'toolace',
];
const more = [
  'step-roles',
  'anthropic',
  'llamafactory-v1',
  'gemini',
  'ms-swift',
  'toolbench',
  'glm',
  'nemotron',
];

it.each([...files, ...more])('every part of the examples of %s leads to what it names', (format) => {
  const seen = new Set<string>();
  for (const { source } of stepsOf(exampleText(`${format}.jsonl`), `${format}.jsonl`, format)) {
    if (seen.has(source.text)) continue;
    seen.add(source.text);
    const row = trainerRow(source, checker.tools, { dataset: 'a', line: 1, id: undefined });
    // Examples with mistakes on purpose may say why there is nothing to learn.
    if (typeof row === 'string') continue;
    for (const part of row.parts) {
      if (part.start === undefined) continue;
      const holder = part.pointer.split('/').slice(1);
      const text = valueAt(
        source.root,
        holder.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      );
      if (typeof text !== 'string') continue;
      const stretch = text.slice(part.start, part.end);
      expect(stretch).not.toBe('');
      if (part.kind === 'think') expect(stretch).toContain(String(partText(row, part)).trim().slice(0, 5));
    }
  }
  expect(seen.size).toBeGreaterThan(0);
});

it('a record whose calls cannot be read is left out, with the reason', () => {
  const text = JSON.stringify({
    messages: [
      { role: 'user', content: 'Go.' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":' } }],
      },
    ],
    tools: [],
  });
  const row = trainerRow(sourceOf(text, 'openai'), checker.tools, { dataset: 'a', line: 1, id: undefined });
  expect(row).toMatch(/^its arguments cannot be read: /);
});
