/** Damages samples, checks them before and after, and says what was found, what was missed and what was found too much. */
import { liftRecord, canLift } from '../../../src/core/formats/lift.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import type { FileContext, Problem } from '../../../src/core/rules/types.ts';
import type { Service } from '../../../src/core/service.ts';
import { createRandom, seedOf } from '../support/random.ts';
import type { RecordFile } from '../support/samples.ts';
import { mutations, type Mutation, type Site } from './kinds.ts';
import { isMarkable, unmark } from './rewrite.ts';

/** What became of one mutation of one sample. */
export interface Outcome {
  readonly mutation: Mutation;
  readonly formatId: string;
  readonly found: boolean;
  /** Problems that the sample did not have and the damage does not explain. */
  readonly extra: readonly Problem[];
  readonly text: string;
  /** The record before. */
  readonly original: string;
  readonly context: FileContext;
  /** The findings that the damage was made for. */
  readonly expected: readonly Problem[];
  readonly where: string;
  /** In words, when it was missed. */
  readonly missed: string | undefined;
}

export interface MutationOptions {
  readonly seed: number;
  /** Samples of one file that are damaged at most, spread over the whole of it. */
  readonly samplesPerFile: number;
  /** Kinds tried on one sample; they rotate, so that all have their share. */
  readonly kindsPerSample: number;
}

/** Runs over the files. Yields one outcome per mutation made. */
export function* mutate(
  service: Service,
  files: Iterable<RecordFile>,
  options: MutationOptions,
): Generator<Outcome> {
  // The kinds that were made least come first, so that the rare ones are made wherever they can be.
  const made = new Map<Mutation, number>(mutations.map((mutation) => [mutation, 0]));
  for (const file of files) {
    const { context } = file;
    if (!context.format || !['samples', 'events', 'answers', 'turns', 'tools'].includes(context.kind))
      continue;
    const step = Math.max(1, Math.ceil(file.records.length / options.samplesPerFile));
    for (let i = 0; i < file.records.length; i += step) {
      const text = file.records[i]!;
      const site = siteOf(text, file, createRandom(seedOf(`${file.name}:${i}`, options.seed)));
      if (!site) continue;
      const before = service.check(text, context).problems;
      site.codes = new Set(before.map(({ code }) => code));
      let left = options.kindsPerSample;
      for (const [mutation] of [...made].sort((a, b) => a[1] - b[1])) {
        const outcome = left === 0 ? undefined : tryMutation(service, file, i, site, mutation, before);
        if (!outcome) continue;
        left--;
        made.set(mutation, made.get(mutation)! + 1);
        yield outcome;
      }
    }
  }
}

function siteOf(
  text: string,
  { context }: RecordFile,
  random: Site['random'],
): { -readonly [K in keyof Site]: Site[K] } | undefined {
  const { format } = context;
  const { value } = readRecord(text);
  if (!format || !isMarkable(text) || value === undefined || !canLift(value, format)) return undefined;
  const { sample } = liftRecord(value, format, { fileName: context.fileName, folders: context.folders });
  if (sample.turns.length === 0 && (sample.tools ?? []).length === 0) return undefined;
  return { text, sample, file: context, random, codes: new Set() };
}

function tryMutation(
  service: Service,
  file: RecordFile,
  index: number,
  site: Site,
  mutation: Mutation,
  before: readonly Problem[],
): Outcome | undefined {
  const marked = mutation.apply(site);
  const made = marked === undefined ? undefined : unmark(marked);
  if (!made || made.text === site.text) return undefined;
  const { text, span } = made;
  const after = service.check(text, file.context).problems;
  const isExpected = (p: Problem) =>
    p.code === mutation.code && p.span.start === span.start && p.span.end === span.end;
  const found = after.some(isExpected);
  const known = new Map<string, number>();
  for (const problem of before) known.set(keyOf(problem), (known.get(keyOf(problem)) ?? 0) + 1);
  const extra = after.filter((problem) => {
    if (isExpected(problem)) return false;
    const count = known.get(keyOf(problem)) ?? 0;
    if (count > 0) known.set(keyOf(problem), count - 1);
    return count === 0 && !mutation.consequences?.includes(problem.code);
  });
  const near = after
    .filter((p) => p.code === mutation.code)
    .map(
      (p) =>
        `${p.span.start}-${p.span.end} ${text.slice(p.span.start, Math.min(p.span.end, p.span.start + 60))}`,
    );
  return {
    mutation,
    formatId: file.formatId,
    found,
    extra,
    text,
    original: site.text,
    context: file.context,
    expected: after.filter(isExpected),
    where: `${file.name}, record ${index + 1}`,
    missed: found
      ? undefined
      : `wanted ${mutation.code} at ${span.start}-${span.end} ${text.slice(span.start, Math.min(span.end, span.start + 60))}; got ${near.join(' | ') || 'none'}`,
  };
}

/**
 * A finding is the same when it says the same: its place moves with the text before it. Of an unknown function only the
 * name counts, since the tools that are counted and offered beside it may be what was damaged.
 */
function keyOf({ code, message }: Problem): string {
  return `${code} ${code === 'call.unknown-function' ? message.split('"')[1] : message}`;
}

export interface KindRow {
  readonly kind: string;
  readonly code: string;
  tried: number;
  found: number;
  extra: number;
  readonly formats: Set<string>;
}

/** Outcomes by kind, in the order of the kinds. */
export class Tally {
  readonly rows: readonly KindRow[] = mutations.map(({ kind, code }) => ({
    kind,
    code,
    tried: 0,
    found: 0,
    extra: 0,
    formats: new Set(),
  }));
  readonly byFormat = new Map<string, { tried: number; found: number; extra: number }>();
  tried = 0;
  found = 0;
  extra = 0;

  add({ mutation, formatId, found, extra }: Outcome): void {
    const row = this.rows.find(({ kind }) => kind === mutation.kind)!;
    const format = this.byFormat.get(formatId) ?? { tried: 0, found: 0, extra: 0 };
    this.byFormat.set(formatId, format);
    row.formats.add(formatId);
    for (const counts of [row, format, this]) {
      counts.tried++;
      if (found) counts.found++;
      counts.extra += extra.length;
    }
  }

  get recall(): number {
    return this.tried === 0 ? 0 : this.found / this.tried;
  }
}
