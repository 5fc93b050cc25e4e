/**
 * `npm run fuzz -- lines --lines 1000000 --seed 1 --threads 2`: damaged lines of real data. No crash, no range outside
 * its line, no fix that breaks a record, no line over a second. A fault is printed with its seed and line, so that
 * `--seed S --from N --lines 1` shows it again.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { formats } from '../../src/core/formats/index.ts';
import { createService } from '../../src/core/service.ts';
import { createRandom } from '../bench/support/random.ts';
import { examineLine, maxLineMs } from './examineLine.ts';
import { pickFile, readCorpus } from './corpus.ts';
import { mutateLine } from './mutateLine.ts';

interface Share {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

interface Tally {
  lines: number;
  problems: number;
  fixes: number;
  slowest: number;
  faults: { readonly at: number; readonly file: string; readonly what: string; readonly line: string }[];
}

const folders = ['examples', process.env.CALLSMITH_DATA ?? '../shared/data'];

function runShare({ seed, from, to, step }: Share, tell: (tally: Tally) => void): Tally {
  const service = createService();
  const corpus = readCorpus(folders, 60, service);
  const others = formats.map((format) => service.contextOf(
    { container: 'jsonl', kind: 'samples', id: format.id, decidedBy: 'flag', vote: { format: format.id, kind: 'samples', share: 1, entries: 1, counts: [] } },
    {},
  )); // prettier-ignore
  const tally: Tally = { lines: 0, problems: 0, fixes: 0, slowest: 0, faults: [] };
  for (let n = from; n < to; n += step) {
    // Each line has a seed of its own, so that one can be run again alone.
    const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ n);
    const source = pickFile(corpus, random);
    const line = mutateLine(random.pick(source.lines), random.pick(pickFile(corpus, random).lines), random);
    const file = random.chance(0.1) ? random.pick(others) : source.file;
    let examined = examineLine(line, file, service, random);
    for (let again = 0; again < 2 && examined.ms > maxLineMs; again++) {
      // Another process may have had the machine: the best of three counts.
      const repeated = examineLine(line, file, service, random);
      if (repeated.ms < examined.ms) examined = repeated;
    }
    tally.lines++;
    tally.problems += examined.problems;
    tally.fixes += examined.fixes;
    tally.slowest = Math.max(tally.slowest, examined.ms);
    const slow = examined.ms > maxLineMs ? [`took ${Math.round(examined.ms)} ms`] : [];
    for (const what of [...examined.faults, ...slow]) {
      if (tally.faults.length < 50)
        tally.faults.push({ at: n, file: source.name, what, line: line.slice(0, 400) });
    }
    if (tally.lines % 5000 === 0) tell(tally);
  }
  return tally;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      threads: { type: 'string', default: '2' },
    },
  });
  const threads = Math.max(1, Number(values.threads));
  const from = Number(values.from);
  const to = from + Number(values.lines);
  const started = Date.now();
  const counts = new Map<number, number>();
  let told = 0;
  const tallies = await Promise.all(
    Array.from({ length: threads }, (_, i) => {
      const share: Share = { seed: Number(values.seed), from: from + i, to, step: threads };
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
      return new Promise<Tally>((resolve, reject) => {
        let last: Tally | undefined;
        worker.on('message', (tally: Tally) => {
          last = tally;
          counts.set(i, tally.lines);
          const done = [...counts.values()].reduce((a, b) => a + b, 0);
          if (done - told >= 100_000) {
            told = done;
            console.log(`${done} lines after ${Math.round((Date.now() - started) / 1000)} s`);
          }
        });
        worker.on('error', reject);
        worker.on('exit', () => (last ? resolve(last) : reject(new Error('A worker ended without a word.'))));
      });
    }),
  );
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const faults = tallies.flatMap((tally) => tally.faults);
  for (const { at, file, what, line } of faults.slice(0, 20)) {
    console.log(`\nline ${at} (of ${file}): ${what}\n  ${JSON.stringify(line)}`);
  }
  const slowest = Math.max(...tallies.map((tally) => tally.slowest));
  console.log(
    `\nseed ${values.seed}: ${sum((t) => t.lines)} lines, ${sum((t) => t.problems)} findings, ${sum((t) => t.fixes)} fixes applied, ` +
      `slowest line ${Math.round(slowest)} ms, ${faults.length} faults`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (isMainThread) await main();
else {
  const post = (tally: Tally) => parentPort!.postMessage(tally);
  post(runShare(workerData as Share, post));
}
