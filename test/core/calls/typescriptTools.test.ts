/** Tools written in TypeScript: the schema they stand for, and the place of each part. */
import { describe, expect, it } from 'vitest';
import {
  decodeTypescriptString,
  findNamespaces,
  readTypescriptTools,
} from '../../../src/core/calls/typescriptTools.ts';
import type { MemberNode, ValueNode } from '../../../src/core/text/valueNode.ts';

/** The tools of the text's namespaces as values, and what could not be read. */
function read(text: string): { tools: unknown; problems: string[] } {
  const found = findNamespaces(text);
  return {
    tools: found.flatMap(({ tools }) => tools.map((tool) => tool.value)),
    problems: found.flatMap(({ problems }) => problems.map(({ message }) => message)),
  };
}

/** The parameters of the only tool of a namespace that holds `declaration`. */
function parameters(declaration: string): unknown {
  const { tools, problems } = read(`namespace functions {\n\n${declaration}\n\n} // namespace functions`);
  expect(problems).toEqual([]);
  return (tools as { parameters: unknown }[])[0]?.parameters;
}

/** The schema of the argument `a` whose type is `type`. */
function typeOf(type: string): unknown {
  const schema = parameters(`type f = (_: {\na: ${type},\n}) => any;`) as { properties: { a: unknown } };
  return schema.properties.a;
}

/** A namespace as the renderer of openai/harmony writes it. */
const rendered = `# Tools

## functions

namespace functions {

// Tells the time.
type now = () => any;

// Finds a tram.
type tram = (_: // which one
{
// Number of the line
// as on its front
line: number,
day?: "today" | "tomorrow", // default: today
stops?: string[],
// the pace
// default: 20
pace?:
 | string // default: "slow"
 | number // in km/h
,
}) => any;

} // namespace functions`;

describe('tools in TypeScript', () => {
  it('read as the schema that they were made from', () => {
    expect(read(rendered)).toEqual({
      tools: [
        { name: 'now', description: 'Tells the time.', parameters: { type: 'object', properties: {} } },
        {
          name: 'tram',
          description: 'Finds a tram.',
          parameters: {
            type: 'object',
            description: 'which one',
            properties: {
              line: { description: 'Number of the line\nas on its front', type: 'number' },
              day: { default: 'today', type: 'string', enum: ['today', 'tomorrow'] },
              stops: { type: 'array', items: { type: 'string' } },
              pace: { description: 'the pace', default: 20, type: ['string', 'number'] },
            },
            required: ['line'],
          },
        },
      ],
      problems: [],
    });
  });

  it('read as the chat template of gpt-oss writes them: commas behind defaults, nested objects on one line', () => {
    const text = `type f = (_: {
unit?: "c" | "f", // default: c,
at: {
city: string, country?: string},
tags?: string[] | null, // default: ["x, y"],
}) => any;`;
    expect(parameters(text)).toEqual({
      type: 'object',
      properties: {
        unit: { default: 'c', type: 'string', enum: ['c', 'f'] },
        at: {
          type: 'object',
          properties: { city: { type: 'string' }, country: { type: 'string' } },
          required: ['city'],
        },
        tags: {
          default: ['x, y'],
          anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }],
        },
      },
      required: ['at'],
    });
  });

  it.each([
    ['string', { type: 'string' }],
    ['integer', { type: 'integer' }],
    ['any', {}],
    ['any[]', { type: 'array', items: {} }],
    ['object', { type: 'object' }],
    ['string | null', { type: ['string', 'null'] }],
    ['null | "a"', { type: ['string', 'null'], enum: [null, 'a'] }],
    ['1 | 2.5', { enum: [1, 2.5] }],
    ['true', { enum: [true] }],
    ['string | any', {}],
    ['number[][]', { type: 'array', items: { type: 'array', items: { type: 'number' } } }],
    ['Array<string | number>', { type: 'array', items: { type: ['string', 'number'] } }],
    ['Record<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
    ['{ [key: string]: boolean }', { type: 'object', additionalProperties: { type: 'boolean' } }],
    ['"a" | number', { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'number' }] }],
    ['\'it\' | "is"', { type: 'string', enum: ['it', 'is'] }],
    ['"say \\"hi\\""', { type: 'string', enum: ['say "hi"'] }],
    [
      '{ b: string } | null',
      {
        anyOf: [{ type: 'object', properties: { b: { type: 'string' } }, required: ['b'] }, { type: 'null' }],
      },
    ],
    ['int', { type: 'int' }],
    ['Promise<string>', {}],
  ])('%s', (type, schema) => {
    expect(typeOf(type)).toEqual(schema);
  });

  it.each([
    // The renderer puts the brackets of an array of an enum behind its last value.
    ['"a" | "b"[]', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }],
    ['("a" | "b")[]', { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }],
    // This may be either, so both are accepted.
    [
      'string | number[]',
      { anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['string', 'number'] } }] },
    ],
  ])('%s accepts all that it may mean', (type, schema) => {
    expect(typeOf(type)).toEqual(schema);
  });

  it.each(['string// a text | number', 'string & { length: 3 }', '=> x', '${T}'])(
    '%s is in doubt and accepts anything',
    (type) => {
      const schema = parameters(`type f = (_: {\na?: ${type},\nb?: string,\n}) => any;`);
      expect(schema).not.toHaveProperty('properties.a.type');
      expect(schema).not.toHaveProperty('required');
      // The argument is a known one, or any is.
      expect(schema).toSatisfy(
        (s: { properties: object; additionalProperties?: object }) =>
          Object.hasOwn(s.properties, 'a') || s.additionalProperties !== undefined,
      );
    },
  );

  it('descriptions that run over lines are no members', () => {
    const text = `// First line: of two,
and the second: with a colon
type f = (_: {
// A city, e.g. one of:
San Francisco, CA
or: Oslo
city: string,
b: number, // written by hand
}) => any;`;
    expect(read(`namespace functions {\n${text}\n}`).tools).toEqual([
      {
        name: 'f',
        description: 'First line: of two,',
        parameters: {
          type: 'object',
          properties: {
            city: { description: 'A city, e.g. one of:', type: 'string' },
            b: { description: 'written by hand', type: 'number' },
          },
          required: ['city', 'b'],
          // One of the lines may have been a member.
          additionalProperties: {},
        },
      },
    ]);
  });

  it('names need be no identifiers', () => {
    const text =
      'type f = (_: {\nuser-id: string,\n"of day"?: string,\n$top?: number,\ntype: string,\n}) => any;';
    expect(parameters(text)).toEqual({
      type: 'object',
      properties: {
        'user-id': { type: 'string' },
        'of day': { type: 'string' },
        $top: { type: 'number' },
        type: { type: 'string' },
      },
      required: ['user-id', 'type'],
    });
  });

  it('several namespaces, each with its name', () => {
    const text =
      'namespace browser {\ntype open = () => any;\n} // namespace browser\n\nnamespace functions {\n}\nprose';
    const found = findNamespaces(text);
    expect(found.map(({ name, tools, start, end }) => [name, tools.length, text.slice(start, end)])).toEqual([
      ['browser', 1, 'namespace browser {\ntype open = () => any;\n}'],
      ['functions', 0, 'namespace functions {\n}'],
    ]);
  });

  it('what breaks off is told, and the others are read', () => {
    const text = `namespace functions {
type a = (_: {
x: string,
type b = (_: {
y: {
z: string,
}) => any;
type c = string;
type d = () => any;
`;
    const { tools, problems } = read(text);
    expect(
      (tools as { name: string; parameters?: unknown }[]).map((tool) => [
        tool.name,
        tool.parameters !== undefined,
      ]),
    ).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', true],
    ]);
    expect(problems).toEqual([
      'The declaration of a breaks off; it should read (_: { name: type, … }) => any.',
      'The declaration of c breaks off; it should read (_: { name: type, … }) => any.',
    ]);
    expect(read('namespace functions {\ntype d = () => any;\n').problems).toEqual([
      'The namespace functions is never closed.',
    ]);
  });

  it('prose about namespaces is none', () => {
    expect(findNamespaces('a namespace { of names }, and namespaces')).toEqual([]);
  });
});

describe('places', () => {
  const start = rendered.indexOf('namespace');
  const root = readTypescriptTools(rendered, start, rendered.length)!;

  /** The text at a path below the root; of its key when asked. */
  function at(path: readonly (string | number)[], part: 'value' | 'key' = 'value'): string {
    let node: ValueNode | undefined = root;
    let span = { start: 0, end: 0 };
    for (const step of path) {
      const member: MemberNode | undefined = node?.members?.find(({ key }) => key === step);
      if (member && part === 'key') span = { start: member.keyStart, end: member.keyEnd };
      node = typeof step === 'number' ? node?.elements?.[step] : member?.node;
      if (part === 'value') span = node!;
    }
    return rendered.slice(span.start, span.end);
  }

  it('of names, types, literals, defaults and descriptions', () => {
    const properties = [1, 'parameters', 'properties'];
    expect(at([1, 'name'])).toBe('tram');
    expect(at([...properties, 'line'], 'key')).toBe('line');
    expect(at([...properties, 'line', 'type'])).toBe('number');
    expect(at([...properties, 'line', 'description'])).toBe('Number of the line\n// as on its front');
    expect(at([...properties, 'day', 'enum', 1])).toBe('"tomorrow"');
    expect(at([...properties, 'day', 'default'])).toBe('today');
    expect(at([...properties, 'pace', 'default'])).toBe('20');
    expect(at([...properties, 'stops', 'items', 'type'])).toBe('string');
    expect(at([1, 'parameters', 'required', 0])).toBe('line');
  });

  it('a description of several lines is decoded, with the way back', () => {
    const line = root.elements![1]!.members!.find(({ key }) => key === 'parameters')!.node;
    const description = line
      .members!.find(({ key }) => key === 'properties')!
      .node.members![0]!.node.members!.find(({ key }) => key === 'description')!.node;
    const decoded = decodeTypescriptString(rendered, description);
    expect(decoded.text).toBe('Number of the line\nas on its front');
    const from = decoded.toOuter(decoded.text.indexOf('as on'));
    expect(rendered.slice(from, from + 11)).toBe('as on its f');
  });
});

describe('hostile text ends soon', () => {
  const n = 50_000;
  it.each([
    ['nested objects', 'namespace f {\ntype a = (_: ' + '{a: '.repeat(n)],
    ['nested arrays', 'namespace f {\ntype a = (_: {a: ' + 'Array<'.repeat(n)],
    ['open parentheses', 'namespace f {\ntype a = (_: {a: ' + '('.repeat(n)],
    ['brackets', `namespace f {\ntype a = (_: {a: string${'[]'.repeat(n)}}) => any;\n}`],
    ['closed objects', `namespace f {\ntype a = (_: ${'{a: '.repeat(n)}b${'}'.repeat(n)}) => any;\n}`],
    ['many alternatives', `namespace f {\ntype a = (_: {a: b${' | "c"'.repeat(n)}}) => any;\n}`],
    ['members on one line', 'namespace f {\ntype a = (_: {' + "a: 'x',".repeat(n)],
    ['garbage lines with comments', 'namespace f {\ntype a = (_: {\n' + '// a\nb\n'.repeat(n)],
    ['keys without types', 'namespace f {\ntype a = (_: {\n' + 'a:\n'.repeat(n)],
    ['comments between alternatives', 'namespace f {\ntype a = (_: {a: b' + ' // c\n| d'.repeat(n)],
    ['spaces behind a name', `namespace f {\ntype a${' '.repeat(n)}\ntype b = (_${' '.repeat(n)}`],
    ['spaces before a colon', `namespace f {\ntype a = (_: {\nb${' '.repeat(n)}x`],
    ['quotes', 'namespace f {\ntype a = (_: {a: ' + '"'.repeat(n)],
    ['single quotes', 'namespace f {\ntype a = (_: {a: ' + "'x|".repeat(n)],
    ['many namespaces', 'namespace f {\n'.repeat(n / 10)],
    ['many closed namespaces', 'namespace f {\n}\n'.repeat(n / 10)],
    ['many declarations', 'namespace f {\n' + 'type a = (_: {\n'.repeat(n / 10)],
  ])('%s', (_, text) => {
    const before = performance.now();
    const found = findNamespaces(text);
    expect(found.length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
