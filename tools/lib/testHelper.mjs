/** Loads a TypeScript helper of the tests as a module that Node runs, for tools that write documents from the core. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The exports of `test/support/<name>.ts`, bundled.
 * @param {string} name
 * @returns {Promise<Record<string, any>>}
 */
export async function loadTestHelper(name) {
  const folder = mkdtempSync(join(tmpdir(), 'callsmith-helper-'));
  try {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(root, `test/support/${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
