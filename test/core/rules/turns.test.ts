/** Rules about turns and thoughts that need no target: what they find, where, and what they leave alone. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/core/rules/index.ts';
import { calls, callOf, callText, chat, result, says, shareGpt, system, user } from './conversation.ts';
import { checkLine, found } from './support.ts';

/** What stands at the finding, and its message. */
function told(format: string, line: string, code: string): [at: string, message: string][] {
  return found(format, line, code).map(({ at, message }) => [/«(.*)»/.exec(at)![1]!, message]);
}
const silent = (format: string, line: string, code: string) => expect(told(format, line, code)).toEqual([]);

describe('turn.result-without-call', () => {
  const code = 'turn.result-without-call';
  it('is told at the role of the result', () => {
    const line = shareGpt(['human', 'Late?'], ['gpt', 'I look.'], ['observation', '{}'], ['gpt', 'Yes.']);
    expect(told('llamafactory', line, code)).toEqual([
      [
        '"observation"',
        'This result answers no call: nobody calls a tool before it. Add the call, or take the result out.',
      ],
    ]);
  });

  it('is told once for results in a row, and when a conversation begins with one', () => {
    expect(told('openai', chat([user(), result('a'), result('b'), says()]), code).length).toBe(1);
    expect(told('openai', chat([result('a'), says()]), code).length).toBe(1);
  });

  it('is not told after a call, over other results, thoughts and prose of the same turn', () => {
    silent('openai', chat([user(), calls(callOf('a'), callOf('b')), result('a'), result('b')]), code);
    silent('openai', chat([user(), calls(callOf('a')), says('Wait.'), result('a'), says()]), code);
    silent('openai', chat([user(), calls(callOf('a')), system(), result('a'), says()]), code);
  });

  it('is not told of a late answer that names its call', () => {
    const late = [user(), calls(callOf('a'), callOf('b')), result('a'), says('One.'), result('b'), says()];
    silent('openai', chat(late), code);
  });

  it('is not told after a call that could not be read: that is another finding', () => {
    silent('llamafactory', shareGpt(['human', 'x'], ['function_call', 'oops'], ['observation', '{}']), code);
    silent('openai', chat([user(), calls(callOf('a', '{oops')), result('a'), says()]), code);
    const swallowed = says('<think>I look. <tool_call>{"name":"tram_status"}</tool_call>');
    silent('hf', chat([user(), swallowed, result(), says()]), code);
  });
});

describe('turn.call-without-result', () => {
  const code = 'turn.call-without-result';
  it('is told at the turn of the call when the user speaks next', () => {
    const line = chat([user(), calls(callOf('a')), user('And now?'), says()]);
    expect(told('openai', line, code)).toEqual([
      ['"assistant"', 'Nobody answers the call of this turn before the user speaks again; add its result.'],
    ]);
  });

  it('is not told of a sample that ends on a call, or on a call and its words', () => {
    silent('openai', chat([user(), calls(callOf('a'))]), code);
    silent('openai', chat([user(), calls(callOf('a')), says('I asked.')]), code);
  });

  it('is not told of a tool that asks the user', () => {
    const ask = callOf(undefined, '{"question":"Which line?"}', {
      function: { name: 'ask_to_user', arguments: '{"question":"Which line?"}' },
    });
    silent('openai', chat([user(), calls(ask), user('Line 4.'), says()]), code);
  });
});

describe('turn.id-mismatch', () => {
  const code = 'turn.id-mismatch';
  it('tells a result for a call that nobody made', () => {
    const line = chat([user(), calls(callOf('a')), result('b'), says()]);
    expect(told('openai', line, code)).toEqual([
      [
        '"tool"',
        'This result is for the call "b", which nobody made; write the id of the call that it answers.',
      ],
    ]);
    const [finding] = found('openai', line, code);
    const related = finding!.problem.related[0]!;
    expect(line.slice(related.span.start, related.span.end)).toBe('"b"');
  });

  it('tells two open calls with one id, a second answer, and a call of several without one', () => {
    expect(told('openai', chat([user(), calls(callOf('a'), callOf('a'))]), code)[0]![1]).toContain(
      'Two calls of this turn have the id "a"',
    );
    const twice = chat([
      user(),
      calls(callOf('a'), callOf('b')),
      result('a'),
      result('a'),
      result('b'),
      says(),
    ]);
    expect(told('openai', twice, code).map(([, message]) => message)).toEqual([
      'The call "a" was answered before; each call has one result.',
    ]);
    const open = chat([user(), calls(callOf('a'), callOf('b')), result('a'), says()]);
    expect(told('openai', open, code).map(([, message]) => message)).toEqual([
      'No result answers the call "b" of this turn, although others are answered; add its result.',
    ]);
  });

  it('reads the blocks of Anthropic', () => {
    const use = { type: 'tool_use', id: 'toolu_1', name: 'tram_status', input: { line: 4 } };
    const answer = (id: string) => ({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, content: 'late' }],
    });
    const line = (id: string) =>
      JSON.stringify({
        messages: [user(), { role: 'assistant', content: [use] }, answer(id), says()],
      });
    silent('anthropic', line('toolu_1'), code);
    expect(told('anthropic', line('toolu_2'), code).map(([at]) => at)).toEqual(['"user"']);
  });

  it('leaves data without ids, ids of calls that no result names, and the same id in a later turn alone', () => {
    silent('hf', chat([user(), calls(callOf(undefined, { line: 4 })), result(), says()]), code);
    silent('openai', chat([user(), calls(callOf('a')), result(), says()]), code);
    const again = [
      user(),
      calls(callOf('call_1')),
      result('call_1'),
      calls(callOf('call_1')),
      result('call_1'),
    ];
    silent('openai', chat([...again, says()]), code);
  });
});

describe('turn.call-in-text', () => {
  const code = 'turn.call-in-text';
  const calling: [string, string, string][] = [
    ['a call in its tags', 'openai', '<tool_call>\n{"name": "tram_status", "arguments": {}}\n</tool_call>'],
    ['a call in its tags', 'openai', 'I look. [TOOL_CALLS][{"name":"tram_status"}]'],
    ['a call in its tags', 'openai', '<function=tram_status><parameter=line>4</parameter></function>'],
    ['a call of "tram_status"', 'openai', '{"name": "tram_status", "arguments": {"line": 4}}'],
    ['a call of "tram_status"', 'openai', '```json\n[{"name": "tram_status", "parameters": {}}]\n```'],
    ['a call of "tram_status"', 'openai', '[tram_status(line=4)]'],
    ['a call of "tram_status"', 'openai', 'I call [tram_status(line=4)].'],
    ['a call of "tram_status"', 'openai', 'Thought: look\nAction: tram_status\nAction Input: {"line": 4}'],
  ];
  it.each(calling)('tells %s in %s: %s', (words, format, text) => {
    expect(told(format, chat([user(), says(text)]), code)).toEqual([
      [
        '"assistant"',
        `The text of this turn holds ${words}, which trainers take for prose; write it where this format has its calls.`,
      ],
    ]);
  });

  it('tells arguments that a result follows: a call that became prose', () => {
    const line = shareGpt(
      ['human', '?'],
      ['gpt', 'Ich sehe nach: {"Linie": 4}'],
      ['observation', '{}'],
      ['gpt', 'Ja.'],
    );
    expect(told('llamafactory', line, code)[0]![1]).toContain('arguments, and a result follows it');
  });

  it('tells a call role without a call', () => {
    expect(told('llamafactory', shareGpt(['human', '?'], ['function_call', '[]']), code)).toEqual([
      [
        '"function_call"',
        'The role of this turn is "function_call", but it holds no call; write one, or give the turn the role of an answer.',
      ],
    ]);
  });

  it('leaves prose about calls, JSON answers, [] and tools of other samples alone', () => {
    for (const text of [
      'Use <tool_call> tags for calls.',
      '{"name": "Oslo", "arguments": "none"}',
      '{"late": true}',
      '[]',
      '[other(x=1)]',
      'The action: go home.',
    ]) {
      silent('openai', chat([user(), says(text)]), code);
    }
    silent('openai', chat([user('[tram_status(line=4)]'), says()]), code);
    silent(
      'hf',
      chat([user(), says('<tool_call>{"name":"tram_status","arguments":{"line":4}}</tool_call>')]),
      code,
    );
  });
});

describe('turn.cut-off', () => {
  const code = 'turn.cut-off';
  it('tells a conversation that ends on a result, or on a thought', () => {
    expect(told('openai', chat([user(), calls(callOf('a')), result('a')]), code).map(([at]) => at)).toEqual([
      '"tool"',
    ]);
    expect(told('hf', chat([user(), says('<think>Hm.</think>')]), code).map(([at]) => at)).toEqual([
      '"assistant"',
    ]);
  });

  it('leaves an end on a call, an answer, or the user alone', () => {
    silent('openai', chat([user(), calls(callOf('a'))]), code);
    silent('openai', chat([user(), calls(callOf('a')), result('a'), says(), user('Thanks.')]), code);
  });
});

describe('turn.error-then-success', () => {
  const code = 'turn.error-then-success';
  const step = (content: string, answer: string) =>
    chat([user(), calls(callOf('a')), result('a', content), says(answer)]);
  it('tells an answer that claims success after a failure', () => {
    for (const failure of [
      '{"error":"none free"}',
      '{"success":false}',
      'Error: no such line',
      '{"status":"failed"}',
    ])
      expect(told('openai', step(failure, 'Your table has been booked.'), code).length, failure).toBe(1);
    expect(told('openai', step('{"error":"满"}', '已为您预订。'), code).length).toBe(1);
  });

  it('leaves answers that tell the failure, results that are none, and steps of several calls alone', () => {
    silent('openai', step('{"error":"none free"}', 'Sorry, the booking failed.'), code);
    silent('openai', step('{"error":null,"ok":true}', 'It has been booked.'), code);
    silent('openai', step('{"error":"none free"}', 'There were no tables.'), code);
    const two = [
      user(),
      calls(callOf('a'), callOf('b')),
      result('a', '{"ok":true}'),
      result('b', '{"error":"x"}'),
    ];
    silent('openai', chat([...two, says('Your table has been booked.')]), code);
  });
});

describe('thought.control-tag', () => {
  const code = 'thought.control-tag';
  it('is told at the tag, in tags and in keys', () => {
    const inText = chat([user(), says('<think>Then <|im_end|> comes.</think>Yes.')]);
    expect(told('hf', inText, code).map(([at]) => at)).toEqual(['<|im_end|>']);
    const inKey = chat([user(), says('Yes.', { reasoning_content: 'a </tool_call> and <tool_call>' })]);
    expect(told('hf', inKey, code).map(([at]) => at)).toEqual(['</tool_call>']);
  });

  it('leaves other tags and comparisons alone', () => {
    silent('hf', chat([user(), says('<think>a < b, <b>bold</b>, [x], <|> </think>Yes.')]), code);
  });
});

describe('thought.call-not-named', () => {
  const code = 'thought.call-not-named';
  const other = { name: 'tram_stops', description: 'Stops', parameters: { type: 'object', properties: {} } };
  const line = (thought: string, name = 'tram_status') => {
    const tools = [{ name, description: 'Delay', parameters: { type: 'object', properties: {} } }, other];
    const value = `<think>${thought}</think>${JSON.stringify({ name, arguments: {} })}`;
    const conversations = [
      { from: 'human', value: '?' },
      { from: 'function_call', value },
    ];
    return JSON.stringify({ conversations, tools: JSON.stringify(tools) });
  };
  it('is told at the tag of the thought, with the call beside it', () => {
    const text = line('I should use the right tool.');
    expect(told('llamafactory', text, code)).toEqual([
      [
        '<think>',
        'The thought "I should use the right tool." leads to a call, but names neither its function nor any of its values; say in it why this call is the right one.',
      ],
    ]);
  });

  it('takes a value of the call, or a longer word of its name, for naming it', () => {
    const withValues = (thought: string) =>
      line(thought).replace(
        '\\"arguments\\":{}',
        '\\"arguments\\":{\\"at\\":[{\\"stop\\":\\"Old Town\\",\\"line\\":4}]}',
      );
    for (const thought of ['Old town it is.', 'Line 4.', 'Its status.'])
      silent('llamafactory', withValues(thought), code);
    expect(told('llamafactory', withValues('Line 40, old.'), code)).toHaveLength(1);
  });

  it('takes any spelling of the name, and the last part of a dotted one', () => {
    for (const thought of ['tram_status fits', 'the Tram Status', 'tramStatus', '`tram-status`'])
      silent('llamafactory', line(thought), code);
    silent('llamafactory', line('get_delay it is', 'city.trams.get_delay'), code);
  });

  it('leaves samples with one tool alone: there is nothing to choose', () => {
    silent(
      'llamafactory',
      shareGpt(['human', '?'], ['function_call', `<think>Go.</think>${callText}`]),
      code,
    );
  });
});

describe('what is tempting to report, and right', () => {
  const none = (format: string, line: string) => expect(checkLine(format, line, rules).problems).toEqual([]);
  it('content beside calls', () => {
    none('openai', chat([user(), { ...calls(callOf('a')), content: 'I look.' }, result('a'), says()]));
  });
  it('a sample that ends on a call', () => {
    none('openai', chat([user(), calls(callOf('call_1'))]));
  });
  it('missing ids in data of Hugging Face and Gemma', () => {
    none('hf', chat([user(), calls(callOf(undefined, { line: 4 })), result(), says()]));
  });
  it('[] as an answer', () => {
    none('openai', chat([user('What is 2+2?'), says('[]')]));
  });
  it('prose after a prompt that wants "no other text", with a think block', () => {
    const prompt =
      'You are an expert in composing functions. You SHOULD NOT include any other text in the response.\nHere is a list of functions in JSON format that you can invoke.\n[{"name":"area","description":"Triangle area","parameters":{"type":"dict","properties":{"b":{"type":"integer"}},"required":["b"]}}]';
    const messages = [system(prompt), user('Who are you?'), says('<think>No call.</think>\n\nA helper.')];
    none('funreason', JSON.stringify({ messages }));
  });
  it('{} as parameters', () => {
    const tool = { type: 'function', function: { name: 'now', description: 'The time', parameters: {} } };
    const call = callOf('a', '{}', { function: { name: 'now', arguments: '{}' } });
    none('openai', chat([user('What time is it?'), calls(call)], [tool]));
  });
});
