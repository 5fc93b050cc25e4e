/** Where tokens stand: in the text, on lines, on tiles. Pure; what a browser must measure comes in as boxes. */
import type { HeatSample } from '../../src/core/heat/heatSample.ts';

/** A stretch of the text that is one text node: a line, or a part of a long one. Half-open, without the line break. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Index of its line. */
  readonly line: number;
  /** It is the last of its line, and a line break follows it. */
  readonly isBroken: boolean;
}

/** Text nodes stay short, because a browser measures within one by going through it. */
export const unitsInPiece = 1500;

/** Cuts a text at line breaks, and long lines where tokens begin. */
export function piecesOf({ text, starts }: Pick<HeatSample, 'text' | 'starts'>): Piece[] {
  const pieces: Piece[] = [];
  let token = 0;
  for (let from = 0, line = 0; from <= text.length; line++) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    let start = from;
    while (end - start > unitsInPiece) {
      while (token < starts.length && starts[token]! <= start + unitsInPiece) token++;
      let cut = token > 0 ? starts[token - 1]! : start;
      if (cut <= start) cut = start + unitsInPiece;
      if (cut >= end) break;
      if (isLowSurrogate(text.charCodeAt(cut))) cut--;
      pieces.push({ start, end: cut, line, isBroken: false });
      start = cut;
    }
    pieces.push({ start, end, line, isBroken: found >= 0 });
    from = end + 1;
    if (found < 0) break;
  }
  return pieces;
}

const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/** The piece that a place lies in; a line break belongs to the piece before it. */
export function pieceAt(pieces: readonly Piece[], offset: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Index of the first token that ends behind a place. */
export function firstTokenAfter({ starts, lengths }: HeatSample, offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! + lengths[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The token at a place of the text; `undefined` in a gap. */
export function tokenAt(sample: HeatSample, offset: number): number | undefined {
  const token = firstTokenAfter(sample, offset);
  return token < sample.starts.length && sample.starts[token]! <= offset ? token : undefined;
}

/** The first token that is trained; the first of all where none is. */
export function firstShown({ firstSupervised, starts }: HeatSample): number {
  return Math.min(firstSupervised, Math.max(0, starts.length - 1));
}

/** Lines before the first trained token that are folded away; a few above it stay, for the question is there. */
export function foldedLines(sample: HeatSample, pieces: readonly Piece[]): number {
  const linesKept = 3;
  const leastFolded = 4;
  if (sample.starts.length === 0 || sample.firstSupervised >= sample.starts.length) return 0;
  const { line } = pieces[pieceAt(pieces, sample.starts[firstShown(sample)]!)]!;
  const folded = line - linesKept;
  return folded >= leastFolded ? folded : 0;
}

/** Boxes of tokens in one piece, relative to the text's upper left corner. A token may have several, or none. */
export interface PieceBoxes {
  /** Token of each box, rising. */
  readonly tokens: Uint32Array;
  /** x, y, width, height of each. */
  readonly boxes: Float32Array;
  readonly top: number;
  readonly bottom: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function boxOf({ boxes }: PieceBoxes, index: number): Box {
  const at = 4 * index;
  return { x: boxes[at]!, y: boxes[at + 1]!, width: boxes[at + 2]!, height: boxes[at + 3]! };
}

/** A token on the line above or below that lies nearest to a horizontal place, among boxes in reading order. */
export function tokenOnNextLine(
  all: readonly PieceBoxes[],
  from: Omit<Box, 'width'>,
  direction: 1 | -1,
): number | undefined {
  let lineY: number | undefined;
  let best: { token: number; distance: number } | undefined;
  const take = (piece: PieceBoxes, i: number): boolean => {
    const box = boxOf(piece, i);
    const middle = box.y + box.height / 2;
    const moved = (middle - (from.y + from.height / 2)) * direction;
    if (moved < from.height / 2) return true;
    lineY ??= middle;
    if (Math.abs(middle - lineY) > from.height / 2) return false;
    const distance =
      from.x < box.x ? box.x - from.x : from.x > box.x + box.width ? from.x - box.x - box.width : 0;
    if (!best || distance < best.distance) best = { token: piece.tokens[i]!, distance };
    return true;
  };
  for (const piece of direction > 0 ? all : all.toReversed()) {
    const count = piece.tokens.length;
    for (let k = 0; k < count; k++) if (!take(piece, direction > 0 ? k : count - 1 - k)) return best?.token;
  }
  return best?.token;
}

/** Tiles (of one viewport's height each) that must be painted: those in sight, and the nearer one of their neighbours. */
export function tilesInSight(scrollTop: number, tileHeight: number, height: number): number[] {
  if (tileHeight <= 0) return [];
  const place = scrollTop / tileHeight;
  const first = Math.max(0, Math.floor(place) - (place % 1 < 0.5 ? 1 : 0));
  const last = Math.min(Math.max(0, Math.ceil(height / tileHeight) - 1), first + tilesAtOnce - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** Two may be in sight, and the one that comes next. */
export const tilesAtOnce = 3;
