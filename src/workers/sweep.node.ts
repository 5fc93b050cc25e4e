/** The sweep's worker thread in Node: reads its own part of a file, answers with findings. */
import { parentPort } from 'node:worker_threads';
import { createService } from '../core/service.ts';
import { doTask } from '../node/sweepTask.ts';
import { isToSweepWorker } from '../protocol/sweep.ts';

// Prepared tools live as long as the worker: a service for each task would prepare them again and again.
const service = createService();

parentPort?.on('message', (message: unknown) => {
  if (!isToSweepWorker(message) || (message.type !== 'check-file' && message.type !== 'check-range')) return;
  for (const answer of doTask(service, message)) if (answer) parentPort?.postMessage(answer);
});
