/**
 * Where the lines of a file stand, for files too large to be opened: a length for each line and an exact start for
 * every 64th, 4.13 bytes a line. Lines are what ends with `\n`, so a CRLF line's length includes both.
 */
import { throwIfCancelled, type CancellationToken } from '../core/ports.ts';
import { chunkBytes, FileReader } from './fileReader.ts';

/** Lines between two stored starts. */
const stride = 64;

export interface LineIndex {
  readonly lineCount: number;
  /** Bytes the index itself takes. */
  readonly memoryBytes: number;
  /** `byteOffset`s of a line (from 0), its break included; `undefined` when there is no such line. */
  rangeOf(line: number): { readonly start: number; readonly end: number } | undefined;
}

/** Collects the lengths of lines as chunks of a file come by. */
export class LineIndexBuilder {
  #lengths = new Uint32Array(1024);
  #starts = new Float64Array(16);
  #count = 0;
  #lineStart = 0;
  #size = 0;

  /** The next bytes of the file. @throws RangeError when a line is longer than 4 GiB. */
  add(chunk: Buffer): void {
    const base = this.#size;
    for (let found = chunk.indexOf(10); found >= 0; found = chunk.indexOf(10, found + 1)) {
      this.#push(base + found + 1);
    }
    this.#size = base + chunk.length;
  }

  /** The index; the builder must not be used any more. */
  finish(): LineIndex {
    if (this.#size > this.#lineStart) this.#push(this.#size);
    const count = this.#count;
    const lengths = this.#lengths.slice(0, count);
    const starts = this.#starts.slice(0, Math.ceil(count / stride));
    return {
      lineCount: count,
      memoryBytes: lengths.byteLength + starts.byteLength,
      rangeOf(line) {
        if (!Number.isInteger(line) || line < 0 || line >= count) return undefined;
        const block = Math.floor(line / stride);
        let start = starts[block]!;
        for (let i = block * stride; i < line; i++) start += lengths[i]!;
        return { start, end: start + lengths[line]! };
      },
    };
  }

  #push(end: number): void {
    const length = end - this.#lineStart;
    if (length > 0xffffffff) throw new RangeError('A line is longer than 4 GiB');
    const n = this.#count++;
    if (n >= this.#lengths.length) {
      const grown = new Uint32Array(this.#lengths.length * 2);
      grown.set(this.#lengths);
      this.#lengths = grown;
    }
    this.#lengths[n] = length;
    if (n % stride === 0) {
      const block = n / stride;
      if (block >= this.#starts.length) {
        const grown = new Float64Array(this.#starts.length * 2);
        grown.set(this.#starts);
        this.#starts = grown;
      }
      this.#starts[block] = this.#lineStart;
    }
    this.#lineStart = end;
  }
}

/**
 * Reads the file once and indexes it.
 * @throws CancelledError; the file system's error.
 */
export async function indexLines(path: string, token?: CancellationToken): Promise<LineIndex> {
  const reader = new FileReader(path);
  try {
    const builder = new LineIndexBuilder();
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let at = 0;
    for (let chunks = 1; ; chunks++) {
      const count = reader.readInto(chunk, at);
      if (count === 0) return builder.finish();
      builder.add(count === chunk.length ? chunk : chunk.subarray(0, count));
      at += count;
      // Others get a turn about every 10 ms.
      if (chunks % 32 === 0) await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(token);
    }
  } finally {
    reader.close();
  }
}
