/** The session of a JSON document whose records do not stand on lines. */
import type * as vscode from 'vscode';
import { byPlace, factKey, locateAll } from '../core/check.ts';
import { openingOf, splitRecords, type Container } from '../core/container.ts';
import { columnPlace } from '../core/dataset/columns.ts';
import { FactPacker, PackedFile } from '../core/dataset/packedFacts.ts';
import { severityRank, type Totals, fileMessage } from '../core/document.ts';
import { addSeverity, FoldedHabits, Habits, linkedMessage } from '../core/habits.ts';
import { voters } from '../core/formats/vote.ts';
import { readRecord } from '../core/record/record.ts';
import { openingFact } from '../core/rules/recordArrayFile.ts';
import type { FileContext, Problem } from '../core/rules/types.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { recordIdOf } from '../core/suppress.ts';
import { findAcross } from '../core/sweep/acrossRecords.ts';
import { droppedTotal, noDropped, type SweepFinding } from '../core/sweep/types.ts';
import {
  type AcrossFinding,
  acrossFinding,
  documentRange,
  fileDiagnostic,
  fromLineRange,
  plainDiagnostic,
  toDiagnostic,
  toLineRange,
  toTextEdits,
} from './convert.ts';
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
  #records: PlacedRecord[] = [];
  #results: (CheckedResult | undefined)[] = [];
  #known = new Map<string, CheckedResult>();
  #next = 0;
  /** How the records are to one another, as of the last time that all were checked. */
  #across: readonly SweepFinding[] = [];
  #acrossDropped = 0;
  /** Where the bracket stands that opens the document; `undefined` while none does. */
  #opening: number | undefined;
  /** As of the last time that findings were collected. */
  #habits = new Habits();
  #file: FileContext;
  #reading: ReturnType<typeof setTimeout> | undefined;
  readonly #container: Container;
  /** The text has changed since the records were cut. */
  #isStale = false;

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
      hintsOf(document.uri, decided.mapping),
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
    const habits = new Habits();
    for (const result of this.#results) {
      if (!result) continue;
      checked++;
      if (result.isSample) sum.samples++;
      sum.dropped += result.dropped ?? 0;
      for (const problem of result.problems)
        addSeverity(sum, problem.severity, problem.habit ? habits.add(problem, 1) : 1);
      for (const fact of result.once) {
        if (once.has(factKey(fact))) continue;
        once.add(factKey(fact));
        if (this.#isDropped(fact)) sum.dropped++;
        else addSeverity(sum, fact.severity, 1);
      }
    }
    for (const { severity } of this.#across) addSeverity(sum, severity, 1);
    return { lines: this.#records.length, checked, ...sum };
  }

  protected decide({ chosen, ...decided }: Decisions): void {
    this.decided = decided;
    this.hints = hintsOf(this.document.uri, decided.mapping);
    const texts = this.#records.slice(0, voters).map((record) => record.text);
    this.format = this.host.service.recognize(texts, this.#container, this.hints, chosen);
    this.#file = this.contextOf(this.format);
    this.#known.clear();
    this.#across = [];
    this.#results = [];
    this.#next = 0;
  }

  changed(): void {
    this.#isStale = true;
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => {
      if (this.disposed) return;
      this.#read();
      this.edited();
    }, quietMs);
  }

  /** Cuts the text into records; results of records whose text did not change are kept. */
  #read(): void {
    this.#isStale = false;
    const text = this.document.getText();
    this.#opening = openingOf(text, this.#container);
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
    this.#results = this.#records.map((record) => this.#known.get(record.text));
    this.#next = 0;
  }

  protected isSeenChecked(): boolean {
    const visible = this.host.visibleLines(this.document);
    const next = this.#records[this.#next];
    if (!next) return true;
    const line = next.toRange({ start: 0, end: 0 }).start.line;
    return visible.every(({ end }) => line >= end);
  }

  protected checkSlice(budget: number): boolean {
    const until = clock.now() + budget;
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
  #isDropped({ code, key }: Pick<CheckedResult['once'][number], 'code' | 'key'>): boolean {
    return this.#file.filter?.drops({ code, key, recordHash: '', pointer: '' }, undefined) ?? false;
  }

  protected collect(): vscode.Diagnostic[] {
    const found: { diagnostic: vscode.Diagnostic; visible: boolean; rank: number }[] = [];
    const visible = this.host.visibleLines(this.document);
    const isVisible = (range: vscode.Range) =>
      visible.some((span) => range.start.line < span.end && range.end.line >= span.start);
    const add = (diagnostic: vscode.Diagnostic, rank: number) =>
      found.push({ diagnostic, visible: isVisible(diagnostic.range), rank });
    const once = new Map<string, { fact: FileFact; count: number; place: () => vscode.Range }>();
    const opening = openingFact(this.#file);
    if (opening && this.#opening !== undefined) {
      const toRange = documentRange(this.document, this.#opening);
      once.set(factKey(opening), { fact: opening, count: 0, place: () => toRange({ start: 0, end: 1 }) });
    }
    const habits = new Habits();
    for (const result of this.#results)
      for (const problem of result?.problems ?? []) if (problem.habit) habits.add(problem, 1);
    this.#habits = habits;
    const folded = new FoldedHabits<RecordAt>(habits);
    this.#results.forEach((result, i) => {
      const record = this.#records[i];
      if (!result || !record) return;
      for (const problem of [...result.problems].sort(byPlace)) {
        if (habits.isFolded(problem)) folded.take(problem, record);
        else add(toDiagnostic(problem, record.toRange, this.document.uri), severityRank(problem.severity));
      }
      for (const fact of result.once) {
        const entry = once.get(factKey(fact));
        const place = () => record.toRange(this.host.service.locate(record.text, fact.where));
        if (entry) entry.count += fact.count;
        else once.set(factKey(fact), { fact, count: fact.count, place });
      }
    });
    for (const { problem, place, message, more } of folded.list()) {
      const places = [
        ...problem.related.map((r) => ({ range: place.toRange(r.span), message: r.message })),
        ...more.map((m) => ({ range: m.place.toRange(m.problem.span), message: linkedMessage })),
      ];
      const range = place.toRange(problem.span);
      const diagnostic = fileDiagnostic({ ...problem, message }, range, places, this.document.uri);
      add(diagnostic, severityRank(problem.severity));
    }
    for (const finding of this.#across)
      add(this.#toAcross(finding).diagnostic, severityRank(finding.severity));
    for (const { fact, count, place } of once.values()) {
      if (this.#isDropped(fact)) continue;
      const message = fileMessage(fact.code, fact.key, count);
      add(plainDiagnostic(fact.code, fact.severity, message, place()), severityRank(fact.severity));
    }
    return found
      .sort((a, b) => Number(b.visible) - Number(a.visible) || a.rank - b.rank)
      .map((entry) => entry.diagnostic);
  }

  recordAt(position: vscode.Position): RecordAt | undefined {
    // Whoever asks in the middle of typing wants the text as it is now.
    if (this.#isStale) this.#read();
    const offset = this.document.offsetAt(position);
    return this.#records.find(
      (record) => offset >= record.start && offset <= record.start + record.text.length,
    );
  }

  records(): Iterable<RecordAt> {
    return this.#records;
  }

  problemsAt(record: RecordAt): readonly Problem[] {
    return (this.#known.get(record.text) ?? this.host.service.check(record.text, this.#file, 'all')).problems;
  }

  toldAt(record: RecordAt): readonly Problem[] {
    return this.problemsAt(record).filter((problem) => !this.#habits.isFolded(problem));
  }

  problemRecords(): readonly number[] {
    const isTold = (problem: Problem) => !this.#habits.isFolded(problem);
    return this.#results.flatMap((result, i) => (result?.problems.some(isTold) ? [i] : []));
  }

  acrossAt(record: RecordAt): readonly AcrossFinding[] {
    const whole = record.toRange({ start: 0, end: record.text.length });
    const [from, to] = [whole.start.line + 1, whole.end.line + 1];
    return this.#across
      .filter(({ line }) => line >= from && line <= to)
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

/** `start`: the record's `docOffset`. */
type PlacedRecord = RecordAt & { readonly start: number };

type CheckedResult = ReturnType<Service['check']>;
type FileFact = Pick<CheckedResult['once'][number], 'code' | 'severity' | 'key'>;
