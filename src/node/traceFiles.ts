/** A recorded run on disk: parts of files are read where they lie. Links are not followed. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceFile, TraceFiles } from '../core/trace/shard.ts';

/** Files that are kept open. */
const mostOpen = 16;
/** Folders of a run, and files in them: more is no run. */
const mostFiles = 100_000;

/** The files of a run's folder; close it when the run is not shown any more. */
export interface ClosableTraceFiles extends TraceFiles {
  close(): Promise<void>;
}

/** @param folder the `.cstrace` folder */
export function traceFilesIn(folder: string): ClosableTraceFiles {
  const handles = new Map<string, Promise<FileHandle>>();
  const handleOf = (path: string): Promise<FileHandle> => {
    const known = handles.get(path);
    // Put behind the others: the one in front was used longest ago.
    handles.delete(path);
    const handle = known ?? open(join(folder, path), 'r');
    handles.set(path, handle);
    handle.catch(() => handles.delete(path));
    if (handles.size > mostOpen) {
      const [oldest, old] = handles.entries().next().value!;
      handles.delete(oldest);
      void old.then((one) => one.close()).catch(() => undefined);
    }
    return handle;
  };
  return {
    async list() {
      const found: TraceFile[] = [];
      for (const below of ['', 'steps', 'renders', 'visits']) {
        for (const entry of await entriesOf(join(folder, below))) {
          if (!entry.isFile() || entry.name.endsWith('.tmp')) continue;
          if (found.length >= mostFiles) return found;
          const path = below === '' ? entry.name : `${below}/${entry.name}`;
          const { size, mtimeMs } = await stat(join(folder, path));
          found.push({ path, size, mtime: mtimeMs });
        }
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path, start, end) {
      const bytes = new Uint8Array(end - start);
      // A handle that was closed for another file is opened again.
      for (let tries = 0; ; tries++) {
        try {
          const handle = await handleOf(path);
          let done = 0;
          while (done < bytes.length) {
            const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
            if (bytesRead === 0) break;
            done += bytesRead;
          }
          return bytes.subarray(0, done);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EBADF' || tries > 2) throw error;
          handles.delete(path);
        }
      }
    },
    async close() {
      const open = [...handles.values()];
      handles.clear();
      await Promise.all(open.map((handle) => handle.then((one) => one.close()).catch(() => undefined)));
    },
  };
}

/** The entries of a folder; none where it is not there. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
