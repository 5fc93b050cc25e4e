// @ts-check
// Pages of docs/ with parts that are made from the sources: a function of test/support writes them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './process.mjs';

/**
 * Writes a page anew, or, with `--check` among the arguments, only says whether it differs and sets the exit code.
 * @param {{ page: string, source: string, name: string, command: string }} options `source` exports the function `name`
 * (page before, root) => page after, or a promise of it
 */
export async function generatePage({ page, source, name, command }) {
  // Inside the checkout, so that what it imports from packages is found.
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const work = mkdtempSync(path.join(root, 'dist', 'generated-page-'));
  try {
    const outfile = path.join(work, 'page.mjs');
    await build({
      stdin: { contents: `export { ${name} } from './${source}';`, resolveDir: root, loader: 'ts' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'warning',
    });
    const made = await import(pathToFileURL(outfile).href);
    const file = path.join(root, page);
    const before = readFileSync(file, 'utf8');
    const after = await made[name](before, root);
    if (process.argv.includes('--check')) {
      if (after === before) return;
      console.error(`${page} is not up to date. Run "${command}".`);
      process.exitCode = 1;
      return;
    }
    if (after !== before) writeFileSync(file, after);
    console.log(`${page}: ${after === before ? 'unchanged' : 'written'}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
