/**
 * May this thought be written? A candidate comes from a model that has read the sample, and a sample may hold anything:
 * nothing of it is believed. The text is looked at first; then the record is written anew and compared with the old one,
 * character by character outside the thought, and value by value as the format reads it.
 */
import type { FormatId } from '../formats/types.ts';
import type { TextEdit } from '../record/editText.ts';
import { isLoneSurrogate } from '../text/jsonString.ts';
import { sha256 } from '../text/sha256.ts';
import type { Span } from '../text/span.ts';
import { otherThanThought } from './compareSamples.ts';
import { findControlMark } from './controlTags.ts';
import type { ThoughtPlace } from './placeTypes.ts';
import { type CotSource, readSource } from './source.ts';
import { type Spliced, spliceThought } from './spliceThought.ts';

/** What is allowed. */
export interface ThoughtLimits {
  /** Most characters (code points) of a thought. */
  readonly maxCharacters: number;
}

/** About five times the mean thought of the FunReason paper. */
export const defaultThoughtLimits: ThoughtLimits = { maxCharacters: 8000 };

/** Why a thought is refused. */
export type RefusalCode =
  | 'empty'
  | 'too-long'
  /** NUL or another control character; only tabs and line breaks are text. */
  | 'control-character'
  | 'lone-surrogate'
  /** A tag or token by which templates and parsers tell thoughts, calls and turns apart. */
  | 'control-tag'
  /** A mark that begins a turn or a call in this format. */
  | 'format-mark'
  /** It could not be written into its place. */
  | 'not-written'
  /** A character outside the thought would change. */
  | 'outside-changed'
  /** The format would read something else than before, beside the thought. */
  | 'sample-changed';

/** One reason against a thought, as a sentence for people. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

/** A thought that may be written, with the record that holds it. */
export interface AcceptedThought {
  readonly ok: true;
  readonly text: string;
  readonly edits: readonly TextEdit[];
  readonly replaced: Span;
  readonly changed: Span;
  /** Of everything outside the thought, the same before and after; see {@link outsideHash}. */
  readonly outside: string;
}

/** A thought that is refused; at least one reason. */
export interface RefusedThought {
  readonly ok: false;
  readonly refusals: readonly Refusal[];
}

/**
 * Writes `thought` into `place` of the record, if it may be: its text holds nothing that is no thought, no character
 * outside of it changes, and the format reads the same tools, turns, calls and results as before.
 */
export function guardThought(
  source: CotSource,
  place: ThoughtPlace,
  thought: string,
  limits: ThoughtLimits = defaultThoughtLimits,
): AcceptedThought | RefusedThought {
  const refusals = checkThoughtText(thought, source.format.id, limits);
  if (refusals.length > 0) return { ok: false, refusals };
  const spliced = spliceThought(source.text, place, thought);
  if (!spliced.ok) return refused('not-written', spliced.reason);
  const outside = checkOutside(source.text, spliced);
  if (outside) return { ok: false, refusals: [outside] };
  const after = readSource(spliced.text, source.format, source.hints);
  const difference = after ? otherThanThought(source.sample, after.sample, place, thought) : 'the record';
  if (difference !== undefined)
    return refused(
      'sample-changed',
      difference === 'the thought'
        ? 'Written into the record, this thought would be read as another text than it is.'
        : `With this thought ${difference} would be read differently, so it is not written.`,
    );
  const { text, edits, replaced, changed } = spliced;
  return { ok: true, text, edits, replaced, changed, outside: outsideHash(text, changed) };
}

function refused(code: RefusalCode, message: string): RefusedThought {
  return { ok: false, refusals: [{ code, message }] };
}

/** What speaks against the text of a thought, wherever it may go; empty when nothing does. */
export function checkThoughtText(
  thought: string,
  format: FormatId,
  { maxCharacters }: ThoughtLimits = defaultThoughtLimits,
): Refusal[] {
  if (thought.trim() === '') return [{ code: 'empty', message: 'The thought is empty.' }];
  const length = codePoints(thought);
  // Not looked at any further: it may be of any length.
  if (length > maxCharacters) {
    const message = `The thought has ${length} characters; at most ${maxCharacters} are allowed.`;
    return [{ code: 'too-long', message }];
  }
  const refusals: Refusal[] = [];
  const control = /[^\P{Cc}\t\n\r]/u.exec(thought);
  if (control)
    refusals.push({
      code: 'control-character',
      message: `The thought holds the control character ${hex(control[0])}; only tabs and line breaks are text.`,
    });
  const lone = loneSurrogate(thought);
  if (lone !== undefined)
    refusals.push({
      code: 'lone-surrogate',
      message: `The thought holds ${hex(lone)}, half of a character; many programs cannot read the file with it.`,
    });
  const mark = findControlMark(thought, format);
  if (mark) {
    const written = shown(thought.slice(mark.start, mark.end));
    refusals.push({
      code: mark.kind,
      message:
        mark.kind === 'control-tag'
          ? `The thought holds ${written}, which templates and parsers take for the border of a thought, a call or a turn.`
          : `The thought holds ${written}, which begins a turn or a call in rows of this format.`,
    });
  }
  return refusals;
}

/** The characters before the thought and behind it are the same in both records, one by one; a refusal when not. */
export function checkOutside(before: string, { text, replaced, changed }: Spliced): Refusal | undefined {
  const isSame =
    isWithin(replaced, before) &&
    isWithin(changed, text) &&
    before.slice(0, replaced.start) === text.slice(0, changed.start) &&
    before.slice(replaced.end) === text.slice(changed.end);
  return isSame
    ? undefined
    : {
        code: 'outside-changed',
        message: 'A character outside the thought would change, so it is not written.',
      };
}

/**
 * The hash of everything outside `span`, to be shown and to be kept in a journal: SHA-256 over the UTF-8 of what is in
 * front, one NUL, and what is behind. JSON has no raw NUL, so no other cut of the record gives the same bytes, and any
 * program can count the hash again. `textHash` would not do: its collisions can be made, and a record's author may be
 * hostile. Even so the hash only shows what was proven: {@link checkOutside} has compared the characters themselves.
 */
export function outsideHash(recordText: string, { start, end }: Span): string {
  return sha256(`${recordText.slice(0, start)}\0${recordText.slice(end)}`);
}

function isWithin({ start, end }: Span, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // The second half of a pair is no character of its own.
    if (code < 0xdc00 || code > 0xdfff || isLoneSurrogate(text, i)) count++;
  }
  return count;
}

function loneSurrogate(text: string): string | undefined {
  for (let i = 0; i < text.length; i++) if (isLoneSurrogate(text, i)) return text[i];
  return undefined;
}

function hex(unit: string): string {
  return `U+${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A short stretch, on one line. */
function shown(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
