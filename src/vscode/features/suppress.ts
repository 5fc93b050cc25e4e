/** "Suppress …": light-bulb actions that write a finding into `callsmith.config.json`, for its record or for the file. */
import * as vscode from 'vscode';
import { configFileName } from '../../core/config.ts';
import { newConfigText, type NewSuppression, suppressedText, suppressEdits } from '../../core/configEdit.ts';
import { readRecord } from '../../core/record/record.ts';
import { recordIdOf } from '../../core/suppress.ts';
import { textHash } from '../../core/text/textHash.ts';
import { type ConfigReader, relativePath } from '../config.ts';
import { toDiagnostic } from '../convert.ts';
import { commands } from '../ids.ts';
import { registerCommand, UserError } from '../run.ts';
import type { RecordAt, Session } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import { selector } from './providers.ts';

/** What a finding is suppressed by: the argument of the command, beside the data set's uri. */
type What = Omit<NewSuppression, 'file'>;

/** Register it before what mends: the light bulb lists what is registered later above. */
export function registerSuppress(
  sessions: Sessions,
  configs: ConfigReader,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(
      selector,
      { provideCodeActions: (document, range, context) => actions(sessions, document, range, context) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    registerCommand(commands.suppressFinding, log, async (uri?: vscode.Uri, what?: What) => {
      if (!uri || !what)
        throw new UserError(vscode.l10n.t('choose "Suppress" from the light bulb at a finding.'));
      await suppress(configs, uri, what);
    }),
  );
}

function actions(
  sessions: Sessions,
  document: vscode.TextDocument,
  range: vscode.Range,
  context: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const session = sessions.get(document);
  const record = session?.recordAt(range.start);
  // Without a path there is nothing to name the file by.
  if (!session || !record || document.isUntitled) return [];
  if (context.only && !context.only.contains(vscode.CodeActionKind.QuickFix)) return [];
  const found: vscode.CodeAction[] = [];
  for (const { diagnostic, hash } of findingsAt(session, record)) {
    if (!diagnostic.range.intersection(range)) continue;
    const code = (diagnostic.code as { value: string }).value;
    // One of each rule is enough: they would suppress the same.
    if (found.some(({ diagnostics }) => diagnostics?.some((d) => codeOf(d) === code))) continue;
    const id = hash === '' ? undefined : recordIdOf(readRecord(record.text).value);
    if (hash !== '') {
      const words = id === undefined ? vscode.l10n.t('this record') : vscode.l10n.t('sample "{0}"', cut(id));
      const what: What = id === undefined ? { code, hash } : { code, id };
      found.push(action(vscode.l10n.t('Suppress {0} for {1}', code, words), diagnostic, document.uri, what));
    }
    found.push(action(vscode.l10n.t('Suppress {0} in this file', code), diagnostic, document.uri, { code }));
  }
  return found;
}

/** All findings at a record, with the hash that names the record; `''` for those of the file. */
function findingsAt(session: Session, record: RecordAt): { diagnostic: vscode.Diagnostic; hash: string }[] {
  const hash = textHash(record.text);
  return [
    ...session.problemsAt(record).map((problem) => ({
      diagnostic: toDiagnostic(problem, record.toRange, session.document.uri),
      hash,
    })),
    ...session.acrossAt(record).map(({ diagnostic, recordHash }) => ({ diagnostic, hash: recordHash })),
  ];
}

function action(
  title: string,
  diagnostic: vscode.Diagnostic,
  uri: vscode.Uri,
  what: What,
): vscode.CodeAction {
  const made = new vscode.CodeAction(`${title} (${configFileName})`, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [diagnostic];
  made.command = { command: commands.suppressFinding, title, arguments: [uri, what] };
  return made;
}

async function suppress(configs: ConfigReader, uri: vscode.Uri, what: What): Promise<void> {
  const found = await configs.fromDisk(uri);
  const folder =
    found?.folder ?? vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
  const config = vscode.Uri.joinPath(folder, configFileName);
  const added: NewSuppression = { ...what, file: relativePath({ folder }, uri) };
  const open = vscode.workspace.textDocuments.find(({ uri: one }) => one.toString() === config.toString());
  if (!(await exists(config))) {
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(newConfigText(added)));
  } else if (!found) {
    throw new UserError(
      vscode.l10n.t('mend {0} first; Problems shows what is wrong with it.', configFileName),
    );
  } else if (open?.isDirty) {
    await suppressInEditor(open, added);
  } else {
    // On disk: what VS Code holds of a file that nobody edits may be older, and it would refuse to save that.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await vscode.workspace.fs.readFile(config),
    );
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(suppressedText(text, added)));
  }
  configs.refresh();
  const addReason = vscode.l10n.t('Add a Reason');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Callsmith: {0} is suppressed in {1}.', what.code, configFileName),
      addReason,
    )
    .then((chosen) => (chosen === addReason ? vscode.window.showTextDocument(config) : undefined));
}

/** What is not saved yet stays, and is saved with the suppression. */
async function suppressInEditor(document: vscode.TextDocument, added: NewSuppression): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of suppressEdits(document.getText(), added)) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    edit.replace(document.uri, range, content);
  }
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save()))
    throw new UserError(vscode.l10n.t('{0} could not be changed; it may be read-only.', configFileName));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

function codeOf(diagnostic: vscode.Diagnostic): string {
  return (diagnostic.code as { value: string }).value;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
