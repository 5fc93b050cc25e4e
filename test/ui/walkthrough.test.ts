// "Get started with Callsmith": its page, its buttons, and its pictures, which `npm run pictures` takes anew.
import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ThemeKind, Workbench } from '../support/workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples' });
});
afterAll(() => workbench?.close());

const steps = [
  'Open a data set',
  'See what is wrong',
  'Fix it with one key',
  'Read and edit one sample',
  'Say what it is for',
  'Check everything',
  'Make it yours',
];

describe.skipIf(process.env.CALLSMITH_PICTURES)('the walkthrough', () => {
  test('opens, and has its steps in order', async () => {
    await workbench.runCommand('Callsmith: Get Started');
    const titles = workbench.page.locator('.getting-started-step .step-title');
    await titles.first().waitFor();
    expect((await titles.allInnerTexts()).map((title) => title.trim())).toEqual(steps);
  });

  test.each<ThemeKind>(['light', 'dark', 'highContrastDark', 'highContrastLight'])(
    'shows a picture for each step in %s',
    async (kind) => {
      const { page } = workbench;
      await workbench.switchTheme(kind);
      await workbench.runCommand('Callsmith: Get Started');
      for (const [i, title] of steps.entries()) {
        await page.locator('.getting-started-step').filter({ hasText: title }).first().click();
        const picture = page.locator('.getting-started-media img').first();
        await picture.waitFor();
        const isDrawn = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 100);
        await expect.poll(isDrawn, { timeout: 20_000 }).toBe(true);
        if (i === 1) await workbench.screenshot(`walkthrough-${kind}`);
      }
    },
  );

  test('has a button that opens the example, with its mistakes', async () => {
    const { page } = workbench;
    await page.locator('.getting-started-step').filter({ hasText: steps[0]! }).first().click();
    await page.getByRole('button', { name: 'Open Example' }).first().click();
    await page.locator('.tab.active').filter({ hasText: 'Untitled-1' }).waitFor();
    await workbench.showProblem('"passengers" is "3"');
    await workbench.statusItem('OpenAI / Azure chat fine-tuning').waitFor();
    await workbench.screenshot('walkthrough-example');
  });
});

describe.runIf(process.env.CALLSMITH_PICTURES)('its pictures', () => {
  const folder = 'media/walkthrough';
  const size = { width: 760, height: 470 };

  test.each(['light', 'dark'] as const)('are taken in %s', async (kind) => {
    const { page } = workbench;
    const take = async (step: string) => {
      // Without the title bar, which has the name of the server that runs the tests.
      const clip = { x: 0, y: 30, width: size.width, height: size.height - 30 };
      await page.screenshot({ path: `${folder}/${step}-${kind}.png`, clip, animations: 'disabled' });
    };
    const file = 'openai.jsonl';
    const line = 3;
    const mistake = readFileSync(`examples/${file}`, 'utf8').split('\n')[line - 1]!.indexOf('\\"3\\"') + 3;
    mkdirSync(folder, { recursive: true });
    await page.setViewportSize(size);
    await workbench.switchTheme(kind);
    await workbench.runCommand('View: Close All Editors');
    if (kind === 'light') await workbench.runCommand('View: Toggle Primary Side Bar Visibility');

    await workbench.openFile(file);
    await workbench.goTo(1, 1);
    // Not by a locator that is visible: the editor keeps drawing lenses anew.
    const lenses = async () => (await page.locator('.codelens-decoration').allInnerTexts()).join();
    await expect.poll(lenses, { timeout: 20_000 }).toContain('no problems');
    await take('open');

    await workbench.goTo(line, mistake);
    await workbench.squiggles('error').first().waitFor();
    await workbench.hoverAt(line, mistake, 'find_trains wants an integer');
    await take('problems');
    await page.keyboard.press('Escape');

    await workbench.showQuickFix('Write 3');
    await take('fix');
    await page.keyboard.press('Escape');

    await workbench.runCommand('Callsmith: Edit Sample');
    await page
      .locator('.tab.active')
      .filter({ hasText: `line ${line}` })
      .waitFor();
    await page.locator('.editor-instance .monaco-editor').nth(1).locator('.view-line').nth(8).waitFor();
    await take('edit');
    await workbench.runCommand('View: Close Editor');

    await workbench.runCommand('Callsmith: Choose Targets');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Mistral' }).first().waitFor();
    await take('targets');
    await page.keyboard.press('Escape');

    await workbench.runCommand('Callsmith: Check Folder');
    const toast = workbench.toast(/39 files, 259 samples/);
    await toast.waitFor();
    await workbench.runCommand('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row').nth(8).waitFor();
    await take('check');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Callsmith: Clear Check Results');
    await workbench.runCommand('View: Toggle Panel Visibility');

    await workbench.openFile('callsmith.config.json');
    await page.locator('.view-line').filter({ hasText: 'files' }).first().waitFor();
    await take('configure');
  });
});
