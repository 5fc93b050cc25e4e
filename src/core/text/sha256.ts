/**
 * SHA-256 of a text (FIPS 180-4), here because a core without Node and without DOM has none: WebCrypto is asynchronous
 * and not a part of the language. For hashes that are shown to people or kept in a journal and compared elsewhere; for
 * tables of hashes `valueHash.ts` is many times faster.
 */

import { utf8WithUnits } from './utf8.ts';

/** Fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8, as the standard has them. */
const { rounds, initial } = constants();

function constants(): { rounds: Int32Array; initial: Int32Array } {
  const rounds = new Int32Array(64);
  const initial = new Int32Array(8);
  const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 0x100000000) | 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) initial[found] = fraction(Math.sqrt(n));
    rounds[found++] = fraction(Math.cbrt(n));
  }
  return { rounds, initial };
}

/**
 * The hash of the text in UTF-8, as 64 hexadecimal digits. Half of a surrogate pair without its other half, which UTF-8
 * cannot hold, counts as the three bytes that its number would have, so that different texts stay different.
 */
export function sha256(text: string): string {
  const bytes = padded(utf8WithUnits(text).bytes);
  const state = Int32Array.from(initial);
  const words = new Int32Array(64);
  for (let at = 0; at < bytes.length; at += 64) compress(bytes, at, words, state);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function compress(bytes: Uint8Array, at: number, words: Int32Array, state: Int32Array): void {
  for (let i = 0; i < 16; i++) {
    const j = at + i * 4;
    words[i] = (bytes[j]! << 24) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 8) | bytes[j + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const w15 = words[i - 15]!;
    const w2 = words[i - 2]!;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + rounds[i]! + words[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i]! + word) | 0));
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The bytes, a one bit, zeros, and the length in bits: a multiple of 64 bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  all.set(bytes);
  all[bytes.length] = 0x80;
  let bits = bytes.length * 8;
  for (let i = all.length - 1; bits > 0; i--) {
    all[i] = bits % 256;
    bits = Math.floor(bits / 256);
  }
  return all;
}
