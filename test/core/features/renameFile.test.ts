/** Which samples of a file mean the same tool, and which tools a search finds. */
import { describe, expect, it } from 'vitest';
import { defineTheSame } from '../../../src/core/features/renameFile.ts';
import { matchesName } from '../../../src/core/features/toolSearch.ts';
import { index } from '../../support/features.ts';
import { formatRecords } from '../../support/formatRecords.ts';

describe('two samples define a tool', () => {
  const text = formatRecords.openai!;
  const same = (other: string) => defineTheSame(index('openai', text), index('openai', other), 'get_weather');

  it('the same way when only words about the tool, other tools or the order of keys differ', () => {
    expect(same(text)).toBe(true);
    expect(same(text.replace('Weather of a city', 'The weather'))).toBe(true);
    expect(same(text.replace('Send a mail', 'Mail'))).toBe(true);
    expect(
      same(
        text.replace(
          '{"type":"string","description":"Name of the city"}',
          '{"description":"Name of the city","type":"string"}',
        ),
      ),
    ).toBe(true);
  });

  it('differently when a parameter differs, or one of them has no definition', () => {
    expect(same(text.replace('"days":{"type":"integer"', '"days":{"type":"number"'))).toBe(false);
    expect(same(text.replace('"required":["city"]', '"required":["city","days"]'))).toBe(false);
    expect(same(text.replace('"name":"get_weather","description"', '"name":"weather","description"'))).toBe(
      false,
    );
  });

  it('the same way when neither does', () => {
    const answers = formatRecords.bfcl!;
    expect(defineTheSame(index('bfcl', answers), index('bfcl', answers), 'get_weather')).toBe(true);
  });
});

describe('a search', () => {
  it('finds names that have its letters in that order', () => {
    for (const query of ['', 'weather', 'gw', 'GetW', 'get we'])
      expect(matchesName('get_weather', query)).toBe(true);
    for (const query of ['wg', 'weatherr', 'x']) expect(matchesName('get_weather', query)).toBe(false);
  });
});
