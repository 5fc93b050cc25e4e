/** "Check File" and "Check Folder": from disk, outside the editor's thread, also for files VS Code does not hand over. */
import * as vscode from 'vscode';
import { configFileName } from '../../core/config.ts';
import { CancelledError } from '../../core/ports.ts';
import { commands, settings } from '../ids.ts';
import type { Ports, SweepFile, SweepTotals } from '../ports.ts';
import { registerCommand, UserError, withProgress } from '../run.ts';
import { maxPublished } from '../session.ts';
import { asTargets, type Sessions } from '../sessions.ts';
import { number, plural, unlinked } from '../words.ts';
import { CheckResults, isWithin } from './checkResults.ts';

export function registerCheckCommands(
  sessions: Sessions,
  ports: Ports,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const results = new CheckResults(sessions);
  const check = (uri: vscode.Uri) => new Check(uri, sessions, ports, results, log).run();
  return vscode.Disposable.from(
    results,
    ports,
    registerCommand(commands.checkFile, log, async (uri?: vscode.Uri) => {
      const file = uri ?? activeUri();
      if (!file)
        throw new UserError(
          vscode.l10n.t('open a data set, or choose one in the Explorer, then run "Check File" again.'),
        );
      return check(file);
    }),
    registerCommand(commands.checkFolder, log, async (uri?: vscode.Uri) => {
      const folder = uri ?? (await pickFolder());
      return folder && check(folder);
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
  if (folders.length === 0)
    throw new UserError(vscode.l10n.t('open a folder, then run "Check Folder" again.'));
  if (folders.length === 1) return folders[0]!.uri;
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Folder to check') }))
    ?.uri;
}

type Summary = SweepTotals & { readonly skipped: number };

/** One sweep: its progress, its results, its last words. */
class Check {
  readonly #what: string;
  readonly #failures: string[] = [];
  #files = 0;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly sessions: Sessions,
    private readonly ports: Ports,
    private readonly results: CheckResults,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const isRoot = vscode.workspace.workspaceFolders?.some((root) => root.uri.path === uri.path);
    this.#what = unlinked(isRoot ? (uri.path.split('/').at(-1) ?? '') : vscode.workspace.asRelativePath(uri));
  }

  async run(): Promise<Summary> {
    const started = performance.now();
    const isDirty = vscode.workspace.textDocuments.some((d) => d.isDirty && isWithin(d.uri, this.uri));
    this.results.clear(this.uri);
    let summary: Summary;
    try {
      summary = await withProgress(vscode.l10n.t('Callsmith: checking {0}', this.#what), (progress, token) =>
        this.#sweep(progress, token),
      );
    } catch (error) {
      if (error instanceof CancelledError) {
        const words = vscode.l10n.t(
          'check of {0} stopped after {1}',
          this.#what,
          plural(this.#files, 'file'),
        );
        this.log.info(words);
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Callsmith: {0}; what was found in them is in Problems.', words),
        );
      }
      throw error;
    }
    const words =
      summaryWords(summary) + (isDirty ? ` ${vscode.l10n.t('Unsaved changes were left out.')}` : '');
    this.log.info(
      `checked ${this.#what} in ${((performance.now() - started) / 1000).toFixed(1)} s: ${words}`,
    );
    void this.#tell(words);
    return summary;
  }

  #sweep(
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<Summary> {
    const configuration = vscode.workspace.getConfiguration(settings.section, this.uri);
    const setting = configuration.get<string>(settings.format, 'auto');
    let told = 0;
    return this.ports.sweep(
      {
        uris: [this.uri],
        format: this.sessions.pickedFormats()[this.uri.toString()],
        settingFormat: setting === 'auto' ? undefined : setting,
        targets: this.sessions.pickedTargets(),
        settingTargets: asTargets(configuration.get<unknown>(settings.targets, [])),
        rules: configuration.get<Record<string, string>>(settings.rules, {}),
        threads: configuration.get<number>(settings.threads, 0),
        keepPerFile: maxPublished,
      },
      (file) => this.#take(file),
      (done, total, message) => {
        const percent = total === 0 ? 0 : (100 * done) / total;
        progress.report({ increment: Math.max(0, percent - told), message });
        told = Math.max(told, percent);
      },
      token,
    );
  }

  #take(file: SweepFile): void {
    if (file.failure !== undefined) {
      const reason = file.failure.replace(/\.$/, '');
      this.#failures.push(unlinked(`${vscode.workspace.asRelativePath(file.uri)}: ${reason}`));
      this.log.warn(`${file.uri.path}: ${file.failure}`);
      // Reading it shows in Problems what is wrong with it.
      if (file.uri.path.endsWith(`/${configFileName}`)) void this.sessions.configs.for(file.uri);
      return;
    }
    this.#files++;
    this.results.add(file);
  }

  async #tell(words: string): Promise<void> {
    const showProblems = vscode.l10n.t('Show Problems');
    const showLog = vscode.l10n.t('Show Log');
    const [failure, ...more] = this.#failures;
    if (failure !== undefined) {
      const message =
        more.length > 0
          ? vscode.l10n.t(
              'Callsmith: {0} Left out: {1} (and {2} more; the log has them all).',
              words,
              failure,
              number(more.length),
            )
          : vscode.l10n.t('Callsmith: {0} Left out: {1}.', words, failure);
      if ((await vscode.window.showWarningMessage(message, showLog)) === showLog) this.log.show();
      return;
    }
    const chosen = await vscode.window.showInformationMessage(`Callsmith: ${words}`, showProblems);
    if (chosen === showProblems) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function summaryWords({ files, samples, errors, warnings, hints, skipped }: Summary): string {
  const found = [plural(errors, 'error'), plural(warnings, 'warning'), plural(hints, 'hint')].join(', ');
  const passed =
    skipped > 0 ? ` ${vscode.l10n.t('{0} without samples passed over.', plural(skipped, 'JSON file'))}` : '';
  return `${plural(files, 'file')}, ${plural(samples, 'sample')}: ${found}.${passed}`;
}
