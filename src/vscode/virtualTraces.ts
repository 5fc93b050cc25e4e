/** Runs in folders that are reached through VS Code only (vscode.dev, remote file systems): files are read whole, and kept. */
import * as vscode from 'vscode';
import type { OpenTraceFiles } from './traces.ts';

/** Bytes of files that are kept, so that the tokens of one sample are not read again for the next. */
const mostKept = 96 * 1024 * 1024;

export const openVirtualTrace: OpenTraceFiles = (folder) => {
  const kept = new Map<string, { readonly stamp: string; readonly bytes: Promise<Uint8Array> }>();
  const stamps = new Map<string, string>();
  const sizes = new Map<string, number>();
  return {
    async list() {
      const found: { path: string; size: number; mtime: number }[] = [];
      for (const below of ['', 'steps', 'renders', 'visits']) {
        const place = below === '' ? folder : vscode.Uri.joinPath(folder, below);
        for (const [name, type] of await entriesOf(place)) {
          if (!(type & vscode.FileType.File) || name.endsWith('.tmp')) continue;
          const path = below === '' ? name : `${below}/${name}`;
          const { size, mtime } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, path));
          stamps.set(path, `${size} ${mtime}`);
          found.push({ path, size, mtime });
        }
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path, start, end) {
      const stamp = stamps.get(path) ?? '';
      let file = kept.get(path);
      kept.delete(path);
      if (file?.stamp !== stamp) {
        const bytes = Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, path)));
        bytes.catch(() => kept.delete(path));
        file = { stamp, bytes };
      }
      kept.set(path, file);
      const bytes = await file.bytes;
      sizes.set(path, bytes.length);
      let total = 0;
      for (const one of kept.keys()) total += sizes.get(one) ?? 0;
      for (const one of kept.keys()) {
        if (total <= mostKept || one === path) break;
        total -= sizes.get(one) ?? 0;
        kept.delete(one);
      }
      return bytes.slice(start, end);
    },
    close() {
      kept.clear();
      return Promise.resolve();
    },
  };
};

/** The entries of a folder; none where it is not there. */
async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
    throw error;
  }
}
