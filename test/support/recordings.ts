/** Recordings of model backends as files of a folder. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RecordingStore } from '../../src/backends/record.ts';

/** A store in a folder, which is made when something is written. */
export function folderRecordings(folder: string): RecordingStore {
  return {
    async read(name) {
      try {
        return await readFile(path.join(folder, name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(name, text) {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, name), text);
    },
  };
}

/** A store in memory. */
export function memoryRecordings(): RecordingStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async (name) => texts.get(name),
    write: async (name, text) => void texts.set(name, text),
  };
}
