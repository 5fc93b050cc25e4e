// The identity of a line: its canonical form and its two hashes.
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  canonicalForm,
  contentSha,
  ignoredKeys,
  lineSha,
  partSha,
} from '../../../src/core/trace/canonical.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the canonical form of', () => {
  it.each([
    ['{"b":1,"a":2}', '{"a":2,"b":1}'],
    [' { "a" : [ 1 , 2 ] , "" : { } } \r\n', '{"":{},"a":[1,2]}'],
    [
      '[1.0,1e400,-0,1E+2,123456789012345678901234567890,0.10]',
      '[1.0,1e400,-0,1E+2,123456789012345678901234567890,0.10]',
    ],
    [String.raw`"\u0041\/\u00e9\u001f\u0008\"\\\n"`, String.raw`"A/é\u001f\b\"\\\n"`],
    [String.raw`"\u007f\u2028"`, '"\u007f\u2028"'],
    [String.raw`"\ud83d\ude00 \ud83d \uDE00"`, String.raw`"😀 \ud83d \ude00"`],
    // U+1F600 begins with the unit D83D and sorts before U+FB01, though its code point is larger.
    ['{"\ufb01":1,"😀":2}', '{"😀":2,"\ufb01":1}'],
    ['{"id":7,"tags":[],"x":{"id":1}}', '{"x":{"id":1}}'],
    [String.raw`{"\u0069d":7,"a":1}`, '{"a":1}'],
    ['[{"id":7}]', '[{"id":7}]'],
    ['{"__proto__":1,"a":2}', '{"__proto__":1,"a":2}'],
    ['null', 'null'],
    ['{}', '{}'],
    [`${'['.repeat(256)}${']'.repeat(256)}`, `${'['.repeat(256)}${']'.repeat(256)}`],
  ])('%s', (line, form) => {
    expect(canonicalForm(line)).toBe(form);
    expect(contentSha(line)).toBe(hash(form));
  });

  it.each([
    '',
    '  ',
    '\ufeff{}',
    '{"a":1,"a":1}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"id":1,"id":2}',
    '{"x":[{"id":1,"id":1}]}',
    'NaN',
    '{"id":NaN}',
    '[-Infinity]',
    '01',
    '1.',
    '.5',
    '+1',
    '-',
    '1e',
    '0x10',
    '"a',
    '"\t"',
    String.raw`"\x41"`,
    String.raw`"\'"`,
    String.raw`"\u12g4"`,
    "'a'",
    '[1,]',
    '[1 2]',
    '[,1]',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{"a":}',
    '{a:1}',
    '{} {}',
    '/**/1',
    'tru',
    'nul',
    '1\u2028',
    '\u00a01',
    '{"a":1',
    '[1',
    `${'['.repeat(257)}${']'.repeat(257)}`,
    `{"notes":${'['.repeat(256)}${']'.repeat(256)}}`,
    '['.repeat(1_000_000),
  ])('nothing: %.60s', (line) => {
    expect(canonicalForm(line)).toBeUndefined();
    expect(contentSha(line)).toBeUndefined();
  });
});

describe('hashes', () => {
  it('of bytes and of the text that they are', () => {
    const bytes = new TextEncoder().encode('{"é":"😀"}\r\n');
    expect(lineSha(bytes)).toBe(hash('{"é":"😀"}'));
    expect(lineSha('{"é":"😀"}\r\n')).toBe(hash('{"é":"😀"}'));
    expect(contentSha(bytes)).toBe(hash('{"é":"😀"}'));
  });

  it('of a line pass over one ending, and over no more', () => {
    expect(lineSha('a\n\n')).toBe(hash('a\n'));
    expect(lineSha('a\r')).toBe(hash('a\r'));
    expect(lineSha(Uint8Array.of(0x61, 0x0d))).toBe(hash('a\r'));
    expect(lineSha(Uint8Array.of(0x0a))).toBe(hash(''));
  });

  it('there is no content hash of bytes that are no UTF-8', () => {
    expect(contentSha(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
  });

  it('of a part are half as long', () => {
    expect(partSha('x')).toBe(hash('x').slice(0, 32));
  });

  it('the ignored keys are the sixteen of the format', () => {
    expect([...ignoredKeys].sort().join(' ')).toBe(
      '_id annotator callsmith created_at custom_id id idx index notes review source status tags uid updated_at uuid',
    );
  });
});

/** The form by way of `JSON.parse`, for values whose numbers it writes as they were. */
function reference(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(reference).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${reference(value[key]!)}`);
  return `{${members.join(',')}}`;
}

describe('properties', () => {
  const values = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });

  it('a value has the form of the plain reference, however it is laid out and escaped', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (value, ascii) => {
        const line = JSON.stringify({ 'no id': value }, undefined, 2);
        const escaped = ascii
          ? line.replace(
              /[\u007f-\uffff]/g,
              (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
            )
          : line;
        expect(canonicalForm(escaped)).toBe(reference(JSON.parse(line) as JsonValue));
      }),
      { seed: 50, numRuns: 2_000 },
    );
  });

  it('the form is its own form', () => {
    fc.assert(
      fc.property(values, (value) => {
        const form = canonicalForm(JSON.stringify([value]))!;
        expect(canonicalForm(form)).toBe(form);
      }),
      { seed: 51, numRuns: 500 },
    );
  });

  it('a broken text has a form exactly where JSON.parse reads it and no key comes twice', () => {
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', '\\', '0', 'e', '-'),
        (value, place, into) => {
          const whole = JSON.stringify([value]);
          const at = place % (whole.length + 1);
          const broken = whole.slice(0, at) + into + whole.slice(into === '' ? at + 1 : at);
          const keys = broken.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? [];
          fc.pre(new Set(keys).size === keys.length && !/\\u/.test(broken));
          let parses = true;
          try {
            JSON.parse(broken);
          } catch {
            // The reference refuses it.
            parses = false;
          }
          expect(canonicalForm(broken, { ignored: new Set() }) !== undefined).toBe(parses);
        },
      ),
      { seed: 52, numRuns: 3_000 },
    );
  });
});

const vectors = 'test/suites/canonical/vectors.jsonl';

describe.skipIf(!existsSync(vectors))('the vectors of the trainer', () => {
  it('have the same forms and hashes', () => {
    const lines = readFileSync(vectors, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    for (const text of lines) {
      const entry = JSON.parse(text) as Record<
        'line' | 'canonical' | 'content_sha' | 'line_sha',
        string | null
      >;
      const line = entry.line!;
      expect(canonicalForm(line) ?? null, line).toBe(entry.canonical);
      expect(contentSha(line) ?? null, line).toBe(entry.content_sha);
      expect(lineSha(line), line).toBe(entry.line_sha);
    }
  });
});
