/** A run on disk. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isFault } from '../../src/core/trace/fault.ts';
import { TraceRun } from '../../src/core/trace/run.ts';
import { type ClosableTraceFiles, traceFilesIn } from '../../src/node/traceFiles.ts';
import { createRandom } from '../bench/support/random.ts';
import { makeFolder, type Folder } from '../support/cli.ts';
import { manifest, rendersShard } from '../support/traceWriter.ts';

let folder: Folder | undefined;
let files: ClosableTraceFiles | undefined;
afterEach(async () => {
  await files?.close();
  folder?.remove();
  files = folder = undefined;
});

const texts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ line: `{"n":${i}}`, text: `word${i} next`, segments: [0, 2] }));

function write(shards: number): string {
  folder = makeFolder({ 'manifest.json': manifest() });
  mkdirSync(path.join(folder.path, 'renders'));
  texts(shards).forEach((one, i) => {
    const name = `a000-r00000-${String(i).padStart(6, '0')}.safetensors`;
    writeFileSync(path.join(folder!.path, 'renders', name), rendersShard([one]));
  });
  return folder.path;
}

it('reads parts of many files, with few of them open', async () => {
  files = traceFilesIn(write(60));
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  expect(run.faults).toEqual([]);
  const read = await Promise.all([...run.keys(), ...run.keys()].map((key) => run.sample(key)));
  const found = read.map((sample) => (isFault(sample) ? sample.message : sample.text));
  expect(new Set(found)).toEqual(new Set(texts(60).map(({ text }) => text)));
});

it('lists the files of a run, and neither half-written ones nor what links lead to', async () => {
  const at = write(1);
  writeFileSync(path.join(at, 'renders', 'b.safetensors.tmp'), 'half');
  writeFileSync(path.join(at, 'elsewhere'), 'x');
  symlinkSync(path.join(at, 'elsewhere'), path.join(at, 'renders', 'link.safetensors'));
  files = traceFilesIn(at);
  expect((await files.list()).map((file) => file.path)).toEqual([
    'elsewhere',
    'manifest.json',
    'renders/a000-r00000-000000.safetensors',
  ]);
});

it('says when there is no run', async () => {
  folder = makeFolder({});
  files = traceFilesIn(path.join(folder.path, 'nothing'));
  const run = await TraceRun.open(files);
  expect(isFault(run) && run.message).toMatch(/There is no manifest\.json/);
});

/** Files below a folder that this process holds open. */
function filesOpenIn(below: string): number {
  const targets = readdirSync('/proc/self/fd').map((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`);
    } catch {
      // The descriptor of the listing itself is gone by now.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(below)).length;
}

describe('ranges', () => {
  const put = (name: string, content: string) => void folder!.write(name, content);
  const text = async (name: string, start = 0, end = 9) =>
    Buffer.from(await files!.read(name, start, end)).toString();

  it('are given as asked, and short where the file ends', async () => {
    folder = makeFolder({ a: '0123456789' });
    files = traceFilesIn(folder.path);
    const ranges: [number, number][] = [
      [0, 10],
      [3, 5],
      [8, 20],
      [20, 30],
    ];
    expect(await Promise.all(ranges.map(([start, end]) => text('a', start, end)))).toEqual([
      '0123456789',
      '34',
      '89',
      '',
    ]);
  });

  it.skipIf(!existsSync('/proc/self/fd'))('leave no file open that is not in the count', async () => {
    folder = makeFolder(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, String(i)])));
    const one = (files = traceFilesIn(folder.path, 2));
    const random = createRandom(92);
    const readOften = async () => {
      for (let i = 0; i < 100; i++) {
        if (i % 50 === 0) await one.list();
        if (i % 20 === 0) put(`f${random.below(20)}`, `${i}.`);
        const file = random.below(22);
        // Two of the names are missing.
        if (file < 20) await one.read(`f${file}`, 0, 2);
        else await expect(one.read(`f${file}`, 0, 2)).rejects.toThrow('ENOENT');
      }
    };
    await Promise.all([1, 2, 3, 4].map(readOften));
    expect(one.openFiles).toBeLessThanOrEqual(2);
    expect(filesOpenIn(folder.path)).toBe(one.openFiles);
    await one.close();
    expect(filesOpenIn(folder.path)).toBe(0);
  });

  it('of a file that was replaced are those of the new one, once it was listed', async () => {
    folder = makeFolder({ a: 'old' });
    files = traceFilesIn(folder.path);
    await files.list();
    expect(await text('a')).toBe('old');
    put('a.tmp', 'newer');
    renameSync(path.join(folder.path, 'a.tmp'), path.join(folder.path, 'a'));
    await files.list();
    expect(await text('a')).toBe('newer');
    rmSync(path.join(folder.path, 'a'));
    await files.list();
    await expect(text('a')).rejects.toThrow('ENOENT');
  });

  it('of a file that is missing are given once it is there', async () => {
    folder = makeFolder({});
    files = traceFilesIn(folder.path);
    await expect(text('late')).rejects.toThrow('ENOENT');
    put('late', 'x');
    expect(await text('late')).toBe('x');
  });

  it('of what lies outside are refused, whatever leads there', async () => {
    folder = makeFolder({ 'run/a': 'a', secret: 's', 'outside/visits/x.safetensors': 'x' });
    symlinkSync(path.join(folder.path, 'outside/visits'), path.join(folder.path, 'run/visits'));
    files = traceFilesIn(path.join(folder.path, 'run'));
    expect((await files.list()).map((file) => file.path)).toEqual(['a']);
    for (const name of ['../secret', 'visits/x.safetensors'])
      await expect(text(name)).rejects.toThrow('leads out');
    expect(files.openFiles).toBe(0);
  });

  it('in flight end before it is closed, twice if need be; later ones are refused', async () => {
    folder = makeFolder({ a: '0123456789' });
    files = traceFilesIn(folder.path, 1);
    const reading = text('a', 0, 10);
    await Promise.all([files.close(), files.close()]);
    expect(await reading).toBe('0123456789');
    expect(files.openFiles).toBe(0);
    await expect(text('a')).rejects.toThrow('closed');
  });
});
