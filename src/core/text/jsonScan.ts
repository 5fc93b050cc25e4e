/**
 * Fast looks at text that is already known to be valid JSON (`JSON.parse` accepted it): the end of a string or a
 * value, the number of keys, the depth, and the place of a member without building a tree. Offsets are UTF-16 units
 * in the scanned text. On text that is not valid JSON the answers are meaningless, but every function ends.
 */
import { decodeJsonString } from './jsonString.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** Index of the quote that closes the string whose first character is at `i`; the text's length when there is none. */
export function closingQuote(text: string, i: number): number {
  // Short strings, and those full of escaped quotes (JSON in JSON), by a loop; long runs without any by indexOf, which
  // is a native memory search but costs a call.
  for (;;) {
    const near = i + 24;
    while (i < near) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) return i;
      if (c !== c) return text.length;
      i += c === BACKSLASH ? 2 : 1;
    }
    const quote = text.indexOf('"', i);
    if (quote < 0) return text.length;
    let b = quote - 1;
    while (b >= i && text.charCodeAt(b) === BACKSLASH) b--;
    if (((quote - b) & 1) === 1) return quote;
    i = quote + 1;
  }
}

/** Index of the first character at or after `i` that is not JSON white space. */
export function skipSpace(text: string, i: number): number {
  for (;;) {
    const c = text.charCodeAt(i);
    if (c === 32 || c === 10 || c === 13 || c === 9) i++;
    else return i;
  }
}

/** Index behind the value that begins at `i`. */
export function skipValue(text: string, i: number): number {
  const first = text.charCodeAt(i);
  if (first === QUOTE) return Math.min(closingQuote(text, i + 1) + 1, text.length);
  if (first !== 123 && first !== 91) {
    for (; ; i++) {
      const c = text.charCodeAt(i);
      if (c === 44 || c === 125 || c === 93 || c <= 32 || c !== c) return i;
    }
  }
  let depth = 0;
  for (;;) {
    const c = text.charCodeAt(i);
    if (c !== c) return text.length;
    if (c === QUOTE) {
      i = closingQuote(text, i + 1) + 1;
      continue;
    }
    i++;
    if (c === 123 || c === 91) depth++;
    else if ((c === 125 || c === 93) && --depth === 0) return i;
  }
}

/** What one pass over valid JSON text can tell cheaply. */
export interface JsonFacts {
  /** Deepest nesting of objects and arrays; a lone scalar has 0. */
  readonly depth: number;
  /** How many `"key":` pairs are written, duplicates counted. */
  readonly keys: number;
}

/** Depth and number of written keys; also for text that is not valid JSON (then only the depth means anything). */
export function scanJson(text: string): JsonFacts {
  let depth = 0;
  let deepest = 0;
  let keys = 0;
  const length = text.length;
  for (let i = 0; i < length;) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      i = closingQuote(text, i + 1) + 1;
      let d = text.charCodeAt(i);
      if (d <= 32) d = text.charCodeAt((i = skipSpace(text, i)));
      if (d === 58) {
        keys++;
        i++;
      }
      continue;
    }
    if (c === 123 || c === 91) {
      if (++depth > deepest) deepest = depth;
    } else if (c === 125 || c === 93) depth--;
    i++;
  }
  return { depth: deepest, keys };
}

/** Where a member or an element stands. `keyStart`/`keyEnd` are -1 for an array's element. */
export interface MemberPlace {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
}

interface ContainerIndex {
  /** Scanning goes on here: at a key, an element, or the closing bracket. */
  next: number;
  done: boolean;
  readonly members: Map<string, MemberPlace> | undefined;
  readonly elements: MemberPlace[];
}

/**
 * Finds members in valid JSON text by skipping, and remembers what it has passed, so that any number of look-ups in
 * one text costs about one pass over it in all.
 */
export class JsonPlaces {
  readonly #containers = new Map<number, ContainerIndex>();
  readonly #ends = new Map<number, number>();
  constructor(readonly text: string) {}

  /**
   * The place of `step` in the container that begins at `start`; `undefined` when it has none, or is no container.
   * Of duplicate keys it finds the last, as `JSON.parse` does.
   */
  find(start: number, step: string | number): MemberPlace | undefined {
    const open = this.text.charCodeAt(start);
    if (open !== 123 && open !== 91) return undefined;
    let index = this.#containers.get(start);
    if (!index) {
      index = {
        next: skipSpace(this.text, start + 1),
        done: false,
        members: open === 123 ? new Map() : undefined,
        elements: [],
      };
      this.#containers.set(start, index);
    }
    if (index.members) {
      while (!index.done) this.#stepObject(index, index.members);
      return index.members.get(String(step));
    }
    const wanted = typeof step === 'number' ? step : /^(0|[1-9][0-9]{0,15})$/.test(step) ? Number(step) : -1;
    if (wanted < 0) return undefined;
    while (!index.done && index.elements.length <= wanted) this.#stepArray(index);
    return index.elements[wanted];
  }

  /** The end of the value that begins at `start`; large ones are remembered, so that asking again costs nothing. */
  endOf(start: number): number {
    const known = this.#ends.get(start);
    if (known !== undefined) return known;
    const end = skipValue(this.text, start);
    if (end - start > 1000) this.#ends.set(start, end);
    return end;
  }

  #stepObject(index: ContainerIndex, members: Map<string, MemberPlace>): void {
    const { text } = this;
    const keyStart = index.next;
    if (text.charCodeAt(keyStart) !== QUOTE) {
      index.done = true;
      return;
    }
    const keyEnd = closingQuote(text, keyStart + 1) + 1;
    const raw = text.slice(keyStart + 1, keyEnd - 1);
    const key = raw.includes('\\') ? decodeJsonString(text, keyStart, keyEnd).text : raw;
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    members.set(key, { keyStart, keyEnd, valueStart });
    this.#advance(index, valueStart);
  }

  #stepArray(index: ContainerIndex): void {
    const valueStart = index.next;
    const c = this.text.charCodeAt(valueStart);
    if (c === 93 || c !== c) {
      index.done = true;
      return;
    }
    index.elements.push({ keyStart: -1, keyEnd: -1, valueStart });
    this.#advance(index, valueStart);
  }

  #advance(index: ContainerIndex, valueStart: number): void {
    const after = skipSpace(this.text, skipValue(this.text, valueStart));
    if (this.text.charCodeAt(after) === 44) index.next = skipSpace(this.text, after + 1);
    else {
      index.next = after;
      index.done = true;
    }
  }
}
