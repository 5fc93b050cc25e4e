/**
 * Reads a sample's text (print.ts says how it is written) back as the text of a record, token by token and without
 * asking whether it is complete: text that is half typed becomes a record that is half typed in the same place, so that
 * every feature of records works on it. Offsets map both ways.
 */
import type { Span } from '../text/span.ts';

/** A record's text made from a sample's text. Offsets are UTF-16 units; `sampleOffset`s count in the text that was read. */
export interface ComposedSample {
  /** The record, on one line. */
  readonly text: string;
  /** The strings that were written as blocks of JSON, in the order of their ends. */
  readonly jsonBlocks: readonly JsonBlock[];
  /** How many blocks of JSON are open around the place: how often text there is escaped on the way into the record. */
  depthAt(sampleOffset: number): number;
  /** Where the character at `sampleOffset` stands in the record; what is only layout maps to what follows it. */
  toRecord(sampleOffset: number): number;
  /** Where a span of the record stands in the sample's text. */
  toSample(span: Span): Span;
}

/** A string of `ComposedSample.text` that was written as a block of JSON: its place there, escaped quotes included. */
export interface JsonBlock extends Span {
  /** How many blocks of JSON are open around it. */
  readonly depth: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Composes a record. Never throws; line ends may be `\n` or `\r\n`. */
export function composeSample(sampleText: string): ComposedSample {
  return new Composer(sampleText).compose();
}

class Composer {
  #at = 0;
  #length = 0;
  readonly #parts: string[] = [];
  /** Record offset of every sample offset. */
  readonly #map: Uint32Array;
  /** Sample offsets at which the number of open blocks changes, with the new number. */
  readonly #depths: { readonly at: number; readonly depth: number }[] = [];
  readonly #jsonBlocks: JsonBlock[] = [];
  /** Where the blocks that are open began. */
  readonly #open: number[] = [];
  #depth = 0;
  /** The last token asks for a value: a block that stands there begins. */
  #wantsValue = true;

  constructor(private readonly text: string) {
    this.#map = new Uint32Array(text.length + 1);
  }

  compose(): ComposedSample {
    const { text } = this;
    while (this.#at < text.length) {
      const c = text.charCodeAt(this.#at);
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09 || c === 0xfeff) this.#skip(1);
      else if (text.startsWith('"""', this.#at)) this.#fence();
      else if (c === QUOTE) this.#string();
      else {
        this.#copy();
        if (c === 0x3a || c === 0x2c || c === 0x5b || c === 0x7b) this.#wantsValue = true;
        else this.#wantsValue = false;
      }
    }
    // Blocks that are not closed yet are closed at the end.
    while (this.#depth > 0) this.#closeJson(0);
    this.#map[text.length] = this.#length;
    return composed(this.#parts.join(''), this.#map, this.#depths, this.#jsonBlocks);
  }

  /** Layout: maps to what follows. */
  #skip(count: number): void {
    for (let i = 0; i < count; i++) this.#map[this.#at++] = this.#length;
  }

  /** The character at hand, escaped for the open blocks. */
  #copy(): void {
    this.#map[this.#at] = this.#length;
    this.#emit(escaped(this.text[this.#at]!, this.#depth));
    this.#at++;
  }

  #emit(written: string): void {
    this.#parts.push(written);
    this.#length += written.length;
  }

  /** A JSON string; one that is not closed ends with its line. */
  #string(): void {
    const { text } = this;
    this.#copy();
    while (this.#at < text.length) {
      const c = text.charCodeAt(this.#at);
      if (c === 0x0a || c === 0x0d) break;
      this.#copy();
      if (c === QUOTE) break;
      const next = text.charCodeAt(this.#at);
      if (c === BACKSLASH && this.#at < text.length && next !== 0x0a && next !== 0x0d) this.#copy();
    }
    this.#wantsValue = false;
  }

  #fence(): void {
    if (this.#depth > 0 && !this.#wantsValue) this.#closeJson(3);
    else if (this.text.startsWith('json', this.#at + 3)) this.#openJson();
    else this.#textBlock();
  }

  #openJson(): void {
    this.#open.push(this.#length);
    this.#map[this.#at] = this.#length;
    this.#emit(escaped('"', this.#depth));
    this.#at++;
    this.#skip(6);
    this.#setDepth(this.#depth + 1);
    this.#wantsValue = true;
  }

  /** @param fence how many characters of the sample's text stand for the closing quote. */
  #closeJson(fence: number): void {
    this.#setDepth(this.#depth - 1);
    if (fence > 0) this.#skip(fence - 1);
    this.#map[this.#at] = this.#length;
    this.#emit(escaped('"', this.#depth));
    this.#jsonBlocks.push({ start: this.#open.pop() ?? 0, end: this.#length, depth: this.#depth });
    if (fence > 0) this.#at++;
    this.#wantsValue = false;
  }

  #setDepth(depth: number): void {
    this.#depth = depth;
    this.#depths.push({ at: this.#at, depth });
  }

  #textBlock(): void {
    const { text } = this;
    this.#map[this.#at] = this.#length;
    this.#emit(escaped('"', this.#depth));
    this.#at++;
    const open = text.indexOf('\n', this.#at);
    const start = open < 0 ? text.length : open + 1;
    this.#setDepth(this.#depth + 1);
    this.#skip(start - this.#at);
    const close = closingFence(text, start);
    const margin = close.fence - close.lineStart;
    while (this.#at < close.lineStart) {
      let lineEnd = text.indexOf('\n', this.#at);
      if (lineEnd < 0) lineEnd = text.length;
      const isLast = lineEnd + 1 >= close.lineStart;
      const end = text.charCodeAt(lineEnd - 1) === 0x0d && lineEnd > this.#at ? lineEnd - 1 : lineEnd;
      this.#skip(marginOf(text, this.#at, end, margin));
      while (this.#at < end) this.#blockChar();
      if (isLast) this.#skip(Math.min(close.lineStart, text.length) - this.#at);
      else {
        this.#map[this.#at] = this.#length;
        this.#emit(escaped('\\n', this.#depth - 1));
        this.#at++;
        // A carriage return and its line feed are one line break.
        while (this.#at <= lineEnd) this.#map[this.#at++] = this.#length;
      }
    }
    this.#skip(close.fence - this.#at);
    this.#setDepth(this.#depth - 1);
    const rest = Math.min(3, text.length - this.#at);
    if (rest > 0) {
      this.#skip(rest - 1);
      this.#map[this.#at] = this.#length;
      this.#at++;
    }
    this.#emit(escaped('"', this.#depth));
    this.#wantsValue = false;
  }

  /** A character of a block of text: it is decoded, so it is escaped once more than what stands around the block. */
  #blockChar(): void {
    const c = this.text.charCodeAt(this.#at);
    const literal = c === 0x09 ? '\\t' : c < 0x20 ? unicode(c) : undefined;
    if (literal === undefined) return this.#copy();
    this.#map[this.#at] = this.#length;
    this.#emit(escaped(literal, this.#depth - 1));
    this.#at++;
  }
}

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Where the line of the closing `"""` begins and the fence itself; both the text's end when there is none. */
function closingFence(text: string, from: number): { lineStart: number; fence: number } {
  for (let lineStart = from; lineStart < text.length;) {
    let at = lineStart;
    while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
    if (text.startsWith('"""', at)) return { lineStart, fence: at };
    const lineEnd = text.indexOf('\n', lineStart);
    if (lineEnd < 0) break;
    lineStart = lineEnd + 1;
  }
  return { lineStart: text.length, fence: text.length };
}

/** How much white space at the start of the line belongs to the layout: `margin` at most. */
function marginOf(text: string, start: number, end: number, margin: number): number {
  let at = start;
  while (at < end && at - start < margin && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09))
    at++;
  return at - start;
}

/** `text`, which is written in JSON, as it is written in a string in a string …, `depth` times. */
function escaped(text: string, depth: number): string {
  if (depth === 0 || !/["\\]/.test(text)) return text;
  let written = text;
  for (let i = 0; i < depth; i++) written = written.replace(/["\\]/g, '\\$&');
  return written;
}

function composed(
  text: string,
  map: Uint32Array,
  depths: readonly { readonly at: number; readonly depth: number }[],
  jsonBlocks: readonly JsonBlock[],
): ComposedSample {
  /** Number of sample offsets whose record offset is below `limit`. */
  const below = (limit: number) => {
    let low = 0;
    let high = map.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (map[middle]! < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const last = map.length - 1;
  return {
    text,
    jsonBlocks,
    depthAt(sampleOffset) {
      let depth = 0;
      for (const change of depths) {
        if (change.at > sampleOffset) break;
        depth = change.depth;
      }
      return depth;
    },
    toRecord: (sampleOffset) => map[Math.max(0, Math.min(sampleOffset, last))]!,
    toSample({ start, end }) {
      // A start is the last place that maps there, behind the layout; an end the first, before it.
      const from = Math.max(0, Math.min(below(start + 1) - 1, last));
      if (end <= start) return { start: from, end: from };
      return { start: from, end: Math.max(from, Math.min(below(end), last)) };
    },
  };
}
