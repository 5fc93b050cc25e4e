/** Edits of a file on disk, by bytes: written into a copy that takes the file's place, or printed as a diff. */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { chunkBytes, FileReader } from './fileReader.ts';

/** Replaces the bytes `[start, end)` of the file as it is (`byteOffset`s). */
export interface ByteEdit {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/** Gets the edits of one file in order, none overlapping. */
export interface EditTarget {
  edit(edit: ByteEdit): void;
}

/** The file was written by somebody else while it was being fixed. */
export class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
  constructor() {
    super('It was changed by another program meanwhile and was left as it is: run the command again.');
  }
}

/**
 * Writes the edited file beside the old one and puts it in its place when it is complete: whoever reads the file sees
 * the old or the new one, never a part. Without an edit nothing is written. Links are followed; the mode is kept.
 */
export class FileReplacer implements EditTarget {
  readonly #path: string;
  readonly #temporary: string;
  readonly #reader: FileReader;
  readonly #before: ReturnType<typeof statSync>;
  #handle: number | undefined;
  #copied = 0;
  #isOpen = true;

  /** @throws the file system's error when the file cannot be read. */
  constructor(path: string) {
    this.#path = realpathSync(path);
    this.#temporary = join(dirname(this.#path), `.${basename(this.#path)}.${process.pid}.tmp`);
    this.#before = statSync(this.#path);
    this.#reader = new FileReader(this.#path);
  }

  /** @throws the file system's error when the copy cannot be written. */
  edit({ start, end, bytes }: ByteEdit): void {
    this.#handle ??= openSync(this.#temporary, 'wx', Number(this.#before!.mode) & 0o777);
    this.#copyTo(start);
    writeAll(this.#handle, bytes);
    this.#copied = end;
  }

  /**
   * Puts the copy in the file's place; false when there was nothing to change.
   * @throws ChangedMeanwhileError; the file system's error.
   */
  commit(): boolean {
    const handle = this.#handle;
    if (handle === undefined) {
      this.#close();
      return false;
    }
    this.#copyTo(this.#reader.size);
    fsyncSync(handle);
    this.#close();
    const now = statSync(this.#path);
    const before = this.#before!;
    if (now.size !== before.size || now.mtimeMs !== before.mtimeMs || now.ino !== before.ino) {
      rmSync(this.#temporary, { force: true });
      throw new ChangedMeanwhileError();
    }
    chmodSync(this.#temporary, Number(before.mode) & 0o7777);
    keepOwner(this.#temporary, Number(before.uid), Number(before.gid));
    renameSync(this.#temporary, this.#path);
    return true;
  }

  /** Gives the copy up, if there is one; after `commit` it does nothing. */
  discard(): void {
    if (!this.#isOpen) return;
    const hasCopy = this.#handle !== undefined;
    this.#close();
    if (hasCopy) rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#reader.close();
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #copyTo(end: number): void {
    while (this.#copied < end) {
      const piece = Buffer.allocUnsafe(Math.min(chunkBytes, end - this.#copied));
      const count = this.#reader.readInto(piece, this.#copied);
      if (count === 0) throw new ChangedMeanwhileError();
      writeAll(this.#handle!, piece.subarray(0, count));
      this.#copied += count;
    }
  }
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}

/** Another owner is kept where we may do so; where we may not, the file is ours as any that an editor saves. */
function keepOwner(path: string, uid: number, gid: number): void {
  const own = statSync(path);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/** Keeps edits, to print them. */
export class EditList implements EditTarget {
  readonly edits: ByteEdit[] = [];

  edit(edit: ByteEdit): void {
    this.edits.push(edit);
  }
}
