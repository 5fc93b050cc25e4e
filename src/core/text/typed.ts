/** What was typed on while an answer was on its way. */

/**
 * Characters that were typed at a column of a line since it read `before`; 0 when nothing was. `undefined` when the line
 * changed in any other way, so that an answer about the place would be about another text.
 */
export function typedAt(before: string, now: string, column: number): number | undefined {
  const typed = now.length - before.length;
  if (typed < 0 || now.slice(0, column) !== before.slice(0, column)) return undefined;
  return now.slice(column + typed) === before.slice(column) ? typed : undefined;
}
