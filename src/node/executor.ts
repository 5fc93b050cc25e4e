/** Where the tasks of a sweep run: in this thread, or in worker threads. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CancelledError, type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import type { Service } from '../core/service.ts';
import { type FromSweepWorker, isFromSweepWorker, type SweepTask } from '../protocol/sweep.ts';
import { doTask } from './sweepTask.ts';

export interface Executor {
  /** How many tasks may run at once. */
  readonly slots: number;
  /**
   * Runs a task, handing over its messages. Resolves when it is done; a worker that dies becomes a `failed` message.
   * @throws CancelledError
   */
  run(task: SweepTask, onMessage: (message: FromSweepWorker) => void): Promise<void>;
  /** Ends the workers, whatever they are doing. */
  close(): Promise<void>;
}

/** Longest stretch of work between two turns of the event loop, in milliseconds. */
const sliceMilliseconds = 40;

/** Runs tasks in this thread, one at a time, letting others in between. */
export function createLocalExecutor(service: Service, token: CancellationToken | undefined): Executor {
  let isClosed = false;
  return {
    slots: 1,
    async run(task, onMessage) {
      let sliceStart = performance.now();
      for (const message of doTask(service, task)) {
        if (message) onMessage(message);
        if (performance.now() - sliceStart < sliceMilliseconds) continue;
        await nextTurn();
        throwIfCancelled(token);
        if (isClosed) throw new CancelledError();
        sliceStart = performance.now();
      }
    },
    close() {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

/** A worker's place: its thread, and who waits for what it says. */
interface Slot {
  worker: Worker | undefined;
  waiting: { onMessage(message: unknown): void; onLost(reason: string): void } | undefined;
}

/** Runs tasks in up to `threads` workers, which are started as they are needed and live until `close`. */
export function createPool(workerPath: string, threads: number): Executor {
  const slots: Slot[] = Array.from({ length: threads }, () => ({ worker: undefined, waiting: undefined }));
  return {
    slots: threads,
    run(task, onMessage) {
      const free = slots.filter((slot) => !slot.waiting);
      const slot = free.find((s) => s.worker) ?? free[0];
      if (!slot) throw new Error('More tasks than workers');
      return runInSlot(slot, workerPath, task, onMessage);
    },
    async close() {
      for (const slot of slots) slot.waiting = undefined;
      await Promise.all(slots.map((slot) => slot.worker?.terminate()));
    },
  };
}

function runInSlot(
  slot: Slot,
  workerPath: string,
  task: SweepTask,
  onMessage: (message: FromSweepWorker) => void,
): Promise<void> {
  slot.worker ??= startWorker(slot, workerPath);
  const { worker } = slot;
  return new Promise((resolve, reject) => {
    const guarded = (step: () => void) => {
      try {
        step();
      } catch (error) {
        slot.waiting = undefined;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    slot.waiting = {
      onMessage: (message) =>
        guarded(() => {
          if (!isFromSweepWorker(message) || message.task !== task.task) return;
          if (message.type !== 'done') return onMessage(message);
          slot.waiting = undefined;
          resolve();
        }),
      onLost: (reason) =>
        guarded(() => {
          slot.waiting = undefined;
          const message = `The worker that was checking it ended (${reason}), so its findings are not complete.`;
          onMessage({ type: 'failed', task: task.task, failure: { code: 'worker', message } });
          resolve();
        }),
    };
    worker.postMessage(task);
  });
}

/**
 * Room for new objects in each worker, in MiB: twice what V8 takes. Nearly all that checking makes dies young, so less of
 * it is copied (about a twentieth of all CPU time in the speed bench).
 */
const maxYoungGenerationSizeMb = 96;

function startWorker(slot: Slot, workerPath: string): Worker {
  const worker = new Worker(workerPath, { resourceLimits: { maxYoungGenerationSizeMb } });
  const lost = (reason: string) => {
    if (slot.worker !== worker) return;
    slot.worker = undefined;
    slot.waiting?.onLost(reason);
  };
  worker.on('message', (message: unknown) => slot.waiting?.onMessage(message));
  worker.on('error', (error: unknown) => lost(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => lost(`exit code ${code}`));
  return worker;
}
