/** Counting what the service finds in the files of the data, for docs/counts.md. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createFileSummary } from './fileSummary.ts';
import { FactPacker, PackedFile } from '../../src/core/dataset/packedFacts.ts';
import { habitKey, Habits } from '../../src/core/habits.ts';
import { rules } from '../../src/core/rules/index.ts';
import { findAcross } from '../../src/core/sweep/acrossRecords.ts';
import type { Problem, RuleCode, Severity } from '../../src/core/rules/types.ts';
import { createService } from '../../src/core/service.ts';
import { targets as allTargets } from '../../src/core/targets/index.ts';
import { dataFolder, hasData, hintsOf, noData, recordTexts } from './dataFiles.ts';

export { hasData, noData };

/** How often a rule spoke in a file, at places below one key of the records. */
export interface RuleCount {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** First step of the places' pointers: `output`, `answers`, …; empty for the record as a whole. */
  readonly under: string;
  /** Findings; for what is told once per file, the occurrences behind the one finding. */
  readonly count: number;
  /** How many findings a person is told of them: a habit of the file is told once (core/habits.ts). */
  readonly told: number;
  /** Told once per file: what it is about (`word dict`), else `undefined`. */
  readonly once: string | undefined;
  /** With a target: the message without what differs from place to place. */
  readonly words?: string;
}

/** What was found in one file. */
export interface FileCounts {
  /** Relative to the data folder. */
  readonly file: string;
  readonly kind: string;
  readonly format: string;
  readonly records: number;
  readonly samples: number;
  readonly counts: readonly RuleCount[];
}

/** Files of the data that may hold records, in order of their paths. */
export function dataFiles(): string[] {
  const files: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(?:jsonl?|ndjson)$/.test(entry.name)) files.push(relative(dataFolder, path));
    }
  };
  walk(dataFolder);
  return files.sort();
}

/**
 * Checks every file with one service. Files that are no data set are left out.
 * @param target with one, only the rules that need it run; without, all others.
 */
export function countFindings(files: readonly string[] = dataFiles(), target?: string): FileCounts[] {
  const wanted = rules.filter(({ needsTarget = false }) => needsTarget === (target !== undefined));
  const service = createService({ rules: wanted });
  const targets = target === undefined ? [] : [target];
  const results: FileCounts[] = [];
  for (const file of files) {
    const { container, records } = recordTexts(file);
    if (!container) continue;
    const hints = hintsOf(file);
    const fileFormat = service.recognize(records, container, hints);
    const context = service.contextOf(fileFormat, hints, undefined, targets);
    const counts = new Map<string, { -readonly [Key in keyof RuleCount]: RuleCount[Key] }>();
    const add = (item: RuleCount) => {
      const key = `${item.code} ${item.severity} ${item.under} ${item.once ?? ''} ${item.words ?? ''}`;
      const known = counts.get(key);
      if (known) {
        known.count += item.count;
        known.told += item.told;
      } else counts.set(key, { ...item });
    };
    const summary = createFileSummary(false);
    const habits = new Habits();
    const found: Problem[] = [];
    let samples = 0;
    const packer = new FactPacker();
    records.forEach((record, i) => {
      const checked = service.check(record, context, 'all', true);
      if (checked.isSample) samples++;
      summary.add(i, checked.once);
      for (const problem of checked.problems) {
        found.push(problem);
        if (problem.habit) habits.add(problem, 1);
      }
      const range = { line: i + 1, column: 1, endLine: i + 1, endColumn: record.length + 1 };
      if (checked.facts) packer.add(checked.facts, range, ({ columns }) => columns.map(() => range));
    });
    const facts = packer.take();
    const compared = new PackedFile(facts ? [{ facts, linesBefore: 0 }] : [], context, samples);
    for (const { code, severity, key } of findAcross(file, compared, service.rules, undefined).findings)
      add({ code, severity, under: '', count: 1, told: 1, once: target === undefined ? key : undefined });
    const firsts = new Set<string>();
    for (const problem of found) {
      const { code, severity, message, pointer = '' } = problem;
      const isTold = !habits.isFolded(problem) || !firsts.has(habitKey(problem));
      if (problem.habit) firsts.add(habitKey(problem));
      const under = pointer.split('/')[1] ?? '';
      const words =
        target === undefined ? undefined : message.replace(/"[^"]*"/g, '"…"').replace(/\d+/g, '#');
      add({ code, severity, under, count: 1, told: Number(isTold), once: undefined, words });
    }
    for (const { code, severity, key, count } of summary.findings()) {
      add({ code, severity, under: '', count, told: 1, once: key });
    }
    results.push({
      file,
      kind: fileFormat.kind,
      format: fileFormat.id,
      records: records.length,
      samples,
      counts: [...counts.values()],
    });
  }
  return results;
}

/** What the rules that need a target find for each of them. */
export function countByTarget(files: readonly string[] = dataFiles()): ReadonlyMap<string, FileCounts[]> {
  return new Map(allTargets.map(({ id }) => [id, countFindings(files, id)]));
}

/** A number of the survey (formats.md), and which of our counts stands next to it. */
export interface SurveyNumber {
  /** Row of the survey's ranking, or its section. */
  readonly row: string;
  readonly what: string;
  readonly source: string;
  /** The survey's number, as it is printed there. */
  readonly survey: string;
  readonly code: RuleCode;
  /** Beginnings of the paths of the files that are counted. */
  readonly files: readonly string[];
  /** Only findings below this key. */
  readonly under?: string;
  /** Only what is told once per file about this (beginning of its key); without it, what is told each time. */
  readonly once?: string;
  /** The target that is chosen; without it, the rules that need none. */
  readonly target?: string;
  /** Only findings whose message says this; only with a target. */
  readonly words?: string;
  /** Why the two differ, or why they cannot be compared; empty when they agree. */
  readonly reason: string;
}

/** Our number for a row of the survey; `undefined` when none of its files is at hand. */
export function ourNumber(row: SurveyNumber, results: readonly FileCounts[]): number | undefined {
  const files = results.filter(({ file }) => row.files.some((begin) => file.startsWith(begin)));
  if (files.length === 0) return undefined;
  let sum = 0;
  for (const { counts } of files) {
    for (const { code, under, once, words = '', count } of counts) {
      if (code !== row.code || !words.includes(row.words ?? '')) continue;
      if (row.under !== undefined && under !== row.under) continue;
      if (row.once === undefined ? once !== undefined : !once?.startsWith(row.once)) continue;
      sum += count;
    }
  }
  return sum;
}
