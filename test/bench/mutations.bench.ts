/**
 * `npm run bench:mutations [-- --seed N --samples N --kinds N --show N]`: seeded damage to real samples. Fails when
 * fewer than 99 % of it are found at the exact place, or when anything else is found that was not there before.
 */
import { parseArgs } from 'node:util';
import { createService } from '../../src/core/service.ts';
import { hasData, noData } from '../support/dataFiles.ts';
import { mutate, Tally } from './mutations/run.ts';
import { dataFiles, exampleFiles } from './support/samples.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    samples: { type: 'string', default: '120' },
    kinds: { type: 'string', default: '8' },
    show: { type: 'string', default: '10' },
  },
});
if (!hasData) console.log(`Only the rules' own examples are damaged: ${noData}.`);

const service = createService();
const tally = new Tally();
const samples = new Set<string>();
const show = Number(values.show);
const shown = new Map<string, number>();

function tell(key: string, words: string): void {
  const count = (shown.get(key) ?? 0) + 1;
  shown.set(key, count);
  if (count <= show) console.log(words);
}

function* files() {
  yield* exampleFiles(service);
  yield* dataFiles(service);
}

const options = {
  seed: Number(values.seed),
  samplesPerFile: Number(values.samples),
  kindsPerSample: Number(values.kinds),
};
for (const outcome of mutate(service, files(), options)) {
  tally.add(outcome);
  samples.add(outcome.where);
  const { mutation, where, formatId } = outcome;
  if (outcome.missed)
    tell(
      `miss ${mutation.kind} ${formatId}`,
      `MISSED ${mutation.kind} (${formatId}; ${where}): ${outcome.missed}`,
    );
  for (const { code, message } of outcome.extra)
    tell(
      `extra ${mutation.kind} ${code}`,
      `EXTRA ${mutation.kind} (${formatId}; ${where}): ${code} ${message}`,
    );
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`;
console.log(
  `\n${'kind'.padEnd(42)} ${'code'.padEnd(26)} ${'made'.padStart(6)} ${'found'.padStart(9)} ${'extra'.padStart(6)}  formats`,
);
for (const { kind, code, tried, found, extra, formats } of tally.rows)
  console.log(
    `${kind.padEnd(42)} ${code.padEnd(26)} ${String(tried).padStart(6)} ${percent(found, tried).padStart(9)} ${String(extra).padStart(6)}  ${formats.size}`,
  );
console.log(
  `\n${'format'.padEnd(42)} ${''.padEnd(26)} ${'made'.padStart(6)} ${'found'.padStart(9)} ${'extra'.padStart(6)}`,
);
for (const [id, { tried, found, extra }] of [...tally.byFormat].sort())
  console.log(
    `${id.padEnd(69)} ${String(tried).padStart(6)} ${percent(found, tried).padStart(9)} ${String(extra).padStart(6)}`,
  );
const kinds = tally.rows.filter(({ tried }) => tried > 0).length;
console.log(
  `\n${tally.tried} mutations of ${kinds} kinds in ${samples.size} samples: ${percent(tally.found, tally.tried)} found at the exact place, ${tally.extra} findings too much`,
);

const isEnough = !hasData || (samples.size >= 2_000 && kinds >= 15);
if (!isEnough) console.log('That are too few samples or kinds for the gate (2,000 samples, 15 kinds).');
process.exitCode = tally.recall >= 0.99 && tally.extra === 0 && isEnough ? 0 : 1;
