// Scores of a model server in the real editor: consent, the heat, several samples.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';
import { Workbench } from '../support/workbench.ts';

let workbench: Workbench;
let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
  workbench = await Workbench.open({
    workspace: 'examples',
    machineSettings: {
      'callsmith.backend.use': 'endpoint',
      'callsmith.backend.baseUrl': server.baseUrl,
      'callsmith.backend.model': 'score',
      // Of replies that are written; scores are longer.
      'callsmith.backend.maxReplyCharacters': 1000,
    },
  });
});
afterAll(async () => {
  await workbench?.close();
  await server?.stop();
});

const patient = { timeout: 30_000 };
const page = () => workbench.webview().locator('body');

test('nothing goes out before the host was named and agreed to', async () => {
  await workbench.openFile('openai.jsonl');
  await workbench.goTo(1);
  await workbench.runCommand('Callsmith: Score Sample with Model');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor(patient);
  expect(await dialog.innerText()).toMatch(/Send 1 sample to 127\.0\.0\.1:\d+\?/);
  expect(await server.requests()).toEqual([]);
  await dialog.getByText('Send', { exact: true }).click();
  await workbench.toast('1 sample scored with score').waitFor(patient);
});

test('the page shows what the model found likely, labelled as what it is', async () => {
  await expect.poll(() => page().innerText(), patient).toMatch(/scored by a model server/);
  await expect.poll(() => page().innerText(), patient).toMatch(/weights are those that SSB would give/);
  await workbench.screenshot('scored');
  const asked = await server.requests();
  expect(asked.length).toBeGreaterThan(0);
  for (const { path } of asked) expect(path).toMatch(/\/chat\/completions$/);
});

test('a selection of samples is scored together, and listed with the hardest first', async () => {
  await workbench.clearNotifications();
  await workbench.goTo(1);
  await workbench.page.keyboard.press('Shift+Control+End');
  await workbench.runCommand('Callsmith: Score Sample with Model');
  await workbench.toast(/\d+ samples scored with score/).waitFor(patient);
  await page().getByRole('button', { name: 'Samples of the run' }).click();
  await page().getByRole('grid').first().waitFor(patient);
  await workbench.screenshot('scored-list');
});

test('of the scored samples those that were chosen go into the hard pool', async () => {
  const { keyboard } = workbench.page;
  const pool = path.join(workbench.folder, 'openai.hard.jsonl');
  const grid = page().getByRole('grid', { name: 'Samples of the run.' });
  await grid.focus();
  await keyboard.press('Home');
  await keyboard.press('Space');
  await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await page().getByRole('button', { name: 'Add 2 to hard pool' }).click();
  await workbench.toast('2 samples added to openai.hard.jsonl').waitFor(patient);
  const lines = readFileSync(pool, 'utf8').trimEnd().split('\n');
  const references = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(references.map(({ line }) => line)).size).toBe(2);
  for (const { call_loss } of references) expect(call_loss).toBeGreaterThan(0);
  await expect.poll(() => grid.getByText('(hard pool)').count(), patient).toBe(2);
  // Nothing is chosen any more.
  await page()
    .getByRole('button', { name: /^Add 2/ })
    .waitFor({ state: 'detached', ...patient });
  rmSync(pool);
  await expect.poll(() => grid.getByText('(hard pool)').count(), patient).toBe(0);
  await workbench.clearNotifications();
});

test('scores that are forgotten leave the preview', async () => {
  await workbench.goTo(1);
  await page().getByRole('button', { name: 'Forget These Scores' }).click();
  await expect.poll(() => page().innerText(), patient).toMatch(/estimate: characters, no tokenizer/);
  await workbench.screenshot('weights-preview');
});
