/** The open documents that are data sets, and what is decided about them from outside: configuration, setting, pick. */
import * as vscode from 'vscode';
import { formatById } from '../core/formats/index.ts';
import type { Service } from '../core/service.ts';
import type { Span } from '../core/text/span.ts';
import { asSeverities } from '../core/config.ts';
import { isTargetId } from '../core/targets/index.ts';
import type { TargetId } from '../core/targets/types.ts';
import {
  type ConfigReader,
  type FoundConfig,
  formatIn,
  severitiesIn,
  suppressIn,
  targetsIn,
} from './config.ts';
import { lineLanguages, memory, sampleScheme, settings } from './ids.ts';
import { type ChosenTargets, type Decisions, hintsOf, type Session, type SessionHost } from './session.ts';
import { LineSession } from './lineSession.ts';
import { SampleSession } from './sampleSession.ts';
import { WholeSession } from './wholeSession.ts';

/** JSON documents longer than this are left to "Check File": reading one whole at each edit would be felt. */
const maxWholeLength = 8_000_000;

export class Sessions implements vscode.Disposable, SessionHost {
  readonly #sessions = new Map<string, Session>();
  readonly #opening = new Map<string, Promise<Session | undefined>>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #tooLong = new Set<string>();
  /** Changes of configurations and settings so far. */
  #changes = 0;
  readonly #changed = new vscode.EventEmitter<Session | undefined>();
  /** A session was made, has new results, or was closed (`undefined`). */
  readonly onDidChange = this.#changed.event;
  readonly #opened = new vscode.EventEmitter<vscode.Uri>();
  /** A document is checked from now on. */
  readonly onDidOpen = this.#opened.event;
  readonly #closed = new vscode.EventEmitter<vscode.Uri>();
  /** A document is not checked any more. */
  readonly onDidClose = this.#closed.event;
  readonly diagnostics = vscode.languages.createDiagnosticCollection('callsmith');

  constructor(
    readonly service: Service,
    readonly log: vscode.LogOutputChannel,
    readonly configs: ConfigReader,
    readonly workspaceState: vscode.Memento,
  ) {
    this.#subscriptions.push(
      this.diagnostics,
      this.#changed,
      this.#opened,
      this.#closed,
      vscode.workspace.onDidOpenTextDocument((document) => void this.open(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
      vscode.window.tabGroups.onDidChangeTabs((event) => this.#sampleTabsChanged(event)),
      vscode.workspace.onDidChangeTextDocument((event) => this.get(event.document)?.changed(event)),
      vscode.window.onDidChangeTextEditorVisibleRanges((event) =>
        this.get(event.textEditor.document)?.scrolled(),
      ),
      vscode.window.onDidChangeActiveTextEditor(() => this.#changed.fire(this.active())),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(settings.section)) return;
        this.#changes++;
        void this.resetAll();
      }),
      configs.onDidChange(() => {
        this.#changes++;
        void this.resetAll();
      }),
    );
    for (const document of vscode.workspace.textDocuments) void this.open(document);
  }

  /**
   * VS Code keeps a document for some minutes after its last editor is closed. A sample's findings are its record's, which
   * the file tells anyway, so they go with the editor.
   */
  #sampleTabsChanged({ opened, closed }: vscode.TabChangeEvent): void {
    for (const tab of [...opened, ...closed]) {
      const uri = tab.input instanceof vscode.TabInputText ? tab.input.uri : undefined;
      if (uri?.scheme !== sampleScheme) continue;
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
      if (!document) continue;
      const isShown = vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(
          ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
        ),
      );
      if (isShown) void this.open(document);
      else this.close(document);
    }
  }

  get(document: vscode.TextDocument): Session | undefined {
    return this.#sessions.get(document.uri.toString());
  }

  /** The file is open and checked as it is typed. */
  has(uri: vscode.Uri): boolean {
    return this.#sessions.has(uri.toString());
  }

  /** The file is open, but too long to be checked as it is typed. */
  isTooLong(uri: vscode.Uri): boolean {
    return this.#tooLong.has(uri.toString());
  }

  /** The session of the active editor. */
  active(): Session | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor && this.get(editor.document);
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  /** The session of a document, also one that is being opened right now; nothing is opened for it. */
  whenOpen(document: vscode.TextDocument): Promise<Session | undefined> {
    const key = document.uri.toString();
    return Promise.resolve(this.#sessions.get(key) ?? this.#opening.get(key));
  }

  /** The session of a document, opened if it is a data set that is checked. */
  open(document: vscode.TextDocument): Promise<Session | undefined> {
    const key = document.uri.toString();
    const known = this.#sessions.get(key);
    if (known) return Promise.resolve(known);
    let opening = this.#opening.get(key);
    if (!opening) {
      opening = this.#open(document).finally(() => this.#opening.delete(key));
      this.#opening.set(key, opening);
    }
    return opening;
  }

  async #open(document: vscode.TextDocument): Promise<Session | undefined> {
    if (document.uri.scheme === 'git' || document.uri.scheme === 'output') return undefined;
    if (!vscode.workspace.getConfiguration(settings.section, document).get<boolean>(settings.enabled, true)) {
      return undefined;
    }
    const { languageId } = document;
    const changes = this.#changes;
    const session = isSample(document)
      ? await this.#openSample(document)
      : isLines(document)
        ? await LineSession.open(document, this)
        : await this.#openWhole(document);
    if (!session || document.isClosed || document.languageId !== languageId) {
      session?.dispose();
      // Another language is another kind of session; its own opening found this one under way.
      return document.isClosed || document.languageId === languageId ? undefined : this.#open(document);
    }
    this.#sessions.set(document.uri.toString(), session);
    // What changed while it was being opened did not reach it.
    if (changes !== this.#changes) await session.reset();
    session.onDidChange(() => this.#changed.fire(session));
    this.log.info(
      `${document.uri.path}: ${session.state.format.id} (${session.state.format.kind}), decided by ${session.state.format.decidedBy}`,
    );
    this.#opened.fire(document.uri);
    this.#changed.fire(session);
    return session;
  }

  /** Set by who knows where samples come from; a sample that nobody knows is not checked. */
  sampleSource: ((uri: vscode.Uri) => Promise<Session>) | undefined;

  async #openSample(document: vscode.TextDocument): Promise<Session | undefined> {
    const source = await this.sampleSource?.(document.uri);
    return source && SampleSession.open(document, this, source);
  }

  async #openWhole(document: vscode.TextDocument): Promise<Session | undefined> {
    if (document.languageId !== 'json' && document.languageId !== 'jsonc') return undefined;
    // The first lines tell whether there is anything to read: most JSON documents are no data sets.
    const lastLine = Math.min(document.lineCount, 200);
    const head = document.getText(new vscode.Range(0, 0, lastLine, 0));
    const { container } = this.service.detectContainer(
      head,
      lastLine >= document.lineCount,
      hintsOf(document.uri).fileName,
    );
    if (container !== 'array' && container !== 'object') return undefined;
    const end = document.lineAt(document.lineCount - 1).range.end;
    if (document.offsetAt(end) > maxWholeLength) {
      this.#tooLong.add(document.uri.toString());
      this.#changed.fire(undefined);
      return undefined;
    }
    return WholeSession.open(document, this, container);
  }

  close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.#tooLong.delete(key);
    const session = this.#sessions.get(key);
    if (!session) return;
    this.#sessions.delete(key);
    session.dispose();
    this.#closed.fire(document.uri);
    this.#changed.fire(undefined);
  }

  /** Decides formats anew for all open documents. */
  async resetAll(): Promise<void> {
    for (const session of [...this.#sessions.values()]) {
      const enabled = vscode.workspace
        .getConfiguration(settings.section, session.document)
        .get<boolean>(settings.enabled, true);
      if (!enabled) this.close(session.document);
      else await session.reset();
    }
    for (const document of vscode.workspace.textDocuments) await this.open(document);
  }

  async decisions(document: vscode.TextDocument): Promise<Decisions> {
    // All that is read from disk at once, since each answer may take a while.
    const [found, licences, infoMapping] = await Promise.all([
      this.configs.for(document.uri),
      document.isUntitled ? [] : this.configs.licencesOf(document.uri),
      this.configs.mappingFor(document.uri),
    ]);
    const section = vscode.workspace.getConfiguration(settings.section, document);
    const severities = severitiesIn(
      found,
      asSeverities(section.get<Record<string, unknown>>(settings.rules, {})),
    );
    const targets = this.#targets(document.uri, found, section);
    const { mapping, ...chosen } = this.#format(document.uri, found, section);
    return {
      ...chosen,
      severities,
      targets,
      mapping: mapping ?? infoMapping,
      around: { licences, ...suppressIn(found, document.uri) },
    };
  }

  /** The format that somebody chose; a mapping of the configuration counts only where its format was chosen. */
  #format(
    uri: vscode.Uri,
    found: FoundConfig | undefined,
    section: vscode.WorkspaceConfiguration,
  ): Pick<Decisions, 'chosen' | 'mapping'> {
    const picked = this.pickedFormats()[uri.toString()];
    if (picked !== undefined && isKnown(picked)) return { chosen: { id: picked, by: 'pick' } };
    const configured = found && formatIn(found, uri);
    if (configured) return { chosen: { id: configured.format, by: 'config' }, mapping: configured.mapping };
    const setting = section.get<string>(settings.format, 'auto');
    const isSet = setting !== 'auto' && isKnown(setting);
    return { chosen: isSet ? { id: setting, by: 'setting' } : undefined };
  }

  #targets(
    uri: vscode.Uri,
    found: FoundConfig | undefined,
    section: vscode.WorkspaceConfiguration,
  ): ChosenTargets {
    const picked = this.pickedTargets();
    if (picked) return { ids: picked, by: 'pick' };
    const configured = found && targetsIn(found, uri);
    if (configured) return { ids: configured, by: 'config' };
    const set = asTargets(section.get<unknown>(settings.targets, []));
    return { ids: set, by: set.length > 0 ? 'setting' : undefined };
  }

  /** The targets that were picked for this workspace; `undefined`: configuration and setting decide. */
  pickedTargets(): readonly TargetId[] | undefined {
    const picked = this.workspaceState.get<unknown>(memory.pickedTargets);
    return picked === undefined ? undefined : asTargets(picked);
  }

  /** Remembers targets for this workspace; `undefined` goes back to configuration and setting. */
  async pickTargets(ids: readonly TargetId[] | undefined): Promise<void> {
    await this.workspaceState.update(memory.pickedTargets, ids);
    await this.resetAll();
  }

  pickedFormats(): Readonly<Record<string, string>> {
    return this.workspaceState.get<Record<string, string>>(memory.pickedFormats, {});
  }

  /** Remembers a pick for a file in this workspace; `undefined` goes back to configuration, setting, vote. */
  async pickFormat(document: vscode.TextDocument, id: string | undefined): Promise<void> {
    const picked = { ...this.pickedFormats() };
    if (id === undefined) delete picked[document.uri.toString()];
    else picked[document.uri.toString()] = id;
    await this.workspaceState.update(memory.pickedFormats, picked);
    const session = this.get(document) ?? (await this.open(document));
    await session?.reset();
  }

  visibleLines(document: vscode.TextDocument): readonly Span[] {
    const spans: Span[] = [];
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      for (const range of editor.visibleRanges)
        spans.push({ start: range.start.line, end: range.end.line + 1 });
    }
    return spans;
  }

  dispose(): void {
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** True for a sample that is open by itself. */
export function isSample(document: vscode.TextDocument): boolean {
  return document.uri.scheme === sampleScheme;
}

/** True for documents whose records are lines. */
export function isLines(document: vscode.TextDocument): boolean {
  return (lineLanguages as readonly string[]).includes(document.languageId);
}

/** Ids of targets in a value from outside; anything else is left out. */
export function asTargets(value: unknown): readonly TargetId[] {
  return Array.isArray(value) ? value.filter(isTargetId) : [];
}

function isKnown(id: string): boolean {
  return id === 'plain' || formatById(id) !== undefined;
}
