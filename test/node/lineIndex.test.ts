/** The line index against the plain way of finding lines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../src/core/ports.ts';
import { indexLines, LineIndexBuilder } from '../../src/node/lineIndex.ts';

describe('the line index', () => {
  it('finds every line, however the bytes arrive', () => {
    const line = fc.stringMatching(/^[a-z\r]{0,12}$/);
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (lines, chunk, open) => {
          const text = lines.map((l) => `${l}\n`).join('') + (open ? 'rest' : '');
          const bytes = Buffer.from(text);
          const builder = new LineIndexBuilder();
          for (let at = 0; at < bytes.length; at += chunk) builder.add(bytes.subarray(at, at + chunk));
          const index = builder.finish();
          const wanted = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
          expect(index.lineCount).toBe(wanted.length);
          wanted.forEach((words, i) => {
            const { start, end } = index.rangeOf(i)!;
            expect(bytes.toString('utf8', start, end)).toBe(words);
          });
          expect(index.rangeOf(wanted.length)).toBeUndefined();
          expect(index.rangeOf(-1)).toBeUndefined();
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it('takes at most 4.2 bytes a line', () => {
    const builder = new LineIndexBuilder();
    builder.add(Buffer.alloc(100_000, '\n'));
    const index = builder.finish();
    expect(index.memoryBytes / index.lineCount).toBeLessThan(4.2);
  });

  it('reads a file, and stops when asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callsmith-test-'));
    try {
      const path = join(folder, 'a.jsonl');
      writeFileSync(path, '{"a":1}\n'.repeat(200_000));
      const index = await indexLines(path);
      expect(index.lineCount).toBe(200_000);
      expect(index.rangeOf(199_999)).toEqual({ start: 199_999 * 8, end: 200_000 * 8 });
      await expect(indexLines(path, { isCancellationRequested: true })).rejects.toThrow(CancelledError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
