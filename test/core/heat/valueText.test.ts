import { describe, expect, it } from 'vitest';
import { numberText, percentText, valueText } from '../../../src/core/heat/valueText.ts';

describe('a value is written', () => {
  it.each([
    [0, '0'],
    [0.3, '0.3'],
    [0.305, '0.3'],
    [0.0512, '0.051'],
    [0.00214, '0.0021'],
    [0.000001, '1.0e-6'],
    [1, '1'],
    [3.686, '3.69'],
    [12.34, '12.3'],
    [1234.5, '1235'],
    [NaN, '–'],
  ])('%s as %s', (value, text) => expect(numberText(value)).toBe(text));

  it('by its measure', () => {
    expect(percentText(0.305)).toBe('30.5 %');
    expect(valueText('weight', 0.0021)).toBe('0.21 %');
    expect(valueText('ratio', 3.686)).toBe('×3.69');
    expect(valueText('loss', 0.12)).toBe('0.12');
    expect(valueText('loss', -0.12, true)).toBe('−0.12');
    expect(valueText('loss', 0.12, true)).toBe('+0.12');
    expect(valueText('ratio', -1.5, true)).toBe('−1.5');
    expect(valueText('share', NaN)).toBe('–');
  });
});
