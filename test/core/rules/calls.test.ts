import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createChecker, fileContext } from '../../../src/core/check.ts';
import { rules } from '../../../src/core/rules/index.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { checkLine, found } from './support.ts';

/** The tool of these tests; `get_user` wants an id. */
const tools = JSON.stringify([
  {
    type: 'function',
    function: {
      name: 'get_user',
      description: 'A user',
      parameters: {
        type: 'object',
        properties: {
          id: { type: 'integer', minimum: 1 },
          name: { type: 'string', minLength: 2 },
          share: { type: 'number' },
          active: { type: 'boolean' },
          role: { type: 'string', enum: ['admin', 'guest'] },
          year: { type: 'string', enum: ['2018', '2019'] },
          born: { type: 'string', format: 'date' },
          tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
          home: {
            type: 'object',
            properties: { city: { type: 'string' }, zip: { type: ['string', 'null'] } },
            required: ['city'],
            additionalProperties: false,
          },
          either: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
          level: { anyOf: [{ enum: ['low', 'high'] }, { type: 'null' }] },
          size: {
            oneOf: [
              { type: 'integer', minimum: 10 },
              { type: 'string', maxLength: 1 },
            ],
          },
        },
        required: ['id'],
      },
    },
  },
]);

/** A line in the form of Hugging Face: arguments are an object. `call` is raw text and may hold markers. */
function line(call: string): string {
  return `{"messages":[{"role":"user","content":"Look it up"},{"role":"assistant","tool_calls":[{"type":"function","function":${call}}]}],"tools":${tools}}`;
}

/** Expects exactly one finding of `code`, at the marked place, with these words; gives what its fixes make of the text. */
function expectOne(code: string, call: string, message: string): readonly string[] {
  const marked = line(call);
  const findings = found('hf', marked.replace(/[«»]/g, ''), code);
  expect(findings.map(({ at }) => at)).toEqual([marked]);
  expect(findings[0]!.message).toBe(message);
  return findings[0]!.fixed;
}

/** All codes of a line, hints left out. */
function codes(call: string): string[] {
  return checkLine('hf', line(call))
    .problems.filter(({ severity }) => severity !== 'hint')
    .map(({ code }) => code);
}

describe('call.unknown-function', () => {
  it('stands at the name and suggests a close one', () => {
    const fixed = expectOne(
      'call.unknown-function',
      '{"name":«"get_users"»,"arguments":{"id":1}}',
      '"get_users" is no tool of this sample. Did you mean "get_user"?',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1}}')]);
  });

  it('lists the tools when none is close', () => {
    expectOne(
      'call.unknown-function',
      '{"name":«"delete_everything"»,"arguments":{}}',
      '"delete_everything" is no tool of this sample: the sample has get_user. Call one of its tools or declare this one.',
    );
  });

  it('is silent where the sample declares no tools, or they cannot be read', () => {
    const call =
      '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":{}}}]}]';
    expect(found('hf', `${call}}`, 'call.unknown-function')).toEqual([]);
    expect(found('hf', `${call},"tools":"[{"}`, 'call.unknown-function')).toEqual([]);
    expect(found('hf', `${call},"tools":[]}`, 'call.unknown-function')).toHaveLength(1);
  });
});

describe('call.missing-argument', () => {
  it('stands at the name of the function', () => {
    expectOne(
      'call.missing-argument',
      '{"name":«"get_user"»,"arguments":{"name":"Ann"}}',
      'The call of get_user lacks the required argument "id"; add it.',
    );
  });

  it('names the object that lacks it when that is further inside, and links it', () => {
    const marked = line('{"name":«"get_user"»,"arguments":{"id":1,"home":{"zip":null}}}');
    const [finding] = found('hf', marked.replace(/[«»]/g, ''), 'call.missing-argument');
    expect(finding!.at).toBe(marked);
    expect(finding!.message).toBe(
      'The call of get_user lacks the required argument "city" inside "home"; add it.',
    );
    const { start, end } = finding!.problem.related[0]!.span;
    expect(marked.replace(/[«»]/g, '').slice(start, end)).toBe('{"zip":null}');
  });

  it('takes a call without any arguments for one with none', () => {
    expectOne(
      'call.missing-argument',
      '{"name":«"get_user"»}',
      'The call of get_user lacks the required argument "id"; add it.',
    );
  });
});

describe('call.unknown-argument', () => {
  it('stands at the key and suggests a close one that is still free', () => {
    const fixed = expectOne(
      'call.unknown-argument',
      '{"name":"get_user","arguments":{"id":1,«"nme"»:"Ann"}}',
      'get_user has no argument "nme". Did you mean "name"?',
    );
    expect(fixed).toEqual([
      line('{"name":"get_user","arguments":{"id":1,"name":"Ann"}}'),
      line('{"name":"get_user","arguments":{"id":1}}'),
    ]);
  });

  it('is found at any depth', () => {
    expectOne(
      'call.unknown-argument',
      '{"name":"get_user","arguments":{"id":1,"home":{"city":"Oslo",«"planet"»:"Earth"}}}',
      'get_user has no argument "planet" inside "home". It takes "city", "zip".',
    );
  });
});

describe('call.unknown-argument of a tool without parameters', () => {
  const f = (name: string, members = '') => `{"name":"${name}","description":"F"${members}}`;
  const declares = ',"parameters":{"type":"object","properties":{"a":{"type":"string"}}}';
  const told = (given: string, ...declared: string[]) => {
    const text = `{"messages":[{"role":"user","content":"Do"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":${given}}}]}],"tools":[${declared.join(',')}]}`;
    return checkLine('hf', text)
      .problems.filter(({ code }) => code === 'call.unknown-argument')
      .map(({ span, message, habit, related }) => ({
        at: text.slice(span.start, span.end),
        message,
        habit,
        related: related.map((r) => text.slice(r.span.start, r.span.end)),
      }));
  };

  it('is told at each key where other tools of the sample declare theirs', () => {
    expect(told('{"a":1,"b":2}', f('f'), f('g', declares))).toEqual(
      ['a', 'b'].map((name) => ({
        at: `"${name}"`,
        message: `f declares no parameters, so it takes no argument "${name}"; declare it under "parameters" or take it out.`,
        habit: false,
        related: ['"f"'],
      })),
    );
    expect(told('{}', f('f'), f('g', declares))).toEqual([]);
  });

  it('is told once a call where no tool of the sample declares any, as one habit of the file', () => {
    const one = [
      {
        at: '"a"',
        message:
          'The tool declares no parameters, nor does any other of this sample, so nothing says which arguments it takes; declare them under "parameters".',
        habit: true,
        related: ['"f"'],
      },
    ];
    expect(told('{"a":1,"b":2}', f('f'), f('g'))).toEqual(one);
    expect(told('{"a":1,"b":2}', f('f'))).toEqual(one);
    expect(told('{}', f('f'))).toEqual([]);
  });

  it('is silent where something else may hold them', () => {
    for (const member of [
      ',"_arguments":{"type":"object","properties":{}}',
      ',"args":[{"name":"a"}]',
      ',"required":["a"]',
      ',"parameters":null',
      ',"parameters":{}',
      ',"parameters":{"type":"object"}',
      ',"parameters":true',
    ])
      expect(told('{"a":1}', f('f', member), f('g', declares))).toEqual([]);
    for (const member of [
      ',"strict":true',
      ',"returns":{"type":"string"}',
      ',"outputSchema":{"type":"object"}',
    ])
      expect(told('{"a":1}', f('f', member), f('g', declares))).toHaveLength(1);
  });

  it('knows an empty map of parameters, where maps are the way of the format', () => {
    const row = (parameters: string, given: string) =>
      JSON.stringify({
        query: 'Do',
        tools: `[{"name":"f","description":"F","parameters":${parameters}}]`,
        answers: `[{"name":"f","arguments":${given}}]`,
      });
    const messages = (parameters: string, given: string) =>
      found('xlam', row(parameters, given), 'call.unknown-argument').map(({ message }) => message);
    expect(messages('{}', '{"a":1}')).toEqual([
      'f declares no parameters, so it takes no argument "a"; declare it under "parameters" or take it out.',
    ]);
    expect(messages('{}', '{}')).toEqual([]);
  });
});

describe('call.wrong-type', () => {
  it('keeps the spelling of a number that it takes out of quotes', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"share":«"1.50"»}}',
      '"share" is "1.50" (string); get_user wants a number. Write 1.50.',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"share":1.50}}')]);
  });

  it('keeps digits beyond 2^53', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":«"12345678901234567890"»}}',
      '"id" is "12345678901234567890" (string); get_user wants an integer. Write 12345678901234567890.',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":12345678901234567890}}')]);
  });

  it('takes truth values out of quotes, whatever their case', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"active":«"True"»}}',
      '"active" is "True" (string); get_user wants a boolean. Write true.',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"active":true}}')]);
  });

  it('writes a list that stands in quotes as a list, its numbers as they are', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"home":«"{\\"city\\": \\"Oslo\\"}"»}}',
      '"home" is "{\\"city\\": \\"Oslo\\"}" (string); get_user wants an object. Write the object without quotes.',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"home":{"city": "Oslo"}}}')]);
  });

  it('puts a number into quotes where text is wanted', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"name":«12»}}',
      '"name" is 12 (integer); get_user wants a string. Write "12".',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"name":"12"}}')]);
  });

  it('puts an integer beyond 2^53 into quotes as it is written', () => {
    const fixed = expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"name":«12345678901234567890»}}',
      '"name" is 12345678901234567890 (integer); get_user wants a string. Write "12345678901234567890".',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"name":"12345678901234567890"}}')]);
  });

  it('offers no fix for text that is no number', () => {
    expect(
      expectOne(
        'call.wrong-type',
        '{"name":"get_user","arguments":{"id":«"one"»}}',
        '"id" is "one" (string); get_user wants an integer. Write an integer.',
      ),
    ).toEqual([]);
    expect(
      expectOne(
        'call.wrong-type',
        '{"name":"get_user","arguments":{"id":«"1.5"»}}',
        '"id" is "1.5" (string); get_user wants an integer. Write an integer.',
      ),
    ).toEqual([]);
  });

  it('stands at the element, at any depth', () => {
    expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"tags":["a",«2»]}}',
      '"tags[1]" is 2 (integer); get_user wants a string. Write "2".',
    );
  });

  it('names the types of all alternatives when none fits', () => {
    expectOne(
      'call.wrong-type',
      '{"name":"get_user","arguments":{"id":1,"either":«"x"»}}',
      '"either" is "x" (string); get_user wants an integer or a boolean. Write an integer or a boolean.',
    );
  });

  it('says it once where a value has another type and is outside the enum too', () => {
    expect(codes('{"name":"get_user","arguments":{"id":1,"role":5}}')).toEqual(['call.wrong-type']);
  });

  it('cuts long values', () => {
    const [finding] = found(
      'hf',
      line(`{"name":"get_user","arguments":{"id":"${'x'.repeat(5000)}"}}`),
      'call.wrong-type',
    );
    expect(finding!.message.length).toBeLessThan(200);
  });
});

describe('call.null-argument', () => {
  it('is told instead of the wrong type', () => {
    expectOne(
      'call.null-argument',
      '{"name":"get_user","arguments":{"id":1,"name":«null»}}',
      '"name" is null; get_user wants a string. Write a value or leave the argument out.',
    );
    expectOne(
      'call.null-argument',
      '{"name":"get_user","arguments":{"id":«null»}}',
      '"id" is null; get_user wants an integer. Write a value.',
    );
    expect(codes('{"name":"get_user","arguments":{"id":1,"role":null}}')).toEqual(['call.null-argument']);
    expect(codes('{"name":"get_user","arguments":{"id":1,"either":null}}')).toEqual(['call.null-argument']);
  });

  it('is silent where the schema allows null', () => {
    expect(
      codes('{"name":"get_user","arguments":{"id":1,"level":null,"home":{"city":"Oslo","zip":null}}}'),
    ).toEqual([]);
  });
});

describe('call.not-in-enum', () => {
  it('stands at the value and lists what is allowed', () => {
    expect(
      expectOne(
        'call.not-in-enum',
        '{"name":"get_user","arguments":{"id":1,"role":«"owner"»}}',
        '"role" is "owner"; get_user allows "admin" or "guest". Write one of them.',
      ),
    ).toEqual([]);
  });

  it('mends case', () => {
    const fixed = expectOne(
      'call.not-in-enum',
      '{"name":"get_user","arguments":{"id":1,"role":«"Admin"»}}',
      '"role" is "Admin"; get_user allows "admin" or "guest". Write "admin".',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1,"role":"admin"}}')]);
  });

  it('offers no value that would be of a wrong type', () => {
    const year = '"year":{"type":"string","enum":["2018","2019"]}';
    const text = line('{"name":"get_user","arguments":{"id":1,"year":2018}}');
    expect(found('hf', text, 'call.wrong-type')).toHaveLength(1);
    const typed = text.replace(year, year.replace('string', 'integer'));
    expect(typed).not.toBe(text);
    const findings = found('hf', typed, 'call.not-in-enum');
    expect(findings.map(({ fixed, message }) => ({ fixed, message }))).toEqual([
      {
        fixed: [],
        message: '"year" is 2018; get_user allows "2018" or "2019". Write one of them.',
      },
    ]);
  });

  it('is found in alternatives when all others are of another type', () => {
    expectOne(
      'call.not-in-enum',
      '{"name":"get_user","arguments":{"id":1,"level":«"hgh"»}}',
      '"level" is "hgh"; get_user allows "low" or "high". Write "high".',
    );
  });
});

describe('call.schema-violation', () => {
  it('says the limit', () => {
    expectOne(
      'call.schema-violation',
      '{"name":"get_user","arguments":{"id":«0»}}',
      '"id" is 0; get_user wants at least 1. Write a greater number.',
    );
    expectOne(
      'call.schema-violation',
      '{"name":"get_user","arguments":{"id":1,"name":«"A"»}}',
      '"name" has 1 character; get_user wants at least 2. Write a longer text.',
    );
    expectOne(
      'call.schema-violation',
      '{"name":"get_user","arguments":{"id":1,"tags":«["a","b","a"]»}}',
      '"tags" holds the same element at 0 and 2; get_user wants all to differ. Remove one.',
    );
  });

  it('explains the closest alternative', () => {
    expectOne(
      'call.schema-violation',
      '{"name":"get_user","arguments":{"id":1,"size":«3»}}',
      '"size" fits none of the alternatives; of the closest: "size" is 3; get_user wants at least 10. Write a greater number.',
    );
  });
});

describe('call.format', () => {
  it('is a warning, since a format is an annotation', () => {
    expectOne(
      'call.format',
      '{"name":"get_user","arguments":{"id":1,"born":«"1.2.2000"»}}',
      '"born" is "1.2.2000", which is no valid date; write it in that format.',
    );
    expect(
      checkLine('hf', line('{"name":"get_user","arguments":{"id":1,"born":"1.2.2000"}}')).problems.map(
        ({ severity }) => severity,
      ),
    ).toContain('warning');
  });
});

describe('call.not-parsable and call.double-encoded', () => {
  const openai = (args: string) =>
    `{"messages":[{"role":"user","content":"Look it up"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"get_user","arguments":${args}}}]}],"tools":${tools}}`;

  it('links the first fault inside the string', () => {
    const text = openai(`"{\\"id\\": 1, 'name': \\"Ann\\"}"`);
    const [finding] = found('openai', text, 'call.not-parsable');
    expect(finding!.at).toBe(openai(`«"{\\"id\\": 1, 'name': \\"Ann\\"}"»`));
    expect(finding!.message).toBe(
      'The arguments cannot be read as JSON: Single quotes are not JSON; write double quotes.',
    );
    const { start, end } = finding!.problem.related[0]!.span;
    expect(text.slice(start, end)).toBe("'name'");
  });

  it('does not add that required arguments are missing', () => {
    expect(checkLine('openai', openai('"{"')).problems.map(({ code }) => code)).toEqual([
      'call.not-parsable',
    ]);
  });

  it('does not add it of arguments that stand in text of their own', () => {
    const [record] = readFileSync('examples/harmony.jsonl', 'utf8').split('\n');
    const broken = record!.replace('<|constrain|>json<|message|>{', '<|constrain|>json<|message|>');
    expect(broken).not.toBe(record);
    const codes = checkLine('harmony', broken).problems.map(({ code }) => code);
    expect(codes).toContain('call.not-parsable');
    expect(codes).not.toContain('call.missing-argument');
  });

  it('says of a call without a name that it is none', () => {
    const [finding] = found('hf', line('{"arguments":{}}'), 'call.not-parsable');
    expect(finding!.message).toBe(
      'This call has no function name that can be read; write the name as a string under its key.',
    );
  });

  it('takes one layer off what is encoded twice', () => {
    const twice = JSON.stringify(JSON.stringify(JSON.stringify({ id: 1 })));
    const [finding] = found('openai', openai(twice), 'call.double-encoded');
    expect(finding!.at).toBe(openai(`«${twice}»`));
    expect(finding!.fixed).toEqual([openai(JSON.stringify(JSON.stringify({ id: 1 })))]);
  });

  it('finds arguments inside their string, and mends them there', () => {
    const [finding] = found('openai', openai('"{\\"id\\": \\"7\\"}"'), 'call.wrong-type');
    expect(finding!.at).toBe(openai('"{\\"id\\": «\\"7\\"»}"'));
    expect(finding!.problem.pointer).toBe('/messages/1/tool_calls/0/function/arguments/id');
    expect(finding!.fixed).toEqual([openai('"{\\"id\\": 7}"')]);
  });
});

describe('call.optional-marker', () => {
  it('knows lists of accepted answers where one value is wanted', () => {
    expectOne(
      'call.optional-marker',
      '{"name":"get_user","arguments":{"id":«[1,""]»}}',
      '"id" is [1, ""], which looks like a list of accepted answers; write the one value that the call should have.',
    );
  });

  it('knows "" for an argument that may be left out, and takes it out', () => {
    const fixed = expectOne(
      'call.optional-marker',
      '{"name":"get_user","arguments":{"id":1,"share":«""»}}',
      '"share" is "", the mark of answer files for an argument that may be left out; leave it out or write a value.',
    );
    expect(fixed).toEqual([line('{"name":"get_user","arguments":{"id":1}}')]);
  });

  it('knows an answer of which every argument is a list', () => {
    expectOne(
      'call.optional-marker',
      '{"name":"get_user","arguments":{"id":«[1]»,"tags":[["a"]]}}',
      '"id" is [1], which looks like a list of accepted answers; write the one value that the call should have.',
    );
  });

  it('is silent on a list without the mark, which is a slip of type', () => {
    expect(codes('{"name":"get_user","arguments":{"id":[1]}}')).toEqual(['call.wrong-type']);
    expect(codes('{"name":"get_user","arguments":{"id":[1,2],"tags":["a","b"]}}')).toEqual([
      'call.wrong-type',
    ]);
    expect(codes('{"name":"get_user","arguments":{"id":[1,2,3],"active":true}}')).toEqual([
      'call.wrong-type',
    ]);
  });
});

describe('call.unsatisfiable-reference', () => {
  const line = (answer: string) => `{"id":"simple_1","ground_truth":[{"f":${answer}}]}`;
  const at = (answer: string) =>
    found('bfcl', line(answer), 'call.unsatisfiable-reference').map((finding) => finding.at);

  it('stands at the empty list, also inside the only option', () => {
    expect(at('{"a":[],"b":[1]}')).toEqual([line('{"a":«[]»,"b":[1]}')]);
    expect(at('{"a":[{"x":[1],"y":[]}]}')).toEqual([line('{"a":[{"x":[1],"y":«[]»}]}')]);
  });

  it('is silent where something is accepted', () => {
    expect(at('{"a":[[]],"b":[""],"c":[{"x":[]},{"x":[1]}],"d":[{}]}')).toEqual([]);
  });
});

describe('numbers in messages', () => {
  const tool = (parameter: string) =>
    `"tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object","properties":{"n":${parameter}}}}}]`;
  const words = (value: string, parameter: string, code: string, inText = false) => {
    const given = inText ? JSON.stringify(`{"n":${value}}`) : `{"n":${value}}`;
    const text = `{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":${given}}}]}],${tool(parameter)}}`;
    const [first] = found('openai', text, code);
    return {
      message: first?.message,
      fixed: first?.fixed.map((after) => after.match(/"n\\?":([^}]*)\}/)?.[1]),
    };
  };

  it.each([
    ['9007199254740993', '"n" is 9007199254740993 (integer); f wants a boolean. Write a boolean.'],
    ['-12345678901234567890', '"n" is -12345678901234567890 (integer); f wants a boolean. Write a boolean.'],
    ['1.50', '"n" is 1.50 (number); f wants a boolean. Write a boolean.'],
    [
      '0.12345678901234567890123',
      '"n" is 0.12345678901234567890123 (number); f wants a boolean. Write a boolean.',
    ],
    ['1e400', '"n" is 1e400 (number); f wants a boolean. Write a boolean.'],
    [
      '[12345678901234567890, {"a": 1e30}]',
      '"n" is [12345678901234567890, {"a": 1e30}] (array); f wants a boolean. Write a boolean.',
    ],
  ])('%s is shown as it is written, in an object and in a string of JSON', (value, message) => {
    expect(words(value, '{"type":"boolean"}', 'call.wrong-type').message).toBe(message);
    expect(words(value, '{"type":"boolean"}', 'call.wrong-type', true).message).toBe(message);
  });

  it('are cut when they are longer than anybody reads', () => {
    const digits = '1234567890'.repeat(20);
    expect(words(digits, '{"type":"boolean"}', 'call.wrong-type').message).toBe(
      `"n" is ${digits.slice(0, 40)}… (integer); f wants a boolean. Write a boolean.`,
    );
  });

  it('of the schema are shown as they are written there', () => {
    expect(words('1', '{"enum":[12345678901234567890,9007199254740993]}', 'call.not-in-enum').message).toBe(
      '"n" is 1; f allows 12345678901234567890 or 9007199254740993. Write one of them.',
    );
    expect(words('1', '{"const":12345678901234567890}', 'call.not-in-enum').message).toBe(
      '"n" is 1; f allows 12345678901234567890. Write one of them.',
    );
    expect(
      words('9e30', '{"type":"number","maximum":9007199254740993}', 'call.schema-violation').message,
    ).toBe('"n" is 9e30; f wants at most 9007199254740993. Write a smaller number.');
    expect(
      words('1', '{"type":"number","multipleOf":12345678901234567890}', 'call.schema-violation').message,
    ).toBe('"n" is 1; f wants a multiple of 12345678901234567890. Write one.');
  });

  it('beyond 2^53 are told apart where a text is meant for one of them, and written digit by digit', () => {
    const allowed = '{"enum":[12345678901234567890,5]}';
    expect(words('"12345678901234567890"', allowed, 'call.not-in-enum')).toEqual({
      message:
        '"n" is "12345678901234567890"; f allows 12345678901234567890 or 5. Write 12345678901234567890.',
      fixed: ['12345678901234567890'],
    });
    expect(words('"12345678901234567000"', allowed, 'call.not-in-enum')).toEqual({
      message: '"n" is "12345678901234567000"; f allows 12345678901234567890 or 5. Write one of them.',
      fixed: [],
    });
  });

  it('of two rows that differ beyond 2^53 only are not mixed up, although the rows share their tool', () => {
    const checker = createChecker(rules, createToolCache({}));
    const row = (limit: string) =>
      `{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{"n":9e30}}}]}],${tool(`{"type":"number","maximum":${limit}}`)}}`;
    const told = ['9007199254740992', '9007199254740993'].map((limit) =>
      checker.check(row(limit), fileContext('hf', 'samples', 'jsonl')).problems.map((p) => p.message),
    );
    expect(told).toEqual([
      ['"n" is 9e30; f wants at most 9007199254740992. Write a smaller number.'],
      ['"n" is 9e30; f wants at most 9007199254740993. Write a smaller number.'],
    ]);
  });

  it('are shown in the spelling of a Python call list', () => {
    const text = `{"system":"Here is a list of functions in JSON format that you can invoke:\\n[{\\"name\\": \\"f\\", \\"description\\": \\"F\\", \\"parameters\\": {\\"type\\": \\"dict\\", \\"properties\\": {\\"n\\": {\\"type\\": \\"boolean\\"}}, \\"required\\": []}}]\\n","conversations":[{"from":"user","value":"Do"},{"from":"assistant","value":"[f(n=12345678901234567890)]"}]}`;
    expect(found('toolace', text, 'call.wrong-type').map(({ message }) => message)).toEqual([
      '"n" is 12345678901234567890 (integer); f wants a boolean. Write a boolean.',
    ]);
  });

  it('of a tool, which rows share, are not shown with other digits than theirs', () => {
    expect(words('1', '{"enum":[1],"default":12345678901234567890}', 'tool.schema-smell').message).toBe(
      'The default (a number beyond 2^53) is not one of the values of the enum; change it or add it to the enum.',
    );
  });
});
