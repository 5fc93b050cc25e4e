/**
 * Fixing a file from disk, record by record, in a bounded amount of memory: what is certain is mended, every other byte
 * stays. A generator, so that the caller can stop it between two pieces.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { fixRecord, type FixAllOptions } from '../core/features/fixAll.ts';
import { onOneLine } from '../core/record/editText.ts';
import type { FileContext, RuleCode } from '../core/rules/types.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { type FileSettings, noCounts, type SeverityCounts, type SweepFailure } from '../core/sweep/types.ts';
import { isMark, openForCheck } from './checkFile.ts';
import { createSplitter } from './createSplitter.ts';
import { hintsOf } from './describeFile.ts';
import type { EditTarget } from './fileEdits.ts';
import { FileReader } from './fileReader.ts';
import type { RecordSink, Splitter } from './splitter.ts';
import { isPlainJson } from './sweepTask.ts';

export interface FixFileOptions extends FixAllOptions {
  /** Count what would be left, too; it costs a second check of the records that stay as they are. */
  readonly countsLeft?: boolean;
  /** A `.json` file of no known format is passed over. */
  readonly skipPlainJson: boolean;
}

/** What was mended in a file. */
export interface FixedFile {
  readonly state: 'fixed';
  readonly fixed: ReadonlyMap<RuleCode, number>;
  /** Findings that are left, when they were asked for. */
  readonly left: SeverityCounts;
}

export type FixFileOutcome =
  | FixedFile
  | { readonly state: 'skipped' }
  | { readonly state: 'failed'; readonly failure: Omit<SweepFailure, 'path'> };

/** The file holds something that cannot be written on a line of its own. */
class NotOnLinesError extends Error {}

/**
 * Sends the edits of a file to the target that `open` gives, in order. When the file is an array whose name promises
 * lines, it becomes lines; if that turns out impossible, `open` is called once more and only its records are mended.
 * Yields the bytes passed. @throws the file system's error; what the target throws.
 */
export function* fixFile(
  service: Service,
  path: string,
  settings: FileSettings,
  options: FixFileOptions,
  open: () => EditTarget,
): Generator<number, FixFileOutcome> {
  const opened = openForCheck(service, path, settings);
  if (opened.state === 'failed') return opened;
  if (opened.state === 'no-data-set') return { state: 'skipped' };
  const { format } = opened;
  if (options.skipPlainJson && isPlainJson(path, format)) return { state: 'skipped' };
  const { severities, mapping, targets } = settings;
  const context = service.contextOf(format, hintsOf(path, mapping), severities, targets, settings);
  const isArray = format.container !== 'jsonl' && /\.(?:jsonl|ndjson)$/i.test(path);
  if (isArray && wants('record.array-file', context, options)) {
    try {
      return yield* new FileFix(service, path, format, context, options, open(), true).run();
    } catch (error) {
      if (!(error instanceof NotOnLinesError)) throw error;
    }
  }
  return yield* new FileFix(service, path, format, context, options, open(), false).run();
}

function wants(code: RuleCode, context: FileContext, { codes }: FixAllOptions): boolean {
  return context.severities?.[code] !== 'off' && (codes === undefined || codes.has(code));
}

class FileFix implements RecordSink {
  readonly #splitter: Splitter;
  readonly #reader: FileReader;
  readonly #fixed = new Map<RuleCode, number>();
  readonly #once = new Set<string>();
  #left: SeverityCounts = noCounts;
  /** `byteOffset` behind the bytes that the splitter has. */
  #read = 0;
  #crlf = 0;
  /** Where the record before ended, when lines are made of an array. */
  #lastEnd = 0;
  #records = 0;
  readonly #changesLineEnds: boolean;
  /** Hashes of the lines so far, where repeated ones are to go; made only when the person named that rule. */
  readonly #seen: Set<string> | undefined;

  constructor(
    readonly service: Service,
    readonly path: string,
    readonly format: FileFormat,
    readonly context: FileContext,
    readonly options: FixFileOptions,
    readonly target: EditTarget,
    /** The records are to stand on lines, which they do not yet. */
    readonly toLines: boolean,
  ) {
    this.#reader = new FileReader(path);
    const { container } = format;
    this.#splitter = createSplitter(container, this);
    // Line ends are the file's own way: they change when a person names the rule.
    this.#changesLineEnds =
      container === 'jsonl' && options.codes !== undefined && wants('record.encoding', context, options);
    const dropsRepeats =
      container === 'jsonl' &&
      options.codes !== undefined &&
      wants('dataset.duplicate-sample', context, options);
    this.#seen = dropsRepeats ? new Set() : undefined;
  }

  /** The same line was there before. Lines that say the same in other words are for a person to compare. */
  #isRepeat(text: string): boolean {
    if (text.trim() === '') return false;
    const hash = createHash('sha256').update(text).digest('base64');
    if (this.#seen!.has(hash)) return true;
    this.#seen!.add(hash);
    return false;
  }

  *run(): Generator<number, FixFileOutcome> {
    try {
      this.#byteOrderMark();
      for (;;) {
        const count = this.#reader.read(this.#splitter.window, this.#read);
        if (count === 0) break;
        this.#read += count;
        this.#splitter.scan();
        yield this.#read;
      }
      this.#splitter.end();
      if (this.toLines) this.#endOfLines();
      return { state: 'fixed', fixed: this.#fixed, left: this.#left };
    } finally {
      this.#reader.close();
    }
  }

  record(text: string, _line: number, _column: number, bytes: Buffer, start: number, end: number): void {
    const { window } = this.#splitter;
    // Bytes of the window's end stand at what was read; a whole document is given without the space around it.
    let from = this.#read - (window.end - start);
    let to = this.#read - (window.end - end);
    if (this.format.container === 'object') {
      const raw = bytes.toString('utf8', start, end);
      from += Buffer.byteLength(raw.slice(0, raw.length - raw.trimStart().length));
      to = from + Buffer.byteLength(text);
    }
    // Bytes that are no UTF-8 have no place in the decoded text: the record stays as it is.
    const isText = !text.includes('\uFFFD') || isUtf8(bytes.subarray(start, end));
    const made = isText ? fixRecord(this.service.checker, text, this.context, this.options) : undefined;
    if (made) for (const [code, count] of made.fixed) this.#count(code, count);
    this.#countLeft(text, made?.after);
    if (this.#seen && !made?.removed && this.#isRepeat(made?.text ?? text)) {
      this.#count('dataset.duplicate-sample', 1);
      this.#removeLine(from, to);
      this.#lineEnd(true, to);
      return;
    }
    if (this.toLines) this.#asLine(made?.text ?? text, text, from, to);
    else if (made?.removed) this.#removeLine(from, to);
    else if (made) {
      let at = 0;
      let offset = from;
      for (const edit of made.edits) {
        const editStart = offset + Buffer.byteLength(text.slice(at, edit.start));
        const editEnd = editStart + Buffer.byteLength(text.slice(edit.start, edit.end));
        this.target.edit({ start: editStart, end: editEnd, bytes: Buffer.from(edit.newText) });
        at = edit.end;
        offset = editEnd;
      }
    }
    this.#lineEnd(made?.removed === true, to);
  }

  tooLong(): void {
    if (this.toLines) throw new NotOnLinesError();
  }

  #count(code: RuleCode, count: number): void {
    this.#fixed.set(code, (this.#fixed.get(code) ?? 0) + count);
  }

  #countLeft(text: string, known: ReturnType<Service['check']> | undefined): void {
    if (!this.options.countsLeft) return;
    const { problems, once } = known ?? this.service.check(text, this.context);
    const add = (severity: keyof SeverityCounts) => {
      this.#left = { ...this.#left, [severity]: this.#left[severity] + 1 };
    };
    for (const problem of problems) if (!problem.once) add(problem.severity);
    for (const { code, key, severity } of once) {
      if (this.#once.has(`${code} ${key}`)) continue;
      this.#once.add(`${code} ${key}`);
      add(severity);
    }
  }

  #byteOrderMark(): void {
    const mark = Buffer.alloc(3);
    if (this.#reader.readInto(mark, 0) < 3 || !isMark(mark)) return;
    this.#read = 3;
    this.#lastEnd = 3;
    if (!wants('record.encoding', this.context, this.options)) return;
    this.target.edit({ start: 0, end: 3, bytes: nothing });
    this.#count('record.encoding', 1);
  }

  /** The line goes with its break; the last one, which has none, leaves the break before it. */
  #removeLine(from: number, to: number): void {
    const behind = Buffer.alloc(2);
    const count = this.#reader.readInto(behind, to);
    const breakLength = count > 0 && behind[0] === CR ? (behind[1] === LF ? 2 : 1) : count > 0 ? 1 : 0;
    this.target.edit({ start: from, end: to + breakLength, bytes: nothing });
  }

  #lineEnd(isRemoved: boolean, to: number): void {
    const { count } = this.#splitter.crlf;
    if (count === this.#crlf) return;
    this.#crlf = count;
    if (!this.#changesLineEnds || isRemoved) return;
    this.target.edit({ start: to, end: to + 1, bytes: nothing });
    if (count === 1) this.#count('record.encoding', 1);
  }

  /** One record of an array on a line: what stood between it and the one before becomes a line break. */
  #asLine(text: string, original: string, from: number, to: number): void {
    try {
      JSON.parse(text);
    } catch {
      throw new NotOnLinesError();
    }
    const start = this.#records++ === 0 ? '' : '\n';
    this.target.edit({ start: this.#lastEnd, end: from, bytes: Buffer.from(start) });
    const line = onOneLine(text);
    if (line !== original) this.target.edit({ start: from, end: to, bytes: Buffer.from(line) });
    this.#lastEnd = to;
  }

  #endOfLines(): void {
    const { size } = this.#reader;
    this.target.edit({ start: this.#lastEnd, end: size, bytes: Buffer.from(this.#records > 0 ? '\n' : '') });
    this.#count('record.array-file', 1);
  }
}

const nothing = Buffer.alloc(0);
const CR = 13;
const LF = 10;
