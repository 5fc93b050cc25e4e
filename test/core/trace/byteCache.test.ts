// The cache with a budget.
import { describe, expect, it } from 'vitest';
import { ByteCache } from '../../../src/core/trace/byteCache.ts';

const load =
  (value: string, bytes = 10, log: string[] = []) =>
  () => {
    log.push(value);
    return Promise.resolve({ value, bytes });
  };

describe('the cache', () => {
  it('gives up what was not used for longest', async () => {
    const cache = new ByteCache(30);
    const log: string[] = [];
    for (const key of ['a', 'b', 'c', 'a', 'd']) await cache.get(key, load(key, 10, log));
    expect([cache.bytes, cache.size]).toEqual([30, 3]);
    await cache.get('a', load('a', 10, log));
    await cache.get('b', load('b', 10, log));
    expect(log).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('loads once for many who ask at once', async () => {
    const cache = new ByteCache(30);
    const log: string[] = [];
    const values = await Promise.all([1, 2, 3].map(() => cache.get('a', load('a', 10, log))));
    expect([values, log]).toEqual([['a', 'a', 'a'], ['a']]);
  });

  it('does not keep what is larger than the budget, nor what failed', async () => {
    const cache = new ByteCache(30);
    expect(await cache.get('big', load('big', 31))).toBe('big');
    await expect(cache.get('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect([cache.bytes, cache.size]).toEqual([0, 0]);
    expect(await cache.get('bad', load('good'))).toBe('good');
  });

  it('forgets on demand, also what is being loaded', async () => {
    const cache = new ByteCache(30);
    const slow = cache.get('a', load('old'));
    cache.clear();
    expect(await slow).toBe('old');
    expect(cache.bytes).toBe(0);
    expect(await cache.get('a', load('new'))).toBe('new');
    cache.delete('a');
    expect([cache.bytes, cache.size]).toEqual([0, 0]);
  });
});
