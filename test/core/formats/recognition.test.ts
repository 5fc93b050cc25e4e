/**
 * Every file of the data is recognised as expected.csv says, an expectation that was made without this code; where we
 * say otherwise, docs/recognition.notes.json gives the outcome and the reason, and docs/recognition.md shows both.
 */
import { describe, expect, it } from 'vitest';
import { compareFile, expectedFiles, hasData, noData, noteOf, readNotes } from '../../support/recognition.ts';

const advice =
  'Either recognition broke (src/core/formats), or the data grew: then add the reason to docs/recognition.notes.json ' +
  'and run `npm run recognition`.';

describe.skipIf(!hasData)(`recognition of the data files${hasData ? '' : ` (${noData})`}`, () => {
  const notes = hasData ? readNotes() : [];
  const files = hasData ? expectedFiles() : [];
  const sources = [...new Set(files.map((row) => row.file.split('/')[0]!))];

  it.each(sources)('%s', (source) => {
    const wrong: string[] = [];
    for (const row of files) {
      if (!row.file.startsWith(`${source}/`)) continue;
      const { differences } = compareFile(row, noteOf(row.file, notes));
      if (differences.length > 0) wrong.push(`${row.file}: ${differences.join(', ')}`);
    }
    expect(wrong, advice).toEqual([]);
  });

  it('has a note only for what differs', () => {
    const idle = notes.filter((note) => {
      const covered = files.filter((row) => row.file.startsWith(note.files));
      return covered.every((row) => compareFile(row, undefined).differences.length === 0);
    });
    expect(idle.map((note) => note.files)).toEqual([]);
  });
});
