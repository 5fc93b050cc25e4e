// States that a person should understand without asking: large files, more findings than are shown, other languages.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatLine, good, goodNumber, unknownFunction, wrongType } from '../support/chatLines.ts';
import { Workbench } from '../support/workbench.ts';

let workbench: Workbench;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'cs-states-'));
  const write = (file: string, lines: readonly string[]) => {
    mkdirSync(path.dirname(path.join(scratch, file)), { recursive: true });
    writeFileSync(path.join(scratch, file), lines.map((line) => `${line}\n`).join(''));
  };
  write('plain.jsonl', ['{"a":1}', '{"a":2}']);
  write(
    'many.jsonl',
    Array.from({ length: 2500 }, (_, i) => chatLine({ question: `Day ${i}?`, arguments: { city: 1 } })),
  );
  write(
    'long.jsonl',
    Array.from({ length: 14_000 }, (_, i) => chatLine({ question: `Oslo, day ${i}, 3 days?` })),
  );
  write('BFCL_v4_simple.json', [good, wrongType, unknownFunction]);
  write('set/one.jsonl', [good, wrongType]);
  write('set/callsmith.config.json', ['{ "format": "openai" }']);
  for (let bytes = 0, n = 0; bytes < 52 * 1024 * 1024; n += 5000) {
    const block = Array.from({ length: 5000 }, (_, i) => `${goodNumber(n + i)}\n`).join('');
    appendFileSync(path.join(scratch, 'huge.jsonl'), block);
    bytes += block.length;
  }
  appendFileSync(path.join(scratch, 'huge.jsonl'), `${wrongType}\n`);
  // A terminal is drawn as text, not as a picture, so that it can be read.
  workbench = await Workbench.open({
    workspace: scratch,
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  });
});
afterAll(async () => {
  await workbench?.close();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

test('a file of no known format: the status item says so, and why nothing is checked', async () => {
  await workbench.openFile('plain.jsonl');
  const item = workbench.statusItem('Plain JSONL, calls not checked');
  await item.waitFor();
  expect(await workbench.hoverOver(item, 'Callsmith knows')).toContain(
    'only the lines themselves are checked',
  );
});

test('a format from a configuration file: the status item says so', async () => {
  await workbench.openFile('one.jsonl');
  const item = workbench.statusItem('OpenAI / Azure chat fine-tuning');
  await item.waitFor();
  await workbench.hoverOver(item, 'set by callsmith.config.json');
});

test('more findings than VS Code shows: the status item has the real number', async () => {
  await workbench.openFile('many.jsonl');
  const item = workbench.statusItem('2,500');
  await item.waitFor();
  const tooltip = await workbench.hoverOver(item, 'VS Code lists 1,000 of these');
  // One for each line, and what is told of the file as a whole.
  expect(tooltip).toMatch(/of these 2,50\d findings/);
  expect(tooltip).toContain('Go to Next Problem');
  await workbench.screenshot('status-more-than-shown');
  await workbench.goTo(2400);
  await workbench.squiggles('error').first().waitFor();
});

test('a long file: findings in view come first, and the status item shows how far checking is', async () => {
  await workbench.openFile('long.jsonl');
  await workbench.statusItem(/\d+ %/).waitFor();
  await workbench.screenshot('status-checking');
  const done = workbench.statusItem('OpenAI / Azure chat fine-tuning');
  await done.locator('.codicon-check').waitFor({ timeout: 90_000 });
});

test('JSON Lines named .json: the switch of language is offered once, and then the file is checked', async () => {
  // The Problems view draws only the rows that fit.
  await workbench.runCommand('View: Close All Editors');
  await workbench.openFile('BFCL_v4_simple.json');
  const toast = workbench.toast('BFCL_v4_simple.json holds one JSON value per line');
  await toast.waitFor();
  await workbench.screenshot('language-offer');
  await toast.getByRole('button', { name: 'Treat as JSON Lines' }).click();
  await workbench.statusItem('JSON Lines').waitFor();
  await workbench.showProblem('"get_wether" is no tool of this sample');
});

test('a file over 50 MB: the status item says so, and Check File finds its mistake', async () => {
  const { page } = workbench;
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill('huge.jsonl');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'huge.jsonl' }).first().click();
  // On a remote machine VS Code asks before it opens a large file.
  await page.getByRole('button', { name: 'Open Anyway' }).click();
  const item = workbench.statusItem('over 50 MB');
  await item.waitFor();
  await workbench.hoverOver(item, 'Choose Check File');
  await workbench.screenshot('status-over-50-mb');
  await workbench.runCommand('Callsmith: Check File');
  await workbench.toast('Callsmith: checking huge.jsonl').waitFor();
  await workbench.screenshot('check-progress');
  await workbench.toast(/1 file, [\d,]+ samples: 1 error, 0 warnings/).waitFor({ timeout: 90_000 });
  await workbench.showProblem('"days" is "3" (string)');
  await workbench.screenshot('check-over-50-mb');
});

test('Install Command Line shows its command in a terminal, once, and runs nothing by itself', async () => {
  await workbench.openFile('plain.jsonl');
  await workbench.statusItem('Plain JSONL').waitFor();
  await workbench.runCommand('Callsmith: Install Command Line');
  const terminal = workbench.page.locator('.terminal-wrapper.active .xterm-rows');
  // Lines break where the window ends.
  const text = async () => (await terminal.innerText()).replace(/\s+/g, '');
  await expect.poll(text, { timeout: 20_000 }).toContain('PressEntertoinstallthecommandcallsmith.');
  // The server of VS Code 1.100 is installed without the native module that starts shells.
  if (workbench.running.server.name === 'floor') return;
  await expect.poll(text, { timeout: 20_000 }).toMatch(/npminstall--global".*callsmith\.callsmith-[\d.]+"$/);
  await workbench.screenshot('install-command-line');
  expect((await text()).split('npminstall').length).toBe(2);
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
