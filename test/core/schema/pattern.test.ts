/** Patterns: the same answer as the native engine, in linear time, or a stated reason. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, linearPattern, nativePattern } from '../../../src/core/schema/pattern.ts';
import { parsePattern } from '../../../src/core/schema/patternSyntax.ts';

const SEED = 42;

describe('what a pattern matches', () => {
  it.each<[pattern: string, matches: string[], not: string[]]>([
    ['^\\d{3}-\\d{4}$', ['555-1234'], ['5551234', '٥٥٥-١٢٣٤', '555-1234\n']],
    ['^\\w+$', ['a_9'], ['é', '']],
    ['\\s', ['\u00a0', '\ufeff', '\u2029', 'a b'], ['ab', '\u200b']],
    ['^\\S+$', ['abc'], ['a\u3000b']],
    ['^.$', ['😀', 'a'], ['\n', '\u2028', 'ab']],
    ['[^]', ['\n'], ['']],
    ['[]', [], ['', 'a']],
    ['^\\u{1F600}\\uD83D\\uDE00$', ['😀😀'], ['😀']],
    ['^[\\u{1F600}-\\u{1F602}]$', ['😁'], ['😃']],
    ['^\\cJ\\x41\\0$', ['\nA\0'], ['JA0']],
    ['^(?<year>\\d{4})(?:-(\\d\\d))?$', ['2024', '2024-05'], ['2024-5']],
    ['^\\p{Letter}\\p{Lu}\\p{Script=Greek}$', ['éÉγ'], ['1Éγ']],
    ['^a|b$', ['ax', 'xb'], ['xa']],
    ['^[\\w.-]+@[\\w-]+$', ['a.b@c-d'], ['@c']],
    ['\\bcat\\b', ['a cat'], ['concat']],
    ['^[[]$', ['['], ['[:']],
    ['^[\\b]$', ['\b'], ['b']],
    ['a{2}{', ['aa{'], ['aa']],
    ['^a*?b+?$', ['aab', 'b'], ['aa']],
    ['^$', [''], ['\n']],
  ])('%s', (pattern, matches, not) => {
    const { test } = compilePattern(pattern);
    expect(test).toBeDefined();
    expect(matches.filter((text) => !test!(text))).toEqual([]);
    expect(not.filter((text) => test!(text))).toEqual([]);
  });

  it('agrees with the native engine on random patterns', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '\\D',
      'é',
      '😀',
      '\\b',
      '[a-c\\d]',
      '\\.',
    );
    const piece = fc
      .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?'))
      .map(([a, q]) => (a === '\\b' ? a : a + q));
    const pattern = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(
          fc.oneof(
            piece,
            piece,
            fc.tuple(piece, piece).map(([a, b]) => `(${a}|${b})`),
          ),
          { maxLength: 4 },
        ),
        fc.constantFrom('', '$'),
      )
      .map(([start, pieces, end]) => start + pieces.join('') + end);
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '1', ' ', 'é', '😀', '\n', '.'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
        const native = new RegExp(source, 'u');
        const tree = parsePattern(source);
        if (typeof tree === 'string') throw new Error(`${source} is not read: ${tree}`);
        for (const sample of texts) {
          const expected = native.test(sample);
          const say = `${source} on ${JSON.stringify(sample)}`;
          expect(linearPattern(tree).test?.(sample), `linear: ${say}`).toBe(expected);
          const fast = nativePattern(tree);
          if (fast !== undefined) expect(fast.test?.(sample), `native: ${say}`).toBe(expected);
        }
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

describe('what is not evaluated', () => {
  it.each([
    ['(?=a)b', 'lookaround'],
    ['(?<!a)b', 'lookaround'],
    ['(a)\\1', 'backreference'],
    ['(?<n>a)\\k<n>', 'backreference'],
    ['\\p{Emoji}', 'property'],
    ['(', 'syntax'],
    ['a**', 'syntax'],
    ['[b-a]', 'syntax'],
    ['\\Z', 'syntax'],
    ['a{3,2}', 'syntax'],
    ['(a{1000}){1000}', 'size'],
  ])('%s: %s', (pattern, reason) => {
    expect(compilePattern(pattern)).toEqual({ reason });
  });
});

it('does not read patterns beyond its bounds', () => {
  expect(compilePattern('('.repeat(5_000))).toEqual({ reason: 'size' });
  expect(compilePattern('x'.repeat(20_000))).toEqual({ reason: 'size' });
});

describe('time', () => {
  /** The shapes that make a backtracking engine run for ever, and the engine that gets them. */
  it.each([
    ['^(a+)+$', 'linear'],
    ['^(a|a)*$', 'linear'],
    ['(x+x+)+y', 'linear'],
    ['^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$', 'linear'],
    ['a+$', 'linear'],
    ['^a*a*$', 'linear'],
    ['^[a-z]+[0-9]*$', 'native'],
    ['^[a-z]{1,64}$', 'native'],
    ['^\\d{4}-\\d{2}$', 'native'],
    ['[0-9]{3}', 'native'],
  ] as const)('%s runs in the %s engine', (pattern, engine) => {
    const compiled = compilePattern(pattern);
    expect(compiled.engine).toBe(engine);
    // Would take longer than the age of the universe with backtracking; a time-out of the test is the only clock.
    expect(compiled.test!('a'.repeat(50_000) + '!')).toBe(false);
  });

  it('counts the steps of native patterns: no more than a few for each character', () => {
    // Quantified sets must exclude what follows them; otherwise the linear engine takes over.
    expect(nativePattern(asTree('^a+b+$'))).toBeDefined();
    expect(nativePattern(asTree('^[a-c]+b$'))).toBeUndefined();
    expect(nativePattern(asTree('^a?b?a$'))).toBeUndefined();
    expect(nativePattern(asTree('^[^,]+,[^,]+$'))).toBeDefined();
    expect(nativePattern(asTree('^\\p{L}+a$'))).toBeUndefined();
    expect(nativePattern(asTree('a+b'))).toBeUndefined();
  });
});

function asTree(source: string): Exclude<ReturnType<typeof parsePattern>, string> {
  const tree = parsePattern(source);
  if (typeof tree === 'string') throw new Error(tree);
  return tree;
}
