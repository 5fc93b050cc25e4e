// Check Answer as a person meets it: a lens, what it says afterwards, and where the answer is wrong.
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
const lenses = () => workbench.page.locator('.codelens-decoration');
const lens = (text: string) => lenses().filter({ hasText: text });

test('a click on the lens says whether the recorded answer of the model is right', async () => {
  await workbench.openFile('funreason.jsonl');
  await lens('Check Answer').first().waitFor();
  await workbench.screenshot('check-answer-before');
  await lens('Check Answer').first().locator('a', { hasText: 'Check Answer' }).click();
  await lens('answer right').first().waitFor(patient);
  const notice = workbench.page.locator('.notification-toast').filter({ hasText: 'The answer is right' });
  await notice.first().waitFor(patient);
  expect(await notice.first().innerText()).toContain('against outputs/funreason.jsonl, profile fair');
  await workbench.screenshot('check-answer-right');
});

test('all answers of the file: how many are right, and Problems tells where the others are wrong', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Callsmith: Check All Answers of File');
  const notice = workbench.page.locator('.notification-toast').filter({ hasText: 'right,' });
  await notice.first().waitFor(patient);
  await lens('answer wrong').first().waitFor(patient);
  await workbench.screenshot('check-answer-file');
  await notice.first().getByText('Show Problems').click();
  await expect
    .poll(async () => (await workbench.problems()).map(({ text }) => text).join('\n'), patient)
    .toContain("The model: \"branch\" is 'Centre'; 'Harbour' is expected.");
  await workbench.screenshot('check-answer-problems');
});

test.each(themeKinds)('the lenses in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await workbench.goTo(1, 1);
  await lens('answer right').first().waitFor(patient);
  await workbench.screenshot(`check-answer-${kind}`);
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
