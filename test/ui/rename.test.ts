// Renaming a tool and an argument, in a sample and in the whole file, as a person meets it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeKinds, Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples' });
});
afterAll(async () => {
  await workbench?.close();
});

const patient = { timeout: 20_000 };
const saved = () => readFileSync(path.join(workbench.folder, 'openai.jsonl'), 'utf8').split('\n');
const before = readFileSync('examples/openai.jsonl', 'utf8').split('\n');
const nameInCall = (line: number) => before[line - 1]!.indexOf('"function":{"name":"') + 22;
/** The rows of the preview; a box that is not ticked is left out when it is applied. */
const previewRows = () =>
  workbench.page.locator('.bulk-edit-panel .monaco-list-row').filter({ visible: true });
const ticked = () =>
  previewRows().evaluateAll((rows) =>
    rows.map((row) => {
      // A checkbox of the browser's in VS Code 1.100, one of the editor's own later.
      const box = row.querySelector('.edit-checkbox');
      return box instanceof HTMLInputElement ? box.checked : box?.getAttribute('aria-checked') === 'true';
    }),
  );

test('F2 asks for the name where it stands, and the preview shows each place in its text', async () => {
  const { page } = workbench;
  await workbench.openFile('openai.jsonl');
  await workbench.goTo(2, nameInCall(2));
  await workbench.startRename('book_seats');
  await workbench.screenshot('rename-input');
  await page.keyboard.type('reserve_seats');
  await page.keyboard.press('Control+Enter');
  await previewRows().filter({ hasText: 'reserve_seats' }).first().waitFor();
  // The file, the call and the definition.
  await expect.poll(() => previewRows().count(), patient).toBe(3);
  expect(await ticked()).toEqual([true, true, true]);
});

test.each(themeKinds)('the preview in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await workbench.screenshot(`rename-preview-${kind}`);
});

test('applied, a tool has its new name where it is defined and called, and text says it is left as it is', async () => {
  const { page } = workbench;
  await page.getByRole('button', { name: 'Discard' }).click();
  await workbench.goTo(1, nameInCall(1));
  await workbench.startRename('find_trains');
  await page.keyboard.type('search_trains');
  await page.keyboard.press('Enter');
  const toast = workbench.toast(
    '1 place in the text of this sample also says "find_trains". Text is left as it is.',
  );
  await toast.waitFor();
  await workbench.screenshot('rename-mentions');
  await workbench.focusEditor();
  await page.keyboard.press('Control+S');
  await expect
    .poll(() => saved()[0], patient)
    .toBe(before[0]!.replaceAll('"name":"find_trains"', '"name":"search_trains"'));
  await toast.getByRole('button', { name: 'Review…' }).click();
  await previewRows().filter({ hasText: 'as find_trainssearch_trains names it' }).waitFor();
  // Nobody has said yet that the text is to change.
  expect((await ticked()).at(-1)).toBe(false);
  await workbench.screenshot('rename-mentions-review');
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(saved().slice(1)).toEqual(before.slice(1));
});

test('an argument is renamed inside the string of arguments, in the properties and in "required"', async () => {
  const { page } = workbench;
  await workbench.goTo(2, before[1]!.indexOf('\\"train_id') + 6);
  await workbench.startRename('train_id');
  await workbench.screenshot('rename-argument');
  await page.keyboard.type('train');
  await page.keyboard.press('Enter');
  await page.locator('.rename-box').first().waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+S');
  await expect.poll(() => saved()[1], patient).toBe(before[1]!.replaceAll('train_id', 'train'));
});

test('Rename in Whole File asks for the name, previews all samples that define the tool alike, and changes them', async () => {
  const { page } = workbench;
  await workbench.goTo(3, nameInCall(3));
  await workbench.runCommand('Callsmith: Rename in Whole File');
  const input = page.locator('.quick-input-widget input').first();
  await page
    .locator('.quick-input-widget')
    .filter({ hasText: 'Rename the tool "find_trains" in the whole file' })
    .waitFor();
  await workbench.screenshot('rename-file-input');
  await input.fill('cancel_booking');
  await page.getByText('This sample already has a tool called "cancel_booking".').waitFor();
  await input.fill('look_up_trains');
  await page.keyboard.press('Enter');
  await previewRows().filter({ hasText: 'look_up_trains' }).first().waitFor();
  // Places in calls and definitions are ticked, those in text are not.
  expect((await ticked()).slice(1, 4)).toEqual([true, false, true]);
  await workbench.screenshot('rename-file-preview');
  await page.getByRole('button', { name: 'Apply' }).click();
  await workbench.toast('9 samples now have "look_up_trains".').waitFor();
  await workbench.screenshot('rename-file-done');
  await workbench.focusEditor();
  await page.keyboard.press('Control+S');
  const wanted = before.map((line, i) =>
    i === 0
      ? line.replaceAll('"name":"find_trains"', '"name":"search_trains"')
      : (i === 1 ? line.replaceAll('train_id', 'train') : line).replaceAll(
          '"name":"find_trains"',
          '"name":"look_up_trains"',
        ),
  );
  await expect.poll(saved, patient).toEqual(wanted);
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
