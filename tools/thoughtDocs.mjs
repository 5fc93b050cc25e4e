#!/usr/bin/env node
// Writes the tables of docs/thoughts.md: places by format, strategies, prompts.
// `node tools/thoughtDocs.mjs` writes; `--check` only says whether it differs and exits 1.
import { generatePage } from './lib/generatedPage.mjs';

await generatePage({
  page: 'docs/thoughts.md',
  source: 'test/support/thoughtsPage.ts',
  name: 'thoughtsPage',
  command: 'npm run docs:thoughts',
});
