/**
 * Reads an ECMA-262 pattern (as with the `u` flag, a little more tolerant of needless escapes) into a small tree.
 * Only what decides whether a text matches is kept: captures and laziness are gone.
 */

/** Code points, as sorted or unsorted inclusive ranges; the property classes are kept by name. */
export interface CharSet {
  readonly kind: 'set';
  readonly negated: boolean;
  readonly ranges: readonly (readonly [number, number])[];
  /** `\p{…}` in RE2 spelling, such as `\pL` or `\p{Greek}`. */
  readonly classes: readonly string[];
}

/** A pattern as a tree. */
export type PatternNode =
  | CharSet
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'assertion'; readonly what: 'start' | 'end' | 'word' | 'not-word' };

/** Why a pattern is not evaluated. */
export type PatternProblem = 'syntax' | 'lookaround' | 'backreference' | 'property' | 'size';

/** Longer patterns, and groups nested deeper than `MAX_GROUPS`, are not read. */
export const MAX_PATTERN_LENGTH = 10_000;
const MAX_GROUPS = 100;

class Unreadable extends Error {
  constructor(readonly problem: PatternProblem) {
    super(problem);
  }
}

/** The tree of `source`, or why there is none. Linear in the length of the pattern; never throws. */
export function parsePattern(source: string): PatternNode | PatternProblem {
  if (source.length > MAX_PATTERN_LENGTH) return 'size';
  try {
    return new PatternReader(source).read();
  } catch (error) {
    if (error instanceof Unreadable) return error.problem;
    throw error;
  }
}

const MAX_CODE_POINT = 0x10ffff;
export const DIGITS: readonly (readonly [number, number])[] = [[0x30, 0x39]];
const WORD: readonly (readonly [number, number])[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACE: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const LINE_ENDS: readonly (readonly [number, number])[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** The code points outside sorted, disjoint ranges. */
function complement(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const out: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= MAX_CODE_POINT) out.push([next, MAX_CODE_POINT]);
  return out;
}

/** General categories by their long names; the short ones are passed on. */
const CATEGORIES: Readonly<Record<string, string>> = {
  Letter: 'L',
  Lowercase_Letter: 'Ll',
  Uppercase_Letter: 'Lu',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Nonspacing_Mark: 'Mn',
  Spacing_Mark: 'Mc',
  Enclosing_Mark: 'Me',
  Number: 'N',
  Decimal_Number: 'Nd',
  digit: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  punct: 'P',
  Connector_Punctuation: 'Pc',
  Dash_Punctuation: 'Pd',
  Open_Punctuation: 'Ps',
  Close_Punctuation: 'Pe',
  Initial_Punctuation: 'Pi',
  Final_Punctuation: 'Pf',
  Other_Punctuation: 'Po',
  Symbol: 'S',
  Math_Symbol: 'Sm',
  Currency_Symbol: 'Sc',
  Modifier_Symbol: 'Sk',
  Other_Symbol: 'So',
  Separator: 'Z',
  Space_Separator: 'Zs',
  Line_Separator: 'Zl',
  Paragraph_Separator: 'Zp',
  Control: 'Cc',
  Format: 'Cf',
};
const SHORT_CATEGORY = /^(?:[LMNPSZ]|L[lutmo]|M[nce]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp]|Cc|Cf)$/;

interface Atom {
  readonly ranges: readonly (readonly [number, number])[];
  readonly classes: readonly string[];
}

class PatternReader {
  #at = 0;
  #groups = 0;

  constructor(private readonly text: string) {}

  read(): PatternNode {
    const node = this.#alternatives();
    if (this.#at < this.text.length) throw new Unreadable('syntax');
    return node;
  }

  #alternatives(): PatternNode {
    const items = [this.#sequence()];
    while (this.#take('|')) items.push(this.#sequence());
    return items.length === 1 ? items[0]! : { kind: 'alternatives', items };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.text.length && this.text[this.#at] !== '|' && this.text[this.#at] !== ')') {
      items.push(this.#term());
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  #term(): PatternNode {
    const item = this.#atom();
    const counts = this.#quantifier();
    if (counts === undefined) return item;
    if (item.kind === 'assertion') throw new Unreadable('syntax');
    this.#take('?');
    if (this.#quantifier() !== undefined) throw new Unreadable('syntax');
    return { kind: 'repeat', item, ...counts };
  }

  #quantifier(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.text[this.#at] !== '{') return undefined;
    const counts = /^\{([0-9]{1,9})(,?)([0-9]{0,9})\}/.exec(this.text.slice(this.#at, this.#at + 24));
    if (counts === null || (counts[2] === '' && counts[3] !== '')) return undefined;
    this.#at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[2] === '' ? min : counts[3] === '' ? Infinity : Number(counts[3]);
    if (max < min) throw new Unreadable('syntax');
    return { min, max };
  }

  #atom(): PatternNode {
    const char = this.text[this.#at]!;
    switch (char) {
      case '^':
        this.#at++;
        return { kind: 'assertion', what: 'start' };
      case '$':
        this.#at++;
        return { kind: 'assertion', what: 'end' };
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        this.#at++;
        return { kind: 'set', negated: true, ranges: LINE_ENDS, classes: [] };
      case '\\':
        return this.#escapedAtom();
      case '*':
      case '+':
      case '?':
        throw new Unreadable('syntax');
      default:
        return set(single(this.#codePoint()));
    }
  }

  #group(): PatternNode {
    this.#at++;
    if (++this.#groups > MAX_GROUPS) throw new Unreadable('size');
    if (this.#take('?')) {
      if (this.#take('=') || this.#take('!')) throw new Unreadable('lookaround');
      if (this.#take('<')) {
        if (this.#take('=') || this.#take('!')) throw new Unreadable('lookaround');
        const name = /^[\p{L}_$][\p{L}\p{N}_$]*>/u.exec(this.text.slice(this.#at, this.#at + 200));
        if (name === null) throw new Unreadable('syntax');
        this.#at += name[0].length;
      } else if (!this.#take(':')) {
        throw new Unreadable('syntax');
      }
    }
    const node = this.#alternatives();
    if (!this.#take(')')) throw new Unreadable('syntax');
    this.#groups--;
    return node;
  }

  #escapedAtom(): PatternNode {
    const next = this.text[this.#at + 1];
    if (next === 'b' || next === 'B') {
      this.#at += 2;
      return { kind: 'assertion', what: next === 'b' ? 'word' : 'not-word' };
    }
    if (next === 'k' || (next !== undefined && next >= '1' && next <= '9'))
      throw new Unreadable('backreference');
    return set(this.#escape(false));
  }

  /** What an escape stands for; the position is at the backslash. */
  #escape(inClass: boolean): Atom {
    const next = this.text[this.#at + 1];
    this.#at += 2;
    switch (next) {
      case 'd':
        return { ranges: DIGITS, classes: [] };
      case 'D':
        return { ranges: complement(DIGITS), classes: [] };
      case 'w':
        return { ranges: WORD, classes: [] };
      case 'W':
        return { ranges: complement(WORD), classes: [] };
      case 's':
        return { ranges: SPACE, classes: [] };
      case 'S':
        return { ranges: complement(SPACE), classes: [] };
      case 't':
        return single(0x09);
      case 'n':
        return single(0x0a);
      case 'v':
        return single(0x0b);
      case 'f':
        return single(0x0c);
      case 'r':
        return single(0x0d);
      case '0':
        if (/[0-9]/.test(this.text[this.#at] ?? '')) throw new Unreadable('syntax');
        return single(0);
      case 'b':
        if (inClass) return single(0x08);
        throw new Unreadable('syntax');
      case 'c': {
        const letter = this.text.charCodeAt(this.#at);
        if (!/[A-Za-z]/.test(this.text[this.#at] ?? '')) throw new Unreadable('syntax');
        this.#at++;
        return single(letter % 32);
      }
      case 'x':
        return single(this.#hex(2));
      case 'u':
        return single(this.#unicodeEscape());
      case 'p':
      case 'P':
        return { ranges: [], classes: [this.#property(next === 'P')] };
      case undefined:
        throw new Unreadable('syntax');
      default:
        this.#at--;
        if (/[A-Za-z0-9]/.test(next)) throw new Unreadable('syntax');
        return single(this.#codePoint());
    }
  }

  #hex(digits: number): number {
    const text = this.text.slice(this.#at, this.#at + digits);
    if (text.length !== digits || !/^[0-9A-Fa-f]+$/.test(text)) throw new Unreadable('syntax');
    this.#at += digits;
    return parseInt(text, 16);
  }

  #unicodeEscape(): number {
    if (this.#take('{')) {
      const end = this.text.indexOf('}', this.#at);
      const digits = end < 0 || end - this.#at > 20 ? '' : this.text.slice(this.#at, end);
      const value = /^[0-9A-Fa-f]+$/.test(digits) ? parseInt(digits, 16) : Infinity;
      if (value > MAX_CODE_POINT) throw new Unreadable('syntax');
      this.#at = end + 1;
      return value;
    }
    const high = this.#hex(4);
    const isHigh = high >= 0xd800 && high < 0xdc00;
    if (isHigh && this.text.startsWith('\\u', this.#at)) {
      const low = parseInt(this.text.slice(this.#at + 2, this.#at + 6), 16);
      if (low >= 0xdc00 && low < 0xe000) {
        this.#at += 6;
        return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
      }
    }
    return high;
  }

  #property(negated: boolean): string {
    const end = this.#take('{') ? this.text.indexOf('}', this.#at) : -1;
    if (end < 0) throw new Unreadable('syntax');
    const text = this.text.slice(this.#at, end);
    this.#at = end + 1;
    const [name = '', value] = text.split('=');
    const p = negated ? 'P' : 'p';
    if (value !== undefined) {
      if (name === 'Script' || name === 'sc') {
        if (/^[A-Z][A-Za-z_]{2,40}$/.test(value)) return `\\${p}{${value}}`;
      } else if (name !== 'General_Category' && name !== 'gc') {
        throw new Unreadable('property');
      }
    }
    const category = value ?? name;
    const short = Object.hasOwn(CATEGORIES, category) ? CATEGORIES[category]! : category;
    if (!SHORT_CATEGORY.test(short)) throw new Unreadable('property');
    return `\\${p}{${short}}`;
  }

  #class(): PatternNode {
    this.#at++;
    const negated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    const classes: string[] = [];
    for (;;) {
      if (this.#at >= this.text.length) throw new Unreadable('syntax');
      if (this.#take(']')) break;
      const from = this.#classAtom();
      const isRange =
        this.text[this.#at] === '-' && this.#at + 1 < this.text.length && this.text[this.#at + 1] !== ']';
      if (isRange && isSingle(from)) {
        this.#at++;
        const to = this.#classAtom();
        if (isSingle(to)) {
          if (to.ranges[0]![0] < from.ranges[0]![0]) throw new Unreadable('syntax');
          ranges.push([from.ranges[0]![0], to.ranges[0]![0]]);
        } else {
          ranges.push(...from.ranges, [0x2d, 0x2d], ...to.ranges);
          classes.push(...to.classes);
        }
        continue;
      }
      ranges.push(...from.ranges);
      classes.push(...from.classes);
    }
    return { kind: 'set', negated, ranges, classes };
  }

  #classAtom(): Atom {
    return this.text[this.#at] === '\\' ? this.#escape(true) : single(this.#codePoint());
  }

  #codePoint(): number {
    const point = this.text.codePointAt(this.#at);
    if (point === undefined) throw new Unreadable('syntax');
    this.#at += point > 0xffff ? 2 : 1;
    return point;
  }

  #take(char: string): boolean {
    if (this.text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

function single(point: number): Atom {
  return { ranges: [[point, point]], classes: [] };
}

function isSingle(atom: Atom): boolean {
  return atom.classes.length === 0 && atom.ranges.length === 1 && atom.ranges[0]![0] === atom.ranges[0]![1];
}

function set(atom: Atom): CharSet {
  return { kind: 'set', negated: false, ranges: atom.ranges, classes: atom.classes };
}
