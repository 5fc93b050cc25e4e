// Writing a call in a real window: what is typed, what is offered, what is told of it, what is accepted.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeKinds, Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'examples' });
  // What starts with the first file is through with it once the lenses are drawn.
  await workbench.openFile('openai.jsonl');
  const lens = workbench.page.locator('.codelens-decoration').filter({ hasText: 'no problems' });
  await lens.first().waitFor();
});
afterAll(async () => {
  await workbench?.close();
});

const widget = () => workbench.page.locator('.suggest-widget.visible');
const rows = () => widget().locator('.monaco-list-row .label-name').allInnerTexts();
/** What is told beside the list of the offer that is chosen. */
const details = () => workbench.page.locator('.suggest-details-container').filter({ visible: true });
const signature = () => workbench.page.locator('.parameter-hints-widget.visible');
const patient = { timeout: 20_000 };
const savedText = (file: string) => () => readFileSync(path.join(workbench.folder, file), 'utf8');

/** Opens a file and goes to the place behind `text` in a line. */
async function goBehind(file: string, line: number, text: string): Promise<void> {
  const column = readFileSync(`examples/${file}`, 'utf8').split('\n')[line - 1]!.indexOf(text);
  expect(column).toBeGreaterThan(0);
  await workbench.openFile(file);
  await workbench.goTo(line, column + text.length + 1);
}

/** Asks for offers at the cursor. */
async function suggest(): Promise<void> {
  await workbench.page.keyboard.press('Control+Space');
  await widget().waitFor();
}

/** Goes down to an offer. When an extension starts meanwhile, VS Code asks all anew and is at the first offer again. */
async function choose(name: string): Promise<void> {
  const chosen = widget().locator('.monaco-list-row.focused .label-name');
  const isChosen = async () => {
    if ((await chosen.innerText()) === name) return true;
    await workbench.page.keyboard.press('ArrowDown');
    return false;
  };
  await expect.poll(isChosen, patient).toBe(true);
}

test('functions are offered with their arguments; what is told of one begins with its signature', async () => {
  await goBehind('openai.jsonl', 1, '"function":{"name":"');
  await suggest();
  await expect.poll(rows, patient).toEqual(['find_trains', 'book_seats', 'cancel_booking']);
  // Once opened, VS Code shows it with every list.
  await workbench.page.keyboard.press('Control+Space');
  await choose('book_seats');
  const told = async () => (await details().innerText()).replace(/\s+/g, ' ');
  await expect
    .poll(told, patient)
    .toMatch(
      /^book_seats\(train_id: string, seats: integer, wishes\?: array of string\) Books seats on a train\./,
    );
  await workbench.screenshot('completion-functions');
  await choose('book_seats');
  // The name that stands there is replaced as a whole.
  await workbench.page.keyboard.press('Enter');
  await workbench.page.keyboard.press('Control+S');
  const saved = savedText('openai.jsonl');
  await expect.poll(saved, patient).toContain('{"name":"book_seats","arguments":"{\\"from\\"');
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(saved, patient).toBe(readFileSync('examples/openai.jsonl', 'utf8'));
});

test('arguments come up while they are typed, in JSON inside a string, and are written with its escapes', async () => {
  await goBehind('openai.jsonl', 1, '\\"date\\":\\"2031-05-14\\"');
  await workbench.page.keyboard.type(',\\"');
  await widget().waitFor();
  await expect.poll(rows, patient).toEqual(['class', 'passengers']);
  await details().filter({ hasText: 'class?: "first" | "second"' }).waitFor();
  await workbench.screenshot('completion-arguments');
  await workbench.page.keyboard.type('c');
  await expect.poll(rows, patient).toEqual(['class']);
  await workbench.page.keyboard.press('Enter');
  // The value is wanted next, and its schema lists them.
  await expect.poll(rows, patient).toContain('"first"');
  await workbench.screenshot('completion-values');
  await workbench.page.keyboard.press('Enter');
  await widget().waitFor({ state: 'hidden' });
  await workbench.page.keyboard.press('Control+S');
  await expect
    .poll(savedText('openai.jsonl'), patient)
    .toContain('\\"2031-05-14\\",\\"class\\":\\"first\\"}');
});

test('a call list: the function is offered with what it requires, and its signature follows the arguments', async () => {
  const { page } = workbench;
  await goBehind('funreason.jsonl', 2, 'days=14)');
  // As fast as a person: VS Code drops the list of a comma when the next word comes before it.
  await page.keyboard.type(', res', { delay: 80 });
  await expect.poll(rows, patient).toEqual(['reserve_book']);
  await page.keyboard.press('Enter');
  // The first of its values is selected, to be typed over.
  await page.keyboard.type('B-2');
  await page.keyboard.press('Tab');
  await workbench.screenshot('completion-call');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+Space');
  await signature().waitFor();
  expect((await signature().innerText()).replace(/\s+/g, ' ')).toContain(
    'reserve_book(book_id: string, days?: integer, branch: "Centre" | "North" | "Harbour")',
  );
  await expect.poll(() => signature().locator('.parameter.active').innerText(), patient).toContain('branch');
  await workbench.screenshot('signature');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+S');
  await expect
    .poll(savedText('funreason.jsonl'), patient)
    .toContain('days=14), reserve_book(book_id=\\"B-2\\", branch=\\"Centre\\")]');
  await workbench.runCommand('View: Close Editor');
});

test.each(themeKinds)('offers and the signature above them in %s', async (kind) => {
  const { page } = workbench;
  await workbench.switchTheme(kind);
  await goBehind('funreason.jsonl', 1, '</think>\\n\\n[search_books(');
  await page.keyboard.press('Control+Shift+Space');
  await signature().waitFor();
  await suggest();
  await details().waitFor();
  await workbench.screenshot(`completion-${kind}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await workbench.hoverAt(
    1,
    readFileSync('examples/funreason.jsonl', 'utf8').indexOf('[search_books(') + 5,
    'Searches',
  );
  await workbench.screenshot(`hover-tool-${kind}`);
  await page.keyboard.press('Escape');
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
