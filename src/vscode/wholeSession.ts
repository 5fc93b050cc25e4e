/** The session of a JSON document whose records do not stand on lines. */
import type * as vscode from 'vscode';
import { byPlace, locateAll } from '../core/check.ts';
import { splitRecords, type Container } from '../core/container.ts';
import { columnPlace } from '../core/dataset/columns.ts';
import { FactPacker, PackedFile } from '../core/dataset/packedFacts.ts';
import { severityRank, type Totals, fileMessage } from '../core/document.ts';
import { voters } from '../core/formats/vote.ts';
import type { FileContext, Problem } from '../core/rules/types.ts';
import { readRecord } from '../core/record/record.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { recordIdOf } from '../core/suppress.ts';
import { findAcross } from '../core/sweep/acrossRecords.ts';
import { droppedTotal, noDropped, type SweepFinding } from '../core/sweep/types.ts';
import {
  type AcrossFinding,
  acrossFinding,
  documentRange,
  fromLineRange,
  plainDiagnostic,
  toDiagnostic,
  toLineRange,
} from './convert.ts';
import { sliceMs } from './run.ts';
import {
  BaseSession,
  type Decisions,
  type SessionHost,
  type RecordAt,
  clock,
  hintsOf,
  quietMs,
} from './session.ts';

/** A JSON document (an array of records, or one record): read whole, since its records do not stand on lines. */
export class WholeSession extends BaseSession {
  #records: RecordAt[] = [];
  #results: (CheckedResult | undefined)[] = [];
  #known = new Map<string, CheckedResult>();
  #next = 0;
  /** How the records are to one another, as of the last time that all were checked. */
  #across: readonly SweepFinding[] = [];
  #acrossDropped = 0;
  #file: FileContext;
  #reading: ReturnType<typeof setTimeout> | undefined;
  readonly #container: Container;

  /** `undefined` when the document is no data set: then it is none of our business. */
  static async open(
    document: vscode.TextDocument,
    host: SessionHost,
    container: Container,
  ): Promise<WholeSession | undefined> {
    const { chosen, ...decided } = await host.decisions(document);
    const text = document.getText();
    const texts = splitRecords(text, container).slice(0, voters);
    const format = host.service.recognize(
      texts.map((span) => text.slice(span.start, span.end)),
      container,
      hintsOf(document.uri),
      chosen,
    );
    if (format.id === 'plain') return undefined;
    return new WholeSession(document, host, format, decided, container);
  }

  private constructor(
    document: vscode.TextDocument,
    host: SessionHost,
    format: FileFormat,
    decided: Omit<Decisions, 'chosen'>,
    container: Container,
  ) {
    super(document, host, format, decided);
    this.#container = container;
    this.#file = this.contextOf(format);
    this.#read();
    this.start();
  }

  get file(): FileContext {
    return this.#file;
  }

  get totals(): Totals {
    let checked = 0;
    const sum = { samples: 0, errors: 0, warnings: 0, hints: 0, dropped: this.#acrossDropped };
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
      sum.dropped += result.dropped ?? 0;
      for (const problem of result.problems) add(problem.severity);
      for (const fact of result.once) {
        const key = `${fact.code} ${fact.severity} ${fact.key}`;
        if (once.has(key)) continue;
        once.add(key);
        if (this.#isDropped(fact)) sum.dropped++;
        else add(fact.severity);
      }
    }
    for (const { severity } of this.#across) add(severity);
    return { lines: this.#records.length, checked, ...sum };
  }

  protected async decide(): Promise<void> {
    const { chosen, ...decided } = await this.host.decisions(this.document);
    this.decided = decided;
    const texts = this.#records.slice(0, voters).map((record) => record.text);
    this.format = this.host.service.recognize(texts, this.#container, this.hints, chosen);
    this.#file = this.contextOf(this.format);
    this.#known.clear();
    this.#across = [];
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
      const result =
        this.#known.get(record.text) ?? this.host.service.check(record.text, this.#file, 'all', true);
      this.#known.set(record.text, result);
      this.#results[this.#next] = result;
      this.#next++;
      if (clock.now() >= until) return false;
    }
    for (let i = 0; i < this.#records.length; i++) fresh.set(this.#records[i]!.text, this.#results[i]!);
    this.#known = fresh;
    this.#compare();
    return true;
  }

  /** Compares the records with one another, as a check of the file does. */
  #compare(): void {
    const packer = new FactPacker();
    let samples = 0;
    this.#records.forEach((record, i) => {
      const { facts, isSample } = this.#results[i]!;
      if (isSample) samples++;
      if (!facts) return;
      packer.add(
        facts,
        toLineRange(record.toRange({ start: 0, end: record.text.length })),
        ({ columns }) => {
          const { value } = readRecord(record.text);
          const places = columns.map((column) => columnPlace(column, value));
          return locateAll(record.text, places).map((span) => toLineRange(record.toRange(span)));
        },
        this.#file.filter?.usesIds ? recordIdOf(readRecord(record.text).value) : undefined,
      );
    });
    const facts = packer.take();
    const file = new PackedFile(facts ? [{ facts, linesBefore: 0 }] : [], this.#file, samples);
    this.#file.filter?.take();
    this.#across = findAcross('', file, this.host.service.rules, undefined).findings;
    this.#acrossDropped = droppedTotal(this.#file.filter?.take() ?? noDropped);
  }

  /** A finding of the file is suppressed, or known to a baseline. */
  #isDropped({ code, key }: CheckedResult['once'][number]): boolean {
    return this.#file.filter?.drops({ code, key, recordHash: '', pointer: '' }, undefined) ?? false;
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
    for (const finding of this.#across)
      add(this.#toAcross(finding).diagnostic, severityRank(finding.severity));
    for (const { record, fact, count } of once.values()) {
      if (this.#isDropped(fact)) continue;
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

  acrossAt(record: RecordAt): readonly AcrossFinding[] {
    const whole = record.toRange({ start: 0, end: record.text.length });
    return this.#across
      .map((finding) => this.#toAcross(finding))
      .filter(({ diagnostic }) => whole.contains(diagnostic.range));
  }

  #toAcross(finding: SweepFinding): AcrossFinding {
    const related = finding.related.map((one) => ({ message: one.message, range: fromLineRange(one) }));
    return acrossFinding(finding, fromLineRange(finding), related, this.document.uri);
  }

  override dispose(): void {
    clearTimeout(this.#reading);
    super.dispose();
  }
}

type CheckedResult = ReturnType<Service['check']>;
