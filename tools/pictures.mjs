// @ts-check
// `npm run pictures`: takes the pictures of the walkthrough anew, from the packaged extension in a real VS Code, and makes them
// small with pngquant where it is installed (Debian: apt-get install pngquant).
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { exitWith, root, runShown } from './lib/process.mjs';
import { packageExtension } from './package.mjs';

const folder = path.join(root, 'media', 'walkthrough');
const { file } = await packageExtension().catch(exitWith);
const env = { ...process.env, CALLSMITH_PICTURES: '1', CALLSMITH_VSCODE: 'current', CALLSMITH_VSIX: file };
const suite = ['run', '--config', 'vitest.ui.config.mts', 'test/ui/walkthrough.test.ts'];
const { code } = await runShown(path.join(root, 'node_modules', '.bin', 'vitest'), suite, { env });
const pictures = readdirSync(folder).map((name) => path.join(folder, name));
const shrink = ['--quality=70-95', '--speed', '1', '--ext', '.png', '--force', '--skip-if-larger'];
const { error } = spawnSync('pngquant', [...shrink, ...pictures], { stdio: 'inherit' });
if (error)
  console.log('pngquant is not installed: the pictures are about three times as large as they need be');
process.exitCode = code ?? 1;
