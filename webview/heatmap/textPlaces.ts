/** Where the pieces of a text and its tokens stand on the page: measured when it is asked for, and kept until the layout changes. */
import type { HeatSample } from '../../src/core/heat/heatSample.ts';
import { type Box, boxOf, firstTokenAfter, type Piece, pieceAt, type PieceBoxes } from './layout.ts';

interface PieceSpans {
  readonly tops: Float64Array;
  readonly bottoms: Float64Array;
}

export class TextPlaces {
  readonly #range = document.createRange();
  #sample: HeatSample | undefined;
  #pieces: readonly Piece[] = [];
  #nodes: readonly Text[] = [];
  #elements: readonly HTMLElement[] = [];
  #first = 0;
  #spans: PieceSpans | undefined;
  #boxes: (PieceBoxes | undefined)[] = [];

  /**
   * @param body what places are told from
   * @param lines what has the font of the text
   */
  constructor(
    private readonly body: HTMLElement,
    private readonly lines: HTMLElement,
  ) {}

  /** Another text: of each piece its text node, and its line's element. */
  set(
    sample: HeatSample,
    pieces: readonly Piece[],
    nodes: readonly Text[],
    elements: readonly HTMLElement[],
  ): void {
    this.#sample = sample;
    this.#pieces = pieces;
    this.#nodes = nodes;
    this.#elements = elements;
  }

  /** The layout changed. @param first pieces before this one are folded away */
  forget(first: number): void {
    this.#first = first;
    this.#spans = undefined;
    this.#boxes = [];
  }

  /** The first piece that is not folded away. */
  get first(): number {
    return this.#first;
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  get isMeasured(): boolean {
    return this.#spans !== undefined;
  }

  /** The token under a point of the window. */
  tokenAt(clientX: number, clientY: number): number | undefined {
    const origin = this.body.getBoundingClientRect();
    const [x, y] = [clientX - origin.left, clientY - origin.top];
    // Lines are farther apart than their boxes are high; between them the nearer line counts.
    const room = this.fontSize * 0.35;
    const [from, to] = this.between(y - room, y + room);
    for (let i = from; i < to; i++) {
      const piece = this.of(i);
      for (let k = 0; k < piece.tokens.length; k++) {
        const box = boxOf(piece, k);
        if (x >= box.x && x < box.x + box.width && y >= box.y - room && y < box.y + box.height + room)
          return piece.tokens[k];
      }
    }
    return undefined;
  }

  /** Upper and lower ends of all pieces. */
  #measureSpans(): PieceSpans {
    if (this.#spans) return this.#spans;
    const count = this.#pieces.length;
    const spans = { tops: new Float64Array(count), bottoms: new Float64Array(count) };
    const origin = this.body.getBoundingClientRect().top;
    for (let i = this.#first; i < count; i++) {
      const isWhole =
        this.#pieces[i - 1]?.line !== this.#pieces[i]!.line &&
        this.#pieces[i + 1]?.line !== this.#pieces[i]!.line;
      let box: DOMRect;
      if (isWhole) box = this.#elements[i]!.getBoundingClientRect();
      else {
        this.#range.selectNodeContents(this.#nodes[i]!);
        box = this.#range.getBoundingClientRect();
      }
      spans.tops[i] = box.top - origin;
      spans.bottoms[i] = box.bottom - origin;
    }
    return (this.#spans = spans);
  }

  /** The pieces that reach into a stretch of the page's height; `to` is behind the last. */
  between(top: number, bottom: number): [from: number, to: number] {
    const { bottoms, tops } = this.#measureSpans();
    let [low, high] = [this.#first, bottoms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bottoms[middle]! < top) low = middle + 1;
      else high = middle;
    }
    let to = low;
    while (to < tops.length && tops[to]! <= bottom) to++;
    return [low, to];
  }

  /** Where the tokens of a piece stand. */
  of(index: number): PieceBoxes {
    const known = this.#boxes[index];
    if (known) return known;
    const sample = this.#sample!;
    const { start, end, isBroken } = this.#pieces[index]!;
    const node = this.#nodes[index]!;
    const origin = this.body.getBoundingClientRect();
    const tokens: number[] = [];
    const boxes: number[] = [];
    for (let token = firstTokenAfter(sample, start); token < sample.starts.length; token++) {
      const from = sample.starts[token]!;
      if (from > end || (from === end && !isBroken)) break;
      const to = from + sample.lengths[token]!;
      if (to === from) continue;
      const [first, last] = [Math.max(from, start), Math.min(to, end)];
      if (first < last) {
        this.#range.setStart(node, first - start);
        this.#range.setEnd(node, last - start);
        for (const box of this.#range.getClientRects()) {
          if (box.width === 0) continue;
          tokens.push(token);
          boxes.push(box.left - origin.left, box.top - origin.top, box.width, box.height);
        }
      }
      if (isBroken && to > end) {
        // The line break itself is no text of the page; its sign stands behind the line.
        tokens.push(token);
        boxes.push(...this.#breakBox(index, origin, boxes));
      }
    }
    const { tops, bottoms } = this.#measureSpans();
    const measured = {
      tokens: Uint32Array.from(tokens),
      boxes: Float32Array.from(boxes),
      top: tops[index]!,
      bottom: bottoms[index]!,
    };
    this.#boxes[index] = measured;
    return measured;
  }

  #breakBox(index: number, origin: DOMRect, boxes: readonly number[]): number[] {
    const width = 0.8 * this.fontSize;
    const node = this.#nodes[index]!;
    if (boxes.length >= 4) {
      const [x, y, wide, high] = boxes.slice(-4) as [number, number, number, number];
      return [x + wide, y, width, high];
    }
    if (node.length > 0) {
      this.#range.setStart(node, node.length - 1);
      this.#range.setEnd(node, node.length);
      const box = [...this.#range.getClientRects()].at(-1);
      if (box) return [box.right - origin.left, box.top - origin.top, width, box.height];
    }
    const line = this.#elements[index]!.getBoundingClientRect();
    const high = 1.25 * this.fontSize;
    return [line.left - origin.left, line.top - origin.top + (line.height - high) / 2, width, high];
  }

  /** Of the text, in pixels. */
  get fontSize(): number {
    return parseFloat(getComputedStyle(this.lines).fontSize) || 13;
  }

  /** Where a token stands: in several places where it goes over a line. */
  boxesOf(token: number): Box[] {
    const sample = this.#sample!;
    const start = sample.starts[token]!;
    const end = start + Math.max(1, sample.lengths[token]!);
    const found: Box[] = [];
    for (let i = Math.max(this.#first, pieceAt(this.#pieces, start)); i < this.#pieces.length; i++) {
      if (this.#pieces[i]!.start >= end) break;
      const piece = this.of(i);
      piece.tokens.forEach((one, k) => {
        if (one === token) found.push(boxOf(piece, k));
      });
    }
    return found;
  }
}
