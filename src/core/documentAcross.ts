/** How the records of an open document are to one another: kept with the samples, so that edits elsewhere move nothing. */
import { locateFact } from './check.ts';
import { type Column, columnPlace } from './dataset/columns.ts';
import { OpenFile, type OpenSample, type OpenSubject } from './dataset/openFile.ts';
import { type FileRuleFinding, runFileRules } from './dataset/fileRules.ts';
import { readRecord } from './record/record.ts';
import type { FileContext, FileFindingDraft, Rule, RuleCode, Severity } from './rules/types.ts';
import { recordIdOf } from './suppress.ts';
import type { Span } from './text/span.ts';
import { hashWord } from './text/valueHash.ts';

/** Where the model gets text from. Lines are given without their break. */
export interface LineSource {
  readonly lineCount: number;
  lineAt(line: number): string;
}

/** A finding that is told once for the file, at its first place, or one about how records are to one another. */
export interface FileProblem {
  readonly line: number;
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly count: number;
  /** Further places; those on other lines count from their own. */
  readonly related: readonly { readonly line: number; readonly span: Span; readonly message: string }[];
  /** What names the finding to suppressions: the record's content, or what the finding is about. */
  readonly recordHash: string;
  readonly key?: string;
  /** It stands for findings that `DocumentModel.check` gives one by one (habits.ts). */
  readonly isHabit?: true;
}

/** A finding with the samples it speaks of. */
interface Found extends FileRuleFinding {
  readonly sample: OpenSample;
  /** The column that it stands at; absent: the record. */
  readonly column?: Column;
  /** It is about the file, and only stands at this sample. */
  readonly isOfFile: boolean;
}

export class AcrossLines {
  readonly #file = new OpenFile();
  readonly #gone = new WeakSet<OpenSample>();
  #isStale = true;
  #found: readonly Found[] = [];
  /** `#found` without samples that have gone; `undefined` when one went since. */
  #live: readonly Found[] | undefined;
  #dropped = 0;

  constructor(
    private readonly source: LineSource,
    private readonly rules: readonly Rule[],
  ) {}

  /** Findings of the last comparison; those of samples that have gone since are not among them. */
  get found(): readonly Found[] {
    return (this.#live ??= this.#found.filter(({ sample }) => !this.#gone.has(sample)));
  }

  /** Findings of the last comparison that are suppressed or known to a baseline. */
  get dropped(): number {
    return this.#dropped;
  }

  add(sample: OpenSample): void {
    this.#file.add(sample);
    this.#isStale = true;
  }

  remove(sample: OpenSample): void {
    this.#file.remove(sample);
    this.#gone.add(sample);
    this.#live = undefined;
    this.#isStale = true;
  }

  /** The file is taken for something else: nothing that was found holds. */
  clear(): void {
    this.#found = [];
    this.#live = undefined;
    this.#dropped = 0;
    this.#isStale = true;
  }

  /** Compares anew when a sample came or went. `samples` gives all in order and sets their lines. */
  update(file: FileContext, count: number, samples: () => Iterable<OpenSample>): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#found = [];
    this.#live = undefined;
    this.#dropped = 0;
    let first: OpenSample | undefined;
    for (const sample of samples()) first ??= sample;
    if (!first) return;
    const subject = this.#file.subject(file, count, samples);
    const found: Found[] = [];
    for (const finding of runFileRules(this.rules, subject)) {
      const placed = place(finding.at, first, subject);
      const one: Found = { ...finding, ...placed };
      if (this.#isDropped(file, one)) this.#dropped++;
      else found.push(one);
    }
    this.#found = found.sort((a, b) => a.sample.line - b.sample.line);
  }

  /** Findings about the file as a whole. */
  fileProblems(samples: () => Iterable<OpenSample>): FileProblem[] {
    const found = this.found.filter(({ isOfFile }) => isOfFile);
    if (found.length > 0) setLines(samples);
    return found.map((one) => this.#problem(one));
  }

  /** Findings about single records, by line. */
  recordProblems(samples: () => Iterable<OpenSample>): Map<number, FileProblem[]> {
    const byLine = new Map<number, FileProblem[]>();
    const found = this.found.filter(({ isOfFile }) => !isOfFile);
    if (found.length > 0) setLines(samples);
    for (const one of found) {
      const problem = this.#problem(one);
      const known = byLine.get(problem.line);
      if (known) known.push(problem);
      else byLine.set(problem.line, [problem]);
    }
    return byLine;
  }

  #isDropped({ filter }: FileContext, { code, key, sample, isOfFile }: Found): boolean {
    if (!filter) return false;
    const recordHash = isOfFile ? '' : hashWord(sample.whole);
    const id =
      filter.usesIds && !isOfFile
        ? recordIdOf(readRecord(this.source.lineAt(sample.line - 1)).value)
        : undefined;
    return filter.drops({ code, recordHash, pointer: '', key }, id);
  }

  #problem({ code, severity, message, key, sample, column, isOfFile, related = [] }: Found): FileProblem {
    const line = sample.line - 1;
    const text = this.source.lineAt(line);
    const whole = { start: 0, end: isOfFile ? Math.min(1, text.length) : text.length };
    return {
      line,
      code,
      severity,
      message,
      span: column ? locateFact(text, columnPlace(column, readRecord(text).value)) : whole,
      count: 1,
      related: related
        .filter(({ at }) => !this.#gone.has(at as OpenSample))
        .map(({ at, message: words }) => ({
          line: at.line - 1,
          span: { start: 0, end: this.source.lineAt(at.line - 1).length },
          message: words,
        })),
      recordHash: isOfFile ? '' : hashWord(sample.whole),
      key,
    };
  }
}

function setLines(samples: () => Iterable<OpenSample>): void {
  for (const _ of samples());
}

function place(
  at: FileFindingDraft['at'],
  first: OpenSample,
  subject: OpenSubject,
): Pick<Found, 'sample' | 'column' | 'isOfFile'> {
  if (at === undefined) return { sample: first, isOfFile: true };
  if (!('shape' in at)) return { sample: at as OpenSample, isOfFile: false };
  return { sample: subject.firstOf(at.shape), column: at.column, isOfFile: true };
}
