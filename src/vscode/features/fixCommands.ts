/** "Fix All Safe Problems in File": in the editor where the file is open, else on disk; and arrays to lines. */
import * as vscode from 'vscode';
import { onOneLine } from '../../core/record/editText.ts';
import { commands, settings } from '../ids.ts';
import { fixEdits } from '../fixing.ts';
import type { Ports } from '../ports.ts';
import { registerCodeActions } from './codeActions.ts';
import { nextTurn, registerCommand, sliceMs, UserError, withProgress } from '../run.ts';
import type { Session } from '../session.ts';
import { asTargets, type Sessions } from '../sessions.ts';
import { plural } from '../words.ts';

export function registerFixes(
  sessions: Sessions,
  ports: Ports,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerCodeActions(sessions),
    registerCommand(commands.fixFile, log, (uri?: vscode.Uri, code?: string) =>
      fixFile(sessions, ports, log, uri, typeof code === 'string' ? code : undefined),
    ),
    registerCommand(commands.toLines, log, () => toLines(sessions)),
  );
}

/** How many findings were mended. `code`: of that rule only. */
async function fixFile(
  sessions: Sessions,
  ports: Ports,
  log: vscode.LogOutputChannel,
  uri: vscode.Uri | undefined,
  code: string | undefined,
): Promise<number | undefined> {
  const file = uri ?? activeUri();
  if (!file)
    throw new UserError(
      vscode.l10n.t(
        'open a data set, or choose one in the Explorer, then run "Fix All Safe Problems in File" again.',
      ),
    );
  const document = vscode.workspace.textDocuments.find(
    ({ uri: other }) => other.toString() === file.toString(),
  );
  const session = document && sessions.get(document);
  const codes = code === undefined ? undefined : new Set([code]);
  const name = vscode.workspace.asRelativePath(file);
  // An array becomes lines as a whole: no record of the document says so.
  const fixed =
    session && code !== 'record.array-file'
      ? await inEditor(session, sessions, codes, name)
      : await onDisk(sessions, ports, file, codes, name, document);
  if (fixed === undefined) return undefined;
  log.info(`fixed ${plural(fixed, 'finding')} in ${name}${code === undefined ? '' : ` (${code})`}`);
  const words =
    fixed === 0
      ? vscode.l10n.t(
          'there is nothing in {0} that could be fixed for certain; the light bulb offers the rest.',
          name,
        )
      : vscode.l10n.t('fixed {0} in {1}.', plural(fixed, 'finding'), name);
  void vscode.window.showInformationMessage(`Callsmith: ${words}`);
  return fixed;
}

async function inEditor(
  session: Session,
  sessions: Sessions,
  codes: ReadonlySet<string> | undefined,
  name: string,
): Promise<number> {
  const { document } = session;
  const total = Math.max(1, session.state.totals.lines);
  const { edits, fixed } = await withShare(vscode.l10n.t('fixing {0}', name), (tell, token) =>
    fixEdits(session, sessions.service, { codes }, token, (done) => tell(done / total)),
  );
  if (edits.length === 0) return 0;
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new UserError(vscode.l10n.t('{0} could not be changed; is it read-only?', name));
  return fixed;
}

async function onDisk(
  sessions: Sessions,
  ports: Ports,
  file: vscode.Uri,
  codes: ReadonlySet<string> | undefined,
  name: string,
  document: vscode.TextDocument | undefined,
): Promise<number | undefined> {
  const { fix } = ports;
  if (!fix || file.scheme !== 'file')
    throw new UserError(
      vscode.l10n.t('{0} lies on no disk that can be written here; open it, then run this again.', name),
    );
  if (document?.isDirty) throw new UserError(vscode.l10n.t('save {0} first, then run this again.', name));
  const { size } = await vscode.workspace.fs.stat(file);
  const go = vscode.l10n.t('Fix File');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Fix all safe problems in {0}?', name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The file ({0}) is changed on disk, which cannot be undone here. Nothing but the fixed places changes.',
        megabytes(size),
      ),
    },
    go,
  );
  if (chosen !== go) return undefined;
  const configuration = vscode.workspace.getConfiguration(settings.section, file);
  const setting = configuration.get<string>(settings.format, 'auto');
  return withShare(vscode.l10n.t('fixing {0}', name), (tell, token) =>
    fix(
      {
        uri: file,
        codes,
        format: sessions.pickedFormats()[file.toString()],
        settingFormat: setting === 'auto' ? undefined : setting,
        targets: sessions.pickedTargets(),
        settingTargets: asTargets(configuration.get<unknown>(settings.targets, [])),
        rules: configuration.get<Record<string, string>>(settings.rules, {}),
      },
      tell,
      token,
    ),
  );
}

/** The elements of an array as lines of a new document, each as it is written save for its line breaks. */
async function toLines(sessions: Sessions): Promise<void> {
  const session = sessions.active();
  if (!session || session.file.container === 'jsonl')
    throw new UserError(
      vscode.l10n.t(
        'open a file that is one JSON array of records, then run "Convert Array to JSON Lines" again.',
      ),
    );
  const lines = await withShare(vscode.l10n.t('writing lines'), async (tell, token) => {
    const made: string[] = [];
    let until = performance.now() + sliceMs;
    for (const { text } of session.records()) {
      if (performance.now() > until) {
        tell(made.length / Math.max(1, session.state.totals.lines));
        await nextTurn();
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        until = performance.now() + sliceMs;
      }
      if (!isJson(text))
        throw new UserError(
          vscode.l10n.t(
            'record {0} is not JSON and cannot be put on a line; mend it first.',
            made.length + 1,
          ),
        );
      made.push(onOneLine(text));
    }
    return made;
  });
  const content = lines.map((line) => `${line}\n`).join('');
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The question is just whether it parses.
    return false;
  }
}

/** As `withProgress`, with the share that is done. */
function withShare<T>(
  title: string,
  run: (tell: (share: number) => void, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  return withProgress(`Callsmith: ${title}`, (progress, token) => {
    let told = 0;
    return run((share) => {
      const percent = Math.min(100, 100 * share);
      progress.report({ increment: Math.max(0, percent - told) });
      told = Math.max(told, percent);
    }, token);
  });
}

function megabytes(size: number): string {
  return size < 1_000_000
    ? `${Math.max(1, Math.round(size / 1000))} kB`
    : `${Math.round(size / 1_000_000)} MB`;
}

function activeUri(): vscode.Uri | undefined {
  const { activeTextEditor } = vscode.window;
  if (activeTextEditor) return activeTextEditor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}
