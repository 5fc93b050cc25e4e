/** Reading files in chunks, for sweeps: synchronous, since sweeps run in workers or in slices of their own. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteWindow } from './byteWindow.ts';

/** Bytes read at once; larger chunks are slower (they leave the processor's cache). */
export const chunkBytes = 1024 * 1024;

/** An open file. Close it in a `finally`. */
export class FileReader {
  readonly size: number;
  readonly #handle: number;

  /** @throws the file system's error when the file cannot be opened, or is a folder. */
  constructor(path: string) {
    this.#handle = openSync(path, 'r');
    try {
      const stats = fstatSync(this.#handle);
      if (stats.isDirectory()) throw Object.assign(new Error('It is a folder'), { code: 'EISDIR' });
      this.size = stats.size;
    } catch (error) {
      closeSync(this.#handle);
      throw error;
    }
  }

  /** Reads up to `size` bytes at `byteOffset` into the window; how many came, 0 at the file's end. */
  read(window: ByteWindow, byteOffset: number, size = chunkBytes): number {
    const room = window.reserve(size);
    const count = readSync(this.#handle, room, 0, size, byteOffset);
    window.commit(count);
    return count;
  }

  /** Reads into a buffer; how many bytes came. */
  readInto(buffer: Buffer, byteOffset: number): number {
    let filled = 0;
    while (filled < buffer.length) {
      const count = readSync(this.#handle, buffer, filled, buffer.length - filled, byteOffset + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
