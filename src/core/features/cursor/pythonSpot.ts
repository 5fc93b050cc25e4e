/**
 * Where a cursor stands in a Python call list that may be half typed: `[get_weather(ci`, `[f(a=1, `. One pass from the
 * beginning to the cursor, with a stack; names may hold spaces and hyphens, as in the data.
 */
import { pythonStringPieceAt, skipPythonTrivia } from '../../text/pythonString.ts';
import { isWordCode, wordEnd, type Frame, type Spot, type Token } from './spot.ts';

const maxFrames = 200;

/** What a call list knows of a call that is open at the cursor, beside its frames. */
export interface PythonSpot extends Spot {
  readonly language: 'python';
  /** Number of arguments in front of the cursor's, in the innermost call. */
  readonly argument: number;
}

interface Open {
  readonly kind: 'calls' | 'call' | 'array' | 'object' | 'parens';
  readonly start: number;
  step: string | number;
  /** `item`: an item (a name, an argument, an element, a key) belongs here; `value`: behind `=` or `:`; `after`: behind one. */
  state: 'item' | 'value' | 'after';
  /** Where the function's name begins, in `calls`. */
  nameStart: number;
  /** The name at hand follows a call without a comma. */
  isNameBehind: boolean;
  arguments: number;
}

/** The spot of `offset` in the call list of `text[start..end)`, which begins with `[` or with a name. */
export function pythonSpot(text: string, start: number, end: number, offset: number): PythonSpot | undefined {
  return new PythonSpotReader(text, start, end, offset).read();
}

class PythonSpotReader {
  readonly #stack: Open[] = [];
  #token: Token | undefined;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
    private readonly offset: number,
  ) {}

  read(): PythonSpot | undefined {
    const { text, offset } = this;
    let at = this.start;
    const isList = text[at] === '[';
    if (isList && at >= offset) return undefined;
    this.#push('calls', at, isList ? at + 1 : at);
    if (isList) at++;
    while (at < offset) {
      const next = this.#step(at);
      if (next === undefined) break;
      at = next;
      if (this.#stack.length === 0 || this.#stack.length > maxFrames) return undefined;
    }
    return this.#spot();
  }

  #push(kind: Open['kind'], start: number, nameStart = start): void {
    this.#stack.push({
      kind,
      start,
      step: kind === 'object' ? '' : 0,
      state: 'item',
      nameStart,
      isNameBehind: false,
      arguments: 0,
    });
  }

  #step(at: number): number | undefined {
    const { text, end, offset } = this;
    const top = this.#stack.at(-1)!;
    const char = text[at]!;
    if (char === '"' || char === "'") {
      const piece = pythonStringPieceAt(text, at, end);
      const stop = piece?.end ?? at + 1;
      const closed = piece?.closed === true && (stop < offset || this.#mayFollow(stop));
      if (stop >= offset || !closed) {
        if (stop < offset && piece) {
          // Not closed on its line: nothing behind it can be trusted.
          this.#token = {
            kind: 'string',
            start: at,
            end: wordEnd(text, offset, end),
            quote: char,
            closed: false,
          };
          return undefined;
        }
        const tokenEnd = closed ? stop : wordEnd(text, offset, end);
        this.#token = { kind: 'string', start: at, end: tokenEnd, quote: char, closed };
        return undefined;
      }
      if (top.kind === 'object' && top.state === 'item') top.step = text.slice(at + 1, stop - 1);
      else top.state = 'after';
      return stop;
    }
    switch (char) {
      case '(':
        return this.#openCall(at);
      case '[':
        top.state = 'after';
        this.#push('array', at);
        return at + 1;
      case '{':
        top.state = 'after';
        this.#push('object', at);
        return at + 1;
      case ')':
      case ']':
      case '}':
        this.#close(char);
        return at + 1;
      case ',':
        this.#comma(at);
        return at + 1;
      case '=':
      case ':':
        if (top.state === 'item' || top.kind === 'object') top.state = 'value';
        return at + 1;
    }
    if (top.kind === 'calls' || !isWordCode(text.charCodeAt(at))) {
      if (top.kind === 'calls' && char.trim() !== '' && top.state === 'after') {
        top.nameStart = at;
        top.isNameBehind = true;
        top.state = 'item';
      }
      return at + 1;
    }
    const stop = wordEnd(text, at, end);
    if (stop >= offset) {
      this.#token = { kind: 'word', start: at, end: stop, closed: true };
      return undefined;
    }
    this.#word(top, at, stop);
    return stop;
  }

  /** A word is passed: an argument's name when `=` follows, else a value. */
  #word(top: Open, at: number, stop: number): void {
    const { text, end } = this;
    const next = skipPythonTrivia(text, stop, end);
    if (top.kind === 'call' && top.state !== 'value' && text[next] === '=' && text[next + 1] !== '=') {
      top.step = text.slice(at, stop);
      top.state = 'item';
    } else top.state = 'after';
  }

  #openCall(at: number): number {
    const top = this.#stack.at(-1)!;
    if (top.kind === 'calls') {
      top.step = this.text.slice(top.nameStart, at).trim();
      top.state = 'after';
      this.#push('call', at);
    } else {
      top.state = 'after';
      this.#push('parens', at);
    }
    return at + 1;
  }

  #close(char: string): void {
    const kinds: readonly Open['kind'][] =
      char === ')' ? ['call', 'parens'] : char === ']' ? ['array', 'calls'] : ['object'];
    const index = this.#stack.findLastIndex((open) => kinds.includes(open.kind));
    if (index < 0 || (index === 0 && this.text[this.start] !== '[')) return;
    // `]` closes the list of calls only outside a call's brackets: inside them it is a stray one.
    if (index === 0 && this.#stack.length > 1) return;
    this.#stack.length = index;
  }

  #comma(at: number): void {
    const top = this.#stack.at(-1)!;
    top.state = 'item';
    if (top.kind === 'call') {
      top.arguments++;
      top.step = top.arguments;
    } else if (top.kind === 'array' || top.kind === 'parens') top.step = Number(top.step) + 1;
    else if (top.kind === 'calls') {
      top.nameStart = at + 1;
      top.isNameBehind = false;
    }
  }

  #mayFollow(at: number): boolean {
    const next = skipPythonTrivia(this.text, at, this.end);
    return next >= this.end || ',)]}:'.includes(this.text[next]!);
  }

  #spot(): PythonSpot | undefined {
    const top = this.#stack.at(-1)!;
    if (top.kind === 'parens') return undefined;
    if (top.kind === 'calls') return this.#nameSpot(top);
    const token = this.#token ?? this.#tokenFrom(top);
    if (top.kind === 'call' && top.state === 'item' && token.kind === 'string') top.state = 'value';
    let at: Spot['at'] = 'value';
    if (top.kind === 'object' && top.state !== 'value') at = 'key';
    else if (top.kind === 'call' && top.state !== 'value') at = 'argument';
    const isBehind = top.state === 'after';
    if (isBehind && top.kind === 'call') top.step = top.arguments + 1;
    if (isBehind && top.kind === 'array') top.step = Number(top.step) + 1;
    const { text, end } = this;
    const next = skipPythonTrivia(text, token.end, end);
    const follows = next < end ? text[next]! : '';
    const hasNext =
      (at === 'argument' && follows === '=' && text[next + 1] !== '=') || (at === 'key' && follows === ':');
    return {
      language: 'python',
      frames: this.#frames(),
      at,
      token,
      before: isBehind ? ',' : '',
      after: hasNext || follows === '' || ',)]}'.includes(follows) ? '' : ',',
      hasNext,
      island: { start: this.start, end },
      argument: this.#stack.findLast((open) => open.kind === 'call')?.arguments ?? 0,
    };
  }

  /** A value that begins at the cursor, behind `=`, is replaced; in front of an argument another one may go. */
  #tokenFrom(top: Open): Token {
    const { text, offset, end } = this;
    const none: Token = { kind: 'none', start: offset, end: offset, closed: true };
    const from = skipPythonTrivia(text, offset, end);
    if (top.state !== 'value' || from >= end) return none;
    const char = text[from]!;
    if (char === '"' || char === "'") {
      const piece = pythonStringPieceAt(text, from, end);
      return piece?.closed
        ? { kind: 'string', start: offset, end: piece.end, quote: char, closed: true }
        : none;
    }
    if (!isWordCode(text.charCodeAt(from))) return none;
    const stop = wordEnd(text, from, end);
    // `f(a=|b=1)`: the next argument's name.
    return text[skipPythonTrivia(text, stop, end)] === '='
      ? none
      : { kind: 'word', start: offset, end: stop, closed: true };
  }

  #nameSpot(top: Open): PythonSpot | undefined {
    const { text, offset, end } = this;
    const start = Math.min(offset, skipPythonTrivia(text, top.nameStart, end));
    if (top.state === 'after') {
      // Behind a call; without a list around the calls what follows is rather prose.
      if (text[this.start] !== '[') return undefined;
      return this.#named({ kind: 'none', start: offset, end: offset, closed: true }, ',');
    }
    const stop = wordEnd(text, offset, end);
    const before = top.isNameBehind ? ',' : '';
    return this.#named({ kind: stop > start ? 'word' : 'none', start, end: stop, closed: true }, before);
  }

  #named(token: Token, before: '' | ','): PythonSpot {
    const { text, end } = this;
    const next = skipPythonTrivia(text, token.end, end);
    const follows = next < end ? text[next]! : '';
    return {
      language: 'python',
      frames: this.#frames(),
      at: 'name',
      token,
      before,
      after: follows === '' || ',]('.includes(follows) || text[this.start] !== '[' ? '' : ',',
      hasNext: follows === '(',
      island: { start: this.start, end },
      argument: 0,
    };
  }

  #frames(): Frame[] {
    const closers = {
      calls: this.text[this.start] === '[' ? ']' : '',
      call: ')',
      array: ']',
      object: '}',
      parens: ')',
    };
    return this.#stack.map(({ kind, start, step }) => ({
      kind: kind === 'parens' ? 'array' : kind,
      start,
      step,
      closer: closers[kind],
    }));
  }
}
