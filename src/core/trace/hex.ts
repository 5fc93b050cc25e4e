/** Keys and hashes: rows of bytes in a table, hexadecimal digits outside, and short texts of one unit a byte in maps. */

/** The row as a text with one unit for each byte, to be a key of a map. */
export function byteKey(table: Uint8Array, row: number, width: number): string {
  return String.fromCharCode.apply(
    undefined,
    table.subarray(row * width, (row + 1) * width) as unknown as number[],
  );
}

/** The same from hexadecimal digits; `undefined` for what is not `width` bytes of them. */
export function byteKeyOfHex(hex: string, width: number): string | undefined {
  if (hex.length !== width * 2 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  let key = '';
  for (let i = 0; i < hex.length; i += 2)
    key += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  return key;
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The hexadecimal digits of a key of {@link byteKey}. */
export function hexOfByteKey(key: string): string {
  let hex = '';
  for (let i = 0; i < key.length; i++) hex += digits[key.charCodeAt(i)]!;
  return hex;
}

/** The hexadecimal digits of a row; `undefined` where all of its bytes are 0, which stands for no hash. */
export function hashOfRow(table: Uint8Array, row: number, width: number): string | undefined {
  const key = byteKey(table, row, width);
  return /[^\0]/.test(key) ? hexOfByteKey(key) : undefined;
}
