#!/usr/bin/env node
// Writes the parts of docs/formats.md that the table of formats and the examples know; the rest is written by hand.
// `node tools/formatDocs.mjs` writes; `--check` only says whether it differs and exits 1.
import { generatePage } from './lib/generatedPage.mjs';

await generatePage({
  page: 'docs/formats.md',
  source: 'test/support/formatPage.ts',
  name: 'formatPage',
  command: 'npm run docs:formats',
});
