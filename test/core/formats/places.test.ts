/** In real files of the chat formats, every place of a lifted sample leads to the text it stands for. */
import { describe, expect, it } from 'vitest';
import { hasData, hintsOf, noData, recordTexts } from '../../support/dataFiles.ts';
import { compareFile, expectedFiles } from '../../support/recognition.ts';
import { comparePlaces } from '../../support/places.ts';
import { liftText } from '../../support/samples.ts';

const chatFormats = new Set([
  'anthropic',
  'functiongemma',
  'hf',
  'llamafactory',
  'llamafactory-v1',
  'mcp',
  'ms-swift',
  'openai',
  'openai-responses',
  'tools',
]);

/** Records looked at in one file: enough for each shape in it, few enough for a fast suite. */
const perFile = 10;

describe('the check of places', () => {
  it('tells a place that leads elsewhere, and one that leads nowhere', () => {
    const record = '{"messages":[{"role":"user","content":"Hi"},{"role":"user","content":"Ho"}]}';
    const sample = liftText(record, 'openai');
    expect(comparePlaces(record, sample).wrong).toEqual([]);
    const turns = sample.turns.map((turn) => ({
      ...turn,
      texts: [{ path: ['messages', 0, 'content'], text: 'Ho' }],
    }));
    expect(comparePlaces(record, { ...sample, turns: turns.slice(1) }).wrong).toEqual([
      'text at /messages/0/content: "Hi" is not "Ho"',
    ]);
    expect(comparePlaces(record, { ...sample, turns: [], tools: [], toolsPath: ['tools'] }).wrong).toEqual([
      'tools at /tools is not found',
    ]);
  });
});

describe.skipIf(!hasData)(`places in the data files${hasData ? '' : ` (${noData})`}`, () => {
  const files = hasData
    ? expectedFiles()
        .map((row) => [row.file, compareFile(row, undefined).found.vote.format] as const)
        .filter(([, format]) => chatFormats.has(format))
    : [];

  it.each(files)('%s (%s)', (file, format) => {
    const wrong: string[] = [];
    const { records } = recordTexts(file);
    const step = Math.max(1, Math.floor(records.length / perFile));
    for (let i = 0; i < records.length; i += step) {
      const record = records[i]!;
      if (!record.startsWith('{')) continue;
      for (const place of comparePlaces(record, liftText(record, format, hintsOf(file))).wrong)
        wrong.push(`${i}: ${place}`);
    }
    expect(wrong).toEqual([]);
  });
});
