// @ts-check
// Benches and fuzz runs are TypeScript programs found by their names: bundled one by one, run one after the other.
import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError, root, runShown } from './process.mjs';

/**
 * Runs every `FOLDER/**\/NAME.KIND.ts`, or those that are named, in a Node of their own, started in the repository's root.
 * @param {object} options
 * @param {string} options.folder below the root
 * @param {string} options.kind as in `x.bench.ts`
 * @param {readonly string[]} options.args names of scripts, then (from the first that begins with a dash) arguments for them
 * @param {readonly string[]} [options.onlyByName] scripts that run when they are named, not when all are
 * @returns {Promise<number>} how many failed
 * @throws UserError when there is none to run
 */
export async function runScripts({ folder, kind, args, onlyByName = [] }) {
  const suffix = `.${kind}.ts`;
  const base = path.join(root, folder);
  const files = existsSync(base) ? readdirSync(base, { recursive: true, encoding: 'utf8' }) : [];
  const scripts = files.filter((file) => file.endsWith(suffix)).sort();
  const nameOf = (/** @type {string} */ file) => path.basename(file, suffix);
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstFlag < 0 ? args : args.slice(0, firstFlag);
  const rest = firstFlag < 0 ? [] : args.slice(firstFlag);
  const unknown = names.find((name) => !scripts.some((file) => nameOf(file) === name));
  if (unknown !== undefined || scripts.length === 0) {
    const known = scripts.map(nameOf).join(', ') || 'none yet';
    throw new UserError(`There is no ${folder}/**/${unknown ?? '*'}${suffix}; there are: ${known}.`);
  }
  const chosen = scripts.filter((file) =>
    names.length > 0 ? names.includes(nameOf(file)) : !onlyByName.includes(nameOf(file)),
  );
  let failed = 0;
  for (const file of chosen) {
    const outfile = path.join(root, 'dist', kind, `${nameOf(file)}.mjs`);
    await build({
      entryPoints: [path.join(base, file)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      sourcemap: 'linked',
      logLevel: 'warning',
    });
    console.log(`\n=== ${nameOf(file)}`);
    const { code } = await runShown(process.execPath, [
      '--enable-source-maps',
      '--expose-gc',
      outfile,
      ...rest,
    ]);
    if (code !== 0) failed += 1;
  }
  console.log(`\n${chosen.length - failed} of ${chosen.length} ${kind} runs done, ${failed} failed`);
  return failed;
}
