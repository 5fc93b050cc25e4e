/**
 * Every place that lifting gives leads to the text it stands for, over real files. Needs the data folder (CALLSMITH_DATA,
 * default ../shared/data); without it the small fixtures of the other tests stand alone.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectContainer, splitRecords } from '../../../src/core/container.ts';
import { formatById, formats } from '../../../src/core/formats/index.ts';
import { canLift } from '../../../src/core/formats/lift.ts';
import { vote } from '../../../src/core/formats/vote.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import { checkPlaces } from '../../support/places.ts';

const data = process.env.CALLSMITH_DATA ?? '../shared/data';
/** Folders whose formats are lifted here; a few records of each file. */
const folders = [
  'acebench',
  'apibank',
  'bfcl',
  'hammer',
  'nestful',
  'quoted',
  'rotbench',
  'sealtools',
  'toolbench',
  'toolrl',
];
const recordsPerFile = Number(process.env.CALLSMITH_PLACES ?? 12);

function* dataFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* dataFiles(path);
    else if (/\.jsonl?$/.test(entry.name)) yield path;
  }
}

describe.skipIf(!existsSync(data))('places of lifted samples in real files', () => {
  test.each(folders)('%s', (folder) => {
    const wrong: string[] = [];
    let compared = 0;
    for (const file of dataFiles(join(data, folder))) {
      const text = readFileSync(file, 'utf8');
      const { container } = detectContainer(text.slice(0, 1 << 20), text.length <= 1 << 20, file);
      if (!container) continue;
      const records = splitRecords(text, container).map((span) => text.slice(span.start, span.end));
      const hints = { fileName: basename(file), folders: dirname(file).split('/').reverse() };
      const values = records.slice(0, 200).map((record) => readRecord(record).value);
      const format = formatById(vote(values, formats, hints).format);
      if (!format) continue;
      const step = Math.max(1, Math.floor(records.length / recordsPerFile));
      for (let i = 0; i < records.length; i += step) {
        if (!canLift(readRecord(records[i]!).value, format)) continue;
        const report = checkPlaces(records[i]!, format, hints);
        compared += report.compared;
        for (const line of report.wrong)
          wrong.push(`${relative(data, file)} record ${i} (${format.id}): ${line}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });
});
