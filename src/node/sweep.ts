/**
 * Checking whole files: tasks go to an executor, parts come back in any order, and everything is handed on in one
 * order (path, line, column) that does not depend on how many threads there are.
 */
import {
  addCounts,
  type FileSettings,
  noCounts,
  type SweepFailure,
  type SweepPart,
} from '../core/sweep/types.ts';
import { type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import type { SweepSink, SweepSummary } from '../core/sweep/sink.ts';
import { createService, type FileFormat, type Service } from '../core/service.ts';
import { RunTable } from '../core/dataset/runTable.ts';
import { usualPartBytes } from '../core/sweep/partCheck.ts';
import type { FromSweepWorker, SweepTask } from '../protocol/sweep.ts';
import { rangesOf } from './checkFile.ts';
import { hintsOf } from './describeFile.ts';
import { createLocalExecutor, createPool, type Executor } from './executor.ts';
import { addToSummary, emptySummary, FileResult } from './fileResult.ts';
import { FindingStore } from './findingStore.ts';

/** A file to check. */
export interface SweepInput {
  /** Where it is. */
  readonly path: string;
  /** What findings call it; files are told in the order of this. Default: `path`. */
  readonly name?: string;
  /** In bytes, for progress and for deciding about workers. */
  readonly size: number;
  /** The person named this very file: it is checked or fails, and is never passed over. */
  readonly named: boolean;
  readonly settings?: FileSettings;
}

export interface SweepOptions {
  /** Threads that check, 1 or more. */
  readonly threads: number;
  /** The worker's script; absent: no workers. */
  readonly workerPath?: string;
  /** Used where no worker is; must have the rules that workers have. Default: a new one. */
  readonly service?: Service;
  /** Give findings a piece of their line. */
  readonly excerpts?: boolean;
  /** Tell each place of a habit by itself, however many there are (core/habits.ts). */
  readonly everyPlace?: boolean;
  /**
   * Input below this many bytes is checked in this thread. Default: 8 MiB, and all input with one thread; 0 keeps this
   * thread free even then.
   */
  readonly workersFrom?: number;
  /** Size of the stretches that a file of lines is checked in, in bytes. Default 4 MiB. */
  readonly partBytes?: number;
}

const workersFromBytes = 8 * 1024 * 1024;

/** Files whose results may wait for an earlier one, for each thread. */
const filesAhead = 64;

/**
 * Checks files. Results go to `sink`, in order of names; the next wait until it has taken them.
 * @throws CancelledError when `token` asks; what the sink throws.
 */
export async function sweepFiles(
  inputs: readonly SweepInput[],
  options: SweepOptions,
  sink: SweepSink,
  token?: CancellationToken,
): Promise<SweepSummary> {
  throwIfCancelled(token);
  const service = options.service ?? createService();
  const total = inputs.reduce((sum, input) => sum + input.size, 0);
  const workersFrom = options.workersFrom ?? (options.threads > 1 ? workersFromBytes : Infinity);
  const useWorkers = options.workerPath !== undefined && total >= workersFrom;
  const executor = useWorkers
    ? createPool(options.workerPath!, options.threads)
    : createLocalExecutor(service, token);
  const store = new FindingStore();
  try {
    return await new Sweep(inputs, options, sink, token, service, executor, store, total).run();
  } finally {
    await executor.close();
    store.close();
  }
}

/** A file in the making. */
interface OpenFile {
  readonly input: SweepInput;
  readonly name: string;
  format: FileFormat | undefined;
  skipped: boolean;
  failure: SweepFailure | undefined;
  readonly result: FileResult;
  /** Ranges not done yet; the file is complete at 0. */
  pending: number;
}

interface QueuedTask {
  readonly file: OpenFile;
  readonly range: number;
  readonly task: SweepTask;
}

class Sweep {
  readonly #inputs: SweepInput[];
  readonly #partBytes: number;
  readonly #ranges: QueuedTask[] = [];
  readonly #open: OpenFile[] = [];
  #nextInput = 0;
  #nextTask = 1;
  #running = 0;
  #bytes = 0;
  #filesDone = 0;
  #toldAt = 0;
  #found = noCounts;
  #summary = emptySummary;
  readonly #run = new RunTable();
  /** Wakes the loop: something ended, or went wrong. */
  #wake: () => void = () => undefined;
  #error: unknown;

  constructor(
    inputs: readonly SweepInput[],
    readonly options: SweepOptions,
    readonly sink: SweepSink,
    readonly token: CancellationToken | undefined,
    readonly service: Service,
    readonly executor: Executor,
    readonly store: FindingStore,
    readonly totalBytes: number,
  ) {
    this.#partBytes = options.partBytes ?? usualPartBytes;
    const nameOf = (input: SweepInput) => input.name ?? input.path;
    this.#inputs = [...inputs].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  }

  async run(): Promise<SweepSummary> {
    // Workers answer by events; a token is only a flag, so it has to be looked at from time to time.
    const watch = this.token && setInterval(() => this.token!.isCancellationRequested && this.#wake(), 50);
    try {
      for (;;) {
        throwIfCancelled(this.token);
        if (this.#error !== undefined) throw this.#error;
        this.#start();
        const first = this.#open[0];
        if (first && first.pending === 0) {
          this.#open.shift();
          await this.#tell(first);
          continue;
        }
        if (!first && this.#nextInput >= this.#inputs.length) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearInterval(watch);
    }
    this.#progress(true);
    return this.#summary;
  }

  /** Starts as many tasks as there is room for; ranges of files that are open already come first. */
  #start(): void {
    const { executor } = this;
    while (this.#running < executor.slots) {
      const queued = this.#ranges.shift() ?? this.#openNext();
      if (!queued) return;
      this.#running++;
      executor
        .run(queued.task, (message) => this.#take(queued, message))
        .then(
          () => this.#end(queued),
          (error: unknown) => {
            this.#error ??= error;
          },
        )
        .finally(() => {
          this.#running--;
          this.#wake();
        });
    }
  }

  #openNext(): QueuedTask | undefined {
    if (this.#nextInput >= this.#inputs.length || this.#open.length >= filesAhead * this.executor.slots)
      return undefined;
    const input = this.#inputs[this.#nextInput++]!;
    const file: OpenFile = {
      input,
      name: input.name ?? input.path,
      format: undefined,
      skipped: false,
      failure: undefined,
      result: new FileResult(this.store),
      pending: 1,
    };
    this.#open.push(file);
    const task: SweepTask = {
      type: 'check-file',
      task: this.#nextTask++,
      path: input.path,
      settings: input.settings ?? {},
      excerpts: this.options.excerpts ?? false,
      everyPlace: this.options.everyPlace,
      partBytes: this.#partBytes,
      skipPlainJson: !input.named,
    };
    return { file, range: 0, task };
  }

  #take({ file, range }: QueuedTask, message: FromSweepWorker): void {
    switch (message.type) {
      case 'opened':
        file.format = message.format;
        if (message.inRanges) this.#queueRanges(file, message.format, message.size);
        return;
      case 'skipped':
        file.skipped = true;
        return;
      case 'failed':
        // The first failure says enough; the file is told as failed once.
        file.failure ??= { path: file.name, ...message.failure };
        return;
      case 'part':
        this.#takePart(file, range, message.part);
        return;
      case 'done':
        return;
    }
  }

  #takePart(file: OpenFile, range: number, part: SweepPart): void {
    file.result.add(range, part);
    this.#bytes += part.bytes;
    this.#found = addCounts(this.#found, part.counts);
    this.#progress(false);
  }

  #queueRanges(file: OpenFile, format: FileFormat, size: number): void {
    const ranges = rangesOf(format.container, size, this.#partBytes);
    ranges.forEach((bytes, range) => {
      file.pending++;
      const task: SweepTask = {
        type: 'check-range',
        task: this.#nextTask++,
        path: file.input.path,
        format,
        start: bytes.start,
        end: bytes.end,
        settings: file.input.settings ?? {},
        excerpts: this.options.excerpts ?? false,
        everyPlace: this.options.everyPlace,
        partBytes: this.#partBytes,
      };
      this.#ranges.push({ file, range, task });
    });
  }

  #end({ file }: QueuedTask): void {
    file.pending--;
    // What is left of a file that failed would only be thrown away.
    if (file.failure) {
      for (let i = this.#ranges.length - 1; i >= 0; i--) {
        if (this.#ranges[i]!.file !== file) continue;
        this.#ranges.splice(i, 1);
        file.pending--;
      }
    }
    if (file.pending === 0) this.#filesDone++;
  }

  async #tell(file: OpenFile): Promise<void> {
    const { sink } = this;
    const summary = this.#summary;
    if (file.skipped) {
      this.#summary = { ...summary, skipped: summary.skipped + 1 };
      await sink.skipped(file.name);
      return;
    }
    if (file.format) await this.#tellChecked(file, file.format);
    if (file.failure) {
      this.#summary = { ...this.#summary, failed: this.#summary.failed + 1 };
      await sink.failed(file.failure);
    }
  }

  async #tellChecked(file: OpenFile, format: FileFormat): Promise<void> {
    const { result, name, input } = file;
    const { settings = {} } = input;
    const { severities, mapping, targets } = settings;
    const hints = hintsOf(input.path, mapping);
    const context = this.service.contextOf(format, hints, severities, targets, settings);
    await result.tell(name, format, context, this.service.rules, this.#run, this.sink, this.token);
    this.#summary = addToSummary(this.#summary, result);
  }

  #progress(isLast: boolean): void {
    const now = performance.now();
    if (!this.sink.progress || (!isLast && now - this.#toldAt < 80)) return;
    this.#toldAt = now;
    this.sink.progress({
      bytes: isLast ? this.totalBytes : Math.min(this.#bytes, this.totalBytes),
      totalBytes: this.totalBytes,
      files: this.#filesDone,
      totalFiles: this.#inputs.length,
      counts: isLast ? this.#summary.counts : this.#found,
    });
  }
}
