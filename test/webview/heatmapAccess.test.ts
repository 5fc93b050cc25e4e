/** The heatmap's page by the rules of axe-core, in each of its states and in every theme; with pictures to look at. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { HeatPage, themes } from '../support/heatPage.ts';
import { type DemoRun, messageOf, readDemoRun } from '../support/heatSamples.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = 'test/out/screenshots';

let browser: Browser;
let demo: DemoRun;
beforeAll(async () => {
  ({ browser } = await launchBrowser());
  demo = await readDemoRun();
  mkdirSync(pictures, { recursive: true });
});
afterAll(() => browser?.close());

/** Serious and critical findings, each as a sentence with the element. */
async function findings({ page }: HeatPage): Promise<string[]> {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  // It did look: a page that it cannot see has nothing wrong.
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${help}: ${html} ${any[0]?.message ?? ''}`),
    );
}

const view = {
  measure: 'loss',
  scaling: 'linear',
  visit: 2,
  minus: undefined,
  threshold: undefined,
  alpha: undefined,
} as const;

describe.each(themes)('in %s', (theme) => {
  it('no state of the page has a serious finding', async () => {
    const heat = await HeatPage.open(browser, { theme });
    const { page } = heat;
    const picture = (name: string) => page.screenshot({ path: `${pictures}/heatmap-${theme}-${name}.png` });
    const found: Record<string, string[]> = {};
    const check = async (name: string) => {
      await heat.settled();
      await picture(name);
      found[name] = await findings(heat);
    };
    try {
      await heat.receive({ type: 'busy', words: 'Reading the run …' });
      await check('busy');
      await heat.receive({
        type: 'nothing',
        reference: 1,
        nothing: {
          title: 'No run has this sample',
          words: ['Record a run with the trainer, or open the demonstration run.'],
          actions: [
            { id: 'a', label: 'Open the demonstration run' },
            { id: 'b', label: 'How to record a run' },
          ],
        },
      });
      await check('nothing');
      const stale = new Uint8Array(demo.samples[2]!.starts.length).fill(1, 490, 494);
      await heat.receive(
        messageOf(
          { ...demo.samples[2]!, stale },
          { ...demo.run, faults: ['A shard is damaged.'] },
          {
            title: 'demo.jsonl, line 3',
            view,
            others: [{ id: 'b', name: 'second run' }],
            staleNote: 'The thought was edited since the run; its tokens are grey.',
          },
        ),
        {
          type: 'cursor',
          span: { start: demo.samples[2]!.starts[530]!, end: demo.samples[2]!.starts[534]! },
        },
      );
      await check('sample');
      await page.getByText('How the run went').click();
      await page.getByText('About this run').click();
      await page.getByLabel('Compare with').selectOption({ label: 'visit 1 (step 1)' });
      await check('difference');
      await page.getByText('How the run went').click();
      await page.getByText('About this run').click();
      await page.getByRole('button', { name: 'Token table' }).click();
      await page.locator('.grid:visible').focus();
      await page.keyboard.press('ArrowDown');
      await check('table');
      await page.getByRole('button', { name: 'Samples of the run' }).click();
      await heat.receive({ type: 'list', rows: demo.rows, note: undefined });
      await page.locator('.grid:visible').focus();
      await page.keyboard.press('Space');
      await check('list');
      await page.setViewportSize({ width: 400, height: 900 });
      await check('narrow');
    } finally {
      await heat.close();
    }
    expect(Object.keys(found)).toHaveLength(7);
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
  });
});
