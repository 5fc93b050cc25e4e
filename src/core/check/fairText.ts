/**
 * When two texts say the same, for the profile `fair`: case, spaces, quotes and punctuation between words do not count;
 * signs, operators, decimal points and what stands between digits do.
 */

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';
const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char);

/** Separators of a date are one: 2031-05-14, 2031/05/14 and 2031.05.14. */
const dates = /(?<![\d.])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?![\d.]|[-/]\d)/g;
/** Commas between groups of three digits. */
const thousands = /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g;

const plain = /^[\p{L}\p{N}]*$/u;

/** The form in which equal texts are equal. */
export function fairText(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  const source = text
    .toLowerCase()
    .replaceAll("'", '"')
    .replaceAll('**', '^')
    .replace(thousands, (digits) => digits.replaceAll(',', ''))
    .replace(dates, '$1\u0001$3\u0001$4');
  // What stands at each place without the white space; `gap`: there was some before it.
  const chars: string[] = [];
  const gaps: boolean[] = [];
  let gap = false;
  for (const char of source) {
    if (/\s/u.test(char)) gap = true;
    else {
      chars.push(char);
      gaps.push(gap);
      gap = false;
    }
  }
  let made = '';
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (gaps[i] && isDigit(char) && isDigit(chars[i - 1])) made += ' ';
    if (isKept(char, i, chars, gaps)) made += char;
  }
  return made;
}

function isKept(char: string, i: number, chars: readonly string[], gaps: readonly boolean[]): boolean {
  const before = chars[i - 1];
  const after = chars[i + 1];
  switch (char) {
    case '_':
      return false;
    case ',':
      return isDigit(before) && isDigit(after);
    case '.':
      if (gaps[i + 1] || after === undefined) return false;
      if (isDigit(after)) return gaps[i]! || !isLetter(before);
      return !gaps[i] && wordBefore(i, chars, gaps) > 1 && wordAfter(i, chars, gaps) > 1;
    case '-': {
      if (after === undefined) return false;
      const isSigned = isDigit(after) || after === '.' || after === '(' || wordAfter(i, chars, gaps) === 1;
      if (!isSigned) return false;
      // "covid-19": a hyphen. "x-5", "3-5", "(a)-1", " -5": a sign.
      return !isLetter(before) || wordBefore(i, chars, gaps) === 1 || (gaps[i]! && !gaps[i + 1]);
    }
    default:
      return true;
  }
}

/** Letters in the word that ends right before a place, at most 2. */
function wordBefore(i: number, chars: readonly string[], gaps: readonly boolean[]): number {
  let count = 0;
  for (let j = i - 1; j >= 0 && count < 2 && isLetter(chars[j]); j--) {
    count++;
    if (gaps[j]) break;
  }
  return count;
}

/** Letters in the word that begins behind a place, at most 2. */
function wordAfter(i: number, chars: readonly string[], gaps: readonly boolean[]): number {
  let count = 0;
  for (let j = i + 1; j < chars.length && count < 2 && isLetter(chars[j]); j++) {
    if (count > 0 && gaps[j]) break;
    count++;
  }
  return count;
}
