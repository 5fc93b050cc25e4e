/** Paints what lies behind the text: heat, borders of segments, hatching, what is stale. */
import { middleLevel } from '../../src/core/heat/levels.ts';
import { strengthOf } from '../../src/core/heat/ramps.ts';
import { segmentNames } from '../../src/core/heat/measureTable.ts';
import { t } from '../words.ts';
import type { Heat } from './heat.ts';
import type { PieceBoxes } from './layout.ts';
import type { Look } from './look.ts';

/** What painting needs beside boxes. */
export interface Paint {
  readonly heat: Heat;
  readonly look: Look;
  /** Of each level. */
  readonly colours: readonly string[];
  /** Where the text begins; segments are named left of it where there is room. */
  readonly gutter: number;
  readonly fontSize: number;
}

/** From so wide a gutter on segments are named in it. */
const namedGutter = 60;
/** Bars that stand for colour are so thick at most. */
const thickest = 6;

/** Paints the boxes of a stretch of the text; `top` is where the canvas begins. */
export function paintBoxes(
  context: CanvasRenderingContext2D,
  pieces: readonly PieceBoxes[],
  { heat, look, colours, gutter, fontSize }: Paint,
  top: number,
  height: number,
): void {
  const { levels, kind, message } = heat;
  const { sample } = message;
  const { segments, stale, straddles } = sample;
  let [lineY, lineSegment, labelY] = [NaN, -1, NaN];
  for (const { tokens, boxes, top: from, bottom: to } of pieces) {
    if (to < top || from > top + height) continue;
    for (let i = 0, at = 0; i < tokens.length; i++, at += 4) {
      const y = boxes[at + 1]! - top;
      const high = boxes[at + 3]!;
      if (y + high < -2 || y > height + 2) continue;
      const token = tokens[i]!;
      const x = boxes[at]!;
      // A thin gap shows where one token ends and the next begins.
      const wide = Math.max(1, boxes[at + 2]! - 1);
      const level = levels[token]!;
      if (stale[token]) {
        context.fillStyle = look.stale;
        context.fillRect(x, y, wide, high);
      } else if (level > 0) {
        if (!look.isForced) {
          context.fillStyle = colours[level]!;
          context.fillRect(x, y, wide, high);
        }
        if (look.isContrast) paintBar(context, x, y, wide, high, level, kind, look.foreground);
      }
      if (token < sample.firstSupervised) continue;
      const segment = segments[token]!;
      const colour = look.segments[segment]!;
      if (straddles[token]) paintHatching(context, x, y, wide, high, look.foreground);
      if (colour !== 'transparent' && (y !== lineY || segment !== lineSegment)) {
        context.fillStyle = colour;
        context.fillRect(gutter - 8, y, 3, high);
        [lineY, lineSegment] = [y, segment];
      }
      const isFirst = i === 0 || tokens[i - 1] !== token;
      if (!isFirst || (token > 0 && segments[token - 1] === segment) || colour === 'transparent') continue;
      context.fillStyle = colour;
      context.fillRect(x - 2, y - 1, 2, high + 2);
      if (gutter >= namedGutter && y !== labelY) {
        context.font = `${Math.min(11, fontSize)}px ${look.fontFamily}`;
        context.textAlign = 'right';
        context.textBaseline = 'middle';
        context.fillStyle = look.foreground;
        context.fillText(t(segmentNames[segment]!.name), gutter - 13, y + high / 2, gutter - 15);
        labelY = y;
      }
    }
  }
}

/** A bar below the token as thick as its level is high; above it where a difference is negative. */
function paintBar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  wide: number,
  high: number,
  level: number,
  kind: Heat['kind'],
  colour: string,
): void {
  const strength = strengthOf(level, kind);
  const thick = Math.max(1, Math.round(strength * thickest));
  if (strength === 0) return;
  const isAbove = kind === 'diverging' && level < middleLevel;
  context.fillStyle = colour;
  context.fillRect(
    Math.round(x),
    Math.round(isAbove ? y : y + high - thick),
    Math.max(1, Math.round(wide)),
    thick,
  );
}

/** Slanted lines. */
function paintHatching(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  wide: number,
  high: number,
  colour: string,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, wide, high);
  context.clip();
  context.globalAlpha = 0.35;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let from = x - high; from < x + wide; from += 5) {
    context.moveTo(from, y + high);
    context.lineTo(from + high, y);
  }
  context.stroke();
  context.restore();
}
