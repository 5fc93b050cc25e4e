/**
 * Writes src/core/dataset/benchmarks.generated.js: hashes of the questions and tools of public benchmarks, taken from
 * clones of their repositories at the commits below. Nothing of their text is kept.
 *
 *   node tools/buildBenchmarks.mjs --bfcl CLONE --acebench CLONE
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadTestHelper, root } from './lib/testHelper.mjs';

const sources = [
  {
    format: 'bfcl',
    title: 'BFCL v4',
    source: 'ShishirPatil/gorilla @ 6ea57973c7a6097fd7c5915698c54c17c5b1b6c8',
    date: '2026-03-23',
    licence: 'Apache-2.0',
    folder: 'berkeley-function-call-leaderboard/bfcl_eval/data',
    passed: /possible_answer|format_sensitivity|executable_eval_sanity_check/,
  },
  {
    format: 'acebench',
    title: 'ACEBench',
    source: 'ACEBench/ACEBench @ e6db74b735ead22c24f27367606a9408573b848f',
    date: '2025-08-24',
    licence: 'MIT',
    folder: 'data_all',
    passed: /possible_answer/,
  },
];

const { values } = parseArgs({ options: { bfcl: { type: 'string' }, acebench: { type: 'string' } } });
const { addFile, packHashes } = await loadTestHelper('benchmarkQuestions');

/** @param {string} clone @param {string[]} args */
const git = (clone, ...args) =>
  execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });

const entries = sources.map(({ format, folder, passed, ...about }) => {
  const clone = values[/** @type {'bfcl' | 'acebench'} */ (format)];
  if (!clone) throw new Error(`--${format} must name a clone of ${about.source}`);
  const commit = about.source.slice(about.source.indexOf('@') + 2);
  const files = git(clone, 'ls-tree', '-r', '--name-only', commit, '--', folder)
    .split('\n')
    .filter((path) => path.endsWith('.json') && !passed.test(path));
  const hashes = { questions: new Set(), tools: new Set() };
  for (const path of files)
    addFile(hashes, format, path.slice(path.lastIndexOf('/') + 1), git(clone, 'show', `${commit}:${path}`));
  console.log(
    `${about.title}: ${files.length} files, ${hashes.questions.size} questions, ${hashes.tools.size} tools`,
  );
  return {
    format,
    ...about,
    questions: packHashes(hashes.questions),
    tools: packHashes(hashes.tools),
  };
});

writeFileSync(
  join(root, 'src/core/dataset/benchmarks.generated.js'),
  `// Made by tools/buildBenchmarks.mjs: hashes, no text. Do not edit.\nexport const benchmarkData = ${JSON.stringify(entries, undefined, 2)};\n`,
);
