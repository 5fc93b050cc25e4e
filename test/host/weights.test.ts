import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good } from '../support/chatLines.ts';
import { closeAll, eventually, show } from '../support/inEditor.ts';
import { at, remove, write } from './folder.ts';

const suite = () => vscode.Uri.joinPath(extensionUri(), 'test', 'suites', 'trace', 'demo.cstrace');

function extensionUri(): vscode.Uri {
  return vscode.extensions.getExtension('callsmith.callsmith')!.extensionUri;
}

/** Copies files of the recorded run into the workspace, as a training machine would write them. */
async function record(...paths: string[]): Promise<void> {
  for (const path of paths)
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(suite(), path), at(`weights/demo.cstrace/${path}`), {
      overwrite: true,
    });
}

/** The lenses about weights, by line. */
async function weightLenses(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    1_000,
  );
  return lenses
    .filter(({ command }) => command?.command === 'callsmith.heat.show')
    .map(({ command, range }) => `${range.start.line + 1} ${command!.title.replaceAll('\u00a0', ' ')}`);
}

function pages(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('callsmith.heatmap'),
    );
}

describe('token weights', () => {
  before(async () => {
    const demo = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(suite(), 'demo.jsonl'));
    await write('weights/demo.jsonl', new TextDecoder().decode(demo).trimEnd().split('\n'));
    await write('weights/other.jsonl', [good]);
    await record('manifest.json', 'renders');
  });
  after(() => remove('weights'));
  afterEach(closeAll);

  const open = async (name: string) => show(await vscode.workspace.openTextDocument(at(`weights/${name}`)));

  it('are told above samples that a run has, and nowhere else', async () => {
    const document = (await open('demo.jsonl')).document;
    await eventually('lenses of the run', async () => (await weightLenses(document)).length === 8);
    assert.deepEqual(
      [...new Set((await weightLenses(document)).map((words) => words.slice(2)))],
      ['$(graph) Weights'],
    );
    const other = (await open('other.jsonl')).document;
    assert.deepEqual(await weightLenses(other), []);
  });

  it('follow a run that is being recorded', async () => {
    const document = (await open('demo.jsonl')).document;
    await record('steps', 'visits');
    await eventually('visits in the lenses', async () =>
      (await weightLenses(document)).some((words) => words.includes('visits')),
    );
    const [first] = await weightLenses(document);
    assert.match(first!, /^1 \$\(graph\) Weights \(3 visits · call share \d+ % · call loss \d\.\d\d ↓\)$/);
  });

  it('say nothing of a sample that was edited since, until the page is asked', async () => {
    const { document } = await open('demo.jsonl');
    const editor = vscode.window.activeTextEditor!;
    await eventually('lenses', async () => (await weightLenses(document)).length === 8);
    const start = document.lineAt(0).text.indexOf('Oslo');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, start, 0, start + 4), 'Rome'));
    await eventually('the first lens without a run', async () =>
      (await weightLenses(document))[0]!.endsWith('$(graph) Weights'),
    );
    await vscode.commands.executeCommand('undo');
    await eventually('the first lens with its run', async () =>
      (await weightLenses(document))[0]!.includes('3 visits'),
    );
  });

  it('have a page beside the editor, one for all samples', async () => {
    const { document } = await open('demo.jsonl');
    await vscode.commands.executeCommand('callsmith.heat.show', document.uri, 2);
    await vscode.commands.executeCommand('callsmith.heat.show', document.uri, 3);
    await eventually('the page', () => pages().length === 1);
  });

  it('are previewed where no run has the sample', async () => {
    const { document } = await open('other.jsonl');
    await vscode.commands.executeCommand('callsmith.heat.show', document.uri, 0);
    await eventually('the page', () => pages().length === 1);
  });

  it('go with the folder of the run', async () => {
    const { document } = await open('demo.jsonl');
    await eventually('lenses', async () => (await weightLenses(document)).length === 8);
    await remove('weights/demo.cstrace');
    await eventually('no visits in the lenses', async () =>
      (await weightLenses(document)).every((words) => !words.includes('visits')),
    );
  });

  it('have a demo run, in an editor without a file', async () => {
    await vscode.commands.executeCommand('callsmith.trace.openDemo');
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.isUntitled, true);
    await eventually('lenses of the demo', async () =>
      (await weightLenses(document)).some((words) => words.includes('3 visits')),
    );
    await eventually('the page', () => pages().length === 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
