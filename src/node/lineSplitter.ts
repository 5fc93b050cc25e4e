/**
 * Cuts bytes into lines. A line ends with `\n`, `\r\n` or a lone `\r`, as in VS Code and in core/container.ts; the
 * search is for `\n`, natively, and for `\r` only where there is one.
 */
import { ByteWindow } from './byteWindow.ts';
import { maxRecordBytes, type RecordSink, type Splitter } from './splitter.ts';

const LF = 10;
const CR = 13;

export class LineSplitter implements Splitter {
  readonly window = new ByteWindow();
  readonly crlf = { count: 0 };
  readonly #sink: RecordSink;
  readonly #maxBytes: number;
  #line = 1;
  /** Bytes at the window's start that are known to hold no `\n`. */
  #searched = 0;
  /** Bytes of the current line that were dropped because it is too long. */
  #dropped = 0;

  constructor(sink: RecordSink, maxBytes = maxRecordBytes) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  get lines(): number {
    return this.#line - 1;
  }

  get isDropping(): boolean {
    return this.#dropped > 0;
  }

  scan(): void {
    const { window } = this;
    const { bytes, end } = window;
    // `\n` is looked for in the unread bytes only: the rest of the buffer holds old ones.
    const view = end === bytes.length ? bytes : bytes.subarray(0, end);
    let cr = view.indexOf(CR, window.start);
    for (;;) {
      const lf = view.indexOf(LF, window.start + this.#searched);
      if (lf < 0) break;
      if (cr >= 0 && cr < window.start) cr = view.indexOf(CR, window.start);
      this.#endOfLine(view, lf, cr);
      window.start = lf + 1;
      this.#searched = 0;
    }
    this.#searched = window.size;
    if (window.size > this.#maxBytes) {
      this.#dropped += window.size;
      window.start = window.end;
      this.#searched = 0;
    }
  }

  end(): void {
    const { window } = this;
    const view = window.bytes.subarray(0, window.end);
    if (this.#dropped > 0) this.#endOfLong(window.size);
    else if (window.size > 0) {
      const rest = this.#loneReturns(view, window.start, window.end, view.indexOf(CR, window.start));
      if (rest < window.end) this.#emit(view, rest, window.end);
    }
    window.start = window.end;
  }

  #endOfLine(view: Buffer, lf: number, cr: number): void {
    const { start } = this.window;
    if (this.#dropped > 0) {
      this.#endOfLong(lf - start);
      return;
    }
    let end = lf;
    if (cr >= 0 && cr < lf) {
      if (view[lf - 1] === CR) {
        end = lf - 1;
        this.crlf.count++;
      }
      if (cr < end) {
        this.#emit(view, this.#loneReturns(view, start, end, cr), end);
        return;
      }
    }
    this.#emit(view, start, end);
  }

  /** Emits the lines that lone `\r`s end in `[start, end)`; where the rest begins. */
  #loneReturns(view: Buffer, start: number, end: number, firstReturn: number): number {
    let from = start;
    for (let cr = firstReturn; cr >= 0 && cr < end; cr = view.indexOf(CR, from)) {
      this.#emit(view, from, cr);
      from = cr + 1;
    }
    return from;
  }

  #emit(view: Buffer, start: number, end: number): void {
    if (end - start > this.#maxBytes) this.#sink.tooLong(end - start, this.#line, 1);
    else this.#sink.record(view.toString('utf8', start, end), this.#line, 1, view, start, end);
    this.#line++;
  }

  #endOfLong(more: number): void {
    this.#sink.tooLong(this.#dropped + more, this.#line, 1);
    this.#dropped = 0;
    this.#line++;
  }
}
