// Files in the folder that the tests have open.
import * as vscode from 'vscode';

/** The folder that is open. */
export const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;

/** A place in the folder. */
export const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);

/** Writes a file, lines ended by `\n`. */
export async function write(path: string, lines: readonly string[] | string): Promise<vscode.Uri> {
  const text = typeof lines === 'string' ? lines : lines.map((line) => `${line}\n`).join('');
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  return at(path);
}

/** Deletes a file or folder, if it is there. */
export async function remove(path: string): Promise<void> {
  await vscode.workspace.fs.delete(at(path), { recursive: true }).then(undefined, (error: unknown) => {
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) throw error;
  });
}
