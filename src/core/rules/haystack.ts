/**
 * What a sample says, as lower-cased text to look values up in: built once per sample, only when a slow rule asks.
 * Bounded: a sample with more text than `maxText` is not looked into, so that no rule is super-linear in it.
 */
import type { JsonValue } from '../json.ts';
import type { Sample, Turn } from '../sample.ts';

/** Samples with more text than this (UTF-16 units) are passed over by the rules that look values up. */
export const maxText = 200_000;
/** Look-ups per sample; more are not made. */
export const maxLookups = 200;

export interface Haystack {
  /** Everything that is said before the turn: prose, results, earlier calls; and the tools. Lower-cased. */
  before(turn: Turn): string;
  /** The prose of users and system before the turn, lower-cased. */
  asked(turn: Turn): string;
  /** Look-ups left; a rule takes one per value. */
  lookups: number;
}

const known = new WeakMap<Sample, Haystack | 'too-big'>();

/** The sample's haystack; `undefined` when it has too much text. */
export function haystackOf(sample: Sample): Haystack | undefined {
  let haystack = known.get(sample);
  if (haystack === undefined) known.set(sample, (haystack = build(sample)));
  return haystack === 'too-big' ? undefined : haystack;
}

function build(sample: Sample): Haystack | 'too-big' {
  const said: string[] = [];
  const asked: string[] = [];
  const lengths = new Map<Turn, { readonly said: number; readonly asked: number }>();
  let size = 0;
  const add = (list: string[], text: string): boolean => {
    size += text.length;
    list.push(text.toLowerCase());
    return size <= maxText;
  };
  for (const tool of sample.tools ?? []) {
    for (const text of leaves(tool.raw)) if (!add(said, text)) return 'too-big';
  }
  for (const turn of sample.turns) {
    lengths.set(turn, { said: said.length, asked: asked.length });
    const isAsking = turn.role === 'user' || turn.role === 'system';
    for (const { text } of turn.texts) {
      if (!add(said, text)) return 'too-big';
      if (isAsking) asked.push(text.toLowerCase());
    }
    for (const { content } of turn.results) {
      for (const text of leaves(content)) if (!add(said, text)) return 'too-big';
    }
    for (const call of turn.calls) {
      if (call.arguments === undefined) continue;
      for (const text of leaves(call.arguments)) if (!add(said, text)) return 'too-big';
    }
  }
  const joined = new Map<Turn, { readonly said: string; readonly asked: string }>();
  const upTo = (turn: Turn) => {
    let texts = joined.get(turn);
    if (!texts) {
      const length = lengths.get(turn) ?? { said: said.length, asked: asked.length };
      texts = { said: said.slice(0, length.said).join('\n'), asked: asked.slice(0, length.asked).join('\n') };
      joined.set(turn, texts);
    }
    return texts;
  };
  return {
    before: (turn) => upTo(turn).said,
    asked: (turn) => upTo(turn).asked,
    lookups: maxLookups,
  };
}

/** All strings and numbers in a value, as text. The depth is bounded by the record reader. */
export function leaves(value: JsonValue): string[] {
  const found: string[] = [];
  const stack: JsonValue[] = [value];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (typeof at === 'string') found.push(at);
    else if (typeof at === 'number') found.push(String(at));
    else if (typeof at === 'object' && at !== null) for (const item of Object.values(at)) stack.push(item);
  }
  return found;
}
