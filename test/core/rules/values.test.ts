import { describe, expect, it } from 'vitest';
import { exampleTool, openaiLine } from '../../../src/core/rules/exampleLines.ts';
import { checkLine, found } from './support.ts';

/** Arguments that the rule reports for a question and a call. */
function reported(
  code: string,
  user: string,
  args: Record<string, unknown>,
  properties: Record<string, unknown>,
): string[] {
  const tools = [exampleTool(properties as never)];
  return found('openai', openaiLine({ user, tools, arguments: args as never }), code).map(
    ({ message }) => /^"([^"]*)"/.exec(message)![1]!,
  );
}

describe('call.ungrounded-value', () => {
  const text = { type: 'string' };
  const ungrounded = (
    user: string,
    args: Record<string, unknown>,
    properties: Record<string, unknown> = { a: text },
  ) => reported('call.ungrounded-value', user, args, properties);

  it('tells a name that nothing mentions', () => {
    expect(ungrounded('Book a table for me', { a: 'Chez Marcel' })).toEqual(['a']);
    expect(ungrounded('Log me in', { a: 'user_5f3a9' })).toEqual(['a']);
    expect(
      ungrounded('Book a table for me', { a: ['Chez Marcel'] }, { a: { type: 'array', items: text } }),
    ).toEqual(['a[0]']);
  });

  it('takes a word, its other forms and other spellings for a mention', () => {
    expect(ungrounded('Book a table at chez marcel', { a: 'Chez Marcel' })).toEqual([]);
    expect(ungrounded('What is running in New York?', { a: 'NewYork' })).toEqual([]);
    expect(ungrounded('Find bakeries nearby', { a: 'bakery' })).toEqual([]);
    expect(ungrounded('Is 卢浮宫 open?', { a: '卢浮宫博物馆' })).toEqual([]);
  });

  it('is silent on dates, numbers, codes, constants, code, enums, defaults and other scripts', () => {
    for (const value of [
      '2024-05-01',
      '10:30 am',
      '12,500',
      'AMZN',
      'USD',
      'True',
      'SELECT name FROM t WHERE (a = 1)',
      'x**2 + 1',
    ]) {
      expect(ungrounded('Do it', { a: value })).toEqual([]);
    }
    expect(ungrounded('Do it', { a: 'celsius' }, { a: { type: 'string', enum: ['celsius'] } })).toEqual([]);
    expect(ungrounded('Do it', { a: 'relevance' }, { a: { type: 'string', default: 'relevance' } })).toEqual(
      [],
    );
    expect(ungrounded('北京天气怎么样？', { a: 'Beijing' })).toEqual([]);
    expect(ungrounded('Weather?', { language: 'Italian' }, { language: text })).toEqual([]);
  });

  it('looks at results before the call, not after it', () => {
    const turns = (before: string, after: string) =>
      `{"messages":[{"role":"user","content":"Who is it?"}${before},{"role":"assistant","tool_calls":[{"id":"b","type":"function","function":{"name":"get_weather","arguments":"{\\"a\\": \\"Marguerite\\"}"}}]}${after}],"tools":[{"type":"function","function":${JSON.stringify(exampleTool({ a: text }))}}]}`;
    const result =
      ',{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"Marguerite"}';
    expect(found('openai', turns(result, ''), 'call.ungrounded-value')).toEqual([]);
    expect(
      found(
        'openai',
        turns('', ',{"role":"tool","tool_call_id":"b","content":"Marguerite"}'),
        'call.ungrounded-value',
      ),
    ).toHaveLength(1);
  });

  it('is not run while typing, and gives up on a flood of text', () => {
    const line = openaiLine({
      user: 'Book',
      tools: [exampleTool({ a: text })],
      arguments: { a: 'Chez Marcel' },
    });
    expect(checkLine('openai', line, undefined, 'fast').problems).toEqual([]);
    expect(ungrounded('x '.repeat(200_000), { a: 'Chez Marcel' })).toEqual([]);
  });
});

describe('call.unit-or-date', () => {
  const metres = { a: { type: 'number', description: 'Height in meters' } };
  const told = (user: string, args: Record<string, unknown>, properties: Record<string, unknown> = metres) =>
    reported('call.unit-or-date', user, args, properties);

  it('tells a number that was taken over in another unit', () => {
    expect(told('Go up to 100 feet', { a: 100 })).toEqual(['a']);
    expect(
      told('Wait 5 minutes', { a: 5 }, { a: { type: 'integer', description: 'Delay in seconds' } }),
    ).toEqual(['a']);
  });

  it('is silent on the same unit, another number, another dimension, several units', () => {
    expect(told('Go up to 100 meters', { a: 100 })).toEqual([]);
    expect(told('Go up to 100 feet', { a: 30.48 })).toEqual([]);
    expect(told('Go up to 1100 feet', { a: 100 })).toEqual([]);
    expect(told('Lift 100 pounds', { a: 100 })).toEqual([]);
    expect(told('100 feet, that is 100 meters to me', { a: 100 })).toEqual([]);
    expect(
      told(
        'Go up to 100 feet',
        { a: 100 },
        { a: { type: 'number', description: 'Height in meters or feet' } },
      ),
    ).toEqual([]);
  });

  it('tells a date that only the author can know', () => {
    const date = { a: { type: 'string' } };
    expect(told('Remind me tomorrow', { a: '2024-05-02' }, date)).toEqual(['a']);
    expect(told('Remind me tomorrow, today is May 1', { a: '2024-05-02' }, date)).toEqual([]);
    expect(told('Today is 2024-05-01. Remind me tomorrow', { a: '2024-05-02' }, date)).toEqual([]);
    expect(told('Remind me on the second', { a: '2024-05-02' }, date)).toEqual([]);
    expect(told('Remind me tomorrow', { a: 'tomorrow' }, date)).toEqual([]);
  });
});

describe('references between calls', () => {
  const line = (calls: string) =>
    `{"input":"Add and double","output":[${calls}],"tools":[{"name":"add","description":"Add","parameters":{"type":"object","properties":{"a":{"type":"number"}}}}]}`;
  const dangling = (calls: string) =>
    found('nestful', line(calls), 'call.dangling-reference').map(({ at, message }) => ({ at, message }));

  it('have no type of their own', () => {
    const text = line(
      '{"name":"add","label":"$var1","arguments":{"a":1}},{"name":"add","label":"$var2","arguments":{"a":"$var1.result$"}}',
    );
    expect(checkLine('nestful', text).problems).toEqual([]);
  });

  it('stand at the value when no call before gives the result', () => {
    expect(
      dangling(
        '{"name":"add","label":"$var1","arguments":{"a":"$var2.result$"}},{"name":"add","label":"$var2","arguments":{"a":1}}',
      ),
    ).toEqual([
      {
        at: line(
          '{"name":"add","label":"$var1","arguments":{"a":«"$var2.result$"»}},{"name":"add","label":"$var2","arguments":{"a":1}}',
        ),
        message:
          '"var2" refers to a result that no call before this one gives. Refer to an earlier call or write the value.',
      },
    ]);
  });

  it('are not judged behind a call whose result has no name', () => {
    expect(
      dangling(
        '{"name":"add","arguments":{"a":1}},{"name":"add","label":"$var2","arguments":{"a":"$var9$"}}',
      ),
    ).toEqual([]);
  });
});

describe('calls in text', () => {
  const line = (calls: string) =>
    `{"system":"Here is a list of functions in JSON format that you can invoke:\\n[{\\"name\\": \\"sort\\", \\"description\\": \\"Sort\\", \\"parameters\\": {\\"type\\": \\"dict\\", \\"properties\\": {\\"file\\": {\\"type\\": \\"string\\"}, \\"up\\": {\\"type\\": \\"boolean\\"}}, \\"required\\": []}}]\\n","conversations":[{"from":"user","value":"Sort notes.txt"},{"from":"assistant","value":"${calls}"}]}`;

  it('say what other readers make of them, at the place', () => {
    for (const [marked, message] of [
      [
        "[sort(«'notes.txt'»)]",
        'An argument without a name is dropped by the usual readers; write name=value.',
      ],
      ["[sort(file='notes.txt', up=«{1, 2}»)]", 'A set is not JSON, and its order is lost; write a list.'],
      [
        '[sort(file=«notes»)]',
        'A word without quotes is read as text by some and refused by others; put it in quotes.',
      ],
    ] as const) {
      const findings = found('toolace', line(marked.replace(/[«»]/g, '')), 'call.unportable-syntax');
      expect(findings.map(({ at, message: words }) => ({ at, words }))).toEqual([
        { at: line(marked), words: message },
      ]);
    }
  });

  it('are mended in their own syntax', () => {
    const [name] = found('toolace', line("[srt(file='notes.txt')]"), 'call.unknown-function');
    expect(name!.fixed).toEqual([line("[sort(file='notes.txt')]")]);
    const [key] = found('toolace', line("[sort(fil='notes.txt')]"), 'call.unknown-argument');
    expect(key!.fixed).toEqual([line("[sort(file='notes.txt')]"), line('[sort()]')]);
    const [finding] = found('toolace', line("[sort(file='notes.txt', up='True')]"), 'call.wrong-type');
    expect(finding!.fixed).toEqual([line("[sort(file='notes.txt', up=True)]")]);
  });

  it('keep every digit when they are mended', () => {
    const fixed = (call: string, type: string) => {
      const text = line(call).replace('{\\"type\\": \\"string\\"}', `{\\"type\\": \\"${type}\\"}`);
      return found('toolace', text, 'call.wrong-type')[0]!.fixed.map(
        (after) => after.match(/"(\[sort.*?\])"/)?.[1],
      );
    };
    expect(fixed("[sort(file='12345678901234567890')]", 'integer')).toEqual([
      '[sort(file=12345678901234567890)]',
    ]);
    expect(fixed("[sort(file='1.50')]", 'number')).toEqual(['[sort(file=1.50)]']);
    expect(fixed("[sort(file='[1, true]')]", 'array')).toEqual(['[sort(file=[1, True])]']);
    // JSON's spelling of a list is not Python's, and of its value the digits are lost: no fix.
    expect(fixed("[sort(file='[12345678901234567890, true]')]", 'array')).toEqual([]);
  });
});

describe('thought.unbalanced', () => {
  const line = (value: string) =>
    `{"conversations":[{"from":"human","value":"2+2?"},{"from":"gpt","value":"${value}"}],"tools":"[]"}`;
  it('stands at the tag', () => {
    for (const [marked, message] of [
      [
        '«<think>»Two and two. It is 4.',
        'This thought is never closed, so the rest of the turn counts as thought; add the closing tag before the answer.',
      ],
      [
        'Two and two.«</think>»It is 4.',
        'This closes a thought that was never opened; add the opening tag or delete this one.',
      ],
      [
        '<think>Two.</think>«</think>»It is 4.',
        'This thought was closed before; delete the second closing tag.',
      ],
      ['«<think>»</think>It is 4.', 'This thought is empty; write the thought or delete both tags.'],
    ] as const) {
      const findings = found('llamafactory', line(marked.replace(/[«»]/g, '')), 'thought.unbalanced');
      expect(findings.map(({ at, message: words }) => ({ at, words }))).toEqual([
        { at: line(marked), words: message },
      ]);
    }
  });
});
