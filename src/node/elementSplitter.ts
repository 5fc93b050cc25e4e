/**
 * Cuts the bytes of one JSON array into its elements without parsing them: it knows strings, escapes and brackets,
 * no more, and ends on anything. Equal to core/container.ts on whole texts (a test says so), but streamed.
 */
import { lineStarts } from '../core/sweep/textPosition.ts';
import { ByteWindow } from './byteWindow.ts';
import { maxRecordBytes, type RecordSink, type Splitter } from './splitter.ts';

const QUOTE = 34;
const COMMA = 44;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

type State =
  | 'before-array'
  | 'between'
  | 'string'
  | 'scalar'
  | 'container'
  | 'string-in-container'
  /** From the closing bracket to the end of the file: nothing but space, or a record. */
  | 'after-array'
  | 'no-array';

export class ElementSplitter implements Splitter {
  readonly window = new ByteWindow();
  readonly crlf = { count: 0 };
  readonly #sink: RecordSink;
  readonly #maxBytes: number;
  #state: State = 'before-array';
  #depth = 0;
  /** A `\` was the last byte of what was scanned. */
  #escaped = false;
  /** Bytes behind the window's start that were scanned: the current element so far. */
  #scanned = 0;
  #dropped = 0;
  /** Between elements: a comma was passed since the last one. */
  #comma = true;
  #hasElements = false;
  readonly #position = new BytePosition();
  #elementLine = 1;
  #elementColumn = 1;

  constructor(sink: RecordSink, maxBytes = maxRecordBytes) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  get lines(): number {
    return this.#position.line - 1;
  }

  get isDropping(): boolean {
    return this.#dropped > 0;
  }

  scan(): void {
    const { window } = this;
    const { bytes, end } = window;
    let i = window.start + this.#scanned;
    while (i < end) {
      switch (this.#state) {
        case 'before-array':
        case 'between':
          i = this.#between(bytes, i, end);
          break;
        case 'after-array':
          i = end;
          break;
        case 'no-array':
          window.start = i = end;
          break;
        case 'string':
        case 'string-in-container': {
          i = this.#insideString(bytes, i, end);
          break;
        }
        case 'container':
          i = this.#insideContainer(bytes, i, end);
          break;
        case 'scalar': {
          while (i < end && !endsScalar(bytes[i]!)) i++;
          if (i < end) this.#finish(i);
          break;
        }
      }
    }
    this.#scanned = i - window.start;
    if (window.size > this.#maxBytes) {
      this.#dropped += window.size;
      this.#position.advance(bytes, window.start, end);
      window.start = end;
      this.#scanned = 0;
    }
  }

  end(): void {
    const { window } = this;
    const inElement =
      this.#state !== 'before-array' && this.#state !== 'between' && this.#state !== 'no-array';
    if (this.#state === 'after-array') {
      const last = spaceStart(window.bytes, window.start, window.end);
      // The bracket alone is how an array ends.
      if (last > window.start + 1 || this.#dropped > 0) this.#finish(last);
    } else if (inElement) this.#finish(window.end);
    this.#position.advance(window.bytes, window.start, window.end);
    window.start = window.end;
    this.#scanned = 0;
  }

  #between(bytes: Buffer, from: number, end: number): number {
    const { window } = this;
    let i = from;
    while (i < end && isSpace(bytes[i]!)) i++;
    if (i >= end) {
      // Held back: a `\r\n` must be counted as one. Space is short; a file of nothing else is dropped as too long.
      return i;
    }
    const c = bytes[i]!;
    if (this.#state === 'before-array') {
      this.#pass(bytes, i);
      if (c === OPEN) {
        this.#sink.opened?.(this.#position.line, this.#position.column);
        this.#pass(bytes, i + 1);
      }
      this.#state = c === OPEN ? 'between' : 'no-array';
      return window.start;
    }
    if (c === COMMA && !this.#comma) {
      this.#comma = true;
      return i + 1;
    }
    if (c === CLOSE) {
      if (this.#comma && this.#hasElements) {
        const comma = bytes.indexOf(COMMA, window.start);
        // Space that was too long was dropped, and the comma with it.
        if (comma >= 0 && comma < i) {
          this.#begin(bytes, comma);
          this.#finish(comma + 1);
        }
      }
      this.#begin(bytes, i);
      this.#state = 'after-array';
      return i + 1;
    }
    this.#begin(bytes, i);
    this.#hasElements = true;
    if (c === QUOTE) this.#state = 'string';
    else if (c === OPEN || c === OPEN_BRACE) {
      this.#state = 'container';
      this.#depth = 1;
    } else {
      // The first byte of a scalar belongs to it whatever it is: every element has one, so every scan ends.
      this.#state = 'scalar';
      if (endsScalar(c)) this.#finish(i + 1);
    }
    return i + 1;
  }

  /** A record begins at `at`. */
  #begin(bytes: Buffer, at: number): void {
    this.#pass(bytes, at);
    this.#elementLine = this.#position.line;
    this.#elementColumn = this.#position.column;
  }

  /** Drops what stands before `to`, counting lines and columns. */
  #pass(bytes: Buffer, to: number): void {
    this.#position.advance(bytes, this.window.start, to);
    this.window.start = to;
  }

  #insideString(bytes: Buffer, from: number, end: number): number {
    let i = from;
    if (this.#escaped) {
      this.#escaped = false;
      i++;
    }
    while (i < end) {
      const c = bytes[i]!;
      if (c === BACKSLASH) {
        if (i + 1 >= end) {
          this.#escaped = true;
          return end;
        }
        i += 2;
      } else if (c === QUOTE) {
        i++;
        if (this.#state === 'string') this.#finish(i);
        else this.#state = 'container';
        return i;
      } else i++;
    }
    return i;
  }

  #insideContainer(bytes: Buffer, from: number, end: number): number {
    for (let i = from; i < end; i++) {
      const c = bytes[i]!;
      if (c === QUOTE) {
        this.#state = 'string-in-container';
        return i + 1;
      }
      if (c === OPEN_BRACE || c === OPEN) this.#depth++;
      else if ((c === CLOSE_BRACE || c === CLOSE) && --this.#depth === 0) {
        this.#finish(i + 1);
        return i + 1;
      }
    }
    return end;
  }

  /** The element ends before `to`. */
  #finish(to: number): void {
    const { window } = this;
    const { bytes, start } = window;
    const size = this.#dropped + to - start;
    if (this.#dropped > 0 || size > this.#maxBytes) {
      this.#sink.tooLong(size, this.#elementLine, this.#elementColumn);
      this.#pass(bytes, to);
    } else {
      const text = bytes.toString('utf8', start, to);
      this.#sink.record(text, this.#elementLine, this.#elementColumn, bytes, start, to);
      this.#position.advanceText(text);
      window.start = to;
    }
    this.#dropped = 0;
    this.#comma = false;
    this.#state = 'between';
  }
}

/** Line and column from 1 while passing over UTF-8; columns in UTF-16 units. */
class BytePosition {
  line = 1;
  column = 1;
  #afterReturn = false;

  /** Over an element that was decoded; it begins and ends with a visible character. */
  advanceText(text: string): void {
    this.#afterReturn = false;
    const starts = lineStarts(text);
    this.line += starts.length - 1;
    const last = text.length - starts[starts.length - 1]!;
    this.column = starts.length === 1 ? this.column + last : last + 1;
  }

  advance(bytes: Buffer, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      const c = bytes[i]!;
      if (c === 10) {
        if (!this.#afterReturn) this.line++;
        this.column = 1;
        this.#afterReturn = false;
      } else if (c === 13) {
        this.line++;
        this.column = 1;
        this.#afterReturn = true;
      } else {
        this.#afterReturn = false;
        // Continuation bytes count nothing; a character of four bytes is two units.
        if ((c & 0xc0) !== 0x80) this.column += c >= 0xf0 ? 2 : 1;
      }
    }
  }
}

function isSpace(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || c === 9;
}

/** Where the space before `end` begins, not before `start`. */
function spaceStart(bytes: Buffer, start: number, end: number): number {
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return end;
}

function endsScalar(c: number): boolean {
  return c === COMMA || c === CLOSE_BRACE || c === CLOSE || c <= 32;
}
