import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chatLine, good, unknownFunction, wrongType } from '../support/chatLines.ts';
import {
  closeAll,
  eventually,
  findings,
  hoverText,
  outlineText,
  quickFixes,
  rangeOf,
  settled,
  showText,
} from '../support/inEditor.ts';

describe('the hover', () => {
  afterEach(closeAll);

  it('explains the called tool', async () => {
    const { document } = await showText(`${good}\n`);
    const text = await hoverText(document, rangeOf(document, 0, 'get_weather').start.translate(0, 2));
    assert.match(text, /get_weather\(city, days\?, unit\?\)/);
    assert.match(text, /Weather of a city/);
    assert.match(text, /Name of the city/);
  });

  it('explains an argument at its key and at its value, in JSON inside a string', async () => {
    const { document } = await showText(`${good}\n`);
    for (const place of ['\\"days\\"', ':3}']) {
      const text = await hoverText(document, rangeOf(document, 0, place).start.translate(0, 1));
      assert.match(text, /days/);
      assert.match(text, /integer/);
      assert.match(text, /Days ahead/);
    }
  });

  it('explains a parameter where the tool is declared', async () => {
    const { document } = await showText(`${good}\n`);
    const text = await hoverText(document, rangeOf(document, 0, '"unit":').start.translate(0, 2));
    assert.match(text, /unit/);
    assert.match(text, /celsius/);
  });

  it('lists the tools that there are where the called one is not', async () => {
    const { document } = await showText(`${unknownFunction}\n`);
    const text = await hoverText(document, rangeOf(document, 0, 'get_wether').start);
    assert.match(text, /Not among the tools of this sample/);
    assert.match(text, /get_weather/);
  });

  it('shows text of the data as text: no link, no HTML, no command', async () => {
    const line = JSON.parse(good) as { tools: { function: { description: string } }[] };
    line.tools[0]!.function.description =
      '<img src=x> [go](command:workbench.action.quit) ![x](http://x.y/z)';
    const { document } = await showText(`${JSON.stringify(line)}\n`);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      rangeOf(document, 0, 'get_weather').start,
    );
    const contents = hovers.flatMap((hover) => hover.contents) as vscode.MarkdownString[];
    assert.ok(contents.length > 0);
    for (const content of contents) {
      assert.ok(!content.isTrusted);
      assert.ok(!content.supportHtml);
      assert.doesNotMatch(content.value, /(?<!\\)\]\(/);
    }
  });
});

describe('the outline', () => {
  afterEach(closeAll);

  it('goes from samples to turns to calls, with the tools', async () => {
    const { document } = await showText(`${good}\n${chatLine({ question: 'And in Rome?' })}\n`);
    assert.deepEqual(await outlineText(document), [
      '1: What is the weather in Oslo for the next 3 days? | 1 tool, 1 call',
      '  tools | 1',
      '    get_weather | Weather of a city',
      '  user | What is the weather in Oslo for the next 3 days?',
      '  assistant',
      '    get_weather | (city, days)',
      '2: And in Rome? | 1 tool, 1 call',
      '  tools | 1',
      '    get_weather | Weather of a city',
      '  user | And in Rome?',
      '  assistant',
      '    get_weather | (city, days)',
    ]);
  });

  it('keeps what can be read of a half-typed line', async () => {
    const { document } = await showText(`${good}\n${good.slice(0, -40)}\n`);
    const outline = await outlineText(document);
    assert.ok(outline.some((line) => line.startsWith('2: What is the weather')));
  });
});

describe('a quick fix', () => {
  afterEach(closeAll);

  it('mends the place that the finding names, and only that', async () => {
    for (const [bad, marked, title, right] of [
      [wrongType, '\\"3\\"', 'Write 3', '3'],
      [unknownFunction, 'get_wether', 'Call "get_weather"', 'get_weather'],
    ] as const) {
      const { document } = await showText(`${good}\n${bad}\n`);
      const actions = await quickFixes(document, rangeOf(document, 1, marked));
      const action = actions.find((one) => one.title === title);
      assert.ok(action, `"${title}" is not among ${actions.map((one) => one.title).join(', ')}`);
      assert.ok(action.isPreferred);
      assert.ok(await vscode.workspace.applyEdit(action.edit!));
      assert.equal(document.lineAt(1).text, bad.replace(marked, right));
      assert.equal(document.lineAt(0).text, good);
      await settled(document);
      await eventually('the end of the finding', () => findings(document).length === 0);
    }
  });

  it('is not offered where there is nothing to mend', async () => {
    const { document } = await showText(`${good}\n${wrongType}\n`);
    assert.deepEqual(await quickFixes(document, new vscode.Range(0, 0, 0, 0)), []);
  });
});

describe('the rule behind a finding', () => {
  afterEach(closeAll);

  it('has a page, which the command opens', async () => {
    const uri = vscode.Uri.from({ scheme: 'callsmith-rule', path: '/call.wrong-type.md' });
    const page = await vscode.workspace.openTextDocument(uri);
    assert.match(page.getText(), /^# call\.wrong-type/);
    assert.match(page.getText(), /## Example/);
    await vscode.commands.executeCommand('callsmith.rule.open', 'call.wrong-type');
    await eventually('the preview', () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .find((tab) => tab.input instanceof vscode.TabInputWebview && tab.label.includes('call.wrong-type')),
    );
  });
});

describe('going from problem to problem', () => {
  afterEach(closeAll);

  it('visits all findings in order and starts again', async () => {
    const { document, editor } = await showText(`${wrongType}\n${good}\n${unknownFunction}\n`);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const visited: string[] = [];
    for (let i = 0; i < 3; i++) {
      await vscode.commands.executeCommand('callsmith.problem.next');
      visited.push(document.getText(editor.selection));
    }
    assert.deepEqual(visited, ['\\"3\\"', '"get_wether"', '\\"3\\"']);
  });
});
