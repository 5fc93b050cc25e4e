/** `steps/*.jsonl` of a trace: one line for each optimizer step, appended while the run goes on. */
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import type { CancellationToken } from '../ports.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { bad, type TraceFault } from './faults.ts';
import { readRange, type TraceFileEntry, type TraceFiles } from './traceFiles.ts';

const stepsName = /^steps\/a(\d{1,9})-r(\d{1,9})\.jsonl$/;
/** How much of a file is read at once, in bytes. */
const pieceBytes = 4 * 1024 * 1024;
/** A line has about 250 bytes; what is longer than this is no step. */
const maxLineBytes = 1024 * 1024;
/** Faults told of one file; damage tends to go on. */
const maxFaults = 20;

/** An optimizer step. Losses in nats per token; what the line does not have, or has not as a number, is missing. */
export interface TraceStep {
  readonly step: number;
  readonly attempt: number;
  readonly epoch?: number;
  /** The α that the step was computed with. */
  readonly alpha?: number;
  readonly loss?: number;
  readonly lossThink?: number;
  readonly lossCall?: number;
  /** Tokens of the thoughts and of the results. */
  readonly nThink?: number;
  readonly nCall?: number;
  readonly nSamples?: number;
  /** Rows of the batch that no render was found for. */
  readonly nUnknown?: number;
  readonly lr?: number;
  readonly gradNorm?: number;
  /** Seconds since 1970. */
  readonly t?: number;
}

/** What has been read of the files of steps; asked again it reads only what was added. */
export class StepReader {
  /** By step; where several attempts reached one, the highest. */
  readonly steps = new Map<number, TraceStep>();
  readonly faults: TraceFault[] = [];
  readonly #files = new Map<string, StepFile>();

  /**
   * Reads what the entries have more than before. False where a file became shorter or went away: begin with a new reader.
   * @throws CancelledError
   */
  async update(
    files: TraceFiles,
    entries: readonly TraceFileEntry[],
    token?: CancellationToken,
  ): Promise<boolean> {
    const found = entries.filter(({ path }) => stepsName.test(path));
    const sizes = new Map(found.map(({ path, size }) => [path, size]));
    for (const [path, { read }] of this.#files) if ((sizes.get(path) ?? -1) < read) return false;
    for (const { path, size } of found) {
      let file = this.#files.get(path);
      if (file === undefined) this.#files.set(path, (file = new StepFile(path)));
      await this.#readOn(files, file, size, token);
    }
    return true;
  }

  async #readOn(files: TraceFiles, file: StepFile, size: number, token?: CancellationToken): Promise<void> {
    while (file.read < size) {
      const end = Math.min(size, file.read + pieceBytes);
      const bytes = await readRange(files, file.path, file.read, end, token);
      if (!bytes.ok) {
        file.tell(this.faults, bytes.fault);
        return;
      }
      file.read = end;
      for (const line of file.linesOf(bytes.value)) this.#take(file, line);
    }
  }

  #take(file: StepFile, line: Uint8Array | undefined): void {
    file.line++;
    if (line?.length === 0) return;
    const step = line === undefined ? undefined : readStep(line, file.attempt);
    if (step === undefined) {
      const words = `Line ${file.line} is no step and is passed over. Remove the line, or copy the file again.`;
      file.tell(this.faults, bad('bad-text', file.path, words).fault);
      return;
    }
    const known = this.steps.get(step.step);
    if (known === undefined || known.attempt <= step.attempt) this.steps.set(step.step, step);
  }
}

class StepFile {
  readonly attempt: number;
  /** Bytes read so far. */
  read = 0;
  /** Lines read so far. */
  line = 0;
  #told = 0;
  /** The last line, whose end has not come yet; `undefined` once it is too long to be one. */
  #rest: Uint8Array | undefined = new Uint8Array(0);

  constructor(readonly path: string) {
    this.attempt = Number(stepsName.exec(path)![1]);
  }

  tell(faults: TraceFault[], fault: TraceFault): void {
    if (this.#told++ < maxFaults) faults.push(fault);
  }

  /** The lines that end in the bytes, which follow those of the last call; `undefined` for one that is too long. */
  *linesOf(bytes: Uint8Array): Generator<Uint8Array | undefined> {
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      this.#add(bytes.subarray(start, end));
      yield this.#rest;
      this.#rest = new Uint8Array(0);
      start = end + 1;
    }
    this.#add(bytes.slice(start));
  }

  #add(bytes: Uint8Array): void {
    if (this.#rest === undefined) return;
    const length = this.#rest.length + bytes.length;
    if (length > maxLineBytes) this.#rest = undefined;
    else if (this.#rest.length === 0) this.#rest = bytes;
    else {
      const joined = new Uint8Array(length);
      joined.set(this.#rest);
      joined.set(bytes, this.#rest.length);
      this.#rest = joined;
    }
  }
}

function readStep(bytes: Uint8Array, attempt: number): TraceStep | undefined {
  const source = decodeUtf8(bytes);
  if (source === undefined) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(source) as JsonValue;
  } catch {
    // The caller tells which line it was.
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const step = own(value, 'step');
  if (!Number.isSafeInteger(step) || (step as number) < 0) return undefined;
  return { step: step as number, attempt, ...numbersOf(value) };
}

/** Keys of a line and what they are called here. */
const numberKeys = {
  epoch: 'epoch',
  alpha: 'alpha',
  loss: 'loss',
  loss_think: 'lossThink',
  loss_call: 'lossCall',
  n_think: 'nThink',
  n_call: 'nCall',
  n_samples: 'nSamples',
  n_unknown: 'nUnknown',
  lr: 'lr',
  grad_norm: 'gradNorm',
  t: 't',
} as const satisfies Readonly<Record<string, keyof TraceStep>>;

function numbersOf(line: JsonObject): Partial<TraceStep> {
  const numbers: Partial<Record<keyof TraceStep, number>> = {};
  for (const [key, name] of Object.entries(numberKeys)) {
    const value = own(line, key);
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}
