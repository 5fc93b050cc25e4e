// The helpers of test/support/workbench.ts, tried on what VS Code does by itself: every other UI test stands on them.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workbench, type ThemeKind } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'test/ui/workspace' });
});
afterAll(async () => {
  await workbench?.close();
});

test('the packaged extension is installed and nothing is asked for outside this machine', async () => {
  const installed = JSON.parse(readFileSync(`${workbench.running.dataFolder}/ext/extensions.json`, 'utf8'));
  expect(installed.map((one: { identifier: { id: string } }) => one.identifier.id)).toContain(
    'callsmith.callsmith',
  );
  expect([...workbench.outsideRequests]).toEqual([]);
});

test('an error shows as a squiggle, in the hover and in the Problems view', async () => {
  await workbench.openFile('broken.json');
  const squiggle = workbench.squiggles('error').first();
  await squiggle.waitFor();
  const hover = await workbench.hoverOver(squiggle, 'Value expected');
  expect(hover).toContain('Value expected');
  await workbench.showProblem('Value expected');
  const rows = await workbench.problems();
  expect(rows.map((row) => row.level)).toEqual([1, 2]);
  expect(rows[0]!.text).toContain('broken.json');
  await workbench.screenshot('editor-problems');
});

test('the outline shows the tree of the file', async () => {
  const rows = await workbench.showOutline('name');
  expect(rows.map((row) => [row.level, row.label])).toEqual([[1, 'name']]);
});

test.each<ThemeKind>(['light', 'dark', 'highContrastDark', 'highContrastLight'])(
  'a picture in %s',
  async (kind) => {
    await workbench.switchTheme(kind);
    const file = await workbench.screenshot(`editor-${kind}`, true);
    expect(existsSync(file)).toBe(true);
  },
);

test('the cursor goes where it is told, and a hover opens there by keyboard', async () => {
  await workbench.goTo(3, 13);
  await workbench.statusItem('Ln 3, Col 13').waitFor();
  expect(await workbench.hoverAt(4, 1, 'Value expected')).toContain('Value expected');
});

test('settings can be changed while the window is open', async () => {
  await workbench.changeSettings({ 'editor.lineNumbers': 'off' });
  await workbench.openFile('broken.json');
  await workbench.squiggles('error').first().waitFor();
  expect(await workbench.page.locator('.monaco-editor .line-numbers').count()).toBe(0);
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
