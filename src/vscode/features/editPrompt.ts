/** Edit a Prompt: the folder's own prompt, begun with ours. */
import * as vscode from 'vscode';
import { type PromptId, promptIds, prompts } from '../../core/cot/prompts/prompts.ts';
import { commands } from '../ids.ts';
import { promptFile } from '../prompts.ts';
import { registerCommand, UserError } from '../run.ts';

/** Registers the command. */
export function registerEditPrompt(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(commands.editPrompt, log, edit);
}

async function edit(): Promise<void> {
  const document =
    vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const place =
    document &&
    (vscode.workspace.getWorkspaceFolder(document)?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri);
  if (!place)
    throw new UserError(vscode.l10n.t('open a folder first: its prompts stand in .callsmith/prompts.'));
  const items = await Promise.all(
    promptIds.map(async (id) => {
      const uri = promptFile(place, id)!;
      const isOwn = await exists(uri);
      return {
        id,
        uri,
        isOwn,
        label: prompts[id].title,
        description: isOwn ? vscode.l10n.t('{0} (this folder’s own)', id) : id,
      };
    }),
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Edit a Prompt'),
    placeHolder: vscode.l10n.t('Which prompt shall this folder have words of its own for?'),
    matchOnDescription: true,
  });
  if (!chosen) return;
  if (!chosen.isOwn)
    await vscode.workspace.fs.writeFile(chosen.uri, new TextEncoder().encode(textOf(chosen.id)));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(chosen.uri));
}

const textOf = (id: PromptId): string => prompts[id].text;

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
