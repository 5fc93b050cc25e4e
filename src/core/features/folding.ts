/** Folding of files whose records are lines: runs of samples without a finding, so that what needs work stands out. */
import type { Span } from '../text/span.ts';

/** Lines that fold into their first; both are 0-based and inclusive. */
export interface Fold {
  readonly first: number;
  readonly last: number;
}

/** The editor takes no more regions of one file; shorter runs are left out first. */
export const maxFolds = 5000;

/** Shorter runs are not worth a fold. */
const minLines = 3;

/**
 * The runs of at least three lines in `lines` between those of `marked` (ascending). The empty line behind the last line
 * break is left out by the caller.
 */
export function cleanRuns(lines: Span, marked: readonly number[]): Fold[] {
  const folds: Fold[] = [];
  let first = lines.start;
  const close = (behind: number): void => {
    if (behind - first >= minLines) folds.push({ first, last: behind - 1 });
  };
  for (const line of marked) {
    if (line < first || line >= lines.end) continue;
    close(line);
    first = line + 1;
  }
  close(lines.end);
  if (folds.length <= maxFolds) return folds;
  const length = ({ first: from, last }: Fold) => last - from;
  const kept = new Set(folds.toSorted((a, b) => length(b) - length(a)).slice(0, maxFolds));
  return folds.filter((fold) => kept.has(fold));
}
