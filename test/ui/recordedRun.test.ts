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
const lens = (text: string) => workbench.lens(text);
const page = () => workbench.webview().locator('body');

test('the run in the examples is found and shown', async () => {
  await workbench.openFile('calls-small.jsonl');
  await lens('Weights (').first().waitFor(patient);
  await workbench.runCommand('View: Close Primary Side Bar');
  await lens('Weights (').first().click();
  await expect.poll(() => page().innerText(), patient).toMatch(/CPU run, tiny model trained from scratch/);
  await page().locator('.line').filter({ hasText: 'Okay, the user' }).first().waitFor(patient);
});

test.each(themeKinds)('the recorded run in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await page().getByLabel('Colour by').selectOption({ label: 'Loss' });
  await workbench.screenshot(`recorded-run-${kind}`);
});

test('the same sample in the run of plain fine-tuning is taken away, token by token', async () => {
  await workbench.switchTheme('dark');
  const more = page().locator('details.more');
  if (!(await more.evaluate((details: HTMLDetailsElement) => details.open)))
    await more.locator('summary').click();
  await page().getByLabel('of run').selectOption({ label: 'calls-small-sft' });
  await expect.poll(() => page().innerText(), patient).toMatch(/[−-]\d/);
  await workbench.screenshot('recorded-run-difference');
  const legend = page().locator('.legend');
  await expect.poll(() => legend.innerText(), patient).toMatch(/Change of Loss/);
});

test('another run is shown, and another α shows what the weights would be', async () => {
  await page().getByRole('button', { name: 'Show Run calls-small-fixed' }).click();
  await expect.poll(() => page().innerText(), patient).toMatch(/recorded run\s+calls-small-fixed/);
  await page().getByLabel('of run').selectOption({ label: 'this run' });
  await page().getByLabel('Colour by').selectOption({ label: 'Weight' });
  await page().getByLabel('What if α were').fill('20');
  await expect.poll(() => page().innerText(), patient).toMatch(/With α = 0\.2 instead of 0\.7/);
  await workbench.screenshot('recorded-run-alpha');
});
