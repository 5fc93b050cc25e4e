/** New Sample: a sample of the file's format on a line of its own, with the tools of the sample at the cursor. */
import * as vscode from 'vscode';
import { completeAt } from '../../core/features/completion/complete.ts';
import { formats } from '../../core/formats/index.ts';
import { commands } from '../ids.ts';
import { registerCommand, UserError } from '../run.ts';
import type { Session } from '../session.ts';
import { isLines, isSample, type Sessions } from '../sessions.ts';

export function registerNewSample(sessions: Sessions, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(commands.newSample, log, () => newSample(sessions));
}

async function newSample(sessions: Sessions): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const session = editor && (sessions.get(editor.document) ?? (await sessions.open(editor.document)));
  if (!editor || !session)
    throw new UserError(vscode.l10n.t('open a data set first, then run "New Sample" again.'));
  if (isSample(editor.document))
    throw new UserError(vscode.l10n.t('go to the file with "Show in File" first.'));
  if (!isLines(editor.document)) {
    throw new UserError(
      vscode.l10n.t(
        'New Sample writes lines, and this is no JSON Lines file; copy an element of it instead.',
      ),
    );
  }
  if (!session.file.format && !(await chooseFormat(sessions, session))) return;
  const { document } = editor;
  const { line } = editor.selection.active;
  const here = document.lineAt(line);
  const isBlank = here.text.trim() === '';
  const neighbour = isBlank && line > 0 ? document.lineAt(line - 1).text : here.text;
  const { items } = completeAt('', 0, session.file, sessions.service.checker.tools, {
    neighbour: () => (neighbour.trim() === '' ? undefined : neighbour),
  });
  const [template] = items;
  if (!template)
    throw new UserError(
      vscode.l10n.t(
        'there is no template for {0}; copy a sample instead.',
        session.file.format?.title ?? 'this format',
      ),
    );
  const { snippet, plain } = template.insertion;
  const text = new vscode.SnippetString();
  if (!isBlank) text.appendText('\n');
  if (snippet === undefined) text.appendText(plain);
  else text.value += snippet;
  await editor.insertSnippet(text, isBlank ? here.range : here.range.end);
}

/** For a file without samples yet. @returns false when the person gave up. */
async function chooseFormat(sessions: Sessions, session: Session): Promise<boolean> {
  const picked = await vscode.window.showQuickPick(
    formats.map(({ id, title, summary }) => ({ label: title, description: id, detail: summary, id })),
    {
      title: vscode.l10n.t('New Sample: the format of this file'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!picked) return false;
  await sessions.pickFormat(session.document, picked.id);
  return session.file.format !== undefined;
}
