/** Ranges of a file in lines and columns. */

/** A range of a file as people count it: lines and columns from 1, columns in UTF-16 units, the end is exclusive. */
export interface LineRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
