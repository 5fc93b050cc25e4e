/** The session of a sample that is open by itself: its text is composed to a record, on which every feature works. */
import type * as vscode from 'vscode';
import { type Totals, fileMessage, severityRank } from '../core/document.ts';
import type { FileContext, Problem } from '../core/rules/types.ts';
import { composeSample, type ComposedSample } from '../core/sampleText/compose.ts';
import { editsOfSample, unescaped } from '../core/sampleText/edits.ts';
import type { FileFormat, Service } from '../core/service.ts';
import { type AcrossFinding, documentRange, plainDiagnostic, toDiagnostic, toTextEdits } from './convert.ts';
import { BaseSession, type Decisions, type RecordAt, type Session, type SessionHost } from './session.ts';

/** The record that a sample's document composes to; a sample is one record, so reading it whole is reading a line. */
export function composeDocument(document: vscode.TextDocument): { text: string; sample: ComposedSample } {
  const text = document.getText();
  return { text, sample: composeSample(text) };
}

export class SampleSession extends BaseSession {
  readonly #source: Session;
  #file: FileContext;
  #composed: { readonly version: number; readonly sample: ComposedSample; readonly text: string } | undefined;
  #result: ReturnType<Service['check']> | undefined;

  /** @param source the session of the file that the sample belongs to: it decides the format. */
  static async open(
    document: vscode.TextDocument,
    host: SessionHost,
    source: Session,
  ): Promise<SampleSession> {
    const { chosen: _, ...decided } = await host.decisions(source.document);
    return new SampleSession(document, host, source, source.state.format, decided);
  }

  private constructor(
    document: vscode.TextDocument,
    host: SessionHost,
    source: Session,
    format: FileFormat,
    decided: Omit<Decisions, 'chosen'>,
  ) {
    super(document, host, format, { ...decided, mapping: source.file.mapping });
    this.#source = source;
    this.#file = source.file;
    this.start();
  }

  get file(): FileContext {
    return this.#file;
  }

  get totals(): Totals {
    const counts = { errors: 0, warnings: 0, hints: 0 };
    for (const { severity } of [...(this.#result?.problems ?? []), ...(this.#result?.once ?? [])]) {
      if (severity === 'error') counts.errors++;
      else if (severity === 'warning') counts.warnings++;
      else counts.hints++;
    }
    const samples = this.#result?.isSample ? 1 : 0;
    const dropped = this.#result?.dropped ?? 0;
    return { lines: 1, checked: this.#result ? 1 : 0, samples, ...counts, dropped };
  }

  protected override get decidedFor(): vscode.TextDocument {
    return this.#source.document;
  }

  protected decide({ chosen: _, ...decided }: Decisions): void {
    this.decided = decided;
    this.format = this.#source.state.format;
    this.#file = this.#source.file;
    this.#result = undefined;
  }

  changed(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length > 0) this.edited();
  }

  get #now(): { readonly sample: ComposedSample; readonly text: string } {
    const { version } = this.document;
    if (this.#composed?.version !== version) {
      this.#composed = { version, ...composeDocument(this.document) };
    }
    return this.#composed;
  }

  protected checkSlice(): boolean {
    const { text } = this.#now.sample;
    this.#result = this.host.service.check(text, this.#file, this.slow ? 'all' : 'fast');
    return true;
  }

  protected isSeenChecked(): boolean {
    return true;
  }

  protected collect(): vscode.Diagnostic[] {
    if (!this.#result) return [];
    const record = this.#record();
    const found = this.#result.problems.map((problem) => ({
      rank: severityRank(problem.severity),
      diagnostic: toDiagnostic(problem, record.toRange, this.document.uri),
    }));
    for (const fact of this.#result.once) {
      const span = this.host.service.locate(record.text, fact.where);
      const message = fileMessage(fact.code, fact.key, fact.count);
      found.push({
        rank: severityRank(fact.severity),
        diagnostic: plainDiagnostic(fact.code, fact.severity, message, record.toRange(span)),
      });
    }
    return found.sort((a, b) => a.rank - b.rank).map(({ diagnostic }) => diagnostic);
  }

  recordAt(): RecordAt {
    return this.#record();
  }

  #record(): RecordAt {
    const { sample, text } = this.#now;
    const { document } = this;
    const toPlace = documentRange(document, 0);
    return {
      index: 0,
      text: sample.text,
      toRange: (span) => toPlace(sample.toSample(span)),
      offsetOf: (position) => sample.toRecord(document.offsetAt(position)),
      written: (piece, start) =>
        unescaped(piece, sample.depthAt(sample.toSample({ start, end: start }).start)),
      toEdits: (edits) => toTextEdits(editsOfSample(text, sample, edits), toPlace),
    };
  }

  records(): Iterable<RecordAt> {
    return [this.#record()];
  }

  /** A sample by itself has no others beside it. */
  acrossAt(): readonly AcrossFinding[] {
    return [];
  }

  problemsAt(record: RecordAt): readonly Problem[] {
    return this.host.service.check(record.text, this.#file, 'all').problems;
  }

  toldAt(record: RecordAt): readonly Problem[] {
    return this.problemsAt(record);
  }

  problemRecords(): readonly number[] {
    return this.#result && this.#result.problems.length > 0 ? [0] : [];
  }
}
