/** What a hover says at a place; `|` is the place. */
import { describe, expect, it } from 'vitest';
import { fileContext } from '../../../src/core/check.ts';
import { hoverAt } from '../../../src/core/features/hover.ts';
import { viewRecord } from '../../../src/core/features/view.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { takeCursor } from '../../support/completion.ts';
import { anthropic, hermes, openai, openaiCall, toolace } from '../../support/completionRecords.ts';

const tools = createToolCache();

/** The hover and the text that it is about. */
function hoverIn(format: string, marked: string): { words: string; about: string } | undefined {
  const { text, offset } = takeCursor(marked);
  const view = viewRecord(text, fileContext(format, 'samples', 'jsonl'), tools)!;
  const hover = hoverAt(view, offset);
  return hover && { words: hover.markdown, about: text.slice(hover.span.start, hover.span.end) };
}

const result = (content: string, id = 'call_1') =>
  `{"role":"tool","tool_call_id":"${id}","content":"${content}"}`;
const call = (args: string, id = 'call_1') =>
  `{"role":"assistant","tool_calls":[{"id":"${id}","type":"function","function":{"name":"get_weather","arguments":"${args}"}}]}`;

describe('a hover over a call', () => {
  it('shows the tool, and what the call gave back', () => {
    const hover = hoverIn(
      'openai',
      openai(`${call('{}').replace('get_', 'get|_')},${result('{\\"sky\\":\\"grey\\"}')}`),
    )!;
    expect(hover.about).toBe('"get_weather"');
    expect(hover.words).toContain('Weather of a city');
    expect(hover.words).toContain('Its result:');
    expect(hover.words).toContain('"sky": "grey"');
  });

  it('finds the result by its position where there are no ids', () => {
    const record = toolace('[get_wea|ther(city=\\"Oslo\\")]').replace(
      '"}]}',
      '"},{"from":"tool","value":"grey sky"}]}',
    );
    expect(hoverIn('toolace', record)!.words).toContain('grey sky');
  });

  it('shows the schema of an argument, and of what is inside it', () => {
    expect(hoverIn('openai', openaiCall('{\\"un|it\\":1}'))).toMatchObject({ about: '\\"unit\\"' });
    expect(hoverIn('openai', openaiCall('{\\"unit\\":1|}'))!.words).toContain(
      'One of `"celsius"`, `"fahrenheit"`\n',
    );
    const inner = hoverIn('openai', openaiCall('{\\"place\\":{\\"la|t\\":1}}'))!;
    expect(inner.about).toBe('\\"lat\\"');
    expect(inner.words).toContain('`place.lat`');
    expect(inner.words).toContain('number');
  });
});

describe('a hover over a tool', () => {
  const tool = (parameters: object) => ({ name: 'add', description: 'Adds', parameters });
  const record = (parameters: object, args: string, name = 'add') =>
    openai(
      `{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"${name}","arguments":"${args}"}}]}`,
      [tool(parameters)],
    );

  it('begins with a signature that is coloured as one', () => {
    const parameters = { type: 'object', properties: { from: {}, to: {} }, required: ['to'] };
    expect(hoverIn('openai', record(parameters, '{}', 'ad|d'))!.words).toMatch(
      /^```typescript\nfunction add\(to, from\?\)\n```\n\nAdds/,
    );
  });

  it('says in words how else than JSON Schema it is written', () => {
    const python = { type: 'dict', properties: { a: { type: 'List[float]' }, b: { type: 'list' } } };
    const { words } = hoverIn('openai', record(python, '{}', 'ad|d'))!;
    expect(words).toContain('- `a` *array of number*, optional');
    expect(words).toContain('- `b` *array*, optional');
    expect(words).toContain(
      '*Its types are written in words of another language; they are read as JSON Schema.*',
    );
  });

  it('names types of enums and of references', () => {
    const parameters = {
      type: 'object',
      properties: {
        level: { enum: [1, 2, 3, 4, 5, 6] },
        tags: { type: 'array', items: { enum: ['x', 'y'] } },
        at: { $ref: '#/$defs/Place' },
        note: { type: 'string', nullable: true },
      },
    };
    const { words } = hoverIn('openai', record(parameters, '{}', 'ad|d'))!;
    expect(words).toContain('- `level` *integer*, optional');
    expect(words).toContain('- `tags` *array of string*, optional');
    expect(words).toContain('- `at` *Place*, optional');
    expect(words).toContain('- `note` *string or null*, optional');
  });

  it('says what is required, also of what is inside an argument, and of a flag in a property', () => {
    const flags = {
      type: 'object',
      properties: { a: { type: 'integer', required: true }, b: { required: false } },
    };
    expect(hoverIn('openai', record(flags, '{\\"|a\\":1}'))!.words).toContain('*integer*, required');
    expect(hoverIn('openai', record(flags, '{\\"|b\\":1}'))!.words).toContain('*any*, optional');
    expect(hoverIn('openai', openaiCall('{\\"place\\":{\\"la|t\\":1}}'))!.words).toContain(
      '*number*, required',
    );
    expect(hoverIn('openai', openaiCall('{\\"place\\":{\\"ki|nd\\":1}}'))!.words).toContain(
      '*string*, optional',
    );
  });
});

describe('numbers that a double does not hold', () => {
  const big = (text: string) => text.replaceAll('11111', '9007199254740993').replaceAll('22222', '-1e400');

  it('are told as they are written', () => {
    const parameters = {
      type: 'object',
      properties: { a: { minimum: 22222, maximum: 11111, enum: [11111, 2] } },
    };
    const args = (text: string) =>
      big(
        openai(
          `{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"add","arguments":"${text}"}}]},${result('{\\"id\\":11111,\\"list\\":[],\\"s\\":\\"a: b\\"}', 'c').replace('"{', '"|{')}`,
          [{ name: 'add', description: 'Adds', parameters }],
        ),
      );
    const limits = hoverIn('openai', args('{\\"a|\\":11111}').replace('"|{', '"{'))!.words;
    expect(limits).toContain(
      'One of `9007199254740993`, `2` · Minimum `-1e400` · Maximum `9007199254740993`',
    );
    const answered = hoverIn('openai', args('{\\"a\\":11111}'))!.words;
    expect(answered).toContain('Result of `add` with `{"a":9007199254740993}`.');
    expect(answered).toContain('```json\n{\n  "id": 9007199254740993,\n  "list": [],\n  "s": "a: b"\n}\n```');
  });
});

describe('a hover over a turn', () => {
  it('says who speaks, which turn it is, and what it calls', () => {
    const hover = hoverIn('openai', openai(call('{}').replace('assis', 'assis|')))!;
    expect(hover.about).toBe('"assistant"');
    expect(hover.words).toContain('**`assistant`**: what the model answers, turn 2 of 2.');
    expect(hover.words).toContain('Calls `get_weather`.');
  });

  it('tells the length of a thought', () => {
    const hover = hoverIn('hermes', hermes('<think>I loo|k it up.</think>Hi'))!;
    expect(hover.words).toContain('Thought of 13 characters, 4 words.');
    expect(hover.about).toBe('I look it up.');
  });

  it('names the call that a result answers', () => {
    const record = openai(`${call('{\\"city\\":\\"Oslo\\"}')},${result('gre|y')}`);
    expect(hoverIn('openai', record)!.words).toBe('Result of `get_weather` with `{"city":"Oslo"}`.');
    const blocks = anthropic(
      '{"type":"tool_use","id":"t1","name":"get_weather","input":{"city":"Oslo"}}',
    ).replace(
      ']}],"tools"',
      ']},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t|1","content":"grey"}]}],"tools"',
    );
    expect(hoverIn('anthropic', blocks)!.words).toContain('Result of `get_weather`');
  });
});

describe('a hover over an escaped string', () => {
  it('shows its text', () => {
    const hover = hoverIn('openai', openai('{"role":"user","content":"one\\ntw|o \\"three\\""}'))!;
    expect(hover.about).toBe('one\\ntwo \\"three\\"');
    expect(hover.words).toBe('```text\none\ntwo "three"\n```');
  });

  it('shows JSON with indents', () => {
    const hover = hoverIn('openai', openai(result('{\\"sky\\":|\\"grey\\"}')))!;
    expect(hover.words).toContain('```json\n{\n  "sky": "grey"\n}\n```');
  });

  it('cuts long text and tells how long it is', () => {
    const hover = hoverIn('openai', openai(`{"role":"user","content":"a|\\n${'b'.repeat(5000)}"}`))!;
    expect(hover.words.length).toBeLessThan(1700);
    expect(hover.words).toContain('*… 5,002 characters in all*');
  });

  it('cannot be left by what the text holds', () => {
    const hover = hoverIn('openai', openai('{"role":"user","content":"a|\\n```\\n[x](command:y)\\n````"}'))!;
    expect(hover.words.startsWith('`````text\n')).toBe(true);
    expect(hover.words.endsWith('\n`````')).toBe(true);
  });

  it('says nothing of text that reads the same', () => {
    expect(hoverIn('openai', openai('{"role":"user","content":"pla|in"}'))).toBeUndefined();
  });
});
