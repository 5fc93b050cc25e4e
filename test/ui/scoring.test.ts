// Scores of a model server in the real editor: consent, the heat, several samples.
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

test('scores that are forgotten leave the preview', async () => {
  await workbench.goTo(1);
  await page().getByRole('button', { name: 'Forget These Scores' }).click();
  await expect.poll(() => page().innerText(), patient).toMatch(/estimate: characters, no tokenizer/);
  await workbench.screenshot('weights-preview');
});
