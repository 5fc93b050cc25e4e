/** Where the thought of a step is written, or would be: what finding it, writing it and guarding it have in common. */
import type { Path, Place } from '../text/path.ts';
import type { Span } from '../text/span.ts';

/**
 * How a thought is written: `tag`, between tags in the text of the answer; `member`, under a key of the message;
 * `block` and `part`, an element of the message's content; `message`, a message of its own; `react`, behind `Thought:`;
 * `argument`, handed to a tool `think`.
 */
export type ThoughtKind = 'tag' | 'member' | 'block' | 'part' | 'message' | 'react' | 'argument';

/** Where the text goes. */
export type ThoughtTarget =
  /** In place of a stretch of a decoded text; the path ends with a text step. The stretch may be empty. */
  | { readonly as: 'text'; readonly path: Path }
  /** As a string, in place of the value there (`null`). */
  | { readonly as: 'value'; readonly path: Path }
  /** As a string with `before` and `after` around it, in front of what stands there. */
  | { readonly as: 'json'; readonly anchor: Place; readonly before: string; readonly after: string };

/** A place for the thought of one step. Plain data, good for the record that it was found in. */
export interface ThoughtPlace {
  readonly ok: true;
  readonly kind: ThoughtKind;
  /** `replace`: a thought stands there, or a pair of empty tags. `insert`: the thought would be put in, with tags or key. */
  readonly mode: 'replace' | 'insert';
  /** For people, finishes "The thought stands …" or "The thought would be written …". */
  readonly words: string;
  /** What to know before writing there. */
  readonly note?: string;
  /** The thought as it stands now, without white space around it; `''` for an insertion and for empty tags. */
  readonly current: string;
  /** The key it stands under, where it has one of its own. */
  readonly key?: string;
  /** The tags around it; `open` is empty where the prompt has written the opening one. */
  readonly tags?: { readonly open: string; readonly close: string };
  readonly target: ThoughtTarget;
  /** Decoded text that goes with the thought, in the same string: tags, and white space between them and the thought. */
  readonly wrap: { readonly open: string; readonly close: string };
  /** `recordOffset`s of what a splice replaces; empty for an insertion. */
  readonly span: Span;
  /** Index of the step, and of the turn in `Sample.turns` that has the thought, or before which its turn would stand. */
  readonly step: number;
  readonly turn: number;
  /** Index in the step's thoughts, 0 for an insertion; and in the turn's, absent for an insertion. */
  readonly which: number;
  readonly thought?: number;
  /** The insertion is a turn of its own. */
  readonly addsTurn?: true;
  /** Index in the turn's calls of the call whose argument the thought is. */
  readonly call?: number;
}

/** Why there is no place for a thought. */
export type NoPlaceCode =
  /** The format has no thoughts. */
  | 'format-without-thoughts'
  /** The format has thoughts, but not in a row of this shape. */
  | 'row-without-thoughts'
  /** The thought is signed or encrypted: a changed one would not fit what vouches for it. */
  | 'signed'
  /** The step has several thoughts. */
  | 'several'
  /** Its tags do not pair. */
  | 'unbalanced'
  /** There is no answer to put a thought in front of. */
  | 'no-answer'
  /** Tried, and the format did not read it as a thought. */
  | 'not-read-back'
  /** The literal around it cannot hold text of any kind. */
  | 'not-writable';

/** There is no place, and why. */
export interface NoThoughtPlace {
  readonly ok: false;
  readonly code: NoPlaceCode;
  /** One or two sentences, with what to do. */
  readonly reason: string;
}
