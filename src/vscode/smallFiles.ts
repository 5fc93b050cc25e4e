/** Files that are read whole on the way to something else: configurations, licences, baselines. */
import * as vscode from 'vscode';

/** What came of reading a file. */
export type SmallFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'none' }
  /** A folder or a pipe, say: reading a pipe would wait for ever. */
  | { readonly kind: 'no-file' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Reads a file of at most `mostBytes` bytes. */
export type ReadSmallFile = (uri: vscode.Uri, mostBytes: number) => Promise<SmallFile>;

/** Through VS Code: files of any scheme. The answer comes from the window, and waits while that is busy. */
export async function readThroughWindow(uri: vscode.Uri, mostBytes: number): Promise<SmallFile> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (!(type & vscode.FileType.File)) return { kind: 'no-file' };
    if (size > mostBytes) return { kind: 'too-long' };
    return { kind: 'read', bytes: await vscode.workspace.fs.readFile(uri) };
  } catch (error) {
    const isMissing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return isMissing ? { kind: 'none' } : { kind: 'failed', error };
  }
}
