/**
 * Colours of the steps, for text on top of them. Lightness rises or falls all the way, so that order is seen without seeing
 * hue, and the hues of diverging ramps are blue and orange, which no common colour blindness mixes up. The well-known ramps
 * run from almost black to almost white, where no one colour of text can be read on all of them; these keep within what
 * white text (dark themes) and black text (light ones) can be read on with a contrast of 4.5 : 1, 7 : 1 in high contrast.
 */
import { levelCount, middleLevel } from './levels.ts';

export type HeatTheme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** From 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour in OKLCH: lightness 0 to 1, chroma, hue in degrees. */
type Lch = readonly [lightness: number, chroma: number, hue: number];
/** The same with two axes of hue. */
type Lab = readonly [lightness: number, a: number, b: number];

export interface HeatRamp {
  /** Colour of each level; the first, of level 0, is never drawn. */
  readonly colours: readonly Rgb[];
  /** Colour of the text on them. */
  readonly text: Rgb;
}

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** Points that a ramp goes through; between them it is straight in OKLab. */
const anchors: Readonly<
  Record<
    HeatTheme,
    { readonly text: Rgb; readonly sequential: readonly Lch[]; readonly diverging: readonly Lch[] }
  >
> = {
  dark: {
    text: white,
    sequential: [
      [0.29, 0.055, 290],
      [0.4, 0.13, 335],
      [0.485, 0.155, 375],
      [0.555, 0.125, 415],
    ],
    diverging: [
      [0.55, 0.13, 250],
      [0.42, 0.1, 252],
      [0.29, 0.008, 250],
      [0.42, 0.09, 50],
      [0.555, 0.125, 55],
    ],
  },
  light: {
    text: black,
    sequential: [
      [0.965, 0.035, 100],
      [0.86, 0.11, 80],
      [0.72, 0.15, 50],
      [0.6, 0.16, 20],
    ],
    diverging: [
      [0.6, 0.12, 250],
      [0.78, 0.09, 245],
      [0.96, 0.006, 250],
      [0.8, 0.11, 65],
      [0.64, 0.15, 45],
    ],
  },
  'high-contrast': {
    text: white,
    sequential: [
      [0.2, 0.03, 290],
      [0.3, 0.1, 335],
      [0.38, 0.13, 375],
      [0.445, 0.1, 415],
    ],
    diverging: [
      [0.44, 0.11, 250],
      [0.32, 0.08, 252],
      [0.18, 0, 250],
      [0.32, 0.07, 50],
      [0.445, 0.1, 55],
    ],
  },
  'high-contrast-light': {
    text: black,
    sequential: [
      [0.98, 0.02, 100],
      [0.9, 0.08, 85],
      [0.8, 0.13, 65],
      [0.71, 0.14, 40],
    ],
    diverging: [
      [0.7, 0.1, 248],
      [0.84, 0.07, 245],
      [0.98, 0, 250],
      [0.86, 0.08, 70],
      [0.72, 0.13, 50],
    ],
  },
};

const made = new Map<string, HeatRamp>();

/** The ramp of a theme. */
export function rampOf(theme: HeatTheme, kind: 'sequential' | 'diverging'): HeatRamp {
  const name = `${theme} ${kind}`;
  const known = made.get(name);
  if (known) return known;
  const { text, [kind]: points } = anchors[theme];
  const colours: Rgb[] = [text === white ? black : white];
  for (let level = 1; level <= levelCount; level++)
    colours.push(toRgb(between(points, (level - 1) / (levelCount - 1))));
  const ramp = { colours, text };
  made.set(name, ramp);
  return ramp;
}

/** How strong a level is, 0 to 1: what is drawn as thickness where colours are not seen. */
export function strengthOf(level: number, kind: 'sequential' | 'diverging'): number {
  if (level === 0) return 0;
  if (kind === 'sequential') return (level - 1) / (levelCount - 1);
  return Math.abs(level - middleLevel) / (middleLevel - 1);
}

export function cssColour([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function between(points: readonly Lch[], position: number): Lab {
  const place = position * (points.length - 1);
  const index = Math.min(points.length - 2, Math.floor(place));
  const [from, to, part] = [toLab(points[index]!), toLab(points[index + 1]!), place - index];
  return [0, 1, 2].map((i) => from[i]! + (to[i]! - from[i]!) * part) as unknown as Lab;
}

function toLab([lightness, chroma, hue]: Lch): Lab {
  const radians = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(radians), chroma * Math.sin(radians)];
}

/** OKLab to sRGB by the published matrices; chroma is taken back until the colour exists. */
function toRgb([lightness, a, b]: Lab): Rgb {
  for (let part = 1; ; part -= 0.02) {
    const linear = linearRgb(lightness, a * part, b * part);
    if (part <= 0 || linear.every((value) => value >= -1e-4 && value <= 1 + 1e-4))
      return linear.map((value) => Math.round(255 * encoded(value))) as unknown as Rgb;
  }
}

function linearRgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function encoded(linear: number): number {
  const value = Math.max(0, Math.min(1, linear));
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** Relative luminance, as WCAG 2 defines it. */
export function luminanceOf(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [low, high] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
