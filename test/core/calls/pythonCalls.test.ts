/** Python call lists as data sets write them: what is read, and what is noted. Agreement with `ast` is tested apart. */
import { describe, expect, it } from 'vitest';
import { findPythonCallList } from '../../../src/core/calls/findPythonCalls.ts';
import { parsePythonCalls, pythonToValueNode } from '../../../src/core/calls/pythonCalls.ts';
import { readPythonLiteral } from '../../../src/core/calls/pythonLiteral.ts';

/** Calls as `[name, named arguments, positional arguments]`, notes as `kind "source"`. */
function read(text: string) {
  const list = parsePythonCalls(text);
  return {
    calls: list?.calls.map((call) => [
      call.name,
      call.arguments.value,
      ...call.positional.map((node) => node.value),
    ]),
    notes: list?.notes.map((note) => `${note.kind} ${JSON.stringify(text.slice(note.start, note.end))}`),
    complete: list?.complete,
  };
}

describe('what ToolACE writes and Python refuses', () => {
  it.each([
    ['[Stock Price (Real-Time)(symbol="A")]', 'Stock Price (Real-Time)', { symbol: 'A' }],
    ['[Books, Films(q=1)]', 'Books, Films', { q: 1 }],
    ['[Weather (v2) Data(x=1)]', 'Weather (v2) Data', { x: 1 }],
    ['[Market Trends API(trend_type="A", n=2)]', 'Market Trends API', { trend_type: 'A', n: 2 }],
    ['[2nd.Call/Now(x=None)]', '2nd.Call/Now', { x: null }],
    ['[import(x=1)]', 'import', { x: 1 }],
  ])('%s', (text, name, args) => {
    const { calls, notes, complete } = read(text);
    expect(calls).toEqual([[name, args]]);
    expect(notes).toEqual([`odd-name ${JSON.stringify(name)}`]);
    expect(complete).toBe(true);
  });

  it('argument names that are keywords, or no names at all', () => {
    expect(read('[f(from="a", page-size=3, ids[]=[1], max.n=2)]')).toEqual({
      calls: [['f', { from: 'a', 'page-size': 3, 'ids[]': [1], 'max.n': 2 }]],
      notes: ['odd-name "from"', 'odd-name "page-size"', 'odd-name "ids[]"', 'odd-name "max.n"'],
      complete: true,
    });
  });

  it('JSON constants, bare words, trailing prose', () => {
    expect(read('[f(a=true, b=null, c=New York)] Done.')).toEqual({
      calls: [['f', { a: true, b: null, c: 'New York' }]],
      notes: ['json-literal "true"', 'json-literal "null"', 'bare-word "New York"', 'trailing-text "Done."'],
      complete: true,
    });
  });
});

describe('values', () => {
  it.each([
    ['(1, 2)', [1, 2], []],
    ['(1)', 1, []],
    ['{1, 2}', [1, 2], ['set "{1, 2}"']],
    ['{1: 2, None: 3}', { '1': 2, None: 3 }, ['non-string-key "1"', 'non-string-key "None"']],
    ['9007199254740993', 9007199254740992, ['unsafe-integer "9007199254740993"']],
    ['+5', 5, ['expression "+5"']],
    ['g(1, b=[2])', 'g(1, b=[2])', ['nested-call "g(1, b=[2])"']],
    ['datetime.date(2024, 1, 2)', 'datetime.date(2024, 1, 2)', ['nested-call "datetime.date(2024, 1, 2)"']],
    ['a + b', 'a + b', ['expression "a + b"']],
    ['[x for x in y]', '[x for x in y]', ['expression "[x for x in y]"']],
    ["f'{x}'", "f'{x}'", ['expression "f\'{x}\'"']],
    ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}'), []],
  ])('%s', (value, expected, notes) => {
    const { calls, notes: found, complete } = read(`[f(a=${value})]`);
    expect(calls).toEqual([['f', { a: expected }]]);
    expect(found).toEqual(notes);
    expect(complete).toBe(true);
  });

  it('the source of a number stays at its place', () => {
    const text = '[f(a=1_000.50)]';
    const node = parsePythonCalls(text)!.calls[0]!.arguments.members![0]!.node;
    expect([node.value, text.slice(node.start, node.end)]).toEqual([1000.5, '1_000.50']);
  });
});

describe('calls without a list', () => {
  it('one call', () => expect(read("sort('x.pdf')").calls).toEqual([['sort', {}, 'x.pdf']]));

  it('on lines of their own, or with semicolons, with a note for each seam', () => {
    expect(read('f(a=1)\ng(b=2); h()')).toEqual({
      calls: [
        ['f', { a: 1 }],
        ['g', { b: 2 }],
        ['h', {}],
      ],
      notes: ['separate-calls "\\n"', 'separate-calls "; "'],
      complete: true,
    });
  });

  it('prose behind the call is trailing text', () => {
    expect(read('f(a=1)\nThat was it.').notes).toEqual(['trailing-text "That was it."']);
  });
});

describe('recovery keeps what is there', () => {
  it.each([
    ['[f(a=1, b=', [['f', { a: 1, b: '' }]], ['b', '(', '[']],
    [
      '[f(a=1 b=2), g(c=3)]',
      [
        ['f', { a: 1, b: 2 }],
        ['g', { c: 3 }],
      ],
      [''],
    ],
    [
      '[f(a=[1, 2), g(c=3)]',
      [
        ['f', { a: [1, 2] }],
        ['g', { c: 3 }],
      ],
      ['['],
    ],
    ['[f(a=1, g(c=3)]', [['f', { a: 1 }, 'g(c=3)']], ['(']],
    ["[f(a='x), g(c=3)]", [['f', { a: 'x), g(c=3)]' }]], ["'x), g(c=3)]", '(', '[']],
    [
      '[f(a=1)), g(c=3)]',
      [
        ['f', { a: 1 }],
        ['g', { c: 3 }],
      ],
      [')'],
    ],
    ['[f(a=,b=2)]', [['f', { a: '', b: 2 }]], ['a']],
    ['[get_wea', [['get_wea', {}]], ['get_wea', '[']],
    [
      '[f(a=1) g(b=2)]',
      [
        ['f', { a: 1 }],
        ['g', { b: 2 }],
      ],
      [''],
    ],
    [
      '[f(a=1), "x", g(b=2)]',
      [
        ['f', { a: 1 }],
        ['g', { b: 2 }],
      ],
      ['"x"'],
    ],
  ])('%s', (text, calls, places) => {
    const list = parsePythonCalls(text)!;
    expect(read(text).calls).toEqual(calls);
    expect(list.complete).toBe(false);
    const errors = list.notes.filter((note) => note.kind === 'syntax-error');
    expect(errors.map((note) => text.slice(note.start, note.end))).toEqual(places);
  });
});

describe('pythonToValueNode', () => {
  it('walks like JSON: index, arguments, name, index', () => {
    const text = '[f(x=1), g.h(a=[5, "six"], 7)]';
    const call = pythonToValueNode(text)!.elements![1]!;
    const [name, args, positional] = call.members!;
    expect([name!.key, name!.node.value, text.slice(name!.node.start, name!.node.end)]).toEqual([
      'name',
      'g.h',
      'g.h',
    ]);
    const member = args!.node.members![0]!;
    expect(text.slice(member.keyStart, member.keyEnd)).toBe('a');
    const six = member.node.elements![1]!;
    expect(text.slice(six.start, six.end)).toBe('"six"');
    expect([positional!.key, positional!.node.value]).toEqual(['positional', [7]]);
  });

  it('is undefined for what is no call list, and an empty array for an empty list', () => {
    expect(pythonToValueNode('hello')).toBeUndefined();
    expect(pythonToValueNode('[1, 2]')).toBeUndefined();
    expect(pythonToValueNode('[]')!.elements).toEqual([]);
  });
});

describe('findPythonCallList', () => {
  it.each([
    '[f(a=1)]',
    '  [f(a=1), g()]  ',
    'f(a=1)',
    'main()',
    "[sort('x')]",
    '[f(a=1)] I have called it.',
    '<think>[g(b=2)]?</think>\n\n[f(a=1)]',
    '```python\n[f(a=1)]\n```',
    '[Get All (v2)(a=1)]',
    '[f(a=',
    '[]',
  ])('finds %j', (text) => expect(findPythonCallList(text)).toBeDefined());

  it.each([
    '',
    '[see note (a)]',
    '[see(a)]',
    'The function f(x=1) is called.',
    'f(x) is the function',
    '[link](https://x.org)',
    '[{"name": "f", "arguments": {}}]',
    '[1, 2, 3]',
    'I would call [f(a=1)].',
    '<think>[f(a=1)]',
    '[f(a',
    'None of the functions can be used (sorry).',
  ])('does not take %j for one', (text) => expect(findPythonCallList(text)).toBeUndefined());
});

describe('readPythonLiteral', () => {
  it('reads a repr as data', () => {
    const { node, notes, complete } = readPythonLiteral(
      `[{'api': "it's", 'parameters': {'a': None, 'b': True}}]`,
    );
    expect(node!.value).toEqual([{ api: "it's", parameters: { a: null, b: true } }]);
    expect([notes, complete]).toEqual([[], true]);
  });

  it('keeps what is there of a broken one', () => {
    const { node, complete } = readPythonLiteral(`{'a': 1, 'b'`);
    expect(node!.value).toEqual({ a: 1, b: '' });
    expect(complete).toBe(false);
    expect(readPythonLiteral('  ').node).toBeUndefined();
  });
});

describe('hostile text', () => {
  it.each([
    '[',
    '{',
    '(',
    '[f(',
    'f(a=[',
    'f(a={',
    "f(a='",
    'f(\n',
    'f(x=g(',
    'a (b)',
    'f(a=[},',
    '[f(=,',
    'lambda x=',
    '#\n',
  ])('%j a hundred thousand times ends', (piece) => {
    const text = piece.repeat(100_000);
    parsePythonCalls(text);
    parsePythonCalls('[f(a=' + text);
    readPythonLiteral(text);
  });

  it('a hundred thousand arguments, and a string of a million characters, are read', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `a${i}=${i}`).join(', ');
    expect(parsePythonCalls(`f(${many})`)!.calls[0]!.arguments.members!.length).toBe(100_000);
    const long = '[f(a="' + 'é\\n'.repeat(333_334) + '")]';
    expect(parsePythonCalls(long)!.complete).toBe(true);
  });

  it('what is nested too deep becomes opaque, with a note', () => {
    const list = parsePythonCalls('[f(a=' + '['.repeat(600) + ']'.repeat(600) + ', b=2)]')!;
    expect(list.notes.map((note) => note.kind)).toEqual(['too-deep']);
    expect(list.calls[0]!.arguments.members!.map((member) => member.key)).toEqual(['a', 'b']);
  });
});
