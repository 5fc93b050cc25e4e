/**
 * The problems of an open JSONL document, kept line by line. Results are relative to their line, so an edit dirties
 * only the lines it touches and moves the rest by moving array entries. The model never sees the document as one text:
 * it asks for single lines.
 */
import type { CheckedRecord, Checker, OnceFact, Phase } from './check.ts';
import { factKey, locateFact } from './check.ts';
import { openSample, type OpenSample } from './dataset/openFile.ts';
import { AcrossLines, type FileProblem, type LineSource } from './documentAcross.ts';
import { addSeverity, FoldedHabits, Habits, linkedMessage } from './habits.ts';
import type { Clock } from './ports.ts';
import { ruleByCode, rules as allRules } from './rules/index.ts';
import { openingFact } from './rules/recordArrayFile.ts';
import type { FileContext, Problem, Rule, RuleCode } from './rules/types.ts';
import type { Span } from './text/span.ts';

/** Counts over an open document. */
export interface Totals {
  readonly lines: number;
  /** Lines whose result is up to date. */
  readonly checked: number;
  readonly samples: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** Findings that are in no count: suppressed by the configuration, or known to a baseline. */
  readonly dropped: number;
}

/**
 * The findings of an open document, kept up to date line by line. In a file whose container is an array or an object,
 * lines are no records: nothing is said of them, and the finding of that stands at the opening bracket.
 */
export interface DocumentModel {
  readonly totals: Totals;
  readonly file: FileContext;
  /** Changes what the file is taken for; every line is dirty then. */
  setFile(file: FileContext): void;
  /** Lines `start .. start + removed` were replaced by `inserted` lines; call it for each change, in order. */
  change(start: number, removed: number, inserted: number): void;
  /** The result of a line, checked now if need be. */
  check(line: number, phase: Phase): CheckedRecord;
  /** The result of a line as far as it is known; `undefined` when the line is dirty. */
  known(line: number): CheckedRecord | undefined;
  /**
   * Checks dirty lines for at most `budgetMs`, those of `first` before the others; returns true when none is left.
   * At least one line is checked per call.
   */
  checkSome(phase: Phase, budgetMs: number, clock: Clock, first?: readonly Span[]): boolean;
  /** Every line of the span has been checked by the fast rules at least. */
  isChecked(lines: Span): boolean;
  /** Findings told once per file, over the lines that are checked: habits first, then the others, each ordered by line. */
  fileProblems(): FileProblem[];
  /**
   * Findings about how records are to one another, by line. They are made anew when `checkSome` in the phase `all` has
   * seen every line; until then the last ones stand, less those of lines that were edited.
   */
  acrossProblems(): ReadonlyMap<number, readonly FileProblem[]>;
  /** The problems of a line that are told there, each by itself; those that `fileProblems` tells are left out. */
  told(line: number): readonly Problem[];
  /** Lines that have problems, ascending. */
  problemLines(): number[];
}

interface Slot {
  sample: OpenSample | undefined;
  result: CheckedRecord | undefined;
  /** The line was empty when it was checked: what that means depends on whether it is the last. */
  empty: boolean;
  phase: Phase | undefined;
}

/** A model over `source`, all lines dirty. The empty text behind the last line break is no record. */
export function createDocumentModel(
  source: LineSource,
  checker: Checker,
  initial: FileContext,
  rules: readonly Rule[] = allRules,
): DocumentModel {
  let file = initial;
  const across = new AcrossLines(source, rules);
  let opening = openingFact(file);
  let slots: Slot[] = Array.from({ length: source.lineCount }, emptySlot);
  /** Where looking for dirty lines goes on: everything before is up to date for `scannedFor`. */
  let scanned = 0;
  let scannedFor: Phase | undefined;
  let checked = 0;
  /** Lines that only the fast rules have seen. */
  let onlyFast = 0;
  const counts = { samples: 0, errors: 0, warnings: 0, hints: 0, dropped: 0 };
  const habits = new Habits();
  const once = new Map<string, { fact: OnceFact; count: number; slots: number }>();

  const account = (result: CheckedRecord, sign: 1 | -1) => {
    checked += sign;
    if (result.isSample) counts.samples += sign;
    counts.dropped += sign * (result.dropped ?? 0);
    for (const problem of result.problems)
      addSeverity(counts, problem.severity, problem.habit ? habits.add(problem, sign) : sign);
    for (const fact of result.once) {
      const key = factKey(fact);
      const entry = once.get(key) ?? { fact, count: 0, slots: 0 };
      entry.count += sign * fact.count;
      entry.slots += sign;
      if (entry.slots === 0) once.delete(key);
      else once.set(key, entry);
    }
  };
  const forget = (slot: Slot) => {
    if (slot.result) account(slot.result, -1);
    if (slot.sample) across.remove(slot.sample);
    slot.sample = undefined;
    if (slot.phase === 'fast') onlyFast--;
    slot.result = undefined;
    slot.phase = undefined;
  };
  const isFresh = (slot: Slot, phase: Phase) => slot.phase === 'all' || slot.phase === phase;
  /** Nothing is left to do: then nobody walks over the lines to see that. */
  const isDone = (phase: Phase) => checked === slots.length && (phase === 'fast' || onlyFast === 0);
  const isTail = (line: number) => line === slots.length - 1 && line > 0 && source.lineAt(line) === '';

  const checkSlot = (line: number, phase: Phase): CheckedRecord => {
    const slot = slots[line];
    if (!slot) throw new RangeError(`The document has no line ${line}.`);
    if (slot.result && isFresh(slot, phase)) return slot.result;
    const text = source.lineAt(line);
    const isRecord = file.container === 'jsonl' && !isTail(line);
    const result = isRecord ? checker.check(text, file, phase, phase === 'all') : nothing;
    forget(slot);
    slot.result = result;
    slot.empty = text === '';
    slot.phase = phase;
    if (phase === 'fast') onlyFast++;
    account(result, 1);
    if (result.facts) across.add((slot.sample = openSample(result.facts)));
    return result;
  };
  function* samples(): Generator<OpenSample> {
    let ordinal = 0;
    for (let line = 0; line < slots.length; line++) {
      const { sample } = slots[line]!;
      if (!sample) continue;
      sample.line = line + 1;
      sample.ordinal = ordinal++;
      yield sample;
    }
  }
  /** Every line was seen: then its records can be compared. */
  const finish = (phase: Phase): true => {
    if (phase === 'all') across.update(file, counts.samples, samples);
    return true;
  };
  /** Findings told once per file that are not dropped. */
  const toldOnce = () => [...once.values()].filter(({ fact }) => !isDropped(fact));
  const isDropped = ({ code, key }: Pick<OnceFact, 'code' | 'key'>) =>
    file.filter?.drops({ code, key, ...nowhere }, undefined) ?? false;

  const habitProblems = (): FileProblem[] => {
    const folded = new FoldedHabits<number>(habits);
    for (let line = 0; line < slots.length && !folded.isComplete; line++)
      for (const problem of slots[line]!.result?.problems ?? []) folded.take(problem, line);
    return folded.list().map(({ problem, place: line, count, message, more }) => ({
      line,
      code: problem.code,
      severity: problem.severity,
      message,
      span: problem.span,
      count,
      recordHash: '',
      isHabit: true,
      related: [
        ...problem.related.map((other) => ({ line, ...other })),
        ...more.map((other) => ({ line: other.place, span: other.problem.span, message: linkedMessage })),
      ],
    }));
  };

  return {
    get file() {
      return file;
    },
    get totals() {
      const sums = { ...counts };
      if (opening && !isDropped(opening)) addSeverity(sums, opening.severity, 1);
      const told = toldOnce();
      for (const { fact } of told) addSeverity(sums, fact.severity, 1);
      across.addTo(sums);
      sums.dropped += across.dropped + once.size - told.length;
      return { lines: slots.length, checked, ...sums };
    },
    setFile(next) {
      file = next;
      opening = openingFact(file);
      for (const slot of slots) forget(slot);
      across.clear();
      scanned = 0;
    },
    change(start, removed, inserted) {
      const last = Math.min(start + removed, slots.length);
      for (let line = start; line < last; line++) forget(slots[line]!);
      const fresh = Array.from({ length: inserted }, emptySlot);
      if (removed === inserted && last - start === inserted) {
        for (let i = 0; i < inserted; i++) slots[start + i] = fresh[i]!;
      } else if (inserted < 10_000) slots.splice(start, removed, ...fresh);
      else slots = [...slots.slice(0, start), ...fresh, ...slots.slice(last)];
      // Whether the last line is an empty tail may have changed with it.
      const tail = slots.at(-1);
      if (tail?.result && tail.empty) forget(tail);
      const before = slots[start - 1];
      if (before?.result === nothing) forget(before);
      if (start - 1 < scanned) scanned = Math.max(0, start - 1);
    },
    check: checkSlot,
    known(line) {
      return slots[line]?.result;
    },
    checkSome(phase, budgetMs, clock, first = []) {
      const until = clock.now() + budgetMs;
      if (scannedFor !== phase) {
        scannedFor = phase;
        scanned = 0;
      }
      for (const span of first) {
        for (let line = Math.max(0, span.start); line < Math.min(span.end, slots.length); line++) {
          const slot = slots[line]!;
          if (slot.result && isFresh(slot, phase)) continue;
          checkSlot(line, phase);
          if (clock.now() >= until) return false;
        }
      }
      if (isDone(phase)) return finish(phase);
      while (scanned < slots.length) {
        const slot = slots[scanned]!;
        const stale = !slot.result || !isFresh(slot, phase);
        if (stale) checkSlot(scanned, phase);
        scanned++;
        if (stale && isDone(phase)) return finish(phase);
        if (stale && clock.now() >= until) break;
      }
      if (scanned < slots.length) return false;
      const tail = slots.at(-1);
      if (tail && !tail.result) checkSlot(slots.length - 1, phase);
      return finish(phase);
    },
    isChecked({ start, end }) {
      return slots.slice(start, end).every(({ result }) => result);
    },
    fileProblems() {
      const found = habitProblems();
      if (opening && !isDropped(opening)) {
        const { code, severity, key } = opening;
        const line = openingLine(source);
        const start = source.lineAt(line).search(/\S/);
        const span = { start, end: start + 1 };
        const message = fileMessage(code, key, 0);
        if (start >= 0)
          found.push({ line, code, severity, message, span, count: 0, related: [], recordHash: '', key });
      }
      const wanted = new Map(toldOnce().map((entry) => [factKey(entry.fact), entry]));
      for (let line = 0; line < slots.length && wanted.size > 0; line++) {
        for (const fact of slots[line]!.result?.once ?? []) {
          const key = factKey(fact);
          const entry = wanted.get(key);
          if (!entry) continue;
          wanted.delete(key);
          found.push({
            line,
            code: fact.code,
            severity: fact.severity,
            message: fileMessage(fact.code, fact.key, entry.count),
            span: locateFact(source.lineAt(line), fact.where),
            count: entry.count,
            related: [],
            recordHash: '',
            key: fact.key,
          });
        }
      }
      return [...found, ...across.fileProblems(samples)];
    },
    acrossProblems: () => across.recordProblems(samples),
    told(line) {
      const problems = slots[line]?.result?.problems ?? [];
      return habits.folded === 0 ? problems : problems.filter((problem) => !habits.isFolded(problem));
    },
    problemLines() {
      const lines: number[] = [];
      for (let line = 0; line < slots.length; line++)
        if (slots[line]!.result?.problems.length) lines.push(line);
      return lines;
    },
  };
}

/** The first line that is not blank; the last where all are. */
function openingLine(source: LineSource): number {
  let line = 0;
  while (line < source.lineCount - 1 && !/\S/.test(source.lineAt(line))) line++;
  return line;
}

/** The sentence of a finding that is told once per file. */
export function fileMessage(code: RuleCode, key: string, count: number): string {
  return ruleByCode(code)?.fileMessage?.(key, count) ?? `${code}: ${count} times in this file.`;
}

/** Problems in the order in which they are best shown: places in `first` before the others, errors before warnings before hints. */
export function severityRank(severity: Problem['severity']): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2;
}

const nothing: CheckedRecord = { problems: [], once: [], omitted: 0, isSample: false };
const nowhere = { recordHash: '', pointer: '' };
const emptySlot = (): Slot => ({ sample: undefined, result: undefined, empty: false, phase: undefined });
