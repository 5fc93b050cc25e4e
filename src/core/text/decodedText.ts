/** Builds a {@link DecodedText}: pieces of source, copied or escaped, with a table of the places where the distance changes. */
import type { DecodedText } from './valueNode.ts';

/**
 * Collects decoded text piece by piece, in source order. The table has an entry only where the distance between the
 * decoded and the outer offset changes, so plain text costs nothing and a look-up is a binary search.
 */
export class DecodedTextBuilder {
  private readonly chunks: string[] = [];
  private length = 0;
  /** Parallel, ascending: at `textOffsets[i]` of the decoded text the outer offset is `outerOffsets[i]`. */
  private readonly textOffsets: number[] = [];
  private readonly outerOffsets: number[] = [];

  /** Appends `source[start..end)` as it stands. */
  copy(source: string, start: number, end: number): void {
    this.mark(start);
    if (end <= start) return;
    this.chunks.push(source.slice(start, end));
    this.length += end - start;
  }

  /** Appends `value`, written at `[start..end)` of the source; every unit of `value` maps to `start`. */
  escape(value: string, start: number, end: number): void {
    // The first of several units gets an entry of its own, so that the way back from `start` finds it.
    for (let i = 0; i < value.length; i++) {
      this.mark(start, value.length > 1);
      this.length++;
    }
    this.chunks.push(value);
    this.mark(end);
  }

  /** The text so far; `outerEnd` is where its end stands in the source (the offset of the closing quote). */
  build(outerEnd: number): DecodedText {
    this.mark(outerEnd);
    return new MappedText(this.chunks.join(''), this.textOffsets, this.outerOffsets);
  }

  private mark(outerOffset: number, always = false): void {
    const last = this.textOffsets.length - 1;
    if (last >= 0) {
      const textOffset = this.textOffsets[last]!;
      const known = this.outerOffsets[last]! + (this.length - textOffset) === outerOffset;
      if (known && !always) return;
      if (textOffset === this.length) {
        this.outerOffsets[last] = outerOffset;
        return;
      }
    }
    this.textOffsets.push(this.length);
    this.outerOffsets.push(outerOffset);
  }
}

class MappedText implements DecodedText {
  readonly text: string;
  private readonly textOffsets: readonly number[];
  private readonly outerOffsets: readonly number[];

  constructor(text: string, textOffsets: readonly number[], outerOffsets: readonly number[]) {
    this.text = text;
    this.textOffsets = textOffsets;
    this.outerOffsets = outerOffsets;
  }

  toOuter(textOffset: number): number {
    const offset = Math.max(0, Math.min(textOffset, this.text.length));
    const i = lastAtOrBefore(this.textOffsets, offset);
    return this.outerOffsets[i]! + (offset - this.textOffsets[i]!);
  }

  toInner(outerOffset: number): number {
    let i = lastAtOrBefore(this.outerOffsets, outerOffset);
    if (i < 0) return 0;
    // Several units of one escape share its outer offset: the first of them is the place.
    while (i > 0 && this.outerOffsets[i - 1] === this.outerOffsets[i]) i--;
    const textOffset = this.textOffsets[i]! + (outerOffset - this.outerOffsets[i]!);
    const next = this.textOffsets[i + 1];
    // Inside an escape: the unit that the escape stands for.
    return next === undefined ? Math.min(textOffset, this.text.length) : Math.min(textOffset, next - 1);
  }
}

/** Index of the last entry of the ascending `table` that is at most `value`, or -1. */
function lastAtOrBefore(table: readonly number[], value: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * A decoded text from a table made elsewhere: at `textOffsets[i]` the outer offset is `outerOffsets[i]`; both ascend,
 * and the first pair is that of the text's beginning.
 */
export function mappedText(
  text: string,
  textOffsets: readonly number[],
  outerOffsets: readonly number[],
): DecodedText {
  return new MappedText(text, textOffsets, outerOffsets);
}

/** `source[start..end)` as a decoded text that is written without escapes. */
export function plainText(source: string, start: number, end: number): DecodedText {
  const builder = new DecodedTextBuilder();
  builder.copy(source, start, end);
  return builder.build(Math.max(start, end));
}

/** A text decoded from a text that was itself decoded: offsets of `inner.text` against the outer text of `outer`. */
export function composeDecoded(outer: DecodedText, inner: DecodedText): DecodedText {
  return {
    text: inner.text,
    toOuter: (textOffset) => outer.toOuter(inner.toOuter(textOffset)),
    toInner: (outerOffset) => inner.toInner(outer.toInner(outerOffset)),
  };
}
