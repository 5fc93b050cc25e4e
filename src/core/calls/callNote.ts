/** What a reader of call text noticed: not findings yet, but the facts that rules make findings of. */

/** What is odd about a call written in text. */
export type CallNoteKind =
  /** The text breaks the grammar here; what could be read is kept. */
  | 'syntax-error'
  /** A function or argument name that Python cannot read as one: spaces, hyphens, parentheses, a keyword. */
  | 'odd-name'
  /** An argument without a name. */
  | 'positional-argument'
  /** The same argument name twice in one call. */
  | 'duplicate-argument'
  /** Text behind the end of the call list. */
  | 'trailing-text'
  /** Calls that stand beside each other without a list around them. */
  | 'separate-calls'
  /** `true`, `false` or `null` where Python writes `True`, `False` or `None`. */
  | 'json-literal'
  /** A word without quotes, in the place of a value. */
  | 'bare-word'
  /** A set display, `{1, 2}`, read as an array. */
  | 'set'
  /** A dictionary key that is no string; its source stands as the key. */
  | 'non-string-key'
  /** A call as a value: read as opaque. */
  | 'nested-call'
  /** An expression that is no plain value (`1 + 2`, an f-string, bytes): read as opaque. */
  | 'expression'
  /** An integer that a JavaScript number cannot hold; the source has its digits. */
  | 'unsafe-integer'
  /** Nested deeper than {@link MAX_NESTING}: read as opaque. */
  | 'too-deep';

/** Something odd about a call; `start` and `end` are `textOffset`s in the text that was read, half-open. */
export interface CallNote {
  readonly kind: CallNoteKind;
  readonly start: number;
  readonly end: number;
  /** More about it in a few words: what was expected, or which name. */
  readonly detail?: string;
}

/** Deepest nesting of brackets that the readers follow. */
export const MAX_NESTING = 512;
