/** Where the keys of the keyboard lead in a text: token by token, line by line, segment by segment. */
import type { HeatSample } from '../../src/core/heat/heatSample.ts';
import { boxOf, firstTokenAfter, pieceAt, type PieceBoxes, tokenOnNextLine } from './layout.ts';
import type { TextPlaces } from './textPlaces.ts';

/** The token that a key leads to from another; `undefined` where the key means something else. */
export function nextToken(
  key: string,
  isControl: boolean,
  token: number,
  sample: HeatSample,
  places: TextPlaces,
): number | undefined {
  const last = sample.starts.length - 1;
  switch (key) {
    case 'ArrowRight':
      return isControl ? nextSegment(sample, token, 1) : Math.min(last, token + 1);
    case 'ArrowLeft':
      return isControl ? nextSegment(sample, token, -1) : Math.max(0, token - 1);
    case 'ArrowDown':
      return isControl ? undefined : onNextLine(sample, places, token, 1);
    case 'ArrowUp':
      return isControl ? undefined : onNextLine(sample, places, token, -1);
    case 'Home':
      return isControl
        ? firstTokenAfter(sample, places.pieces[places.first]!.start)
        : lineEnd(sample, places, token, -1);
    case 'End':
      return isControl ? last : lineEnd(sample, places, token, 1);
    default:
      return undefined;
  }
}

/** The first token of the next segment, or of this one or the one before. */
function nextSegment({ segments }: HeatSample, token: number, direction: 1 | -1): number {
  let i = token;
  if (direction > 0) {
    while (i < segments.length - 1 && segments[i + 1] === segments[token]) i++;
    return Math.min(segments.length - 1, i + 1);
  }
  i = Math.max(0, i - 1);
  while (i > 0 && segments[i - 1] === segments[i]) i--;
  return i;
}

function onNextLine(
  sample: HeatSample,
  places: TextPlaces,
  token: number,
  direction: 1 | -1,
): number | undefined {
  const box = direction > 0 ? places.boxesOf(token).at(-1) : places.boxesOf(token)[0];
  if (!box) return Math.max(0, token + direction);
  const at = pieceAt(places.pieces, sample.starts[token]!);
  const reach = 12;
  const pieces: PieceBoxes[] = [];
  const first = direction > 0 ? at : Math.max(places.first, at - reach);
  const last = direction > 0 ? Math.min(places.pieces.length - 1, at + reach) : at;
  for (let i = first; i <= last; i++) pieces.push(places.of(i));
  return tokenOnNextLine(pieces, { ...box, x: box.x + box.width / 2 }, direction) ?? token;
}

function lineEnd(sample: HeatSample, places: TextPlaces, token: number, direction: 1 | -1): number {
  const box = direction > 0 ? places.boxesOf(token).at(-1) : places.boxesOf(token)[0];
  if (!box) return token;
  const piece = places.of(pieceAt(places.pieces, sample.starts[token]!));
  let found = token;
  piece.tokens.forEach((one, i) => {
    const other = boxOf(piece, i);
    if (Math.abs(other.y - box.y) < box.height / 2)
      found = direction > 0 ? Math.max(found, one) : Math.min(found, one);
  });
  return found;
}
