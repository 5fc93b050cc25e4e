/** Doing one task of a sweep: the same code in a worker and in the main thread. */
import type { FileFormat, Service } from '../core/service.ts';
import type { FromSweepWorker, SweepTask } from '../protocol/sweep.ts';
import { checkRange, failureOf, openForCheck, rangesOf } from './checkFile.ts';

/**
 * Yields the messages of a task, `done` last, and `undefined` where a caller may look at something else. Never throws:
 * what goes wrong becomes a message.
 */
export function* doTask(service: Service, task: SweepTask): Generator<FromSweepWorker | undefined, void> {
  const id = task.task;
  try {
    if (task.type === 'check-range') {
      for (const part of checkRange(service, task.path, task.format, task, task.settings, task)) {
        yield part && { type: 'part', task: id, part };
      }
    } else yield* checkWhole(service, task);
  } catch (error) {
    yield { type: 'failed', task: id, failure: failureOf(error) };
  }
  yield { type: 'done', task: id };
}

function* checkWhole(
  service: Service,
  task: SweepTask & { type: 'check-file' },
): Generator<FromSweepWorker | undefined, void> {
  const { task: id, path, settings } = task;
  const opened = openForCheck(service, path, settings);
  if (opened.state === 'failed') {
    yield { type: 'failed', task: id, failure: opened.failure };
    return;
  }
  if (opened.state === 'no-data-set' || (task.skipPlainJson && isPlainJson(path, opened.format))) {
    if (task.skipPlainJson && isJsonName(path)) yield { type: 'skipped', task: id };
    else yield { type: 'failed', task: id, failure: notADataSet };
    return;
  }
  const { format, size } = opened;
  const inRanges = format.container === 'jsonl' && size > task.partBytes;
  yield { type: 'opened', task: id, format, size, inRanges };
  if (inRanges) return;
  for (const range of rangesOf(format.container, size, task.partBytes)) {
    for (const part of checkRange(service, path, format, range, settings, task)) {
      yield part && { type: 'part', task: id, part };
    }
  }
}

const notADataSet = {
  code: 'not-a-data-set',
  message:
    'It is no data set: neither lines of JSON nor a JSON document; name its format with --as if it is one.',
} as const;

function isJsonName(path: string): boolean {
  return /\.json$/i.test(path);
}

/** A `.json` file in which no known format was found and for which none was chosen. */
export function isPlainJson(path: string, format: FileFormat): boolean {
  return isJsonName(path) && format.id === 'plain' && format.decidedBy === 'vote';
}
