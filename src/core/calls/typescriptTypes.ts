/**
 * Types of TypeScript as tool definitions use them: words, literals, arrays, objects, unions, with comments. Read as
 * openai/harmony and the gpt-oss chat template write them, who leave TypeScript in places: an array of an enum is
 * `"a" | "b"[]`, a description may run over lines without `//`, and a comment may swallow the rest of a union. What is
 * in doubt becomes `any`. Never throws; every character is looked at a bounded number of times.
 */
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { leafNode } from '../text/valueNodes.ts';
import { jsonNumberEnd, readExactJson } from './jsonReader.ts';

/** Words that are types even when nothing follows them on their line. */
const commonWords = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'any', 'unknown']);

/** Types nested deeper than this are read as `any`. */
const maxDepth = 64;

const keyAndColon = /[^\s:?,;{}()"'[][^\n:,;{}()"']{0,199}?[ \t]{0,9}\??[ \t]{0,9}:/y;

/** A type as it is written; offsets are `textOffset`s. */
export type TsType = Span &
  (
    | { readonly kind: 'any' }
    | { readonly kind: 'word'; readonly word: string }
    | { readonly kind: 'literal'; readonly node: ValueNode }
    /** `brackets`: written `T[]`, which binds closer than `|` in TypeScript, though not for who wrote it. */
    | { readonly kind: 'array'; readonly of: TsType | undefined; readonly brackets: boolean }
    | TsObject
    | { readonly kind: 'union'; readonly of: readonly TsType[] }
  );

/** `{ name?: type, … }`, or `Record<string, type>`. */
export interface TsObject extends Span {
  readonly kind: 'object';
  readonly members: readonly TsMember[];
  /** The type of members that are not named. */
  readonly rest: TsType | undefined;
  /** Lines of the comment in front of the brace. */
  readonly comment: readonly Span[];
}

/** A member of an object type, with the lines of the comments around it. */
export interface TsMember {
  readonly name: string;
  readonly key: Span;
  readonly isOptional: boolean;
  readonly type: TsType;
  /** Lines above it. */
  readonly comment: readonly Span[];
  /** The comment behind it, on its line. */
  readonly note: Span | undefined;
}

/** Reads types and what stands around them, from left to right. */
export class TypeReader {
  constructor(
    readonly text: string,
    /** Where reading goes on. */
    public at: number,
    readonly end: number,
  ) {}

  /** A type with its alternatives; comments in front of an object are the object's. */
  type(depth = 0): TsType {
    const lead = this.skip();
    if (this.peek() === '|') {
      this.at++;
      this.skip();
    }
    const alternatives: TsType[] = [this.#single(depth, lead)];
    let isUnsure = false;
    for (;;) {
      const before = this.at;
      const note = this.skip()[0];
      // A comment behind a type may hold the rest of the union: the template writes `string// one | number`.
      isUnsure ||= note !== undefined && this.#holdsUnion(before, note);
      if (this.peek() !== '|') {
        this.at = before;
        break;
      }
      this.at++;
      this.skip();
      alternatives.push(this.#single(depth, []));
    }
    const first = alternatives[0]!;
    const { end } = alternatives.at(-1)!;
    if (isUnsure) return { kind: 'any', start: first.start, end };
    return alternatives.length === 1 ? first : { kind: 'union', of: alternatives, start: first.start, end };
  }

  #holdsUnion(from: number, note: Span): boolean {
    const isOnLine = !this.text.slice(from, note.start).includes('\n');
    return isOnLine && this.text.slice(note.start, note.end).includes(' | ');
  }

  /** One alternative, with the `[]` behind it. */
  #single(depth: number, comment: readonly Span[]): TsType {
    let type = this.#plain(depth, comment);
    for (let level = depth; this.match(/\[[ \t]{0,9}\]/y); level++) {
      const { start } = type;
      const end = this.at;
      type =
        level < maxDepth
          ? { kind: 'array', of: type, brackets: true, start, end }
          : { kind: 'any', start, end };
    }
    return type;
  }

  #plain(depth: number, comment: readonly Span[]): TsType {
    const start = this.at;
    if (depth >= maxDepth) {
      this.#passJunk();
      return { kind: 'any', start, end: this.at };
    }
    switch (this.peek()) {
      case '{':
        return this.#object(depth, comment);
      case '(': {
        this.at++;
        const inner = this.type(depth + 1);
        this.skip();
        if (this.peek() === ')') this.at++;
        return { ...inner, start, end: this.at };
      }
      case '"':
      case "'":
        return this.#literal(start);
      default:
    }
    const numberEnd = jsonNumberEnd(this.text, start, this.end);
    if (numberEnd === undefined) return this.#word(start, depth);
    this.at = numberEnd;
    const node = leafNode('number', start, numberEnd, Number(this.text.slice(start, numberEnd)));
    return { kind: 'literal', node, start, end: numberEnd };
  }

  #literal(start: number): TsType {
    const { text } = this;
    const exact = text[start] === '"' ? readExactJson(text, start, this.end) : undefined;
    if (exact?.ok) {
      this.at = exact.end;
      return { kind: 'literal', node: exact.node, start, end: exact.end };
    }
    // In single quotes, or not escaped as JSON wants it: to the next quote of the line.
    let close = start + 1;
    while (close < this.end && text[close] !== text[start] && text[close] !== '\n') close++;
    this.at = close < this.end && text[close] !== '\n' ? close + 1 : close;
    const node = leafNode('string', start, this.at, text.slice(start + 1, close));
    return { kind: 'literal', node, start, end: this.at };
  }

  #word(start: number, depth: number): TsType {
    const name = this.match(/[A-Za-z_$][\w$.]{0,199}/y)?.[0];
    if (name === undefined) {
      this.#passJunk();
      return { kind: 'any', start, end: this.at };
    }
    const end = this.at;
    if (name === 'true' || name === 'false')
      return { kind: 'literal', node: leafNode('boolean', start, end, name === 'true'), start, end };
    if (this.peek() !== '<') return { kind: 'word', word: name, start, end };
    const inner: TsType[] = [];
    do {
      this.at++;
      inner.push(this.type(depth + 1));
      this.skip();
    } while (this.peek() === ',');
    if (this.peek() === '>') this.at++;
    const span = { start, end: this.at };
    if (name === 'Array' || name === 'ReadonlyArray' || name === 'Set')
      return { kind: 'array', of: inner[0], brackets: false, ...span };
    if (name === 'Record' || name === 'Map')
      return { kind: 'object', members: [], rest: inner[1], comment: [], ...span };
    return { kind: 'any', ...span };
  }

  #object(depth: number, comment: readonly Span[]): TsType {
    const start = this.at;
    const members: TsMember[] = [];
    let rest: TsType | undefined;
    let lead: Span[] = [];
    let isUnsure = false;
    this.at++;
    for (;;) {
      for (const line of this.skip()) lead.push(line);
      const next = this.peek();
      if (next === undefined) break;
      if (next === '}') {
        this.at++;
        break;
      }
      if (next === ',' || next === ';') {
        this.at++;
        continue;
      }
      if (next === '[' && this.match(/\[[^\]\n]{0,200}\][ \t]{0,9}:/y)) {
        rest = this.type(depth + 1);
        continue;
      }
      const member = this.#member(depth, lead);
      if (member) {
        members.push(member);
        lead = [];
      } else if (this.#hasLostItsEnd()) break;
      else {
        // A line of a description that runs over several; one with a colon might be a member all the same.
        isUnsure ||= this.match(keyAndColon) !== undefined;
        this.skipLine();
      }
    }
    if (isUnsure) rest ??= { kind: 'any', start: this.at, end: this.at };
    return { kind: 'object', members, rest, comment, start, end: this.at };
  }

  /** What closes the function, or begins the next: the brace of this object is missing. */
  #hasLostItsEnd(): boolean {
    const ending = /\)[ \t]*=>|type[ \t]+[^\s=]{1,200}[ \t]*=/y;
    ending.lastIndex = this.at;
    return ending.test(this.text);
  }

  /** `name?: type`; `undefined` when none begins here. */
  #member(depth: number, comment: readonly Span[]): TsMember | undefined {
    const key = this.#key();
    if (!key) return undefined;
    const type = this.type(depth + 1);
    const { note, isJunk } = this.#behindMember();
    if (!isJunk) return { ...key, type, comment, note };
    return {
      ...key,
      isOptional: true,
      type: { kind: 'any', start: type.start, end: type.end },
      comment,
      note,
    };
  }

  #key(): { name: string; key: Span; isOptional: boolean } | undefined {
    const { text } = this;
    const start = this.at;
    const quote = text[start];
    const isQuoted = quote === '"' || quote === "'";
    const written = this.match(
      isQuoted
        ? /(["'])[^"'\n]{0,200}\1(?=[ \t]{0,9}\??[ \t]{0,9}:)/y
        : /[^\s:?,;{}()"'[][^\n:,;{}()"']{0,199}?(?=[ \t]{0,9}\??[ \t]{0,9}:)/y,
    )?.[0];
    if (written === undefined) return undefined;
    const key = { start, end: this.at };
    const colon = this.match(/[ \t]{0,9}(\??)[ \t]{0,9}:/y);
    if (!colon || !this.#mayBeType()) {
      this.at = start;
      return undefined;
    }
    return { name: isQuoted ? written.slice(1, -1) : written, key, isOptional: colon[1] === '?' };
  }

  /** A description that runs over lines may have a colon in it: only what can be a type makes a member. */
  #mayBeType(): boolean {
    const { text } = this;
    const before = this.at;
    this.skip();
    const at = this.at;
    this.at = before;
    if (at >= this.end) return false;
    if ('"\'{[(|'.includes(text[at]!) || jsonNumberEnd(text, at, this.end) !== undefined) return true;
    const word = /([A-Za-z_$][\w$.]{0,199})[ \t]{0,9}/y;
    word.lastIndex = at;
    const name = word.exec(text)?.[1];
    if (name === undefined) return false;
    const next = word.lastIndex < this.end ? text[word.lastIndex]! : '\n';
    if ('|[<})&'.includes(next) || text.startsWith('//', word.lastIndex)) return true;
    // A sentence goes on behind its comma; behind a member comes the next one, a comment or the end of the line.
    if (next === ',' || next === ';') return this.#isBehindMember(word.lastIndex + 1);
    return (next === '\n' || next === '\r') && commonWords.has(name);
  }

  #isBehindMember(at: number): boolean {
    const rest = /[ \t]{0,9}(?:\r?\n|\/\/|\}|$|\[?["']?[\w$-]{1,200}["']?[ \t]{0,9}\??[ \t]{0,9}:)/y;
    rest.lastIndex = at;
    return at >= this.end || rest.test(this.text);
  }

  /** Passes the comma behind a member and the comment on its line; `isJunk` when something else stands there. */
  #behindMember(): { note: Span | undefined; isJunk: boolean } {
    const { text } = this;
    let isJunk = false;
    if (!this.#passSeparator()) {
      const next = this.peek();
      isJunk = next !== undefined && !'\n}'.includes(next) && !text.startsWith('//', this.at);
      if (isJunk) {
        this.#passJunk();
        this.#passSeparator();
      }
    }
    if (!text.startsWith('//', this.at)) return { note: undefined, isJunk };
    const stop = lineEnd(text, this.at, this.end);
    const note = commentWords(text, this.at, stop);
    this.at = stop;
    return { note, isJunk };
  }

  /** Passes a comma or semicolon with the blanks around it; false when there is none. */
  #passSeparator(): boolean {
    let isPassed = false;
    for (; this.at < this.end; this.at++) {
      const c = this.text[this.at]!;
      if (c === ',' || c === ';') isPassed = true;
      else if (!isBlank(c.charCodeAt(0))) break;
    }
    return isPassed;
  }

  /** Passes what cannot be read: to the comma, semicolon, bracket or line end that it does not hold itself. */
  #passJunk(): void {
    let depth = 0;
    for (; this.at < this.end; this.at++) {
      const c = this.text[this.at]!;
      if (c === '{' || c === '(' || c === '<') depth++;
      else if (c === '}' || c === ')' || c === '>') {
        if (depth === 0) return;
        depth--;
      } else if (depth === 0 && (c === ',' || c === ';' || c === '\n')) return;
    }
  }

  /** Passes white space and comments; the words of the comments' lines. */
  skip(): Span[] {
    const { text } = this;
    const comments: Span[] = [];
    for (;;) {
      while (this.at < this.end && isSpace(text.charCodeAt(this.at))) this.at++;
      if (this.at >= this.end || !text.startsWith('//', this.at)) return comments;
      const stop = lineEnd(text, this.at, this.end);
      comments.push(commentWords(text, this.at, stop));
      this.at = stop;
    }
  }

  skipLine(): void {
    this.at = Math.min(lineEnd(this.text, this.at, this.end) + 1, this.end);
  }

  peek(): string | undefined {
    return this.at < this.end ? this.text[this.at] : undefined;
  }

  /** The match of a sticky expression at the place at hand, which is passed; `undefined` when there is none. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.text);
    if (!match || sticky.lastIndex > this.end) return undefined;
    this.at = sticky.lastIndex;
    return match;
  }
}

/** The words of a comment line, without slashes and the space around. */
function commentWords(text: string, start: number, end: number): Span {
  let from = start + 2;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && text.charCodeAt(to - 1) <= 32) to--;
  return { start: from, end: to };
}

/** The end of the line at `at`, its break excluded, or `end`. */
export function lineEnd(text: string, at: number, end: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 || found > end ? end : found;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
