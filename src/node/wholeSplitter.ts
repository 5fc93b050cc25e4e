/** A file that is one JSON object: the whole of it is the record. */
import { lineStarts, TextPosition } from '../core/sweep/textPosition.ts';
import { ByteWindow } from './byteWindow.ts';
import { maxRecordBytes, type RecordSink, type Splitter } from './splitter.ts';

export class WholeSplitter implements Splitter {
  readonly window = new ByteWindow();
  readonly crlf = { count: 0 };
  lines = 0;
  #dropped = 0;
  readonly #sink: RecordSink;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  get isDropping(): boolean {
    return this.#dropped > 0;
  }

  scan(): void {
    if (this.window.size <= maxRecordBytes && !this.isDropping) return;
    this.#dropped += this.window.size;
    this.window.start = this.window.end;
  }

  end(): void {
    const { window } = this;
    if (this.isDropping) {
      this.#sink.tooLong(this.#dropped + window.size, 1, 1);
      return;
    }
    const text = window.bytes.toString('utf8', window.start, window.end);
    this.lines = lineStarts(text).length - 1;
    const inner = text.trimStart();
    if (inner === '') return;
    const position = new TextPosition();
    position.advance(text.slice(0, text.length - inner.length));
    this.#sink.opened?.(position.line, position.column);
    this.#sink.record(
      inner.trimEnd(),
      position.line,
      position.column,
      window.bytes,
      window.start,
      window.end,
    );
  }
}
