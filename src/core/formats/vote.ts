/**
 * A file's format is decided by a vote of its first entries, not line by line: a chat row without a call looks the
 * same in several formats (formats.md, section 2). Formats are asked in the table's order; the first that is certain
 * has the entry's vote; an entry that only fits weakly goes with the majority if that fits it too.
 */
import type { JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { RecordKind } from '../sample.ts';
import { plainKind } from './plain.ts';
import type { FileHints, Format, FormatId, Recognition } from './types.ts';

/** How many entries vote. */
export const voters = 200;

/** What the first entries of a file make of it. */
export interface VoteResult {
  readonly format: FormatId;
  readonly kind: RecordKind;
  /** Share of the voting entries that have the winning format and kind, 0..1. 0 when nothing voted. */
  readonly share: number;
  readonly entries: number;
  /** All outcomes with their counts, most first. */
  readonly counts: readonly {
    readonly format: FormatId;
    readonly kind: RecordKind;
    readonly count: number;
  }[];
}

/** All formats that take the entry for theirs, in the table's order. A scalar fits none. */
export function recognizeEntry(
  entry: JsonValue | undefined,
  formats: readonly Format[],
  hints: FileHints,
): { format: Format; recognition: Recognition }[] {
  const found: { format: Format; recognition: Recognition }[] = [];
  for (const format of formats) {
    const recognition = isObject(entry)
      ? format.recognize(entry, hints)
      : Array.isArray(entry)
        ? format.arrays?.recognize(entry, hints)
        : undefined;
    if (!recognition) continue;
    found.push({ format, recognition });
    if (recognition.strength === 'certain') break;
  }
  return found;
}

/**
 * Decides a file's format from its first entries. `undefined` entries (lines that could not be read) do not vote.
 * A tie goes to the format that stands first in the table.
 */
export function vote(
  entries: readonly (JsonValue | undefined)[],
  formats: readonly Format[],
  hints: FileHints,
): VoteResult {
  const rank = new Map(formats.map((format, index) => [format.id, index]));
  const tally = new Map<string, { format: FormatId; kind: RecordKind; count: number }>();
  const add = (format: FormatId, kind: RecordKind) => {
    const key = `${format} ${kind}`;
    const entry = tally.get(key);
    if (entry) entry.count++;
    else tally.set(key, { format, kind, count: 1 });
  };
  const weak: { format: Format; recognition: Recognition }[][] = [];
  let voted = 0;
  for (const entry of entries) {
    if (entry === undefined) continue;
    voted++;
    const fits = recognizeEntry(entry, formats, hints);
    const certain = fits.find((fit) => fit.recognition.strength === 'certain');
    if (certain) add(certain.format.id, certain.recognition.kind);
    else if (fits.length > 0) weak.push(fits);
    else add('plain', plainKind(entry));
  }
  const ordered = () =>
    [...tally.values()].sort(
      (a, b) => b.count - a.count || (rank.get(a.format) ?? Infinity) - (rank.get(b.format) ?? Infinity),
    );
  const leaders = ordered();
  for (const fits of weak) {
    const leader = leaders.find((l) =>
      fits.some((fit) => fit.format.id === l.format && fit.recognition.kind === l.kind),
    );
    if (leader) add(leader.format, leader.kind);
    else add(fits[0]!.format.id, fits[0]!.recognition.kind);
  }
  const counts = ordered();
  const winner = counts[0];
  return {
    format: winner?.format ?? 'plain',
    kind: winner?.kind ?? 'other',
    share: winner && voted > 0 ? winner.count / voted : 0,
    entries: voted,
    counts,
  };
}
