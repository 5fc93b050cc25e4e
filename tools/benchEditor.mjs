// @ts-check
// `npm run bench:editor [-- --vscode floor] [--rounds N]`: how soon the first squiggle and the first lens of a file of 20,000 lines
// show in a real VS Code window with the packaged extension.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exitWith, root, runShown } from './lib/process.mjs';
import { runScripts } from './lib/scripts.mjs';

const packed = await runShown(process.execPath, [path.join(root, 'tools/package.mjs')]);
if (packed.code !== 0) process.exit(1);
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
process.env['CALLSMITH_VSIX'] = path.join(root, `callsmith-${version}.vsix`);
const options = { folder: 'test/bench', kind: 'bench', args: ['editor', ...process.argv.slice(2)] };
process.exitCode = (await runScripts(options).catch(exitWith)) > 0 ? 1 : 0;
