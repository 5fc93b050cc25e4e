/** A recorded run on disk: parts of files are read where they lie. Links are not followed. */
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { TraceFile, TraceFiles } from '../core/trace/shard.ts';

/** Files that are kept open; a run of the paper's size has about 40 shards. */
const mostOpen = 16;
/** Folders of a run, and files in them: more is no run. */
const mostFiles = 100_000;

/** The files of a run's folder; close it when the run is not shown any more. */
export interface ClosableTraceFiles extends TraceFiles {
  /** Closes all files; what is being read ends first. Reads that come later are refused. */
  close(): Promise<void>;
  /** How many files are open. */
  readonly openFiles: number;
}

/**
 * @param folder the `.cstrace` folder
 * @param handles how many files stay open at once, at least 1
 */
export function traceFilesIn(folder: string, handles = mostOpen): ClosableTraceFiles {
  const cache = new HandleCache(folder, Math.max(1, handles));
  return {
    get openFiles() {
      return cache.size;
    },
    async list() {
      const found: TraceFile[] = [];
      for (const below of ['', 'steps', 'renders', 'visits']) {
        for (const entry of await entriesOf(folder, below)) {
          if (!entry.isFile() || entry.name.endsWith('.tmp')) continue;
          if (found.length >= mostFiles) break;
          const path = below === '' ? entry.name : `${below}/${entry.name}`;
          const stats = await statOrGone(join(folder, path));
          if (stats) found.push({ path, size: stats.size, mtime: stats.mtimeMs });
        }
      }
      found.sort((a, b) => (a.path < b.path ? -1 : 1));
      cache.keepOnly(found);
      return found;
    },
    read: (path, start, end) => cache.use(path, (handle) => readFully(handle, start, end)),
    close: () => cache.close(),
  };
}

/** The entries of a folder; none where it is not there, or is a link to somewhere else. */
async function entriesOf(folder: string, below: string) {
  try {
    if (below !== '' && !isBelow(await realpath(folder), await realpath(join(folder, below)))) return [];
    return await readdir(join(folder, below), { withFileTypes: true });
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** What a file is; `undefined` when it went away since the folder was read, as unfinished shards do when they get their name. */
async function statOrGone(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ELOOP', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The bytes `[start, end)`; fewer where the file ends earlier. */
async function readFully(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

interface Held {
  readonly handle: Promise<FileHandle>;
  users: number;
}

/** Open files by path, the latest used last; a file in use is not closed. */
class HandleCache {
  readonly #held = new Map<string, Held>();
  readonly #limit: number;
  readonly #folder: string;
  /** What the last listing said of each file. */
  #versions: ReadonlyMap<string, string> = new Map();
  /** Reads under way. */
  #active = 0;
  #closed = false;
  /** Handles on their way out, which `close` waits for, too. */
  readonly #closing = new Set<Promise<void>>();
  #ended: Promise<void> | undefined;
  /** Resolves what waits in `#end`. */
  #idle: (() => void) | undefined;

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  get size(): number {
    return this.#held.size;
  }

  async use<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('The run was closed');
    const held = this.#held.get(path) ?? { handle: this.#open(path), users: 0 };
    held.users++;
    this.#active++;
    this.#held.delete(path);
    this.#held.set(path, held);
    try {
      return await work(await held.handle);
    } catch (error) {
      // A handle that failed is of no use to the next one.
      this.#forget(path, held);
      throw error;
    } finally {
      held.users--;
      if (held.users === 0 && this.#held.get(path) !== held) await this.#closeHandle(held);
      await this.#trim();
      if (--this.#active === 0) this.#idle?.();
    }
  }

  /** Forgets the handles of files that are not there any more, or were replaced or written to since they were listed last. */
  keepOnly(entries: readonly TraceFile[]): void {
    const versions = new Map(entries.map(({ path, size, mtime }) => [path, `${size} ${mtime}`]));
    for (const [path, held] of this.#held)
      if (versions.get(path) !== this.#versions.get(path)) this.#forget(path, held);
    this.#versions = versions;
  }

  /** Takes a handle out of the map; who uses it still closes it. */
  #forget(path: string, held: Held): void {
    if (this.#held.get(path) !== held) return;
    this.#held.delete(path);
    if (held.users === 0) void this.#closeHandle(held);
  }

  async #open(path: string): Promise<FileHandle> {
    const root = await realpath(this.#folder);
    const full = await realpath(join(root, path));
    if (!isBelow(root, full)) throw new Error('The path leads out of the folder of the run');
    return open(full, 'r');
  }

  close(): Promise<void> {
    this.#closed = true;
    return (this.#ended ??= this.#end());
  }

  async #end(): Promise<void> {
    if (this.#active > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    const rest = [...this.#held.values()];
    this.#held.clear();
    await Promise.all([...this.#closing, ...rest.map((held) => this.#closeHandle(held))]);
  }

  /** Takes handles that nobody uses out of the map at once, so that nobody finds them any more, then closes them. */
  async #trim(): Promise<void> {
    const closing: Promise<void>[] = [];
    for (const [path, held] of this.#held) {
      if (this.#held.size <= this.#limit) break;
      if (held.users > 0) continue;
      this.#held.delete(path);
      closing.push(this.#closeHandle(held));
    }
    await Promise.all(closing);
  }

  #closeHandle(held: Held): Promise<void> {
    const closing = held.handle
      .then((handle) => handle.close())
      // Who asked was told why it could not be opened; and nothing that was only read is lost by a failing close.
      .catch(() => undefined)
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    return closing;
  }
}
