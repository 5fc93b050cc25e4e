/** One shard of a run: its header and its small tensors, read once and checked; its tokens, read by row. */
import { fault, isFault, type TraceFault } from './fault.ts';
import {
  byteSize,
  elements,
  headerLength,
  lengthBytes,
  parseHeader,
  type SafetensorsHeader,
  type TensorType,
} from './safetensors.ts';

/** A file of a run. */
export interface TraceFile {
  /** From the run's folder, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, or anything else that changes when the file does. */
  readonly mtime: number;
}

/** The files of a run, wherever they lie. */
export interface TraceFiles {
  /** All files below the run's folder. */
  list(): Promise<readonly TraceFile[]>;
  /** The bytes `[start, end)` of a file. @throws when they cannot be read */
  read(path: string, start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are read at once in the hope that they hold the whole header. */
const headBytes = 64 * 1024;
/** A small tensor that would be larger is none of a shard of 32 MB. */
const mostSmallBytes = 256 * 1024 * 1024;

/** A shard whose header adds up. */
export class Shard {
  private constructor(
    readonly file: TraceFile,
    readonly header: SafetensorsHeader,
    private readonly files: TraceFiles,
  ) {}

  /** Reads the header. A fault says why the shard cannot be used. */
  static async open(files: TraceFiles, file: TraceFile): Promise<Shard | TraceFault> {
    try {
      const head = await files.read(file.path, 0, Math.min(file.size, headBytes));
      const length = headerLength(head, file.size, file.path);
      if (typeof length !== 'number') return length;
      const end = lengthBytes + length;
      const bytes =
        end <= head.length ? head.subarray(lengthBytes, end) : await files.read(file.path, lengthBytes, end);
      const header = parseHeader(bytes, file.size, file.path);
      return isFault(header) ? header : new Shard(file, header, files);
    } catch (error) {
      return fault('unreadable', file.path, `It cannot be read (${wordsOf(error)}).`);
    }
  }

  /**
   * All of a tensor.
   * @param columns elements of each row; `undefined` where the tensor is no table
   * @throws never; a fault for a tensor that is not there or is another one
   */
  async all(
    name: string,
    type: TensorType,
    columns?: number,
  ): Promise<Exclude<ReturnType<typeof elements>, never> | TraceFault> {
    const info = this.#info(name, type, columns);
    if (isFault(info)) return info;
    if (info.end - info.start > mostSmallBytes) return this.#wrong(`${name} is too large to be read at once`);
    return this.#elements(type, info.start, info.end);
  }

  /** The elements `[from, to)` of a tensor without columns. */
  async slice(
    name: string,
    type: TensorType,
    from: number,
    to: number,
  ): Promise<ReturnType<typeof elements> | TraceFault> {
    const info = this.#info(name, type);
    if (isFault(info)) return info;
    if (from > to || to > info.length) return this.#wrong(`${name} ends before row borders say it does`);
    return this.#elements(type, info.start + byteSize(type, from), info.start + byteSize(type, to));
  }

  /** Borders of rows: they begin at 0, never go back, and end with `length` where it is given. */
  async splits(name: string, rows: number, length?: number): Promise<Uint32Array | TraceFault> {
    const splits = await this.all(name, 'U32');
    if (isFault(splits)) return splits;
    if (splits.length !== rows + 1) return this.#wrong(`${name} has not a border more than there are rows`);
    if (splits[0] !== 0) return this.#wrong(`${name} does not begin at 0`);
    for (let i = 1; i < splits.length; i++)
      if (splits[i]! < splits[i - 1]!) return this.#wrong(`${name} goes back at row ${i}`);
    if (length !== undefined && splits[rows] !== length)
      return this.#wrong(`${name} does not end where its tokens do`);
    return splits as Uint32Array;
  }

  /** Elements of a tensor; 0 where there is none. */
  lengthOf(name: string): number {
    return this.header.tensors.get(name)?.length ?? 0;
  }

  has(name: string): boolean {
    return this.header.tensors.has(name);
  }

  #info(name: string, type: TensorType, columns?: number) {
    const info = this.header.tensors.get(name);
    if (!info) return this.#wrong(`it has no tensor ${name}`);
    if (info.type !== type) return this.#wrong(`${name} is ${info.type} and not ${type}`);
    if (columns !== undefined && (info.shape.length !== 2 || info.shape[1] !== columns))
      return this.#wrong(`${name} has not ${columns} columns`);
    return info;
  }

  async #elements(type: TensorType, start: number, end: number) {
    try {
      const bytes = end === start ? new Uint8Array() : await this.files.read(this.file.path, start, end);
      if (bytes.length !== end - start) return this.#wrong('it became shorter while it was read');
      return elements(type, bytes);
    } catch (error) {
      return fault('unreadable', this.file.path, `It cannot be read (${wordsOf(error)}).`);
    }
  }

  #wrong(words: string): TraceFault {
    return fault('tensor', this.file.path, `The shard is damaged: ${words}. It is passed over.`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
