/** Over real files: renaming everything that has a name to a fresh name and back gives the identical bytes. */
import { describe, expect, it } from 'vitest';
import { fileContext } from '../../../src/core/check.ts';
import { type Entity, entityKey, indexSample } from '../../../src/core/features/entities.ts';
import { nameOf, renameEntity, renamed } from '../../../src/core/features/rename.ts';
import { viewRecord } from '../../../src/core/features/view.ts';
import { withEdits } from '../../../src/core/record/edit.ts';
import { createToolCache } from '../../../src/core/schema/toolCache.ts';
import { hasData, hintsOf, noData, recordTexts } from '../../support/dataFiles.ts';
import { compareFile, expectedFiles } from '../../support/recognition.ts';

/** Records and entities looked at in one file: enough for its shapes, few enough for a fast suite. */
const perFile = Number(process.env.CALLSMITH_RENAMES ?? 3);
const perRecord = 4;

const tools = createToolCache({});

describe.skipIf(!hasData)(`renaming in the data files${hasData ? '' : ` (${noData})`}`, () => {
  const files = hasData
    ? expectedFiles()
        .map((row) => [row.file, compareFile(row, undefined).found.vote.format] as const)
        .filter(([, format]) => format !== 'plain')
    : [];

  it('leads back to the identical bytes, nearly always without being refused', () => {
    const wrong: string[] = [];
    let refused = 0;
    let renamedCount = 0;
    for (const [file, format] of files) {
      const { records } = recordTexts(file);
      const context = fileContext(format, 'samples', 'jsonl', hintsOf(file));
      const read = (text: string) => viewRecord(text, context, tools);
      const step = Math.max(1, Math.floor(records.length / perFile));
      for (let i = 0; i < records.length; i += step) {
        const text = records[i]!;
        const view = text.length < 100_000 ? read(text) : undefined;
        if (!view) continue;
        const index = indexSample(view);
        const entities = new Map<string, Entity>(
          index.occurrences
            .filter(({ isShared }) => !isShared)
            .map(({ entity }) => [entityKey(entity), entity]),
        );
        const all = [...entities.values()];
        const every = Math.max(1, Math.floor(all.length / perRecord));
        for (let n = 0; n < all.length; n += every) {
          const entity = all[n]!;
          const fresh = /^API_call_\d+$/.test(nameOf(entity)) ? 'API_call_4321' : 'fresh_name_4321';
          const there = renameEntity(index, entity, fresh, read);
          if (!there.edits) {
            refused++;
            continue;
          }
          renamedCount++;
          const moved = withEdits(text, there.edits);
          const back = renameEntity(indexSample(read(moved)!), renamed(entity, fresh), nameOf(entity), read);
          const result = back.edits ? withEdits(moved, back.edits) : back.refused;
          if (result !== text)
            wrong.push(`${file} record ${i} ${entityKey(entity)}: ${result.slice(0, 200)}`);
        }
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(renamedCount).toBeGreaterThan(500);
    expect(refused / renamedCount).toBeLessThan(0.02);
  }, 120_000);
});
