import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good, wrongType } from '../support/chatLines.ts';
import { closeAll, eventually, show } from '../support/inEditor.ts';
import { remove, write } from './folder.ts';

/** The words of the lenses above a line. */
async function lensesOf(document: vscode.TextDocument, line: number): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    1_000,
  );
  return lenses
    .filter((lens) => lens.range.start.line === line)
    .map((lens) => (lens.command?.title ?? '').replaceAll('\u00a0', ' '));
}

/** What Check Answer says of a document: `line «text» message`. */
function told(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source?.startsWith('callsmith answer'))
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(
      ({ range, message, source }) =>
        `${range.start.line + 1} «${document.getText(range)}» ${message} | ${source}`,
    );
}

const check = (document: vscode.TextDocument, index: number) =>
  vscode.commands.executeCommand('callsmith.answer.check', document.uri, index);

const row = (id: string, line: string) => JSON.stringify({ id, ...(JSON.parse(line) as object) });
const answer = (id: string, args: object) => JSON.stringify({ id, ground_truth: [{ get_weather: args }] });

describe('Check Answer', () => {
  before(async () => {
    await write('answers/data.jsonl', [
      row('a', good),
      row('b', good),
      row('c', wrongType),
      '',
      row('d', good),
    ]);
    await write('answers/expected.jsonl', [
      answer('a', { city: ['Oslo'], days: [3, ''] }),
      answer('b', { city: ['Bergen'], days: [3, ''] }),
      answer('c', { city: ['Oslo'], days: [3] }),
      answer('d', { city: ['Oslo'], days: [4], unit: ['celsius'] }),
    ]);
    await write(
      'answers/callsmith.config.json',
      JSON.stringify({ files: [{ include: 'data.jsonl', answers: 'expected.jsonl' }] }),
    );
  });
  after(() => remove('answers'));
  afterEach(closeAll);

  const open = async () => show(await vscode.workspace.openTextDocument(await uri()));
  const uri = async () => (await vscode.workspace.findFiles('answers/data.jsonl'))[0]!;

  it('says in the lens that an answer is right, until the sample is edited', async () => {
    const { document, editor } = await open();
    assert.ok((await lensesOf(document, 0)).includes('$(checklist) Check Answer'));
    await check(document, 0);
    assert.deepEqual(told(document), []);
    assert.ok((await lensesOf(document, 0)).includes('$(pass) answer right'));
    assert.ok((await lensesOf(document, 1)).includes('$(checklist) Check Answer'));
    const at = document.lineAt(0).text.indexOf('Oslo');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, at, 0, at + 4), 'Olso'));
    await eventually('the old result to go', async () =>
      (await lensesOf(document, 0)).includes('$(checklist) Check Answer'),
    );
    await vscode.commands.executeCommand('undo');
    await eventually('the result to come back with the text', async () =>
      (await lensesOf(document, 0)).includes('$(pass) answer right'),
    );
    await document.save();
  });

  it('shows a wrong argument where it stands, and takes it along when lines move', async () => {
    const { document, editor } = await open();
    await check(document, 1);
    const words = "\"city\" is 'Oslo'; 'Bergen' is expected. | callsmith answer, expected.jsonl";
    assert.deepEqual(told(document), [`2 «\\"Oslo\\"» ${words}`]);
    const lenses = await lensesOf(document, 1);
    assert.deepEqual(lenses.slice(1, 3), ['$(error) answer wrong', '$(refresh) Regenerate Answer']);
    assert.equal(vscode.window.activeTextEditor!.selection.start.line, 1);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${good}\n`));
    await eventually('the result to move', () => told(document)[0]?.startsWith('3 «') ?? false);
    await vscode.commands.executeCommand('undo');
    await eventually('the result to move back', () => told(document)[0]?.startsWith('2 «') ?? false);
    await document.save();
  });

  it('calls an answer wrong that its own tool refuses, without telling it twice', async () => {
    const { document } = await open();
    await check(document, 2);
    assert.deepEqual(
      told(document).filter((line) => line.startsWith('3 ')),
      [],
    );
    assert.ok((await lensesOf(document, 2)).includes('$(error) answer wrong'));
  });

  it('checks all answers of a file', async () => {
    const { document } = await open();
    await vscode.commands.executeCommand('callsmith.answer.checkFile');
    const lenses = await Promise.all([0, 1, 2, 4].map((line) => lensesOf(document, line)));
    assert.deepEqual(
      lenses.map((words) => words[1]),
      [
        '$(pass) answer right',
        '$(error) answer wrong',
        '$(error) answer wrong',
        '$(error) answer wrong in 2 places',
      ],
    );
    assert.deepEqual(
      told(document).map((line) => line.split(' ')[0]),
      ['2', '5', '5'],
    );
  });

  it('keeps the results of equal samples apart, also when lines move', async () => {
    const output = (city: string) => JSON.stringify({ output: `[get_weather(city='${city}', days=3)]` });
    await write('answers/twice.jsonl', [good, good]);
    await write('answers/said.jsonl', [output('Bergen'), output('Oslo')]);
    await write(
      'answers/callsmith.config.json',
      JSON.stringify({
        files: [
          { include: 'data.jsonl', answers: 'expected.jsonl' },
          { include: 'twice.jsonl', outputs: 'said.jsonl' },
        ],
      }),
    );
    const [path] = await vscode.workspace.findFiles('answers/twice.jsonl');
    const { document, editor } = await show(await vscode.workspace.openTextDocument(path!));
    await vscode.commands.executeCommand('callsmith.answer.checkFile');
    const words = async (line: number) => (await lensesOf(document, line))[1];
    assert.deepEqual([await words(0), await words(1)], ['$(error) answer wrong', '$(pass) answer right']);
    // The model is wrong, not the sample: there is nothing to write anew.
    assert.ok(!(await lensesOf(document, 0)).includes('$(refresh) Regenerate Answer'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${wrongType}\n`));
    await eventually('the results to move', () => told(document)[0]?.startsWith('2 «') ?? false);
    assert.deepEqual([await words(1), await words(2)], ['$(error) answer wrong', '$(pass) answer right']);
    await vscode.commands.executeCommand('undo');
    await document.save();
  });

  it('reads answers in Java', async () => {
    const question = {
      id: 'simple_java_0',
      question: [[{ role: 'user', content: 'Show the map.' }]],
      function: [
        {
          name: 'Map.show',
          description: 'Shows a map.',
          parameters: {
            type: 'dict',
            properties: { area: { type: 'any', description: 'What is shown.' } },
            required: ['area'],
          },
        },
      ],
    };
    const truth = { id: 'simple_java_0', ground_truth: [{ 'Map.show': { area: ['mapArea'] } }] };
    await write('answers/java/BFCL_v4_simple_java.jsonl', [JSON.stringify(question)]);
    await write('answers/java/truth.jsonl', [JSON.stringify(truth)]);
    const write1 = (result: string) =>
      write('answers/java/result.jsonl', [JSON.stringify({ id: 'simple_java_0', result })]);
    await write1('Map.show(area = mapArea)');
    await write(
      'answers/java/callsmith.config.json',
      JSON.stringify({ files: [{ include: 'BFCL*', answers: 'truth.jsonl', outputs: 'result.jsonl' }] }),
    );
    const [path] = await vscode.workspace.findFiles('answers/java/BFCL*');
    const { document } = await show(await vscode.workspace.openTextDocument(path!));
    await check(document, 0);
    assert.deepEqual(told(document), []);
    assert.equal((await lensesOf(document, 0))[1], '$(pass) answer right');
    await write1('Map.show(area = otherArea)');
    await check(document, 0);
    assert.equal((await lensesOf(document, 0))[1], '$(error) answer wrong');
  });

  it('holds the calls against their tools where nothing else is known', async () => {
    const path = await write('answers/alone.jsonl', [good]);
    const { document } = await show(await vscode.workspace.openTextDocument(path));
    await check(document, 0);
    assert.ok((await lensesOf(document, 0)).includes('$(pass) calls fit tools'));
  });
});
