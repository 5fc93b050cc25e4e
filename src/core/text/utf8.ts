/** A text's bytes with the way back; a core without Node and DOM has no TextEncoder. */

/** The text's bytes, and for each of them, and for the end, the UTF-16 unit at which its character begins (ends, for the rest). */
export function utf8WithUnits(text: string): { readonly bytes: Uint8Array; readonly units: Uint32Array } {
  const bytes = new Uint8Array(text.length * 3);
  const units = new Uint32Array(text.length * 3 + 1);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    const start = i;
    if (code >= 0x10000) i++;
    const count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    const lead = [0, 0, 0xc0, 0xe0, 0xf0][count]!;
    bytes[size] = lead | (code >> (6 * (count - 1)));
    units[size++] = start;
    for (let left = count - 2; left >= 0; left--) {
      bytes[size] = 0x80 | ((code >> (6 * left)) & 63);
      units[size++] = i + 1;
    }
  }
  units[size] = text.length;
  return { bytes: bytes.subarray(0, size), units };
}
