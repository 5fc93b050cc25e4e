/**
 * The tokens of Python expressions, as version 3.11 cuts them (Language Reference 2): names, numbers, strings, operators.
 * Inside brackets a line break is white space; outside it ends the expression. Offsets are UTF-16 units.
 */
import { isPythonKeyword } from '../pythonScanner.ts';

/** What a token is. `end`: the text is over, or a line break outside brackets ends the expression. */
export type TokenKind = 'name' | 'keyword' | 'number' | 'string' | 'operator' | 'end';

/** Text that is no Python expression, with the place where reading stopped. */
export class PythonSyntaxError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** Brackets inside brackets, as deep as CPython allows. */
const maxBrackets = 200;

const threeLetters = new Set(['...', '**=', '//=', '<<=', '>>=']);
const twoLetters = new Set(['**', '//', '<<', '>>', '<=', '>=', '==', '!=', ':=', '->']);
const oneLetter = ':.;=+-*/%@&|^~<>';
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Words that may follow a number without a space. */
const afterNumber = /(?:and|else|for|if|in|is|not|or)/y;
const word = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const decimal = /(?:[0-9](?:_?[0-9])*)?(?:\.(?:[0-9](?:_?[0-9])*)?)?/y;
const exponent = /[eE][-+]?[0-9](?:_?[0-9])*/y;
const radix = /0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y;

/** Goes through the tokens of a text; the fields describe the token it stands at. */
export class PythonTokens {
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** The token's text; of a name its NFKC form, as Python compares names. */
  text = '';
  /** End of the token before. */
  lastEnd = 0;
  readonly #open: string[] = [];

  constructor(readonly source: string) {
    if (source.includes('\0')) throw new PythonSyntaxError('a NUL character', source.indexOf('\0'));
    this.end = this.#firstLine();
    this.next();
  }

  /** Behind the lines without code that may come first; the first line of code must not be indented. */
  #firstLine(): number {
    const first = this.source.charCodeAt(0);
    if (first > 35) return 0;
    const empty = /(?:[ \t\f]*(?:#[^\r\n]*)?[\r\n]+)*/y;
    empty.test(this.source);
    const indent = /[ \t]*\f*[ \t]*/y;
    indent.lastIndex = empty.lastIndex;
    const spaces = indent.exec(this.source)![0];
    // A form feed puts the column back to its beginning.
    const width = spaces.length - (spaces.lastIndexOf('\f') + 1);
    if (width > 0 && indent.lastIndex < this.source.length && this.source[indent.lastIndex] !== '#')
      throw new PythonSyntaxError('white space before the expression', empty.lastIndex);
    return empty.lastIndex;
  }

  isAt(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  /** True at a name, a number, a string, or a constant's word behind which the expression ends at once. */
  isAlone(): boolean {
    const { kind, source, text } = this;
    if (kind === 'operator' || kind === 'end') return false;
    if (kind === 'keyword' && text !== 'True' && text !== 'False' && text !== 'None') return false;
    let at = this.end;
    while (source.charCodeAt(at) === 32) at++;
    const c = source.charCodeAt(at);
    if (c === 44 || c === 41 || c === 93 || c === 125) return true;
    // `=` and `:` that are not the first half of another operator.
    return (c === 61 || c === 58) && source.charCodeAt(at + 1) !== 61;
  }

  /** True at the operator or keyword `text`. */
  is(text: string): boolean {
    return this.text === text && (this.kind === 'operator' || this.kind === 'keyword');
  }

  /** Passes over the operator or keyword `text`; false, without moving, at anything else. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.next();
    return true;
  }

  /** @throws PythonSyntaxError when something else stands here. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.error(`"${text}" is expected`);
  }

  error(message: string): PythonSyntaxError {
    return new PythonSyntaxError(message, this.start);
  }

  /** Goes to the next token. */
  next(): void {
    const { source } = this;
    this.lastEnd = this.end;
    let at = this.end;
    for (;;) {
      const c = source.charCodeAt(at);
      if (c === 32 || c === 9 || c === 12) at++;
      else if (c === 35) {
        while (at < source.length && !isBreak(source.charCodeAt(at))) at++;
      } else if (isBreak(c)) {
        if (this.#open.length === 0) return this.#endLine(at);
        at++;
      } else if (c === 92) at = this.#continueLine(at);
      else break;
    }
    this.start = at;
    if (at >= source.length) {
      if (this.#open.length > 0) throw this.error(`"${this.#open.at(-1)}" is missing`);
      this.#set('end', at);
      return;
    }
    this.#read(at, source.charCodeAt(at));
  }

  #read(at: number, c: number): void {
    const { source } = this;
    if (isDigit(c) || (c === 46 && isDigit(source.charCodeAt(at + 1))))
      return this.#set('number', this.#numberEnd(at));
    if (c === 34 || c === 39) return this.#set('string', this.#stringEnd(at, at));
    if (isLetter(c) || c >= 128) return this.#readWord(at);
    // The operators that nearly all calls are made of.
    if (c === 44) return this.#operator(',', at);
    if (c === 61 && source.charCodeAt(at + 1) !== 61) return this.#operator('=', at);
    if (c === 58 && source.charCodeAt(at + 1) !== 61) return this.#operator(':', at);
    if (c === 40 || c === 41 || c === 91 || c === 93 || c === 123 || c === 125) return this.#bracket(at, c);
    const three = source.slice(at, at + 3);
    if (threeLetters.has(three)) return this.#set('operator', at + 3);
    if (twoLetters.has(three.slice(0, 2))) return this.#set('operator', at + 2);
    const char = source[at]!;
    if (!oneLetter.includes(char)) throw this.error(`"${char}" is not expected`);
    this.#set('operator', at + 1);
  }

  #bracket(at: number, c: number): void {
    const char = this.source[at]!;
    if (c === 41 || c === 93 || c === 125) {
      if (this.#open.pop() !== char) throw this.error(`"${char}" closes nothing`);
    } else {
      if (this.#open.length >= maxBrackets) throw this.error('brackets inside brackets, too deep');
      this.#open.push(closers[char]!);
    }
    this.#operator(char, at);
  }

  #operator(char: string, at: number): void {
    this.kind = 'operator';
    this.end = at + 1;
    this.text = char;
  }

  #set(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
    this.text = this.source.slice(this.start, end);
  }

  /** Behind a line break outside brackets only more of them, spaces and comments may follow. */
  #endLine(at: number): void {
    const rest = /(?:[ \t\f\r\n]|#[^\r\n]*)*/y;
    rest.lastIndex = at;
    rest.test(this.source);
    this.start = at;
    if (rest.lastIndex < this.source.length) throw new PythonSyntaxError('a second line', rest.lastIndex);
    this.kind = 'end';
    this.end = this.source.length;
    this.text = '';
  }

  #continueLine(at: number): number {
    const { source } = this;
    const after = source.charCodeAt(at + 1) === 13 && source.charCodeAt(at + 2) === 10 ? at + 3 : at + 2;
    if (!isBreak(source.charCodeAt(at + 1)) || after >= source.length)
      throw new PythonSyntaxError('a backslash outside a string', at);
    return after;
  }

  #readWord(at: number): void {
    const { source } = this;
    let end = at;
    while (isWordUnit(source.charCodeAt(end))) end++;
    const c = source.charCodeAt(end);
    if ((c === 34 || c === 39) && end - at <= 2 && isPrefix(source.slice(at, end)))
      return this.#set('string', this.#stringEnd(at, end));
    if (c >= 128) {
      word.lastIndex = at;
      if (!word.test(source) || word.lastIndex < end) throw this.error(`"${source[end]}" is not expected`);
      end = word.lastIndex;
      if (source.charCodeAt(end) >= 128) throw new PythonSyntaxError(`"${source[end]}" is not expected`, end);
    }
    this.#set('name', end);
    if (end - at > 0 && c >= 128) this.text = this.text.normalize('NFKC');
    if (isPythonKeyword(this.text)) this.kind = 'keyword';
  }

  #numberEnd(at: number): number {
    const { source } = this;
    let plain = at;
    while (isDigit(source.charCodeAt(plain))) plain++;
    const behind = source.charCodeAt(plain);
    // Digits and nothing more: an integer that does not begin with 0.
    if (source.charCodeAt(at) !== 48 && plain > at && behind !== 46 && behind < 128 && !isWordUnit(behind))
      return plain;
    radix.lastIndex = at;
    let end: number;
    const second = source.charCodeAt(at + 1) | 32;
    if (source.charCodeAt(at) === 48 && (second === 120 || second === 111 || second === 98)) {
      if (!radix.test(source)) throw this.error('a number without digits');
      end = radix.lastIndex;
      if (isDigit(source.charCodeAt(end))) throw this.error('a digit that the number cannot have');
    } else {
      decimal.lastIndex = at;
      decimal.test(source);
      end = decimal.lastIndex;
      exponent.lastIndex = end;
      const isFloat = exponent.test(source) || source.slice(at, end).includes('.');
      if (exponent.lastIndex > end) end = exponent.lastIndex;
      const isImaginary = (source.charCodeAt(end) | 32) === 106;
      if (!isFloat && !isImaginary && /^0[0_]*[1-9]/.test(source.slice(at, end)))
        throw this.error('an integer that begins with 0');
      if (isImaginary) end++;
    }
    const after = source.charCodeAt(end);
    afterNumber.lastIndex = end;
    if ((isWordUnit(after) || after >= 128) && !afterNumber.test(source))
      throw this.error('a number with letters behind it');
    return end;
  }

  /** `at` is where the prefix begins, `quoteAt` where the quote stands. */
  #stringEnd(at: number, quoteAt: number): number {
    const { source } = this;
    const quote = source.charCodeAt(quoteAt);
    const isTriple = source.charCodeAt(quoteAt + 1) === quote && source.charCodeAt(quoteAt + 2) === quote;
    for (let i = quoteAt + (isTriple ? 3 : 1); i < source.length; i++) {
      const c = source.charCodeAt(i);
      if (c === 92) {
        if (source.charCodeAt(i + 1) === 13 && source.charCodeAt(i + 2) === 10) i++;
        i++;
      } else if (c === quote) {
        if (!isTriple) return i + 1;
        if (source.charCodeAt(i + 1) === quote && source.charCodeAt(i + 2) === quote) return i + 3;
      } else if (!isTriple && isBreak(c)) break;
    }
    throw new PythonSyntaxError('a string without end', at);
  }
}

function isBreak(c: number): boolean {
  return c === 10 || c === 13;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
}

function isWordUnit(c: number): boolean {
  return isLetter(c) || isDigit(c);
}

function isPrefix(text: string): boolean {
  return /^(?:[rubf]|br|rb|fr|rf)$/i.test(text);
}
