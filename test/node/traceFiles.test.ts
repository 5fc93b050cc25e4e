// A trace on disk: the walk of its folder, ranges of its files, and handles that are closed.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../src/core/trace/run.ts';
import { nodeTraceFiles } from '../../src/node/traceFiles.ts';
import { createRandom } from '../bench/support/random.ts';
import { hex, shardPath, writeRun } from '../support/traceWriter.ts';

let base: string;
let folder: string;
const put = (path: string, bytes: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
};

beforeEach(() => {
  base = mkdtempSync(join(realpathSync(tmpdir()), 'callsmith-trace-'));
  folder = join(base, 'run.cstrace');
  mkdirSync(folder);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('the folder of a trace', () => {
  it('is read like one in memory', async () => {
    const { files, renders } = writeRun(90);
    for (const [path, bytes] of files) put(path, bytes);
    const port = nodeTraceFiles(folder, 2);
    const run = await openRun(port, { cacheBytes: 0 });
    if (!run.ok) throw new Error(run.fault.message);
    expect(run.value.faults).toEqual([]);
    const samples = await Promise.all(renders.map(({ key }) => run.value.sample(hex(key))));
    expect(samples.map((sample) => sample.ok && sample.value.text)).toEqual(renders.map(({ text }) => text));
    expect(samples.every((sample) => sample.ok && sample.value.visits.length === 3)).toBe(true);
    expect(port.openHandles).toBeLessThanOrEqual(2);
    await port.close();
    expect(port.openHandles).toBe(0);
    expect(await run.value.sample(hex(renders[0]!.key))).toMatchObject({
      ok: false,
      fault: { code: 'unreadable' },
    });
  });

  it('is listed with sizes, and links that lead out of it are not', async () => {
    put('manifest.json', '{}');
    put('renders/x.safetensors', 'abc');
    writeFileSync(join(base, 'secret.safetensors'), 'secret');
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(base, 'outside', 'y.safetensors'), 'out');
    symlinkSync(join(base, 'secret.safetensors'), join(folder, 'renders', 'linked.safetensors'));
    symlinkSync(join(base, 'outside'), join(folder, 'visits'));
    symlinkSync(join(folder, 'renders', 'x.safetensors'), join(folder, 'renders', 'inner.safetensors'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
    symlinkSync('loop', join(folder, 'loop'));
    const port = nodeTraceFiles(folder);
    const entries = [...(await port.list())].sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(entries.map(({ path, size }) => [path, size])).toEqual([
      ['manifest.json', 2],
      ['renders/inner.safetensors', 3],
      ['renders/x.safetensors', 3],
    ]);
    expect(entries[0]!.mtime).toBeGreaterThan(0);
    for (const path of ['renders/linked.safetensors', '../secret.safetensors', 'visits/y.safetensors'])
      await expect(port.read(path, 0, 3)).rejects.toThrow('leads out');
    expect(port.openHandles).toBe(0);
    await port.close();
  });

  it('may itself be reached by a link', async () => {
    put('manifest.json', 'abc');
    symlinkSync(folder, join(base, 'link.cstrace'));
    const port = nodeTraceFiles(join(base, 'link.cstrace'));
    expect((await port.list()).map(({ path }) => path)).toEqual(['manifest.json']);
    expect(Buffer.from(await port.read('manifest.json', 1, 3)).toString()).toBe('bc');
    await port.close();
  });

  it('that is not there is told as what it is', async () => {
    const port = nodeTraceFiles(join(base, 'none.cstrace'));
    expect(await openRun(port)).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
  });
});

/** Files below a folder that this process holds open. */
function filesOpenIn(folder: string): number {
  const targets = readdirSync('/proc/self/fd').map((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`);
    } catch {
      // The descriptor of the listing itself is gone by now.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(folder)).length;
}

describe('ranges', () => {
  it('are given as asked, and short where the file ends', async () => {
    put('a', '0123456789');
    const port = nodeTraceFiles(folder);
    const text = async (start: number, end: number) =>
      Buffer.from(await port.read('a', start, end)).toString();
    expect(await text(0, 10)).toBe('0123456789');
    expect(await text(3, 5)).toBe('34');
    expect(await text(8, 20)).toBe('89');
    expect(await text(20, 30)).toBe('');
    await port.close();
  });

  it('of many files at once keep few of them open', async () => {
    for (let i = 0; i < 40; i++) put(`f${i}`, String(i));
    const port = nodeTraceFiles(folder, 3);
    const texts = await Promise.all(
      Array.from({ length: 120 }, async (_, i) =>
        Buffer.from(await port.read(`f${i % 40}`, 0, 2)).toString(),
      ),
    );
    expect(texts).toEqual(Array.from({ length: 120 }, (_, i) => String(i % 40)));
    expect(port.openHandles).toBeLessThanOrEqual(3);
    await port.close();
  });

  it.skipIf(!existsSync('/proc/self/fd'))('leave no file open that is not in the count', async () => {
    for (let i = 0; i < 20; i++) put(`f${i}`, String(i));
    const port = nodeTraceFiles(folder, 2);
    const random = createRandom(92);
    const readOften = async () => {
      for (let i = 0; i < 200; i++) {
        if (i % 50 === 0) await port.list();
        if (i % 20 === 0) put(`f${random.below(20)}`, `${i}.`);
        const file = random.below(22);
        // Two of the names are missing.
        if (file < 20) await port.read(`f${file}`, 0, 2);
        else await expect(port.read(`f${file}`, 0, 2)).rejects.toThrow('ENOENT');
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(readOften));
    expect(filesOpenIn(folder)).toBe(port.openHandles);
    await port.close();
    expect(filesOpenIn(folder)).toBe(0);
  });

  it('of a file that is missing are refused, and given once it is there', async () => {
    const port = nodeTraceFiles(folder);
    await expect(port.read('late', 0, 1)).rejects.toThrow('ENOENT');
    put('late.tmp', 'x');
    renameSync(join(folder, 'late.tmp'), join(folder, 'late'));
    expect(Buffer.from(await port.read('late', 0, 1)).toString()).toBe('x');
    await port.close();
    await expect(port.read('late', 0, 1)).rejects.toThrow('closed');
  });

  it('of a file that was replaced are those of the new one, once it was listed', async () => {
    put('a', 'old');
    const port = nodeTraceFiles(folder);
    await port.list();
    const text = async () => Buffer.from(await port.read('a', 0, 9)).toString();
    expect(await text()).toBe('old');
    put('a.tmp', 'newer');
    renameSync(join(folder, 'a.tmp'), join(folder, 'a'));
    await port.list();
    expect(await text()).toBe('newer');
    rmSync(join(folder, 'a'));
    await port.list();
    await expect(port.read('a', 0, 9)).rejects.toThrow('ENOENT');
    await port.close();
  });

  it('in flight end before it is closed', async () => {
    const { files } = writeRun(91);
    put('a', files.get(shardPath('renders', 0))!);
    const port = nodeTraceFiles(folder, 1);
    const reading = port.read('a', 0, 100);
    await Promise.all([port.close(), port.close()]);
    expect((await reading).length).toBe(100);
    expect(port.openHandles).toBe(0);
  });
});
