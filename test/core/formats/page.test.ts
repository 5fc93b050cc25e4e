/** docs/formats.md. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { formats } from '../../../src/core/formats/index.ts';
import { formatPage } from '../../support/formatPage.ts';

const root = path.join(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/formats.md'), 'utf8');

it('is up to date (else run "npm run docs:formats")', () => {
  expect(formatPage(page, root)).toBe(page);
});

it('has a section for each format, with a record of its example, and a row for each key of a mapping', () => {
  const sections = [...page.matchAll(/^### (\S+)$/gm)].map((match) => match[1]);
  expect(sections).toEqual(formats.map(({ id }) => id).sort());
  for (const id of sections) expect(page, id).toMatch(new RegExp(`examples/${id}\\.jsonl?\\)`));
  for (const key of ['messages', 'roles.assistant', 'call.arguments', 'callsInText']) {
    expect(page).toContain(`| \`${key}\` |`);
  }
});
