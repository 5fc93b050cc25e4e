/** The heatmap's page beside the editor: one for the window, which shows the sample under the cursor, or the one it was asked for. */
import * as vscode from 'vscode';
import type { TextTokenizer } from '../../core/trace/hfTokenizer.ts';
import {
  type FromHeatmap,
  type HeatCompare,
  type HeatView,
  isFromHeatmap,
  type ToHeatmap,
} from '../../protocol/heatmap.ts';
import { heatmapView } from '../ids.ts';
import { recordAt } from '../sampleDocuments.ts';
import type { RecordAt, Session } from '../session.ts';
import { isSample, type Sessions } from '../sessions.ts';
import type { KnownRun, Traces } from '../traces.ts';
import { UserError } from '../run.ts';
import type { HardPools } from './hardPool.ts';
import { compareIn } from './heatCompare.ts';
import { listRows, recordsByKey } from './heatList.ts';
import { pageFolder, pageHtml, saveExport, wordsOf } from './heatmapPage.ts';
import { type HeatResult, type HeatSubject, heatSubjectOf } from './heatSubject.ts';
import type { Scores } from './scoreSample.ts';

/** After the cursor has rested so long in another sample, that one is shown. */
const followMs = 200;
/** While a run grows, the page's curves are brought up to date this often. */
const growMs = 15_000;
/** An edit shows in the page after so long without another one. */
const editedMs = 400;

/** What the page showed before the window was reloaded. */
interface Reference {
  readonly uri: string;
  readonly index: number;
  readonly run: string | undefined;
}

/** A sample that is shown. */
export interface Shown {
  readonly session: Session;
  readonly record: RecordAt;
  readonly runId: string | undefined;
  /** Lines of the document at that time. */
  readonly lines: number;
  readonly result: HeatResult;
}

/** What carries out the page's buttons. */
export type RunAction = (id: string, shown: Shown | undefined) => unknown;

export class HeatmapPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  #waiting: ToHeatmap[] = [];
  #shown: Shown | undefined;
  #view: HeatView | undefined;
  /** Grows with each wish for a sample: an answer that comes late is not shown. */
  #turn = 0;
  /** What is shown is to be shown anew; the cursor rests in another sample. */
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  #followTimer: ReturnType<typeof setTimeout> | undefined;
  #growTimer: ReturnType<typeof setTimeout> | undefined;
  /** The range that a click in the page has selected: it is no move of the cursor to follow. */
  #revealed: vscode.Range | undefined;
  #isInText = false;
  #compared: HeatCompare | undefined;
  /** Grows with each wish for a comparison. */
  #compareTurn = 0;
  /** The page has asked for the list of samples. */
  #isListed = false;
  /** The state of the scores that were listed. */
  #listedScores = 0;
  /** The page came back with the window, and has not shown anything yet. */
  #isRestored = false;
  /** The page shows nothing, and says that it follows the cursor. */
  #isEmpty = false;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another sample is shown, or it is shown in another way. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly sessions: Sessions,
    private readonly traces: Traces,
    private readonly pools: HardPools,
    private readonly scores: Scores,
    private readonly tokenizer: () => Promise<TextTokenizer | undefined>,
    private readonly runAction: RunAction,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [
      this.#changed,
      vscode.window.registerWebviewPanelSerializer(heatmapView, this),
      vscode.window.onDidChangeTextEditorSelection((event) => this.#cursorMoved(event.textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.#cursorMoved(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document === this.#shown?.session.document) this.#later(editedMs);
      }),
      traces.onDidChange(() => this.#runsChanged()),
      pools.onDidChange(() => this.#poolChanged()),
    ];
  }

  /** The sample that is shown. */
  get shown(): Shown | undefined {
    return this.#shown;
  }

  /** How it is shown; `undefined` before the page has said so. */
  get view(): HeatView | undefined {
    return this.#view;
  }

  /** The same sample in the run that it is compared with. */
  get compared(): HeatCompare | undefined {
    return this.#compared;
  }

  /** The heat is painted in the editor too. */
  get isInText(): boolean {
    return this.#isInText;
  }

  set isInText(isOn: boolean) {
    this.#isInText = isOn;
    this.#post({ type: 'in-text', isOn });
    this.#changed.fire();
  }

  /** Shows a sample, and the page. */
  async show(session: Session, record: RecordAt, runId?: string): Promise<void> {
    if (!this.#panel) {
      const panel = vscode.window.createWebviewPanel(
        heatmapView,
        vscode.l10n.t('Token Weights'),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        this.#options(),
      );
      this.#take(panel);
    } else if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    await this.#showRecord(session, record, runId);
  }

  /** Shows the sample anew that is shown: something about it is another. */
  again(): void {
    this.#later(0);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    panel.webview.options = this.#options();
    // The page says what it showed as soon as it is ready.
    this.#isRestored = true;
    this.#take(panel);
    return Promise.resolve();
  }

  #options(): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    return {
      enableScripts: true,
      localResourceRoots: [pageFolder(this.extensionUri)],
      enableFindWidget: true,
    };
  }

  #take(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    this.#waiting = [];
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#shown = undefined;
      this.#isInText = false;
      this.#turn++;
      this.#changed.fire();
    });
    panel.onDidChangeViewState(() => {
      // Hidden pages are thrown away by VS Code; what came meanwhile is shown when it is back.
      if (!panel.visible) this.#isReady = false;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (!isFromHeatmap(message)) {
        this.log.warn('heatmap: the page sent something that is no message of its');
        return;
      }
      this.#receive(message).catch((error: unknown) => {
        this.log.error(error instanceof Error ? error : String(error), `heatmap: ${message.type}`);
        void vscode.window.showErrorMessage(
          `Callsmith: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    });
    panel.webview.html = pageHtml(panel.webview, pageFolder(this.extensionUri));
  }

  #post(message: ToHeatmap): void {
    if (!this.#panel) return;
    if (this.#isReady) void this.#panel.webview.postMessage(message);
    // A page may be hidden for hours while a run grows: of each kind the last message counts.
    else this.#waiting = [...this.#waiting.filter(({ type }) => type !== message.type), message];
  }

  async #receive(message: FromHeatmap): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#ready(message.reference);
      case 'reveal':
        return this.#reveal(message.start, message.end, message.focus);
      case 'open':
        return this.#open(message.key);
      case 'list':
        return this.#list();
      case 'compare':
        return this.#compare(message.run);
      case 'hard-pool':
        return this.#addHard(message.keys);
      case 'view':
        this.#view = message.view;
        this.#changed.fire();
        return;
      case 'in-text':
        this.#isInText = message.isOn;
        this.#changed.fire();
        return;
      case 'save':
        return saveExport(message.kind, message.name, message.bytes, this.#shown?.session.document.uri);
      case 'action':
        if (isOffered(message.id, this.#shown)) await this.runAction(message.id, this.#shown);
    }
  }

  async #ready(reference: unknown): Promise<void> {
    this.#isReady = true;
    if (vscode.l10n.bundle) this.#post({ type: 'words', words: wordsOf(vscode.l10n.bundle) });
    this.#isListed = false;
    for (const message of this.#waiting.splice(0)) this.#post(message);
    if (this.#shown) {
      this.#tell(this.#shown);
      return;
    }
    const known = asReference(reference);
    if (!known) {
      if (this.#isRestored) this.#showNothing(vscode.l10n.t('No sample is shown'));
      return;
    }
    const turn = this.#turn;
    const session = await this.#sessionOf(known.uri);
    // Another sample was asked for meanwhile.
    if (turn !== this.#turn) return;
    const record = session && recordAt(session, known.index);
    if (session && record) await this.#showRecord(session, record, known.run);
    else this.#showNothing(vscode.l10n.t('The sample is not there any more'));
  }

  /** Says that the cursor is followed. */
  #showNothing(title: string): void {
    this.#isEmpty = true;
    const words = [vscode.l10n.t('Put the cursor into a sample of a data set: its weights are shown here.')];
    this.#post({ type: 'nothing', reference: undefined, nothing: { title, words, actions: [] } });
  }

  async #sessionOf(uri: string): Promise<Session | undefined> {
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
      return this.sessions.get(document) ?? (await this.sessions.open(document));
    } catch {
      // The file was deleted or was never saved: the page says so.
      return undefined;
    }
  }

  async #showRecord(session: Session, record: RecordAt, runId: string | undefined): Promise<void> {
    // The page was closed while somebody waited to show something.
    if (!this.#panel) return;
    this.#isRestored = false;
    this.#isEmpty = false;
    const turn = ++this.#turn;
    const busy = setTimeout(() => {
      if (turn === this.#turn)
        this.#post({ type: 'busy', words: vscode.l10n.t('Reading the recorded runs…') });
    }, 400);
    try {
      const wanted = runId ?? this.#shown?.runId;
      const result =
        this.scores.subjectOf(session, record) ??
        (await heatSubjectOf(this.sessions, this.traces, session, record, wanted, this.tokenizer));
      const { lineCount: lines } = session.document;
      if (turn === this.#turn) this.#give({ session, record, runId: wanted, lines, result });
    } catch (error) {
      // What was shown is shown on; nothing is waited for any more.
      if (turn === this.#turn && this.#shown) this.#tell(this.#shown);
      throw error;
    } finally {
      clearTimeout(busy);
    }
  }

  #give(shown: Shown): void {
    const isSame = sampleOf(this.#shown) === sampleOf(shown);
    this.#shown = shown;
    // The page keeps a comparison as long as it shows the same sample of the same run.
    if (!isSame) this.#compared = undefined;
    this.#tell(shown);
    // Another sample was scored, and the list lacks it.
    const isScored = !('nothing' in shown.result) && shown.result.sample.origin === 'scored';
    if (isScored && this.scores.revision !== this.#listedScores) this.#listAgain();
    this.#changed.fire();
  }

  #tell({ session, record, runId, result }: Shown): void {
    const { uri } = session.document;
    const reference: Reference = { uri: uri.toString(), index: record.index, run: runId };
    if ('nothing' in result) {
      this.#post({ type: 'nothing', reference, nothing: result.nothing });
      return;
    }
    const { sample, run, staleNote, matches } = result;
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const line = record.toRange({ start: 0, end: 0 }).start.line + 1;
    this.#post({
      type: 'sample',
      reference,
      title: vscode.l10n.t('{0}, line {1}', name, line),
      sample,
      run,
      others: matches
        .filter(({ known }) => known.id !== run.id)
        .map(({ known }) => ({ id: known.id, name: known.name })),
      staleNote,
      isHard: this.pools.has(uri, record.text),
      inText: this.#isInText,
      view: undefined,
    });
    void this.#loadPool(uri).then(() => this.#tellHard());
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === session.document);
    if (editor) this.#tellCursor(editor);
  }

  #later(milliseconds: number): void {
    if (!this.#shown) return;
    clearTimeout(this.#againTimer);
    this.#againTimer = setTimeout(() => {
      const shown = this.#shown;
      if (!shown) return;
      const record = recordNow(shown);
      if (record) this.#showLater(shown.session, record, shown.runId);
    }, milliseconds);
  }

  /** Shows what nobody waits for. */
  #showLater(session: Session, record: RecordAt, runId: string | undefined): void {
    this.#showRecord(session, record, runId).catch((error: unknown) =>
      this.log.error(error instanceof Error ? error : String(error), 'heatmap: show'),
    );
  }

  /** What a run that grows says of this sample is shown at once; its curves, less often. */
  #runsChanged(): void {
    const shown = this.#shown;
    if (!shown) return;
    if ('nothing' in shown.result) return this.#later(0);
    const { known, sample, matches, recorded } = shown.result;
    if (sample.origin === 'scored') return;
    const isSame = known
      ? this.traces.byId(known.id) === known && known.run.visits(sample.key).length === recorded
      : this.traces.same(shown.session, shown.record.text).length === matches.length;
    if (!isSame) this.#later(0);
    this.#growTimer ??= setTimeout(() => {
      this.#growTimer = undefined;
      this.#later(0);
      this.#listAgain();
    }, growMs);
  }

  #cursorMoved(editor: vscode.TextEditor): void {
    const shown = this.#shown;
    if (!this.#panel?.visible || !(shown || this.#isEmpty) || isSample(editor.document)) return;
    const session = this.sessions.get(editor.document);
    if (!session) return;
    if (this.#revealed?.isEqual(editor.selection)) {
      // Where the cursor stood when the editor was shown is not followed either.
      clearTimeout(this.#followTimer);
      this.#revealed = undefined;
      return;
    }
    const record = session.recordAt(editor.selection.active);
    if (shown && session === shown.session && record?.index === shown.record.index) {
      clearTimeout(this.#followTimer);
      this.#tellCursor(editor);
    } else if (record && record.text.trim() !== '') {
      clearTimeout(this.#followTimer);
      this.#followTimer = setTimeout(() => {
        const now = session.recordAt(editor.selection.active);
        if (now && now.text.trim() !== '') this.#showLater(session, now, shown?.runId);
      }, followMs);
    }
  }

  #tellCursor(editor: vscode.TextEditor): void {
    const shown = this.#shown;
    if (!shown || 'nothing' in shown.result || !shown.result.links) return;
    const record = recordAt(shown.session, shown.record.index);
    if (!record || record.text !== shown.record.text) return;
    const { start, end } = editor.selection;
    const span = { start: record.offsetOf(start), end: record.offsetOf(end) };
    const isInside = shown.session.recordAt(start)?.index === record.index;
    this.#post({ type: 'cursor', span: isInside ? shown.result.links.toText(span) : undefined });
  }

  async #reveal(start: number, end: number, focus: boolean): Promise<void> {
    if (this.#shown?.session.document.isClosed && !(await this.#openAgain(this.#shown))) return;
    const shown = this.#shown;
    if (!shown || 'nothing' in shown.result) return;
    const span = shown.result.links?.toRecord({ start, end });
    const record = recordAt(shown.session, shown.record.index);
    if (!span || !record || record.text !== shown.record.text) return;
    const range = record.toRange(span);
    const { document } = shown.session;
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    this.#revealed = range;
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
      preserveFocus: !focus,
      preview: false,
    });
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Opens the document of what is shown; whether its record still is where it was. */
  async #openAgain({ session: { document }, record, runId }: Shown): Promise<boolean> {
    const session = await this.#sessionOf(document.uri.toString());
    const again = session && recordAt(session, record.index);
    if (!session || again?.text !== record.text) {
      const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Callsmith: this sample is not in {0} as it is shown here any more.', name),
      );
      return false;
    }
    await this.#showRecord(session, again, runId);
    return true;
  }

  /** The subject, where it comes from a run. */
  #ofRun(): { readonly shown: Shown; readonly subject: HeatSubject; readonly known: KnownRun } | undefined {
    const shown = this.#shown;
    if (!shown || 'nothing' in shown.result) return undefined;
    const { known } = shown.result;
    return known && { shown, subject: shown.result, known };
  }

  async #list(): Promise<void> {
    this.#isListed = true;
    const of = this.#ofRun();
    const shown = this.#shown;
    if (!of && shown && !('nothing' in shown.result) && shown.result.sample.origin === 'scored') {
      const { uri } = shown.session.document;
      this.#listedScores = this.scores.revision;
      await this.#loadPool(uri);
      const now = this.#shown;
      if (now?.session !== shown.session || this.#ofRun()) return;
      const rows = this.scores.rows(shown.session, ({ text }) => this.pools.has(uri, text));
      this.#post({ type: 'list', rows, note: undefined });
      return;
    }
    if (!of) {
      this.#post({
        type: 'list',
        rows: [],
        note: vscode.l10n.t('Samples are listed where a recorded run has them.'),
      });
      return;
    }
    const { session } = of.shown;
    await this.#loadPool(session.document.uri);
    const { rows, note } = await listRows(this.sessions, session, of.known, this.pools);
    const now = this.#ofRun();
    if (now?.known === of.known && now.shown.session === session) this.#post({ type: 'list', rows, note });
  }

  /** The list that the page was given may be another one by now. */
  #listAgain(): void {
    // A hidden page asks again when it comes back.
    if (!this.#isListed || !this.#panel?.visible) return;
    this.#list().catch((error: unknown) =>
      this.log.error(error instanceof Error ? error : String(error), 'heatmap: list'),
    );
  }

  async #open(key: string): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    const { session } = shown;
    const known = this.#ofRun()?.known;
    const record = known
      ? (await recordsByKey(session, known)).get(key)?.record
      : this.scores.recordOf(session, key);
    if (!record) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Callsmith: this sample is in the run, but not in {0} any more.', nameOf(session)),
      );
      return;
    }
    await this.#showRecord(session, record, known?.id);
    const position = record.toRange({ start: 0, end: 0 }).start;
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === session.document);
    if (!editor) return;
    const range = new vscode.Range(position, position);
    this.#revealed = range;
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #compare(id: string | undefined): Promise<void> {
    const of = this.#ofRun();
    const other = id === undefined ? undefined : of?.subject.matches.find(({ known }) => known.id === id);
    this.#compared = undefined;
    const turn = ++this.#compareTurn;
    if (!of || !other) {
      this.#post({ type: 'compare', compare: undefined });
      return;
    }
    const compare = await compareIn(other, of.subject.sample);
    // Another sample is shown by now, and these numbers are not of its tokens; or another run is wanted.
    if (turn !== this.#compareTurn || sampleOf(this.#shown) !== sampleOf(of.shown)) return;
    this.#compared = compare;
    this.#post({ type: 'compare', compare });
    this.#changed.fire();
  }

  async #addHard(keys: readonly string[]): Promise<void> {
    const of = this.#ofRun();
    const shown = this.#shown;
    if (!shown) return;
    if (!of) {
      const scored = keys.flatMap((key) => {
        const record = this.scores.recordOf(shown.session, key);
        return record ? [{ record, run: undefined, callLoss: this.scores.callLossOf(record.text) }] : [];
      });
      // A preview is of no run and of no scores.
      const isOfShown = !('nothing' in shown.result) && keys.includes(shown.result.sample.key);
      const { record } = shown;
      const meant =
        scored.length > 0 || !isOfShown ? scored : [{ record, run: undefined, callLoss: undefined }];
      await this.#addFound(shown.session, keys, meant);
      return;
    }
    const { known, shown: inRun, subject } = of;
    const records = await recordsByKey(inRun.session, known);
    const found = keys.flatMap((key) => {
      const listed = records.get(key);
      // Of several records that read the same the one that is shown is meant.
      const isShown = key === subject.sample.key;
      const record = isShown ? inRun.record : listed?.record;
      if (!record) return [];
      // The loss of an older state says nothing of this one.
      const isStale = isShown ? subject.staleNote !== undefined : listed!.isStale;
      const callLoss = isStale ? undefined : known.run.visits(key).at(-1)?.scalars['loss_call'];
      return [{ record, run: known.name, callLoss }];
    });
    await this.#addFound(inRun.session, keys, found);
  }

  async #addFound(
    session: Session,
    keys: readonly string[],
    found: Parameters<HardPools['add']>[1],
  ): Promise<void> {
    if (found.length === 0)
      throw new UserError(vscode.l10n.t('none of these samples is in {0} any more.', nameOf(session)));
    await this.pools.add(session, found);
    // What could not be found stays chosen, so that it is seen.
    if (found.length === keys.length) this.#tellHard(keys);
  }

  /** Reads the pool of a data set; what keeps it from being read, the log tells, and adding to it. */
  async #loadPool(uri: vscode.Uri): Promise<void> {
    try {
      await this.pools.load(uri);
    } catch (error) {
      this.log.warn(`hard pool: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #poolChanged(): void {
    const shown = this.#shown;
    if (!shown) return;
    // Read anew first: a pool that was just written is known as a file that changed.
    void this.#loadPool(shown.session.document.uri).then(() => {
      this.#tellHard();
      this.#listAgain();
    });
  }

  /** @param added samples that were put into the pool just now */
  #tellHard(added: readonly string[] = []): void {
    const shown = this.#shown;
    if (!shown) return;
    const { session, record } = shown;
    const isHard = this.pools.has(session.document.uri, record.text);
    const key = 'nothing' in shown.result ? undefined : shown.result.sample.key;
    this.#post({ type: 'hard', keys: isHard && key !== undefined ? [...added, key] : added, isHard });
  }

  dispose(): void {
    clearTimeout(this.#againTimer);
    clearTimeout(this.#followTimer);
    clearTimeout(this.#growTimer);
    this.#panel?.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }
}

/** The record that is shown as it is now, also after lines came or went above it. */
function recordNow({ session, record, lines }: Shown): RecordAt | undefined {
  const here = recordAt(session, record.index);
  const moved = record.index + session.document.lineCount - lines;
  if (moved === record.index || moved < 0 || here?.text === record.text) return here;
  const there = recordAt(session, moved);
  return there?.text === record.text ? there : here;
}

/** Tells a sample of a run from every other; `undefined` where none is shown. */
function sampleOf(shown: Shown | undefined): string | undefined {
  return shown && !('nothing' in shown.result)
    ? `${shown.result.sample.key} ${shown.result.run.id}`
    : undefined;
}

/** Is it a button of what is shown? A page gets no others pressed. */
function isOffered(id: string, shown: Shown | undefined): boolean {
  if (!shown) return false;
  const { result } = shown;
  const { actions = [] } = 'nothing' in result ? result.nothing : result.run;
  return actions.some((action) => action.id === id);
}

function nameOf({ document }: Session): string {
  return document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
}

function asReference(value: unknown): Reference | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, index, run } = value as Partial<Record<keyof Reference, unknown>>;
  if (typeof uri !== 'string' || typeof index !== 'number' || !Number.isInteger(index)) return undefined;
  return { uri, index, run: typeof run === 'string' ? run : undefined };
}
