import * as vscode from 'vscode';

/** Files in memory: a file system for tests where there is none. Folders are those that files lie in. */
export class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(readonly scheme: string) {}

  /** Where a file or folder is. */
  uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path });
  }

  /** Writes a file. */
  write(path: string, text: string): void {
    this.#files.set(path, new TextEncoder().encode(text));
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri: this.uri(path) }]);
  }

  /** The text of a file; `undefined` when there is none. */
  read(path: string): string | undefined {
    const file = this.#files.get(path);
    return file && new TextDecoder().decode(file);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.#files.get(uri.path);
    if (file) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: file.length };
    const below = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    if ([...this.#files.keys()].some((path) => path.startsWith(below)))
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const below = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    const entries = new Map<string, vscode.FileType>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(below)) continue;
      const [name, ...rest] = path.slice(below.length).split('/');
      entries.set(name!, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return [...entries];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.#files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.#files.set(uri.path, content);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
