/** Checking a file, or a range of its lines, from disk. Generators, so that one code serves workers and the main thread. */
import { isUtf8 } from 'node:buffer';
import { PartCheck, type PartOptions, usualPartBytes } from '../core/sweep/partCheck.ts';
import type { FileSettings, SweepFailure, SweepPart } from '../core/sweep/types.ts';
import type { Container } from '../core/container.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { createSplitter } from './createSplitter.ts';
import { describeHead, firstHeadBytes, hintsOf } from './describeFile.ts';
import { chunkBytes, FileReader } from './fileReader.ts';
import { maxRecordBytes, type RecordSink, type Splitter } from './splitter.ts';

/** What opening a file told. */
export type Opened =
  | { readonly state: 'described'; readonly format: FileFormat; readonly size: number }
  | { readonly state: 'no-data-set' }
  | { readonly state: 'failed'; readonly failure: Omit<SweepFailure, 'path'> };

/** Recognises a file from its beginning. Never throws: what the file system says becomes a failure. */
export function openForCheck(service: Service, path: string, settings: FileSettings): Opened {
  try {
    const reader = new FileReader(path);
    try {
      return describe(service, reader, path, settings);
    } finally {
      reader.close();
    }
  } catch (error) {
    return { state: 'failed', failure: failureOf(error) };
  }
}

function describe(service: Service, reader: FileReader, path: string, settings: FileSettings): Opened {
  for (let size = firstHeadBytes; ; size *= 4) {
    const isWhole = size >= reader.size;
    const head = Buffer.allocUnsafe(Math.min(size, reader.size));
    const filled = head.subarray(0, reader.readInto(head, 0));
    const hints = hintsOf(path, settings.mapping);
    const told = describeHead(service, filled, isWhole, hints, settings.chosen);
    if (told.state === 'described') return { state: 'described', format: told.format, size: reader.size };
    if (told.state === 'no-data-set') return { state: 'no-data-set' };
    if (told.state === 'failed')
      return { state: 'failed', failure: { code: told.code, message: told.message } };
    if (isWhole) return { state: 'no-data-set' };
  }
}

/** How a file is read. */
export interface ReadOptions extends PartOptions {
  /** Size of a stretch; default `usualPartBytes`. */
  readonly partBytes?: number;
}

/** A stretch of a file, in bytes: lines that begin inside it belong to it, to their end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The stretches in which a file of lines is checked; one for the whole file in other containers. */
export function rangesOf(container: Container, size: number, partBytes: number): ByteRange[] {
  if (container !== 'jsonl') return [{ start: 0, end: size }];
  const ranges: ByteRange[] = [];
  for (let start = 0; start < size || start === 0; start += partBytes) {
    ranges.push({ start, end: Math.min(start + partBytes, size) });
  }
  return ranges;
}

/**
 * Checks a stretch. Yields parts as they are done, and `undefined` in between, as often as a caller might want to look
 * at something else. A container other than lines is checked whole, in several parts when it is large.
 * @throws the file system's error when the file cannot be read (any more).
 */
export function* checkRange(
  service: Service,
  path: string,
  format: FileFormat,
  range: ByteRange,
  settings: FileSettings,
  options: ReadOptions,
): Generator<SweepPart | undefined, void> {
  const reader = new FileReader(path);
  try {
    const check = new RecordCheck(service, format, path, settings, options);
    const { splitter } = check;
    let at = range.start;
    if (at === 0) at = skipMark(reader, check);
    else at = lineStartFrom(reader, at, range.end);
    while (at < range.end) {
      const count = reader.read(splitter.window, at, Math.min(chunkBytes, range.end - at));
      if (count === 0) break;
      at += count;
      splitter.scan();
      yield* check.ready();
      yield undefined;
    }
    if (format.container === 'jsonl' && at >= range.end && range.end > range.start) {
      readLineOut(reader, splitter, at);
    }
    check.end();
    yield* check.ready();
  } finally {
    reader.close();
  }
}

/** Passes the byte order mark, reporting it. */
function skipMark(reader: FileReader, check: RecordCheck): number {
  const mark = Buffer.allocUnsafe(3);
  if (reader.readInto(mark, 0) < 3 || !isMark(mark)) return 0;
  check.byteOrderMark();
  return 3;
}

export function isMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Where the first line that begins in `[from, end)` begins; `end` when none does. `from` is not 0. */
function lineStartFrom(reader: FileReader, from: number, end: number): number {
  const piece = Buffer.allocUnsafe(64 * 1024);
  // A line begins at `from` when a break stands just before it.
  for (let at = from - 1; at < end - 1;) {
    const count = reader.readInto(piece, at);
    if (count === 0) break;
    const found = piece.subarray(0, count).indexOf(10);
    if (found >= 0) return Math.min(at + found + 1, end);
    at += count;
  }
  return end;
}

/** Reads on behind the stretch to the end of its last line. */
function readLineOut(reader: FileReader, splitter: Splitter, from: number): void {
  const { window } = splitter;
  const pieceBytes = 64 * 1024;
  // Nothing is open when the stretch ended with a break; a line that is being dropped leaves nothing behind either.
  for (let at = from; window.size > 0 || splitter.isDropping;) {
    const count = reader.read(window, at, pieceBytes);
    if (count === 0) return;
    at += count;
    const found = window.bytes.subarray(window.end - count, window.end).indexOf(10);
    if (found >= 0) {
      window.end -= count - found - 1;
      splitter.scan();
      return;
    }
    if (window.size > maxRecordBytes) splitter.scan();
  }
}

/** Hands the records that a splitter cuts to the check, and reports what only bytes show. */
export class RecordCheck implements RecordSink {
  readonly splitter: Splitter;
  readonly #check: PartCheck;
  readonly #parts: SweepPart[] = [];
  readonly #partBytes: number;
  #crlf = 0;
  #bytes = 0;
  /** Lines before the part at hand. */
  #before = 0;

  constructor(
    service: Service,
    format: FileFormat,
    path: string,
    settings: FileSettings,
    options: ReadOptions,
  ) {
    const { severities, mapping, targets } = settings;
    const context = service.contextOf(format, hintsOf(path, mapping), severities, targets, settings);
    this.#check = new PartCheck(service, context, options);
    this.#partBytes = options.partBytes ?? usualPartBytes;
    this.splitter = createSplitter(format.container, this);
  }

  record(text: string, line: number, column: number, bytes: Buffer, start: number, end: number): void {
    this.#count(line, end - start);
    const own = line - this.#before;
    this.#check.add(text, { line: own, column });
    if (this.splitter.crlf.count > this.#crlf) {
      this.#crlf = this.splitter.crlf.count;
      this.#encoding('crlf', own, text.length);
    }
    // The replacement character may be the writer's own; only then is it worth looking at the bytes.
    if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end)))
      this.#encoding('utf8', own, text.length, column);
  }

  opened(line: number, column: number): void {
    this.#check.opened({ line: line - this.#before, column });
  }

  tooLong(size: number, line: number, column: number): void {
    this.#count(line, size);
    const own = line - this.#before;
    const megabytes = (size / 1024 / 1024).toFixed(0);
    const limit = maxRecordBytes / 1024 / 1024;
    this.#check.addOwn(
      {
        code: 'record.check-failed',
        severity: 'error',
        message: `This record is ${megabytes} MB long and was not checked: Callsmith reads records of up to ${limit} MB.`,
      },
      { line: own, column, endLine: own, endColumn: column },
    );
  }

  byteOrderMark(): void {
    this.#encoding('bom', 1, 0);
  }

  end(): void {
    this.splitter.end();
    this.#take(this.splitter.lines);
  }

  /** Parts that are complete. */
  *ready(): Generator<SweepPart> {
    yield* this.#parts.splice(0);
  }

  #encoding(key: string, line: number, length: number, column = 1): void {
    const range = { line, column, endLine: line, endColumn: column + length };
    this.#check.addOwn({ code: 'record.encoding', severity: 'warning', key }, range);
  }

  #count(line: number, bytes: number): void {
    if (this.#bytes >= this.#partBytes) this.#take(line - 1);
    this.#bytes += bytes + 1;
  }

  #take(linesPassed: number): void {
    this.#parts.push(this.#check.take(linesPassed - this.#before, this.#bytes));
    this.#before = linesPassed;
    this.#bytes = 0;
  }
}

/** What a file system's error means to a person. */
export function failureOf(error: unknown): Omit<SweepFailure, 'path'> {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return { code: 'not-found', message: 'There is no such file: check the path.' };
  if (code === 'EACCES' || code === 'EPERM') {
    return { code: 'not-readable', message: 'You have no permission to read it.' };
  }
  if (code === 'EISDIR') return { code: 'not-readable', message: 'It is a folder.' };
  const reason = error instanceof Error ? error.message : String(error);
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) {
    return { code: 'not-readable', message: `It could not be read (${reason}).` };
  }
  return { code: 'internal', message: `Checking it failed (${reason}). Please report this.` };
}
