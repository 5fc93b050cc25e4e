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

/** Keys of valid JSON text, counted by `":`. */
export interface QuickKeys {
  /** Keys of the text itself. */
  readonly own: number;
  /** Keys in the JSON that stands in its strings, at whatever depth: those whose closing quote is escaped. May be 0 whatever there is. */
  readonly nested: number;
}

/**
 * At least how many keys are written in valid JSON text. A value such as `":)"` is counted too, so it can be too many
 * but never too few: when it is what the parsed value has, no key is written twice. `undefined` for text that nearly
 * no writer writes (space before a colon, also in prose; a key that ends with a backslash).
 *
 * Only colons are searched for: one native search a key. Looking for quotes would stop four times as often.
 */
export function quickKeyCount(text: string): QuickKeys | undefined {
  let own = 0;
  let nested = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before <= 32) return undefined;
    if (before !== QUOTE) {
      if (isHiddenEnd(text, at, before)) return undefined;
      continue;
    }
    if (text.charCodeAt(at - 2) !== BACKSLASH) {
      own++;
      continue;
    }
    let first = at - 2;
    while (text.charCodeAt(first - 1) === BACKSLASH) first--;
    // An even number of backslashes escapes each other, not the quote: leave it to the thorough scan.
    if (((at - 1 - first) & 1) === 0) return undefined;
    nested++;
  }
  // An escaped colon may end a nested key; where all are, none was counted.
  if (nested > 0 && text.includes('003') && /\\u003a/i.test(text)) return undefined;
  return { own, nested };
}

/** True when what stands before the colon may be, escaped, the end of a nested key: a quote as \u0022, or white space. */
function isHiddenEnd(text: string, colon: number, before: number): boolean {
  if (before === 50) return text.startsWith('u0022', colon - 5);
  return (before === 110 || before === 114 || before === 116) && text.charCodeAt(colon - 2) === BACKSLASH;
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
  /** The value found last begins here and was not skipped yet; -1 when there is none. */
  pending: number;
  done: boolean;
  /** Members that were passed, by key; made when the container is asked a second time. */
  members: Map<string, MemberPlace> | undefined;
  /** All that was passed, in order. */
  readonly passed: MemberPlace[];
}

/**
 * Finds members in valid JSON text by skipping, and remembers what it has passed, so that any number of look-ups in
 * one text costs about one pass over it in all.
 */
export class JsonPlaces {
  readonly #containers = new Map<number, ContainerIndex>();
  readonly #ends = new Map<number, number>();
  readonly #unique: boolean;

  /** `unique`: no object of the text has a key twice, so that looking may stop at the first match. */
  constructor(
    readonly text: string,
    unique = false,
  ) {
    this.#unique = unique;
  }

  /**
   * The place of `step` in the container that begins at `start`; `undefined` when it has none, or is no container.
   * Of duplicate keys it finds the last, as `JSON.parse` does.
   */
  find(start: number, step: string | number): MemberPlace | undefined {
    const open = this.text.charCodeAt(start);
    if (open !== 123 && open !== 91) return undefined;
    let index = this.#containers.get(start);
    const isFirst = index === undefined;
    if (!index) {
      index = {
        next: skipSpace(this.text, start + 1),
        pending: -1,
        done: false,
        members: undefined,
        passed: [],
      };
      this.#containers.set(start, index);
    }
    if (open === 123) {
      const key = String(step);
      return isFirst && this.#unique ? this.#scanFor(index, key) : this.#lookUp(index, key);
    }
    const wanted = typeof step === 'number' ? step : /^(0|[1-9][0-9]{0,15})$/.test(step) ? Number(step) : -1;
    if (wanted < 0) return undefined;
    while (!index.done && index.passed.length <= wanted) this.#stepArray(index);
    return index.passed[wanted];
  }

  /** The first member of that key, found by comparing while passing: most containers are asked once. */
  #scanFor(index: ContainerIndex, key: string): MemberPlace | undefined {
    const isPlain = !key.includes('\\');
    for (;;) {
      const place = this.#stepObject(index);
      if (!place) return undefined;
      const { keyStart, keyEnd } = place;
      if (isPlain && keyEnd - keyStart - 2 === key.length && this.text.startsWith(key, keyStart + 1))
        return place;
      if (this.#keyOf(place) === key) return place;
    }
  }

  #lookUp(index: ContainerIndex, key: string): MemberPlace | undefined {
    if (!index.members) {
      index.members = new Map();
      for (const place of index.passed) index.members.set(this.#keyOf(place), place);
    }
    let found = this.#unique ? index.members.get(key) : undefined;
    while (!found && !index.done) {
      const place = this.#stepObject(index);
      if (!place) break;
      const passed = this.#keyOf(place);
      index.members.set(passed, place);
      if (this.#unique && passed === key) found = place;
    }
    return found ?? index.members.get(key);
  }

  #keyOf({ keyStart, keyEnd }: MemberPlace): string {
    const raw = this.text.slice(keyStart + 1, keyEnd - 1);
    return raw.includes('\\') ? decodeJsonString(this.text, keyStart, keyEnd).text : raw;
  }

  /** The end of the value that begins at `start`; large ones are remembered, so that asking again costs nothing. */
  endOf(start: number): number {
    const known = this.#ends.size > 0 ? this.#ends.get(start) : undefined;
    if (known !== undefined) return known;
    const end = skipValue(this.text, start);
    if (end - start > 1000) this.#ends.set(start, end);
    return end;
  }

  /** Passes to the next member; `undefined` when there is none. */
  #stepObject(index: ContainerIndex): MemberPlace | undefined {
    const { text } = this;
    this.#passPending(index);
    if (index.done) return undefined;
    const keyStart = index.next;
    if (text.charCodeAt(keyStart) !== QUOTE) {
      index.done = true;
      return undefined;
    }
    const keyEnd = Math.min(closingQuote(text, keyStart + 1) + 1, text.length);
    const place = { keyStart, keyEnd, valueStart: skipSpace(text, skipSpace(text, keyEnd) + 1) };
    index.passed.push(place);
    index.pending = place.valueStart;
    return place;
  }

  #stepArray(index: ContainerIndex): void {
    this.#passPending(index);
    if (index.done) return;
    const valueStart = index.next;
    const c = this.text.charCodeAt(valueStart);
    if (c === 93 || c !== c) {
      index.done = true;
      return;
    }
    index.passed.push({ keyStart: -1, keyEnd: -1, valueStart });
    index.pending = valueStart;
  }

  /** Goes on behind the value found last; put off until something behind it is wanted. */
  #passPending(index: ContainerIndex): void {
    if (index.pending < 0) return;
    const after = skipSpace(this.text, this.endOf(index.pending));
    index.pending = -1;
    if (this.text.charCodeAt(after) === 44) index.next = skipSpace(this.text, after + 1);
    else {
      index.next = after;
      index.done = true;
    }
  }
}
