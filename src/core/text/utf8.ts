/** UTF-8 to and from bytes, here because the language itself has neither `TextEncoder` nor `TextDecoder`. */

/** How many UTF-16 units are handed to `String.fromCharCode` at once; more could exhaust the stack. */
const chunkUnits = 4096;

/**
 * The bytes of a text. Half of a surrogate pair without its other half, which UTF-8 cannot hold, becomes the three bytes
 * that its number would have, so that different texts give different bytes.
 */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[end++] = code;
      continue;
    }
    if (code >= 0xd800 && code < 0xdc00) {
      code = text.codePointAt(i)!;
      if (code >= 0x10000) i++;
    }
    if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
    } else if (code < 0x10000) {
      bytes[end++] = 0xe0 | (code >> 12);
      bytes[end++] = 0x80 | ((code >> 6) & 63);
    } else {
      bytes[end++] = 0xf0 | (code >> 18);
      bytes[end++] = 0x80 | ((code >> 12) & 63);
      bytes[end++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[end++] = 0x80 | (code & 63);
  }
  return bytes.subarray(0, end);
}

/**
 * The text of bytes that are UTF-8 without any fault, else `undefined`: no overlong forms, no halves of surrogate pairs,
 * nothing beyond U+10FFFF, nothing cut off. A byte order mark is kept as U+FEFF.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const units = new Uint16Array(Math.min(bytes.length, chunkUnits) + 1);
  let text = '';
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    if (count >= chunkUnits) {
      text += String.fromCharCode.apply(undefined, units.subarray(0, count) as unknown as number[]);
      count = 0;
    }
    const first = bytes[at]!;
    if (first < 0x80) {
      units[count++] = first;
      at++;
      continue;
    }
    const code = sequenceAt(bytes, at, first);
    if (code < 0) return undefined;
    at += code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code < 0x10000) {
      units[count++] = code;
    } else {
      units[count++] = 0xd800 + ((code - 0x10000) >> 10);
      units[count++] = 0xdc00 + ((code - 0x10000) & 0x3ff);
    }
  }
  return text + String.fromCharCode.apply(undefined, units.subarray(0, count) as unknown as number[]);
}

/** The code point of a sequence of several bytes, -1 where it is none. */
function sequenceAt(bytes: Uint8Array, at: number, first: number): number {
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return -1;
  let code = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (next & 63);
  }
  if (length === 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return -1;
  if (length === 4 && (code < 0x10000 || code > 0x10ffff)) return -1;
  return code;
}
