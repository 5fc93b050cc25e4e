// Token weights in the real editor: the lens, the page, both ways between text and tokens, and what is painted in the text.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
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
const lens = (text: string) => workbench.page.locator('.codelens-decoration a').filter({ hasText: text });
const page = () =>
  workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('body');

test('the lens says how the sample went, and opens the page', async () => {
  await workbench.openFile('demo.jsonl');
  await lens('Weights (3 visits').first().waitFor(patient);
  await lens('Weights (3 visits').first().click();
  await page().getByText('get_weather(city').first().waitFor(patient);
  await workbench.screenshot('heatmap');
});

test.each(themeKinds)('the page in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await workbench.screenshot(`heatmap-${kind}`);
});
