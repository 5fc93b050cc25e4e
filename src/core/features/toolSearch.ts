/** Finding tools by what somebody types. */

/** True when the letters of `query` stand in `name` in that order, whatever their case: the editor ranks what is left. */
export function matchesName(name: string, query: string): boolean {
  const wanted = query.toLowerCase().replace(/\s/g, '');
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
