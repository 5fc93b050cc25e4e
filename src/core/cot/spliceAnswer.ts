/**
 * Writes other calls into a step, in the encoding and the style of the old ones, with everything else as it was. Several
 * ways are tried, the one that changes least first; only a record that its format then reads as exactly the new calls,
 * and all else as before, is handed back.
 */
import { isObject, type JsonValue } from '../json.ts';
import { withEdits } from '../record/edit.ts';
import type { TextEdit } from '../record/editText.ts';
import { isLoneSurrogate } from '../text/jsonString.ts';
import { answerEdits, unreadCalls } from './answerEdits.ts';
import type { AnswerStep } from './answerSteps.ts';
import { type CallDiff, diffCalls } from './callDiff.ts';
import { otherThanCalls } from './compareSamples.ts';
import { findControlMark } from './controlTags.ts';
import type { NewCall } from './newCalls.ts';
import { type CotSource, readSource } from './source.ts';

/** A record with other calls. */
export interface SplicedAnswer {
  readonly ok: true;
  readonly text: string;
  /** Ordered, none overlapping; none when nothing changes. */
  readonly edits: readonly TextEdit[];
  /** What changed, for people. */
  readonly diff: CallDiff;
  /** What to look at afterwards, as a sentence: results that belong to the old calls. */
  readonly note?: string;
}

/** Why the calls cannot be written, as a sentence. */
export interface NotSplicedAnswer {
  readonly ok: false;
  readonly reason: string;
}

/**
 * The record with `calls` in place of those of `step`, a step of `answerSteps(source.sample)`. Ids, types and labels of
 * calls stay where the count allows; calls that come on top get ids of their own.
 */
export function spliceAnswer(
  source: CotSource,
  step: AnswerStep,
  calls: readonly NewCall[],
): SplicedAnswer | NotSplicedAnswer {
  const refusal = refusalOf(source, step, calls) ?? hostileText(source, step, calls);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const diff = diffCalls(step.calls, calls);
  if (diff.isSame && !diff.isReordered && step.calls.length > 0)
    return { ok: true, text: source.text, edits: [], diff };
  for (const edits of answerEdits(source, step, calls)) {
    const text = withEdits(source.text, edits);
    const after = readSource(text, source.format, source.hints);
    if (!after || otherThanCalls(source.sample, after.sample, step.turnIndices, calls) !== undefined)
      continue;
    const note = noteOf(source, step, diff);
    return { ok: true, text, edits, diff, ...(note === undefined ? undefined : { note }) };
  }
  return { ok: false, reason: failureOf(source, step, calls) };
}

/** What no way of writing could mend. */
function refusalOf(source: CotSource, step: AnswerStep, calls: readonly NewCall[]): string | undefined {
  if (step.calls.some(({ acceptedAnswers }) => acceptedAnswers))
    return 'These are accepted answers of a benchmark, several values for each argument; edit them by hand.';
  if (step.calls.length === 0 && unreadCalls(source, step).length === 0)
    return step.texts.length > 0
      ? 'This step answers with text, and where calls would stand in it is not known; write the first call by hand.'
      : 'This step has no calls to write in place of.';
  if (source.sample.references !== undefined && calls.length !== step.calls.length)
    return 'Calls of this format name their results for later ones, so calls cannot be added or left out; edit them by hand.';
  return undefined;
}

/**
 * A tag or token of a template in a name or a value, which a parser or a tokenizer may take for the end of the call: a
 * model has read the sample and repeats what stands there. Texts that the old calls had already may stay.
 */
function hostileText({ format }: CotSource, step: AnswerStep, calls: readonly NewCall[]): string | undefined {
  const known = new Set<string>();
  for (const { name, arguments: args } of step.calls) collectTexts([name ?? '', args ?? null], known);
  const texts = new Set<string>();
  for (const { name, arguments: args } of calls) collectTexts([name, args], texts);
  for (const text of texts) {
    if (known.has(text)) continue;
    if (hasLoneSurrogate(text) || text.includes('\0'))
      return 'A name or a value of the new calls holds a character that many programs cannot read.';
    const mark = findControlMark(text, format.id);
    if (mark)
      return `A name or a value of the new calls holds ${text.slice(mark.start, mark.end).trim().slice(0, 40)}, which templates and parsers take for the border of a call or a turn; write it by hand if it is meant.`;
  }
  return undefined;
}

function hasLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (isLoneSurrogate(text, i)) return true;
  return false;
}

/** Every string of a value, keys included. */
function collectTexts(value: JsonValue, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (Array.isArray(value)) for (const element of value) collectTexts(element, texts);
  else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      texts.add(key);
      collectTexts(value[key]!, texts);
    }
  }
}

function failureOf({ format }: CotSource, step: AnswerStep, calls: readonly NewCall[]): string {
  const [was, is] = [step.calls.length, calls.length];
  if (was === 0)
    return 'The old calls cannot be read, so it is not known what to write over; mend their syntax first.';
  if (is === 0) return `An answer without calls is text in ${format.title} rows; write the text by hand.`;
  return was === is
    ? `The new calls cannot be written as ${format.title} rows write calls: a name or a value has no form there.`
    : `This row writes ${was === 1 ? 'one call' : `${was} calls`}, and ${is} cannot be written in the same way; add or delete the messages of calls by hand.`;
}

/** Results that follow say what the old calls gave. */
function noteOf({ sample }: CotSource, step: AnswerStep, diff: CallDiff): string | undefined {
  const isSame = diff.isSame && !diff.isReordered;
  const next = sample.turns[step.turnIndices.at(-1)! + 1];
  const hasResults =
    (next?.results.length ?? 0) > 0 ||
    step.turns.some(({ results, role }) => role === 'assistant' && results.length > 0);
  return hasResults && !isSame
    ? 'The results that follow belong to the old calls; look whether they still fit.'
    : undefined;
}
