/**
 * Telling a file's habits once (core/habits.ts) when its findings were kept in parts: all are looked at in their order,
 * and then told in their order, so nothing depends on which part was ready first.
 */
import { habitKey, habitMessage, linkedMessage, maxAlike, maxLinked } from '../habits.ts';
import type { LineRange } from '../text/lineRange.ts';
import type { SeverityCounts, SweepFinding } from './types.ts';

/** Habits that are followed in one file; of others each place is told. */
const maxHabits = 10_000;

interface Habit {
  readonly finding: SweepFinding;
  /** Places, and findings that were kept of them. */
  count: number;
  entries: number;
  readonly more: LineRange[];
  told: boolean;
}

export class HabitTable {
  readonly #habits = new Map<string, Habit>();

  /** Looks at a finding of the file; they come in order. */
  add(finding: SweepFinding): void {
    if (!finding.habit) return;
    const key = habitKey(finding);
    const habit = this.#habits.get(key);
    if (!habit) {
      if (this.#habits.size >= maxHabits) return;
      const count = finding.count ?? 1;
      this.#habits.set(key, { finding, count, entries: 1, more: [], told: false });
      return;
    }
    habit.count += finding.count ?? 1;
    habit.entries++;
    const { line, column, endLine, endColumn } = finding;
    if (habit.more.length < maxLinked) habit.more.push({ line, column, endLine, endColumn });
  }

  /** So many alike were looked at by now that this finding will not be told by itself. */
  isFolded(finding: SweepFinding): boolean {
    return finding.habit === true && (this.#habits.get(habitKey(finding))?.count ?? 0) > maxAlike;
  }

  /** What to tell in place of a finding, when all were looked at; `undefined` for one that is told elsewhere. */
  fold(finding: SweepFinding): SweepFinding | undefined {
    if (!finding.habit) return finding;
    const habit = this.#habits.get(habitKey(finding));
    if (!habit || habit.count <= maxAlike) return finding;
    if (habit.told) return undefined;
    habit.told = true;
    const { count, more } = habit;
    const message = habitMessage(finding.message, count);
    const links = more.map((place) => ({ ...place, message: linkedMessage }));
    return { ...finding, message, count, related: [...finding.related, ...links] };
  }

  /** How many findings fewer are told than were kept. */
  get saved(): SeverityCounts {
    const saved = { error: 0, warning: 0, hint: 0 };
    for (const { finding, count, entries } of this.#habits.values())
      if (count > maxAlike) saved[finding.severity] += entries - 1;
    return saved;
  }
}
