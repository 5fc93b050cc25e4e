/** Writes a thought into its place: the record with nothing else changed, escaped for every text around it. */
import { withEdits } from '../record/edit.ts';
import { intoRecord, type TextEdit } from '../record/editText.ts';
import { createLocator } from '../record/locate.ts';
import { encodeJsonString } from '../text/jsonString.ts';
import type { Span } from '../text/span.ts';
import type { ThoughtPlace, ThoughtTarget } from './placeTypes.ts';

/** A record with another thought. */
export interface Spliced {
  readonly ok: true;
  readonly text: string;
  /** One edit, or none when the thought was there already. */
  readonly edits: readonly TextEdit[];
  /** What was replaced, in the old record, and what stands there now, in the new one (`recordOffset`s). */
  readonly replaced: Span;
  readonly changed: Span;
}

/** It could not be written, and why, as a sentence. */
export interface NotSpliced {
  readonly ok: false;
  readonly reason: string;
}

/**
 * The record with `thought` in `place`, which was found in this very text. White space around the thought is left out:
 * what stands between a tag and the thought stays as it is. Whether the thought may be written, `guardThought` decides.
 */
export function spliceThought(
  recordText: string,
  place: ThoughtPlace,
  thought: string,
): Spliced | NotSpliced {
  const { target, wrap, span, mode } = place;
  const core = thought.trim();
  if (mode === 'replace' && core === place.current) {
    // Not written anew: the literal may spell it in a way that no style describes.
    return { ok: true, text: recordText, edits: [], replaced: span, changed: span };
  }
  const made = edit(recordText, target, wrap.open + core + wrap.close, place.current);
  if (!made || made.start !== span.start || made.end !== span.end)
    return {
      ok: false,
      reason: 'The place of the thought is not in this record any more; look for it again.',
    };
  const one = { ...made, newText: likeRecord(recordText, made.newText) };
  return {
    ok: true,
    text: withEdits(recordText, [one]),
    edits: [one],
    replaced: span,
    changed: { start: one.start, end: one.start + one.newText.length },
  };
}

/** Where the target stands in the record; `undefined` when it does not, or when its literal cannot hold any text. */
export function targetSpan(recordText: string, target: ThoughtTarget): Span | undefined {
  const made = edit(recordText, target, 'a');
  return made && { start: made.start, end: made.end };
}

/** @param current what must stand in the stretch now; not looked at when left out. */
function edit(
  recordText: string,
  target: ThoughtTarget,
  written: string,
  current?: string,
): TextEdit | undefined {
  const locator = createLocator(recordText, true);
  const located = locator.locate(target.as === 'json' ? target.anchor : { path: target.path });
  if (!located.exact) return undefined;
  const { layer, inLayer } = located;
  if (target.as === 'text') {
    const isOther = current !== undefined && layer.text.slice(inLayer.start, inLayer.end) !== current;
    return isOther ? undefined : intoRecord(layer, inLayer, written);
  }
  const literal = `"${encodeJsonString(written)}"`;
  if (target.as === 'value') return intoRecord(layer, inLayer, literal);
  const at = { start: inLayer.start, end: inLayer.start };
  return intoRecord(layer, at, target.before + literal + target.after);
}

/**
 * The text as the record spells its letters: one that escapes all that is not ASCII (as Python's `json.dumps` does)
 * stays so, also where the literal at hand has no such letter to go by. The record itself is JSON and every place for a
 * thought is in one of its strings, so an escape of JSON is right at the outermost layer.
 */
function likeRecord(recordText: string, written: string): string {
  if (isAscii(written) || !isAscii(recordText) || !/\\u(?!00[0-7])[0-9A-Fa-f]{4}/.test(recordText))
    return written;
  return written.replace(/[^\0-\x7f]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
