#!/usr/bin/env node
// Writes the parts of docs/formats.md that the table of formats and the examples know; the rest is written by hand.
// `node tools/formatDocs.mjs` writes; `--check` only says whether it differs and exits 1.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'formats.md');
const work = mkdtempSync(join(tmpdir(), 'format-docs-'));
try {
  const outfile = join(work, 'page.mjs');
  await build({
    stdin: {
      contents: "export { formatPage } from './test/support/formatPage.ts';",
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  const { formatPage } = await import(pathToFileURL(outfile).href);
  const before = readFileSync(page, 'utf8');
  const after = formatPage(before, root);
  if (process.argv.includes('--check')) {
    if (after !== before) {
      console.error('docs/formats.md is not up to date. Run "npm run docs:formats".');
      process.exitCode = 1;
    }
  } else {
    if (after !== before) writeFileSync(page, after);
    console.log(`docs/formats.md: ${after === before ? 'unchanged' : 'written'}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
