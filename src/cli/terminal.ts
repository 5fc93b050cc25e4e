/** Text for terminals: colours, widths, and nothing from a data set that could steer the terminal. */
import type { Io, Output } from './io.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'underline';

const codes: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
};

export type Paint = (style: Style, text: string) => string;

/** Colours when the output is a terminal and nobody said no (`--no-color`, NO_COLOR, a dumb terminal). */
export function createPaint(io: Io, output: Output, flag: boolean | undefined): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  const isForced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0';
  const isOff = flag === false || (NO_COLOR !== undefined && NO_COLOR !== '');
  const isOn = !isOff && (isForced || (output.isTerminal && TERM !== 'dumb'));
  if (!isOn) return (_, text) => text;
  return (style, text) => `\x1b[${codes[style][0]}m${text}\x1b[${codes[style][1]}m`;
}

// Control characters, and marks that change the direction of what follows.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The same length, with every character that could move the cursor, hide or reorder text made visible. */
export function visible(text: string): string {
  return text.replace(unsafe, (c) =>
    c === '\t' ? ' ' : c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\u00b7',
  );
}

/** How many columns a terminal gives the text. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0)!);
  return width;
}

/** The longest beginning of `text` that fits in `columns`. */
export function cutToWidth(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character.codePointAt(0)!);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/**
 * The words of `text` in lines of at most `columns`, those after the first begun with `indent`. A word that is longer
 * than a line stands whole on its own: what it says can still be copied.
 */
export function wrapWords(text: string, columns: number, indent: string, first = 0): string {
  const lines: string[] = [];
  let line = '';
  let width = first;
  for (const word of text.split(' ')) {
    const more = displayWidth(word);
    if (line !== '' && width + 1 + more > columns) {
      lines.push(line);
      line = indent + word;
      width = indent.length + more;
    } else {
      width += (line === '' ? 0 : 1) + more;
      line += line === '' ? word : ` ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

function characterWidth(c: number): number {
  if (c < 0x300) return 1;
  if (
    c <= 0x36f ||
    (c >= 0x200b && c <= 0x200d) ||
    (c >= 0xfe00 && c <= 0xfe0f) ||
    (c >= 0x20d0 && c <= 0x20ff)
  )
    return 0;
  const isWide =
    (c >= 0x1100 && c <= 0x115f) ||
    (c >= 0x2e80 && c <= 0xa4cf && c !== 0x303f) ||
    (c >= 0xac00 && c <= 0xd7a3) ||
    (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0xfe30 && c <= 0xfe6f) ||
    (c >= 0xff00 && c <= 0xff60) ||
    (c >= 0xffe0 && c <= 0xffe6) ||
    (c >= 0x1f300 && c <= 0x1f64f) ||
    (c >= 0x1f900 && c <= 0x1f9ff) ||
    (c >= 0x20000 && c <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** `1 error`, `12,345 errors`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
