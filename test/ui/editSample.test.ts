// Edit Sample and the code lenses as a person meets them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeKinds, Workbench } from '../support/workbench.ts';

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

test('what is offered there is what the schema allows', async () => {
  const { page } = workbench;
  // Behind the first quote of the value in `"class": "first",`.
  await workbench.goTo(19, 27, 2);
  await page.keyboard.press('Control+Space');
  const offered = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
  await expect.poll(() => offered.allInnerTexts(), { timeout: 20_000 }).toEqual(['"first"', '"second"']);
  await workbench.screenshot('edit-sample-completion');
  await page.keyboard.press('Escape');
  await workbench.goTo(20, 31, 2);
});

test.each(themeKinds)('Edit Sample in %s', async (kind) => {
  await workbench.switchTheme(kind);
  const word = (text: string) =>
    workbench.page
      .locator('.editor-group-container.active .view-line span span')
      .filter({ hasText: text })
      .last();
  const colourOf = (text: string) => word(text).evaluate((span) => getComputedStyle(span).color);
  // Names of functions get their colour a moment after the others; in the light theme of high contrast VS Code gives them none.
  const isPlain = async () => (await colourOf('find_trains')) === (await colourOf('Ulm'));
  await expect.poll(isPlain, { timeout: 20_000 }).toBe(kind === 'highContrastLight');
  await workbench.screenshot(`edit-sample-${kind}`);
});

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
