// Elements of tensors, however the bytes came.
import { describe, expect, it } from 'vitest';
import { elements } from '../../../src/core/trace/safetensors.ts';

describe('elements of a tensor', () => {
  const bytes = Uint8Array.of(9, 9, 9, 1, 0, 0, 0, 2, 0, 0, 0, 9);

  it('are read at any place of a buffer', () => {
    expect(elements('U32', bytes.subarray(3, 11))).toEqual(Uint32Array.of(1, 2));
  });

  it('are read from buffers of Node, whose parts share their memory', () => {
    const pooled = Buffer.from(bytes);
    expect(elements('U32', pooled.subarray(3, 11))).toEqual(Uint32Array.of(1, 2));
    expect(elements('U16', pooled.slice(3, 7))).toEqual(Uint16Array.of(1, 0));
  });
});
