/**
 * Hashes of texts and JSON values, for finding what is the same among millions of records without keeping them. Two
 * lanes of 32 bits, told as one number of 53; equal values give equal hashes on every machine, whatever the order of
 * their keys. Not for secrets: collisions can be made.
 */
import type { JsonValue } from '../json.ts';

const k1 = 0xcc9e2d51 | 0;
const k2 = 0x1b873593 | 0;
const k3 = 0x85ebca6b | 0;
const k4 = 0xc2b2ae35 | 0;

// What the last hash gave. Returning two numbers would make an object for every string of every record.
let outA = 0;
let outB = 0;

/** Ends a hash: every bit of the lanes decides about every other. */
function finish(a: number, b: number, length: number): void {
  a = Math.imul(a ^ length ^ (a >>> 16), k3);
  b = Math.imul(b ^ length ^ (b >>> 15), k4);
  a = Math.imul(a ^ (b >>> 13), k4);
  b = Math.imul(b ^ (a >>> 16), k3);
  outA = a ^ (b >>> 16);
  outB = b ^ (a >>> 15);
}

function text(s: string, seed: number): void {
  const { length } = s;
  let a = seed ^ 0x9e3779b9;
  let b = seed ^ 0x7f4a7c15;
  let i = 0;
  // Two units at a time: a unit has 16 bits, a lane 32.
  for (const even = length & ~1; i < even; i += 2) {
    const w = s.charCodeAt(i) | (s.charCodeAt(i + 1) << 16);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ w, k1);
    b = Math.imul(((b << 15) | (b >>> 17)) ^ w, k2);
  }
  if (i < length) {
    const w = s.charCodeAt(i);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ w, k1);
    b = Math.imul(((b << 15) | (b >>> 17)) ^ w, k2);
  }
  finish(a, b, length);
}

// Seeds tell the types apart: "1", 1, [1] and {"1": null} are different values.
const seeds = { string: 1, number: 2, array: 3, object: 4, key: 5, folded: 6 } as const;

function value(v: JsonValue): void {
  if (typeof v === 'string') return text(v, seeds.string);
  if (typeof v === 'number') return text(String(v), seeds.number);
  if (typeof v === 'boolean') return finish(v ? 11 : 12, 13, 0);
  if (v === null) return finish(14, 15, 0);
  if (Array.isArray(v)) {
    let a: number = seeds.array;
    let b: number = seeds.array;
    for (const element of v) {
      value(element);
      a = Math.imul(((a << 13) | (a >>> 19)) ^ outA, k1);
      b = Math.imul(((b << 15) | (b >>> 17)) ^ outB, k2);
    }
    return finish(a, b, v.length);
  }
  // A sum does not depend on the order of the members.
  let a: number = seeds.object;
  let b: number = seeds.object;
  let members = 0;
  for (const key in v) {
    text(key, seeds.key);
    const keyA = outA;
    const keyB = outB;
    value(v[key]!);
    finish(outA ^ Math.imul(keyA, k1), outB ^ Math.imul(keyB, k2), 1);
    a = (a + outA) | 0;
    b = (b + outB) | 0;
    members++;
  }
  finish(a, b, members);
}

/** Gathers hashes of parts, in order or (`addLoose`) in any order, into one. */
export class ValueHash {
  /** The two lanes. */
  a = 0;
  b = 0;

  /** Begins anew. */
  reset(): this {
    this.a = this.b = 0;
    return this;
  }

  /** Goes on from where another one stands. */
  copy(other: ValueHash): this {
    this.a = other.a;
    this.b = other.b;
    return this;
  }

  addText(s: string): this {
    text(s, seeds.string);
    return this.#take();
  }

  /** Adds the text as `foldText` makes it; `hashOfFolded(s)`, which is at hand then. */
  addFolded(s: string): number {
    folded(s);
    this.#take();
    return lastHash();
  }

  addValue(v: JsonValue): this {
    value(v);
    return this.#take();
  }

  addNumber(n: number): this {
    this.a = Math.imul(((this.a << 13) | (this.a >>> 19)) ^ n, k1);
    this.b = Math.imul(((this.b << 15) | (this.b >>> 17)) ^ n, k2);
    return this;
  }

  addHash(other: ValueHash): this {
    return this.addNumber(other.a).#addB(other.b);
  }

  /** Adds so that the order of what is added does not matter. */
  addLoose(other: ValueHash): this {
    finish(other.a, other.b, 1);
    this.a = (this.a + outA) | 0;
    this.b = (this.b + outB) | 0;
    return this;
  }

  /** 53 bits; 0 never. */
  get value(): number {
    finish(this.a, this.b, 0);
    return (outA >>> 0) * 0x200000 + (outB >>> 11) || 1;
  }

  #addB(n: number): this {
    this.b = Math.imul(((this.b << 11) | (this.b >>> 21)) ^ n, k4);
    return this;
  }

  #take(): this {
    this.a = Math.imul(((this.a << 13) | (this.a >>> 19)) ^ outA, k1);
    this.b = Math.imul(((this.b << 15) | (this.b >>> 17)) ^ outB, k2);
    return this;
  }
}

/** Of the text that was hashed last, by itself: 53 bits; 0 never. */
function lastHash(): number {
  return (outA >>> 0) * 0x200000 + (outB >>> 11) || 1;
}

/** The hash of `foldText(s)` by itself. */
export function hashOfFolded(s: string): number {
  folded(s);
  return lastHash();
}

/** How a hash is written: 14 hexadecimal digits. */
export function hashWord(hash: number): string {
  return hash.toString(16).padStart(14, '0');
}

/** The text as `addFolded` takes it: letter case (of ASCII), the width of spaces and the marks at the end do not count. */
export function foldText(s: string): string {
  const plain = s
    .slice(0, foldedEnd(s))
    .replace(/\s+/g, ' ')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return plain.startsWith(' ') ? plain.slice(1) : plain;
}

/** `text(foldText(s))`, without making that string. */
function folded(s: string): void {
  const end = foldedEnd(s);
  let a = seeds.folded ^ 0x9e3779b9;
  let b = seeds.folded ^ 0x7f4a7c15;
  let count = 0;
  let afterSpace = true;
  for (let i = 0; i < end; i++) {
    let c = s.charCodeAt(i);
    if (c <= 32 || c >= 0xa0) {
      if (isSpace(c)) {
        if (afterSpace) continue;
        afterSpace = true;
        c = 32;
      } else afterSpace = false;
    } else {
      afterSpace = false;
      if (c >= 65 && c <= 90) c |= 32;
    }
    a = Math.imul(((a << 13) | (a >>> 19)) ^ c, k1);
    b = Math.imul(((b << 15) | (b >>> 17)) ^ c, k2);
    count++;
  }
  finish(a, b, count);
}

/** Where the marks and spaces at the end begin. By hand: an expression would start anew at each of a million full stops. */
function foldedEnd(s: string): number {
  let end = s.length;
  while (end > 0 && (isSpace(s.charCodeAt(end - 1)) || isMark(s.charCodeAt(end - 1)))) end--;
  return end;
}

/** As `\s` and the ideographic space. */
function isSpace(c: number): boolean {
  if (c <= 32) return c === 32 || (c >= 9 && c <= 13);
  return (
    c === 0xa0 ||
    (c >= 0x1680 &&
      (c === 0x1680 ||
        (c >= 0x2000 && c <= 0x200a) ||
        c === 0x2028 ||
        c === 0x2029 ||
        c === 0x202f ||
        c === 0x205f ||
        c === 0x3000 ||
        c === 0xfeff))
  );
}

/** `.`, `!`, `?` and their forms in East Asian text. */
function isMark(c: number): boolean {
  return c === 46 || c === 33 || c === 63 || c === 0x3002 || c === 0xff01 || c === 0xff1f;
}
