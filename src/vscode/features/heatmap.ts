/** Token weights: the commands, the page, the runs that people open by themselves. */
import * as vscode from 'vscode';
import type { TextTokenizer } from '../../core/trace/hfTokenizer.ts';
import { commands, settings, traceSettings } from '../ids.ts';
import type { Models } from '../models.ts';
import { registerCommand, UserError } from '../run.ts';
import type { Sessions } from '../sessions.ts';
import { shippedFolder } from '../traceFolder.ts';
import type { Traces } from '../traces.ts';
import { HardPools } from './hardPool.ts';
import { HeatmapPanel, type Shown } from './heatmapPanel.ts';
import { Scores } from './scoreSample.ts';
import { showRun } from './heatSubject.ts';
import { meantRecords } from './selectedRecords.ts';
import { TextHeat } from './textHeat.ts';

export function registerHeatmap(
  extensionUri: vscode.Uri,
  sessions: Sessions,
  traces: Traces,
  models: Models,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const pools = new HardPools();
  const scores = new Scores(sessions);
  const tokenizers = new Tokenizers(log);
  const runAction = async (id: string, shown: Shown | undefined) => {
    if (id === 'how-to-record') await howToRecord(extensionUri);
    else if (id.startsWith(showRun) && shown)
      await panel.show(shown.session, shown.record, id.slice(showRun.length));
    else if (id === 'forget-scores' && shown) {
      scores.forget(shown.record.text);
      panel.again();
    } else if ((Object.values(commands) as string[]).includes(id)) await vscode.commands.executeCommand(id);
  };
  const panel = new HeatmapPanel(
    extensionUri,
    sessions,
    traces,
    pools,
    scores,
    () => tokenizers.current(),
    runAction,
    log,
  );
  const show = async (uri?: vscode.Uri, index?: number) => {
    const title = vscode.l10n.t('Show Token Weights');
    const { session, records } = await meantRecords(sessions, title, uri, index);
    await panel.show(session, records[0]!);
  };
  return vscode.Disposable.from(
    pools,
    panel,
    new TextHeat(panel),
    // The files of a workspace are looked through when there is something to show of them.
    sessions.onDidOpen(() => void soon(sessions, traces)),
    registerCommand(commands.showWeights, log, show),
    registerCommand(commands.scoreSample, log, async (uri?: vscode.Uri, index?: number) => {
      const scored = await scores.score(models, uri, index);
      if (scored) await panel.show(scored.session, scored.record);
    }),
    registerCommand(commands.paintHeat, log, async () => {
      if (!panel.isInText && !panel.shown) await show();
      panel.isInText = !panel.isInText;
    }),
    registerCommand(commands.openRun, log, () => openRun(traces)),
    registerCommand(commands.openDemoRun, log, () => openDemo(extensionUri, sessions, traces, panel)),
  );
}

/** Once what the person sees is checked and drawn. */
async function soon(sessions: Sessions, traces: Traces): Promise<void> {
  await Promise.all([...sessions.all()].map(({ whenDrawn }) => whenDrawn));
  await traces.found();
}

async function openRun(traces: Traces): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open a recorded run: a folder that ends in .cstrace'),
      openLabel: vscode.l10n.t('Open Run'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!folder) return;
  const run = await traces.open(folder);
  if (typeof run === 'string')
    throw new UserError(
      vscode.l10n.t(
        '{0} is no run that can be read ({1}). Choose the folder that holds manifest.json.',
        vscode.workspace.asRelativePath(folder),
        run,
      ),
    );
  const { counts, steps } = run.run;
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Callsmith: the run "{0}" is open: {1} texts, {2} visits, {3} steps. Samples that it has say so above them.',
      run.name,
      counts.renders,
      counts.visits,
      steps.length,
    ),
  );
}

async function howToRecord(extensionUri: vscode.Uri): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, 'media', 'record-a-run.md');
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

/** A copy of the demo data set in an editor without a file, with the run that was recorded of it. */
async function openDemo(
  extensionUri: vscode.Uri,
  sessions: Sessions,
  traces: Traces,
  panel: HeatmapPanel,
): Promise<void> {
  const folder = vscode.Uri.joinPath(shippedFolder(extensionUri), 'demo.cstrace');
  const run = await traces.open(folder);
  if (typeof run === 'string') throw new UserError(vscode.l10n.t('the demo run cannot be read ({0}).', run));
  const bytes = await vscode.workspace.fs.readFile(
    vscode.Uri.joinPath(shippedFolder(extensionUri), 'demo.jsonl'),
  );
  const document = await vscode.workspace.openTextDocument({
    language: 'jsonl',
    content: new TextDecoder().decode(bytes),
  });
  const editor = await vscode.window.showTextDocument(document);
  const session = sessions.get(document) ?? (await sessions.open(document));
  const record = session?.recordAt(editor.selection.active);
  if (session && record) await panel.show(session, record, run.id);
}

/** The tokenizer of the setting, read when it is needed and as long as the setting stays. */
class Tokenizers {
  #known: { readonly path: string; readonly tokenizer: Promise<TextTokenizer | undefined> } | undefined;
  /** What was told last: the same is not told at each sample. */
  #told = '';

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** `undefined` where none is set, or it cannot be read: then the person is told, once. */
  current(): Promise<TextTokenizer | undefined> {
    const path = vscode.workspace
      .getConfiguration(`${settings.section}.${traceSettings.area}`)
      .get<string>(traceSettings.tokenizer, '')
      .trim();
    if (path === '') return Promise.resolve(undefined);
    if (this.#known?.path !== path)
      this.#known = { path, tokenizer: this.#read(path).catch((error: unknown) => this.#tell(path, error)) };
    return this.#known.tokenizer;
  }

  async #read(path: string): Promise<TextTokenizer> {
    const isAbsolute = /^(?:\/|[A-Za-z]:[\\/])/.test(path);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (!isAbsolute && !folder) throw new Error(vscode.l10n.t('no folder is open that it could lie in'));
    const uri = isAbsolute ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder!, path);
    const json = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    let config = '{}';
    try {
      const beside = vscode.Uri.joinPath(uri, '..', 'tokenizer_config.json');
      config = new TextDecoder().decode(await vscode.workspace.fs.readFile(beside));
    } catch {
      // Not every tokenizer has one.
    }
    const { createTokenizer } = await import('../../core/trace/hfTokenizer.ts');
    const tokenizer = createTokenizer(json, config);
    if (typeof tokenizer === 'string') throw new Error(tokenizer);
    this.#told = '';
    return tokenizer;
  }

  #tell(path: string, error: unknown): undefined {
    const reason = error instanceof Error ? error.message : String(error);
    // The file may come yet, or be mended.
    if (this.#known?.path === path) this.#known = undefined;
    if (this.#told === `${path} ${reason}`) return;
    this.#told = `${path} ${reason}`;
    this.log.warn(`tokenizer: ${reason}`);
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Callsmith: the tokenizer {0} cannot be used ({1}); tokens are estimated from characters.',
        path,
        reason,
      ),
    );
  }
}
