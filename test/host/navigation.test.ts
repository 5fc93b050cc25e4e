import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  chatLine,
  good,
  goodNumber,
  missingArgument,
  unknownFunction,
  wrongType,
} from '../support/chatLines.ts';
import { closeAll, eventually, findings, rangeOf, settled, show, showText } from '../support/inEditor.ts';
import { write } from './folder.ts';

const run = <T>(command: string, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, ...args);

/** The position in the middle of the n-th place where a line says `text`. */
function at(document: vscode.TextDocument, line: number, text: string, nth = 0): vscode.Position {
  const range = rangeOf(document, line, text, nth);
  return range.start.translate(0, Math.floor(text.length / 2));
}

/** A range as a test reads it: the line from 1, the text around it, «the text». */
function inLine(document: vscode.TextDocument, range: vscode.Range): string {
  const { text } = document.lineAt(range.start.line);
  const before = text.slice(Math.max(0, range.start.character - 8), range.start.character);
  return `${range.start.line + 1}: ${before}«${document.getText(range)}»`;
}

async function definitions(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const found = await run<vscode.LocationLink[]>('vscode.executeDefinitionProvider', document.uri, position);
  return found.map(({ targetSelectionRange }) => inLine(document, targetSelectionRange!));
}

describe('going to the definition', () => {
  afterEach(closeAll);

  it('leads from a call to its tool, from an argument to its property, and to nothing from prose', async () => {
    const { document } = await showText(`${unknownFunction}\n${good}\n`);
    assert.deepEqual(await definitions(document, at(document, 1, 'get_weather')), [
      '2: "name":"«get_weather»',
    ]);
    assert.deepEqual(await definitions(document, at(document, 1, '\\"days\\"')), [`2: city"},"«days»`]);
    assert.deepEqual(await definitions(document, at(document, 1, '["city"]')), ['2: ties":{"«city»']);
    assert.deepEqual(await definitions(document, at(document, 1, 'weather in Oslo')), []);
  });

  it('gives the whole tool to peek at', async () => {
    const { document } = await showText(`${good}\n`);
    const [link] = await run<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at(document, 0, 'get_weather'),
    );
    const whole = JSON.parse(document.getText(link!.targetRange)) as { description: string };
    assert.equal(whole.description, 'Weather of a city');
    assert.equal(document.getText(link!.originSelectionRange), 'get_weather');
  });
});

describe('references and highlights', () => {
  afterEach(closeAll);

  it('are the places of one sample', async () => {
    const { document } = await showText(`${good}\n${good}\n`);
    const position = at(document, 1, '\\"city\\"');
    const found = await run<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, position);
    assert.deepEqual(
      found.map(({ range }) => inLine(document, range)),
      ['2: ts":"{\\"«city»', '2: ties":{"«city»', '2: ired":["«city»'],
    );
    const marks = await run<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      position,
    );
    assert.deepEqual(
      marks.map(({ range, kind }) => `${vscode.DocumentHighlightKind[kind!]} ${inLine(document, range)}`),
      ['Read 2: ts":"{\\"«city»', 'Write 2: ties":{"«city»', 'Read 2: ired":["«city»'],
    );
  });
});

describe('renaming', () => {
  afterEach(closeAll);

  async function rename(
    document: vscode.TextDocument,
    position: vscode.Position,
    name: string,
  ): Promise<void> {
    const edit = await run<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      name,
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('prepares the name without its quotes', async () => {
    const { document } = await showText(`${good}\n`);
    const prepared = await run<{ range: vscode.Range; placeholder: string }>(
      'vscode.prepareRename',
      document.uri,
      at(document, 0, '\\"city\\"'),
    );
    assert.equal(prepared.placeholder, 'city');
    assert.equal(document.getText(prepared.range), 'city');
  });

  it('refuses elsewhere, with a sentence', async () => {
    const { document } = await showText(`${good}\n`);
    await assert.rejects(
      async () => run('vscode.prepareRename', document.uri, at(document, 0, 'weather in Oslo')),
      /Put the cursor on the name of a tool, an argument or an id to rename it/,
    );
    await assert.rejects(
      async () =>
        run('vscode.executeDocumentRenameProvider', document.uri, at(document, 0, '\\"city\\"'), 'days'),
      /already has an argument called "days"/,
    );
  });

  it('changes one sample, at every depth, and nothing else', async () => {
    const { document } = await showText(`${good}\n${good}\n`);
    await rename(document, at(document, 0, 'get_weather'), 'forecast');
    await rename(document, at(document, 0, '\\"city\\"'), 'town');
    const expected = good
      .replaceAll('"name":"get_weather"', '"name":"forecast"')
      .replace('{\\"city\\"', '{\\"town\\"')
      .replace('{"city":{', '{"town":{')
      .replace('["city"]', '["town"]');
    assert.equal(document.lineAt(0).text, expected);
    assert.equal(document.lineAt(1).text, good);
    await settled(document);
    assert.deepEqual(findings(document), []);
  });

  it('in the whole file waits in the preview when text says the name, and takes samples that mean the same', async () => {
    const spoken = chatLine({ question: 'Please use get_weather for Oslo and 3 days' });
    const other = good.replace('"integer"', '"number"');
    const { document, editor } = await showText(`${good}\n${spoken}\n${other}\n`);
    const position = at(document, 0, 'get_weather');
    editor.selection = new vscode.Selection(position, position);
    const running = run('callsmith.rename.inFile', 'forecast');
    await eventually('the edit', async () => {
      // Until the preview is up this does nothing.
      await run('refactorPreview.apply');
      return document.lineAt(0).text.includes('forecast');
    });
    await running;
    const renamed = (line: string) => line.replaceAll('"name":"get_weather"', '"name":"forecast"');
    assert.equal(document.lineAt(0).text, renamed(good));
    assert.equal(document.lineAt(1).text, renamed(spoken));
    assert.match(document.lineAt(1).text, /Please use get_weather/);
    assert.equal(document.lineAt(2).text, other);
  });
});

describe('growing a selection', () => {
  afterEach(closeAll);

  it('goes through the layers, in the editor', async () => {
    const { document, editor } = await showText(`${good}\n${good}\n`);
    const position = at(document, 1, '\\"Oslo\\"');
    editor.selection = new vscode.Selection(position, position);
    const wanted = ['Oslo', '\\"Oslo\\"', '\\"city\\":\\"Oslo\\"', '{\\"city\\":\\"Oslo\\",\\"days\\":3}'];
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      await run('editor.action.smartSelect.expand');
      const now = document.getText(editor.selection);
      if (now !== seen.at(-1)) seen.push(now);
    }
    const steps = seen.filter((one) => wanted.includes(one));
    assert.deepEqual(steps, wanted);
    assert.ok(seen.includes(good), 'the record itself is a step');
  });
});

describe('inlay hints', () => {
  afterEach(closeAll);

  it('tell types and lengths when they are asked for', async () => {
    const { document } = await showText(`${good}\n`);
    const whole = new vscode.Range(0, 0, 1, 0);
    const labels = async () => {
      const hints = await run<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
      return hints.map(({ label }) => String(label));
    };
    assert.deepEqual(await labels(), []);
    const section = vscode.workspace.getConfiguration('callsmith');
    try {
      await section.update('inlayHints.argumentTypes', true, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await labels(), ['string', 'integer']);
      await section.update('inlayHints.lengths', true, vscode.ConfigurationTarget.Global);
      const last = (await labels()).at(-1)!;
      assert.match(last, /^\d+ characters$/);
    } finally {
      await section.update('inlayHints.argumentTypes', undefined, vscode.ConfigurationTarget.Global);
      await section.update('inlayHints.lengths', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe('semantic tokens', () => {
  afterEach(closeAll);

  it('name tools and arguments in the visible part', async () => {
    const { document } = await showText(`${good}\n${good}\n`);
    const range = new vscode.Range(1, 0, 1, document.lineAt(1).text.length);
    const legend = await run<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentRangeSemanticTokensLegend',
      document.uri,
      range,
    );
    const tokens = await run<vscode.SemanticTokens>(
      'vscode.provideDocumentRangeSemanticTokens',
      document.uri,
      range,
    );
    const said: string[] = [];
    let line = 0;
    let column = 0;
    for (let i = 0; i < tokens.data.length; i += 5) {
      const [lines, columns, length, kind] = [...tokens.data.slice(i, i + 4)] as [
        number,
        number,
        number,
        number,
      ];
      line += lines;
      column = lines > 0 ? columns : column + columns;
      said.push(
        `${line} ${legend.tokenTypes[kind]} ${document.getText(new vscode.Range(line, column, line, column + length))}`,
      );
    }
    assert.deepEqual(said, [
      '1 function get_weather',
      '1 property city',
      '1 property days',
      '1 function get_weather',
      '1 property city',
      '1 property days',
      '1 property unit',
    ]);
  });
});

describe('folding', () => {
  afterEach(closeAll);

  it('takes runs of samples without a finding together', async () => {
    const clean = (...numbers: number[]) => numbers.map(goodNumber);
    const lines = [...clean(1, 2, 3), wrongType, ...clean(4), unknownFunction, ...clean(5, 6, 7, 8)];
    const { document } = await showText(lines.map((line) => `${line}\n`).join(''));
    const folds = await eventually('the folds', async () => {
      const found = await run<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
      return found?.length ? found : undefined;
    });
    assert.deepEqual(
      folds.map(({ start, end }) => `${start}-${end}`),
      ['0-2', '6-9'],
    );
  });
});

describe('workspace symbols', () => {
  afterEach(closeAll);

  it('are the tools of the open data sets, once a file', async () => {
    const { document } = await showText(
      `${wrongType}\n${good}\n${good.replaceAll('get_weather', 'send_mail')}\n`,
    );
    const found = await run<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'weather');
    const ours = found.filter(({ location }) => location.uri.toString() === document.uri.toString());
    assert.deepEqual(
      ours.map(
        ({ name, containerName, location }) => `${name}, ${containerName}, ${location.range.start.line + 1}`,
      ),
      ['get_weather, 2 samples, 1'],
    );
  });
});

describe('going from sample to sample', () => {
  afterEach(closeAll);

  it('visits beginnings forwards and back, and numbers', async () => {
    const { editor } = await showText(`${good}\n\n${good}\n${good}\n`);
    const line = () => editor.selection.active.line;
    editor.selection = new vscode.Selection(0, 5, 0, 5);
    await run('callsmith.sample.next');
    assert.equal(line(), 2);
    await run('callsmith.sample.next');
    await run('callsmith.sample.next');
    assert.equal(line(), 3);
    await run('callsmith.sample.previous');
    assert.equal(line(), 2);
    editor.selection = new vscode.Selection(2, 30, 2, 30);
    await run('callsmith.sample.previous');
    assert.deepEqual([line(), editor.selection.active.character], [2, 0]);
    await run('callsmith.sample.goTo', 4);
    assert.equal(line(), 3);
  });

  it('visits samples with problems, each once, and starts again', async () => {
    const { document, editor } = await showText(
      [good, wrongType, good, good, unknownFunction, missingArgument].map((line) => `${line}\n`).join(''),
    );
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    const visited: string[] = [];
    for (const command of ['next', 'next', 'next', 'previous', 'previous', 'previous']) {
      await run(`callsmith.sample.${command}Problem`);
      visited.push(`${editor.selection.active.line} ${document.getText(editor.selection)}`);
    }
    assert.deepEqual(visited, [
      '4 "get_wether"',
      '5 "get_weather"',
      '1 \\"3\\"',
      '5 "get_weather"',
      '4 "get_wether"',
      '1 \\"3\\"',
    ]);
  });

  it('passes over what the whole file does, which is told once', async () => {
    const habit = (line: string) =>
      line.replace('"type":"string","description"', '"type":"str","description"');
    const lines = Array.from({ length: 60 }, () => habit(good));
    lines[30] = habit(wrongType);
    const { editor } = await showText(lines.map((line) => `${line}\n`).join(''));
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    await run('callsmith.sample.nextProblem');
    assert.equal(editor.selection.active.line, 30);
    await run('callsmith.sample.nextProblem');
    assert.equal(editor.selection.active.line, 30);
  });

  it('has keys that the editor does not use for anything else', async () => {
    await run('workbench.action.openDefaultKeybindingsFile');
    const text = await eventually('the default keys', () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.path.includes('keybindings') ? document.getText() : undefined;
    });
    const { keybindings } = vscode.extensions.getExtension('callsmith.callsmith')!.packageJSON
      .contributes as {
      keybindings: { key: string; command: string }[];
    };
    const entries = [
      ...text.matchAll(/\{\s*"key": "([^"]+)",\s*"command": "([^"]+)"(?:,\s*"when": "([^"]*)")?/g),
    ];
    assert.ok(entries.length > 500, `only ${entries.length} default keys were read`);
    for (const { key } of keybindings) {
      const wanted = normal(key);
      const others = entries
        .filter(([, other, command]) => normal(other!) === wanted && !command!.startsWith('callsmith.'))
        // Where the focus is elsewhere, ours are not asked: they want it in a JSON text.
        .filter(
          ([, , , when]) =>
            !/terminal|notebook|listFocus|inQuickInput|accessibleView|inChat/.test(when ?? ''),
        );
      assert.deepEqual(
        others.map(([, , command, when]) => `${key}: ${command} when ${when}`),
        [],
      );
    }
  });
});

describe('a sample that is open by itself', () => {
  afterEach(closeAll);

  it('is navigated and renamed at its own places', async () => {
    const source = await show(
      await vscode.workspace.openTextDocument(await write('navigation-sample.jsonl', [good, good])),
    );
    source.editor.selection = new vscode.Selection(1, 0, 1, 0);
    await run('callsmith.sample.edit');
    const { document } = vscode.window.activeTextEditor!;
    await settled(document);
    const text = document.getText();
    const position = (said: string) => document.positionAt(text.indexOf(said) + 2);
    const [link] = await run<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position('"days": 3'),
    );
    assert.match(document.lineAt(link!.targetSelectionRange!.start.line).text, /^\s*"days": \{/);
    const outline = await run<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    // It is the second of its file, and the only one here: no number says either.
    assert.deepEqual(
      outline.map(({ name }) => /^\d+:/.test(name)),
      [false],
    );
    const edit = await run<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position('"city": "Oslo"'),
      'town',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(
      document.getText(),
      text
        .replace('"city": "Oslo"', '"town": "Oslo"')
        .replace('"city": {', '"town": {')
        .replace('"city"]', '"town"]'),
    );
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const tokens = await run<vscode.SemanticTokens>(
      'vscode.provideDocumentRangeSemanticTokens',
      document.uri,
      whole,
    );
    assert.equal(tokens.data.length / 5, 7);
    assert.ok(await document.save());
    assert.equal(
      source.document.lineAt(1).text,
      good
        .replace('\\"city\\"', '\\"town\\"')
        .replace('{"city":{', '{"town":{')
        .replace('["city"]', '["town"]'),
    );
    assert.equal(source.document.lineAt(0).text, good);
  });
});

/** A key with its modifiers in one order. */
const normal = (key: string) => key.toLowerCase().split('+').sort().join('+');
