/** What was found in one file, put together from its parts and told in order. */
import { compareFindings, FactTable, mergeOrdered, moveDown } from '../core/sweep/fileMerge.ts';
import { HabitTable } from '../core/sweep/habitTable.ts';
import { type CancellationToken, throwIfCancelled } from '../core/ports.ts';
import { PackedFile, type PackedFacts } from '../core/dataset/packedFacts.ts';
import type { RunTable } from '../core/dataset/runTable.ts';
import type { FileContext, Rule } from '../core/rules/types.ts';
import type { FileFormat } from '../core/service.ts';
import { findAcross } from '../core/sweep/acrossRecords.ts';
import {
  addCounts,
  addDropped,
  droppedTotal,
  noCounts,
  noDropped,
  subtractCounts,
  type SeverityCounts,
  type SweepFinding,
  type SweepPart,
} from '../core/sweep/types.ts';
import type { SweepSink, SweepSummary } from '../core/sweep/sink.ts';
import type { FindingStore, StoredFindings } from './findingStore.ts';

export const emptySummary: SweepSummary = {
  files: 0,
  skipped: 0,
  failed: 0,
  entries: 0,
  samples: 0,
  counts: noCounts,
  omitted: 0,
  dropped: 0,
};

/** The summary with a checked file added. */
export function addToSummary(summary: SweepSummary, result: FileResult): SweepSummary {
  return {
    ...summary,
    files: summary.files + 1,
    entries: summary.entries + result.entries,
    samples: summary.samples + result.samples,
    counts: addCounts(summary.counts, result.counts),
    omitted: summary.omitted + result.omitted,
    dropped: summary.dropped + droppedTotal(result.dropped),
  };
}

/** A range never has that many parts. */
const partsPerRange = 1_000_000;

export class FileResult {
  entries = 0;
  samples = 0;
  counts: SeverityCounts = noCounts;
  omitted = 0;
  /** What is not told: suppressed, or known to a baseline. */
  dropped = noDropped;
  readonly #store: FindingStore;
  /** By range, then in order inside the range. */
  readonly #parts: {
    lines: number;
    findings: StoredFindings;
    hasHabits: boolean;
    compare: PackedFacts | undefined;
  }[][] = [];
  readonly #facts = new FactTable();

  constructor(store: FindingStore) {
    this.#store = store;
  }

  /** The parts of a range come in order; ranges may come in any. */
  add(range: number, part: SweepPart): void {
    const parts = (this.#parts[range] ??= []);
    this.#facts.add(range * partsPerRange + parts.length, part.facts);
    const { lines, findings, compare } = part;
    const hasHabits = findings.some((finding) => finding.habit);
    parts.push({ lines, findings: this.#store.put(findings), hasHabits, compare });
    this.dropped = addDropped(this.dropped, part.dropped);
    this.entries += part.entries;
    this.samples += part.samples;
    this.counts = addCounts(this.counts, part.counts);
    this.omitted += part.omitted;
  }

  /**
   * Tells the file and its findings; the totals now hold what is told once per file, or of several records, too. Call it
   * once.
   * @param context in which its records were checked.
   * @param run holds the samples of the files that were told before.
   */
  async tell(
    name: string,
    format: FileFormat,
    context: FileContext,
    rules: readonly Rule[],
    run: RunTable | undefined,
    sink: SweepSink,
    token: CancellationToken | undefined,
  ): Promise<void> {
    const before = this.#linesBefore();
    const once = this.#facts.findings(
      (part) => before[Math.floor(part / partsPerRange)]![part % partsPerRange]!,
      rules,
      context.filter,
    );
    const habits = this.#readHabits(before);
    this.counts = subtractCounts(this.counts, habits.saved);
    for (const { severity } of once) this.counts = { ...this.counts, [severity]: this.counts[severity] + 1 };
    const across = findAcross(name, this.#compared(before, context), rules, run);
    this.counts = addCounts(this.counts, across.counts);
    this.omitted += across.omitted;
    this.dropped = addDropped(this.dropped, context.filter?.take());
    const facts = mergeOrdered(once, across.findings);
    const { entries, samples, counts, omitted, dropped } = this;
    await sink.file({ path: name, format, entries, samples, counts, omitted, dropped });
    let told = 0;
    for (let range = 0; range < this.#parts.length; range++) {
      for (const [index, part] of (this.#parts[range] ?? []).entries()) {
        const from = before[range]![index]!;
        const own: SweepFinding[] = [];
        for (const finding of part.findings.take()) {
          const told = habits.fold(moveDown(finding, from));
          if (told) own.push(told);
        }
        // Facts that stand before the end of this part go in between. A part may end inside a line.
        const end = from + part.lines;
        const last = own.at(-1);
        const isBefore = (fact: SweepFinding) =>
          fact.line <= end || (last && compareFindings(fact, last) < 0);
        let upTo = told;
        while (upTo < facts.length && isBefore(facts[upTo]!)) upTo++;
        const merged = mergeOrdered(own, facts.slice(told, upTo));
        told = upTo;
        if (merged.length > 0) await sink.findings(name, merged);
        throwIfCancelled(token);
      }
    }
    if (told < facts.length) await sink.findings(name, facts.slice(told));
  }

  /** The file as the rules of whole files see it. Lets go of the parts' facts. */
  #compared(before: number[][], context: FileContext): PackedFile {
    const placed = this.#parts.flatMap((parts, range) =>
      parts.flatMap((part, index) => {
        const { compare } = part;
        part.compare = undefined;
        return compare ? [{ facts: compare, linesBefore: before[range]![index]! }] : [];
      }),
    );
    return new PackedFile(placed, context, this.samples);
  }

  /** The habits of the file. Findings are read once more for them, where there are any. */
  #readHabits(before: number[][]): HabitTable {
    const habits = new HabitTable();
    this.#parts.forEach((parts, range) =>
      parts.forEach((part, index) => {
        if (!part.hasHabits) return;
        for (const finding of part.findings.look()) habits.add(moveDown(finding, before[range]![index]!));
      }),
    );
    return habits;
  }

  /** Lines of the file before each part. */
  #linesBefore(): number[][] {
    let lines = 0;
    const before: number[][] = [];
    for (let range = 0; range < this.#parts.length; range++) {
      const starts: number[] = [];
      for (const part of this.#parts[range] ?? []) {
        starts.push(lines);
        lines += part.lines;
      }
      before.push(starts);
    }
    return before;
  }
}
