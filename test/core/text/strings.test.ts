/** String literals of JSON and Python: decoding, encoding, and the maps between the two texts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDecoded, plainText } from '../../../src/core/text/decodedText.ts';
import { decodeJsonString, encodeJsonString } from '../../../src/core/text/jsonString.ts';
import {
  decodePythonString,
  encodePythonString,
  quotePythonString,
} from '../../../src/core/text/pythonString.ts';
import type { DecodedText } from '../../../src/core/text/valueNode.ts';

const SEED = 20240611;
const options = (numRuns: number): { seed: number; numRuns: number } => ({ seed: SEED, numRuns });

/** Any UTF-16 text, with much of what strings trip over: quotes, escapes, controls, lone surrogates, emoji. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        '\r\n',
        '/',
        '\u2028',
        '\ud83d',
        '\ude00',
        '😀',
        'é',
        '\0',
        '\\u',
        '\\x4',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Monotonic both ways, inside the literal, and the way back from where a character stands is that character. */
function expectSoundMap(decoded: DecodedText, outerStart: number, outerEnd: number): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${what}: ${JSON.stringify(decoded.text)}`);
  };
  let before = outerStart;
  for (let i = 0; i <= decoded.text.length; i++) {
    const outer = decoded.toOuter(i);
    must(before <= outer && outer <= outerEnd, `toOuter(${i}) = ${outer}`);
    const back = decoded.toInner(outer);
    must(back <= i && decoded.toOuter(back) === outer, `toInner(${outer}) = ${back}`);
    before = outer;
  }
  let inner = 0;
  for (let outer = outerStart; outer <= outerEnd; outer++) {
    const offset = decoded.toInner(outer);
    must(inner <= offset && offset <= decoded.text.length, `toInner(${outer}) = ${offset}`);
    inner = offset;
  }
}

describe('JSON strings', () => {
  it('decode maps every character to where it is written', () => {
    const text = String.raw`x "a\nb\u00e9c\"" y`;
    const decoded = decodeJsonString(text, 2, text.length - 2);
    expect(decoded.text).toBe('a\nbéc"');
    expect([0, 1, 2, 3, 4, 5, 6].map((i) => decoded.toOuter(i))).toEqual([3, 4, 6, 7, 13, 14, 16]);
    expect([3, 4, 5, 6, 9, 13, 15, 16].map((i) => decoded.toInner(i))).toEqual([0, 1, 1, 2, 3, 4, 5, 6]);
  });

  it('decode is tolerant: unknown escapes stay, unclosed literals end where they are cut', () => {
    expect(decodeJsonString('"a\\qb"', 0, 6).text).toBe('a\\qb');
    expect(decodeJsonString('"a\\u12', 0, 6).text).toBe('a\\u12');
    expect(decodeJsonString('"a\\"', 0, 4).text).toBe('a"');
    expect(decodeJsonString("'it\\'s'", 0, 7).text).toBe("it's");
    expect(decodeJsonString('"', 0, 1).text).toBe('');
  });

  it('encode keeps the style of the literal it goes into', () => {
    expect(encodeJsonString('é', 'caf\\u00e9')).toBe('\\u00e9');
    expect(encodeJsonString('é', 'caf\\u00E9')).toBe('\\u00E9');
    expect(encodeJsonString('😀', 'caf\\u00e9')).toBe('\\ud83d\\ude00');
    expect(encodeJsonString('é', 'café \\u00e9')).toBe('é');
    expect(encodeJsonString('é/"', 'plain')).toBe('é/\\"');
    expect(encodeJsonString('a/b', 'http:\\/\\/x')).toBe('a\\/b');
    expect(encodeJsonString('<b>', '\\u003ci\\u003e')).toBe('\\u003cb\\u003e');
    expect(encodeJsonString('\u2028')).toBe('\\u2028');
    expect(encodeJsonString('\ud83d')).toBe('\\ud83d');
  });

  it('encode then decode is the text, JSON.parse agrees, and the map is sound', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), (text, like) => {
        const literal = '"' + encodeJsonString(text, like) + '"';
        expect(JSON.parse(literal)).toBe(text);
        const decoded = decodeJsonString(literal, 0, literal.length);
        expect(decoded.text).toBe(text);
        expect(decoded.toOuter(text.length)).toBe(literal.length - 1);
        expectSoundMap(decoded, 1, literal.length - 1);
      }),
      options(1500),
    );
  });

  it('four layers of strings in strings map to one place in the outermost text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let outer = text;
        for (let depth = 0; depth < 4; depth++) outer = '"' + encodeJsonString(outer) + '"';
        let decoded = plainText(outer, 0, outer.length);
        for (let depth = 0; depth < 4; depth++) {
          decoded = composeDecoded(decoded, decodeJsonString(decoded.text, 0, decoded.text.length));
        }
        expect(decoded.text).toBe(text);
        expectSoundMap(decoded, 0, outer.length);
      }),
      options(300),
    );
  });

  it('a literal of a million escapes is decoded and looked up at once', () => {
    const literal = '"' + '\\n'.repeat(1_000_000) + '"';
    const decoded = decodeJsonString(literal, 0, literal.length);
    expect(decoded.text.length).toBe(1_000_000);
    expect(decoded.toOuter(500_000)).toBe(1_000_001);
    expect(decoded.toInner(1_000_002)).toBe(500_000);
  });
});

describe('Python strings', () => {
  const decode = (literal: string) => decodePythonString(literal, 0, literal.length).text;

  it.each([
    [`'a\\tb'`, 'a\tb'],
    [`"it's"`, "it's"],
    [`r'\\d\\n'`, '\\d\\n'],
    [`'\\x41\\101\\u00e9\\U0001F600'`, 'AAé😀'],
    [`'\\d \\N{BULLET} \\x4 \\u12'`, '\\d \\N{BULLET} \\x4 \\u12'],
    [`'a' "b"\n 'c'`, 'abc'],
    [`'''a\r\nb'''`, 'a\nb'],
    [`'a\\\nb'`, 'ab'],
    [`u'x' R"\\y"`, 'x\\y'],
    [`'unclosed`, 'unclosed'],
  ])('%j decodes to %j', (literal, text) => {
    expect(decode(literal)).toBe(text);
  });

  it('the map jumps over the gap between pieces and the prefix', () => {
    const literal = `r'ab' "c\\n"`;
    const decoded = decodePythonString(literal, 0, literal.length);
    expect(decoded.text).toBe('abc\n');
    expect([0, 1, 2, 3, 4].map((i) => decoded.toOuter(i))).toEqual([2, 3, 7, 8, 10]);
    expect(decoded.toInner(5)).toBe(1);
  });

  it('every unit of a long escape maps to its start', () => {
    const decoded = decodePythonString(`'\\U0001F600x'`, 0, 13);
    expect([0, 1, 2].map((i) => decoded.toOuter(i))).toEqual([1, 1, 11]);
    expect([1, 5, 10, 11].map((i) => decoded.toInner(i))).toEqual([0, 0, 0, 2]);
  });

  it('a raw literal says that it cannot hold a quote or a backslash; quoting falls back to a plain one', () => {
    expect(encodePythonString('\\d', `r'x'`)).toBeUndefined();
    expect(encodePythonString('ab', `r'x'`)).toBe('ab');
    expect(quotePythonString('\\d', `r'x'`)).toBe(`'\\\\d'`);
    expect(quotePythonString("it's", `"x"`)).toBe(`"it\\'s"`.replace('\\', ''));
  });

  const likeLiterals = fc.constantFrom(`''`, `"x"`, `'''x'''`, `"""é"""`, `'\\u00e9'`, `'a' "b"`, `u'x'`);

  it('encode then decode is the text in every style, and the map is sound', () => {
    fc.assert(
      fc.property(anyText, likeLiterals, (text, like) => {
        const literal = quotePythonString(text, like);
        const decoded = decodePythonString(literal, 0, literal.length);
        expect(decoded.text).toBe(text);
        expectSoundMap(decoded, 0, literal.length);
      }),
      options(1500),
    );
  });
});
