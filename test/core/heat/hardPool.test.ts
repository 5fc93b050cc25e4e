// The hard pool: references to records, in a file that people and scripts read.
import { describe, expect, it } from 'vitest';
import {
  type HardReference,
  hardPoolName,
  isHardPoolName,
  readHardPool,
  withReferences,
} from '../../../src/core/heat/hardPool.ts';

const reference = (line: number): HardReference => ({
  dataset: 'weather.jsonl',
  line,
  id: `w${line}`,
  line_sha: String(line).repeat(64).slice(0, 64),
  run: 'first',
  call_loss: 1.5,
  added: '2026-01-01T00:00:00.000Z',
});

describe('a hard pool', () => {
  it('lies beside its data set', () => {
    expect(hardPoolName('weather.jsonl')).toBe('weather.hard.jsonl');
    expect(hardPoolName('weather.v2.json')).toBe('weather.v2.hard.jsonl');
    expect(hardPoolName('weather')).toBe('weather.hard.jsonl');
    expect(isHardPoolName('weather.hard.jsonl')).toBe(true);
    expect(isHardPoolName('weather.jsonl')).toBe(false);
  });

  it('takes a record once', () => {
    const first = withReferences('', [reference(1), reference(2), reference(1)]);
    expect(first.added).toBe(2);
    const second = withReferences(first.text, [reference(2), reference(3)]);
    expect(second.added).toBe(1);
    expect(
      second.text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as HardReference).line),
    ).toEqual([1, 2, 3]);
    expect(withReferences(second.text, [reference(3)])).toEqual({ text: second.text, added: 0 });
  });

  it('keeps what stands in it, also lines of others and a last line without its end', () => {
    const mine = '# by hand\n{"note": 1}';
    const { text } = withReferences(mine, [reference(1)]);
    expect(text.startsWith(`${mine}\n{"dataset"`)).toBe(true);
    expect(readHardPool(text).shas).toEqual(new Set([reference(1).line_sha]));
  });
});
