// The run that was recorded while a small model learnt: what its page shows, and the same sample in two runs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeKinds, Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples/runs' });
});
afterAll(async () => {
  await workbench?.close();
});

const patient = { timeout: 30_000 };
const lens = (text: string) => workbench.page.locator('.codelens-decoration a').filter({ hasText: text });
const page = () =>
  workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body');

test('the run in the examples is found and shown', async () => {
  await workbench.openFile('calls-small.jsonl');
  await lens('Weights (').first().waitFor(patient);
  await workbench.runCommand('View: Close Primary Side Bar');
  await lens('Weights (').first().click();
  await expect.poll(() => page().innerText(), patient).toMatch(/CPU run, tiny model trained from scratch/);
  await page().locator('.line').first().waitFor(patient);
});

test.each(themeKinds)('the recorded run in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await page().getByLabel('Colour by').selectOption({ label: 'Loss' });
  await workbench.screenshot(`recorded-run-${kind}`);
});
