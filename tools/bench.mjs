// @ts-check
// `npm run bench [-- NAME... [--flags for it]]`: runs test/bench/*.bench.ts one after the other, so that none disturbs another.
// A bench first proves that it agrees with a plain reference, then prints its times. The mutation bench has its own command.
import { exitWith } from './lib/process.mjs';
import { runScripts } from './lib/scripts.mjs';

const args = process.argv.slice(2);
const failed = await runScripts({
  folder: 'test/bench',
  kind: 'bench',
  args,
  onlyByName: ['mutations', 'fixes', 'editor', 'trace'],
}).catch(exitWith);
process.exitCode = failed > 0 ? 1 : 0;
