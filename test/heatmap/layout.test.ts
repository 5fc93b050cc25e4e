/** Where tokens stand: pieces of text, places, lines, tiles. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstTokenAfter,
  foldedLines,
  pieceAt,
  type PieceBoxes,
  piecesOf,
  tilesAtOnce,
  tilesInSight,
  tokenAt,
  tokenOnNextLine,
  unitsInPiece,
} from '../../webview/heatmap/layout.ts';
import { smallSample } from '../support/heatSample.ts';

const sample = smallSample([
  ['Q\n', 0],
  ['one', 1],
  [' two', 1],
  ['\n\n', 1],
  ['f(x)', 2],
]);

describe('pieces', () => {
  it('are the lines of a text', () => {
    expect(
      piecesOf(sample).map(({ start, end, isBroken }) => [sample.text.slice(start, end), isBroken]),
    ).toEqual([
      ['Q', true],
      ['one two', true],
      ['', true],
      ['f(x)', false],
    ]);
    expect(piecesOf(smallSample([]))).toEqual([{ start: 0, end: 0, line: 0, isBroken: false }]);
  });

  it('of any text are short, whole, and never cut a character', () => {
    const token = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constant('\n'),
      fc.constant('😀'.repeat(300)),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), fc.boolean(), (texts, isOneToken) => {
        const one = smallSample(isOneToken ? [[texts.join(''), 1]] : texts.map((text) => [text, 1] as const));
        const pieces = piecesOf(one);
        const back = pieces.map(
          ({ start, end, isBroken }) => one.text.slice(start, end) + (isBroken ? '\n' : ''),
        );
        expect(back.join('')).toBe(one.text);
        for (const { start, end } of pieces) {
          expect(end - start).toBeLessThanOrEqual(unitsInPiece);
          expect(one.text.slice(start, end)).not.toMatch(/\p{Surrogate}/u);
        }
        for (let offset = 0; offset <= one.text.length; offset += 7) {
          const { start, end } = pieces[pieceAt(pieces, offset)]!;
          expect(offset >= start && offset <= end).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('above the question may be folded away where there are enough', () => {
    const long = smallSample([
      ['a\n'.repeat(20), 0],
      ['b', 1],
    ]);
    expect(foldedLines(long, piecesOf(long))).toBe(17);
    expect(foldedLines(sample, piecesOf(sample))).toBe(0);
    const untrained = smallSample([['a\n'.repeat(20), 0]]);
    expect(foldedLines(untrained, piecesOf(untrained))).toBe(0);
  });
});

describe('tokens', () => {
  it('are found by places', () => {
    expect([0, 1, 2, 4, 5, 9, 10, 11, 14, 15].map((offset) => tokenAt(sample, offset))).toEqual([
      0,
      0,
      1,
      1,
      2,
      3,
      3,
      4,
      4,
      undefined,
    ]);
    expect(firstTokenAfter(sample, 100)).toBe(5);
  });

  const line = (
    y: number,
    tokens: readonly (readonly [token: number, x: number, width: number])[],
  ): PieceBoxes => ({
    tokens: Uint32Array.from(tokens, ([token]) => token),
    boxes: Float32Array.from(tokens.flatMap(([, x, width]) => [x, y, width, 16])),
    top: y,
    bottom: y + 16,
  });
  const lines = [
    line(0, [
      [0, 0, 50],
      [1, 50, 50],
    ]),
    line(24, [[2, 0, 30]]),
    line(48, [
      [3, 0, 20],
      [4, 20, 20],
      [5, 40, 60],
    ]),
  ];

  it('above and below are the nearest ones of the next line', () => {
    const at = (x: number, y: number) => ({ x, y, height: 16 });
    expect(tokenOnNextLine(lines, at(75, 0), 1)).toBe(2);
    expect(tokenOnNextLine(lines, at(15, 24), 1)).toBe(3);
    expect(tokenOnNextLine(lines, at(75, 48), -1)).toBe(2);
    expect(tokenOnNextLine(lines, at(75, 24), -1)).toBe(1);
    expect(tokenOnNextLine(lines, at(75, 0), -1)).toBeUndefined();
    expect(tokenOnNextLine(lines, at(75, 48), 1)).toBeUndefined();
  });
});

describe('tiles', () => {
  it('are those in sight and their neighbours', () => {
    expect(tilesInSight(0, 500, 10_000)).toEqual([0, 1, 2]);
    expect(tilesInSight(2300, 500, 10_000)).toEqual([4, 5, 6]);
    expect(tilesInSight(9500, 500, 10_000)).toEqual([18, 19]);
    expect(tilesInSight(0, 500, 300)).toEqual([0]);
    expect(tilesInSight(0, 0, 300)).toEqual([]);
  });

  it('always cover what is in sight', () => {
    fc.assert(
      fc.property(
        fc.nat(50_000),
        fc.integer({ min: 100, max: 1200 }),
        fc.nat(60_000),
        (scrollTop, tile, height) => {
          const top = Math.min(scrollTop, Math.max(0, height - tile));
          const tiles = tilesInSight(top, tile, height);
          expect(tiles.length).toBeLessThanOrEqual(tilesAtOnce);
          for (const y of [top, top + tile / 2, Math.min(top + tile, height) - 1])
            if (y >= 0) expect(tiles).toContain(Math.floor(y / tile));
        },
      ),
    );
  });
});
