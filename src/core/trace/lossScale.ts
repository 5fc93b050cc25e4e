/**
 * The weights that ms-swift's `loss_scale` gives to the text of an answer, from its JSON settings. A source of less than a
 * run: what the trainer would weigh, not what it did. Facts from ms-swift (Apache-2.0), swift/loss_scale/, 2026:
 *
 * - `{"text": [a, b]}`: the text weighs a, and what follows it, up to the next of these texts, weighs b;
 * - `{"regular expression": [a]}`, where no entry has two numbers: what matches weighs a (`.` matches line breaks);
 * - all else weighs 1; `{"query": …, "response": …}` has texts of the question for which the whole answer weighs that much.
 */
import { RE2JS } from 're2js';
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import type { Span } from '../text/span.ts';

/** A stretch of an answer and its weight. */
export interface WeightedSpan extends Span {
  readonly weight: number;
}

/** Settings that were read. */
export interface LossScale {
  /** The stretches of an answer: in order, without gap. */
  spansOf(query: string, response: string): WeightedSpan[];
}

/** Patterns are applied to texts of samples: more of them, or longer ones, are no settings of a person. */
const mostEntries = 200;
const mostCharacters = 2_000;

/** Reads settings; a sentence when they are none. */
export function readLossScale(json: string): LossScale | string {
  let value: JsonValue;
  try {
    value = JSON.parse(json) as JsonValue;
  } catch (error) {
    return `It is no JSON (${error instanceof Error ? error.message : String(error)}).`;
  }
  if (!isObject(value)) return 'Settings of loss_scale are an object from texts or patterns to weights.';
  const inner = own(value, 'response');
  const response = entriesOf(isObject(inner) ? inner : value);
  const asked = own(value, 'query');
  const query = isObject(inner) && isObject(asked) ? entriesOf(asked) : [];
  if (typeof response === 'string') return response;
  if (typeof query === 'string') return query;
  const pairs = response.filter(({ weights }) => weights.length === 2);
  const split = pairs.length > 0 ? byTexts(pairs) : byPatterns(response);
  if (typeof split === 'string') return split;
  return {
    spansOf(question, answer) {
      const whole = query.find(({ key }) => question.includes(key));
      if (whole) return [{ start: 0, end: answer.length, weight: whole.weights[0]! }];
      return split(answer);
    },
  };
}

interface Entry {
  readonly key: string;
  /** One number or two. */
  readonly weights: readonly number[];
}

function entriesOf(map: JsonObject): Entry[] | string {
  const keys = Object.keys(map);
  if (keys.length === 0) return 'There is no text and no pattern in it.';
  if (keys.length > mostEntries) return `It has more than ${mostEntries} entries.`;
  const entries: Entry[] = [];
  for (const key of keys) {
    const value = map[key]!;
    const weights = Array.isArray(value) ? value : [value];
    const isRead =
      (weights.length === 1 || weights.length === 2) &&
      weights.every((weight) => typeof weight === 'number' && weight >= 0);
    if (!isRead || key === '' || key.length > mostCharacters)
      return `The entry ${JSON.stringify(key.slice(0, 60))} must be a text or pattern with one or two weights from 0 on.`;
    entries.push({ key, weights: weights as number[] });
  }
  return entries;
}

function byTexts(entries: readonly Entry[]): (text: string) => WeightedSpan[] {
  return (text) => {
    const spans: WeightedSpan[] = [];
    let [at, weight] = [0, 1];
    for (;;) {
      const next = nextText(entries, text, at);
      const end = next?.start ?? text.length;
      if (end > at) spans.push({ start: at, end, weight });
      if (!next) return spans;
      const [own, following] = next.entry.weights as [number, number];
      at = next.start + next.entry.key.length;
      spans.push({ start: next.start, end: at, weight: own });
      weight = following;
    }
  };
}

/** The first of the texts from `at` on; where two begin, the earlier entry. */
function nextText(
  entries: readonly Entry[],
  text: string,
  at: number,
): { readonly entry: Entry; readonly start: number } | undefined {
  let found: { readonly entry: Entry; readonly start: number } | undefined;
  for (const entry of entries) {
    const start = text.indexOf(entry.key, at);
    if (start >= 0 && (!found || start < found.start)) found = { entry, start };
  }
  return found;
}

function byPatterns(entries: readonly Entry[]): ((text: string) => WeightedSpan[]) | string {
  const patterns: { readonly pattern: RE2JS; readonly weight: number }[] = [];
  for (const { key, weights } of entries) {
    try {
      patterns.push({ pattern: RE2JS.compile(key, RE2JS.DOTALL), weight: weights[0]! });
    } catch (error) {
      return `The pattern ${JSON.stringify(key.slice(0, 60))} cannot be read here (${error instanceof Error ? error.message : String(error)}).`;
    }
  }
  const any = RE2JS.compile(entries.map(({ key }) => `(?:${key})`).join('|'), RE2JS.DOTALL);
  return (text) => {
    const spans: WeightedSpan[] = [];
    const add = (start: number, end: number) => {
      if (end <= start) return;
      // A part counts as the first pattern that matches at its beginning, also one that was not cut out by it.
      const part = text.slice(start, end);
      const weight = patterns.find(({ pattern }) => pattern.matcher(part).lookingAt())?.weight ?? 1;
      spans.push({ start, end, weight });
    };
    const matcher = any.matcher(text);
    let at = 0;
    while (matcher.find()) {
      if (matcher.end() === matcher.start()) continue;
      add(at, matcher.start());
      add(matcher.start(), matcher.end());
      at = matcher.end();
    }
    add(at, text.length);
    return spans;
  };
}
