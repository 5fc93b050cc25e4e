/** The files of a trace on disk: a walk of its folder, and positional reads through a few open handles. */
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { TraceFileEntry, TraceFiles } from '../core/trace/traceFiles.ts';

/** Handles kept open at once; a run of the paper's size has about 40 shards. */
const defaultHandles = 32;
/** Folders below folders that are walked; a trace has one level. */
const maxDepth = 4;

/** The port; close it when the trace is no longer read. */
export interface NodeTraceFiles extends TraceFiles {
  /** Closes all handles; what is being read ends first. Reads that come later are refused. */
  close(): Promise<void>;
  /** How many handles are open. */
  readonly openHandles: number;
}

/** Opens a trace's folder; nothing is read yet. `handles`: how many files stay open at once, at least 1. */
export function nodeTraceFiles(folder: string, handles = defaultHandles): NodeTraceFiles {
  const cache = new HandleCache(folder, Math.max(1, handles));
  return {
    get openHandles() {
      return cache.size;
    },
    async list() {
      const root = await realpath(folder);
      const entries = await walk(root, root, '', 0);
      cache.keepOnly(entries);
      return entries;
    },
    read: (path, start, end) => cache.use(path, (handle) => readFully(handle, start, end)),
    close: () => cache.close(),
  };
}

async function walk(root: string, folder: string, name: string, depth: number): Promise<TraceFileEntry[]> {
  const found: TraceFileEntry[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = name === '' ? entry.name : `${name}/${entry.name}`;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth < maxDepth) found.push(...(await walk(root, full, path, depth + 1)));
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsInside(root, full)))) {
      const stats = await statOrGone(full);
      if (stats?.isFile() === true) found.push({ path, size: stats.size, mtime: stats.mtimeMs });
    }
  }
  return found;
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

/** True when a link ends at something in the folder. */
async function leadsInside(root: string, link: string): Promise<boolean> {
  try {
    return isBelow(root, await realpath(link));
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

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
    if (this.#closed) throw new Error('The trace was closed');
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
  keepOnly(entries: readonly TraceFileEntry[]): void {
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
    if (!isBelow(root, full)) throw new Error('The path leads out of the folder of the trace');
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
