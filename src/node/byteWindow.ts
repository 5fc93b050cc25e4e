/** A window over a stream of bytes: new bytes come in at the end, read ones are dropped at the start. */

const smallest = 64 * 1024;

export class ByteWindow {
  /** Holds the unread bytes at `[start, end)`. Replaced when it grows: do not keep it over a `reserve`. */
  bytes = Buffer.allocUnsafe(smallest);
  start = 0;
  end = 0;

  /** How many bytes are unread. */
  get size(): number {
    return this.end - this.start;
  }

  /**
   * Room for at least `size` more bytes, for a reader to write into; `commit` says how many it wrote. Moves the unread
   * bytes to the front, so offsets into `bytes` change by the `start` of before.
   */
  reserve(size: number): Buffer {
    const unread = this.size;
    if (this.bytes.length - this.end < size) {
      const wanted = unread + size;
      if (wanted <= this.bytes.length) this.bytes.copyWithin(0, this.start, this.end);
      else {
        const grown = Buffer.allocUnsafe(Math.max(wanted, this.bytes.length * 2));
        this.bytes.copy(grown, 0, this.start, this.end);
        this.bytes = grown;
      }
      this.start = 0;
      this.end = unread;
    }
    return this.bytes.subarray(this.end, this.end + size);
  }

  commit(size: number): void {
    this.end += size;
  }

  append(chunk: Uint8Array): void {
    this.reserve(chunk.length).set(chunk);
    this.commit(chunk.length);
  }
}
