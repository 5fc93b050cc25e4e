// Token weights in the real editor: the lens, the page, both ways between text and tokens, and what is painted in the text.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeKinds, Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'test/suites/trace' });
});
afterAll(async () => {
  await workbench?.close();
});

const patient = { timeout: 30_000 };
const lens = (text: string) => workbench.lens(text);
const page = () => workbench.webview().locator('body');
const line = (text: string) => page().locator('.line').filter({ hasText: text }).first();
const statusBar = (text: string | RegExp) =>
  workbench.page.locator('.statusbar-item').filter({ hasText: text }).first();

const demo = () => readFileSync(path.join(workbench.folder, 'demo.cstrace', 'demo.jsonl'), 'utf8');

const isFocused = (element: Locator) =>
  element.evaluate((node) => node === document.activeElement && document.hasFocus());

/** Clicks on a word of the page's text. */
async function clickOn(text: string, word: string): Promise<void> {
  const box = await line(text).evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent!.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      const base = element.getBoundingClientRect();
      return { x: left - base.left + width / 2, y: top - base.top + height / 2 };
    }
    throw new Error(`no ${wanted}`);
  }, word);
  await line(text).click({ position: box });
}

test('the lens says how the sample went, and opens the page', async () => {
  await workbench.openFile('demo.jsonl');
  await lens('Weights (3 visits').first().waitFor(patient);
  expect((await lens('Weights (3 visits').first().innerText()).replaceAll('\u00a0', ' ')).toMatch(
    /Weights \(3 visits · call share \d+ % · call loss 0\.\d\d ↓\)/,
  );
  await lens('Weights (3 visits').first().click();
  await line('[get_weather(city').waitFor(patient);
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 1/);
});

test('a click on a token selects its text in the data set, and Enter goes there', async () => {
  const selected = workbench.page.locator('.editor-group-container .selected-text');
  expect(await selected.count()).toBe(0);
  await clickOn('[get_weather(city', 'Oslo');
  await selected.first().waitFor({ ...patient, state: 'attached' });
  await workbench.screenshot('heatmap-selected');
  await workbench.page.keyboard.press('Enter');
  // Letters are the tokens of this run.
  await statusBar('(1 selected)').waitFor(patient);
  const column = demo().split('\n')[0]!.indexOf("'Oslo'") + 1;
  const [, from] = /Col (\d+) \(1 selected\)/.exec(await statusBar('(1 selected)').innerText())!;
  expect(Number(from)).toBeGreaterThan(column);
  expect(Number(from)).toBeLessThanOrEqual(column + 5);
});

test('the cursor in the editor lights its token, and moving on shows the next sample', async () => {
  await workbench.goTo(1, 250);
  await page()
    .locator('.mark.lit')
    .first()
    .waitFor({ ...patient, state: 'attached' });
  await workbench.goTo(2, 20);
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 2/);
  await workbench.goTo(1, 20);
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 1/);
});

test.each(themeKinds)('the page in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await workbench.screenshot(`heatmap-${kind}`);
});

test('the same colours are painted in the editor', async () => {
  await workbench.switchTheme('light');
  await workbench.runCommand('Callsmith: Paint Token Weights in Editor');
  const painted = () =>
    workbench.page.locator('.editor-group-container .view-line span[class*="ced-"]').count();
  await expect.poll(painted, patient).toBeGreaterThan(5);
  await workbench.screenshot('heatmap-painted');
  await workbench.runCommand('Callsmith: Paint Token Weights in Editor');
  await expect.poll(painted, patient).toBe(0);
});

test('a sample that was edited keeps the heat of what reads as it did', async () => {
  await workbench.goTo(1, 1);
  const column = demo().split('\n')[0]!.indexOf("'Oslo'") + 2;
  await workbench.goTo(1, column);
  await workbench.page.keyboard.type('New ');
  await expect.poll(() => page().innerText(), patient).toMatch(/edited since it was trained: the answer/);
  await workbench.screenshot('heatmap-stale');
  await workbench.focusEditor();
  // A word and a space are two steps.
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+Z');
  await expect.poll(() => page().innerText(), patient).not.toMatch(/edited since/);
});

test('hard samples go into a pool beside the data set, by keyboard', async () => {
  const pool = path.join(workbench.folder, 'demo.cstrace', 'demo.hard.jsonl');
  await page().getByRole('button', { name: 'Samples of the run' }).click();
  const grid = page().getByRole('grid', { name: 'Samples of the run.' });
  await grid.getByText('demo-3').first().waitFor(patient);
  expect(existsSync(pool)).toBe(false);
  // The button has the focus; the list is some controls further.
  for (let tabs = 0; tabs < 30 && !(await isFocused(grid)); tabs++)
    await workbench.page.keyboard.press('Tab');
  expect(await isFocused(grid)).toBe(true);
  await workbench.page.keyboard.press('Home');
  await workbench.page.keyboard.press('Space');
  await workbench.page.keyboard.press('ArrowDown');
  await workbench.page.keyboard.press('Space');
  await workbench.screenshot('heatmap-list');
  await page().getByRole('button', { name: 'Add 2 to hard pool' }).click();
  await workbench.toast('2 samples added to demo.hard.jsonl').waitFor(patient);
  const lines = readFileSync(pool, 'utf8').trimEnd().split('\n');
  const references = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(references.map(({ dataset, run }) => [dataset, run])).toEqual([
    ['demo.jsonl', 'synthetic'],
    ['demo.jsonl', 'synthetic'],
  ]);
  const losses = references.map(({ call_loss }) => call_loss as number);
  expect([...losses].sort((a, b) => b - a)).toEqual(losses);
  await grid.getByText('(hard pool)').first().waitFor(patient);
  await workbench.toast('2 samples added').getByText('Undo').click();
  await expect.poll(() => existsSync(pool), patient).toBe(false);
});

test('Enter in the list opens a sample, in the page and in the editor', async () => {
  const grid = page().getByRole('grid', { name: 'Samples of the run.' });
  await grid.getByText('demo-3').first().click();
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 4\n/);
  await workbench.page.keyboard.press('Home');
  await workbench.page.keyboard.press('Enter');
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 2\n/);
  await workbench.goTo(1, 20);
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 1\n/);
});

test.each(['CSV', 'SVG', 'PNG'])('the heat is saved as %s, where the dialog says', async (kind) => {
  const more = page().locator('details.more');
  if (!(await more.evaluate((details: HTMLDetailsElement) => details.open)))
    await more.locator('summary').click();
  await page().getByRole('button', { name: kind, exact: true }).click();
  const input = workbench.page.locator('.quick-input-widget input').first();
  // The dialog writes the name that it offers, beside the data set, a moment after it has opened.
  const file = path.join(workbench.folder, 'demo.cstrace', `demo.jsonl-line-1-weight.${kind.toLowerCase()}`);
  await expect.poll(() => input.inputValue(), patient).toBe(file);
  expect(existsSync(file)).toBe(false);
  await workbench.page.keyboard.press('Enter');
  await workbench.toast('saved').first().waitFor(patient);
  const bytes = readFileSync(file);
  const begins = { CSV: 'token,', SVG: '<svg', PNG: '\x89PNG' }[kind]!;
  expect(bytes.subarray(0, 400).toString('latin1')).toContain(begins);
  expect(bytes.length).toBeGreaterThan(500);
  await workbench.clearNotifications();
});

test('the page comes back with the window', async () => {
  await workbench.page.reload();
  await line('[get_weather(city').waitFor({ timeout: 60_000 });
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 1/);
});

test('a sample that no run has is previewed, with what to do for a recorded one', async () => {
  const sample = {
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello.' },
    ],
  };
  writeFileSync(path.join(workbench.folder, 'other.jsonl'), `${JSON.stringify(sample)}\n`);
  // Not where the page is, which it would hide.
  await workbench.focusEditor();
  await workbench.openFile('other.jsonl');
  await workbench.goTo(1, 5);
  await expect.poll(() => page().innerText(), patient).toMatch(/other\.jsonl, line 1\n/);
  expect(await page().innerText()).toMatch(/does not have this sample/);
  for (const name of ['How to Record a Run', 'Open a Run…', 'Open the Demo Run'])
    expect(await page().getByRole('button', { name }).isVisible()).toBe(true);
  await workbench.screenshot('heatmap-no-run');
});

test('a damaged shard is named, and what else is known of its samples is shown', async () => {
  await workbench.focusEditor();
  await workbench.openFile('demo.jsonl');
  await workbench.goTo(1, 5);
  await expect.poll(() => page().innerText(), patient).toMatch(/demo\.jsonl, line 1\n/);
  const shard = path.join(workbench.folder, 'demo.cstrace/visits/a000-r00000-000000.safetensors');
  writeFileSync(shard, readFileSync(shard).subarray(0, -100));
  const details = page().locator('summary').filter({ hasText: 'what is wrong with it' });
  await details.waitFor(patient);
  await details.click();
  expect(await page().innerText()).toMatch(/visits\/a000-r00000-000000\.safetensors: /);
  expect(await page().innerText()).toMatch(/cannot be read .*: weights are a preview/);
  await workbench.screenshot('heatmap-damaged');
});
