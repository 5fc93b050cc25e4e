/**
 * The recorded runs that a person has at hand: those in the workspace, found by `callsmith.trace.folders` and watched while
 * training goes on, and those that were opened by themselves.
 */
import * as vscode from 'vscode';
import { recordId } from '../core/check/answerFiles.ts';
import { boundsOf, lossOfRun } from '../core/heat/fromTrace.ts';
import type { RunLoss } from '../core/heat/segmentWeights.ts';
import type { TraceStep } from '../core/trace/manifest.ts';
import type { HeatBounds } from '../core/heat/heatSample.ts';
import { isFault } from '../core/trace/fault.ts';
import { TraceMatcher, type TraceMatch } from '../core/trace/match.ts';
import { TraceRun } from '../core/trace/run.ts';
import { memory, settings, traceSettings } from './ids.ts';
import { RecordCache, trainerRowOf } from './recordViews.ts';
import type { RecordAt, Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { OpenTraceFiles } from './traceFolder.ts';

/** A run that was written to is looked at after this, since more will follow; and one that goes on growing only so often. */
const refreshMs = 1_000;
const growingMs = 5_000;
/** Colours keep their bounds until a run has so many times the visits: they are not to change at every step of a training. */
const boundsGrowth = 1.25;
/** Runs of a workspace that are opened; more are told, not shown. */
const mostRuns = 50;
/** Records whose matches are kept, of each file. */
const keptMatches = 2_000;

/** Records of a file that are looked up to know whether a run is of it. */
const firstRecords = 50;

/** A run that was opened. */
export class KnownRun {
  readonly matcher: TraceMatcher;
  #bounds: { readonly bounds: HeatBounds; readonly visits: number } | undefined;
  #loss: { readonly loss: RunLoss; readonly steps: readonly TraceStep[] } | undefined;

  constructor(
    readonly folder: vscode.Uri,
    readonly run: TraceRun,
    readonly close: () => Promise<void>,
  ) {
    this.matcher = new TraceMatcher(run);
  }

  get id(): string {
    return this.folder.toString();
  }

  /** As its recorder named it, or its folder. */
  get name(): string {
    const folder = this.folder.path.split('/').findLast((part) => part !== '') ?? '';
    return this.run.manifest.name ?? folder.replace(/\.cstrace$/, '');
  }

  /** The same for all its samples and steps, as far as they are recorded. */
  get bounds(): HeatBounds {
    const { visits } = this.run.counts;
    const known = this.#bounds?.visits ?? 0;
    // Fewer than before: another run was recorded into the folder.
    if (!this.#bounds || visits > boundsGrowth * known || visits < known)
      this.#bounds = { bounds: boundsOf(this.run), visits };
    return this.#bounds.bounds;
  }

  /** How it weighed its samples. */
  get loss(): RunLoss {
    const { steps } = this.run;
    if (this.#loss?.steps !== steps) this.#loss = { loss: lossOfRun(this.run), steps };
    return this.#loss.loss;
  }

  /** Takes in what was written since; whether there was anything. */
  async refresh(): Promise<boolean> {
    const { manifest, counts } = this.run;
    const isNew = await this.run.refresh();
    // Ids are those of texts: more visits change nothing about them.
    if (this.run.manifest !== manifest || this.run.counts.renders !== counts.renders) this.matcher.forget();
    return isNew;
  }
}

/** A run that has a record, and as what. */
export interface RunMatch {
  readonly known: KnownRun;
  readonly match: Exclude<TraceMatch, { kind: 'none' }>;
}

/** A run that could not be opened. */
export interface BrokenRun {
  readonly folder: vscode.Uri;
  /** A sentence. */
  readonly message: string;
}

export class Traces implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Runs came, went, or grew. */
  readonly onDidChange = this.#changed.event;
  readonly #runs = new Map<string, KnownRun>();
  /** Runs that were opened by themselves; remembered for the workspace. */
  readonly #opened: Set<string>;
  readonly #broken = new Map<string, BrokenRun>();
  /** Runs that are being opened: whoever finds them meanwhile waits. */
  readonly #opening = new Map<string, Promise<void>>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #watchers: vscode.Disposable[] = [];
  #finding: Promise<void> | undefined;
  readonly #grown = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When runs were last looked at, milliseconds. */
  #looked = 0;
  #concerned = new WeakMap<Session, boolean>();
  #matches = new RecordCache<readonly RunMatch[]>(keptMatches, (_, text) => this.#same(text));

  constructor(
    private readonly openFiles: OpenTraceFiles,
    private readonly sessions: Sessions,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#opened = new Set(sessions.workspaceState.get<string[]>(memory.openedRuns, []));
    this.#subscriptions.push(
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settings.section}.${traceSettings.area}.${traceSettings.folders}`))
          void this.#again();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#again()),
    );
  }

  /** Looks for the runs of the workspace, once; resolves when they are opened. */
  found(): Promise<void> {
    return (this.#finding ??= this.#find());
  }

  /** The runs that are open, the latest first. */
  get runs(): readonly KnownRun[] {
    return [...this.#runs.values()].sort((a, b) =>
      (b.run.manifest.created ?? '').localeCompare(a.run.manifest.created ?? ''),
    );
  }

  get broken(): readonly BrokenRun[] {
    return [...this.#broken.values()];
  }

  byId(id: string): KnownRun | undefined {
    return this.#runs.get(id);
  }

  /** Opens a run that was named, now and when the window is opened again. A sentence when it cannot be opened. */
  async open(folder: vscode.Uri): Promise<KnownRun | string> {
    const id = folder.toString();
    await this.#open(folder);
    const known = this.#runs.get(id);
    if (known && !this.#opened.has(id)) {
      this.#opened.add(id);
      await this.#remember();
      this.#watch(new vscode.RelativePattern(folder, '**'));
    }
    this.#tellChange();
    return known ?? this.#broken.get(id)?.message ?? '';
  }

  #remember(): Thenable<void> {
    const latest = [...this.#opened].slice(-mostRuns);
    return this.sessions.workspaceState.update(memory.openedRuns, latest);
  }

  /** The runs that have a record as it is, or laid out anew. Quick. */
  same(session: Session, text: string): readonly RunMatch[] {
    return this.#runs.size === 0 ? [] : this.#matches.of(session, text);
  }

  #same(text: string): readonly RunMatch[] {
    return this.runs.flatMap((known) => {
      const match = known.matcher.same(text);
      return match && match.kind !== 'none' ? [{ known, match }] : [];
    });
  }

  /** Is the file one that a run was trained on: by its name, or because a run has one of its first records? */
  concerns(session: Session): boolean {
    if (this.#runs.size === 0) return false;
    let known = this.#concerned.get(session);
    if (known === undefined) this.#concerned.set(session, (known = this.#isConcerned(session)));
    return known;
  }

  #isConcerned(session: Session): boolean {
    const { path } = session.document.uri;
    const name = path.slice(path.lastIndexOf('/') + 1);
    for (const { run } of this.#runs.values())
      if (run.manifest.datasets.some((one) => one.path.split(/[\\/]/).at(-1) === name)) return true;
    let looked = 0;
    for (const { text } of session.records()) {
      if (text.trim() === '') continue;
      if (this.same(session, text).length > 0) return true;
      if (++looked === firstRecords) break;
    }
    return false;
  }

  /** The runs that have a record, also in an older state. */
  async matches(session: Session, record: RecordAt): Promise<readonly RunMatch[]> {
    const { text } = record;
    const id = recordId(text);
    const found: RunMatch[] = [];
    for (const known of this.runs) {
      const match = await known.matcher.match(text, id, () => {
        const row = trainerRowOf(this.sessions, session, record);
        return row === undefined || typeof row === 'string' ? [] : row.parts;
      });
      if (match.kind !== 'none') found.push({ known, match });
    }
    return found;
  }

  async #again(): Promise<void> {
    if (!this.#finding) return;
    await this.#finding;
    this.#finding = this.#find();
    await this.#finding;
  }

  async #find(): Promise<void> {
    for (const watcher of this.#watchers.splice(0)) watcher.dispose();
    const patterns = vscode.workspace
      .getConfiguration(settings.section)
      .get<unknown>(`${traceSettings.area}.${traceSettings.folders}`);
    const folders = new Map<string, vscode.Uri>();
    // Those that were named come first: of many runs the last are left out.
    for (const id of this.#opened) {
      const folder = vscode.Uri.parse(id, true);
      folders.set(id, folder);
      this.#watch(new vscode.RelativePattern(folder, '**'));
    }
    for (const pattern of Array.isArray(patterns) ? patterns.filter((one) => typeof one === 'string') : []) {
      const absolute = absoluteFolder(pattern);
      if (absolute) {
        folders.set(absolute.toString(), absolute);
        this.#watch(new vscode.RelativePattern(absolute, '**'));
        continue;
      }
      for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
        const inside = new vscode.RelativePattern(uri, `${pattern}/manifest.json`);
        for (const manifest of await this.#search(inside)) {
          const folder = vscode.Uri.joinPath(manifest, '..');
          folders.set(folder.toString(), folder);
        }
        this.#watch(new vscode.RelativePattern(uri, `${pattern}/**`));
        // A folder that is deleted is told by itself.
        this.#watch(new vscode.RelativePattern(uri, pattern));
      }
    }
    if (folders.size > mostRuns)
      this.log.warn(
        `there are more than ${mostRuns} recorded runs; ${settings.section}.${traceSettings.area}.${traceSettings.folders} may name fewer folders`,
      );
    for (const id of [...this.#runs.keys()]) if (!folders.has(id)) this.#forget(id);
    this.#broken.clear();
    for (const folder of [...folders.values()].slice(0, mostRuns)) await this.#open(folder);
    // One that was opened by itself and is not there any more is not looked for again.
    for (const id of [...this.#opened]) if (!this.#runs.has(id)) this.#opened.delete(id);
    await this.#remember();
    this.#tellChange();
  }

  /** Manifests in the workspace; none where its files cannot be searched, which the log tells. */
  async #search(inside: vscode.RelativePattern): Promise<readonly vscode.Uri[]> {
    try {
      return await vscode.workspace.findFiles(inside, '**/node_modules/**', mostRuns + 1);
    } catch (error) {
      this.log.warn(
        `${inside.baseUri.path}: recorded runs cannot be looked for: ${error instanceof Error ? error.message : String(error)}`,
      );
      return [];
    }
  }

  #watch(pattern: vscode.RelativePattern): void {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const touched = (uri: vscode.Uri) => this.#touched(uri);
    this.#watchers.push(
      watcher,
      watcher.onDidCreate(touched),
      watcher.onDidChange(touched),
      watcher.onDidDelete(touched),
    );
  }

  /** A file of a run was written: looked at soon, since more will follow. */
  #touched(uri: vscode.Uri): void {
    const match =
      /^(.*\.cstrace)(?:\/(?:manifest\.json|(?:steps|renders|visits)\/[^/]+\.(?:jsonl|safetensors)))?$/.exec(
        uri.path,
      );
    if (!match) return;
    this.#grown.add(uri.with({ path: match[1]! }).toString());
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#looked = Date.now();
        void this.#takeGrown();
      },
      Math.max(refreshMs, this.#looked + growingMs - Date.now()),
    );
  }

  async #takeGrown(): Promise<void> {
    const grown = [...this.#grown];
    this.#grown.clear();
    let isNew = false;
    for (const id of grown) {
      const known = this.#runs.get(id);
      const folder = vscode.Uri.parse(id, true);
      const isThere = await exists(vscode.Uri.joinPath(folder, 'manifest.json'));
      if (known && isThere) {
        try {
          if (await known.refresh()) isNew = true;
        } catch (error) {
          this.log.warn(`${folder.path}: ${error instanceof Error ? error.message : String(error)}`);
        }
      } else if (known) {
        this.#forget(id);
        isNew = true;
      } else if (isThere) {
        await this.#open(folder);
        isNew = true;
      }
    }
    if (isNew) this.#tellChange();
  }

  #open(folder: vscode.Uri): Promise<void> {
    const id = folder.toString();
    let opening = this.#opening.get(id);
    if (!opening) {
      opening = this.#openNow(folder).finally(() => this.#opening.delete(id));
      this.#opening.set(id, opening);
    }
    return opening;
  }

  async #openNow(folder: vscode.Uri): Promise<void> {
    const id = folder.toString();
    if (this.#runs.has(id)) return;
    const files = this.openFiles(folder);
    const run = await TraceRun.open(files);
    if (isFault(run)) {
      await files.close();
      this.log.warn(`${folder.path}: ${run.path}: ${run.message}`);
      this.#broken.set(id, { folder, message: `${run.path}: ${run.message}` });
      return;
    }
    this.#broken.delete(id);
    const { counts, steps, faults } = run;
    this.log.info(
      `${folder.path}: a run of ${counts.renders} texts, ${counts.visits} visits, ${steps.length} steps, ${faults.length} damaged files`,
    );
    this.#runs.set(id, new KnownRun(folder, run, () => files.close()));
  }

  #forget(id: string): void {
    void this.#runs.get(id)?.close();
    this.#runs.delete(id);
  }

  #tellChange(): void {
    this.#concerned = new WeakMap();
    this.#matches = new RecordCache<readonly RunMatch[]>(keptMatches, (_, text) => this.#same(text));
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const id of [...this.#runs.keys()]) this.#forget(id);
    for (const one of [...this.#watchers, ...this.#subscriptions]) one.dispose();
  }
}

/** A setting that names a folder anywhere, where the host can reach it. */
function absoluteFolder(pattern: string): vscode.Uri | undefined {
  if (/[*?{[]/.test(pattern)) return undefined;
  return /^(?:\/|[A-Za-z]:[\\/])/.test(pattern) ? vscode.Uri.file(pattern) : undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    // Deleted, or not reachable any more: either way it is not shown.
    return false;
  }
}
