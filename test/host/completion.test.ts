import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chatLine, weatherTool } from '../support/chatLines.ts';
import { callsmith, closeAll, eventually, rangeOf, settled, showText } from '../support/inEditor.ts';

/** A sample whose arguments string holds this raw text. */
const withArguments = (raw: string): string =>
  `{"messages":[{"role":"user","content":"Oslo?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"${raw}"}}]}],"tools":[${JSON.stringify(weatherTool)}]}`;

/** The same as ToolACE writes calls. */
const withAnswer = (raw: string): string => {
  const system = `Here is a list of functions in JSON format that you can invoke:\n${JSON.stringify([weatherTool.function])}`;
  return `{"system":${JSON.stringify(system)},"conversations":[{"from":"user","value":"Oslo?"},{"from":"assistant","value":"${raw}"}]}`;
};

/** Items of ours at a place, in the order in which they are shown. */
async function offered(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items.sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

const labelOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === 'string' ? label : label.label;

/** Accepts an item as the editor does: its text, or its snippet, in place of its range. */
async function accept(editor: vscode.TextEditor, item: vscode.CompletionItem): Promise<void> {
  const range = item.range as vscode.Range;
  const text = item.insertText!;
  const snippet = typeof text === 'string' ? new vscode.SnippetString().appendText(text) : text;
  assert.ok(await editor.insertSnippet(snippet, range));
}

describe('completion', () => {
  afterEach(closeAll);

  it('offers arguments in JSON inside a string, and writes them at that depth', async () => {
    const { document, editor } = await showText(`${withArguments('{\\"ci')}\n`);
    const end = rangeOf(document, 0, '{\\"ci').end;
    const items = await offered(document, end);
    assert.deepEqual(items.map(labelOf), ['city', 'days', 'unit']);
    assert.equal(items[0]!.filterText, '\\"city\\"');
    await accept(editor, items[0]!);
    assert.equal(document.lineAt(0).text, withArguments('{\\"city\\":\\"\\"'));
  });

  it('replaces a value as a whole', async () => {
    const { document, editor } = await showText(`${withArguments('{\\"unit\\":\\"fahrenheit\\"}')}\n`);
    const items = await offered(document, rangeOf(document, 0, '\\"fah').end);
    const item = items.find((one) => labelOf(one) === '"celsius"')!;
    await accept(editor, item);
    assert.equal(document.lineAt(0).text, withArguments('{\\"unit\\":\\"celsius\\"}'));
  });

  it('offers functions with plain, untrusted documentation', async () => {
    const { document } = await showText(`${chatLine({ name: 'get' })}\n`);
    const items = await offered(document, rangeOf(document, 0, '"name":"get').end);
    const item = items.find((one) => labelOf(one) === 'get_weather')!;
    assert.equal(item.kind, vscode.CompletionItemKind.Function);
    const documentation = item.documentation as vscode.MarkdownString;
    assert.match(documentation.value, /Weather of a city/);
    assert.ok(!documentation.isTrusted && !documentation.supportHtml);
  });

  it('works in the suggest widget: typed on, chosen, inserted', async () => {
    const { document, editor } = await showText(`${withArguments('{}')}\n`);
    const at = rangeOf(document, 0, '\\"arguments\\":\\"{'.replaceAll('\\', '')).end;
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('type', { text: '\\' });
    await vscode.commands.executeCommand('type', { text: '"' });
    await vscode.commands.executeCommand('type', { text: 'd' });
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await eventually('the days', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return document.lineAt(0).text === withArguments('{\\"days\\":0}');
    });
  });

  it('offers a new sample on an empty line, with the tools of the line above', async () => {
    const { document, editor } = await showText(`${chatLine()}\n\n`);
    const items = await offered(document, new vscode.Position(1, 0));
    assert.deepEqual(items.map(labelOf), ['New sample with the same tools', 'New sample']);
    await accept(editor, items[0]!);
    const made = JSON.parse(document.lineAt(1).text) as { tools: unknown };
    assert.deepEqual(made.tools, [weatherTool]);
  });

  it('replaces no more than it should when one types on before the answer is there', async () => {
    const { document, editor } = await showText(`${withArguments('{\\"days\\":1,\\"c')}\n`);
    const { sessions } = await callsmith();
    const at = rangeOf(document, 0, '\\"days\\":1,\\"c').end;
    const { whenOpen } = sessions;
    // The session of a file that was just opened is not there yet.
    sessions.whenOpen = async (opened) => {
      await editor.edit((edit) => edit.insert(at, 'i'));
      return whenOpen.call(sessions, opened);
    };
    let items: vscode.CompletionItem[];
    try {
      items = await offered(document, at);
    } finally {
      sessions.whenOpen = whenOpen;
    }
    assert.equal(document.lineAt(0).text, withArguments('{\\"days\\":1,\\"ci'));
    const item = items.find((one) => labelOf(one) === 'city')!;
    // VS Code adds what was typed meanwhile to the range.
    assert.deepEqual(item.range, new vscode.Range(at.translate(0, -3), at));
  });

  it('leaves documents alone that are no data sets', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: '{"role": ""}' });
    const items = await offered(document, new vscode.Position(0, 10));
    assert.ok(!items.some((item) => labelOf(item) === '"assistant"'));
  });

  it('knows what was typed a moment ago in a JSON array', async () => {
    const content = `[\n${withArguments('{}')}\n]`;
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    const editor = await vscode.window.showTextDocument(document);
    const { sessions } = await callsmith();
    await (await sessions.open(document))!.settled();
    const at = rangeOf(document, 1, '"arguments":"{').end;
    assert.ok(await editor.edit((edit) => edit.insert(at, '\\"un')));
    const items = await offered(document, at.translate(0, 4));
    assert.ok(items.some((item) => labelOf(item) === 'unit'));
  });
});

describe('completion in a sample that is open by itself', () => {
  afterEach(closeAll);

  it('writes without the escapes that a block saves', async () => {
    const { document: source, editor: from } = await showText(`${chatLine()}\n`);
    from.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('callsmith.sample.edit');
    const editor = vscode.window.activeTextEditor!;
    const { document } = editor;
    assert.notEqual(document, source);
    await settled(document);
    const end = document.positionAt(document.getText().indexOf('"days": 3') + '"days": 3'.length);
    assert.ok(await editor.edit((edit) => edit.insert(end, ', "u')));
    const items = await offered(document, end.translate(0, 4));
    const item = items.find((one) => labelOf(one) === 'unit')!;
    assert.equal(item.filterText, '"unit"');
    await accept(editor, item);
    assert.match(document.getText(), /"days": 3, "unit": ""\n/);
  });
});

describe('signature help', () => {
  afterEach(closeAll);

  it('follows the arguments of a Python call', async () => {
    const { document } = await showText(`${withAnswer("[get_weather(city='Oslo', days=)]")}\n`);
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      document.uri,
      rangeOf(document, 0, 'days=').end,
      ',',
    );
    assert.equal(
      help.signatures[0]!.label,
      'get_weather(city: string, days?: integer, unit?: "celsius" | "fahrenheit")',
    );
    assert.equal(help.activeParameter, 1);
  });
});
