// @ts-check
// `npm run package`: builds for production and packs the extension into callsmith-VERSION.vsix.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, productOutputs } from './build.mjs';
import { UserError, exitWith, root, run } from './lib/process.mjs';
import { zipEntries } from './lib/zip.mjs';

/** The largest .vsix that we ship, in bytes. */
const sizeLimit = 5_000_000;

/** What must be inside for VS Code to start it, here and on the web; `bin` is the command line. */
function requiredFiles() {
  const { main, browser, bin, icon } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const promised = [main, browser, bin.callsmith, icon].map((/** @type {string} */ file) =>
    path.posix.normalize(file),
  );
  return [...new Set([...promised, ...productOutputs()])];
}

/** What must never be inside: sources, tests, maps, dependencies. */
const forbidden =
  /^(src|test|tools|node_modules|webview|trainer|examples\/(?!openai\.jsonl$)|\.)|\.map$|\.ts$/;

/** Whether a name fits a glob of plain text and at most one `*`. @param {string} name @param {string} glob */
function fitsGlob(name, glob) {
  const [start = '', end] = glob.split('*');
  return end === undefined ? name === glob : name.startsWith(start) && name.endsWith(end);
}

/**
 * A temporary folder with the root's files and folders that .vscodeignore lets something in from. vsce matches every file
 * below its folder, several times, which takes half a minute with the 20,000 files of the servers for the tests.
 * @returns {string}
 */
function stage() {
  const lines = readFileSync(path.join(root, '.vscodeignore'), 'utf8').split('\n');
  const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).split('/')[0] ?? '');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cs-vsix-'));
  const wanted = readdirSync(root).filter((name) => letIn.some((glob) => fitsGlob(name, glob)));
  for (const entry of ['.vscodeignore', ...wanted]) {
    cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  }
  return folder;
}

/**
 * Builds and packs.
 * @returns {Promise<{ file: string, bytes: number, entries: number }>} file: absolute
 * @throws UserError when it is too large, or holds too little or too much
 */
export async function packageExtension() {
  await buildAll({ production: true });
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = path.join(root, `${name}-${version}.vsix`);
  rmSync(file, { force: true });
  const required = requiredFiles();
  const notBuilt = required.find((name) => !existsSync(path.join(root, name)));
  if (notBuilt !== undefined)
    throw new UserError(`${notBuilt} is missing, and package.json promises it; nothing was packed.`);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ];
  const staged = stage();
  try {
    run(process.execPath, [vsce, 'package', ...options], { cwd: staged, quiet: true });
  } finally {
    rmSync(staged, { recursive: true });
  }
  const entries = zipEntries(file)
    .filter((entry) => entry.startsWith('extension/'))
    .map((entry) => entry.slice('extension/'.length));
  const absent = required.find((name) => !entries.includes(name));
  if (absent !== undefined)
    throw new UserError(`${absent} is not in the package; let it in by .vscodeignore.`);
  const surplus = entries.find((name) => forbidden.test(name));
  if (surplus !== undefined)
    throw new UserError(`${surplus} is in the package; .vscodeignore lets too much in.`);
  const bytes = statSync(file).size;
  if (bytes >= sizeLimit)
    throw new UserError(`${path.basename(file)} has ${bytes} bytes; the limit is ${sizeLimit}.`);
  return { file, bytes, entries: entries.length };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { file, bytes, entries } = await packageExtension();
    console.log(
      `${path.relative(root, file)}: ${entries} files, ${(bytes / 1e6).toFixed(2)} MB (limit ${sizeLimit / 1e6} MB)`,
    );
  } catch (error) {
    exitWith(error);
  }
}
