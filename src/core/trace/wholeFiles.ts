/** The files of a run where only whole files can be read, as in a browser: kept up to a number of bytes. */
import { ByteCache } from './byteCache.ts';
import type { TraceFile, TraceFiles } from './shard.ts';

/** What a file system gives that has no ranges; paths as in {@link TraceFile}. Both may reject with its error. */
export interface WholeFileSystem {
  /** All files of the run's folder. */
  list(): Promise<readonly TraceFile[]>;
  /** All bytes of a file. */
  readFile(path: string): Promise<Uint8Array>;
  /** What a file is now; `undefined` when it is not there any more. */
  stat(path: string): Promise<Pick<TraceFile, 'size' | 'mtime'> | undefined>;
}

/** About four shards of 32 MB: the texts and the visits of what is looked at. */
const defaultBudget = 128 * 1024 * 1024;

/**
 * Reads each file once and keeps it; those that were not used for longest are given up first. A file that was replaced or
 * written to is read anew.
 * @param budgetBytes what is kept at most; a larger file is given and not kept
 */
export function wholeFiles(
  system: WholeFileSystem,
  budgetBytes = defaultBudget,
): TraceFiles & { close(): Promise<void> } {
  const cache = new ByteCache(budgetBytes);
  const versions = new Map<string, string>();
  const versionOf = ({ size, mtime }: Pick<TraceFile, 'size' | 'mtime'>) => `${size} ${mtime}`;
  const forget = (path: string) => {
    cache.delete(path);
    versions.delete(path);
  };
  return {
    async list() {
      const files = await system.list();
      const listed = new Map(files.map((file) => [file.path, versionOf(file)]));
      for (const [path, version] of versions) if (listed.get(path) !== version) forget(path);
      return files;
    },
    async read(path, start, end) {
      const bytes = await cache.get(path, async () => {
        // Asked before it is read: what changes in between is found by the next listing.
        const now = await system.stat(path);
        if (now) versions.set(path, versionOf(now));
        const value = await system.readFile(path);
        return { value, bytes: value.length };
      });
      // A copy: whoever keeps a few bytes should not keep a whole shard with them.
      return bytes.slice(start, end);
    },
    /** Forgets what is kept. */
    close() {
      cache.clear();
      versions.clear();
      return Promise.resolve();
    },
  };
}
