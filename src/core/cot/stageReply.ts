/**
 * Reading what a judge has replied. A reply is text of a model that has read the sample, and may quote anything from it:
 * it is searched for three tags and nothing else, in linear time, and never evaluated.
 */
import { type ReadCalls, readNewCalls } from './newCalls.ts';

/** What a judge says. `undecided` is never a pass. */
export type Judgement = 'yes' | 'no' | 'undecided';

/** A judge's reply, read. */
export interface StageReply {
  readonly judgement: Judgement;
  /** Why it is undecided, as a sentence; absent when it is not. */
  readonly reason?: string;
  /** What it says in front of its tags, for people: one line, cut to 1,000 characters; `''` when it says nothing. */
  readonly said: string;
  /** From 0 to 1, where the judge gave one. */
  readonly score?: number;
  /** The calls that it proposes (stages 4 and 5), or why they cannot be read; absent when it proposes none. */
  readonly newCalls?: ReadCalls;
}

/** Characters of a reply that are looked at; one with more is undecided, since a part could say the opposite. */
const mostCharacters = 400_000;

/**
 * Reads `<judge>True|False</judge>`, `<score>0.83</score>` and `<NewFC>…</NewFC>`; case, and white space in the tags, do
 * not matter.
 *
 * Every `<judge>` of the reply counts, wherever it stands: when they say both True and False, the reply is undecided.
 * Taking the first or the last one would let a sample that the judge quotes decide in its place. Only thinking that opens
 * the reply, between `<think>` and the next `</think>`, is passed over. A missing tag, another word between the tags, or
 * a reply that breaks off inside its thinking are undecided as well.
 */
export function readStageReply(reply: string): StageReply {
  if (reply.length > mostCharacters) return undecided('The reply is too long to be read.');
  const answer = behindThinking(reply);
  if (answer === undefined) return undecided('The reply breaks off inside its thinking.');
  const score = readScore(answer);
  // The last proposal: a judge that corrects itself means its last word, and the calls are shown before they are written.
  const calls = valuesOf(answer, 'NewFC').at(-1);
  const rest = {
    said: saidIn(answer),
    ...(score === undefined ? undefined : { score }),
    ...(calls === undefined ? undefined : { newCalls: readNewCalls(calls) }),
  };
  const words = new Set(valuesOf(answer, 'judge').map((text) => text.trim().toLowerCase()));
  const [word] = words;
  if (word === undefined) return { ...undecided('The reply has no <judge> tag.'), ...rest };
  if (words.size > 1) return { ...undecided('The reply judges more than once, and not alike.'), ...rest };
  if (word === 'true') return { judgement: 'yes', ...rest };
  if (word === 'false') return { judgement: 'no', ...rest };
  return { ...undecided('Between the <judge> tags stands neither True nor False.'), ...rest };
}

/** Of the replies to several questions about one answer, that which speaks most against it: a no, else doubt, else the lowest yes. */
export function lowestReply(replies: readonly StageReply[]): StageReply | undefined {
  const rank = { no: 0, undecided: 1, yes: 2 };
  return [...replies].sort(
    (a, b) => rank[a.judgement] - rank[b.judgement] || (a.score ?? 1) - (b.score ?? 1),
  )[0];
}

/**
 * What a model answers that was asked with `answerInstructions`: the calls between `<NewFC>` tags, or the whole text where
 * there are none.
 */
export function readAnswerReply(reply: string): ReadCalls | { readonly text: string } {
  const answer = behindThinking(reply) ?? '';
  const calls = valuesOf(answer, 'NewFC').at(-1);
  return calls === undefined ? { text: answer.trim() } : readNewCalls(calls);
}

/** Whatever stands in front of the first tag. */
function saidIn(answer: string): string {
  const end = answer.search(/<[ \t]{0,4}(?:judge|score|NewFC)[ \t]{0,4}>/i);
  return (end < 0 ? answer : answer.slice(0, end))
    .slice(0, 4_000)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 1_000);
}

function undecided(reason: string): StageReply {
  return { judgement: 'undecided', reason, said: '' };
}

/** The reply without thinking that opens it; `undefined` where that never ends. */
function behindThinking(reply: string): string | undefined {
  const open = /^\s*<(think|thinking|reasoning)>/i.exec(reply);
  if (!open) return reply;
  const close = new RegExp(`</${open[1]!}>`, 'i').exec(reply);
  return close ? reply.slice(close.index + close[0].length) : undefined;
}

/** One score, or several that are equal; anything else is none. */
function readScore(answer: string): number | undefined {
  const written = new Set(valuesOf(answer, 'score').map((text) => text.trim()));
  const [only] = written;
  if (written.size !== 1 || only === undefined || !/^(?:\d{1,3}(?:\.\d{0,20})?|\.\d{1,20})$/.test(only))
    return undefined;
  const score = Number(only);
  return score >= 0 && score <= 1 ? score : undefined;
}

/** What stands between each closing tag and the opening one nearest in front of it. What is never closed is nothing. */
function valuesOf(text: string, tag: string): string[] {
  const values: string[] = [];
  let start: number | undefined;
  for (const match of text.matchAll(new RegExp(`<(/?)[ \\t]{0,4}${tag}[ \\t]{0,4}>`, 'gi'))) {
    if (match[1] === '') start = match.index + match[0].length;
    else if (start !== undefined) {
      values.push(text.slice(start, match.index));
      start = undefined;
    }
  }
  return values;
}
