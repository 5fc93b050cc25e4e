// Writing a call in a real window: what is typed, what is offered, what is accepted.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples' });
});
afterAll(async () => {
  await workbench?.close();
});

const widget = () => workbench.page.locator('.suggest-widget.visible');
const rows = () => widget().locator('.monaco-list-row .label-name').allInnerTexts();

/** Opens a file and goes to the place behind `text` in a line. */
async function goBehind(file: string, line: number, text: string): Promise<void> {
  const column = readFileSync(`examples/${file}`, 'utf8').split('\n')[line - 1]!.indexOf(text);
  expect(column).toBeGreaterThan(0);
  await workbench.openFile(file);
  await workbench.goTo(line, column + text.length + 1);
}

test('arguments come up while they are typed, in JSON inside a string, and are written with its escapes', async () => {
  await goBehind('openai.jsonl', 1, '\\"date\\":\\"2031-05-14\\"');
  await workbench.page.keyboard.type(',\\"');
  await widget().waitFor();
  await expect.poll(rows).toEqual(['class', 'passengers']);
  await workbench.screenshot('completion-arguments');
  await workbench.page.keyboard.type('c');
  await expect.poll(rows).toEqual(['class']);
  await workbench.page.keyboard.press('Enter');
  // The value is wanted next, and its schema lists them.
  await expect.poll(rows).toContain('"first"');
  await workbench.screenshot('completion-values');
  await workbench.page.keyboard.press('Enter');
  await widget().waitFor({ state: 'hidden' });
  await workbench.page.keyboard.press('Control+S');
  const saved = () => readFileSync(path.join(workbench.folder, 'openai.jsonl'), 'utf8');
  await expect.poll(saved).toContain('\\"2031-05-14\\",\\"class\\":\\"first\\"}');
});

test('a call list shows the signature', async () => {
  await goBehind('funreason.jsonl', 1, '</think>\\n\\n[search_books(');
  await workbench.page.keyboard.press('Control+Shift+Space');
  const hints = workbench.page.locator('.parameter-hints-widget.visible');
  await hints.waitFor();
  expect(await hints.innerText()).toContain('search_books(');
  await workbench.screenshot('signature');
});
