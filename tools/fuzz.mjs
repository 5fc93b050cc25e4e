// @ts-check
// `npm run fuzz [-- NAME... [--flags for it]]`: the long runs of test/fuzz/*.fuzz.ts; `npm test` runs a small seeded share of them.
import { exitWith } from './lib/process.mjs';
import { runScripts } from './lib/scripts.mjs';

const failed = await runScripts({ folder: 'test/fuzz', kind: 'fuzz', args: process.argv.slice(2) }).catch(
  exitWith,
);
process.exitCode = failed > 0 ? 1 : 0;
