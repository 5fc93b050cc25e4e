/** Edits that features make to a record, as edits of the sample's text that it was composed from. */
import { withEdits } from '../record/edit.ts';
import type { TextEdit } from '../record/editText.ts';
import { narrowed } from '../record/textPatch.ts';
import { composeSample, type ComposedSample } from './compose.ts';
import { printSample } from './print.ts';

/**
 * Edits of `sampleText` (offsets in it) that have the effect of `edits` on the record that it composes to. What can be
 * written in place is; the rest of the layout is then the person's own. Otherwise the text is laid out anew, and what
 * differs is replaced.
 */
export function editsOfSample(
  sampleText: string,
  composed: ComposedSample,
  edits: readonly TextEdit[],
): TextEdit[] {
  const wanted = withEdits(composed.text, edits);
  const inPlace = edits.map((edit) => inSample(composed, edit));
  if (inPlace.every((edit) => edit !== undefined)) {
    const ordered = inPlace.toSorted((a, b) => a.start - b.start);
    if (composeSample(withEdits(sampleText, ordered)).text === wanted) return ordered;
  }
  const laidOut = printSample(wanted);
  return laidOut === sampleText ? [] : [narrowed(0, sampleText, laidOut)];
}

/** `undefined` when the new text cannot be unescaped, or has lines that would need the margin of a block. */
function inSample(composed: ComposedSample, edit: TextEdit): TextEdit | undefined {
  const { start, end } = composed.toSample(edit);
  const newText = unescaped(edit.newText, composed.depthAt(start));
  return newText === undefined || newText.includes('\n') ? undefined : { start, end, newText };
}

/** Text that is escaped for `depth` strings around it, as it is written inside them; `undefined` when it is no such text. */
export function unescaped(text: string, depth: number): string | undefined {
  let written = text;
  for (let i = 0; i < depth; i++) {
    try {
      written = JSON.parse(`"${written}"`) as string;
    } catch {
      // Only a part of an escape, or a raw quote: it cannot stand in this place by itself.
      return undefined;
    }
  }
  return written;
}
