/** Findings told once per file: counts added up over the records, told at the first place. */
import type { OnceFact } from '../../src/core/check.ts';
import type { RuleCode, Severity, Where } from '../../src/core/rules/types.ts';

/** A finding that is told once for the file, with how often it was met. */
export interface FileFinding {
  readonly code: RuleCode;
  readonly key: string;
  readonly severity: Severity;
  readonly count: number;
  /** Index of the first record that has it; the place is in that record. */
  readonly record: number;
  readonly where: Where;
}

/** Adds up what is told once per file. */
export interface FileSummary {
  /** Adds the facts of a record. Records may come in any order, each once. */
  add(record: number, facts: readonly OnceFact[]): void;
  /** Takes a record's facts out again, as they were added (an edited line). */
  remove(record: number, facts: readonly OnceFact[]): void;
  /** What to tell now, ordered by record, then code and key. */
  findings(): FileFinding[];
}

/**
 * An empty summary. With `editable` it remembers which records have a finding, so that they can be taken out again;
 * without, its size does not depend on the number of records, and `remove` must not be called.
 */
export function createFileSummary(editable: boolean): FileSummary {
  const entries = new Map<string, { fact: OnceFact; count: number; records: Map<number, OnceFact> }>();
  const keyOf = (fact: OnceFact) => `${fact.code} ${fact.severity} ${fact.key}`;
  return {
    add(record, facts) {
      for (const fact of facts) {
        const key = keyOf(fact);
        let entry = entries.get(key);
        if (!entry) entries.set(key, (entry = { fact, count: 0, records: new Map() }));
        entry.count += fact.count;
        if (!editable && entry.records.size > 0) {
          const [first] = entry.records.keys();
          if (first! <= record) continue;
          entry.records.clear();
        }
        entry.records.set(record, fact);
      }
    },
    remove(record, facts) {
      for (const fact of facts) {
        const entry = entries.get(keyOf(fact));
        if (!entry?.records.delete(record)) continue;
        entry.count -= fact.count;
        if (entry.records.size === 0) entries.delete(keyOf(fact));
      }
    },
    findings() {
      const found: FileFinding[] = [];
      for (const { fact, count, records } of entries.values()) {
        let first = Infinity;
        for (const record of records.keys()) if (record < first) first = record;
        const { code, key, severity } = fact;
        found.push({ code, key, severity, count, record: first, where: records.get(first)!.where });
      }
      return found.sort(
        (a, b) =>
          a.record - b.record || (a.code < b.code ? -1 : a.code > b.code ? 1 : a.key < b.key ? -1 : 1),
      );
    },
  };
}
