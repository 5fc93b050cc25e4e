/** The sweep's worker in a browser: the host reads the file and hands its text over; findings go back. */
import { createService } from '../core/service.ts';
import { TextSweep } from '../core/sweep/textSweep.ts';
import {
  type CheckTextTask,
  type FromSweepWorker,
  isToSweepWorker,
  type TextSlice,
} from '../protocol/sweep.ts';

/** What this file uses of a worker's global scope; the folder's compiler settings know Node only. */
declare const self: {
  postMessage(message: FromSweepWorker): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};

// Prepared tools live as long as the worker.
const service = createService();
const tasks = new Map<number, { readonly task: CheckTextTask; readonly sweep: TextSweep; size: number }>();

self.onmessage = ({ data }) => {
  if (!isToSweepWorker(data)) return;
  if (data.type === 'check-text') begin(data);
  else if (data.type === 'text-slice') proceed(data);
};

function begin(task: CheckTextTask): void {
  const names = task.path.split('/').filter((name) => name !== '');
  const fileName = names.pop();
  const hints = { fileName, folders: names.reverse().slice(0, 8) };
  const sweep = new TextSweep(service, hints, task.settings, { excerpts: task.excerpts });
  tasks.set(task.task, { task, sweep, size: 0 });
}

function proceed({ task: id, text, last }: TextSlice): void {
  const open = tasks.get(id);
  if (!open) return;
  open.size += text.length;
  try {
    for (const swept of open.sweep.push(text, last)) {
      switch (swept.type) {
        case 'part':
          self.postMessage({ type: 'part', task: id, part: swept.part });
          break;
        case 'no-data-set':
          passOver(open.task);
          break;
        case 'opened': {
          const { format } = swept;
          const isPlain = format.id === 'plain' && format.decidedBy === 'vote';
          if (open.task.skipPlainJson && isPlain && /\.json$/i.test(open.task.path)) {
            passOver(open.task);
            finish(id);
            return;
          }
          self.postMessage({ type: 'opened', task: id, format, size: open.size, inRanges: false });
        }
      }
    }
  } catch (error) {
    const message = `Checking it failed (${error instanceof Error ? error.message : String(error)}). Please report this.`;
    self.postMessage({ type: 'failed', task: id, failure: { code: 'internal', message } });
    finish(id);
    return;
  }
  if (last) finish(id);
}

function passOver({ task, skipPlainJson, path }: CheckTextTask): void {
  if (skipPlainJson && /\.json$/i.test(path)) self.postMessage({ type: 'skipped', task });
  else {
    const message = 'It is no data set: neither lines of JSON nor a JSON document.';
    self.postMessage({ type: 'failed', task, failure: { code: 'not-a-data-set', message } });
  }
}

function finish(task: number): void {
  tasks.delete(task);
  self.postMessage({ type: 'done', task });
}
