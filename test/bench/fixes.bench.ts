/**
 * `npm run bench:fixes [-- --samples N --show N]`: every fix of every finding in the real data, made and checked: its
 * finding is gone, none has come, every other unit is as it was. Prints how many there are of each rule; fails when one
 * does not hold.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fixTableMarkdown } from '../../src/core/rules/fixTable.ts';
import { createService } from '../../src/core/service.ts';
import { fixAllFault, fixOutcomes } from '../support/fixOutcomes.ts';
import { deepEqual } from '../../src/core/json.ts';
import { readRecord } from '../../src/core/record/record.ts';
import { mutate } from './mutations/run.ts';
import { dataFiles, exampleFiles } from './support/samples.ts';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '300' },
    damaged: { type: 'string', default: '20' },
    show: { type: 'string', default: '5' },
    code: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const service = createService();
const rows = new Map<string, { safe: number; onRequest: number; guess: number; faults: number }>();
let faults = 0;
let records = 0;
let fixed = 0;
const shown = new Map<string, number>();

function tell(key: string, words: string): void {
  const count = (shown.get(key) ?? 0) + 1;
  shown.set(key, count);
  if (count <= Number(values.show)) console.log(words);
}

function* files() {
  yield* exampleFiles(service);
  yield* dataFiles(service);
}

for (const { name, context, records: texts } of files()) {
  const step = Math.max(1, Math.ceil(texts.length / Number(values.samples)));
  for (let i = 0; i < texts.length; i += step) {
    const text = texts[i]!;
    records++;
    for (const { problem, fix, fault } of fixOutcomes(service, text, context)) {
      if (values.code !== undefined && problem.code !== values.code) continue;
      const row = rows.get(problem.code) ?? { safe: 0, onRequest: 0, guess: 0, faults: 0 };
      rows.set(problem.code, row);
      row[!fix.safe ? 'guess' : fix.onRequest ? 'onRequest' : 'safe']++;
      if (fault === undefined) continue;
      row.faults++;
      faults++;
      tell(
        `${problem.code} ${fix.title.slice(0, 8)}`,
        `${name}, record ${i + 1}: ${problem.code} "${fix.title}": ${fault.slice(0, 400)}`,
      );
    }
    const all = fixAllFault(service, text, context);
    fixed += all.fixed;
    const codes = new Set(service.rules.map(({ code }) => code));
    for (const fault of [all.fault, fixAllFault(service, text, context, codes).fault]) {
      if (fault === undefined) continue;
      faults++;
      tell('all', `${name}, record ${i + 1}: all together: ${fault.slice(0, 300)}`);
    }
  }
}

/** What the fixes make of damage whose origin is known. */
interface Mended {
  tried: number;
  offered: number;
  safe: number;
  /** One of the fixes gives the bytes that were there before; or at least the same values. */
  exact: number;
  equal: number;
}
const mended = new Map<string, Mended>();
const damage = { seed: 3, samplesPerFile: Number(values.damaged), kindsPerSample: 8 };
for (const { mutation, text, original, context, expected, where } of mutate(service, files(), damage)) {
  const row = mended.get(mutation.kind) ?? { tried: 0, offered: 0, safe: 0, exact: 0, equal: 0 };
  mended.set(mutation.kind, row);
  row.tried++;
  const found = [...fixOutcomes(service, text, context)].filter(({ problem }) =>
    expected.some(
      ({ code, message, span }) =>
        code === problem.code && message === problem.message && span.start === problem.span.start,
    ),
  );
  for (const { problem, fix, fault } of found) {
    if (fault === undefined) continue;
    faults++;
    tell(
      `damaged ${problem.code} ${fix.title.slice(0, 8)}`,
      `${mutation.kind} in ${where}: ${problem.code} "${fix.title}": ${fault.slice(0, 400)}`,
    );
  }
  if (found.length > 0) row.offered++;
  if (found.some(({ fix }) => fix.safe)) row.safe++;
  if (found.some((one) => one.text === original)) row.exact++;
  if (found.some((one) => one.text === original || isSameValue(one.text, original))) row.equal++;
  const all = fixAllFault(service, text, context);
  if (all.fault !== undefined) {
    faults++;
    tell('damaged all', `${mutation.kind} in ${where}: all together: ${all.fault.slice(0, 300)}`);
  }
}

function isSameValue(text: string | undefined, original: string): boolean {
  const [made, was] = [text === undefined ? undefined : readRecord(text).value, readRecord(original).value];
  return made !== undefined && was !== undefined && deepEqual(made, was);
}

console.log(
  `\n${'rule'.padEnd(28)} ${'safe'.padStart(7)} ${'request'.padStart(8)} ${'guess'.padStart(7)} ${'faults'.padStart(7)}`,
);
for (const [code, row] of [...rows].sort())
  console.log(
    `${code.padEnd(28)} ${String(row.safe).padStart(7)} ${String(row.onRequest).padStart(8)} ${String(row.guess).padStart(7)} ${String(row.faults).padStart(7)}`,
  );
function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(0)} %`.padStart(7);
}
console.log(
  `\n${'damage'.padEnd(44)} ${'made'.padStart(6)} ${'offered'.padStart(8)} ${'safe'.padStart(7)} ${'bytes'.padStart(7)} ${'values'.padStart(7)}`,
);
for (const [kind, { tried, offered, safe, exact, equal }] of mended)
  console.log(
    `${kind.padEnd(44)} ${String(tried).padStart(6)} ${share(offered, tried).padStart(8)} ${share(safe, tried)} ${share(exact, tried)} ${share(equal, tried)}`,
  );
console.log(`\n${records} records, ${fixed} findings mended by all certain fixes together, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

if (values.write) {
  const head =
    '| Damage | Made | Offered | Safe | Bytes | Values |\n| --- | ---: | ---: | ---: | ---: | ---: |';
  const rows = [...mended].map(
    ([kind, { tried, offered, safe, exact, equal }]) =>
      `| ${kind} | ${tried} | ${[offered, safe, exact, equal].map((part) => share(part, tried).trim()).join(' | ')} |`,
  );
  const measured = [
    '## Measured',
    'Real samples were damaged on purpose (`npm run bench:fixes`). *Offered*: the finding has a fix; *safe*: one that fix-all ' +
      'makes; *bytes*: one of its fixes gives back the very bytes that were there before the damage; *values*: or at least ' +
      'the same values.',
    `${head}\n${rows.join('\n')}`,
    '',
  ];
  writeFileSync('docs/fixes.md', fixTableMarkdown(measured.join('\n\n').trimEnd()));
  console.log('docs/fixes.md is written');
}
