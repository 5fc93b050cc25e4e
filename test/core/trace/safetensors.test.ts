// Headers of safetensors and views of tensors, with files that lie.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeHalf,
  headerEnd,
  maxHeaderBytes,
  readHeader,
  rowRange,
  tensorView,
} from '../../../src/core/trace/safetensors.ts';
import {
  halfBits,
  halfNumber,
  joinSafetensors,
  type TensorToWrite,
  writeSafetensors,
} from '../../support/traceWriter.ts';

const floats: TensorToWrite = ['a', 'F32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)];
const bytes: TensorToWrite = ['b', 'U8', [3], Uint8Array.of(7, 8, 9)];

const read = (file: Uint8Array) => readHeader('x.safetensors', file, file.length);

describe('a header', () => {
  it('tells where each tensor lies, and the metadata', () => {
    const file = writeSafetensors([floats, bytes], { format: 'pt', note: 'ü' });
    const header = read(file);
    if (!header.ok) throw new Error(header.fault.message);
    expect(header.value.metadata).toEqual(
      new Map([
        ['format', 'pt'],
        ['note', 'ü'],
      ]),
    );
    const info = header.value.tensors.get('a')!;
    expect(info).toMatchObject({ dtype: 'F32', shape: [2, 3], end: info.start + 24 });
    expect(info.start % 8).toBe(0);
    expect([...tensorView('F32', file.subarray(info.start, info.end))]).toEqual([1, 2, 3, 4, 5, 6]);
    const rows = rowRange(info, 1, 2);
    expect([...tensorView('F32', file.subarray(rows.start, rows.end))]).toEqual([4, 5, 6]);
    const second = header.value.tensors.get('b')!;
    expect([...tensorView('U8', file.subarray(second.start, second.end))]).toEqual([7, 8, 9]);
  });

  it('can be read from the first bytes alone', () => {
    const file = writeSafetensors([floats], {});
    const end = headerEnd('x', file.subarray(0, 8), file.length);
    expect(end.ok && end.value).toBe(file.length - 24);
    expect(readHeader('x', file.subarray(0, file.length - 24), file.length).ok).toBe(true);
  });

  it('may hold no tensor, tensors of no value, and values of no shape', () => {
    expect(read(joinSafetensors('{}', [])).ok).toBe(true);
    const one =
      '{"n":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"z":{"dtype":"U8","shape":[0,9007199254740991,9007199254740991],"data_offsets":[8,8]}}';
    expect(read(joinSafetensors(one, [Float64Array.of(1)])).ok).toBe(true);
  });

  const entry = (over: Record<string, unknown>) =>
    JSON.stringify({ a: { dtype: 'U8', shape: [4], data_offsets: [0, 4], ...over } });
  const four = [Uint8Array.of(1, 2, 3, 4)];
  it.each([
    ['no object', '[]', four, 'bad-header'],
    ['white space first', ' {}', [], 'bad-header'],
    ['no JSON', '{"a":', four, 'bad-header'],
    ['text behind it', '{}x', four, 'bad-header'],
    [
      'a key twice',
      '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}',
      four,
      'bad-header',
    ],
    ['deep nesting', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, four, 'bad-header'],
    ['very many members', `{"a":[${'0,'.repeat(600_000)}0]}`, four, 'bad-header'],
    ['metadata that is no texts', '{"__metadata__":{"a":1}}', [], 'bad-header'],
    ['metadata that is no object', '{"__metadata__":[]}', [], 'bad-header'],
    ['an entry that is no object', '{"a":1}', [], 'bad-tensor'],
    ['an unknown type', entry({ dtype: 'U7' }), four, 'bad-tensor'],
    ['a type of the prototype', entry({ dtype: 'constructor' }), four, 'bad-tensor'],
    ['a negative side', entry({ shape: [-4] }), four, 'bad-tensor'],
    ['a side with a fraction', entry({ shape: [4.5] }), four, 'bad-tensor'],
    ['a shape that is no list', entry({ shape: '4' }), four, 'bad-tensor'],
    ['a shape too large to multiply', entry({ shape: [2 ** 52, 2 ** 52] }), four, 'bad-tensor'],
    ['many axes', entry({ shape: Array(17).fill(1) }), four, 'bad-tensor'],
    ['a shape of another size', entry({ shape: [5] }), four, 'bad-tensor'],
    ['one offset', entry({ data_offsets: [0] }), four, 'bad-tensor'],
    ['offsets that go back', entry({ data_offsets: [4, 0] }), four, 'bad-tensor'],
    ['offsets beyond all numbers', entry({ data_offsets: [0, 1e300] }), four, 'bad-tensor'],
    ['a gap at the start', entry({ shape: [3], data_offsets: [1, 4] }), four, 'bad-tensor'],
    ['bytes too many', entry({ shape: [3], data_offsets: [0, 3] }), four, 'cut-off'],
    ['bytes too few', entry({ shape: [5], data_offsets: [0, 5] }), four, 'cut-off'],
    [
      'tensors that overlap',
      '{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}',
      four,
      'bad-tensor',
    ],
    [
      'a tensor inside another',
      '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
      four,
      'bad-tensor',
    ],
  ])('with %s is refused', (_, header, data, code) => {
    const result = read(joinSafetensors(header, data));
    if (result.ok) throw new Error('it was read');
    expect(result.fault.code).toBe(code);
    expect(result.fault.path).toBe('x.safetensors');
    expect(result.fault.message).toMatch(/^[A-Z0-9].*\. .*\.$/s);
    expect(result.fault.message.length).toBeLessThan(300);
  });

  it('that is no UTF-8 is refused', () => {
    const file = joinSafetensors('{"__metadata__":{"a":"#"}}', []);
    file[file.indexOf(0x23)] = 0xff;
    expect(read(file)).toMatchObject({ ok: false, fault: { code: 'bad-header' } });
  });

  it.each([
    [0, 'cut-off'],
    [7, 'cut-off'],
    [8, 'cut-off'],
    [40, 'cut-off'],
  ])('cut off after %i bytes is refused', (length, code) => {
    const file = writeSafetensors([floats], {}).subarray(0, length);
    expect(read(file)).toMatchObject({ ok: false, fault: { code } });
  });

  it('of more than 100 MB is refused before it is read', () => {
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(maxHeaderBytes + 1));
    expect(headerEnd('x', prefix, 2 ** 40)).toMatchObject({ ok: false, fault: { code: 'bad-header' } });
    prefix.writeBigUInt64LE(2n ** 64n - 1n);
    expect(headerEnd('x', prefix, 2 ** 40)).toMatchObject({ ok: false, fault: { code: 'bad-header' } });
  });
});

describe('a view', () => {
  it('of bytes that are not aligned is one of a copy', () => {
    const buffer = new Uint8Array(21);
    buffer.set(new Uint8Array(Uint32Array.of(1, 2 ** 31, 3).buffer), 5);
    const view = tensorView('U32', buffer.subarray(5, 17));
    expect([...view]).toEqual([1, 2 ** 31, 3]);
    expect(view.buffer).not.toBe(buffer.buffer);
  });

  it('of aligned bytes is one of these bytes', () => {
    const buffer = new Uint8Array(16);
    expect(tensorView('F32', buffer.subarray(4, 12)).buffer).toBe(buffer.buffer);
  });

  it('turns bytes around where the processor wants it', () => {
    const source = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect([...tensorView('U32', source, true)]).toEqual([0x01020304, 0x05060708]);
    expect([...tensorView('U64', source, true)]).toEqual([0x0102030405060708n]);
    expect([...source]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([
    'BOOL',
    'U8',
    'I8',
    'F8_E4M3',
    'F8_E5M2',
    'U16',
    'I16',
    'F16',
    'BF16',
    'U32',
    'I32',
    'F32',
    'U64',
    'I64',
    'F64',
  ] as const)('of %s has values of the right width and sign', (dtype) => {
    const view = tensorView(dtype, new Uint8Array(8).fill(0xff));
    expect(view.length * view.BYTES_PER_ELEMENT).toBe(8);
    const signed = dtype.startsWith('I');
    if (signed) expect(Number(view[0])).toBe(-1);
  });
});

describe('half precision', () => {
  it('is what its definition says, for all 65,536 numbers', () => {
    const numbers = decodeHalf(Uint16Array.from({ length: 65_536 }, (_, bits) => bits));
    const wrong = [...numbers.keys()].filter((bits) => !Object.is(numbers[bits], halfNumber(bits)));
    expect([numbers.length, wrong]).toEqual([65_536, []]);
  });

  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
  ])('%i is %f', (bits, value) => {
    expect(decodeHalf(Uint16Array.of(bits))[0]).toBe(value);
  });

  it('property: writing and reading keeps eleven bits', () => {
    fc.assert(
      fc.property(fc.double({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
        const back = decodeHalf(Uint16Array.of(halfBits(value)))[0]!;
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
      }),
      { seed: 60, numRuns: 2_000 },
    );
  });
});
