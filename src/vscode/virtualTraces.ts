/** Runs in folders that are reached through VS Code only (vscode.dev, remote file systems): files are read whole, and kept. */
import * as vscode from 'vscode';
import { wholeFiles } from '../core/trace/wholeFiles.ts';
import type { OpenTraceFiles } from './traceFolder.ts';

/** Bytes of files that are kept, so that the tokens of one sample are not read again for the next. */
const mostKept = 96 * 1024 * 1024;

export const openVirtualTrace: OpenTraceFiles = (folder) =>
  wholeFiles(
    {
      async list() {
        const found: { path: string; size: number; mtime: number }[] = [];
        for (const below of ['', 'steps', 'renders', 'visits']) {
          const place = below === '' ? folder : vscode.Uri.joinPath(folder, below);
          for (const [name, type] of (await unlessGone(vscode.workspace.fs.readDirectory(place))) ?? []) {
            if (!(type & vscode.FileType.File) || name.endsWith('.tmp')) continue;
            const path = below === '' ? name : `${below}/${name}`;
            const stat = await unlessGone(vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, path)));
            if (stat) found.push({ path, size: stat.size, mtime: stat.mtime });
          }
        }
        return found.sort((a, b) => (a.path < b.path ? -1 : 1));
      },
      readFile: async (path) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, path)),
      stat: (path) => unlessGone(vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, path))),
    },
    mostKept,
  );

/** What a file system says of a place; `undefined` where nothing is there. */
async function unlessGone<T>(asked: Thenable<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
