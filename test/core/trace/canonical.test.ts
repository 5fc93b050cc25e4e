/** The canonical form of a record: the same here and in the Python package, whatever a line holds. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, contentSha, ignoredKeys, lineSha } from '../../../src/core/trace/canonical.ts';

interface Vector {
  readonly line: string;
  readonly canonical: string | null;
  readonly content_sha: string | null;
  readonly line_sha: string;
}

const file = path.join(import.meta.dirname, '../../suites/canonical/vectors.jsonl');
const vectors = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

describe('the canonical form', () => {
  it(`is the Python package's on its ${vectors.length} vectors`, () => {
    expect(vectors.length).toBeGreaterThan(100);
    const different = vectors.filter(
      ({ line, canonical, content_sha, line_sha }) =>
        (canonicalJson(line, ignoredKeys) ?? null) !== canonical ||
        (contentSha(line) ?? null) !== content_sha ||
        lineSha(line) !== line_sha,
    );
    expect(
      different.map(({ line, canonical }) => ({
        line,
        canonical,
        ours: canonicalJson(line, ignoredKeys) ?? null,
      })),
    ).toEqual([]);
  });

  it('does not depend on layout or the order of keys, and keeps numbers as written', () => {
    expect(canonicalJson('{ "b": 1.0,\n"a": [1e400, -0, 12345678901234567890] }')).toBe(
      '{"a":[1e400,-0,12345678901234567890],"b":1.0}',
    );
    expect(canonicalJson('"\\u00e9\\/\\ud800\\u0007"')).toBe('"é/\\ud800\\u0007"');
  });

  it.each([
    '',
    '{',
    '{"a":1,"a":2}',
    '[1,]',
    'NaN',
    '01',
    '"\n"',
    '{"a":1} x',
    '"\\x"',
    '1.',
    '['.repeat(2000),
  ])('is none for %j', (text) => {
    expect(canonicalJson(text)).toBeUndefined();
  });

  it('is itself canonical, and the same value, for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const canonical = canonicalJson(text)!;
        expect(canonicalJson(canonical)).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(text));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('leaves out bookkeeping at the top, and nowhere else', () => {
    expect(contentSha('{"id":1,"a":{"id":2}}')).toBe(contentSha('{"a":{"id":2},"tags":["x"]}'));
    expect(contentSha('{"a":{"id":2}}')).not.toBe(contentSha('{"a":{"id":3}}'));
  });
});
