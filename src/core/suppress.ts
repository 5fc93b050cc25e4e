/**
 * Findings that are not told: those a configuration suppresses with a reason, and those of a baseline, which were there
 * when it was written. Both name a finding by what does not move with the lines: its rule, the record's content or own
 * id, and the place inside the record.
 */
import { isObject, type JsonValue, own } from './json.ts';

/** An entry of `suppress`, as far as one file is concerned. Plain data: it goes to workers. */
export interface Suppression {
  /** Which entry of the configuration it is, from 0. */
  readonly entry: number;
  /** Rule codes, or areas such as `call.*`; absent: every rule. */
  readonly codes?: readonly string[];
  /** Ids of records (see `recordIdOf`) and hashes of their content; without both, every record of the file. */
  readonly ids?: readonly string[];
  readonly hashes?: readonly string[];
}

/** The findings of a file that a baseline knows: `findingIdentity` by rule code. Plain data. */
export type KnownFindings = Readonly<Record<string, readonly string[]>>;

/** What is not told of a file. Plain data. */
export interface SuppressSettings {
  readonly suppress?: readonly Suppression[];
  readonly baseline?: KnownFindings;
}

/** What of a finding decides whether it is told. */
export interface FindingName {
  readonly code: string;
  /** Hash of the record's content; `''` for findings of a file as a whole. */
  readonly recordHash: string;
  readonly pointer: string;
  /** For findings of a file as a whole: what it is about. */
  readonly key?: string;
}

/** A finding without its place in the file: equal for the same finding wherever the record moves. */
export function findingIdentity({ recordHash, pointer, key }: Omit<FindingName, 'code'>): string {
  return key === undefined ? `${recordHash} ${pointer}` : `- ${key}`;
}

/** How often what was not told was met: by entry of the configuration (entry, count), and of the baseline. */
export interface DropCounts {
  readonly entries: readonly (readonly [number, number])[];
  readonly known: number;
}

/** Decides about findings, and counts those that are not told. */
export interface FindingFilter {
  /** Ids of records are asked for. */
  readonly usesIds: boolean;
  /** The finding is not to be told; counts it. */
  drops(finding: FindingName, recordId: string | undefined): boolean;
  /** What was dropped since the last call. */
  take(): DropCounts;
}

/** The filter of a file's findings; `undefined` when everything is told. */
export function createFilter({ suppress = [], baseline }: SuppressSettings): FindingFilter | undefined {
  if (suppress.length === 0 && !baseline) return undefined;
  const entries = suppress.map(({ entry, codes, ids, hashes }) => ({
    entry,
    codes: codes && new Set(codes),
    ids: new Set(ids),
    hashes: new Set(hashes),
    everyRecord: ids === undefined && hashes === undefined,
  }));
  const known = new Map(Object.entries(baseline ?? {}).map(([code, list]) => [code, new Set(list)]));
  let counts = new Map<number, number>();
  let knownCount = 0;
  return {
    usesIds: entries.some(({ ids }) => ids.size > 0),
    drops(finding, recordId) {
      const { code, recordHash } = finding;
      const area = `${code.slice(0, code.indexOf('.'))}.*`;
      for (const { entry, codes, ids, hashes, everyRecord } of entries) {
        if (codes && !codes.has(code) && !codes.has(area)) continue;
        if (!everyRecord && !hashes.has(recordHash) && (recordId === undefined || !ids.has(recordId)))
          continue;
        counts.set(entry, (counts.get(entry) ?? 0) + 1);
        return true;
      }
      if (!known.get(code)?.has(findingIdentity(finding))) return false;
      knownCount++;
      return true;
    },
    take() {
      const taken = { entries: [...counts].sort(([a], [b]) => a - b), known: knownCount };
      counts = new Map();
      knownCount = 0;
      return taken;
    },
  };
}

const idKeys = ['id', '_id', 'uuid', 'guid', 'sample_id', 'example_id', 'idx', 'index'];

/** The record's own id: the text or number under the first of the usual keys that it has. */
export function recordIdOf(value: JsonValue | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  for (const key of idKeys) {
    const id = own(value, key);
    if (typeof id === 'string' && id !== '') return id;
    if (typeof id === 'number') return String(id);
  }
  return undefined;
}
