import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { good, unknownFunction, wrongType } from '../support/chatLines.ts';
import {
  callsmith,
  closeAll,
  eventually,
  findingWords,
  settled,
  show,
  showText,
} from '../support/inEditor.ts';
import { at, remove, write } from './folder.ts';

const config = 'decided/callsmith.config.json';

describe('the format of a file', () => {
  afterEach(async () => {
    await closeAll();
    await remove('decided');
    const { sessions } = await callsmith();
    await sessions.workspaceState.update('callsmith.pickedFormats', undefined);
    const configuration = vscode.workspace.getConfiguration('callsmith');
    await configuration.update('validate.format', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('is decided by vote of the records', async () => {
    const { session } = await showText(`${good}\n${good}\n`);
    const { id, decidedBy, vote } = session.state.format;
    assert.deepEqual({ id, decidedBy, share: vote.share }, { id: 'openai', decidedBy: 'vote', share: 1 });
  });

  it('is plain when nothing fits, and then only the lines are checked', async () => {
    const { session, document } = await showText('{"a":1}\n{"b":"x"}\n{oops\n');
    assert.equal(session.state.format.id, 'plain');
    assert.deepEqual(findingWords(document), ['error record.not-json 3 «{oops»']);
  });

  it('turns while a file is being written', async () => {
    const { session, document, editor } = await showText('{"a":1}\n');
    assert.equal(session.state.format.id, 'plain');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), `${wrongType}\n${good}\n`));
    await settled(document);
    assert.equal(session.state.format.id, 'openai');
    assert.deepEqual(findingWords(document), ['error call.wrong-type 1 «\\"3\\"»']);
  });

  it('is decided by pick over configuration, configuration over setting, setting over vote', async () => {
    const { sessions } = await callsmith();
    const configuration = vscode.workspace.getConfiguration('callsmith');
    const uri = await write('decided/data.jsonl', [good, unknownFunction]);
    const { document, session } = await show(await vscode.workspace.openTextDocument(uri));
    const decided = () => `${session.state.format.id} by ${session.state.format.decidedBy}`;
    const becomes = (wanted: string) =>
      eventually(`${wanted} (now ${decided()})`, () => decided() === wanted);
    await becomes('openai by vote');

    await configuration.update('validate.format', 'xlam', vscode.ConfigurationTarget.Workspace);
    await becomes('xlam by setting');

    await write(config, '{ "format": "hf" }');
    await becomes('hf by config');

    await sessions.pickFormat(document, 'plain');
    await becomes('plain by pick');
    await settled(document);
    assert.deepEqual(findingWords(document), []);

    await sessions.pickFormat(document, undefined);
    await becomes('hf by config');
    await remove(config);
    await becomes('xlam by setting');
    await configuration.update('validate.format', undefined, vscode.ConfigurationTarget.Workspace);
    await becomes('openai by vote');
    await settled(document);
    assert.deepEqual(findingWords(document), ['error call.unknown-function 2 «"get_wether"»']);
  });

  it('follows LLaMA-Factory’s dataset_info.json beside the file, and a mapping of the configuration before it', async () => {
    const tools = JSON.stringify([
      {
        name: 'tram',
        description: 'd',
        parameters: { type: 'object', properties: { line: { type: 'integer' } } },
      },
    ]);
    const call = '{"name":"tram","arguments":{"line":"4"}}';
    const row = JSON.stringify({ talk: [{ who: 'call', what: call }], functions: tools });
    const uri = await write('decided/own.jsonl', [row]);
    const { document, session } = await show(await vscode.workspace.openTextDocument(uri));
    const decided = () => `${session.state.format.id} by ${session.state.format.decidedBy}`;
    const becomes = (wanted: string) =>
      eventually(`${wanted} (now ${decided()})`, () => decided() === wanted);
    const found = ['error call.wrong-type 1 «\\"4\\"»'];
    await becomes('plain by vote');

    const set = {
      file_name: 'own.jsonl',
      formatting: 'sharegpt',
      columns: { messages: 'talk', tools: 'functions' },
      tags: { role_tag: 'who', content_tag: 'what', function_tag: 'call' },
    };
    await write('decided/dataset_info.json', JSON.stringify({ mine: set }));
    await becomes('llamafactory by vote');
    await settled(document);
    assert.deepEqual(findingWords(document), found);

    const mapping = {
      messages: 'talk',
      role: 'who',
      content: 'what',
      tools: 'functions',
      roles: { call: 'call' },
    };
    await write(config, JSON.stringify({ files: [{ include: 'own.jsonl', mapping }] }));
    await becomes('mapped by config');
    await settled(document);
    assert.deepEqual(findingWords(document), found);

    await remove(config);
    await remove('decided/dataset_info.json');
    await becomes('plain by vote');
  });

  it('and the severities of rules come from the configuration of the folder, over the settings', async () => {
    await write(config, '{ "rules": { "call.unknown-function": "hint" } }');
    const uri = await write('decided/rules.jsonl', [unknownFunction]);
    const { document } = await show(await vscode.workspace.openTextDocument(uri));
    await eventually('the severity', () =>
      findingWords(document).join() === 'information call.unknown-function 1 «"get_wether"»'
        ? true
        : undefined,
    );
  });

  it('is left to the vote by a broken configuration, which says where it is broken', async () => {
    await write(config, '{ "format": "opnai" }');
    const uri = await write('decided/broken.jsonl', [good]);
    const { session } = await show(await vscode.workspace.openTextDocument(uri));
    assert.equal(session.state.format.decidedBy, 'vote');
    const found = await eventually('the finding', () => vscode.languages.getDiagnostics(at(config))[0]);
    assert.equal(found.message, 'There is no format "opnai"; did you mean "openai"?');
    assert.deepEqual([found.range.start.character, found.range.end.character], [12, 19]);
  });
});

describe('JSON documents that are data sets', () => {
  afterEach(async () => {
    await closeAll();
    await remove('json');
  });

  it('are checked when they are an array of records, at their own places', async () => {
    const records = [good, wrongType].map((line) => JSON.parse(line) as unknown);
    const uri = await write('json/array.json', JSON.stringify(records, null, 2));
    const { document, session, editor } = await show(await vscode.workspace.openTextDocument(uri));
    assert.equal(session.state.format.container, 'array');
    assert.match(findingWords(document).join(), /^error call\.wrong-type \d+ «\\"3\\"»$/);
    const line = vscode.languages.getDiagnostics(uri).find((finding) => finding.source === 'callsmith')!.range
      .start;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), '\n\n'));
    await eventually('the finding two lines below', () =>
      vscode.languages
        .getDiagnostics(uri)
        .some((finding) => finding.source === 'callsmith' && finding.range.start.line === line.line + 2),
    );
  });

  it('are left alone when they are no data set', async () => {
    const uri = await write('json/package.json', '{\n  "name": "x",\n  "version": "1.0.0"\n}\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const { sessions } = await callsmith();
    assert.equal(await sessions.open(document), undefined);
  });

  it('are left alone when they are our configuration, which may have comments', async () => {
    const uri = await write('json/callsmith.config.json', '{\n  // why\n  "files": []\n}\n');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'jsonc');
    await vscode.window.showTextDocument(document);
    const { sessions } = await callsmith();
    assert.equal(await sessions.open(document), undefined);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    const offered = sessions.workspaceState.get<string[]>('callsmith.offeredJsonl', []);
    assert.equal(offered.includes(uri.toString()), false);
    await remove('json/callsmith.config.json');
  });

  it('are checked line by line once they are treated as JSON Lines', async () => {
    const uri = await write('json/BFCL_v4.json', [good, wrongType]);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'json');
    await vscode.window.showTextDocument(document);
    const { sessions } = await callsmith();
    await eventually('the offer', () =>
      sessions.workspaceState.get<string[]>('callsmith.offeredJsonl', []).includes(uri.toString()),
    );
    assert.equal(sessions.get(document), undefined);
    await vscode.commands.executeCommand('callsmith.language.useJsonl');
    await eventually('the finding', () =>
      findingWords(document).join() === 'error call.wrong-type 2 «\\"3\\"»' ? true : undefined,
    );
    const offered = sessions.workspaceState.get<string[]>('callsmith.offeredJsonl', []);
    assert.equal(offered.filter((one) => one === uri.toString()).length, 1);
  });
});
