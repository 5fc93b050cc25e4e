import { describe, expect, it } from 'vitest';
import { createChecker, fileContext } from '../../../src/core/check.ts';
import { createFileSummary } from '../../support/fileSummary.ts';
import { formatById } from '../../../src/core/formats/index.ts';
import { ruleByCode, rules } from '../../../src/core/rules/index.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { checkLine, found } from './support.ts';

/** A line whose one tool has these members beside name and description. `members` is raw text and may hold markers. */
function line(members: string): string {
  return `{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","description":"F",${members}}}]}`;
}

function expectOne(code: string, members: string, message: string): readonly string[] {
  const marked = line(members);
  const findings = found('openai', marked.replace(/[«»]/g, ''), code);
  expect(findings.map(({ at }) => at)).toEqual([marked]);
  expect(findings[0]!.message).toBe(message);
  return findings[0]!.fixed;
}

describe('tool.foreign-type', () => {
  it('stands at the word and writes the one that is meant', () => {
    const fixed = expectOne(
      'tool.foreign-type',
      '"parameters":{"type":"object","properties":{"a":{"type":«"str"»}}}',
      '"str" is no type of JSON Schema; it is read as "string". Write "string".',
    );
    expect(fixed).toEqual([line('"parameters":{"type":"object","properties":{"a":{"type":"string"}}}')]);
  });

  it('writes all that the word says, also what is more than its type', () => {
    expect(
      expectOne(
        'tool.foreign-type',
        '"parameters":{"type":"object","properties":{"a":{"type":«"List[int]"»}}}',
        '"List[int]" is no type of JSON Schema; it is read as "array". Write "array".',
      ),
    ).toEqual([
      line('"parameters":{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}}}'),
    ]);
    expect(
      expectOne(
        'tool.foreign-type',
        '"parameters":{"type":"object","properties":{"a":{"type":«"int, optional"»}}}',
        '"int, optional" is no type of JSON Schema; it is read as "integer". Write "integer" and say in "required" which arguments must be given.',
      ),
    ).toEqual([line('"parameters":{"type":"object","properties":{"a":{"type":"integer"}}}')]);
  });
});

describe('tool.bare-parameter-map', () => {
  it('stands at the key of the parameters', () => {
    expectOne(
      'tool.bare-parameter-map',
      '«"parameters"»:{"city":{"type":"string","description":"A city"}}',
      '"parameters" holds the parameters themselves, so that validators accept anything; write {"type": "object", "properties": {…}, "required": […]} around them.',
    );
  });
});

describe('tool.required-misplaced', () => {
  it('moves a list that stands beside the parameters inside', () => {
    const fixed = expectOne(
      'tool.required-misplaced',
      '"parameters":{"type":"object","properties":{"a":{"type":"string"}}},«"required"»:["a"]',
      '"required" stands beside "parameters", where JSON Schema does not read it; move it inside, next to "properties".',
    );
    expect(fixed).toEqual([
      line('"parameters":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}'),
    ]);
    expect(found('openai', fixed[0]!, 'tool.required-misplaced')).toEqual([]);
  });

  it('adds its names to a list that is there', () => {
    const fixed = expectOne(
      'tool.required-misplaced',
      '«"required"»: ["a"], "parameters": {"type": "object", "properties": {"a": {"type": "string"}, "b": {}}, "required": ["b"]}',
      '"required" stands beside "parameters", where JSON Schema does not read it; move it inside, next to "properties".',
    );
    expect(fixed).toEqual([
      line(
        '"parameters": {"type": "object", "properties": {"a": {"type": "string"}, "b": {}}, "required": ["b", "a"]}',
      ),
    ]);
  });

  it('tells truth values once per tool and links the others', () => {
    const marked = line(
      '"parameters":{"type":"object","properties":{"a":{"type":"string","required":«true»},"b":{"type":"string","required":true}}}',
    );
    const findings = found('openai', marked.replace(/[«»]/g, ''), 'tool.required-misplaced');
    expect(findings[0]!.message).toBe(
      '"required": true stands inside a property, where JSON Schema does not read it; name the property in the list "required" beside "properties".',
    );
    expect(findings.map(({ at }) => at)).toEqual([marked]);
    expect(findings[0]!.problem.related).toHaveLength(1);
    const optional = line(
      '"parameters":{"type":"object","properties":{"a":{"type":"string","required":false}}}',
    );
    expect(found('openai', optional, 'tool.required-misplaced')[0]!.message).toBe(
      '"required": false stands inside a property, where JSON Schema does not read it; remove it: what the list "required" does not name is optional.',
    );
  });

  it('mends a name that is close to a declared one', () => {
    const fixed = expectOne(
      'tool.required-misplaced',
      '"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":[«"citty"»]}',
      '"required" names "citty", which is not declared; declare it or take the name out.',
    );
    expect(fixed).toEqual([
      line('"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}'),
      line('"parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":[]}'),
    ]);
  });
});

describe('a name in required that is not declared', () => {
  const properties = '"properties":{"a":{"type":"string"}}';
  /** A line with a call of the tool; codes and texts of what is found, in order. */
  const told = (members: string, given: string) => {
    const text = line(members).replace(
      '"messages":[',
      `"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":${JSON.stringify(given)}}}]},{"role":"tool","tool_call_id":"c","content":"ok"},`,
    );
    return checkLine('openai', text).problems.map(
      ({ code, span }) => `${code} ${text.slice(span.start, span.end)}`,
    );
  };

  it('is told at the tool, not again at each call that lacks it', () => {
    const only = ['tool.required-misplaced "zz"'];
    expect(told(`"parameters":{"type":"object",${properties},"required":["a","zz"]}`, '{"a":"x"}')).toEqual(
      only,
    );
    expect(told(`"parameters":{"type":"object",${properties}},"required":["a","zz"]`, '{"a":"x"}')).toEqual([
      'tool.required-misplaced "required"',
      ...only,
    ]);
    expect(
      told(
        `"parameters":{"type":"object","properties":{"o":{"type":"object",${properties},"required":["zz"]}}}`,
        '{"o":{"a":"x"}}',
      ),
    ).toEqual(only);
    expect(told(`"parameters":{"type":"object",${properties},"required":["zz"]}`, '{}')).toEqual(only);
  });

  it('does not hide that a declared one is missing', () => {
    expect(told(`"parameters":{"type":"object",${properties},"required":["zz","a"]}`, '{}')).toEqual([
      'call.missing-argument "f"',
      'tool.required-misplaced "zz"',
    ]);
  });

  it('is told once where the list has it twice', () => {
    const twice = (members: string) =>
      found('openai', line(members), 'tool.required-misplaced')
        .filter(({ message }) => message.includes('"zz"'))
        .map(({ problem }) => problem.pointer);
    expect(twice(`"parameters":{"type":"object",${properties},"required":["zz","zz"]}`)).toEqual([
      '/tools/0/function/parameters/required/0',
    ]);
    expect(twice(`"parameters":{"type":"object",${properties},"required":["zz"]},"required":["zz"]`)).toEqual(
      ['/tools/0/function/parameters/required/0'],
    );
    expect(twice('"parameters":{"a":{"type":"string","description":"A"},"required":["zz","zz"]}')).toEqual([
      '/tools/0/function/parameters/required/0',
    ]);
  });
});

describe('tool.invalid-schema', () => {
  it('stands at the offending value and says it once', () => {
    expectOne(
      'tool.invalid-schema',
      '"parameters":{"type":"object","properties":{"a":{"type":"integer","minimum":«"1"»}}}',
      '"properties.a.minimum" is "1" (string); JSON Schema wants a number here. Write a number.',
    );
  });

  it('knows that arguments are an object', () => {
    expectOne(
      'tool.invalid-schema',
      '"parameters":{"type":«"array"»,"items":{"type":"string"}}',
      'The arguments of a call are always an object, but this schema wants "array"; write "object".',
    );
  });
});

describe('tool.schema-smell', () => {
  it('tells defaults outside the enum, arrays without items and patterns that are not evaluated', () => {
    expectOne(
      'tool.schema-smell',
      '"parameters":{"type":"object","properties":{"a":{"enum":["x"],"default":«"y"»}}}',
      'The default "y" is not one of the values of the enum; change it or add it to the enum.',
    );
    expectOne(
      'tool.schema-smell',
      '"parameters":{"type":"object","properties":{"a":{"type":«"array"»}}}',
      'This array does not say what its elements are; add "items".',
    );
    expectOne(
      'tool.schema-smell',
      '"parameters":{"type":"object","properties":{"a":{"type":"string","pattern":«"(?=a)b"»}}}',
      'The pattern (?=a)b is not evaluated (lookaround), so any text is accepted here; write it without lookaround and back references.',
    );
  });

  it('never fetches a reference that leads out of the tool', () => {
    expectOne(
      'tool.schema-smell',
      '"parameters":{"type":"object","properties":{"a":{"$ref":«"http://127.0.0.1:9/x"»}}}',
      'The reference http://127.0.0.1:9/x leads to no schema in this tool, and nothing is fetched, so any value is accepted; put the schema into "$defs".',
    );
  });
});

describe('tool.duplicate-name', () => {
  it('stands at the second name and deletes an equal copy', () => {
    const tool =
      '{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object","properties":{}}}}';
    const text = `{"messages":[{"role":"user","content":"Hi"}],"tools":[${tool},${tool}]}`;
    const [finding] = found('openai', text, 'tool.duplicate-name');
    expect(finding!.at).toBe(
      `{"messages":[{"role":"user","content":"Hi"}],"tools":[${tool},${tool.replace('"f"', '«"f"»')}]}`,
    );
    expect(finding!.fixed).toEqual([`{"messages":[{"role":"user","content":"Hi"}],"tools":[${tool}]}`]);
  });
});

describe('no floods', () => {
  it("tells a format's own dialect once per file, with its count, as a hint", () => {
    const checker = createChecker(rules, createToolCache({}));
    const file = fileContext('bfcl', 'samples', 'jsonl');
    expect(formatById('bfcl')).toBeDefined();
    const row = (id: number) =>
      `{"id":"simple_${id}","question":[[{"role":"user","content":"Hi"}]],"function":[{"name":"f${id % 3}","description":"F","parameters":{"type":"dict","properties":{"a":{"type":"string"}},"required":["a"]}}]}`;
    const summary = createFileSummary(true);
    for (let i = 0; i < 1000; i++) {
      const { problems, once } = checker.check(row(i), file);
      expect(problems).toEqual([]);
      summary.add(i, once);
    }
    const findings = summary.findings();
    expect(findings.map(({ code, severity, count, record }) => ({ code, severity, count, record }))).toEqual([
      { code: 'tool.foreign-type', severity: 'hint', count: 1000, record: 0 },
    ]);
    expect(ruleByCode('tool.foreign-type')!.fileMessage!(findings[0]!.key, 1000)).toBe(
      'This file writes the type "dict" (1000 times), a word of its format that is not JSON Schema; it is read as "object".',
    );
  });

  it('tells types that hold types apart from the bare word', () => {
    const row = (types: readonly string[]) => {
      const parameters = Object.fromEntries(types.map((type, i) => [`a${i}`, { type, description: 'A' }]));
      return JSON.stringify({
        id: 0,
        query: 'Hi',
        tools: JSON.stringify([{ name: 'f', description: 'F', parameters }]),
        answers: '[]',
      });
    };
    const types = ['list', 'List[float]', 'List[List[int]]', 'dict', 'Dict[str, int]', 'Union[int, str]'];
    const xlam = createChecker(rules, createToolCache());
    const { once } = xlam.check(row(types), fileContext('xlam', 'samples', 'jsonl'));
    const keys = once.filter(({ code }) => code === 'tool.foreign-type').map(({ key }) => key);
    expect([...new Set(keys)].map((key) => ruleByCode('tool.foreign-type')!.fileMessage!(key, 2))).toEqual([
      'This file writes the type "list" (2 times), a word of its format that is not JSON Schema; it is read as "array".',
      'This file writes types such as "list[…]" (2 times), as its format does; they are read as "array" with what stands in the brackets.',
      'This file writes the type "dict" (2 times), a word of its format that is not JSON Schema; it is read as "object".',
      'This file writes types such as "dict[…]" (2 times), as its format does; they are read as "object" with what stands in the brackets.',
      'This file writes types such as "union[…]" (2 times), as its format does; they are read as what they mean.',
    ]);
  });

  it('still warns of a word that leaves the dialect', () => {
    const row =
      '{"id":"simple_1","question":[[{"role":"user","content":"Hi"}]],"function":[{"name":"f","description":"F","parameters":{"type":"dict","properties":{"a":{"type":"Callable[[int], int]"}},"required":["a"]}}]}';
    expect(found('bfcl', row, 'tool.foreign-type').map(({ problem }) => problem.severity)).toEqual([
      'warning',
    ]);
  });

  it('tells tools without a description once per file', () => {
    const checker = createChecker(rules, createToolCache({}));
    const { problems, once } = checker.check(
      '{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}]}',
      fileContext('openai', 'samples', 'jsonl'),
    );
    expect(problems).toEqual([]);
    expect(once.map(({ code, count }) => ({ code, count }))).toEqual([
      { code: 'tool.schema-smell', count: 2 },
    ]);
  });
});
