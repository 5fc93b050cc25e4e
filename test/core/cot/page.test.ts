/** docs/thoughts.md says what the sources say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { thoughtsPage } from '../../support/thoughtsPage.ts';

const root = path.join(import.meta.dirname, '../../..');

it('docs/thoughts.md has the tables of today (npm run docs:thoughts)', () => {
  const page = readFileSync(path.join(root, 'docs/thoughts.md'), 'utf8');
  expect(thoughtsPage(page)).toBe(page);
});
