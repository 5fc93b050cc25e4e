/**
 * The sample as running text with its heat behind it. The text is the browser's own: it wraps, is selected, copied and read
 * aloud as any text. Behind it lie canvases of one viewport's height each, painted for what is near; where tokens stand is
 * measured once, piece by piece, when they first come near, and forgotten when the layout changes.
 */
import type { HeatSample } from '../../src/core/heat/heatSample.ts';
import { isSupervised } from '../../src/core/heat/tokenValues.ts';
import { el, show } from '../dom.ts';
import { t } from '../words.ts';
import { paintBoxes, type Paint } from './draw.ts';
import type { Heat } from './heat.ts';
import {
  firstShown,
  firstTokenAfter,
  foldedLines,
  type Piece,
  pieceAt,
  type PieceBoxes,
  piecesOf,
  tilesAtOnce,
  tilesInSight,
  tokenAt,
} from './layout.ts';
import { nextToken } from './navigation.ts';
import { TextPlaces } from './textPlaces.ts';
import { type Look, rampColours } from './look.ts';
import type { SampleMessage } from './state.ts';
import { rampOf, cssColour } from '../../src/core/heat/ramps.ts';

export interface TextViewEvents {
  /** The keyboard stands on a token now. */
  onToken(token: number): void;
  onHover(token: number | undefined): void;
  /** Enter or a click on a token; `isGoing`: to it, in the editor. */
  onReveal(token: number, isGoing: boolean): void;
}

export interface Marks {
  readonly token: number | undefined;
  readonly hover: number | undefined;
  readonly lit: { readonly start: number; readonly end: number } | undefined;
}

/** More boxes than these are not outlined. */
const mostMarks = 300;

export class TextView {
  readonly element: HTMLElement;
  readonly #body: HTMLElement;
  readonly #folded: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #marks: HTMLElement;
  readonly #tiles: { readonly canvas: HTMLCanvasElement; index: number; isFresh: boolean }[];
  readonly #resize: ResizeObserver;
  readonly #places: TextPlaces;

  #message: SampleMessage | undefined;
  #pieces: readonly Piece[] = [];
  /** The text node of each piece. */
  #nodes: Text[] = [];
  #pieceOfNode = new Map<Node, number>();
  /** Pieces before this one are folded away. */
  #foldedPieces = 0;
  #isPromptShown = false;

  #heat: Heat | undefined;
  #look: Look | undefined;
  #paint: Paint | undefined;
  #shownMarks: Marks = { token: undefined, hover: undefined, lit: undefined };

  /** What was measured; dropped when the layout changes. */
  #metrics:
    | {
        readonly width: number;
        readonly height: number;
        readonly tileHeight: number;
        readonly gutter: number;
        readonly fontSize: number;
      }
    | undefined;
  #size = { width: 0, height: 0 };
  #frame = 0;
  #isPressed = false;
  /** Where a selection by keyboard began. */
  #anchor: number | undefined;

  constructor(private readonly events: TextViewEvents) {
    this.#folded = el('div', { class: 'lines', hidden: true });
    this.#lines = el('div', { class: 'lines' });
    this.#marks = el('div', { class: 'marks', 'aria-hidden': 'true' });
    this.#tiles = Array.from({ length: tilesAtOnce }, () => ({
      canvas: el('canvas', { class: 'tile' }),
      index: -1,
      isFresh: false,
    }));
    const tiles = el(
      'div',
      { class: 'tiles', 'aria-hidden': 'true' },
      ...this.#tiles.map((one) => one.canvas),
    );
    this.#body = el('div', { class: 'text-body' }, tiles, this.#folded, this.#lines, this.#marks);
    this.#places = new TextPlaces(this.#body, this.#lines);
    this.element = el(
      'div',
      {
        class: 'text',
        tabindex: 0,
        role: 'textbox',
        'aria-readonly': 'true',
        'aria-multiline': 'true',
        'aria-label': t(
          'Text of the sample. Arrow keys go from token to token, Enter shows the token in the data set.',
        ),
      },
      this.#body,
    );
    this.element.addEventListener('scroll', () => this.#schedule());
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('copy', (event) => this.#onCopy(event));
    this.#body.addEventListener('pointermove', (event) => this.events.onHover(this.#tokenUnder(event)));
    this.#body.addEventListener('pointerleave', () => this.events.onHover(undefined));
    this.#body.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('pointerdown', () => (this.#isPressed = true));
    this.element.addEventListener('focus', () => this.#onFocus());
    this.#resize = new ResizeObserver(() => this.relayout());
    this.#resize.observe(this.element);
    this.#resize.observe(this.#body);
  }

  dispose(): void {
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
    CSS.highlights.delete('heat-plain');
  }

  /** How many lines may be folded away, and whether they are. */
  get prompt(): { readonly lines: number; readonly isShown: boolean } {
    return { lines: this.#folded.childElementCount, isShown: !this.#folded.hidden };
  }

  setSample(message: SampleMessage): void {
    const isSame = this.#message !== undefined && haveSameTokens(this.#message.sample, message.sample);
    this.#message = message;
    if (isSame) return;
    const { sample } = message;
    this.#pieces = piecesOf(sample);
    const folded = foldedLines(sample, this.#pieces);
    this.#nodes = [];
    const elements: HTMLElement[] = [];
    this.#pieceOfNode = new Map();
    this.#foldedPieces = 0;
    const [hidden, shown] = [document.createDocumentFragment(), document.createDocumentFragment()];
    let line: HTMLElement | undefined;
    this.#pieces.forEach((piece, i) => {
      if (this.#pieces[i - 1]?.line !== piece.line) {
        line = el('div', { class: 'line' });
        (piece.line < folded ? hidden : shown).append(line);
      }
      if (piece.line < folded) this.#foldedPieces = i + 1;
      const node = document.createTextNode(sample.text.slice(piece.start, piece.end));
      line!.append(node);
      if (piece.isBroken) {
        const token = tokenAt(sample, piece.end);
        if (token !== undefined && isSupervised(sample, token)) line!.classList.add('breaks');
      }
      this.#nodes.push(node);
      elements.push(line!);
      this.#pieceOfNode.set(node, i);
    });
    this.#places.set(sample, this.#pieces, this.#nodes, elements);
    this.#folded.replaceChildren(hidden);
    this.#lines.replaceChildren(shown);
    this.#dimUntrained();
    this.#anchor = undefined;
    this.#forget();
    this.setPromptShown(this.#isPromptShown);
    this.element.scrollTop = 0;
    if (folded === 0) this.scrollTo(firstShown(sample));
  }

  setPromptShown(isShown: boolean): void {
    this.#isPromptShown = isShown;
    const canFold = this.#folded.childElementCount > 0;
    if (this.#folded.hidden === !(isShown && canFold)) return;
    show(this.#folded, isShown && canFold);
    this.#forget();
    this.#schedule();
  }

  /** Paints another heat in the next frame. */
  setHeat(heat: Heat, look: Look): void {
    if (heat === this.#heat && look.key === this.#look?.key) return;
    if (look.key !== this.#look?.key) {
      const { text } = rampOf(look.theme, 'sequential');
      this.element.style.setProperty('--heat-text', look.isForced ? 'CanvasText' : cssColour(text));
      this.#forget();
    }
    this.#heat = heat;
    this.#look = look;
    this.#paint = undefined;
    for (const tile of this.#tiles) tile.isFresh = false;
    this.#schedule();
  }

  setMarks(marks: Marks): void {
    const before = this.#shownMarks;
    if (marks.token === before.token && marks.hover === before.hover && marks.lit === before.lit) return;
    this.#shownMarks = marks;
    this.#placeMarks();
  }

  /** Measures anew: the width, the zoom or a font changed. */
  relayout(): void {
    const size = { width: this.#body.clientWidth, height: this.element.clientHeight };
    if (size.width === this.#size.width && size.height === this.#size.height && this.#places.isMeasured)
      return;
    this.#forget();
    this.#schedule();
  }

  /** Measures anew although nothing seems to have changed. */
  forget(): void {
    this.#forget();
    this.#schedule();
  }

  /** Brings a token into sight, in the middle where it was not. */
  scrollTo(token: number): void {
    const sample = this.#message?.sample;
    if (!sample || token >= sample.starts.length) return;
    if (this.isFolded(token)) return;
    const box = this.#places.boxesOf(token)[0];
    if (!box) return;
    const { scrollTop, clientHeight } = this.element;
    const top = box.y + this.#body.offsetTop;
    if (top >= scrollTop + 4 && top + box.height <= scrollTop + clientHeight - 4) return;
    this.element.scrollTop = Math.max(0, top - clientHeight / 2);
  }

  isFolded(token: number): boolean {
    const sample = this.#message?.sample;
    if (!sample || !this.#folded.hidden) return false;
    return pieceAt(this.#pieces, sample.starts[token]!) < this.#foldedPieces;
  }

  #forget(): void {
    this.#places.forget(this.#folded.hidden ? this.#foldedPieces : 0);
    this.#paint = undefined;
    this.#metrics = undefined;
    this.#size = { width: this.#body.clientWidth, height: this.element.clientHeight };
    for (const tile of this.#tiles) tile.isFresh = false;
  }

  // Painting

  /** Draws at once what waits for the next frame: a frame is being made already. */
  flush(): void {
    if (!this.#frame) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#draw();
  }

  #schedule(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    if (!this.#heat || !this.#look || !this.#message || this.element.clientHeight === 0) return;
    const metrics = (this.#metrics ??= {
      width: this.#body.clientWidth,
      height: this.#body.offsetHeight,
      tileHeight: Math.max(200, this.element.clientHeight),
      gutter: this.#lines.offsetLeft,
      fontSize: this.#places.fontSize,
    });
    this.#paint ??= {
      heat: this.#heat,
      look: this.#look,
      colours: rampColours(this.#look, this.#heat.kind),
      gutter: metrics.gutter,
      fontSize: metrics.fontSize,
    };
    const { width, height, tileHeight } = metrics;
    const { scrollTop } = this.element;
    const wanted = tilesInSight(scrollTop, tileHeight, height);
    const free = this.#tiles.filter(({ index }) => !wanted.includes(index));
    const stale = wanted.filter((index) => {
      let tile = this.#tiles.find((one) => one.index === index);
      if (!tile) {
        tile = free.pop()!;
        tile.index = index;
        tile.isFresh = false;
      }
      return !tile.isFresh;
    });
    const isInSight = (index: number) =>
      index * tileHeight < scrollTop + tileHeight && (index + 1) * tileHeight > scrollTop;
    // What is seen comes first; its neighbours are painted in the frames after.
    const first = stale.filter(isInSight);
    for (const index of first.length > 0 ? first : stale.slice(0, 1)) {
      const tile = this.#tiles.find((one) => one.index === index)!;
      tile.isFresh = true;
      this.#drawTile(tile.canvas, index * tileHeight, width, tileHeight, this.#paint);
    }
    for (const { canvas, index, isFresh } of this.#tiles) show(canvas, isFresh && wanted.includes(index));
    if (stale.length > (first.length || 1)) this.#schedule();
    this.#placeMarks();
  }

  #drawTile(canvas: HTMLCanvasElement, top: number, width: number, height: number, paint: Paint): void {
    const scale = devicePixelRatio;
    const [wide, high] = [Math.ceil(width * scale), Math.ceil(height * scale)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    canvas.style.top = `${top}px`;
    const context = canvas.getContext('2d')!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const [from, to] = this.#places.between(top - 2, top + height + 2);
    const pieces: PieceBoxes[] = [];
    for (let i = from; i < to; i++) pieces.push(this.#places.of(i));
    paintBoxes(context, pieces, paint, top, height);
  }

  /** What is not trained is written fainter. */
  #dimUntrained(): void {
    const { sample } = this.#message!;
    const ranges: Range[] = [];
    const dim = (from: number, to: number) => {
      for (let i = pieceAt(this.#pieces, from); i < this.#pieces.length; i++) {
        const { start, end } = this.#pieces[i]!;
        if (start >= to) break;
        const [first, last] = [Math.max(start, from), Math.min(end, to)];
        if (first >= last) continue;
        const range = document.createRange();
        range.setStart(this.#nodes[i]!, first - start);
        range.setEnd(this.#nodes[i]!, last - start);
        ranges.push(range);
      }
    };
    let from = 0;
    for (let token = 0; token < sample.starts.length; token++) {
      if (!isSupervised(sample, token)) continue;
      if (sample.starts[token]! > from) dim(from, sample.starts[token]!);
      from = Math.max(from, sample.starts[token]! + sample.lengths[token]!);
    }
    dim(from, sample.text.length);
    // A highlight would be painted as a selection where the system replaces colours.
    if (matchMedia('(forced-colors: active)').matches) CSS.highlights.delete('heat-plain');
    else CSS.highlights.set('heat-plain', new Highlight(...ranges));
  }

  #placeMarks(): void {
    const { sample } = this.#message ?? {};
    if (!sample) return;
    const { token, hover, lit } = this.#shownMarks;
    const marks: HTMLElement[] = [];
    const mark = (name: string, index: number) => {
      if (index >= sample.starts.length || this.isFolded(index)) return;
      for (const { x, y, width, height } of this.#places.boxesOf(index)) {
        const element = el('div', { class: `mark ${name}` });
        element.style.left = `${x - 1}px`;
        element.style.top = `${y - 1}px`;
        element.style.width = `${width + 1}px`;
        element.style.height = `${height + 2}px`;
        marks.push(element);
      }
    };
    if (lit)
      for (
        let i = firstTokenAfter(sample, lit.start);
        i < sample.starts.length && marks.length < mostMarks;
        i++
      ) {
        if (sample.starts[i]! >= Math.max(lit.end, lit.start + 1)) break;
        mark('lit', i);
      }
    if (hover !== undefined) mark('hover', hover);
    if (token !== undefined) mark('current', token);
    this.#marks.replaceChildren(...marks);
  }

  // What a person does

  #tokenUnder({ clientX, clientY }: MouseEvent): number | undefined {
    return this.#message && this.#places.tokenAt(clientX, clientY);
  }

  #onClick(event: MouseEvent): void {
    this.#isPressed = false;
    if (getSelection()?.isCollapsed === false) return;
    const token = this.#tokenUnder(event);
    if (token === undefined) return;
    this.#anchor = undefined;
    this.events.onToken(token);
    this.events.onReveal(token, event.ctrlKey || event.metaKey);
  }

  #onFocus(): void {
    // A press of the pointer says itself which token is meant.
    if (this.#isPressed || !this.#message || this.#shownMarks.token !== undefined) return;
    this.events.onToken(firstShown(this.#message.sample));
  }

  #onKey(event: KeyboardEvent): void {
    this.#isPressed = false;
    const { sample } = this.#message ?? {};
    if (!sample || sample.starts.length === 0) return;
    const isControl = event.ctrlKey || event.metaKey;
    if (event.key === 'a' && isControl) {
      getSelection()?.selectAllChildren(this.#body);
      event.preventDefault();
      return;
    }
    const token = this.#shownMarks.token ?? firstShown(sample);
    if (event.key === 'Enter') {
      this.events.onReveal(token, true);
      event.preventDefault();
      return;
    }
    if (event.altKey) return;
    const next = nextToken(event.key, isControl, token, sample, this.#places);
    if (next === undefined) return;
    event.preventDefault();
    if (this.isFolded(next)) return;
    if (event.shiftKey) this.#select((this.#anchor ??= token), next);
    else {
      this.#anchor = undefined;
      getSelection()?.removeAllRanges();
    }
    this.events.onToken(next);
    this.scrollTo(next);
  }

  #select(from: number, to: number): void {
    const { sample } = this.#message!;
    const [first, last] = from <= to ? [from, to] : [to, from];
    const [start, end] = [sample.starts[first]!, sample.starts[last]! + sample.lengths[last]!];
    const [a, b] = [this.#place(start), this.#place(end)];
    getSelection()?.setBaseAndExtent(a.node, a.offset, b.node, b.offset);
  }

  #place(offset: number): { node: Text; offset: number } {
    const index = Math.max(this.#places.first, pieceAt(this.#pieces, offset));
    const { start, end } = this.#pieces[index]!;
    return { node: this.#nodes[index]!, offset: Math.max(0, Math.min(offset, end) - start) };
  }

  /** The exact text goes to the clipboard: a browser would write line breaks as its layout has them. */
  #onCopy(event: ClipboardEvent): void {
    const range = getSelection()?.rangeCount ? getSelection()!.getRangeAt(0) : undefined;
    if (!range || range.collapsed || !this.#message || !event.clipboardData) return;
    const start = this.#offsetOf(range.startContainer, range.startOffset);
    const end = this.#offsetOf(range.endContainer, range.endOffset);
    event.clipboardData.setData('text/plain', this.#message.sample.text.slice(start, end));
    event.preventDefault();
  }

  /** The place in the text of a point of the page. */
  #offsetOf(container: Node, offset: number): number {
    const known = this.#pieceOfNode.get(container);
    if (known !== undefined) return this.#pieces[known]!.start + offset;
    // Before the first text node that does not lie before the point.
    const point = document.createRange();
    point.setStart(container, offset);
    let [low, high] = [this.#places.first, this.#nodes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (point.comparePoint(this.#nodes[middle]!, 0) < 0) low = middle + 1;
      else high = middle;
    }
    return low < this.#pieces.length ? this.#pieces[low]!.start : this.#message!.sample.text.length;
  }
}

/** Do two samples stand in the same places? Another model cuts the same text into other tokens. */
function haveSameTokens(a: HeatSample, b: HeatSample): boolean {
  return (
    a.key === b.key &&
    a.text === b.text &&
    isEqual(a.starts, b.starts) &&
    isEqual(a.lengths, b.lengths) &&
    isEqual(a.segments, b.segments)
  );
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
