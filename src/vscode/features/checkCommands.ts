/** "Check File" and "Check Folder": from disk, outside the editor's thread, also for files VS Code does not hand over. */
import * as vscode from 'vscode';
import { plainDiagnostic } from '../convert.ts';
import { commands, settings } from '../ids.ts';
import type { Ports, SweepFile, SweepTotals } from '../ports.ts';
import { registerCommand, UserError } from '../run.ts';
import { maxPublished } from '../session.ts';
import type { Sessions } from '../sessions.ts';

/** Findings of a sweep that go to Problems, over all files; the totals are told for all. */
const maxListed = 20_000;

export function registerCheckCommands(
  sessions: Sessions,
  ports: Ports,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const results = vscode.languages.createDiagnosticCollection('callsmith check');
  const sweep = async (uris: vscode.Uri[], what: string) => {
    const totals = await run(uris, what, sessions, ports, results, log);
    return totals;
  };
  return vscode.Disposable.from(
    results,
    ports,
    // A file that is open is checked as it is typed: its findings from disk would stand twice.
    vscode.workspace.onDidOpenTextDocument((document) => results.delete(document.uri)),
    registerCommand(commands.checkFile, log, async (uri?: vscode.Uri) => {
      const file = uri ?? activeUri();
      if (!file)
        throw new UserError('Open a data set, or choose one in the Explorer, then run "Check File" again.');
      return sweep([file], vscode.workspace.asRelativePath(file));
    }),
    registerCommand(commands.checkFolder, log, async (uri?: vscode.Uri) => {
      const folder = uri ?? (await pickFolder());
      return folder && sweep([folder], vscode.workspace.asRelativePath(folder));
    }),
    registerCommand(commands.clearResults, log, () => results.clear()),
  );
}

function activeUri(): vscode.Uri | undefined {
  const { activeTextEditor } = vscode.window;
  if (activeTextEditor) return activeTextEditor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new UserError('Open a folder, then run "Check Folder" again.');
  if (folders.length === 1) return folders[0]!.uri;
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder to check' }))?.uri;
}

async function run(
  uris: vscode.Uri[],
  what: string,
  sessions: Sessions,
  ports: Ports,
  results: vscode.DiagnosticCollection,
  log: vscode.LogOutputChannel,
): Promise<SweepTotals | undefined> {
  for (const uri of uris) {
    const dirty = vscode.workspace.textDocuments.some((d) => d.isDirty && d.uri.path.startsWith(uri.path));
    if (dirty)
      void vscode.window.showInformationMessage(
        'Callsmith: files are checked as saved; there are unsaved changes.',
      );
  }
  const configuration = vscode.workspace.getConfiguration(settings.section, uris[0]);
  const setting = configuration.get<string>(settings.format, 'auto');
  const picked = uris.length === 1 ? sessions.pickedFormats()[uris[0]!.toString()] : undefined;
  results.clear();
  let listed = 0;
  const failures: string[] = [];
  const onFile = (file: SweepFile) => {
    if (file.failure !== undefined) {
      failures.push(`${vscode.workspace.asRelativePath(file.uri)}: ${file.failure}`);
      log.warn(`${file.uri.path}: ${file.failure}`);
      return;
    }
    const isOpen = vscode.workspace.textDocuments.some(
      (d) => d.uri.toString() === file.uri.toString() && sessions.get(d),
    );
    if (isOpen) return;
    const kept = file.findings.slice(0, Math.max(0, Math.min(maxPublished, maxListed - listed)));
    listed += kept.length;
    results.set(
      file.uri,
      kept.map((f) =>
        plainDiagnostic(
          f.code,
          f.severity,
          f.message,
          new vscode.Range(f.startLine, f.startColumn, f.endLine, f.endColumn),
        ),
      ),
    );
  };
  const started = performance.now();
  const summary = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Callsmith: checking ${what}`,
      cancellable: true,
    },
    (progress, token) => {
      let told = 0;
      return ports.sweep(
        {
          uris,
          format: picked,
          settingFormat: setting === 'auto' ? undefined : setting,
          rules: configuration.get<Record<string, string>>(settings.rules, {}),
          threads: configuration.get<number>(settings.threads, 0),
          keepPerFile: maxPublished,
        },
        onFile,
        (done, total, name) => {
          const percent = total === 0 ? 0 : (100 * done) / total;
          progress.report({ increment: Math.max(0, percent - told), message: name });
          told = Math.max(told, percent);
        },
        token,
      );
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const words =
    `${summary.files} files, ${summary.samples} samples: ${summary.errors} errors, ` +
    `${summary.warnings} warnings, ${summary.hints} hints` +
    (summary.skipped > 0 ? `; ${summary.skipped} JSON files are no data sets` : '');
  log.info(`checked ${what} in ${seconds} s: ${words}`);
  const showProblems = 'Show Problems';
  const showLog = 'Show Log';
  const tell = async () => {
    if (failures.length > 0) {
      const message = `Callsmith: ${words}. ${failures.length} could not be read: ${failures[0]}`;
      const chosen = await vscode.window.showWarningMessage(message, showLog);
      if (chosen === showLog) log.show();
      return;
    }
    const chosen = await vscode.window.showInformationMessage(`Callsmith: ${words}.`, showProblems);
    if (chosen === showProblems) await vscode.commands.executeCommand('workbench.actions.view.problems');
  };
  void tell();
  return summary;
}
