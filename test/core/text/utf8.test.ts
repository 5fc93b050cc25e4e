// UTF-8 without the help of a host: the same as Node's, and the hash over it.
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256, sha256OfBytes } from '../../../src/core/text/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/text/utf8.ts';

const strict = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8, which the tested decoder says by undefined.
    return undefined;
  }
};

describe('UTF-8', () => {
  it.each(['', 'a', 'é', '你好', '😀', '\ufeffx', '\u0000', '\u{10ffff}', 'x'.repeat(10_000) + '😀'])(
    'of %j is what Node makes of it',
    (text) => {
      expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    },
  );

  it('of half a surrogate pair is the three bytes of its number, which nothing decodes', () => {
    expect([...encodeUtf8('a\ud800b')]).toEqual([0x61, 0xed, 0xa0, 0x80, 0x62]);
    expect([...encodeUtf8('\ud800')]).toEqual([0xed, 0xa0, 0x80]);
    expect([...encodeUtf8('\udc00\ud800')]).toEqual([0xed, 0xb0, 0x80, 0xed, 0xa0, 0x80]);
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
  });

  it('property: any bytes decode as Node decodes them, or not at all', () => {
    const lead = fc.constantFrom(0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff);
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      lead,
      fc.constantFrom(0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (values) => {
        const bytes = Uint8Array.from(values);
        expect(decodeUtf8(bytes)).toBe(strict(bytes));
      }),
      { seed: 40, numRuns: 20_000 },
    );
  });

  it('property: texts over several chunks come back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (text, times) => {
          const long = text.repeat(times);
          expect(decodeUtf8(encodeUtf8(long))).toBe(long);
        },
      ),
      { seed: 41, numRuns: 100 },
    );
  });
});

describe('SHA-256', () => {
  it('is that of Node, at every length around a block', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
      expect(sha256OfBytes(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('of a text is that of its UTF-8', () => {
    expect(sha256('you 😀 é')).toBe(createHash('sha256').update('you 😀 é').digest('hex'));
  });
});
