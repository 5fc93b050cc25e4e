/** The files of one trace folder, as the reader wants them from outside. */
import { type CancellationToken, CancelledError, throwIfCancelled } from '../ports.ts';
import { ByteCache } from './byteCache.ts';
import { bad, good, type Read } from './faults.ts';

/** A file of the folder: `path` relative to it with `/`, `size` in bytes, `mtime` in milliseconds since 1970. */
export interface TraceFileEntry {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
}

/** Reads a `<run>.cstrace` folder. Both may reject with the file system's error. */
export interface TraceFiles {
  /** All files of the folder and of the folders in it, links that lead out of it left out. */
  list(): Promise<readonly TraceFileEntry[]>;
  /** The bytes `[start, end)` of a file; fewer where it ends earlier. The caller does not write to them. */
  read(path: string, start: number, end: number): Promise<Uint8Array>;
}

/**
 * The bytes `[start, end)`, all of them, or a fault.
 * @throws CancelledError
 */
export async function readRange(
  files: TraceFiles,
  path: string,
  start: number,
  end: number,
  token?: CancellationToken,
): Promise<Read<Uint8Array>> {
  if (start === end) return good(new Uint8Array(0));
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path, start, end);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return bad(
      'unreadable',
      path,
      `It cannot be read (${reason}). Check that the file is there and may be read.`,
    );
  }
  throwIfCancelled(token);
  if (bytes.length === end - start) return good(bytes);
  return bad(
    'unreadable',
    path,
    `Bytes ${start} to ${end} were asked for and ${bytes.length} came: the file changed while it was read. Refresh the trace.`,
  );
}

/**
 * A port for file systems that give whole files only, as in a browser: files are read once and kept up to `budgetBytes`,
 * the ones that were not used for longest given up first.
 */
export function wholeFiles(
  list: () => Promise<readonly TraceFileEntry[]>,
  readFile: (path: string) => Promise<Uint8Array>,
  budgetBytes = 128 * 1024 * 1024,
): TraceFiles {
  const cache = new ByteCache(budgetBytes);
  const versions = new Map<string, string>();
  return {
    async list() {
      const entries = await list();
      for (const { path, size, mtime } of entries) versions.set(path, `${size} ${mtime}`);
      return entries;
    },
    async read(path, start, end) {
      const key = `${versions.get(path) ?? ''} ${path}`;
      const bytes = await cache.get(key, async () => {
        const value = await readFile(path);
        return { value, bytes: value.length };
      });
      return bytes.subarray(start, end);
    },
  };
}
