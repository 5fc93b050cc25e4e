/** Which samples of a file repeat, or contradict, an earlier one. Each is told of once, for the strongest reason. */
import type { ComparedSample, FileSubject } from '../rules/types.ts';

/** What a sample is to an earlier one of its file. */
export interface Likeness {
  readonly sample: ComparedSample;
  /** The earlier one. */
  readonly first: ComparedSample;
  /**
   * `same`: the same sample. `conflict`: the same tools and conversation are answered with other calls. `alike`: the
   * same question, tools and calls; only thoughts or words of the assistant, letter case or spacing differ.
   */
  readonly kind: 'same' | 'conflict' | 'alike';
  /** How many samples there are of this one, itself and the first included. */
  readonly times: number;
}

const memoKey = {};

/** Every sample that is like an earlier one, in order of place. */
export function likenesses(subject: FileSubject): readonly Likeness[] {
  let known = subject.memo.get(memoKey) as readonly Likeness[] | undefined;
  if (!known) subject.memo.set(memoKey, (known = compare(subject)));
  return known;
}

function compare(subject: FileSubject): readonly Likeness[] {
  const found: Likeness[] = [];
  const told = new Set<ComparedSample>();
  const add = (kind: Likeness['kind'], sample: ComparedSample, first: ComparedSample, times: number) => {
    told.add(sample);
    found.push({ kind, sample, first, times });
  };
  for (const group of subject.groups('whole')) {
    for (const sample of group.slice(1)) add('same', sample, group[0]!, group.length);
  }
  for (const group of subject.groups('input')) {
    const [first, ...others] = group.filter((sample) => !told.has(sample));
    if (!first) continue;
    for (const sample of others)
      if (sample.calls !== first.calls) add('conflict', sample, first, others.length + 1);
  }
  for (const group of subject.groups('asked')) {
    // Other words without a call are what a person would say: only calls make two samples alike.
    const [first, ...others] = group.filter((sample) => sample.calls !== 0 && !told.has(sample));
    if (!first) continue;
    for (const sample of others) add('alike', sample, first, others.length + 1);
  }
  return found.sort((a, b) => a.sample.line - b.sample.line);
}
