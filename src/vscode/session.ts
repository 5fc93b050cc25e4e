/** One open document: its format, its results, and what of them is shown. What its records stand on differs: lineSession, wholeSession. */
import * as vscode from 'vscode';
import type { Totals } from '../core/document.ts';
import type { Mapping } from '../core/formats/mapping.ts';
import type { FileHints } from '../core/formats/types.ts';
import type { TextEdit } from '../core/record/editText.ts';
import type { FileContext, Problem, Severities } from '../core/rules/types.ts';
import type { DecidedBy, FileFormat, FileSurroundings, Service } from '../core/service.ts';
import type { TargetId } from '../core/targets/types.ts';
import type { Span } from '../core/text/span.ts';
import type { AcrossFinding, ToRange } from './convert.ts';
import { nextTurn, sliceMs } from './run.ts';

/** VS Code lists this many findings of one extension for one file, and draws the first 500. */
export const maxPublished = 1000;
export const maxDrawn = 500;

/** After this long without an edit the slow rules run too. */
export const quietMs = 150;

/** Publishing sends all of a file's findings, so it waits a little for more. */
const publishMs = 60;

/**
 * What is visible of a file that was just opened is checked in longer stretches, until all of it is or this time is over; then
 * it is published, and the window gets the machine for itself: it has to draw the file, and what was found.
 */
const firstSliceMs = 24;
const firstLookMs = 200;
const restMs = 600;

/** So few records are checked without a rest: they take no time worth mentioning. */
const shortLines = 200;

/**
 * While the rest of a long file is checked, its findings are published ever more seldom: VS Code draws every one anew, which
 * would keep its window busy while a person wants to read.
 */
const firstPublishMs = 500;
const lastPublishMs = 4_000;

export interface ChosenFormat {
  readonly id: string;
  readonly by: Exclude<DecidedBy, 'vote'>;
}

/** What was decided about a document from outside: configuration, settings, a pick. */
export interface Decisions {
  /** The format somebody chose; `undefined` leaves it to the vote. */
  readonly chosen: ChosenFormat | undefined;
  readonly severities: Severities;
  readonly targets: ChosenTargets;
  /** Where the file keeps its parts, when that was said. */
  readonly mapping?: Mapping;
  /** What is not told, and what files beside it say. */
  readonly around: FileSurroundings;
}

/** The targets of a document, and who chose them; `undefined`: nobody chose any. */
export interface ChosenTargets {
  readonly ids: readonly TargetId[];
  readonly by: 'pick' | 'config' | 'setting' | undefined;
}

export interface SessionHost {
  readonly service: Service;
  readonly log: vscode.LogOutputChannel;
  readonly diagnostics: vscode.DiagnosticCollection;
  decisions(document: vscode.TextDocument): Promise<Decisions>;
  visibleLines(document: vscode.TextDocument): readonly Span[];
}

/** A record's text and where it stands in its document. Providers convert places by these functions and no others. */
export interface RecordAt {
  /** From 0; the line when records are lines. */
  readonly index: number;
  readonly text: string;
  /** The position that a `recordOffset` span has in the document. */
  readonly toRange: ToRange;
  /** The `recordOffset` of a position in the document. */
  offsetOf(position: vscode.Position): number;
  /**
   * Text for the record's text at `recordOffset` as the document writes it there: a sample's document has fewer escapes.
   * `undefined` when it cannot. Without this function a document writes it as the record does.
   */
  written?(text: string, recordOffset: number): string | undefined;
  /** Edits of the record's text as edits of the document. */
  toEdits(edits: readonly TextEdit[]): vscode.TextEdit[];
}

export interface SessionState {
  readonly format: FileFormat;
  readonly targets: ChosenTargets;
  readonly totals: Totals;
  readonly done: boolean;
  /** Findings that VS Code shows of those there are. */
  readonly shown: number;
}

/** What a session of either kind offers to the providers. */
export interface Session extends vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly file: FileContext;
  readonly state: SessionState;
  readonly onDidChange: vscode.Event<void>;
  changed(event: vscode.TextDocumentChangeEvent): void;
  /** The format was chosen anew, or a rule's severity: decide and check again. */
  reset(): Promise<void>;
  /** The visible part changed. */
  scrolled(): void;
  recordAt(position: vscode.Position): RecordAt | undefined;
  records(): Iterable<RecordAt>;
  problemsAt(record: RecordAt): readonly Problem[];
  /** Findings at this record that compare it with others, or are about the file. */
  acrossAt(record: RecordAt): readonly AcrossFinding[];
  /** Those of the record's findings that are told there: a habit of the file is told once, at its first place. */
  toldAt(record: RecordAt): readonly Problem[];
  /** Indexes of the records at which something is told, as far as they are checked; ascending. */
  problemRecords(): readonly number[];
  /** Resolves when what is visible at the beginning is checked and the window has had time to draw it. */
  readonly whenDrawn: Promise<void>;
  /** Resolves when everything is checked and published. */
  settled(): Promise<void>;
}

/** Where the file stands, as far as formats look at it, and the mapping that was found for it. */
export function hintsOf(uri: vscode.Uri, mapping?: Mapping): FileHints {
  const parts = uri.path.split('/').filter((part) => part !== '');
  const fileName = parts.pop();
  return { fileName, folders: parts.reverse().slice(0, 4), mapping };
}

export const clock = { now: () => performance.now() };

/** What both kinds of session share: deciding, checking in slices, publishing. */
export abstract class BaseSession implements Session {
  protected readonly emitter = new vscode.EventEmitter<void>();
  readonly onDidChange = this.emitter.event;
  protected format: FileFormat;
  #drawn: () => void = () => undefined;
  readonly whenDrawn = new Promise<void>((resolve) => {
    this.#drawn = resolve;
  });
  protected disposed = false;
  protected done = false;
  protected shown = 0;
  #isRunning = false;
  /** Nothing has been published yet. */
  #isFresh = true;
  #wanted = 0;
  #resets = 0;
  #latestReset = Promise.resolve();
  #wake: (() => void) | undefined;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  protected slow = true;
  protected hints: FileHints;

  constructor(
    readonly document: vscode.TextDocument,
    protected readonly host: SessionHost,
    format: FileFormat,
    protected decided: Omit<Decisions, 'chosen'>,
  ) {
    this.format = format;
    this.hints = hintsOf(document.uri, decided.mapping);
  }

  /** The document that settings and configurations are looked up for. */
  protected get decidedFor(): vscode.TextDocument {
    return this.document;
  }

  /** What rules know of the file when it has this format. */
  protected contextOf(format: FileFormat): FileContext {
    const { severities, targets, around } = this.decided;
    return this.host.service.contextOf(format, this.hints, severities, targets.ids, around);
  }

  abstract get file(): FileContext;
  abstract get totals(): Totals;
  abstract changed(event: vscode.TextDocumentChangeEvent): void;
  abstract recordAt(position: vscode.Position): RecordAt | undefined;
  abstract records(): Iterable<RecordAt>;
  abstract problemsAt(record: RecordAt): readonly Problem[];
  abstract acrossAt(record: RecordAt): readonly AcrossFinding[];
  abstract toldAt(record: RecordAt): readonly Problem[];
  abstract problemRecords(): readonly number[];
  /** Takes what was decided, and forgets what was found under the former decisions. */
  protected abstract decide(decisions: Decisions): void;
  /** Checks for about this long, in milliseconds, what is visible first; true when nothing is left. */
  protected abstract checkSlice(budget: number): boolean;
  /** All that is visible has been checked. */
  protected abstract isSeenChecked(): boolean;
  protected abstract collect(): vscode.Diagnostic[];

  get state(): SessionState {
    const { format, totals, done, shown } = this;
    return { format, targets: this.decided.targets, totals, done, shown };
  }

  reset(): Promise<void> {
    return (this.#latestReset = this.#reset(++this.#resets));
  }

  /** Decisions are read from disk: a reset whose answers come late knows less than the one that overtook it. */
  async #reset(turn: number): Promise<void> {
    const decisions = await this.host.decisions(this.decidedFor);
    if (this.disposed) return;
    if (turn !== this.#resets) return this.#latestReset;
    this.decide(decisions);
    this.slow = true;
    this.start();
  }

  scrolled(): void {
    const { errors, warnings, hints } = this.totals;
    if (!this.done || errors + warnings + hints > maxDrawn) this.publishSoon();
  }

  /** An edit: fast rules now, slow ones once it is quiet. */
  protected edited(): void {
    this.slow = false;
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => {
      this.slow = true;
      this.start();
    }, quietMs);
    this.start();
  }

  /** Starts checking; a run under way notices that something new is wanted and goes on with it. */
  protected start(): void {
    this.#wanted++;
    this.done = false;
    this.#wake?.();
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let seen = -1;
    let lastPublish = clock.now();
    let wait = firstPublishMs;
    const begin = clock.now();
    try {
      while (!this.disposed) {
        seen = this.#wanted;
        if (this.checkSlice(this.#isFresh ? firstSliceMs : sliceMs)) {
          if (seen !== this.#wanted) continue;
          this.done = true;
          if (this.#isFresh) this.#publish();
          else this.publishSoon();
          return;
        }
        if (this.#isFresh && (this.isSeenChecked() || clock.now() - begin > firstLookMs)) {
          this.#publish();
          const { lines, checked } = this.totals;
          if (lines - checked > shortLines) await this.#rest();
          this.#drawn();
          lastPublish = clock.now();
        } else if (this.#isFresh && this.shown === 0) {
          // Something to see at once; what is visible follows as a whole.
          this.#show();
        } else if (!this.#isFresh && clock.now() - lastPublish > wait) {
          this.#publish();
          lastPublish = clock.now();
          wait = Math.min(2 * wait, lastPublishMs);
        }
        await nextTurn();
      }
    } catch (error) {
      // A crash here is ours; it must not stay silent, and must not repeat at every keystroke.
      this.host.log.error(
        error instanceof Error ? error : String(error),
        `checking ${this.document.uri.path}`,
      );
      this.done = true;
      this.emitter.fire();
    } finally {
      this.#drawn();
      // In the same turn in which the last look at `#wanted` was taken, so that no start() falls in between.
      this.#isRunning = false;
    }
  }

  /** Ends sooner when something new is wanted. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), restMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  protected publishSoon(): void {
    if (this.#publishTimer !== undefined) return;
    this.#publishTimer = setTimeout(() => {
      this.#publishTimer = undefined;
      this.#publish();
    }, publishMs);
  }

  #publish(): void {
    if (this.disposed) return;
    this.#isFresh = false;
    this.#show();
  }

  #show(): void {
    const found = this.collect();
    this.shown = Math.min(found.length, maxPublished);
    this.host.diagnostics.set(this.document.uri, found.slice(0, maxPublished));
    this.emitter.fire();
  }

  async settled(): Promise<void> {
    for (;;) {
      if (this.disposed) return;
      if (this.done && this.slow && this.#publishTimer === undefined && !this.#isRunning) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  dispose(): void {
    this.disposed = true;
    this.#wake?.();
    clearTimeout(this.#publishTimer);
    clearTimeout(this.#quietTimer);
    this.host.diagnostics.delete(this.document.uri);
    this.emitter.dispose();
  }
}
