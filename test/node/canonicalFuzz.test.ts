/** The canonical form on 20,000 odd lines: the same as the Python package's, which makes them up. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { canonicalJson, contentSha, ignoredKeys, lineSha } from '../../src/core/trace/canonical.ts';

const script = path.join(import.meta.dirname, '../../trainer/tests/canonical_fuzz.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;

it.skipIf(!hasPython)('is the Python package’s on 20,000 fuzzed lines', { timeout: 300_000 }, () => {
  const made = spawnSync('python3', [script, '20000', '--seed', '7'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect(made.status, made.stderr).toBe(0);
  const entries = made.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, string | null> & { line: string });
  expect(entries).toHaveLength(20_000);
  expect(entries.filter(({ canonical }) => canonical !== null).length).toBeGreaterThan(10_000);
  const different = entries.filter(
    ({ line, canonical, content_sha, line_sha }) =>
      (canonicalJson(line, ignoredKeys) ?? null) !== canonical ||
      (contentSha(line) ?? null) !== content_sha ||
      lineSha(line) !== line_sha,
  );
  expect(different).toEqual([]);
});
