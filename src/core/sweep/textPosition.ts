/** Lines and columns while passing over a text piece by piece. */

/**
 * Offsets where lines begin in a text, the first line's 0 included. Breaks are `\n`, `\r\n` and `\r`, as in VS Code
 * and in core/container.ts.
 */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  const breaks = /\r\n|\n|\r/g;
  while (breaks.exec(text)) starts.push(breaks.lastIndex);
  return starts;
}

/** Line (from 0) of `offset`, given where the lines begin. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A place that moves on over text: line and column from 1, the column in UTF-16 units. */
export class TextPosition {
  line = 1;
  column = 1;

  /** Moves over `text`. A `\r\n` must not be cut in two. */
  advance(text: string): void {
    const hasCr = text.includes('\r');
    if (!hasCr && !text.includes('\n')) {
      this.column += text.length;
      return;
    }
    const starts = lineStarts(text);
    this.line += starts.length - 1;
    this.column = text.length - starts[starts.length - 1]! + 1;
  }
}
