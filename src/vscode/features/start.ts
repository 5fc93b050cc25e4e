/** The first steps: the walkthrough, and an example with mistakes to try things on. */
import * as vscode from 'vscode';
import { commands, extensionId, walkthroughId } from '../ids.ts';
import { registerCommand } from '../run.ts';

export function registerStart(extension: vscode.Uri, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.getStarted, log, () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${extensionId}#${walkthroughId}`,
        false,
      ),
    ),
    registerCommand(commands.openExample, log, () => openExample(extension)),
  );
}

/** A copy of the example in an editor without a file: whatever is done to it, nothing is written. */
async function openExample(extension: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(
    vscode.Uri.joinPath(extension, 'examples', 'openai.jsonl'),
  );
  const content = new TextDecoder().decode(bytes);
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(document);
}
