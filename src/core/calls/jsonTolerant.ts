/**
 * Reads broken or half-typed JSON: keeps what is there, says what is wrong, reports once per place. Iterative, linear,
 * and never deeper than {@link MAX_NESTING}. Used only after the exact reader has failed.
 *
 * It scans for itself: the recovery depends on where strings end, and general JSONC scanners end a string at a raw
 * line break, which in data sets is the commonest fault of a string that is otherwise fine.
 */
import { decodeJsonString, jsonEscapeAt } from '../text/jsonString.ts';
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { MAX_NESTING } from './callNote.ts';
import { excerpt, jsonErrorMessage } from './jsonErrors.ts';
import { jsonNumberEnd, skipJsonSpace } from './jsonReader.ts';
import type { ReadError, ReadErrorCode } from './taggedTypes.ts';

/** What was read of broken JSON, with what was wrong. */
export interface TolerantJson {
  readonly node?: ValueNode;
  readonly errors: readonly ReadError[];
  /** Where reading stopped: behind the value, or the end of the range. */
  readonly end: number;
  readonly depthExceeded: boolean;
}

/** After this many errors the rest is read but not reported. */
export const MAX_ERRORS = 50;
/** Faults of style that fill a whole text when they occur: the first place is enough. */
const ONCE: ReadonlySet<ReadErrorCode> = new Set([
  'single-quotes',
  'python-literal',
  'key-not-quoted',
  'comment',
]);

type State =
  /** Behind the opening bracket. */
  | 'first'
  /** Behind a comma. */
  | 'item'
  /** Behind a key. */
  | 'colon'
  /** Behind a colon. */
  | 'value'
  /** Behind an element or a member. */
  | 'after';

interface Frame {
  readonly start: number;
  readonly isObject: boolean;
  readonly members: MemberNode[];
  readonly elements: ValueNode[];
  state: State;
  commaAt: number;
  key: string;
  keyStart: number;
  keyEnd: number;
}

/** Reads the first JSON value of `[start..end)`; with `single`, text behind the value is not an error. */
export function readTolerantJson(text: string, start: number, end: number, single = false): TolerantJson {
  return new TolerantReader(text, start, end).read(single);
}

class TolerantReader {
  private at: number;
  private readonly errors: ReadError[] = [];
  private readonly reported = new Set<ReadErrorCode>();
  private readonly stack: Frame[] = [];
  private openObjects = 0;
  private root: ValueNode | undefined;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  read(single: boolean): TolerantJson {
    for (;;) {
      this.at = skipJsonSpace(this.text, this.at, this.end);
      if (this.root !== undefined && this.stack.length === 0) {
        if (!single && this.at < this.end) this.error('trailing-text', this.at, this.end);
        return this.result(false);
      }
      if (this.at >= this.end) break;
      const char = this.text[this.at]!;
      if (char === '{' || char === '[') {
        this.beforeValue(this.at, this.at + 1);
        if (this.stack.length >= MAX_NESTING) {
          this.error('too-deep', this.at, this.at + 1);
          this.root = undefined;
          return this.result(true);
        }
        this.open(char === '{');
      } else if (char === '}' || char === ']') {
        this.closing(char === '}');
      } else if (char === ',') {
        this.comma();
      } else if (char === ':') {
        this.colon();
      } else if (char === '/' && (this.text[this.at + 1] === '/' || this.text[this.at + 1] === '*')) {
        this.comment();
      } else {
        this.scalar(char);
      }
    }
    const innermost = this.stack.at(-1);
    if (innermost !== undefined) this.error('bracket-not-closed', innermost.start, innermost.start + 1);
    while (this.stack.length > 0) this.close(this.end);
    if (this.root === undefined) this.error('empty', this.start, this.end);
    return this.result(false);
  }

  private result(depthExceeded: boolean): TolerantJson {
    return { node: this.root, errors: this.errors, end: this.at, depthExceeded };
  }

  private error(code: ReadErrorCode, start: number, end: number): void {
    if (this.errors.length >= MAX_ERRORS && code !== 'too-deep') return;
    if (ONCE.has(code)) {
      if (this.reported.has(code)) return;
      this.reported.add(code);
    }
    this.errors.push({ code, start, end, message: jsonErrorMessage(code, excerpt(this.text, start, end)) });
  }

  private open(isObject: boolean): void {
    this.stack.push({
      start: this.at,
      isObject,
      members: [],
      elements: [],
      state: 'first',
      commaAt: this.at,
      key: '',
      keyStart: this.at,
      keyEnd: this.at,
    });
    if (isObject) this.openObjects++;
    this.at++;
  }

  /** Ends the innermost container at `end` and hands it to the one around it. */
  private close(end: number): void {
    const frame = this.stack.pop()!;
    if (frame.isObject) this.openObjects--;
    this.finishMember(frame, end);
    const node = frame.isObject
      ? objectNode(frame.start, end, frame.members)
      : arrayNode(frame.start, end, frame.elements);
    this.deliver(node);
  }

  /** A key that got no value keeps an empty one, so that the half-typed member can be found. */
  private finishMember(frame: Frame, at: number): void {
    if (!frame.isObject || (frame.state !== 'colon' && frame.state !== 'value')) return;
    this.error('value-missing', frame.keyStart, frame.keyEnd);
    const node = leafNode('opaque', Math.min(at, this.at), Math.min(at, this.at), '');
    frame.members.push({ key: frame.key, keyStart: frame.keyStart, keyEnd: frame.keyEnd, node });
    frame.state = 'after';
  }

  private deliver(node: ValueNode): void {
    const frame = this.stack.at(-1);
    if (frame === undefined) {
      this.root = node;
    } else {
      if (frame.isObject) {
        frame.members.push({ key: frame.key, keyStart: frame.keyStart, keyEnd: frame.keyEnd, node });
      } else {
        frame.elements.push(node);
      }
      frame.state = 'after';
    }
  }

  /** Reports what is missing in front of the value at `[start..end)`. */
  private beforeValue(start: number, end: number): void {
    const frame = this.stack.at(-1);
    if (frame === undefined) return;
    if (frame.state === 'after') this.error('comma-missing', start, end);
    if (!frame.isObject) return;
    if (frame.state === 'colon') {
      this.error('colon-missing', start, end);
    } else if (frame.state !== 'value') {
      this.error('key-missing', start, end);
      frame.key = '';
      frame.keyStart = start;
      frame.keyEnd = start;
    }
  }

  private closing(isObject: boolean): void {
    const open = isObject ? this.openObjects : this.stack.length - this.openObjects;
    if (open === 0) {
      this.error('bracket-unexpected', this.at, this.at + 1);
      this.at++;
      return;
    }
    for (let frame = this.stack.at(-1)!; frame.isObject !== isObject; frame = this.stack.at(-1)!) {
      this.error('bracket-not-closed', frame.start, frame.start + 1);
      this.close(this.at);
    }
    const frame = this.stack.at(-1)!;
    if (frame.state === 'item') this.error('comma-extra', frame.commaAt, frame.commaAt + 1);
    this.at++;
    this.close(this.at);
  }

  private comma(): void {
    const frame = this.stack.at(-1);
    if (frame === undefined) {
      this.error('comma-extra', this.at, this.at + 1);
    } else {
      this.finishMember(frame, this.at);
      if (frame.state !== 'after') this.error('comma-extra', this.at, this.at + 1);
      frame.state = 'item';
      frame.commaAt = this.at;
    }
    this.at++;
  }

  private colon(): void {
    const frame = this.stack.at(-1);
    if (frame?.isObject && frame.state === 'colon') frame.state = 'value';
    else this.error('bracket-unexpected', this.at, this.at + 1);
    this.at++;
  }

  private comment(): void {
    const line = this.text[this.at + 1] === '/';
    const close = line ? this.text.indexOf('\n', this.at) : this.text.indexOf('*/', this.at + 2);
    const stop = close < 0 ? this.end : Math.min(this.end, line ? close : close + 2);
    this.error('comment', this.at, stop);
    this.at = stop;
  }

  private scalar(char: string): void {
    const frame = this.stack.at(-1);
    const isKey = frame !== undefined && frame.isObject && frame.state !== 'colon' && frame.state !== 'value';
    const start = this.at;
    const node = char === '"' || char === "'" ? this.string(char) : this.word(isKey);
    this.at = node.end;
    if (!isKey) {
      this.beforeValue(start, node.end);
      this.deliver(node);
      return;
    }
    if (frame.state === 'after') this.error('comma-missing', start, node.end);
    if (node.kind !== 'string') this.error('key-not-quoted', start, node.end);
    frame.key = node.kind === 'string' ? String(node.value) : this.text.slice(start, node.end);
    frame.keyStart = start;
    frame.keyEnd = node.end;
    frame.state = 'colon';
  }

  private string(quote: string): ValueNode {
    const start = this.at;
    const scan = scanTolerantString(this.text, start, this.end);
    if (quote === "'") this.error('single-quotes', start, scan.end);
    if (!scan.closed) this.error('string-not-closed', start, scan.end);
    if (scan.controlAt !== undefined) this.error('control-character', start, scan.end);
    if (scan.badEscapeAt !== undefined) {
      this.error('invalid-escape', scan.badEscapeAt, Math.min(scan.end, scan.badEscapeAt + 2));
    }
    return leafNode('string', start, scan.end, decodeJsonString(this.text, start, scan.end).text);
  }

  private word(isKey: boolean): ValueNode {
    const start = this.at;
    const number = jsonNumberEnd(this.text, start, this.end);
    let stop = wordEnd(this.text, start, this.end, false);
    const word = this.text.slice(start, stop);
    if (number === stop) return leafNode('number', start, stop, Number(word));
    if (isKey) return leafNode('name', start, stop, word);
    switch (word) {
      case 'true':
      case 'false':
        return leafNode('boolean', start, stop, word === 'true');
      case 'null':
        return leafNode('null', start, stop, null);
      case 'True':
      case 'False':
        this.error('python-literal', start, stop);
        return leafNode('boolean', start, stop, word === 'True');
      case 'None':
        this.error('python-literal', start, stop);
        return leafNode('null', start, stop, null);
      case 'NaN':
      case 'Infinity':
      case '-Infinity':
        this.error('not-a-number', start, stop);
        return leafNode('opaque', start, stop, word);
    }
    if (/^[-+.]?[0-9]/.test(word)) {
      this.error('invalid-number', start, stop);
      const value = Number(word.replaceAll('_', ''));
      return Number.isNaN(value)
        ? leafNode('opaque', start, stop, word)
        : leafNode('number', start, stop, value);
    }
    stop = wordEnd(this.text, start, this.end, true);
    this.error('bare-word', start, stop);
    return leafNode('name', start, stop, this.text.slice(start, stop));
  }
}

/** End of the run of characters that are no JSON punctuation; with `spaces`, words on one line belong together. */
function wordEnd(text: string, start: number, end: number, spaces: boolean): number {
  let last = start + 1;
  for (let at = start + 1; at < end; at++) {
    const char = text[at]!;
    if (',:{}[]"\n\r'.includes(char)) break;
    if (char === ' ' || char === '\t') {
      if (!spaces) break;
    } else {
      last = at + 1;
    }
  }
  return last;
}

interface StringScan {
  readonly end: number;
  readonly closed: boolean;
  readonly controlAt?: number;
  readonly badEscapeAt?: number;
}

/**
 * End of the string literal at `start`. A raw line break belongs to the string only when the next quote is followed by
 * what may follow a string; else the string is unclosed and ends there. Every stretch between quotes is looked at
 * twice at most.
 */
function scanTolerantString(text: string, start: number, end: number): StringScan {
  const quote = text.charCodeAt(start);
  let controlAt: number | undefined;
  let badEscapeAt: number | undefined;
  let lineEnd: number | undefined;
  let at = start + 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (lineEnd !== undefined && !mayFollowString(text, at + 1, end)) break;
      return { end: at + 1, closed: true, controlAt, badEscapeAt };
    }
    if (code === 0x5c) {
      const escaped = jsonEscapeAt(text, at, end);
      if (escaped === undefined) badEscapeAt ??= at;
      at += escaped?.length ?? 2;
      continue;
    }
    if (code < 0x20) {
      controlAt ??= at;
      if (code === 0x0a || code === 0x0d) lineEnd ??= at;
    }
    at++;
  }
  const stop = Math.min(lineEnd ?? end, end);
  return {
    end: stop,
    closed: false,
    badEscapeAt: badEscapeAt !== undefined && badEscapeAt < stop ? badEscapeAt : undefined,
  };
}

function mayFollowString(text: string, at: number, end: number): boolean {
  const next = skipJsonSpace(text, at, end);
  return next >= end || ',:}]'.includes(text[next]!);
}
