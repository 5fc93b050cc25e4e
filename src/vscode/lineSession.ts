/** The session of a document whose records are lines. */
import * as vscode from 'vscode';
import type { Container } from '../core/container.ts';
import { createDocumentModel, type DocumentModel, severityRank, type Totals } from '../core/document.ts';
import type { FileProblem } from '../core/documentAcross.ts';
import { voters } from '../core/formats/vote.ts';
import type { FileHints } from '../core/formats/types.ts';
import type { FileContext, Problem } from '../core/rules/types.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { type AcrossFinding, acrossFinding, lineRange, toDiagnostic, toTextEdits } from './convert.ts';
import type { Span } from '../core/text/span.ts';
import {
  BaseSession,
  type ChosenFormat,
  type Decisions,
  type SessionHost,
  type RecordAt,
  clock,
  hintsOf,
  maxPublished,
} from './session.ts';

/** As many records as a screen shows at most, when none of them is wrapped. */
const linesOfScreen = 60;

/** A JSONL document: never read as one text, checked line by line. */
export class LineSession extends BaseSession {
  readonly #model: DocumentModel;
  /** For who asks line by line; gone with every change. */
  #acrossByLine: Map<number, FileProblem[]> | undefined;

  static async open(document: vscode.TextDocument, host: SessionHost): Promise<LineSession> {
    const { chosen, ...decided } = await host.decisions(document);
    const hints = hintsOf(document.uri, decided.mapping);
    const format = recognizeLines(document, host.service, hints, chosen);
    return new LineSession(document, host, format, decided);
  }

  private constructor(
    document: vscode.TextDocument,
    host: SessionHost,
    format: FileFormat,
    decided: Omit<Decisions, 'chosen'>,
  ) {
    super(document, host, format, decided);
    const source = {
      get lineCount() {
        return document.lineCount;
      },
      lineAt: (line: number) => document.lineAt(line).text,
    };
    this.#model = createDocumentModel(source, host.service.checker, this.contextOf(format));
    this.start();
  }

  get file(): FileContext {
    return this.#model.file;
  }

  get totals(): Totals {
    return this.#model.totals;
  }

  protected decide({ chosen, ...decided }: Decisions): void {
    this.decided = decided;
    this.hints = hintsOf(this.document.uri, decided.mapping);
    this.format = recognizeLines(this.document, this.host.service, this.hints, chosen);
    this.#model.setFile(this.contextOf(this.format));
  }

  changed(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0) return;
    this.#acrossByLine = undefined;
    let nearTop = false;
    for (const change of event.contentChanges) {
      const removed = change.range.end.line - change.range.start.line + 1;
      const inserted = countBreaks(change.text) + 1;
      this.#model.change(change.range.start.line, removed, inserted);
      if (change.range.start.line < voters) nearTop = true;
    }
    if (nearTop) this.#lookAgain();
    this.edited();
  }

  /** The vote may turn while a file is being written or pasted; a chosen format stays. */
  #lookAgain(): void {
    const { document, format } = this;
    const { service } = this.host;
    const isVoted = format.decidedBy === 'vote';
    const again = isVoted
      ? recognizeLines(document, service, this.hints, undefined)
      : { ...format, container: containerOf(document, service) };
    if (again.id !== format.id || again.kind !== format.kind || again.container !== format.container)
      this.#model.setFile(this.contextOf(again));
    this.format = again;
  }

  protected checkSlice(budget: number): boolean {
    this.#acrossByLine = undefined;
    return this.#model.checkSome(this.slow ? 'all' : 'fast', budget, clock, this.#seen());
  }

  protected isSeenChecked(): boolean {
    return this.#seen().every((span) => this.#model.isChecked(span));
  }

  /** The visible lines; the first ones of a document whose editor is still being made. */
  #seen(): readonly Span[] {
    const visible = this.host.visibleLines(this.document);
    return visible.length > 0
      ? visible
      : [{ start: 0, end: Math.min(this.document.lineCount, linesOfScreen) }];
  }

  protected collect(): vscode.Diagnostic[] {
    const { document } = this;
    const found: vscode.Diagnostic[] = this.#model
      .fileProblems()
      .map((problem) => toAcross(problem, document).diagnostic);
    const across = this.#model.acrossProblems();
    const visible = this.host.visibleLines(document);
    const isVisible = (line: number) => visible.some((span) => line >= span.start && line < span.end);
    const lines = [...new Set([...this.#model.problemLines(), ...across.keys()])].sort((a, b) => a - b);
    const push = (line: number, rank: number | undefined) => {
      for (const problem of this.#model.told(line)) {
        if (found.length >= maxPublished) return;
        if (rank !== undefined && severityRank(problem.severity) !== rank) continue;
        found.push(toDiagnostic(problem, lineRange(line), document.uri));
      }
      for (const problem of across.get(line) ?? []) {
        if (found.length >= maxPublished) return;
        if (rank !== undefined && severityRank(problem.severity) !== rank) continue;
        found.push(toAcross(problem, document).diagnostic);
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
    const toRange = lineRange(line);
    return {
      index: line,
      text: this.document.lineAt(line).text,
      toRange,
      offsetOf: (position) => position.character,
      toEdits: (edits) =>
        edits.some(({ removesRecord }) => removesRecord)
          ? [vscode.TextEdit.delete(this.#wholeLine(line))]
          : toTextEdits(edits, toRange),
    };
  }

  /** With its break; the last line has none, and leaves the one before it. */
  #wholeLine(line: number): vscode.Range {
    const { lineCount } = this.document;
    if (line + 1 < lineCount) return new vscode.Range(line, 0, line + 1, 0);
    return this.document.lineAt(line).range;
  }

  *records(): Iterable<RecordAt> {
    for (let line = 0; line < this.document.lineCount; line++) yield this.#record(line);
  }

  problemsAt(record: RecordAt): readonly Problem[] {
    return this.#model.check(record.index, 'all').problems;
  }

  toldAt(record: RecordAt): readonly Problem[] {
    this.#model.check(record.index, 'all');
    return this.#model.told(record.index);
  }

  problemRecords(): readonly number[] {
    const across = [...this.#model.acrossProblems().keys()];
    const told = this.#model.problemLines().filter((line) => this.#model.told(line).length > 0);
    return [...new Set([...told, ...across])].sort((a, b) => a - b);
  }

  acrossAt(record: RecordAt): readonly AcrossFinding[] {
    if (!this.#acrossByLine) {
      const byLine = new Map<number, FileProblem[]>();
      for (const [line, problems] of this.#model.acrossProblems()) byLine.set(line, [...problems]);
      for (const problem of this.#model.fileProblems()) {
        if (problem.isHabit) continue;
        const known = byLine.get(problem.line);
        if (known) known.push(problem);
        else byLine.set(problem.line, [problem]);
      }
      this.#acrossByLine = byLine;
    }
    return (this.#acrossByLine.get(record.index) ?? []).map((problem) => toAcross(problem, this.document));
  }
}

function toAcross(problem: FileProblem, { uri }: vscode.TextDocument): AcrossFinding {
  const related = problem.related.map(({ line, span, message }) => ({
    message,
    range: lineRange(line)(span),
  }));
  return acrossFinding({ ...problem, pointer: '' }, lineRange(problem.line)(problem.span), related, uri);
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
  hints: FileHints,
  chosen: ChosenFormat | undefined,
): FileFormat {
  const texts: string[] = [];
  for (let line = 0; line < document.lineCount && texts.length < voters; line++) {
    const { text } = document.lineAt(line);
    if (text.trim() !== '') texts.push(text);
  }
  return service.recognize(texts, containerOf(document, service), hints, chosen);
}

/** Lines that are not blank which tell an array or an object in a file of lines. */
const headLines = 4;

/** `jsonl`, unless the document is one array or one object although its name promises lines. */
function containerOf(document: vscode.TextDocument, service: Service): Container {
  const head: string[] = [];
  for (let line = 0, left = headLines; line < document.lineCount && left > 0; line++) {
    const { text } = document.lineAt(line);
    head.push(text);
    if (text.trim() !== '') left--;
  }
  const isWhole = head.length === document.lineCount;
  const { fileName } = hintsOf(document.uri);
  const guess = service.detectContainer(head.join('\n'), isWhole, fileName);
  return guess.contradictsName && guess.container ? guess.container : 'jsonl';
}
