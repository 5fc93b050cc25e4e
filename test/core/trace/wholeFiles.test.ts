/** A run read by whole files, as in a browser. */
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../src/core/trace/fault.ts';
import { TraceRun } from '../../../src/core/trace/run.ts';
import type { TraceFiles } from '../../../src/core/trace/shard.ts';
import { wholeFiles, type WholeFileSystem } from '../../../src/core/trace/wholeFiles.ts';
import { manifest, rendersShard } from '../../support/traceWriter.ts';

const text = (i: number) => ({ line: `{"n":${i}}`, text: `word${i} next`, segments: [0, 2] });

/** A file system in memory that keeps a list of what was read. */
function memorySystem(shards: number) {
  const files = new Map<string, { bytes: Uint8Array; mtime: number }>();
  const put = (path: string, bytes: Uint8Array, mtime = 1) => void files.set(path, { bytes, mtime });
  put('manifest.json', new TextEncoder().encode(manifest()));
  for (let i = 0; i < shards; i++) put(`renders/a000-r00000-00000${i}.safetensors`, rendersShard([text(i)]));
  const reads: string[] = [];
  const system: WholeFileSystem = {
    list: async () => [...files].map(([path, { bytes, mtime }]) => ({ path, size: bytes.length, mtime })),
    async readFile(path) {
      reads.push(path);
      const file = files.get(path);
      if (!file) throw new Error('It is gone');
      return file.bytes;
    },
    async stat(path) {
      const file = files.get(path);
      return file && { size: file.bytes.length, mtime: file.mtime };
    },
  };
  return { system, reads, put, remove: (path: string) => files.delete(path) };
}

async function open(files: TraceFiles): Promise<TraceRun> {
  const run = await TraceRun.open(files);
  if (isFault(run)) throw new Error(run.message);
  return run;
}

describe('whole files', () => {
  it('give what ranges give, each read once', async () => {
    const { system, reads } = memorySystem(5);
    const run = await open(wholeFiles(system));
    expect(run.faults).toEqual([]);
    const samples = await Promise.all([...run.keys(), ...run.keys()].map((key) => run.sample(key)));
    expect(new Set(samples.map((sample) => (isFault(sample) ? sample.message : sample.text)))).toEqual(
      new Set([0, 1, 2, 3, 4].map((i) => text(i).text)),
    );
    expect(reads).toHaveLength(new Set(reads).size);
  });

  it('are given up when they are more than the budget, and read again', async () => {
    const { system, reads } = memorySystem(3);
    const { size } = (await system.list()).at(-1)!;
    const run = await open(wholeFiles(system, size + 1));
    reads.length = 0;
    const keys = [...run.keys()];
    for (const key of [keys[0], keys[1], keys[1], keys[0]])
      expect(isFault(await run.sample(key!))).toBe(false);
    expect(reads.map((path) => path.at(-13))).toEqual(['0', '1', '0']);
  });

  it('that were replaced are read anew once they were listed', async () => {
    const { system, reads, put, remove } = memorySystem(1);
    const files = wholeFiles(system);
    const word = async () => new TextDecoder().decode(await files.read('note', 0, 9));
    put('note', new TextEncoder().encode('old'));
    await files.list();
    expect(await word()).toBe('old');
    put('note', new TextEncoder().encode('new'), 2);
    await files.list();
    expect(await word()).toBe('new');
    await files.list();
    expect(await word()).toBe('new');
    expect(reads).toEqual(['note', 'note']);
    remove('note');
    await files.list();
    await expect(word()).rejects.toThrow('It is gone');
  });

  it('that cannot be read are faults of the run with the words of the file system', async () => {
    const { system, remove } = memorySystem(2);
    const run = await open(wholeFiles(system, 1));
    remove('renders/a000-r00000-000001.safetensors');
    const samples = await Promise.all([...run.keys()].map((key) => run.sample(key)));
    expect(samples.filter(isFault).map(({ code, message }) => [code, message])).toEqual([
      ['unreadable', 'It cannot be read (It is gone).'],
    ]);
  });

  it('that end earlier than their header says are told', async () => {
    const { system, put } = memorySystem(1);
    const path = 'renders/a000-r00000-000000.safetensors';
    const run = await open(wholeFiles(system, 1));
    put(path, (await system.readFile(path)).subarray(0, -4), 2);
    const sample = await run.sample([...run.keys()][0]!);
    expect(isFault(sample) && sample.message).toMatch(/became shorter|cannot be read|damaged/);
  });
});
