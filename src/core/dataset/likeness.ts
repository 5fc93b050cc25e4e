/** Which samples of a file repeat, or contradict, an earlier one. Each is told of once, for the strongest reason. */
import type { FileSubject } from '../rules/types.ts';

/**
 * What a sample is to an earlier one. `same`: the same sample. `conflict`: the same tools and conversation are answered
 * with other calls. `alike`: the same question, tools and calls; only thoughts or words of the assistant, letter case or
 * spacing differ.
 */
export const likeness = { none: 0, same: 1, conflict: 2, alike: 3 } as const;

/** The answer for every sample, by ordinal: a file may hold millions, and most of them may be copies. */
export interface Likenesses {
  /** Values of `likeness`. */
  readonly kinds: Uint8Array;
  /** The ordinal of the earlier one, where there is one. */
  readonly firsts: Uint32Array;
  /** By the ordinal of a first one: how many there are of it, itself included. */
  readonly times: Uint32Array;
  /** How many samples are the same as an earlier one, and how many earlier ones these are. */
  readonly copies: number;
  readonly copied: number;
}

const memoKey = {};

/** Looks at all samples, once for all rules. */
export function likenesses(subject: FileSubject): Likenesses {
  let known = subject.memo.get(memoKey) as Likenesses | undefined;
  if (!known) subject.memo.set(memoKey, (known = compare(subject)));
  return known;
}

function compare(subject: FileSubject): Likenesses {
  const kinds = new Uint8Array(subject.compared);
  const firsts = new Uint32Array(subject.compared);
  const times = new Uint32Array(subject.compared);
  let copies = 0;
  let copied = 0;
  const tell = (ordinal: number, kind: number, first: number) => {
    kinds[ordinal] = kind;
    firsts[ordinal] = first;
  };
  for (const group of subject.groups('whole')) {
    const first = group[0]!;
    for (let i = 1; i < group.length; i++) tell(group[i]!, likeness.same, first);
    times[first] = group.length;
    copies += group.length - 1;
    copied++;
  }
  for (const group of subject.groups('input')) {
    const others = group.filter((ordinal) => kinds[ordinal] === likeness.none);
    if (others.length < 2) continue;
    const first = others[0]!;
    const { calls } = subject.sample(first);
    for (const ordinal of others)
      if (subject.sample(ordinal).calls !== calls) tell(ordinal, likeness.conflict, first);
  }
  for (const group of subject.groups('asked')) {
    const untold = group.filter((ordinal) => kinds[ordinal] === likeness.none);
    if (untold.length < 2) continue;
    // Other words without a call are what a person would say: only calls make two samples alike.
    const others = untold.filter((ordinal) => subject.sample(ordinal).calls !== 0);
    for (let i = 1; i < others.length; i++) tell(others[i]!, likeness.alike, others[0]!);
  }
  return { kinds, firsts, times, copies, copied };
}
