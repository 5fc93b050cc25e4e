/** Putting the parts of a file together: facts added up, lines counted on, everything in order. */
import { factKey } from '../check.ts';
import type { Rule } from '../rules/types.ts';
import type { FindingFilter } from '../suppress.ts';
import type { SweepFact, SweepFinding } from './types.ts';

/** The order of findings everywhere: line, column, then end, code and words, so that it never depends on who came first. */
export function compareFindings(a: SweepFinding, b: SweepFinding): number {
  return (
    a.line - b.line ||
    a.column - b.column ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** By UTF-16 units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The finding, `lines` further down. */
export function moveDown(finding: SweepFinding, lines: number): SweepFinding {
  if (lines === 0) return finding;
  return {
    ...finding,
    line: finding.line + lines,
    endLine: finding.endLine + lines,
    // Places in other files stay where they are.
    related: finding.related.map((r) =>
      r.path === undefined ? { ...r, line: r.line + lines, endLine: r.endLine + lines } : r,
    ),
  };
}

/** Adds facts of the parts of a file; parts may come in any order. */
export class FactTable {
  readonly #facts = new Map<string, { first: SweepFact; part: number; count: number }>();

  add(part: number, facts: readonly SweepFact[]): void {
    for (const fact of facts) {
      const key = factKey(fact);
      const known = this.#facts.get(key);
      if (!known) {
        this.#facts.set(key, { first: fact, part, count: fact.count });
        continue;
      }
      known.count += fact.count;
      if (part < known.part) {
        known.first = fact;
        known.part = part;
      }
    }
  }

  /** The facts in words, in order, less what `filter` drops; `linesBefore` tells how many lines stand before a part. */
  findings(
    linesBefore: (part: number) => number,
    rules: readonly Rule[],
    filter?: FindingFilter,
  ): SweepFinding[] {
    const words = new Map(rules.map((rule) => [rule.code, rule]));
    const found: SweepFinding[] = [];
    for (const { first, part, count } of this.#facts.values()) {
      const { key, count: _, ...place } = first;
      const rule = words.get(first.code);
      const message =
        rule?.fileMessage?.(key, count) ?? `${rule?.title ?? first.code} (${count} times in this file).`;
      const times = count > 1 ? { count } : {};
      const finding = { ...place, message, key, fixable: false, related: [], ...times };
      if (!filter?.drops(finding, undefined)) found.push(moveDown(finding, linesBefore(part)));
    }
    return found.sort(compareFindings);
  }
}

/** Merges two lists that are each in order. */
export function mergeOrdered(a: readonly SweepFinding[], b: readonly SweepFinding[]): SweepFinding[] {
  if (b.length === 0) return [...a];
  const merged: SweepFinding[] = [];
  let j = 0;
  for (const finding of a) {
    while (j < b.length && compareFindings(b[j]!, finding) < 0) merged.push(b[j++]!);
    merged.push(finding);
  }
  while (j < b.length) merged.push(b[j++]!);
  return merged;
}
