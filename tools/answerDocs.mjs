#!/usr/bin/env node
// Writes the tables of docs/answers.md: the deviations, the agreement with the official checker, the strength of the profiles.
// `node tools/answerDocs.mjs` writes; `--check` only says whether it differs and exits 1.
import { generatePage } from './lib/generatedPage.mjs';

await generatePage({
  page: 'docs/answers.md',
  source: 'test/support/answersPage.ts',
  name: 'answersPage',
  command: 'npm run docs:answers',
});
