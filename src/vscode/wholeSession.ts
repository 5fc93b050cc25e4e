/** The session of a JSON document whose records do not stand on lines. */
import type * as vscode from 'vscode';
import { byPlace } from '../core/check.ts';
import { splitRecords, type Container } from '../core/container.ts';
import { severityRank, type Totals, fileMessage } from '../core/document.ts';
import { voters } from '../core/formats/vote.ts';
import type { FileContext, Problem, Severities } from '../core/rules/types.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { documentRange, plainDiagnostic, toDiagnostic, toTextEdits } from './convert.ts';
import { sliceMs } from './run.ts';
import { BaseSession, type SessionHost, type RecordAt, clock, hintsOf, quietMs } from './session.ts';

/** A JSON document (an array of records, or one record): read whole, since its records do not stand on lines. */
export class WholeSession extends BaseSession {
  #records: PlacedRecord[] = [];
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
    this.#records = splitRecords(text, this.#container).map(({ start, end }, index) => {
      const toRange = documentRange(this.document, start);
      return {
        index,
        text: text.slice(start, end),
        start,
        toRange,
        offsetOf: (position) => this.document.offsetAt(position) - start,
        toEdits: (edits) => toTextEdits(edits, toRange),
      };
    });
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

/** `start`: the record's `docOffset`. */
type PlacedRecord = RecordAt & { readonly start: number };

type CheckedResult = ReturnType<Service['check']>;
