/** Splits `<think>…</think>` at the beginning of a text off while the text comes in pieces. */

/** A piece of a reply. */
export interface Piece {
  readonly kind: 'text' | 'reasoning';
  readonly text: string;
}

const open = '<think>';
const close = '</think>';

/** Length of the longest end of `text` with which `tag` begins, the whole tag aside. */
function heldBack(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--)
    if (tag.startsWith(text.slice(text.length - length))) return length;
  return 0;
}

/**
 * Takes a text in pieces and tells which of it is a thought. Only tags at the very beginning count (white space before
 * them aside): samples that people write hold such tags as well, and theirs stay text. White space between the closing
 * tag and the answer is dropped. A thought that is not closed is a thought to the end.
 */
export class ThinkSplitter {
  #state: 'start' | 'thought' | 'gap' | 'text' = 'start';
  #held = '';

  /** Takes the next piece; gives what is certain by now, in order. */
  push(piece: string): Piece[] {
    const pieces: Piece[] = [];
    this.#held += piece;
    if (this.#state === 'start') {
      const begun = this.#held.trimStart();
      if (begun.startsWith(open)) {
        this.#state = 'thought';
        this.#held = begun.slice(open.length);
      } else if (open.startsWith(begun)) {
        return pieces;
      } else {
        this.#state = 'text';
      }
    }
    if (this.#state === 'thought') {
      const end = this.#held.indexOf(close);
      const upTo = end >= 0 ? end : this.#held.length - heldBack(this.#held, close);
      if (upTo > 0) pieces.push({ kind: 'reasoning', text: this.#held.slice(0, upTo) });
      this.#held = this.#held.slice(end >= 0 ? end + close.length : upTo);
      if (end >= 0) this.#state = 'gap';
    }
    if (this.#state === 'gap') {
      this.#held = this.#held.trimStart();
      if (this.#held !== '') this.#state = 'text';
    }
    if (this.#state === 'text' && this.#held !== '') {
      pieces.push({ kind: 'text', text: this.#held });
      this.#held = '';
    }
    return pieces;
  }

  /** The text has ended: gives what was held back. */
  end(): Piece[] {
    const text = this.#held;
    this.#held = '';
    if (text === '' || this.#state === 'gap') return [];
    return [{ kind: this.#state === 'thought' ? 'reasoning' : 'text', text }];
  }

  /** From here on everything is text: the server sends thoughts apart. Gives what was held back. */
  off(): Piece[] {
    const pieces = this.end();
    this.#state = 'text';
    return pieces;
  }
}
