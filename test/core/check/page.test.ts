/** docs/answers.md. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fairSwitches } from '../../../src/core/check/profiles.ts';
import { answersPage } from '../../support/answersPage.ts';

const root = path.join(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/answers.md'), 'utf8');

it('is up to date (else run "npm run docs:answers")', async () => {
  expect(await answersPage(page, root)).toBe(page);
}, 30_000);

it('names every deviation', () => {
  for (const { id } of fairSwitches) expect(page).toContain(`| \`${id}\` |`);
});
