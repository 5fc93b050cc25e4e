import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import workerThreads from 'node:worker_threads';
import * as vscode from 'vscode';
import { createNodePorts } from '../../src/vscode/ports.node.ts';
import type { Ports } from '../../src/vscode/ports.ts';
import { good, goodNumber, missingArgument, unknownFunction, wrongType } from '../support/chatLines.ts';
import { callsmith, closeAll, codeOf, eventually, findings, show } from '../support/inEditor.ts';
import { MemoryFiles } from '../support/memoryFiles.ts';
import { at, folder, remove, write } from './folder.ts';

interface Totals {
  readonly files: number;
  readonly samples: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  readonly skipped: number;
}

const checkFile = (uri: vscode.Uri) => vscode.commands.executeCommand<Totals>('callsmith.check.file', uri);
const checkFolder = (uri: vscode.Uri) =>
  vscode.commands.executeCommand<Totals>('callsmith.check.folder', uri);

const wordsAt = (uri: vscode.Uri) =>
  vscode.languages
    .getDiagnostics(uri)
    .map(({ code, range, message }) => [codeOf({ code } as vscode.Diagnostic), range.start.line, message]);

describe('Check File and Check Folder', () => {
  before(() => callsmith());
  afterEach(async () => {
    await vscode.commands.executeCommand('callsmith.check.clear');
    await closeAll();
    await remove('swept');
  });

  it('read from disk, tell totals and put findings into Problems, at the places of the open document', async () => {
    const uri = await write('swept/one.jsonl', [good, wrongType, unknownFunction]);
    const { files, samples, errors } = await checkFile(uri);
    assert.deepEqual({ files, samples, errors }, { files: 1, samples: 3, errors: 2 });
    const fromDisk = vscode.languages.getDiagnostics(uri);
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    const asTyped = findings(document);
    const essence = (found: vscode.Diagnostic[]) =>
      found.map(({ code, range, message, severity }) => ({ code, range, message, severity }));
    assert.deepEqual(essence(asTyped), essence(fromDisk));
    const related = (found: vscode.Diagnostic[]) =>
      found.map((one) => one.relatedInformation?.map((info) => [info.message, info.location.range]));
    assert.deepEqual(related(fromDisk), related(asTyped));
  });

  it('walk a folder: data sets of every kind, and nothing else', async () => {
    await write('swept/a.jsonl', [good, wrongType]);
    await write('swept/deep/er/b.ndjson', [missingArgument]);
    await write('swept/array.json', JSON.stringify([JSON.parse(unknownFunction)], null, 2));
    await write('swept/settings.json', '{ "a": 1 }');
    await write('swept/notes.txt', 'no data');
    await write('swept/node_modules/x.jsonl', ['{']);
    const { files, samples, errors, skipped } = await checkFolder(at('swept'));
    assert.deepEqual({ files, samples, errors, skipped }, { files: 3, samples: 4, errors: 3, skipped: 1 });
    assert.deepEqual(
      wordsAt(at('swept/a.jsonl')).map(([code, line]) => [code, line]),
      [['call.wrong-type', 1]],
    );
    assert.deepEqual(
      wordsAt(at('swept/deep/er/b.ndjson')).map(([code, line]) => [code, line]),
      [['call.missing-argument', 0]],
    );
    assert.equal(wordsAt(at('swept/array.json')).length, 1);
    assert.deepEqual(wordsAt(at('swept/node_modules/x.jsonl')), []);
  });

  it('do not list a finding twice when its file is open or is opened later', async () => {
    const open = await write('swept/open.jsonl', [wrongType]);
    const later = await write('swept/later.jsonl', [wrongType]);
    await show(await vscode.workspace.openTextDocument(open));
    const { errors } = await checkFolder(at('swept'));
    assert.equal(errors, 2);
    assert.equal(vscode.languages.getDiagnostics(open).length, 1);
    assert.equal(vscode.languages.getDiagnostics(later).length, 1);
    await show(await vscode.workspace.openTextDocument(later));
    assert.equal(vscode.languages.getDiagnostics(later).length, 1);
  });

  it('list the findings of a file again when it was looked at and closed', async () => {
    const uri = await write('swept/looked.jsonl', [wrongType]);
    await checkFile(uri);
    const { sessions } = await callsmith();
    await vscode.commands.executeCommand('vscode.open', uri);
    await eventually('the session', () => sessions.has(uri));
    await closeAll();
    await eventually('its end', () => !sessions.has(uri));
    assert.equal(vscode.languages.getDiagnostics(uri).length, 1);
  });

  it('take the results away with Clear Check Results', async () => {
    const uri = await write('swept/cleared.jsonl', [wrongType]);
    await checkFile(uri);
    assert.equal(vscode.languages.getDiagnostics(uri).length, 1);
    await vscode.commands.executeCommand('callsmith.check.clear');
    assert.equal(vscode.languages.getDiagnostics(uri).length, 0);
  });

  it('follow the format and the severities of settings and configuration', async () => {
    const uri = await write('swept/decided.jsonl', [unknownFunction, wrongType]);
    await write('swept/callsmith.config.json', '{ "rules": { "call.unknown-function": "off" } }');
    assert.deepEqual(await checkFile(uri).then(({ errors, warnings }) => [errors, warnings]), [1, 0]);
    await write('swept/callsmith.config.json', '{ "format": "plain" }');
    assert.equal((await checkFolder(at('swept'))).errors, 0);
  });

  it('tell which file could not be read, and check the others', async () => {
    await write('swept/one.jsonl', [wrongType]);
    const totals = await vscode.commands.executeCommand<Totals | undefined>(
      'callsmith.check.file',
      at('swept/missing.jsonl'),
    );
    assert.equal(totals?.files, 0);
    assert.equal((await checkFolder(at('swept'))).errors, 1);
  });

  it('check files of a virtual workspace, which lie on no disk', async () => {
    const files = new MemoryFiles('callsmith-virtual');
    const registered = vscode.workspace.registerFileSystemProvider(files.scheme, files);
    try {
      files.write('/set/a.jsonl', `${good}\n${wrongType}\n`);
      files.write('/set/b.json', JSON.stringify([JSON.parse(unknownFunction)], null, 2));
      files.write('/set/settings.json', '{ "a": 1 }');
      const { files: checked, samples, errors, skipped } = await checkFolder(files.uri('/set'));
      assert.deepEqual(
        { checked, samples, errors, skipped },
        { checked: 2, samples: 3, errors: 2, skipped: 1 },
      );
      assert.deepEqual(
        wordsAt(files.uri('/set/a.jsonl')).map(([code, line]) => [code, line]),
        [['call.wrong-type', 1]],
      );
    } finally {
      registered.dispose();
    }
  });

  it('check a file of 52 MB, which VS Code does not hand to extensions', async function () {
    this.timeout(240_000);
    const scratch = mkdtempSync(join(tmpdir(), 'cs-large-'));
    try {
      const path = join(scratch, 'large.jsonl');
      const file = openSync(path, 'w');
      let samples = 0;
      for (let bytes = 0; bytes < 52 * 1024 * 1024;) {
        const lines = Array.from({ length: 2000 }, (_, n) => `${goodNumber(samples + n)}\n`);
        bytes += writeSync(file, lines.join(''));
        samples += 2000;
      }
      writeSync(file, `${wrongType}\n`);
      closeSync(file);
      const uri = folder().with({ path });
      await assert.rejects(async () => vscode.workspace.openTextDocument(uri), /50MB/);
      const totals = await checkFile(uri);
      assert.deepEqual([totals.samples, totals.errors], [samples + 1, 1]);
      assert.deepEqual(
        wordsAt(uri)
          .map(([code, line]) => [code, line])
          .filter(([code]) => code !== 'dataset.balance'),
        [['call.wrong-type', samples]],
      );
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });

  it('run in worker threads, and stop when they are cancelled', async function () {
    this.timeout(120_000);
    const block = Array.from({ length: 4000 }, () => good);
    for (let i = 0; i < 12; i++) await write(`swept/${i}.jsonl`, block);
    const extension = vscode.extensions.getExtension('callsmith.callsmith')!;
    const context = { extensionUri: extension.extensionUri } as vscode.ExtensionContext;
    const noPorts = {} as Ports; // for virtual workspaces, which this is not
    const ports = createNodePorts(context, noPorts);
    const source = new vscode.CancellationTokenSource();
    const started: string[] = [];
    const { Worker } = workerThreads;
    workerThreads.Worker = class extends Worker {
      constructor(file: string | URL, options?: workerThreads.WorkerOptions) {
        super(file, options);
        started.push(String(file));
      }
    };
    let told = 0;
    try {
      const sweep = ports.sweep(
        { uris: [at('swept')], rules: {}, threads: 1, keepPerFile: 10 },
        () => {
          told++;
          source.cancel();
        },
        () => undefined,
        source.token,
      );
      await assert.rejects(sweep, (error: Error) => error.name === 'CancelledError');
    } finally {
      workerThreads.Worker = Worker;
    }
    assert.equal(started.length, 1);
    assert.match(started[0]!, /dist.worker\.js$/);
    assert.ok(told >= 1 && told < 12, `${told} files were told`);
    ports.dispose();
  });
});
