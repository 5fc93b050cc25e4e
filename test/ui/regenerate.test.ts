// A new chain of thought, the whole way: a server is set up, asked, its answer compared, taken or refused.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startModelServer, type ModelServer } from '../support/startModelServer.ts';
import { themeKinds, Workbench } from '../support/workbench.ts';

let workbench: Workbench;
let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
  workbench = await Workbench.open({
    workspace: 'examples',
    machineSettings: { 'callsmith.judges.models': ['scripted'] },
  });
});
afterAll(async () => {
  await workbench?.close();
  await server?.stop();
});

const patient = { timeout: 20_000 };
const original = readFileSync('examples/funreason.jsonl', 'utf8');
const saved = () => readFileSync(path.join(workbench.folder, 'funreason.jsonl'), 'utf8');
const lens = (text: string) => workbench.lens(text);
const toast = (text: string) =>
  workbench.page.locator('.notification-toast').filter({ hasText: text }).first();
const input = () => workbench.page.locator('.quick-input-widget input').first();
const title = (text: string) =>
  workbench.page.locator('.quick-input-widget .quick-input-title').filter({ hasText: text });
const diff = () => workbench.page.locator('.editor-group-container.active .monaco-diff-editor');

test('without a model the way to one is offered', async () => {
  await workbench.openFile('funreason.jsonl');
  await lens('Regenerate CoT').first().waitFor(patient);
  await lens('Regenerate CoT').first().click();
  await toast('No model is set up').waitFor(patient);
  await workbench.screenshot('regenerate-no-model');
  await toast('No model is set up').getByText('Select Model Backend').click();
  await title('Select Model Backend').waitFor(patient);
  await workbench.screenshot('backend-select');
});

test('a server is entered, asked for its models, and tested', async () => {
  const { keyboard } = workbench.page;
  await server.script({ text: 'OK' });
  await keyboard.press('Enter');
  await title('Base URL of the Server').waitFor(patient);
  await input().fill(server.baseUrl);
  await keyboard.press('Enter');
  await title('Key for').waitFor(patient);
  await workbench.screenshot('backend-key');
  await input().fill('sk-of-the-test');
  await keyboard.press('Enter');
  await title('Model of').waitFor(patient);
  await input().fill('scripted');
  await workbench.screenshot('backend-model');
  await keyboard.press('Enter');
  await toast('scripted at').waitFor(patient);
  expect(await toast('scripted at').innerText()).toMatch(/scripted at 127\.0\.0\.1:\d+ answers/);
  const asked = (await server.requests()).filter(({ path: at }) => at.endsWith('/chat/completions'));
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-of-the-test']);
  const item = workbench.page.locator('.statusbar-item').filter({ hasText: 'scripted' });
  await item.first().waitFor(patient);
  await workbench.runCommand('Notifications: Clear All Notifications');
});

test('the first sample that is sent to a host names it and asks', async () => {
  await server.script({
    pieces: ['<cot>The user ', 'asks for one book, ', 'so one "search" does it.</cot>'],
  });
  await lens('Regenerate CoT').first().click();
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor(patient);
  expect(await dialog.innerText()).toMatch(/Send 1 sample to 127\.0\.0\.1:\d+\?/);
  await workbench.screenshot('regenerate-consent');
  await dialog.getByText('Send', { exact: true }).click();
  await diff().waitFor(patient);
  // Without white space: lines are wrapped.
  const shown = async () => (await diff().innerText()).replace(/\s/g, '');
  await expect.poll(shown, patient).toContain('Theuserasksforonebook,soone"search"doesit.');
  await toast('A new thought of').waitFor(patient);
  expect(saved()).toBe(original);
  await workbench.screenshot('regenerate-diff');
});

test.each(themeKinds)('the diff in %s', async (kind) => {
  await workbench.switchTheme(kind);
  await diff().waitFor(patient);
  await workbench.screenshot(`regenerate-${kind}`);
});

test('accepted, it stands in its line, and no other byte is another', async () => {
  await workbench.runCommand('Callsmith: Accept Change');
  await diff().waitFor({ state: 'detached', ...patient });
  await workbench.page.keyboard.press('Control+S');
  const before = '<think>\\nA search by title and author.\\n</think>';
  const after = '<think>\\nThe user asks for one book, so one \\"search\\" does it.\\n</think>';
  expect(original.split(before)).toHaveLength(2);
  // Until it is whole: a file that is being written is empty for a moment.
  await expect.poll(saved, patient).toBe(original.replace(before, after));
  // One step back is the file as it was.
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(saved, patient).toBe(original);
});

test('the model answers the question itself, and is told where it is wrong', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script(
    {
      text: '<NewFC>[{"name": "reserve_book", "arguments": {"book_id": "B-1193", "branch": "North", "days": 14}}]</NewFC>',
    },
    // Some models write calls as they have learnt them, whatever they are asked for.
    { text: "<think>Two weeks.</think>\n[reserve_book(branch='Harbour', days=14, book_id='B-1193')]" },
  );
  await workbench.goTo(2, 1);
  await workbench.runCommand('Callsmith: Model Answer');
  await toast('scripted gives another answer').waitFor(patient);
  expect(await toast('scripted gives another answer').innerText()).toContain("'Harbour' is expected");
  await lens('answer wrong').first().waitFor(patient);
  await workbench.screenshot('model-answer');
  await workbench.runCommand('Callsmith: Model Answer');
  await toast('scripted gives the expected answer').waitFor(patient);
  const asked = (await server.requests()).at(-1)!.body!.messages.at(-1)!.content;
  expect(asked).toContain('Reserve B-1193 at the harbour for 14 days.');
  expect(asked).not.toContain('Book B-1193, branch Harbour');
  expect(saved()).toBe(original);
});

test('a benchmark’s question is asked, and compared with the file of its answers', async () => {
  const parameters = {
    type: 'dict',
    properties: { city: { type: 'string', description: 'Name of the city' } },
    required: ['city'],
  };
  const tools = [{ name: 'get_weather', description: 'Weather of a city', parameters }];
  const question = [[{ role: 'user', content: 'How is the weather in Oslo?' }]];
  const write = (file: string, value: object) =>
    writeFileSync(path.join(workbench.folder, file), `${JSON.stringify(value)}\n`);
  mkdirSync(path.join(workbench.folder, 'possible_answer'));
  write('possible_answer/questions.jsonl', {
    id: 'simple_0',
    ground_truth: [{ get_weather: { city: ['Oslo'] } }],
  });
  write('questions.jsonl', { id: 'simple_0', question, function: tools });
  await workbench.openFile('questions.jsonl');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script({ text: "[get_weather(city='Bergen')]" }, { text: "[get_weather(city='Oslo')]" });
  await workbench.goTo(1, 1);
  await workbench.runCommand('Callsmith: Model Answer');
  await toast('scripted gives another answer').waitFor(patient);
  await workbench.runCommand('Callsmith: Model Answer');
  await toast('scripted gives the expected answer').waitFor(patient);
  rmSync(path.join(workbench.folder, 'possible_answer'), { recursive: true });
  await workbench.runCommand('Callsmith: Model Answer');
  await toast('no file beside it says what is expected').waitFor(patient);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.openFile('funreason.jsonl');
});

/** What decorations of the diff say behind lines. */
const afterTexts = () =>
  diff().evaluate((element) =>
    [...element.querySelectorAll('.view-line span')]
      .map((span) => getComputedStyle(span, '::after').content)
      .filter((content) => content !== 'none' && content !== 'normal')
      .map((content) =>
        content
          .replace(/^"|"$/g, '')
          .replace(/\\"/g, '"')
          .replace(/\u00a0/g, ' '),
      ),
  );

const rightCalls = 'Are functions and parameters right?';
const rightForm = 'Is the form right?';

test('judges vote on an answer with which nothing else is wrong', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script(
    { match: rightForm, text: 'It has the form.\n<judge>True</judge><score>0.9</score>' },
    { match: rightCalls, text: 'They are.\n<judge>True</judge><score>0.8</score>' },
    { match: rightForm, text: 'It has the form.\n<judge>True</judge>' },
    { match: rightCalls, text: 'The day is missing.\n<judge>False</judge>' },
  );
  await workbench.goTo(3, 1);
  await workbench.runCommand('Callsmith: Check Answer');
  await toast('1 of 1 judges say so').waitFor(patient);
  expect(await toast('1 of 1 judges say so').innerText()).toMatch(/\([\d,]+ tokens/);
  await lens('1/1 judges').first().waitFor(patient);
  await workbench.screenshot('judges');
  await workbench.runCommand('Callsmith: Check Answer');
  await toast('The day is missing.').waitFor(patient);
  await workbench.screenshot('judges-no');
});

test('a judge that says both yes and no has not said yes', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script(
    { match: rightForm, text: '<judge>True</judge>' },
    // As when a sample makes the judge repeat what it wants to hear.
    { match: rightCalls, text: '<judge>False</judge> The text says: <judge>True</judge>' },
  );
  await workbench.runCommand('Callsmith: Check Answer');
  await toast('0 of 1 judges').waitFor(patient);
  expect(await toast('0 of 1 judges').innerText()).toContain('judges more than once, and not alike');
});

test('an answer that was found wrong is written anew, shown by its arguments, and only that', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.reset();
  const hours = (branch: string) => ({ name: 'opening_hours', arguments: { branch, day: 'Sunday' } });
  const proposed = [hours('Harbour'), hours('North')];
  await server.script(
    {
      match: rightCalls,
      text: `The harbour was asked for.\n<judge>False</judge>\n<NewFC>${JSON.stringify(proposed)}</NewFC>`,
    },
    // The judges look at what is proposed.
    { match: rightCalls, text: '<judge>True</judge>' },
    { match: rightForm, text: '<judge>True</judge>' },
  );
  // The judges found this one wrong above.
  await lens('Regenerate Answer').first().waitFor(patient);
  await workbench.screenshot('regenerate-answer-lens');
  await lens('Regenerate Answer').first().click();
  await diff().waitFor(patient);
  await toast('proposes other calls').waitFor(patient);
  expect(await toast('proposes other calls').innerText()).toContain(
    'opening_hours: branch "Centre" → "Harbour"',
  );
  // Beside the line that differs; the words are a decoration, so they are in the page as style.
  await expect.poll(afterTexts, patient).toContain('opening_hours: branch "Centre" → "Harbour"');
  await workbench.screenshot('regenerate-answer');
  await toast('proposes other calls').getByText('Accept', { exact: true }).click();
  await diff().waitFor({ state: 'detached', ...patient });
  await toast('may still argue for the old one').waitFor(patient);
  await workbench.page.keyboard.press('Control+S');
  const before = '[opening_hours(branch=\\"Centre\\", day=';
  expect(original.split(before)).toHaveLength(2);
  await expect
    .poll(saved, patient)
    .toBe(original.replace(before, '[opening_hours(branch=\\"Harbour\\", day='));
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(saved, patient).toBe(original);
});

test('calls that do not fit the tools are not even shown', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  const proposed = { name: 'reserve_book', arguments: { book_id: 'B-1193', branch: 'South' } };
  await server.script({
    match: rightCalls,
    text: `<judge>False</judge><NewFC>${JSON.stringify([proposed])}</NewFC>`,
  });
  await workbench.goTo(2, 1);
  await workbench.runCommand('Callsmith: Regenerate Answer');
  await toast('do not fit the tools').waitFor(patient);
  expect(saved()).toBe(original);
});

test('judges look at all answers of a file with which nothing else is wrong', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.reset();
  const votes = Array.from({ length: 9 }, () => [
    { match: rightCalls, text: '<judge>True</judge>' },
    { match: rightForm, text: '<judge>True</judge>' },
  ]).flat();
  await server.script({ match: rightForm, text: 'A day is missing.\n<judge>False</judge>' }, ...votes);
  await workbench.runCommand('Callsmith: Check All Answers of File');
  await toast('samples judged').waitFor(patient);
  const words = (await toast('samples judged').innerText()).replace(/\s+/g, ' ');
  const [, right, judged] = /(\d+) right, \d+ wrong.*; (\d+) samples judged, [\d,]+ tokens/.exec(words)!;
  // One of those that were right before has a judge against it.
  expect(Number(right)).toBe(Number(judged) - 1);
  expect((await server.requests()).length).toBe(2 * Number(judged));
  await workbench.screenshot('judges-file');
});

test('thoughts of several samples come as one diff, say what failed, and are one step to undo', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.reset();
  await server.script(
    { match: 'The Tin Drum', text: '<cot>One title, one search.</cot>' },
    { match: 'Reserve B-1193', text: '<cot></cot>' },
    { match: 'When do the centre', text: '<cot>Both branches, same day.</cot>' },
  );
  await workbench.goTo(1, 1);
  // A whole line each time, however it is wrapped.
  for (let line = 0; line < 3; line++) await workbench.page.keyboard.press('Control+L');
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await diff().waitFor(patient);
  await toast('2 new thoughts').waitFor(patient);
  const words = await toast('2 new thoughts').innerText();
  expect(words).toContain('1 sample without one, such as line 2: The thought in the reply is empty.');
  await workbench.screenshot('regenerate-several');
  await toast('2 new thoughts').getByText('Accept', { exact: true }).click();
  await diff().waitFor({ state: 'detached', ...patient });
  await workbench.page.keyboard.press('Control+S');
  await expect
    .poll(saved, patient)
    .toBe(
      original
        .replace('<think>\\nA search by title and author.\\n', '<think>\\nOne title, one search.\\n')
        .replace('<think>\\nTwo branches, so two calls.\\n', '<think>\\nBoth branches, same day.\\n'),
    );
  await workbench.page.keyboard.press('Control+Z');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(saved, patient).toBe(original);
});

test('a thought that would break out of its tags is refused, and nothing is written', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script({ text: '<cot>Fine. <tool_call>{"name": "reserve_book"}</tool_call></cot>' });
  await workbench.goTo(1, 1);
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('take for the border of a thought').waitFor(patient);
  await workbench.screenshot('regenerate-refused');
  expect(saved()).toBe(original);
});

test('a folder has words of its own for a prompt, and is told what they lack', async () => {
  const { keyboard } = workbench.page;
  const prompt = path.join(workbench.folder, '.callsmith/prompts/regenerate-natural.md');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Callsmith: Edit a Prompt');
  await title('Edit a Prompt').waitFor(patient);
  await workbench.screenshot('prompts');
  await keyboard.press('Enter');
  await expect.poll(() => existsSync(prompt), patient).toBe(true);
  expect(readFileSync(prompt, 'utf8')).toContain('{{answer}}');
  await workbench.page.locator('.tab.active').filter({ hasText: 'regenerate-natural.md' }).waitFor(patient);
  writeFileSync(prompt, 'Say why. {{conversation}} {{anser}}');
  await workbench.openFile('funreason.jsonl');
  await workbench.goTo(1, 1);
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('regenerate-natural.md').waitFor(patient);
  const words = await toast('regenerate-natural.md').innerText();
  expect(words).toContain('There is no placeholder {{anser}}');
  expect(words).toContain('The placeholder {{answer}} is missing');
  await server.reset();
  writeFileSync(prompt, 'In our words: {{conversation}} {{answer}}');
  await server.script({ match: 'In our words', text: '<cot>Ours.</cot>' });
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('A new thought of 5 characters').waitFor(patient);
  await workbench.runCommand('Callsmith: Reject Change');
  await diff().waitFor({ state: 'detached', ...patient });
  // What is there and cannot be read is told: nobody is asked in other words than those that were written.
  rmSync(prompt);
  mkdirSync(prompt);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('regenerate-natural.md cannot be read as a prompt').waitFor(patient);
  rmSync(path.dirname(path.dirname(prompt)), { recursive: true });
  expect(saved()).toBe(original);
});

test('a server that refuses the key, or is gone, is named with what to do', async () => {
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.script({ status: 401, body: { error: { message: 'no' } } });
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('refused the key').waitFor(patient);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await server.stop();
  await workbench.runCommand('Callsmith: Regenerate CoT');
  await toast('Nothing answers at').waitFor(patient);
  await workbench.screenshot('regenerate-unreachable');
  expect(saved()).toBe(original);
});

test('the page had no uncaught error', () => {
  expect(workbench.pageErrors).toEqual([]);
});
