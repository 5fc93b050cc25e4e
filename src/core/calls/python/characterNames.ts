/**
 * Characters by the names that Unicode gives them, as `\\N{…}` says them: letters and digits, the signs of ASCII, and what
 * writers of prose use. The other names, some 30,000, are not known here.
 */
const digits = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'];
const accents: Readonly<Record<string, string>> = {
  GRAVE: '\u0300',
  ACUTE: '\u0301',
  CIRCUMFLEX: '\u0302',
  TILDE: '\u0303',
  DIAERESIS: '\u0308',
  'RING ABOVE': '\u030a',
  CEDILLA: '\u0327',
  CARON: '\u030c',
};
const signs: Readonly<Record<string, string>> = {
  SPACE: ' ',
  'EXCLAMATION MARK': '!',
  'QUOTATION MARK': '"',
  'NUMBER SIGN': '#',
  'DOLLAR SIGN': '$',
  'PERCENT SIGN': '%',
  AMPERSAND: '&',
  APOSTROPHE: "'",
  'LEFT PARENTHESIS': '(',
  'RIGHT PARENTHESIS': ')',
  ASTERISK: '*',
  'PLUS SIGN': '+',
  COMMA: ',',
  'HYPHEN-MINUS': '-',
  'FULL STOP': '.',
  SOLIDUS: '/',
  COLON: ':',
  SEMICOLON: ';',
  'LESS-THAN SIGN': '<',
  'EQUALS SIGN': '=',
  'GREATER-THAN SIGN': '>',
  'QUESTION MARK': '?',
  'COMMERCIAL AT': '@',
  'LEFT SQUARE BRACKET': '[',
  'REVERSE SOLIDUS': '\\',
  'RIGHT SQUARE BRACKET': ']',
  'CIRCUMFLEX ACCENT': '^',
  'LOW LINE': '_',
  'GRAVE ACCENT': '`',
  'LEFT CURLY BRACKET': '{',
  'VERTICAL LINE': '|',
  'RIGHT CURLY BRACKET': '}',
  TILDE: '~',
  'NO-BREAK SPACE': '\u00a0',
  'DEGREE SIGN': '\u00b0',
  'POUND SIGN': '\u00a3',
  'YEN SIGN': '\u00a5',
  'EURO SIGN': '\u20ac',
  'COPYRIGHT SIGN': '\u00a9',
  'REGISTERED SIGN': '\u00ae',
  'SECTION SIGN': '\u00a7',
  'MICRO SIGN': '\u00b5',
  'MULTIPLICATION SIGN': '\u00d7',
  'DIVISION SIGN': '\u00f7',
  'EN DASH': '\u2013',
  'EM DASH': '\u2014',
  'LEFT SINGLE QUOTATION MARK': '\u2018',
  'RIGHT SINGLE QUOTATION MARK': '\u2019',
  'LEFT DOUBLE QUOTATION MARK': '\u201c',
  'RIGHT DOUBLE QUOTATION MARK': '\u201d',
  BULLET: '\u2022',
  'HORIZONTAL ELLIPSIS': '\u2026',
};
const letter = /^LATIN (SMALL|CAPITAL) LETTER ([A-Z])(?: WITH ([A-Z ]+))?$/;

/** The character of that name, in any case; `undefined` when it is not known. */
export function characterNamed(name: string): string | undefined {
  const upper = name.toUpperCase();
  const latin = letter.exec(upper);
  if (latin) {
    const base = latin[1] === 'SMALL' ? latin[2]!.toLowerCase() : latin[2]!;
    if (latin[3] === undefined) return base;
    const composed = accents[latin[3]] && (base + accents[latin[3]]).normalize('NFC');
    return composed?.length === 1 ? composed : undefined;
  }
  const digit = upper.startsWith('DIGIT ') ? digits.indexOf(upper.slice(6)) : -1;
  return digit >= 0 ? String(digit) : signs[upper];
}
