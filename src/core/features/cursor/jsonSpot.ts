/**
 * Where a cursor stands in JSON that may be half typed. One pass from the beginning to the cursor with a stack, so that
 * what is broken behind the cursor does not matter; a string that the author has not closed yet ends at the cursor's
 * word, not at the next quote of somebody else.
 *
 * Glaive's arguments in single quotes (`'{"a": 1}'`) are read through: inside them JSON goes on without escapes.
 */
import { closingQuote, skipSpace } from '../../text/jsonScan.ts';
import { isWordCode, wordEnd, type Frame, type Spot, type Token } from './spot.ts';

/** Deeper nesting gives nothing. */
const maxFrames = 200;

type State = 'key' | 'colon' | 'value' | 'after';

interface Open {
  readonly isObject: boolean;
  readonly start: number;
  readonly closer: string;
  step: string | number;
  state: State;
}

/** The spot of `offset` in the JSON of `text[start..end)`; `undefined` where JSON has nothing to say (behind the value). */
export function jsonSpot(text: string, start: number, end: number, offset: number): Spot | undefined {
  return new JsonSpotReader(text, start, end, offset).read();
}

/** Where the JSON value at `start` is closed, if that is at or before `offset`; `undefined` while the cursor is in it. */
export function jsonClosedBefore(text: string, start: number, offset: number): number | undefined {
  const reader = new JsonSpotReader(text, start, text.length, offset);
  reader.read();
  return reader.closedAt;
}

class JsonSpotReader {
  readonly #stack: Open[] = [];
  #token: Token | undefined;
  /** The root value is complete, behind this offset. */
  closedAt: number | undefined;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
    private readonly offset: number,
  ) {}

  read(): Spot | undefined {
    const { text, offset } = this;
    let at = this.start;
    while (at < offset && this.closedAt === undefined) {
      const next = this.#step(at);
      if (next === undefined) break;
      at = next;
      if (this.#stack.length > maxFrames) return undefined;
    }
    if (this.closedAt !== undefined && !this.#token) return undefined;
    return this.#spot(this.#token ?? this.#tokenFrom(offset, text));
  }

  /** Passes what stands at `at`; `undefined` when it reaches to the cursor: that is the token. */
  #step(at: number): number | undefined {
    const { text, end, offset } = this;
    const code = text.charCodeAt(at);
    if (code <= 32) return at + 1;
    if (code === 0x22 || code === 0x27) {
      if (code === 0x27 && this.#isQuotedJson(at)) return at + 1;
      const literal = this.#literal(at);
      if (literal.end >= offset) {
        this.#token = literal;
        return undefined;
      }
      this.#value(text.slice(at + 1, literal.end - 1), literal.end);
      return literal.end;
    }
    switch (code) {
      case 0x7b:
      case 0x5b:
        this.#open(at, code === 0x7b);
        return at + 1;
      case 0x7d:
      case 0x5d:
        this.#close(code === 0x7d, at + 1);
        return at + 1;
      case 0x2c:
        this.#comma();
        return at + 1;
      case 0x3a: {
        const top = this.#stack.at(-1);
        if (top?.isObject && top.state === 'colon') top.state = 'value';
        return at + 1;
      }
    }
    if (!isWordCode(code)) return at + 1;
    const stop = wordEnd(text, at, end);
    if (stop >= offset) {
      this.#token = { kind: 'word', start: at, end: stop, closed: true };
      return undefined;
    }
    this.#value(text.slice(at, stop), stop);
    return stop;
  }

  /** A `'` that only stands around JSON: in front of a bracket where a value belongs, or behind one. */
  #isQuotedJson(at: number): boolean {
    const top = this.#stack.at(-1);
    if (!top) return false;
    if (top.state === 'after') return true;
    if (top.state !== 'value') return false;
    const next = this.text.charCodeAt(skipSpace(this.text, at + 1));
    return next === 0x7b || next === 0x5b;
  }

  /** The string literal at `at`. One that holds the cursor and is followed by what cannot follow a string is not closed. */
  #literal(at: number): Token {
    const { text, end, offset } = this;
    const quote = text[at] as '"' | "'";
    const close = quote === '"' ? closingQuote(text, at + 1) : closingApostrophe(text, at + 1, end);
    if (close < offset) return { kind: 'string', start: at, end: close + 1, quote, closed: true };
    if (close < end && this.#mayFollow(close + 1))
      return { kind: 'string', start: at, end: close + 1, quote, closed: true };
    return {
      kind: 'string',
      start: at,
      end: wordEnd(text, Math.max(offset, at + 1), end),
      quote,
      closed: false,
    };
  }

  #mayFollow(at: number): boolean {
    const next = skipSpace(this.text, at);
    return next >= this.end || ",:}]'".includes(this.text[next]!);
  }

  #open(at: number, isObject: boolean): void {
    const top = this.#stack.at(-1);
    if (top) this.#place(top, '');
    const quoted = top !== undefined && this.text[at - 1] === "'";
    const closer = (isObject ? '}' : ']') + (quoted ? "'" : '');
    this.#stack.push({
      isObject,
      start: at,
      closer,
      step: isObject ? '' : 0,
      state: isObject ? 'key' : 'value',
    });
  }

  #close(isObject: boolean, behind: number): void {
    const index = this.#stack.findLastIndex((open) => open.isObject === isObject);
    if (index < 0) return;
    this.#stack.length = index;
    if (index === 0) this.closedAt = behind;
  }

  #comma(): void {
    const top = this.#stack.at(-1);
    if (!top) return;
    if (top.isObject) top.state = 'key';
    else {
      top.step = Number(top.step) + 1;
      top.state = 'value';
    }
  }

  /** A scalar is passed: a key, or a value. */
  #value(text: string, behind: number): void {
    const top = this.#stack.at(-1);
    if (!top) this.closedAt = behind;
    else this.#place(top, text);
  }

  #place(top: Open, text: string): void {
    if (!top.isObject) {
      // An element behind an element: the comma is missing.
      if (top.state === 'after') top.step = Number(top.step) + 1;
      top.state = 'after';
    } else if (top.state === 'key' || top.state === 'after') {
      top.step = text;
      top.state = 'colon';
    } else top.state = 'after';
  }

  /**
   * What begins at the cursor, or behind the space there. Only a value is replaced by it, since in front of a key or an
   * element another one may go.
   */
  #tokenFrom(offset: number, text: string): Token {
    const none: Token = { kind: 'none', start: offset, end: offset, closed: true };
    const top = this.#stack.at(-1);
    const from = skipSpace(text, offset);
    if (from >= this.end || !top?.isObject || top.state !== 'value') return none;
    const code = text.charCodeAt(from);
    if (code === 0x22 || (code === 0x27 && !this.#isQuotedJson(from))) {
      const literal = this.#literal(from);
      // The next member's key: the value in front of it is missing.
      return text[skipSpace(text, literal.end)] === ':' ? none : { ...literal, start: offset };
    }
    if (!isWordCode(code)) return none;
    return { kind: 'word', start: offset, end: wordEnd(text, from, this.end), closed: true };
  }

  #spot(token: Token): Spot | undefined {
    const { text, end } = this;
    const top = this.#stack.at(-1);
    const behind = skipSpace(text, token.end);
    const follows = behind >= end ? '' : text[behind]!;
    let at: Spot['at'] = 'value';
    let before: Spot['before'] = '';
    if (!top) at = 'root';
    else if (top.isObject) {
      if (top.state === 'key' || top.state === 'after') at = 'key';
      else if (top.state === 'colon') {
        if (token.kind === 'none') return undefined;
        before = ':';
      }
      if (top.state === 'after') before = ',';
    } else if (top.state === 'after') {
      before = ',';
    }
    const hasNext = at === 'key' && follows === ':';
    const isOpening = follows === '{' || follows === '[' || (follows === "'" && this.#isQuotedJson(behind));
    if (token.kind === 'none' && at !== 'key' && isOpening && before === '' && top?.isObject)
      return undefined;
    // An apostrophe ends only JSON that stands in apostrophes.
    const isClosing = follows === "'" && this.#stack.some(({ closer }) => closer.length > 1);
    const isEnd = follows === '' || isClosing || ',}]'.includes(follows);
    // The one value of the text stands there already.
    if (at === 'root' && token.kind === 'none' && follows !== '') return undefined;
    const frames = this.#stack.map(({ isObject, start, closer, step, state }, i): Frame => ({
      kind: isObject ? 'object' : 'array',
      start,
      closer,
      step: !isObject && state === 'after' && i === this.#stack.length - 1 ? Number(step) + 1 : step,
    }));
    return {
      language: 'json',
      frames,
      at,
      token,
      before,
      after: hasNext || isEnd || at === 'root' ? '' : ',',
      hasNext,
      island: { start: this.start, end },
    };
  }
}

/** Index of the `'` that ends the string whose first character is at `at`; the end when there is none. */
function closingApostrophe(text: string, at: number, end: number): number {
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x27) return at;
    at += code === 0x5c ? 2 : 1;
  }
  return end;
}
