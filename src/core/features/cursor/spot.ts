/** What stands under a cursor in one text, in words that JSON and Python share. Offsets are `textOffset`s of that text. */
import type { Span } from '../../text/span.ts';

/** The piece of text that an insertion would replace as a whole; empty at the cursor when there is none. */
export interface Token extends Span {
  readonly kind: 'string' | 'word' | 'none';
  /** The quote of a string. */
  readonly quote?: '"' | "'";
  /** False for a string whose closing quote is missing (it ends at the cursor's word then). */
  readonly closed: boolean;
}

/** A container that is open at the cursor. */
export interface Frame {
  readonly kind: 'object' | 'array' | 'calls' | 'call';
  /** Offset of the opening bracket; of the first name where a call list has none. */
  readonly start: number;
  /** The key or index at which the next frame, or the cursor, stands; the function's name in `calls`. */
  readonly step: string | number;
  /** What would close it. */
  readonly closer: string;
}

/** Where a cursor stands. */
export interface Spot {
  readonly language: 'json' | 'python';
  /** Open containers, outermost first; empty at the root. */
  readonly frames: readonly Frame[];
  /**
   * `key`: of an object or dictionary; `value`; `root`: where the one value of the text belongs, and none is yet;
   * `name`: of a function in a call list; `argument`: in a call's brackets, in front of a name and `=`.
   */
  readonly at: 'key' | 'value' | 'root' | 'name' | 'argument';
  readonly token: Token;
  /** What is missing in front of an insertion. */
  readonly before: '' | ',' | ':';
  /** What is missing behind it. */
  readonly after: '' | ',';
  /** What follows a key, an argument's name or a function's name is there already (`:`, `=`, `(`). */
  readonly hasNext: boolean;
  /** Where the text that the spot was read in begins and may end; around it stands something else. */
  readonly island: Span;
}

/** Is it a character of an unquoted word: a number, `true`, a half-typed name? */
export function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x24 ||
    code >= 0xa1
  );
}

/** End of the word that goes on at `at`. */
export function wordEnd(text: string, at: number, end: number): number {
  while (at < end && isWordCode(text.charCodeAt(at))) at++;
  return at;
}
