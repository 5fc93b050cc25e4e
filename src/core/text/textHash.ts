/** A short name for a text, for telling whether it is the same as before. Not for secrets: collisions can be made. */

/** 53 bits of hash as 14 hexadecimal digits; equal texts give equal hashes on every machine. */
export function textHash(text: string): string {
  // Two lanes of multiply and xor (after MurmurHash's mixing), joined below 2^53.
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x27d4eb2f);
    b = Math.imul(b ^ c, 0x165667b1);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (0x200000 * (b >>> 0) + ((a >>> 0) & 0x1fffff)).toString(16).padStart(14, '0');
}
