/**
 * Safetensors files: 8 bytes little-endian length of the header, the header (JSON in UTF-8, padded with spaces), then the
 * tensors without gaps, little-endian, rows first. The header maps names to `{dtype, shape, data_offsets: [start, end)}`
 * (bytes after the header) and `__metadata__` to texts. Source: the format description of the safetensors project.
 *
 * Files count as hostile: every length and range is checked before it is used, and what is wrong is told as data.
 */
import { isObject, type JsonValue } from '../json.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { canonicalForm } from './canonical.ts';
import { bad, copyAgain, good, quoted, type Read } from './faults.ts';

/** Largest header that is read, in bytes, as in the reference implementation. */
export const maxHeaderBytes = 100_000_000;
/** More members than this do not occur in a header of one file; it bounds what parsing may take. */
const maxHeaderCommas = 500_000;

/** Types of values and the bytes of one. Those without an array type of JavaScript come as their bits. */
const dtypeBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;
/** Type of a tensor's values. */
export type Dtype = keyof typeof dtypeBytes;

/** Array types by dtype: `BOOL` and 8-bit floats as bytes, 16-bit floats as their bits. */
interface ArrayOf {
  BOOL: Uint8Array;
  U8: Uint8Array;
  I8: Int8Array;
  F8_E4M3: Uint8Array;
  F8_E5M2: Uint8Array;
  U16: Uint16Array;
  I16: Int16Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  U32: Uint32Array;
  I32: Int32Array;
  F32: Float32Array;
  U64: BigUint64Array;
  I64: BigInt64Array;
  F64: Float64Array;
}

/** Where a tensor lies: bytes `[start, end)` of the file. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** A checked header. `tensors` by name, in the order of the data. */
export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/**
 * Where the header of a file ends (byte offset), from its first 8 bytes and its size in bytes.
 * `path` is told in faults.
 */
export function headerEnd(path: string, prefix: Uint8Array, size: number): Read<number> {
  if (size < 8 || prefix.length < 8)
    return bad('cut-off', path, `It has ${size} bytes, too few for a header. ${copyAgain}`);
  const view = new DataView(prefix.buffer, prefix.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > maxHeaderBytes)
    return bad(
      'bad-header',
      path,
      `Its header claims ${length} bytes, more than ${maxHeaderBytes}. ${copyAgain}`,
    );
  if (8 + length > size)
    return bad(
      'cut-off',
      path,
      `Its header claims ${length} bytes, but only ${size - 8} follow. ${copyAgain}`,
    );
  return good(8 + length);
}

/** Reads the header from the first bytes of a file, which reach at least to {@link headerEnd}. `size`: the file's, in bytes. */
export function readHeader(path: string, bytes: Uint8Array, size: number): Read<SafetensorsHeader> {
  const end = headerEnd(path, bytes, size);
  if (!end.ok) return end;
  const json = headerJson(bytes.subarray(8, end.value));
  if (json === undefined)
    return bad('bad-header', path, `Its header is not one JSON object with each key once. ${copyAgain}`);
  const metadata = new Map<string, string>();
  const infos: TensorInfo[] = [];
  for (const [name, entry] of Object.entries(json)) {
    if (name === '__metadata__') {
      if (!isObject(entry) || !Object.values(entry).every((text) => typeof text === 'string'))
        return bad('bad-header', path, `Its __metadata__ is not a map of texts. ${copyAgain}`);
      for (const [key, text] of Object.entries(entry)) metadata.set(key, text as string);
      continue;
    }
    const info = tensorInfo(name, entry, end.value);
    if (typeof info === 'string')
      return bad('bad-tensor', path, `Tensor ${quoted(name)} ${info}. ${copyAgain}`);
    infos.push(info);
  }
  infos.sort((a, b) => a.start - b.start || a.end - b.end);
  const gap = gapFault(infos, end.value, size);
  if (gap !== undefined) return bad(gap.code, path, `${gap.words}. ${copyAgain}`);
  return good({ metadata, tensors: new Map(infos.map((info) => [info.name, info])) });
}

/** The header's object; `undefined` for anything else, for keys that come twice, and for what is nested deeply. */
function headerJson(bytes: Uint8Array): Record<string, JsonValue> | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  let commas = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0x2c) commas++;
  const text = commas > maxHeaderCommas ? undefined : decodeUtf8(bytes);
  if (text === undefined || canonicalForm(text, { ignored: new Set() }) === undefined) return undefined;
  const value = JSON.parse(text) as JsonValue;
  return isObject(value) ? value : undefined;
}

const isCount = (value: JsonValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** The tensor of a header's entry, or what is wrong with it. `base`: byte offset at which the data begin. */
function tensorInfo(name: string, entry: JsonValue, base: number): TensorInfo | string {
  if (!isObject(entry)) return 'is not described by an object';
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypeBytes, dtype))
    return `has the unknown type ${quoted(dtype)}`;
  if (!Array.isArray(shape) || shape.length > 16 || !shape.every(isCount))
    return `has the shape ${quoted(shape)}`;
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount) || offsets[0]! > offsets[1]!)
    return `has the range ${quoted(offsets)}`;
  const [start, end] = offsets as [number, number];
  // A side of 0 makes the product 0 whatever the others are, which may be too large to multiply exactly.
  const values = shape.includes(0) ? 0 : shape.reduce((product, side) => product * side, 1);
  const needed = values * dtypeBytes[dtype as Dtype];
  if (end - start !== needed) return `takes ${end - start} bytes and its shape needs ${needed}`;
  return { name, dtype: dtype as Dtype, shape, start: base + start, end: base + end };
}

/** Tensors that overlap, bytes that belong to none, and a file of another size than the header says. */
function gapFault(
  infos: readonly TensorInfo[],
  base: number,
  size: number,
): { code: 'bad-tensor' | 'cut-off'; words: string } | undefined {
  let at = base;
  for (const { name, start, end } of infos) {
    if (start < at) return { code: 'bad-tensor', words: `Tensor ${quoted(name)} begins inside another one` };
    if (start > at)
      return {
        code: 'bad-tensor',
        words: `${start - at} bytes before tensor ${quoted(name)} belong to none`,
      };
    at = end;
  }
  if (at === size) return undefined;
  return { code: 'cut-off', words: `Its tensors end at byte ${at} and the file at byte ${size}` };
}

/** The byte range `[start, end)` in the file of the rows `[from, to)` along a tensor's first axis, which has them. */
export function rowRange(info: TensorInfo, from: number, to: number): { start: number; end: number } {
  const rows = info.shape[0] ?? 0;
  const stride = rows > 0 ? (info.end - info.start) / rows : 0;
  return { start: info.start + from * stride, end: info.start + to * stride };
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The values in bytes that were read from a tensor of that type: a view of them where they are aligned, else of a copy.
 * The number of bytes is a multiple of the type's. `swap` turns bytes around, for processors that are not little-endian.
 */
export function tensorView<D extends Dtype>(dtype: D, bytes: Uint8Array, swap = !littleEndian): ArrayOf[D] {
  const width = dtypeBytes[dtype];
  let aligned = bytes;
  if (width > 1 && (swap || bytes.byteOffset % width !== 0)) {
    aligned = bytes.slice();
    if (swap) for (let i = 0; i < aligned.length; i += width) aligned.subarray(i, i + width).reverse();
  }
  const at = [aligned.buffer, aligned.byteOffset, aligned.length / width] as [ArrayBuffer, number, number];
  return arrayTypes[dtype](...at) as ArrayOf[D];
}

type View = (buffer: ArrayBuffer, offset: number, length: number) => ArrayOf[Dtype];
const asBytes: View = (...at) => new Uint8Array(...at);
const asHalves: View = (...at) => new Uint16Array(...at);
const arrayTypes: Readonly<Record<Dtype, View>> = {
  BOOL: asBytes,
  U8: asBytes,
  F8_E4M3: asBytes,
  F8_E5M2: asBytes,
  I8: (...at) => new Int8Array(...at),
  U16: asHalves,
  F16: asHalves,
  BF16: asHalves,
  I16: (...at) => new Int16Array(...at),
  U32: (...at) => new Uint32Array(...at),
  I32: (...at) => new Int32Array(...at),
  F32: (...at) => new Float32Array(...at),
  U64: (...at) => new BigUint64Array(...at),
  I64: (...at) => new BigInt64Array(...at),
  F64: (...at) => new Float64Array(...at),
};

let halves: Float32Array | undefined;

/** Numbers of half precision (IEEE 754 binary16) from their bits. */
export function decodeHalf(bits: Uint16Array): Float32Array {
  halves ??= Float32Array.from({ length: 65536 }, (_, value) => halfValue(value));
  const table = halves;
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) out[i] = table[bits[i]!]!;
  return out;
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
