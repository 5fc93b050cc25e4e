// @ts-check
// `npm run bench:editor [-- current|floor]`: how soon the first finding and the first lens of a file of 20,000 lines show, in a real
// VS Code; three windows, one after the other. Wants an idle machine.
import path from 'node:path';
import { buildAll } from './build.mjs';
import { root, runShown } from './lib/process.mjs';

const [vscode = 'current'] = process.argv.slice(2);
await buildAll({ tests: true });
const env = { ...process.env, CALLSMITH_GREP: 'a file of 20,000 lines' };
for (let window = 1; window <= 3; window++) {
  const { code } = await runShown(process.execPath, [path.join(root, 'dist/test/hostTests.mjs'), vscode], {
    env,
  });
  if (code !== 0) process.exitCode = 1;
}
