// The reader of Python expressions against CPython 3.11: test/golden/pythonExpressions.json holds texts and what
// `ast.unparse(ast.parse(text, mode="eval"))` made of them (null: a syntax error).
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpressionNode } from '../../../src/core/calls/python/ast.ts';
import { foldConstant } from '../../../src/core/calls/python/fold.ts';
import { parsePythonExpression } from '../../../src/core/calls/python/parsePython.ts';
import { pythonRepr } from '../../../src/core/calls/python/percentFormat.ts';
import { printFloat, printPython, quotePython } from '../../../src/core/calls/python/printPython.ts';
import { PythonSyntaxError } from '../../../src/core/calls/python/pythonTokens.ts';
import { PythonError } from '../../../src/core/calls/python/values.ts';

const golden = JSON.parse(readFileSync('test/golden/pythonExpressions.json', 'utf8')) as [
  string,
  string | null,
][];

function printed(text: string): string | null {
  try {
    return printPython(parsePythonExpression(text));
  } catch (error) {
    if (error instanceof PythonSyntaxError) return null;
    throw error;
  }
}

describe('an expression', () => {
  it('is taken, refused and printed as CPython does', () => {
    expect(golden.length).toBeGreaterThan(1500);
    const different = golden.flatMap(([text, expected]) => {
      const ours = printed(text);
      return ours === expected ? [] : [{ text, ours, expected }];
    });
    expect(different).toEqual([]);
  });

  it('keeps the places of what it is made of', () => {
    const text = "f(a=[1, 'x'], b={'k': -2})";
    const tree = parsePythonExpression(text);
    const at = ({ start, end }: ExpressionNode) => text.slice(start, end);
    if (tree.kind !== 'Call') throw new Error('no call');
    const [list, dict] = tree.keywords.map(({ value }) => value);
    expect(at(list!)).toBe("[1, 'x']");
    expect(list!.kind === 'List' && list!.elements.map(at)).toEqual(['1', "'x'"]);
    expect(dict!.kind === 'Dict' && dict!.values.map(at)).toEqual(['-2']);
  });

  it('ends the reading of any text, in time, with a tree or an error that has a place', () => {
    const piece = fc.constantFrom('(', ')', '[', ']', '{', '}', 'f', '=', ',', "'", '"', '\\', '1', '.', '-', 'not ', 'lambda:', '**', ' for x in ', '\n', '#', 'é', '\ud800'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        try {
          parsePythonExpression(text);
        } catch (error) {
          if (!(error instanceof PythonSyntaxError)) throw error;
          expect(error.at).toBeGreaterThanOrEqual(0);
          expect(error.at).toBeLessThanOrEqual(text.length);
        }
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['signs', '-'.repeat(100_000) + '1'],
    ['not', 'not '.repeat(100_000) + 'x'],
    ['lambdas', 'lambda: '.repeat(100_000) + 'x'],
    ['else', 'a if b else '.repeat(100_000) + 'c'],
    ['powers', '2**'.repeat(100_000) + '2'],
  ])('that is nested 100,000 deep (%s) is refused', (_, text) => {
    expect(() => parsePythonExpression(text)).toThrow(PythonSyntaxError);
  });

  it('of 100,000 terms is read, and not printed', () => {
    const tree = parsePythonExpression('1+'.repeat(100_000) + '1');
    expect(() => printPython(tree)).toThrow(RangeError);
    expect(() => foldConstant(tree)).toThrow(PythonError);
  });
});

describe('arithmetic of constants', () => {
  // Right sides as Python 3.11 prints them.
  it.each([
    ['60 * 24', '1440'],
    ['7 // -2', '-4'],
    ['-7 % 3', '2'],
    ['7.5 % -2', '-0.5'],
    ['-7.5 // 2', '-4.0'],
    ['1 / 3', '0.3333333333333333'],
    ['2 ** 100', '1267650600228229401496703205376'],
    ['2 ** -1', '0.5'],
    ['10 ** 20 / 3', '3.333333333333333e+19'],
    ['True + True', '2'],
    ['True & False', 'False'],
    ["'a' + 'b' * 3", "'abbb'"],
    ['[1] * 2 + [3]', '[1, 1, 3]'],
    ['(1,) + (2, 3)', '(1, 2, 3)'],
    ["'%s is %d%% of %.2f' % ('x', 5, 1.5)", "'x is 5% of 1.50'"],
    ["'%(a)s' % {'a': None}", "'None'"],
    ["'%05d|%-4s|%+d' % (42, 'x', 3)", "'00042|x   |+3'"],
    ['1 << 10 | 3', '1027'],
    ['~5', '-6'],
    ['1 + 2j', '(1+2j)'],
    ["b'a' + b'\\xff'", "b'a\\xff'"],
    ["[1, 2][-1] if 1 < 2 <= 2 else 'no'", '2'],
    ["{'a': 1} | {'b': 2}", "{'a': 1, 'b': 2}"],
    ["'x' in 'xyz' and not 0", 'True'],
  ])('%s = %s', (text, expected) => {
    expect(pythonRepr(foldConstant(parsePythonExpression(text)))).toBe(expected);
  });

  it.each(['1 / 0', '1 // 0', '1 % 0', "'a' + 1", '[] - []', 'x + 1', "__import__('os').system('x')", "'x' * 10**9", '10 ** 10 ** 10', '1 << 10**9', "'%d' % 'x'", "'%s' % (1, 2)", '1.5 & 2', "'a' < 1", '2.0 ** 10000'])(
    '%s is refused',
    (text) => {
      expect(() => foldConstant(parsePythonExpression(text))).toThrow(PythonError);
    },
  ); // prettier-ignore
});

describe('numbers and texts are printed as by repr:', () => {
  it.each([
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e15, '1000000000000000.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [-0, '-0.0'],
    [1e22, '1e+22'],
    [Infinity, 'inf'],
  ])('%d as %s', (value, expected) => {
    expect(printFloat(value)).toBe(expected);
  });

  it.each([
    ["it's", '"it\'s"'],
    ['it\'s "x"', "'it\\'s \"x\"'"],
    ['a\nb\t\\', "'a\\nb\\t\\\\'"],
    ['\u00a0\u200b\u{e0001}é', "'\\xa0\\u200b\\U000e0001é'"],
  ])('%j as %s', (text, expected) => {
    expect(quotePython(text)).toBe(expected);
  });
});
