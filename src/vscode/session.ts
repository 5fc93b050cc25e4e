/** One open document: its format, its results, and what of them is shown. */
import * as vscode from 'vscode';
import { byPlace } from '../core/check.ts';
import { splitRecords, type Container } from '../core/container.ts';
import { createDocumentModel, type DocumentModel, severityRank, type Totals } from '../core/document.ts';
import { fileMessage } from '../core/document.ts';
import type { FileHints } from '../core/formats/types.ts';
import { voters } from '../core/formats/vote.ts';
import type { FileContext, Problem, Severities } from '../core/rules/types.ts';
import type { DecidedBy, FileFormat, Service } from '../core/service.ts';
import type { Span } from '../core/text/span.ts';
import { documentRange, lineRange, plainDiagnostic, toDiagnostic, type ToRange } from './convert.ts';
import { nextTurn, sliceMs } from './run.ts';

/** VS Code lists this many findings of one extension for one file, and draws the first 500. */
export const maxPublished = 1000;
export const maxDrawn = 500;

/** After this long without an edit the slow rules run too. */
const quietMs = 150;

/** Publishing sends all of a file's findings, so it waits a little for more. */
const publishMs = 60;

export interface ChosenFormat {
  readonly id: string;
  readonly by: Exclude<DecidedBy, 'vote'>;
}

/** What was decided about a document from outside: configuration, settings, a pick. */
export interface Decisions {
  /** The format somebody chose; `undefined` leaves it to the vote. */
  readonly chosen: ChosenFormat | undefined;
  readonly severities: Severities;
}

export interface SessionHost {
  readonly service: Service;
  readonly log: vscode.LogOutputChannel;
  readonly diagnostics: vscode.DiagnosticCollection;
  decisions(document: vscode.TextDocument): Promise<Decisions>;
  visibleLines(document: vscode.TextDocument): readonly Span[];
}

/** A record's text and where it stands; `line` is the record's own line when records are lines. */
export interface RecordAt {
  readonly index: number;
  readonly text: string;
  readonly start: number;
  readonly toRange: ToRange;
}

export interface SessionState {
  readonly format: FileFormat;
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
  /** Resolves when everything is checked and published. */
  settled(): Promise<void>;
}

/** Where the file stands, as far as formats look at it. */
export function hintsOf(uri: vscode.Uri): FileHints {
  const parts = uri.path.split('/').filter((part) => part !== '');
  const fileName = parts.pop();
  return { fileName, folders: parts.reverse().slice(0, 4) };
}

const clock = { now: () => performance.now() };

abstract class BaseSession implements Session {
  protected readonly emitter = new vscode.EventEmitter<void>();
  readonly onDidChange = this.emitter.event;
  protected format: FileFormat;
  protected disposed = false;
  protected done = false;
  protected shown = 0;
  #isRunning = false;
  #wanted = 0;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  protected slow = true;
  protected readonly hints: FileHints;

  constructor(
    readonly document: vscode.TextDocument,
    protected readonly host: SessionHost,
    format: FileFormat,
    protected severities: Severities,
  ) {
    this.format = format;
    this.hints = hintsOf(document.uri);
  }

  abstract get file(): FileContext;
  abstract get totals(): Totals;
  abstract changed(event: vscode.TextDocumentChangeEvent): void;
  abstract recordAt(position: vscode.Position): RecordAt | undefined;
  abstract records(): Iterable<RecordAt>;
  abstract problemsAt(record: RecordAt): readonly Problem[];
  protected abstract decide(): Promise<void>;
  protected abstract checkSlice(): boolean;
  protected abstract collect(): vscode.Diagnostic[];

  get state(): SessionState {
    return { format: this.format, totals: this.totals, done: this.done, shown: this.shown };
  }

  async reset(): Promise<void> {
    await this.decide();
    if (this.disposed) return;
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
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let seen = -1;
    let lastPublish = clock.now();
    try {
      while (!this.disposed) {
        seen = this.#wanted;
        if (this.checkSlice()) {
          if (seen !== this.#wanted) continue;
          this.done = true;
          this.publishSoon();
          return;
        }
        if (clock.now() - lastPublish > 500) {
          this.#publish();
          lastPublish = clock.now();
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
      // In the same turn in which the last look at `#wanted` was taken, so that no start() falls in between.
      this.#isRunning = false;
    }
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
    clearTimeout(this.#publishTimer);
    clearTimeout(this.#quietTimer);
    this.host.diagnostics.delete(this.document.uri);
    this.emitter.dispose();
  }
}

/** A JSONL document: never read as one text, checked line by line. */
export class LineSession extends BaseSession {
  readonly #model: DocumentModel;

  static async open(document: vscode.TextDocument, host: SessionHost): Promise<LineSession> {
    const { chosen, severities } = await host.decisions(document);
    return new LineSession(document, host, recognizeLines(document, host.service, chosen), severities);
  }

  private constructor(
    document: vscode.TextDocument,
    host: SessionHost,
    format: FileFormat,
    severities: Severities,
  ) {
    super(document, host, format, severities);
    const source = {
      get lineCount() {
        return document.lineCount;
      },
      lineAt: (line: number) => document.lineAt(line).text,
    };
    const file = host.service.contextOf(format, this.hints, severities);
    this.#model = createDocumentModel(source, host.service.checker, file);
    this.start();
  }

  get file(): FileContext {
    return this.#model.file;
  }

  get totals(): Totals {
    return this.#model.totals;
  }

  protected async decide(): Promise<void> {
    const { chosen, severities } = await this.host.decisions(this.document);
    if (this.disposed) return;
    this.severities = severities;
    this.format = recognizeLines(this.document, this.host.service, chosen);
    this.#model.setFile(this.host.service.contextOf(this.format, this.hints, severities));
  }

  changed(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0) return;
    let nearTop = false;
    for (const change of event.contentChanges) {
      const removed = change.range.end.line - change.range.start.line + 1;
      const inserted = countBreaks(change.text) + 1;
      this.#model.change(change.range.start.line, removed, inserted);
      if (change.range.start.line < voters) nearTop = true;
    }
    // The vote may turn while a file is being written or pasted; a chosen format stays.
    if (nearTop && this.format.decidedBy === 'vote') {
      const again = recognizeLines(this.document, this.host.service, undefined);
      if (again.id !== this.format.id || again.kind !== this.format.kind) {
        this.#model.setFile(this.host.service.contextOf(again, this.hints, this.severities));
      }
      this.format = again;
    }
    this.edited();
  }

  protected checkSlice(): boolean {
    const first = this.host.visibleLines(this.document);
    return this.#model.checkSome(this.slow ? 'all' : 'fast', sliceMs, clock, first);
  }

  protected collect(): vscode.Diagnostic[] {
    const { document } = this;
    const found: vscode.Diagnostic[] = this.#model
      .fileProblems()
      .map((p) => plainDiagnostic(p.code, p.severity, p.message, lineRange(p.line)(p.span)));
    const visible = this.host.visibleLines(document);
    const isVisible = (line: number) => visible.some((span) => line >= span.start && line < span.end);
    const lines = this.#model.problemLines();
    const push = (line: number, rank: number | undefined) => {
      for (const problem of this.#model.known(line)?.problems ?? []) {
        if (found.length >= maxPublished) return;
        if (rank !== undefined && severityRank(problem.severity) !== rank) continue;
        found.push(toDiagnostic(problem, lineRange(line), document.uri));
      }
    };
    const near = lines.filter(isVisible);
    const far = lines.filter((line) => !isVisible(line));
    for (const line of near) push(line, undefined);
    for (let rank = 0; rank < 3 && found.length < maxPublished; rank++) {
      for (const line of far) {
        if (found.length >= maxPublished) break;
        push(line, rank);
      }
    }
    return found;
  }

  recordAt(position: vscode.Position): RecordAt | undefined {
    return this.#record(position.line);
  }

  #record(line: number): RecordAt {
    return { index: line, text: this.document.lineAt(line).text, start: 0, toRange: lineRange(line) };
  }

  *records(): Iterable<RecordAt> {
    for (let line = 0; line < this.document.lineCount; line++) yield this.#record(line);
  }

  problemsAt(record: RecordAt): readonly Problem[] {
    return this.#model.check(record.index, 'all').problems;
  }
}

function countBreaks(text: string): number {
  let breaks = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) breaks++;
    else if (c === 13 && text.charCodeAt(i + 1) !== 10) breaks++;
  }
  return breaks;
}

function recognizeLines(
  document: vscode.TextDocument,
  service: Service,
  chosen: ChosenFormat | undefined,
): FileFormat {
  const texts: string[] = [];
  for (let line = 0; line < document.lineCount && texts.length < voters; line++) {
    const { text } = document.lineAt(line);
    if (text.trim() !== '') texts.push(text);
  }
  return service.recognize(texts, 'jsonl', hintsOf(document.uri), chosen);
}

/** A JSON document (an array of records, or one record): read whole, since its records do not stand on lines. */
export class WholeSession extends BaseSession {
  #records: RecordAt[] = [];
  #results: (CheckedResult | undefined)[] = [];
  #known = new Map<string, CheckedResult>();
  #next = 0;
  #file: FileContext;
  #reading: ReturnType<typeof setTimeout> | undefined;
  readonly #container: Container;

  /** `undefined` when the document is no data set: then it is none of our business. */
  static async open(
    document: vscode.TextDocument,
    host: SessionHost,
    container: Container,
  ): Promise<WholeSession | undefined> {
    const { chosen, severities } = await host.decisions(document);
    const text = document.getText();
    const texts = splitRecords(text, container).slice(0, voters);
    const format = host.service.recognize(
      texts.map((span) => text.slice(span.start, span.end)),
      container,
      hintsOf(document.uri),
      chosen,
    );
    if (format.id === 'plain') return undefined;
    return new WholeSession(document, host, format, severities, container);
  }

  private constructor(
    document: vscode.TextDocument,
    host: SessionHost,
    format: FileFormat,
    severities: Severities,
    container: Container,
  ) {
    super(document, host, format, severities);
    this.#container = container;
    this.#file = host.service.contextOf(format, this.hints, severities);
    this.#read();
    this.start();
  }

  get file(): FileContext {
    return this.#file;
  }

  get totals(): Totals {
    let checked = 0;
    const sum = { samples: 0, errors: 0, warnings: 0, hints: 0 };
    const once = new Set<string>();
    const add = (severity: Problem['severity']) => {
      if (severity === 'error') sum.errors++;
      else if (severity === 'warning') sum.warnings++;
      else sum.hints++;
    };
    for (const result of this.#results) {
      if (!result) continue;
      checked++;
      if (result.isSample) sum.samples++;
      for (const problem of result.problems) add(problem.severity);
      for (const fact of result.once) {
        const key = `${fact.code} ${fact.severity} ${fact.key}`;
        if (once.has(key)) continue;
        once.add(key);
        add(fact.severity);
      }
    }
    return { lines: this.#records.length, checked, ...sum };
  }

  protected async decide(): Promise<void> {
    const { chosen, severities } = await this.host.decisions(this.document);
    this.severities = severities;
    const texts = this.#records.slice(0, voters).map((record) => record.text);
    this.format = this.host.service.recognize(texts, this.#container, this.hints, chosen);
    this.#file = this.host.service.contextOf(this.format, this.hints, severities);
    this.#known.clear();
    this.#results = [];
    this.#next = 0;
  }

  changed(): void {
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => {
      if (this.disposed) return;
      this.#read();
      this.edited();
    }, quietMs);
  }

  /** Cuts the text into records; results of records whose text did not change are kept. */
  #read(): void {
    const text = this.document.getText();
    this.#records = splitRecords(text, this.#container).map((span, index) => ({
      index,
      text: text.slice(span.start, span.end),
      start: span.start,
      toRange: documentRange(this.document, span.start),
    }));
    this.#results = [];
    this.#next = 0;
  }

  protected checkSlice(): boolean {
    const until = clock.now() + sliceMs;
    const fresh = new Map<string, CheckedResult>();
    while (this.#next < this.#records.length) {
      const record = this.#records[this.#next]!;
      const result = this.#known.get(record.text) ?? this.host.service.check(record.text, this.#file, 'all');
      this.#known.set(record.text, result);
      this.#results[this.#next] = result;
      this.#next++;
      if (clock.now() >= until) return false;
    }
    for (let i = 0; i < this.#records.length; i++) fresh.set(this.#records[i]!.text, this.#results[i]!);
    this.#known = fresh;
    return true;
  }

  protected collect(): vscode.Diagnostic[] {
    const found: { diagnostic: vscode.Diagnostic; visible: boolean; rank: number }[] = [];
    const visible = this.host.visibleLines(this.document);
    const isVisible = (range: vscode.Range) =>
      visible.some((span) => range.start.line < span.end && range.end.line >= span.start);
    const add = (diagnostic: vscode.Diagnostic, rank: number) =>
      found.push({ diagnostic, visible: isVisible(diagnostic.range), rank });
    const once = new Map<string, { record: RecordAt; fact: CheckedResult['once'][number]; count: number }>();
    this.#results.forEach((result, i) => {
      const record = this.#records[i];
      if (!result || !record) return;
      for (const problem of [...result.problems].sort(byPlace)) {
        add(toDiagnostic(problem, record.toRange, this.document.uri), severityRank(problem.severity));
      }
      for (const fact of result.once) {
        const key = `${fact.code} ${fact.severity} ${fact.key}`;
        const entry = once.get(key);
        if (entry) entry.count += fact.count;
        else once.set(key, { record, fact, count: fact.count });
      }
    });
    for (const { record, fact, count } of once.values()) {
      const span = this.host.service.locate(record.text, fact.where);
      const message = fileMessage(fact.code, fact.key, count);
      add(
        plainDiagnostic(fact.code, fact.severity, message, record.toRange(span)),
        severityRank(fact.severity),
      );
    }
    return found
      .sort((a, b) => Number(b.visible) - Number(a.visible) || a.rank - b.rank)
      .map((entry) => entry.diagnostic);
  }

  recordAt(position: vscode.Position): RecordAt | undefined {
    const offset = this.document.offsetAt(position);
    return this.#records.find(
      (record) => offset >= record.start && offset <= record.start + record.text.length,
    );
  }

  records(): Iterable<RecordAt> {
    return this.#records;
  }

  problemsAt(record: RecordAt): readonly Problem[] {
    return this.host.service.check(record.text, this.#file, 'all').problems;
  }

  override dispose(): void {
    clearTimeout(this.#reading);
    super.dispose();
  }
}

type CheckedResult = ReturnType<Service['check']>;
