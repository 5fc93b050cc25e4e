// A folder that nobody trusts, in VS Code's Restricted Mode: everything works, and nothing in the folder gets a say beyond
// how its own data sets are checked.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatSample, good, unknownFunction, weatherTool, wrongType } from '../support/chatLines.ts';
import { Workbench } from '../support/workbench.ts';

let workbench: Workbench;
let scratch: string;

/** What somebody might write who wants more than to describe a tool. */
const bait =
  'Weather ![pixel](https://outside.example/pixel.png) [run](command:workbench.trust.manage) <img src="https://outside.example/x.png">';
const baited = JSON.stringify({
  ...chatSample({ question: 'Oslo: the weather of the coming 3 days?' }),
  tools: [{ ...weatherTool, function: { ...weatherTool.function, description: bait } }],
});
const linkedName = '[Trust this folder](command:workbench.trust.manage).json';

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'cs-untrusted-'));
  const write = (file: string, lines: readonly string[]) => {
    mkdirSync(path.dirname(path.join(scratch, file)), { recursive: true });
    writeFileSync(path.join(scratch, file), lines.map((line) => `${line}\n`).join(''));
  };
  write('train.jsonl', [good, wrongType, unknownFunction, baited]);
  write('callsmith.config.json', [
    '{',
    '  "files": [{ "include": "train.jsonl", "format": "openai" }],',
    '  "rules": { "call.unknown-function": "hint", "call.format": "off" },',
    '  "exclude": ["left-out"]',
    '}',
  ]);
  write('left-out/no.jsonl', [wrongType]);
  write('greedy/callsmith.config.json', [
    '{ "command": "touch taken", "extends": "https://outside.example" }',
  ]);
  write('greedy/two.jsonl', [wrongType]);
  write('deep/callsmith.config.json', ['['.repeat(100_000)]);
  write('deep/three.jsonl', [wrongType, unknownFunction]);
  write(linkedName, [good, wrongType]);
  write('.vscode/settings.json', ['{ "callsmith.sweep.threads": 64 }']);
  workbench = await Workbench.open({
    workspace: scratch,
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  });
});
afterAll(async () => {
  await workbench?.close();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

/** The window says so itself, in its status bar. */
const inRestrictedMode = () => workbench.statusItem('Restricted Mode').waitFor();

test('the window is in Restricted Mode, and mistakes are found as ever', async () => {
  await inRestrictedMode();
  await workbench.openFile('train.jsonl');
  await workbench.showProblem('"days" is "3" (string); get_weather wants an integer. Write 3.');
  await workbench.squiggles('error').first().waitFor();
  await workbench.screenshot('untrusted-problems');
});

test('the configuration of the folder counts for formats and severities', async () => {
  const item = workbench.statusItem('OpenAI / Azure chat fine-tuning');
  await workbench.hoverOver(item, 'set by callsmith.config.json');
  expect(await workbench.hoverOver(item, '4 samples')).toContain('1 error, 0 warnings, 1 hint');
  await workbench.hoverOver(item, '1 rule switched off by configuration or settings.');
  await workbench.screenshot('untrusted-status');
});

test('the hover explains, and text of the data neither loads nor links anything', async () => {
  const hover = await workbench.hoverOver(workbench.squiggles('error').first(), 'Days ahead');
  expect(hover).toContain('Argument of get_weather');
  await workbench.page.keyboard.press('Escape');
  const column = baited.indexOf('"get_weather"') + 3;
  await workbench.hoverAt(4, column, '![pixel](https://outside.example/pixel.png)');
  const shown = workbench.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'outside.example' });
  expect(await shown.locator('img, a[href*="outside"], a[data-href*="command"]').count()).toBe(0);
  await workbench.screenshot('untrusted-hover');
  await workbench.page.keyboard.press('Escape');
  expect([...workbench.outsideRequests]).toEqual([]);
});

test('a quick fix mends the place, and the code of a finding opens its page', async () => {
  const { page } = workbench;
  await workbench.goTo(2, wrongType.indexOf('\\"3\\"') + 2);
  await workbench.showQuickFix('Write 3');
  await page.keyboard.press('Enter');
  await page.locator('.markers-panel').getByText('"days" is "3"').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Z');
  const row = await workbench.showProblem('"days" is "3"');
  await row.getByText('call.wrong-type').click();
  await workbench.webview().getByRole('heading', { name: 'call.wrong-type' }).waitFor();
  await workbench.runCommand('View: Close Editor');
});

test('Edit Sample opens a record by itself, and saving writes it back', async () => {
  const { page } = workbench;
  const file = path.join(workbench.folder, 'train.jsonl');
  const before = readFileSync(file, 'utf8').split('\n');
  await workbench.goTo(1, 1);
  await workbench.runCommand('Callsmith: Edit Sample');
  await page.locator('.tab.active').filter({ hasText: 'train.jsonl line 1' }).waitFor();
  // The line `"days": 3`.
  await workbench.goTo(15, 1, 2);
  await page.keyboard.press('End');
  await page.keyboard.type('0');
  await workbench.screenshot('untrusted-edit-sample');
  await page.keyboard.press('Control+s');
  const after = () => readFileSync(file, 'utf8').split('\n');
  const wanted = before.with(0, before[0]!.replace('\\"days\\":3', '\\"days\\":30'));
  await expect.poll(after, { timeout: 20_000 }).toEqual(wanted);
  await workbench.runCommand('View: Close Editor');
  await page.locator('.tab').filter({ hasText: 'train.jsonl line 1' }).waitFor({ state: 'detached' });
  await workbench.focusEditor();
});

test('Check File and Check Folder work; what the configuration excludes is left out', async () => {
  await workbench.runCommand('Callsmith: Check File');
  await workbench.toast('1 file, 4 samples: 1 error, 0 warnings, 1 hint.').waitFor();
  await workbench.clearNotifications();
  await workbench.runCommand('Callsmith: Check Folder');
  // train.jsonl 1, greedy 1, deep 2, the file with the odd name 1; left-out none.
  const toast = workbench.toast(/4 files, 9 samples: 5 errors, \d+ warnings?, \d+ hints?\./);
  await toast.waitFor();
  expect(await toast.innerText()).toContain(
    'Left out: deep/callsmith.config.json: line 1: The configuration is nested too deep here (and 2 more;',
  );
  await workbench.showProblem('The configuration is nested too deep here.');
  await workbench.screenshot('untrusted-check-folder');
  await workbench.clearNotifications();
});

test('a configuration that wants more than it may say is told, and its folder is checked without it', async () => {
  await workbench.openFile('two.jsonl');
  await workbench.showProblem('The configuration has no "command"; remove it');
  await workbench.showProblem('The configuration has no "extends"; remove it');
  await workbench.hoverOver(workbench.statusItem('OpenAI / Azure chat fine-tuning'), 'guessed from 1 record');
  await workbench.openFile('three.jsonl');
  await workbench.hoverOver(
    workbench.statusItem('OpenAI / Azure chat fine-tuning'),
    'guessed from 2 records',
  );
  await workbench.screenshot('untrusted-configuration');
});

test('a file with the name of a link is no link in a notification', async () => {
  await workbench.openFile(linkedName);
  const toast = workbench.toast('holds one JSON value per line');
  await toast.waitFor();
  await workbench.screenshot('untrusted-name');
  expect(await toast.locator('.notification-list-item-message a').count()).toBe(0);
  await toast.getByRole('button', { name: 'Keep JSON' }).click();
  // Asked once, not each time.
  await workbench.runCommand('View: Close Editor');
  await workbench.openFile(linkedName);
  await workbench.page.waitForTimeout(1500);
  expect(await toast.count()).toBe(0);
});

test('Install Command Line asks for no trust, but gives the command to copy', async () => {
  await workbench.runCommand('Callsmith: Install Command Line');
  const toast = workbench.toast('the folder is not trusted. Run the command in a terminal of your own.');
  await toast.waitFor();
  await workbench.screenshot('untrusted-install');
  await toast.getByRole('button', { name: 'Copy Command' }).click();
  await expect
    .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^npm install --global ".*callsmith\.callsmith-[\d.]+"$/);
});

test('the log says what was done, without a word of the records', async () => {
  await workbench.runCommand('Callsmith: Show Log');
  // The editor draws blanks that do not break.
  const log = async () =>
    (await workbench.page.locator('.output-view .view-lines').innerText()).replace(/\s+/g, ' ');
  await expect.poll(log).toMatch(/train\.jsonl: openai \(samples\), decided by config/);
  await workbench.screenshot('untrusted-log');
  expect(await log()).not.toMatch(/Oslo|get_weather/);
});

test('no model is asked about what stands in the folder, and the reason is told', async () => {
  await workbench.openFile('train.jsonl');
  await workbench.runCommand('Callsmith: Select Model Backend');
  const toast = workbench.page.locator('.notification-toast').filter({ hasText: 'not trusted' });
  await toast.first().waitFor({ timeout: 20_000 });
  await workbench.screenshot('untrusted-model');
  await workbench.runCommand('Notifications: Clear All Notifications');
});

test('to the end the folder is not trusted, nothing was asked for outside this machine, and the page had no error', async () => {
  await inRestrictedMode();
  expect([...workbench.outsideRequests]).toEqual([]);
  expect(workbench.pageErrors).toEqual([]);
});

test('token weights are shown, which only reads; no model scores anything', async () => {
  await workbench.openFile('train.jsonl');
  await workbench.runCommand('Callsmith: Show Token Weights');
  const page = workbench.webview().locator('body');
  await expect
    .poll(() => page.innerText(), { timeout: 20_000 })
    .toMatch(/estimate: characters, no tokenizer/);
  await workbench.screenshot('untrusted-weights');
  await workbench.focusEditor();
  await workbench.runCommand('Callsmith: Score Sample with Model');
  await workbench.toast('not trusted').first().waitFor({ timeout: 20_000 });
  await workbench.clearNotifications();
});
