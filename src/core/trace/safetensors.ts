/**
 * Reads safetensors files by parts: eight bytes with the length of a header, the header as JSON, then the tensors, each
 * between two offsets. Files come from outside: every number is checked before it is used.
 */
import { isObject, type JsonValue, own } from '../json.ts';
import { fault, type TraceFault } from './fault.ts';

/** Types of elements that a trace has. */
export type TensorType = 'U8' | 'U16' | 'U32' | 'F16' | 'F32';

const bytesOf: Readonly<Record<TensorType, number>> = { U8: 1, U16: 2, U32: 4, F16: 2, F32: 4 };

/** A longer header is refused, as the reference implementation does. */
const mostHeaderBytes = 100_000_000;
/** Bytes in front of the header. */
export const lengthBytes = 8;

/** A tensor and where it lies. */
export interface TensorInfo {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** Elements. */
  readonly length: number;
  /** Offsets in the file, half-open. */
  readonly start: number;
  readonly end: number;
}

/** The header of a file that adds up. */
export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** How many bytes the header takes behind the first eight. */
export function headerLength(first: Uint8Array, fileSize: number, path: string): number | TraceFault {
  if (fileSize < lengthBytes || first.length < lengthBytes)
    return fault('shard', path, 'It is shorter than the length of its header; it was not written whole.');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (high !== 0 || low > mostHeaderBytes)
    return fault('shard', path, 'Its header would be over 100 MB; it is no safetensors file, or damaged.');
  if (lengthBytes + low > fileSize)
    return fault('shard', path, 'Its header goes on behind its end; it was not written whole.');
  return low;
}

/**
 * Reads a header.
 * @param bytes the header alone
 * @param fileSize of the whole file, which tensors must fill to the last byte
 */
export function parseHeader(
  bytes: Uint8Array,
  fileSize: number,
  path: string,
): SafetensorsHeader | TraceFault {
  const text = decodeUtf8(bytes);
  const wrong = (message: string) => fault('shard', path, message);
  if (text === undefined) return wrong('Its header is no UTF-8.');
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return wrong('Its header is no JSON.');
  }
  if (!isObject(value)) return wrong('Its header is no JSON object.');
  const from = lengthBytes + bytes.length;
  const tensors = new Map<string, TensorInfo>();
  const metadata = new Map<string, string>();
  for (const [name, entry] of Object.entries(value)) {
    if (name === '__metadata__') {
      if (isObject(entry))
        for (const [key, word] of Object.entries(entry))
          if (typeof word === 'string') metadata.set(key, word);
      continue;
    }
    const info = tensorOf(entry, from, fileSize);
    if (typeof info === 'string') return wrong(`Its tensor ${JSON.stringify(name.slice(0, 60))} ${info}.`);
    if (info) tensors.set(name, info);
  }
  const gap = gapIn(value, from, fileSize);
  return gap === undefined ? { tensors, metadata } : wrong(gap);
}

/** A tensor of a type that a trace has; `undefined` for another one, words for one that cannot be. */
function tensorOf(entry: JsonValue, from: number, fileSize: number): TensorInfo | undefined | string {
  if (!isObject(entry)) return 'is not described by an object';
  const offsets = offsetsOf(entry);
  const shape = own(entry, 'shape');
  const type = own(entry, 'dtype');
  if (!offsets) return 'has no offsets';
  const [start, end] = offsets;
  if (end < start || from + end > fileSize) return 'lies outside of the file';
  if (!Array.isArray(shape) || !shape.every((size) => isCount(size)) || shape.length > 8)
    return 'has no shape';
  if (typeof type !== 'string') return 'has no type';
  if (!Object.hasOwn(bytesOf, type)) return undefined;
  const length = (shape as number[]).reduce((a, b) => a * b, 1);
  if (length * bytesOf[type as TensorType] !== end - start) return 'does not fill its place';
  return { type: type as TensorType, shape: shape as number[], length, start: from + start, end: from + end };
}

function offsetsOf(entry: JsonValue): readonly [number, number] | undefined {
  const offsets = isObject(entry) ? own(entry, 'data_offsets') : undefined;
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((offset) => isCount(offset)))
    return undefined;
  return offsets as [number, number];
}

function isCount(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Tensors follow one another up to the last byte: what overlaps or leaves a hole is no file that somebody wrote whole. */
function gapIn(header: JsonValue, from: number, fileSize: number): string | undefined {
  const spans = Object.entries(header as Record<string, JsonValue>)
    .filter(([name]) => name !== '__metadata__')
    .map(([, entry]) => offsetsOf(entry)!)
    .sort(([a, b], [c, d]) => a - c || b - d);
  let at = 0;
  for (const [start, end] of spans) {
    if (start < at) return 'Two of its tensors overlap.';
    if (start > at) return 'There is a hole between its tensors.';
    at = end;
  }
  return from + at === fileSize ? undefined : 'It is not as long as its tensors; it was not written whole.';
}

/** Elements of a tensor from its bytes, which may lie anywhere in a buffer. F16 is decoded. */
export function elements(
  type: TensorType,
  bytes: Uint8Array,
): Uint8Array | Uint16Array | Uint32Array | Float32Array {
  if (type === 'U8') return bytes;
  // A copy of its own begins where every element may. (`slice` of Node's buffers makes none.)
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case 'U16':
      return new Uint16Array(buffer);
    case 'U32':
      return new Uint32Array(buffer);
    case 'F32':
      return new Float32Array(buffer);
    case 'F16':
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
  }
}

/** Bytes that so many elements of the type take. */
export function byteSize(type: TensorType, length: number): number {
  return bytesOf[type] * length;
}

/** An IEEE 754 half as a number. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}

/** The text of bytes that are UTF-8; `undefined` where they are not: nothing is replaced. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size === 0 || i + size > bytes.length) return undefined;
    let code = size === 1 ? lead : lead & (0x7f >> size);
    for (let j = 1; j < size; j++) {
      const next = bytes[i + j]!;
      if ((next & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    const isShortest = size < 3 || code >= (size === 3 ? 0x800 : 0x10000);
    if (!isShortest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    text += String.fromCodePoint(code);
    if (text.length > 8192) {
      parts.push(text);
      text = '';
    }
    i += size;
  }
  return parts.join('') + text;
}
