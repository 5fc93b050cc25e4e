/** In real files of the chat formats, every place of a lifted sample leads to the text it stands for. */
import { describe, expect, it } from 'vitest';
import { hasData, hintsOf, noData, recordTexts } from '../../support/dataFiles.ts';
import { compareFile, expectedFiles } from '../../support/recognition.ts';
import { liftText, misplaced } from '../../support/samples.ts';

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
const perFile = 25;

describe('the check of places', () => {
  it('tells a place that leads elsewhere, and one that leads nowhere', () => {
    const record = '{"messages":[{"role":"user","content":"Hi"},{"role":"user","content":"Ho"}]}';
    const sample = liftText(record, 'openai');
    expect(misplaced(record, sample)).toEqual([]);
    const turns = sample.turns.map((turn) => ({
      ...turn,
      texts: [{ path: ['messages', 0, 'content'], text: 'Ho' }],
    }));
    expect(misplaced(record, { ...sample, turns: turns.slice(1) })).toEqual([
      'text /messages/0/content: "Hi" instead of "Ho"',
    ]);
    expect(misplaced(record, { ...sample, turns: [], toolsPath: ['tools'] })).toEqual([
      'tools /tools leads nowhere',
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
      for (const place of misplaced(record, liftText(record, format, hintsOf(file))))
        wrong.push(`${i}: ${place}`);
    }
    expect(wrong).toEqual([]);
  });
});
