/**
 * Checking the records of a stretch of a file, one after the other, and keeping what is worth telling in a bounded
 * amount of memory. Lines count from the start of the stretch; who knows the stretches before it adds them up.
 */
import { factKey, locateAll, type OnceFact } from '../check.ts';
import { columnPlace, type ColumnShape } from '../dataset/columns.ts';
import { FactPacker } from '../dataset/packedFacts.ts';
import { habitKey, maxAlike } from '../habits.ts';
import { readRecord } from '../record/record.ts';
import { openingFact } from '../rules/recordArrayFile.ts';
import type { FileContext, Problem, RuleCode, Severity } from '../rules/types.ts';
import type { Service } from '../service.ts';
import { recordIdOf } from '../suppress.ts';
import type { Span } from '../text/span.ts';
import { textHash } from '../text/textHash.ts';
import { toPointer } from '../text/path.ts';
import { excerptOf } from './excerpt.ts';
import { lineOf, lineStarts } from './textPosition.ts';
import type { SweepFact, SweepFinding, SweepPart } from './types.ts';
import type { LineRange } from '../text/lineRange.ts';

/** Usual size of a stretch, in bytes of the file. Fixed, so that what is kept never depends on the number of threads. */
export const usualPartBytes = 4 * 1024 * 1024;

/** Findings kept of a stretch; more are counted. */
export const maxFindingsPerPart = 20_000;

/** What a check of a part gives besides places. */
export interface PartOptions {
  /** Give each finding a piece of its line. */
  readonly excerpts?: boolean;
  /** Tell each place of a habit by itself, however many there are. */
  readonly everyPlace?: boolean;
}

/** Where a record begins: line and column from 1. */
export interface RecordStart {
  readonly line: number;
  readonly column: number;
}

export class PartCheck {
  readonly #service: Service;
  readonly #context: FileContext;
  readonly #excerpts: boolean;
  readonly #everyPlace: boolean;
  #findings: SweepFinding[] = [];
  /** Of each habit, how many findings were kept, and the last one, which counts the rest. */
  #habits = new Map<string, { kept: number; last: SweepFinding & { count?: number } }>();
  #facts = new Map<string, SweepFact & { count: number }>();
  #counts = { error: 0, warning: 0, hint: 0 };
  #entries = 0;
  #samples = 0;
  #omitted = 0;
  readonly #packer = new FactPacker();

  constructor(service: Service, context: FileContext, options: PartOptions = {}) {
    this.#service = service;
    this.#context = context;
    this.#excerpts = options.excerpts ?? false;
    this.#everyPlace = options.everyPlace ?? false;
  }

  /** Checks a record whose first character stands at `start`. Never throws on what the text holds. */
  add(text: string, start: RecordStart): void {
    this.#entries++;
    const checked = this.#service.check(text, this.#context, 'all', true);
    if (checked.isSample) this.#samples++;
    const { facts } = checked;
    if (!facts && checked.problems.length === 0 && checked.once.length === 0) return;
    const lazy = lazyRecord(text, start);
    if (facts) {
      // A line is a line: nobody has to look for breaks in it.
      const { line, column } = start;
      const range =
        this.#context.container === 'jsonl'
          ? { line, column, endLine: line, endColumn: column + text.length }
          : lazy.range({ start: 0, end: text.length });
      const id = this.#context.filter?.usesIds ? recordIdOf(readRecord(text).value) : undefined;
      this.#packer.add(
        facts,
        range,
        (shape) => columnPlaces(shape, text).map((span) => lazy.range(span)),
        id,
      );
    }
    for (const problem of checked.problems) this.#keep(problem, text, lazy);
    this.#omitted += checked.omitted;
    for (const fact of checked.once) this.#keepFact(fact, text, lazy);
  }

  /** The bracket that opens the file's one array or object stands at `start`; to be told before the records. */
  opened(start: RecordStart): void {
    const fact = openingFact(this.#context);
    if (!fact) return;
    const { line, column } = start;
    const text = this.#context.container === 'array' ? '[' : '{';
    this.#mergeFact({
      ...fact,
      line,
      column,
      endLine: line,
      endColumn: column + 1,
      count: 0,
      pointer: '',
      recordHash: '',
      ...(this.#excerpts && { excerpt: { text, start: 0, end: 1, cutBefore: false, cutAfter: true } }),
    });
  }

  /**
   * A finding that the record's text does not show: a line that is too long to be read, bytes that are no UTF-8.
   * Told once per file when it has a `key`.
   */
  addOwn(finding: OwnFinding, range: LineRange): void {
    const { code, key, count = 1 } = finding;
    const set = this.#context.severities?.[code];
    if (set === 'off') return;
    const severity = set ?? finding.severity;
    if (key === undefined) {
      const { message } = finding;
      if (this.#context.filter?.drops({ code, recordHash: '', pointer: '' }, undefined)) return;
      this.#push({
        ...range,
        code,
        severity,
        message,
        pointer: '',
        fixable: false,
        related: [],
        recordHash: '',
      });
    } else this.#mergeFact({ ...range, code, key, severity, count, pointer: '', recordHash: '' });
  }

  /** What was found since the last call. `lines` and `bytes` of the stretch are the reader's to know. */
  take(lines: number, bytes: number): SweepPart {
    const part: SweepPart = {
      lines,
      bytes,
      entries: this.#entries,
      samples: this.#samples,
      findings: this.#findings,
      facts: [...this.#facts.values()],
      counts: this.#counts,
      omitted: this.#omitted,
      compare: this.#packer.take(),
      dropped: this.#context.filter?.take(),
    };
    this.#findings = [];
    this.#habits = new Map();
    this.#facts = new Map();
    this.#counts = { error: 0, warning: 0, hint: 0 };
    this.#entries = this.#samples = this.#omitted = 0;
    return part;
  }

  #keep(problem: Problem, text: string, record: LazyRecord): void {
    const isHabit = problem.habit && !this.#everyPlace;
    const key = isHabit ? habitKey(problem) : '';
    const habit = isHabit ? this.#habits.get(key) : undefined;
    if (habit && habit.kept > maxAlike) {
      habit.last.count = (habit.last.count ?? 1) + 1;
      return;
    }
    if (this.#findings.length >= maxFindingsPerPart) {
      this.#counts[problem.severity]++;
      this.#omitted++;
      return;
    }
    const finding: SweepFinding = {
      ...record.range(problem.span),
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      pointer: problem.pointer ?? '',
      fixable: problem.fixes.some((fix) => fix.safe && !fix.onRequest),
      related: problem.related.map(({ span, message }) => ({ ...record.range(span), message })),
      recordHash: record.hash(),
      ...(isHabit && { habit: true }),
      ...(this.#excerpts && { excerpt: excerptOf(text, shownSpan(problem, text)) }),
    };
    this.#push(finding);
    if (isHabit) this.#habits.set(key, { kept: (habit?.kept ?? 0) + 1, last: finding });
  }

  #push(finding: SweepFinding): void {
    this.#counts[finding.severity]++;
    if (this.#findings.length < maxFindingsPerPart) this.#findings.push(finding);
    else this.#omitted++;
  }

  #keepFact(fact: OnceFact, text: string, record: LazyRecord): void {
    const key = factKey(fact);
    const known = this.#facts.get(key);
    if (known) {
      known.count += fact.count;
      return;
    }
    const span = this.#service.locate(text, fact.where);
    this.#mergeFact({
      ...record.range(span),
      code: fact.code,
      key: fact.key,
      severity: fact.severity,
      count: fact.count,
      pointer: 'span' in fact.where ? '' : toPointer(fact.where.path),
      recordHash: record.hash(),
      ...(this.#excerpts && { excerpt: excerptOf(text, span) }),
    });
  }

  #mergeFact(fact: SweepFact): void {
    const key = factKey(fact);
    const known = this.#facts.get(key);
    if (known) known.count += fact.count;
    else this.#facts.set(key, { ...fact });
  }
}

/** Where the columns of a shape stand in a record that has it. */
function columnPlaces({ columns }: ColumnShape, text: string): readonly Span[] {
  const { value } = readRecord(text);
  return locateAll(
    text,
    columns.map((column) => columnPlace(column, value)),
  );
}

/** What a reader of bytes reports by itself. */
export type OwnFinding =
  | {
      readonly code: RuleCode;
      readonly severity: Severity;
      readonly message: string;
      readonly key?: undefined;
      readonly count?: undefined;
    }
  | { readonly code: RuleCode; readonly severity: Severity; readonly key: string; readonly count?: number };

/** What is shown of a record: where a finding means all of it, the place that it links says more. */
function shownSpan({ span, related }: Problem, text: string): Span {
  const isWhole = span.start === 0 && span.end === text.length;
  return (isWhole ? related[0]?.span : undefined) ?? span;
}

interface LazyRecord {
  range(span: Span): LineRange;
  hash(): string;
}

/** Lines and hash of a record, computed when there is something to tell. */
function lazyRecord(text: string, start: RecordStart): LazyRecord {
  let starts: number[] | undefined;
  let hash: string | undefined;
  const place = (offset: number) => {
    starts ??= lineStarts(text);
    const line = lineOf(starts, offset);
    if (line === 0) return { line: start.line, column: start.column + offset };
    return { line: start.line + line, column: offset - starts[line]! + 1 };
  };
  return {
    range(span) {
      const from = place(span.start);
      const to = place(span.end);
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
    hash: () => (hash ??= textHash(text)),
  };
}
