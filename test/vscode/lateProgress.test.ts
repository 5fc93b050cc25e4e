/** Progress is shown of long work only. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lateProgress, type Progress, type ProgressStep, quietMs } from '../../src/vscode/lateProgress.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Starts work that ends when it is told to; `told` is what the notification was told, `undefined` while there is none. */
function start() {
  const work = { resolve: (_: string) => {}, reject: (_: Error) => {} };
  const done = new Promise<string>((resolve, reject) => Object.assign(work, { resolve, reject }));
  const seen: { progress?: Progress; told?: ProgressStep[]; isOpen: boolean } = { isOpen: false };
  const result = lateProgress(
    (progress) => {
      seen.progress = progress;
      return done;
    },
    (until) => {
      seen.told = [];
      seen.isOpen = true;
      void until({ report: (step) => seen.told!.push(step) }).then(() => (seen.isOpen = false));
    },
  );
  return { work, seen, result };
}

describe('progress that comes late', () => {
  it('is not shown of work that is done at once', async () => {
    const { work, seen, result } = start();
    seen.progress!.report({ increment: 100 });
    await vi.advanceTimersByTimeAsync(quietMs - 1);
    work.resolve('done');
    expect(await result).toBe('done');
    await vi.advanceTimersByTimeAsync(10 * quietMs);
    expect(seen.told).toBeUndefined();
  });

  it('starts with what was told before, goes on, and ends with the work', async () => {
    const { work, seen, result } = start();
    seen.progress!.report({ increment: 10, message: '1 of 9 files' });
    seen.progress!.report({ increment: 5, message: '2 of 9 files' });
    seen.progress!.report({ increment: 5 });
    await vi.advanceTimersByTimeAsync(quietMs);
    expect(seen.told).toEqual([{ increment: 20, message: '2 of 9 files' }]);
    seen.progress!.report({ message: '3 of 9 files' });
    expect(seen.told).toHaveLength(2);
    expect(seen.isOpen).toBe(true);
    work.resolve('done');
    await result;
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.isOpen).toBe(false);
  });

  it('hands on what the work throws, and goes', async () => {
    const { work, seen, result } = start();
    await vi.advanceTimersByTimeAsync(quietMs);
    work.reject(new Error('the disk is gone'));
    await expect(result).rejects.toThrow('the disk is gone');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.isOpen).toBe(false);
  });
});
