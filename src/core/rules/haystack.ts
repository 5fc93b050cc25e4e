/**
 * What a sample says, as lower-cased text to look values up in: made piece by piece, only as far as a slow rule asks.
 * Bounded: a record with more text than `maxText` is not looked into, and look-ups are counted, so that no rule is
 * super-linear in it.
 */
import { isObject, type JsonValue } from '../json.ts';
import type { Sample, ToolDef, Turn } from '../sample.ts';
import type { PreparedTool } from '../schema/types.ts';
import type { CallSubject } from './types.ts';

/** Records with more text than this (UTF-16 units) are passed over by the rules that look values up. */
export const maxText = 400_000;
/** Look-ups per sample; more are not made. */
export const maxLookups = 200;

/** Everything is lower-cased, in pieces: one for each turn or tool that says anything. */
export interface Haystack {
  /** The prose of users and system before the turn. Good until asked about another turn. */
  asked(turn: Turn): readonly string[];
  /** What else stands before the turn: prose of the model, results, earlier calls. */
  answered(turn: Turn): readonly string[];
  /** The texts of the tools. */
  tools(): readonly string[];
  /** Look-ups left; a rule takes one per value. */
  lookups: number;
}

/** The haystack of the subject's sample; `undefined` when the record has too much text. */
export function haystackOf({ sample, record, preparedTools, memo }: CallSubject): Haystack | undefined {
  if (record.text.length > maxText) return undefined;
  const known = memo.get(SampleHaystack);
  if (known instanceof SampleHaystack) return known;
  const haystack = new SampleHaystack(sample, preparedTools);
  memo.set(SampleHaystack, haystack);
  return haystack;
}

class SampleHaystack implements Haystack {
  lookups = maxLookups;
  readonly #sample: Sample;
  readonly #asked: UpTo;
  readonly #answered: UpTo;
  #tools: readonly string[] | undefined;

  constructor(
    sample: Sample,
    private readonly preparedTools: readonly PreparedTool[],
  ) {
    this.#sample = sample;
    this.#asked = new UpTo(sample, askedIn);
    this.#answered = new UpTo(sample, answeredIn);
  }

  asked(turn: Turn): readonly string[] {
    return this.#asked.before(turn);
  }

  answered(turn: Turn): readonly string[] {
    return this.#answered.before(turn);
  }

  tools(): readonly string[] {
    return (this.#tools ??= toolTexts(this.#sample.tools ?? [], this.preparedTools));
  }
}

/** The texts of turns, added up as far as they are asked for: rules go through the turns in order. */
class UpTo {
  #pieces: string[] = [];
  /** Turns whose text is in. */
  #done = 0;

  constructor(
    private readonly sample: Sample,
    private readonly textsOf: (turn: Turn) => string[],
  ) {}

  before(turn: Turn): readonly string[] {
    const end = this.sample.turns.indexOf(turn);
    if (end < this.#done) {
      // Asked out of order: from the beginning again.
      this.#pieces = [];
      this.#done = 0;
    }
    return this.#extend(end);
  }

  #extend(end: number): readonly string[] {
    const { turns } = this.sample;
    for (; this.#done < end; this.#done++) {
      const texts = this.textsOf(turns[this.#done]!);
      if (texts.length > 0) this.#pieces.push(lowerCased(texts));
    }
    return this.#pieces;
  }
}

/** By the prepared tool, since tools come again and again; a description is no part of what is prepared. */
const parameterTexts = new WeakMap<PreparedTool, string>();

function toolTexts(tools: readonly ToolDef[], preparedTools: readonly PreparedTool[]): string[] {
  const found: string[] = [];
  tools.forEach((def, i) => {
    const rest: string[] = [];
    if (!isObject(def.raw)) addLeaves(def.raw, rest);
    else for (const key in def.raw) if (key !== def.parametersKey) addLeaves(def.raw[key]!, rest);
    found.push(lowerCased(rest));
    const prepared = preparedTools[i];
    if (!prepared || def.parameters === undefined) return;
    let text = parameterTexts.get(prepared);
    if (text === undefined) {
      const texts: string[] = [];
      addLeaves(def.parameters, texts);
      parameterTexts.set(prepared, (text = lowerCased(texts)));
    }
    found.push(text);
  });
  return found;
}

const lowerCased = (texts: readonly string[]): string =>
  (texts.length === 1 ? texts[0]! : texts.join('\n')).toLowerCase();

function isAsking(turn: Turn): boolean {
  return turn.role === 'user' || turn.role === 'system';
}

function askedIn(turn: Turn): string[] {
  return isAsking(turn) ? turn.texts.map(({ text }) => text) : [];
}

function answeredIn(turn: Turn): string[] {
  const texts = isAsking(turn) ? [] : turn.texts.map(({ text }) => text);
  for (const { content } of turn.results) addLeaves(content, texts);
  for (const call of turn.calls) if (call.arguments !== undefined) addLeaves(call.arguments, texts);
  return texts;
}

/** Adds all strings and numbers in a value, as text. The depth is bounded by the record reader. */
function addLeaves(value: JsonValue, found: string[]): void {
  if (typeof value === 'string') found.push(value);
  else if (typeof value === 'number') found.push(String(value));
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) addLeaves(item, found);
  }
}
