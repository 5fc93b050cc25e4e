// Edit Sample and the code lenses as a person meets them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workbench, type ThemeKind } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples' });
});
afterAll(async () => {
  await workbench?.close();
});

const lens = (text: string) =>
  workbench.page.locator('.codelens-decoration').filter({ hasText: text }).first();

test('a lens above each sample says what is wrong with it', async () => {
  await workbench.openFile('openai.jsonl');
  await lens('no problems').waitFor();
  await workbench.showProblem('"passengers" is "3"');
  await workbench.goTo(3, 1);
  await lens('1 error').waitFor();
  await lens('openai').waitFor({ state: 'attached' });
  await workbench.screenshot('code-lenses');
});

test('Edit Sample opens the record beside its file, laid out, with its problems', async () => {
  await workbench.goTo(3, 410);
  await workbench.runCommand('Callsmith: Edit Sample');
  const { page } = workbench;
  await page.locator('.tab.active').filter({ hasText: 'openai.jsonl line 3' }).waitFor();
  const sample = page.locator('.editor-group-container.active');
  await sample.locator('.squiggly-error').first().waitFor();
  expect(await sample.locator('.view-lines').innerText()).toContain('"""json');
  await workbench.screenshot('edit-sample');
});

test.each<ThemeKind>(['light', 'dark', 'highContrastDark', 'highContrastLight'])(
  'Edit Sample in %s',
  async (kind) => {
    await workbench.switchTheme(kind);
    await workbench.screenshot(`edit-sample-${kind}`);
  },
);

test('a change is saved into its line, and nothing else is', async () => {
  const { page } = workbench;
  const file = join(workbench.folder, 'openai.jsonl');
  const linesOf = () => readFileSync(file, 'utf8').split('\n');
  const before = linesOf();
  await workbench.goTo(20, 31, 2);
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('3');
  await page.keyboard.press('Control+s');
  const wanted = before[2]!.replace('\\"passengers\\":\\"3\\"', '\\"passengers\\":3');
  await expect.poll(() => linesOf()[2]!.length, { timeout: 20_000 }).toBe(wanted.length);
  expect(linesOf()).toEqual(before.with(2, wanted));
  await expect.poll(() => workbench.page.locator('.tab.dirty').count()).toBe(0);
});

test('a line that was changed meanwhile is not overwritten: the two are shown beside each other', async () => {
  const { page } = workbench;
  await workbench.goTo(20, 31, 2);
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('4');
  await workbench.goTo(3, 1);
  await page.keyboard.press('End');
  await page.keyboard.type(' ');
  await workbench.focusEditor(2);
  await page.keyboard.press('Control+s');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.filter({ hasText: 'has changed since this sample was opened' }).waitFor();
  await workbench.screenshot('edit-sample-conflict');
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await page.locator('.tab.active').filter({ hasText: 'line 3 now' }).waitFor();
  await workbench.screenshot('edit-sample-compare');
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
