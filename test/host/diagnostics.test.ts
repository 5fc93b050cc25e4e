import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LineSession } from '../../src/vscode/lineSession.ts';
import { good, goodNumber, missingArgument, unknownFunction, wrongType } from '../support/chatLines.ts';
import {
  callsmith,
  closeAll,
  eventually,
  findings,
  findingWords,
  rangeOf,
  settled,
  show,
  showText,
} from '../support/inEditor.ts';
import { write } from './folder.ts';

describe('findings of an open JSONL document', () => {
  afterEach(closeAll);

  it('have a code, a severity and the exact range, in JSON inside a string too', async () => {
    const { document } = await show(
      await vscode.workspace.openTextDocument(
        await write('findings.jsonl', [good, wrongType, unknownFunction, missingArgument, '{"half']),
      ),
    );
    assert.deepEqual(findingWords(document), [
      'error call.wrong-type 2 «\\"3\\"»',
      'error call.unknown-function 3 «"get_wether"»',
      'error call.missing-argument 4 «"get_weather"»',
      'error record.not-json 5 «{"half»',
    ]);
  });

  it('say what to write, link to the rule and point at the schema that was contradicted', async () => {
    const { document } = await showText(`${good}\n${wrongType}\n`);
    const [finding] = findings(document);
    assert.equal(finding!.message, '"days" is "3" (string); get_weather wants an integer. Write 3.');
    assert.equal(finding!.source, 'callsmith');
    const { target } = finding!.code as { target: vscode.Uri };
    assert.equal(target.scheme, 'command');
    assert.equal(target.path, 'callsmith.rule.open');
    assert.deepEqual(JSON.parse(target.query), ['call.wrong-type']);
    const [related] = finding!.relatedInformation!;
    assert.equal(related!.location.uri.toString(), document.uri.toString());
    assert.equal(related!.location.range.start.line, 1);
    assert.match(document.getText(related!.location.range), /integer/);
  });

  it('go when the mistake is mended, and come back with undo', async () => {
    const { document, editor } = await showText(`${wrongType}\n${good}\n`);
    assert.equal(findings(document).length, 1);
    const range = rangeOf(document, 0, '\\"3\\"');
    assert.ok(await editor.edit((edit) => edit.replace(range, '3')));
    await eventually('the end of the finding', () => findings(document).length === 0);
    await vscode.commands.executeCommand('undo');
    await eventually('the finding', () => findings(document).length === 1);
    assert.deepEqual(findingWords(document), ['error call.wrong-type 1 «\\"3\\"»']);
  });

  it('come while typing, character by character', async () => {
    const { document, editor } = await showText(`${good}\n`);
    const at = rangeOf(document, 0, ':3}').start.translate(0, 1);
    for (const [i, character] of [...'-."x'].entries()) {
      await editor.edit((edit) => edit.insert(at.translate(0, i), character));
    }
    await settled(document);
    assert.equal(findings(document).length, 1);
    assert.equal(findings(document)[0]!.range.start.line, 0);
  });

  it('move with their line when lines are inserted or deleted above', async () => {
    const { document, editor } = await showText(`${goodNumber(1)}\n${goodNumber(2)}\n${wrongType}\n`);
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), [3, 4, 5].map((n) => `${goodNumber(n)}\n`).join('')),
    );
    await settled(document);
    assert.deepEqual(findingWords(document), ['error call.wrong-type 6 «\\"3\\"»']);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 5, 0)));
    await settled(document);
    assert.deepEqual(findingWords(document), ['error call.wrong-type 1 «\\"3\\"»']);
  });

  it('are right after edits at several places at once', async () => {
    const { document, editor } = await showText(
      [wrongType, good, wrongType.replace('ahead', 'on'), unknownFunction, ''].join('\n'),
    );
    await editor.edit((edit) => {
      edit.replace(rangeOf(document, 0, '\\"3\\"'), '3');
      edit.insert(new vscode.Position(1, 0), `${missingArgument}\n${good}\n`);
      edit.replace(rangeOf(document, 3, 'get_wether'), 'get_weather');
      edit.delete(new vscode.Range(1, 0, 2, 0));
    });
    await settled(document);
    assert.deepEqual(findingWords(document), [
      'error call.missing-argument 2 «"get_weather"»',
      'error call.wrong-type 4 «\\"3\\"»',
    ]);
    await vscode.commands.executeCommand('undo');
    await settled(document);
    assert.deepEqual(findingWords(document), [
      'error call.wrong-type 1 «\\"3\\"»',
      'error call.wrong-type 3 «\\"3\\"»',
      'error call.unknown-function 4 «"get_wether"»',
    ]);
  });

  it('are the same after many random edits as in a new document', async () => {
    const { document, editor } = await showText(`${good}\n${wrongType}\n${unknownFunction}\n${good}\n`);
    let seed = 20_240_601;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (seed >>> 8) % below;
    };
    const pieces = ['\n', good, wrongType, '"', '}', '', `${unknownFunction}\n`, '\r\n'];
    for (let i = 0; i < 40; i++) {
      const line = random(document.lineCount);
      const end = document.lineAt(line).range.end;
      const start = new vscode.Position(line, random(end.character + 1));
      const stop = random(3) === 0 ? start : random(4) === 0 ? new vscode.Position(line + 1, 0) : end;
      await editor.edit((edit) =>
        edit.replace(new vscode.Range(start, stop), pieces[random(pieces.length)]!),
      );
    }
    await settled(document);
    const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
    const fresh = await showText(lines.join('\n'));
    assert.deepEqual(findingWords(document), findingWords(fresh.document));
  });

  it('are taken away when the document is closed', async () => {
    const uri = await write('closed.jsonl', [wrongType]);
    // As a person does: the editor keeps a document that an extension opened for some minutes more.
    await vscode.commands.executeCommand('vscode.open', uri);
    await eventually('the finding', () => vscode.languages.getDiagnostics(uri).length === 1);
    await closeAll();
    await eventually('the end of the findings', () => vscode.languages.getDiagnostics(uri).length === 0);
  });

  it('are counted in full when there are more than VS Code lists, those in view first', async () => {
    const lines = Array.from({ length: 1500 }, (_, n) => wrongType.replace('ahead', `ahead of day ${n}`));
    const { document, editor, session } = await showText(lines.join('\n'));
    assert.equal(session.state.totals.errors, 1500);
    assert.equal(session.state.shown, 1000);
    assert.equal(findings(document).length, 1000);
    editor.revealRange(new vscode.Range(1400, 0, 1400, 0), vscode.TextEditorRevealType.AtTop);
    await eventually('a finding at line 1401', () =>
      findings(document).some((finding) => finding.range.start.line === 1400),
    );
    assert.equal(findings(document).length, 1000);
  });

  it('stop and start again with the setting callsmith.validate.enabled', async () => {
    const { document } = await showText(`${wrongType}\n`);
    const configuration = vscode.workspace.getConfiguration('callsmith');
    await configuration.update('validate.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      await eventually('the end of the findings', () => findings(document).length === 0);
    } finally {
      await configuration.update('validate.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually('the finding', () => findings(document).length === 1);
  });

  it('come once more when everything is decided anew twice at once', async () => {
    const { document, session } = await showText(`${wrongType}\n`);
    await Promise.all([session.reset(), session.reset(), session.reset()]);
    await settled(document);
    assert.ok(session.state.done);
    assert.equal(findings(document).length, 1);
  });

  it('follow the severity that a setting gives to a rule', async () => {
    const { document } = await showText(`${wrongType}\n${unknownFunction}\n`);
    const configuration = vscode.workspace.getConfiguration('callsmith');
    const rules = { 'call.wrong-type': 'warning', 'call.unknown-function': 'off' };
    await configuration.update('validate.rules', rules, vscode.ConfigurationTarget.Global);
    try {
      const words = ['warning call.wrong-type 1 «\\"3\\"»'];
      await eventually('the new severity', () =>
        JSON.stringify(findingWords(document)) === JSON.stringify(words) ? true : undefined,
      );
    } finally {
      await configuration.update('validate.rules', undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually('the old severity', () => findings(document).length === 2);
  });
});

describe('a habit of the file', () => {
  afterEach(closeAll);

  it('is told once with links to further places, keeps its fix at each, and is told one by one when few are left', async () => {
    const lines = Array.from({ length: 12 }, (_, n) =>
      goodNumber(n).replace('"type":"integer"', '"type":"int"'),
    );
    const { document, editor } = await showText(lines.join('\n'));
    const [finding, ...more] = findings(document);
    assert.equal(more.length, 0);
    assert.match(finding!.message, /The same at 12 places of this file, of which this is the first\.$/);
    assert.deepEqual(
      finding!.relatedInformation!.map(({ location }) => location.range.start.line),
      [1, 2, 3, 4, 5],
    );
    const place = rangeOf(document, 9, '"int"');
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      place,
    );
    assert.ok(fixes.some(({ title }) => title === 'Write "integer"'));
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 4, 0)));
    await settled(document);
    assert.equal(findings(document).length, 8);
  });
});

describe('an array in a file of lines', () => {
  afterEach(closeAll);

  it('is told at its bracket instead of at every line, until the lines are records', async () => {
    const { document, editor } = await showText(`[\n${wrongType},\n${good}\n]\n`);
    assert.deepEqual(findingWords(document), ['error record.array-file 1 «[»']);
    await editor.edit((edit) => {
      edit.delete(new vscode.Range(3, 0, 4, 0));
      edit.delete(new vscode.Range(1, wrongType.length, 1, wrongType.length + 1));
      edit.delete(new vscode.Range(0, 0, 1, 0));
    });
    await settled(document);
    assert.deepEqual(findingWords(document), ['error call.wrong-type 1 «\\"3\\"»']);
  });
});

describe('the text of a JSONL document', () => {
  afterEach(closeAll);

  it('is never read as a whole: a session works on a document that refuses to give it', async () => {
    const { document } = await showText(`${wrongType}\n${good}\n`);
    const { sessions } = await callsmith();
    const asked: string[] = [];
    const wary = {
      uri: document.uri,
      languageId: document.languageId,
      lineCount: document.lineCount,
      lineAt: (line: number) => document.lineAt(line),
      getText: () => {
        asked.push('getText');
        throw new Error('getText() is not to be called on a JSONL document');
      },
    } as unknown as vscode.TextDocument;
    const diagnostics = vscode.languages.createDiagnosticCollection('of the test');
    const session = await LineSession.open(wary, {
      service: sessions.service,
      log: sessions.log,
      diagnostics,
      decisions: () =>
        Promise.resolve({
          chosen: undefined,
          severities: {},
          targets: { ids: [], by: undefined },
          around: {},
        }),
      visibleLines: () => [],
    });
    try {
      await session.settled();
      assert.equal(session.state.totals.errors, 1);
      session.changed({
        document: wary,
        reason: undefined,
        contentChanges: [
          { range: new vscode.Range(0, 0, 0, 5), rangeOffset: 0, rangeLength: 5, text: '{"mes' },
        ],
      } as vscode.TextDocumentChangeEvent);
      await session.settled();
      assert.equal(session.problemsAt(session.recordAt(new vscode.Position(0, 0))!).length, 1);
      assert.equal([...session.records()].length, 3);
      await session.reset();
      await session.settled();
      assert.deepEqual(asked, []);
    } finally {
      session.dispose();
      diagnostics.dispose();
    }
  });
});
