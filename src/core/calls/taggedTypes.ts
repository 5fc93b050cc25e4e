/** Calls and thoughts found in free text, with their places. Offsets are UTF-16 units of the text that was read. */
import type { LanguageId } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';

/** Why embedded text could not be read as it should; `message` is one sentence for a person. */
export interface ReadError extends Span {
  readonly code: ReadErrorCode;
  readonly message: string;
}

/** What is wrong with a call that should be JSON. */
export type ReadErrorCode =
  | 'comma-missing'
  | 'comma-extra'
  | 'colon-missing'
  | 'value-missing'
  | 'key-missing'
  | 'key-not-quoted'
  | 'single-quotes'
  | 'python-literal'
  | 'not-a-number'
  | 'bare-word'
  | 'invalid-number'
  | 'invalid-escape'
  | 'control-character'
  | 'string-not-closed'
  | 'bracket-not-closed'
  | 'bracket-unexpected'
  | 'comment'
  | 'trailing-text'
  | 'too-deep'
  | 'empty'
  | 'tag-not-closed'
  | 'not-a-call';

/** One stretch of text that holds calls, with its tag or marker. */
export interface TaggedCall extends Span {
  /** The language of the body: read it again with `textLanguages[language].read(text, bodyStart, bodyEnd)`. */
  readonly language: LanguageId;
  /** The marker that introduced it. */
  readonly tag: 'tool_call' | 'functioncall' | 'TOOLCALL' | 'fence' | 'Action' | 'function';
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** An object (one call) or an array (several); `undefined` when nothing could be read. */
  readonly node?: ValueNode;
  readonly errors: readonly ReadError[];
}

/** A thought with its tags; offsets are `textOffset`s. */
export interface Thought extends Span {
  readonly tag: ThoughtTag;
  /** The text between the tags. */
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly closed: boolean;
}

/** The tags that thoughts stand in. */
export type ThoughtTag = 'think' | 'scratch_pad';

/** Something wrong with the tags of a thought; the span is the tag's. */
export interface ThoughtProblem extends Span {
  readonly kind: 'unclosed' | 'closed-twice' | 'empty' | 'orphan';
  readonly tag: ThoughtTag;
}

/** A text taken apart into thoughts and answer; offsets are `textOffset`s. */
export interface ThoughtSplit {
  readonly thoughts: readonly Thought[];
  /** Closing tags without a thought of their own. */
  readonly orphanCloses: readonly Span[];
  /** Where the answer begins: after the last closing tag; the end of the text when a thought is never closed. */
  readonly answerStart: number;
  readonly problems: readonly ThoughtProblem[];
}
