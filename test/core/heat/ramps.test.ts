/** Ramps: text on them can be read, lightness is in order, and order is seen with every common kind of colour blindness. */
import { describe, expect, it } from 'vitest';
import { levelCount, middleLevel } from '../../../src/core/heat/levels.ts';
import {
  contrastOf,
  cssColour,
  luminanceOf,
  rampOf,
  type Rgb,
  strengthOf,
} from '../../../src/core/heat/ramps.ts';

const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
const kinds = ['sequential', 'diverging'] as const;
const all = themes.flatMap((theme) => kinds.map((kind) => ({ theme, kind, ramp: rampOf(theme, kind) })));

/** What a person without one kind of cones sees, by the matrices of Viénot, Brettel and Mollon (1999) in linear light. */
const blindness: Readonly<Record<string, readonly (readonly number[])[]>> = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

const linear = (part: number) => {
  const value = part / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const seen = (colour: Rgb, matrix: readonly (readonly number[])[]) =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * linear(colour[i]!), 0));

const lightOf = ([red, green, blue]: readonly number[]) => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;

describe.each(all)('the $kind ramp in $theme', ({ theme, kind, ramp }) => {
  const colours = ramp.colours.slice(1);

  it('leaves text on it readable', () => {
    const least = theme.startsWith('high-contrast') ? 7 : 4.5;
    expect(Math.min(...colours.map((colour) => contrastOf(colour, ramp.text)))).toBeGreaterThanOrEqual(least);
  });

  it('rises or falls in lightness all the way from nothing', () => {
    const light = colours.map(luminanceOf);
    const strong = (i: number) => (ramp.text[0] === 255 ? light[i]! : -light[i]!);
    if (kind === 'sequential')
      for (let i = 1; i < levelCount; i++) expect(strong(i)).toBeGreaterThan(strong(i - 1));
    else
      for (let i = 1; i < middleLevel; i++) {
        expect(strong(middleLevel - 1 + i)).toBeGreaterThan(strong(middleLevel - 2 + i));
        expect(strong(middleLevel - 1 - i)).toBeGreaterThan(strong(middleLevel - i));
      }
  });

  it.each(Object.entries(blindness))('keeps its ends apart in %s', (_, matrix) => {
    const [first, last] = [seen(colours[0]!, matrix), seen(colours.at(-1)!, matrix)];
    if (kind === 'sequential') {
      const [one, other] = [lightOf(first) + 0.05, lightOf(last) + 0.05];
      expect(Math.max(one / other, other / one)).toBeGreaterThan(2);
    } else expect(Math.hypot(...first.map((part, i) => part - last[i]!))).toBeGreaterThan(0.2);
  });

  it('has strengths from 0 to 1 for those who see thickness instead', () => {
    const strengths = colours.map((_, i) => strengthOf(i + 1, kind));
    expect(Math.min(...strengths)).toBe(0);
    expect(Math.max(...strengths)).toBe(1);
    expect(strengthOf(0, kind)).toBe(0);
  });
});

it('colours are written as style sheets write them', () => {
  expect(cssColour([0, 10, 255])).toBe('#000aff');
});
