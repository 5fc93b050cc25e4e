/** The heat as a picture: lines of fixed columns with boxes behind them, written as SVG or drawn on a canvas. */
import { levelCount } from '../../src/core/heat/levels.ts';
import { cssColour, type HeatTheme, rampOf, type Rgb } from '../../src/core/heat/ramps.ts';
import { valueText } from '../../src/core/heat/valueText.ts';
import type { Heat } from './heat.ts';
import { firstTokenAfter } from './layout.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What is shown, in words. */
  readonly subtitle: string;
  readonly lines: readonly PictureLine[];
  readonly low: string;
  readonly high: string;
  readonly theme: HeatTheme;
  readonly kind: Heat['kind'];
  /** Told below where the text is longer than a picture may be. */
  readonly rest: string | undefined;
}

interface PictureLine {
  readonly text: string;
  readonly y: number;
  readonly boxes: readonly PictureBox[];
}

interface PictureBox {
  readonly x: number;
  readonly width: number;
  /** 0 where the token is stale. */
  readonly level: number;
}

const columnsInLine = 110;
const charWidth = 7.5;
const lineHeight = 20;
const margin = 16;
const headHeight = 92;
/** Canvases end at 16,384 dots, and a picture is drawn at double size: a PNG has no more lines. */
export const mostLinesOfPng = 380;
const fontSize = 12.5;
const mono = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

export interface PictureOptions {
  readonly theme: HeatTheme;
  readonly title: string;
  readonly subtitle: string;
  /** Lines after which it ends. */
  readonly mostLines: number;
  /** Where the text begins to be shown. */
  readonly from: number;
  /** Words on lines that are left out. */
  rest(lines: number): string;
}

export function pictureOf(
  heat: Heat,
  { theme, title, subtitle, mostLines, from, rest }: PictureOptions,
): Picture {
  const { domain, measure, minus, kind, message } = heat;
  const rows = rowsOf(message.sample.text, from);
  const lines = rows.slice(0, mostLines).map(([start, end], i): PictureLine => ({
    text: message.sample.text.slice(start, end),
    y: headHeight + i * lineHeight,
    boxes: boxesOf(heat, start, end),
  }));
  const left = rows.length - lines.length;
  const text = (value: number) => valueText(measure.id, value, minus !== undefined);
  return {
    width: 2 * margin + columnsInLine * charWidth,
    height: headHeight + (lines.length + (left > 0 ? 1 : 0)) * lineHeight + margin,
    title,
    subtitle,
    lines,
    low: text(domain.low),
    high: text(domain.high),
    theme,
    kind,
    rest: left > 0 ? rest(left) : undefined,
  };
}

/** Places of a text's rows: lines, and parts of them that fit. */
function rowsOf(text: string, from: number): [start: number, end: number][] {
  const rows: [number, number][] = [];
  for (let start = from; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    let at = start;
    do {
      const stop = fitting(text, at, end);
      rows.push([at, stop]);
      at = stop;
    } while (at < end);
    start = end + 1;
  }
  return rows;
}

function fitting(text: string, start: number, end: number): number {
  let columns = 0;
  let stop = start;
  while (stop < end) {
    const point = text.codePointAt(stop)!;
    columns += isWide(point) ? 2 : 1;
    if (columns > columnsInLine) break;
    stop += point > 0xffff ? 2 : 1;
  }
  return stop;
}

function boxesOf({ message, levels }: Heat, start: number, end: number): PictureBox[] {
  const { sample } = message;
  const boxes: PictureBox[] = [];
  let [at, column] = [start, 0];
  for (let token = firstTokenAfter(sample, start); token < sample.starts.length; token++) {
    const first = Math.max(start, sample.starts[token]!);
    const last = Math.min(end, sample.starts[token]! + sample.lengths[token]!);
    if (first >= end) break;
    if (last <= at) continue;
    column += columnsOf(sample.text.slice(at, Math.max(at, first)));
    const wide = columnsOf(sample.text.slice(Math.max(at, first), last));
    const isStale = sample.stale[token] === 1;
    if (levels[token]! > 0 || isStale)
      boxes.push({
        x: margin + column * charWidth,
        width: wide * charWidth - 1,
        level: isStale ? 0 : levels[token]!,
      });
    column += wide;
    at = last;
  }
  return boxes;
}

function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += isWide(letter.codePointAt(0)!) ? 2 : 1;
  return columns;
}

/** Letters of East Asia, and pictures, take two columns. */
function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}

const papers: Readonly<Record<HeatTheme, Rgb>> = {
  dark: [31, 31, 31],
  light: [255, 255, 255],
  'high-contrast': [0, 0, 0],
  'high-contrast-light': [255, 255, 255],
};
const staleGrey = '#808080';

/** Both ways of drawing go through this. */
interface Pen {
  box(x: number, y: number, width: number, height: number, colour: string): void;
  text(text: string, x: number, y: number, size: number, isMono: boolean): void;
}

function draw(picture: Picture, pen: Pen): void {
  const { theme, kind } = picture;
  const { colours } = rampOf(theme, kind);
  pen.box(0, 0, picture.width, picture.height, cssColour(papers[theme]));
  pen.text(picture.title, margin, 26, 16, false);
  pen.text(picture.subtitle, margin, 46, 12, false);
  const step = 8;
  for (let level = 1; level <= levelCount; level++)
    pen.box(margin + (level - 1) * step, 56, step + 0.5, 10, cssColour(colours[level]!));
  pen.text(`${picture.low}  …  ${picture.high}`, margin + levelCount * step + 10, 65, 11, false);
  for (const { text, y, boxes } of picture.lines) {
    for (const { x, width, level } of boxes)
      pen.box(x, y, width, lineHeight - 3, level === 0 ? staleGrey : cssColour(colours[level]!));
    if (text !== '') pen.text(text, margin, y + 13, fontSize, true);
  }
  if (picture.rest !== undefined)
    pen.text(picture.rest, margin, headHeight + picture.lines.length * lineHeight + 14, 12, false);
}

export function toSvg(picture: Picture): string {
  const parts: string[] = [];
  const ink = cssColour(rampOf(picture.theme, picture.kind).text);
  const number = (value: number) => String(Math.round(value * 100) / 100);
  draw(picture, {
    box(x, y, width, height, colour) {
      parts.push(
        `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${colour}"/>`,
      );
    },
    text(text, x, y, size, isMono) {
      // Every row is as wide as its columns, whatever font is found.
      const wide = isMono
        ? ` textLength="${number(columnsOf(text) * charWidth)}" lengthAdjust="spacingAndGlyphs"`
        : '';
      parts.push(
        `<text x="${number(x)}" y="${number(y)}" font-size="${size}" class="${isMono ? 'm' : 's'}"${wide} xml:space="preserve">${escaped(text)}</text>`,
      );
    },
  });
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(picture.title)}</title>`,
    `<style>text{fill:${ink}}.m{font-family:${mono.replaceAll('"', "'")};white-space:pre}.s{font-family:sans-serif}</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** What XML does not take at all is shown as a replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Draws at double size. */
export function drawPicture(picture: Picture, canvas: HTMLCanvasElement): void {
  const scale = 2;
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  const ink = cssColour(rampOf(picture.theme, picture.kind).text);
  draw(picture, {
    box(x, y, width, height, colour) {
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
    },
    text(text, x, y, size, isMono) {
      context.fillStyle = ink;
      context.font = `${size}px ${isMono ? mono : 'sans-serif'}`;
      if (!isMono) return context.fillText(text, x, y);
      let column = 0;
      for (const letter of text) {
        if (letter !== ' ') context.fillText(letter, x + column * charWidth, y);
        column += isWide(letter.codePointAt(0)!) ? 2 : 1;
      }
    },
  });
}
