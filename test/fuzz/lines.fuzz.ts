/**
 * `npm run fuzz [-- --lines 1000000 --seed 1 --threads 2 --only N]`: damaged lines of real data, in worker threads.
 * Fails when a line crashes anything, takes over a second, or has a place outside itself; the line's number and the
 * seed make it again (`--only N` runs that one and prints it).
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { createService } from '../../src/core/service.ts';
import { hasData, noData } from '../support/dataFiles.ts';
import { maxLineMs, probe } from './probe.ts';
import { fuzzFiles, fuzzLine } from './source.ts';

interface Share {
  readonly seed: number;
  readonly from: number;
  readonly step: number;
  readonly lines: number;
}

interface Report {
  readonly done: number;
  readonly failures: readonly string[];
  readonly slowest: number;
}

const perFile = 60;

function runShare({ seed, from, step, lines }: Share, tell: (report: Report) => void): void {
  const service = createService();
  const files = fuzzFiles(service, perFile);
  let failures: string[] = [];
  let done = 0;
  let slowest = 0;
  for (let number = from; number < lines; number += step) {
    const { text, file, random } = fuzzLine(files, seed, number);
    let start = performance.now();
    let wrong = probe(service, text, file.context, random, () => performance.now());
    if (performance.now() - start > maxLineMs) {
      // A busy machine can stop a thread for a second: a line is slow when it is slow again.
      start = performance.now();
      wrong = probe(service, text, file.context, random, () => performance.now());
    }
    slowest = Math.max(slowest, performance.now() - start);
    if (wrong) failures.push(`line ${number} (${file.name}, ${text.length} units): ${wrong}`);
    if (++done % 5_000 === 0) {
      tell({ done, failures, slowest });
      failures = [];
      done = 0;
    }
  }
  tell({ done, failures, slowest });
}

function main(): void {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      threads: { type: 'string', default: String(Math.min(4, availableParallelism())) },
      only: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  if (!hasData) console.log(`Only the rules' own examples are damaged: ${noData}.`);
  if (values.only !== undefined) {
    const service = createService();
    const { text, file, random } = fuzzLine(fuzzFiles(service, perFile), seed, Number(values.only));
    console.log(text);
    console.log(probe(service, text, file.context, random, () => performance.now()) ?? 'nothing is wrong');
    return;
  }
  const lines = Number(values.lines);
  const threads = Number(values.threads);
  let done = 0;
  let failed = 0;
  let slowest = 0;
  let running = threads;
  for (let from = 0; from < threads; from++) {
    const share: Share = { seed, from, step: threads, lines };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
    worker.on('message', (report: Report) => {
      done += report.done;
      slowest = Math.max(slowest, report.slowest);
      failed += report.failures.length;
      for (const failure of report.failures) console.log(failure.slice(0, 1_500));
      if (Math.floor(done / 100_000) !== Math.floor((done - report.done) / 100_000))
        console.log(`${done} lines, ${failed} failures, slowest ${slowest.toFixed(0)} ms`);
    });
    worker.on('error', (error) => {
      failed++;
      console.log(`A thread died: ${error.stack ?? error.message}`);
    });
    worker.on('exit', () => {
      if (--running > 0) return;
      console.log(
        `${done} of ${lines} lines (seed ${seed}): ${failed} failures, slowest line ${slowest.toFixed(0)} ms`,
      );
      process.exitCode = failed === 0 && done === lines ? 0 : 1;
    });
  }
}

if (isMainThread) main();
else runShare(workerData as Share, (report) => parentPort!.postMessage(report));
