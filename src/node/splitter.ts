/** What cuts a stream of bytes into records: lines, elements of an array, or one object. */
import type { ByteWindow } from './byteWindow.ts';

/** Longest record that is read, in bytes. */
export const maxRecordBytes = 64 * 1024 * 1024;

/** Gets the records in order. Lines and columns count from 1, columns in UTF-16 units. */
export interface RecordSink {
  /** A record's text, decoded from `[start, end)` of `bytes`; the bytes are valid during the call only. */
  record(text: string, line: number, column: number, bytes: Buffer, start: number, end: number): void;
  /** The bracket that opens the file's one array or object stands here; comes before its records. */
  opened?(line: number, column: number): void;
  /** A record of `size` bytes, more than `maxRecordBytes`, began here and was passed over. */
  tooLong(size: number, line: number, column: number): void;
}

export interface Splitter {
  /** Bytes that came and were not cut yet; write new ones into it, then call `scan`. */
  readonly window: ByteWindow;
  /** Cuts what is complete. */
  scan(): void;
  /** The stream is over: cuts what is left. */
  end(): void;
  /** Lines passed, for the part behind this one. */
  readonly lines: number;
  /** A record that is too long is being passed over: its end was not seen yet. */
  readonly isDropping: boolean;
  /** Records so far that ended with CRLF; the one that is handed over is counted already. */
  readonly crlf: { readonly count: number };
}
