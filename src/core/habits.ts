/**
 * Findings of how a file is written. An author or a converter has a habit (`str` for `string`, `required` as a flag),
 * and each tool of the file says it again: thousands of findings with the same words, among which the others drown. Up
 * to `maxAlike` of them are told one by one; more are told once, at the first place, with their number and some places
 * more. Only what is told of a file changes: checking a record still gives all that it has, with the fixes.
 */
import type { Problem, Severity } from './rules/types.ts';

/** Places with the same words that are told one by one. */
export const maxAlike = 10;

/** Further places that are linked from the one that is told. */
export const maxLinked = 5;

/** What makes two findings alike. */
export type Alike = Pick<Problem, 'code' | 'severity' | 'message'>;

/** A key for findings that are alike. */
export function habitKey({ code, severity, message }: Alike): string {
  return `${code} ${severity} ${message}`;
}

/** The words for all `count` places. */
export function habitMessage(message: string, count: number): string {
  return `${message} The same at ${count} places of this file, of which this is the first.`;
}

/** The words at a place that is linked from the first. */
export const linkedMessage = 'Here as well.';

/** Counts alike findings of a document that changes. */
export class Habits {
  readonly #counts = new Map<string, number>();
  #folded = 0;

  /** Takes one in (1) or out again (-1); by how much the number of findings that are told changes. */
  add(problem: Alike, sign: 1 | -1): number {
    const key = habitKey(problem);
    const before = this.#counts.get(key) ?? 0;
    const after = before + sign;
    if (after === 0) this.#counts.delete(key);
    else this.#counts.set(key, after);
    this.#folded += Number(after > maxAlike) - Number(before > maxAlike);
    return told(after) - told(before);
  }

  /** How many are alike; 0 for a finding that was never added. */
  countOf(problem: Alike): number {
    return this.#counts.get(habitKey(problem)) ?? 0;
  }

  /** The finding is one of so many that they are told once. */
  isFolded(problem: Problem): boolean {
    return this.#folded > 0 && problem.habit && this.countOf(problem) > maxAlike;
  }

  /** How many habits are told once. */
  get folded(): number {
    return this.#folded;
  }
}

function told(count: number): number {
  return count > maxAlike ? 1 : count;
}

/** A habit that is told once, at the first of its places. */
export interface FoldedHabit<Place> {
  readonly problem: Problem;
  readonly place: Place;
  readonly count: number;
  readonly message: string;
  readonly more: readonly { readonly problem: Problem; readonly place: Place }[];
}

/** Finds the first places of the habits that are told once. `Place` is what the caller needs to find a problem again. */
export class FoldedHabits<Place> {
  readonly #habits: Habits;
  readonly #found = new Map<string, { problem: Problem; place: Place; more: FoldedHabit<Place>['more'] }>();
  #complete = 0;

  constructor(habits: Habits) {
    this.#habits = habits;
  }

  /** Takes the problems of the file in their order. */
  take(problem: Problem, place: Place): void {
    if (!this.#habits.isFolded(problem)) return;
    const key = habitKey(problem);
    const found = this.#found.get(key);
    if (!found) this.#found.set(key, { problem, place, more: [] });
    else if (found.more.length < maxLinked) {
      found.more = [...found.more, { problem, place }];
      if (found.more.length === maxLinked) this.#complete++;
    }
  }

  /** No further problem can change the result. */
  get isComplete(): boolean {
    return this.#complete === this.#habits.folded;
  }

  list(): FoldedHabit<Place>[] {
    return [...this.#found.values()].map(({ problem, place, more }) => {
      const count = this.#habits.countOf(problem);
      return { problem, place, count, message: habitMessage(problem.message, count), more };
    });
  }
}

/** Findings by severity, as totals count them. */
export interface SeveritySums {
  errors: number;
  warnings: number;
  hints: number;
}

/** Adds `by` findings of a severity. */
export function addSeverity(sums: SeveritySums, severity: Severity, by: number): void {
  if (severity === 'error') sums.errors += by;
  else if (severity === 'warning') sums.warnings += by;
  else sums.hints += by;
}
