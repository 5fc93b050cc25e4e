/** How the files of runs are opened. */
import * as vscode from 'vscode';
import type { TraceFiles } from '../core/trace/shard.ts';

/** The files of a recorded run's folder; closed when the run is not shown any more. */
export type OpenTraceFiles = (folder: vscode.Uri) => TraceFiles & { close(): Promise<void> };

/** Where the demo run and its data set ship. */
export function shippedFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'media', 'demo');
}

/** Also opens the runs that ship with the extension. */
export function withShipped(extension: vscode.Uri, open: OpenTraceFiles): OpenTraceFiles {
  const shipped = `${shippedFolder(extension).toString()}/`;
  return (folder) => (folder.toString().startsWith(shipped) ? openShipped(folder) : open(folder));
}

/** On the web the folder of the extension cannot be listed, so a list lies beside the files. */
const openShipped: OpenTraceFiles = (folder) => {
  const files = new Map<string, Promise<Uint8Array>>();
  const bytesOf = (path: string) => {
    const known =
      files.get(path) ?? Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, path)));
    files.set(path, known);
    return known;
  };
  return {
    async list() {
      const text = new TextDecoder().decode(await bytesOf('files.json'));
      const paths = JSON.parse(text) as string[];
      return Promise.all(paths.map(async (path) => ({ path, size: (await bytesOf(path)).length, mtime: 0 })));
    },
    async read(path, start, end) {
      return (await bytesOf(path)).slice(start, end);
    },
    close: () => Promise.resolve(),
  };
};
