/** Edits made one after the other, told as edits of the text that was there first. */
import type { TextEdit } from './editText.ts';

/** A stretch of the first text, kept; or text that is new. */
type Piece = { readonly start: number; readonly end: number } | string;

/** Collects rounds of edits, each on the text that the round before gave. Offsets are UTF-16 units, half-open. */
export class TextPatch {
  #pieces: Piece[];

  constructor(readonly original: string) {
    this.#pieces = original === '' ? [] : [{ start: 0, end: original.length }];
  }

  /** The text now. */
  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join('');
  }

  /** Makes edits of `text`, which must be ordered and must not overlap. */
  apply(edits: readonly TextEdit[]): void {
    const made: Piece[] = [];
    let at = 0;
    let next = 0;
    const insert = (until: number) => {
      while (next < edits.length && edits[next]!.start <= until) {
        if (edits[next]!.newText !== '') made.push(edits[next]!.newText);
        next++;
      }
    };
    for (const piece of this.#pieces) {
      const end = at + lengthOf(piece);
      let from = at;
      while (from < end) {
        // An edit that began before may still be taking text away.
        const last = edits[next - 1];
        if (last && last.end > from) {
          from = Math.min(end, last.end);
          continue;
        }
        const upcoming = edits[next];
        if (upcoming && upcoming.start <= from) {
          insertOne();
          continue;
        }
        const until = upcoming ? Math.min(end, upcoming.start) : end;
        made.push(part(piece, from - at, until - at));
        from = until;
      }
      at = end;
    }
    insert(at);
    this.#pieces = made;

    function insertOne(): void {
      const { newText } = edits[next]!;
      if (newText !== '') made.push(newText);
      next++;
    }
  }

  /** All that was changed, as edits of the first text: ordered, apart from each other, none that changes nothing. */
  edits(): TextEdit[] {
    const found: TextEdit[] = [];
    let at = 0;
    let text = '';
    const flush = (until: number) => {
      const old = this.original.slice(at, until);
      if (old !== text) found.push(narrowed(at, old, text));
      text = '';
    };
    for (const piece of this.#pieces) {
      if (typeof piece === 'string') text += piece;
      else {
        flush(piece.start);
        at = piece.end;
      }
    }
    flush(this.original.length);
    return found;
  }

  #textOf(piece: Piece): string {
    return typeof piece === 'string' ? piece : this.original.slice(piece.start, piece.end);
  }
}

/**
 * The one edit that makes `old`, which begins at `start`, say `text`: without what the two have in common at both ends;
 * surrogate pairs stay whole.
 */
export function narrowed(start: number, old: string, text: string): TextEdit {
  const most = Math.min(old.length, text.length);
  let front = 0;
  while (front < most && old.charCodeAt(front) === text.charCodeAt(front)) front++;
  let back = 0;
  while (
    back < most - front &&
    old.charCodeAt(old.length - 1 - back) === text.charCodeAt(text.length - 1 - back)
  )
    back++;
  if (front > 0 && isHigh(old.charCodeAt(front - 1))) front--;
  if (back > 0 && isLow(old.charCodeAt(old.length - back))) back--;
  return {
    start: start + front,
    end: start + old.length - back,
    newText: text.slice(front, text.length - back),
  };
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

function lengthOf(piece: Piece): number {
  return typeof piece === 'string' ? piece.length : piece.end - piece.start;
}

function part(piece: Piece, from: number, to: number): Piece {
  return typeof piece === 'string'
    ? piece.slice(from, to)
    : { start: piece.start + from, end: piece.start + to };
}
