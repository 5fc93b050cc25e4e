/** What must hold of completion at any place of any line: real lines of the examples, right and damaged. Seeded. */
import { describe, expect, it } from 'vitest';
import { completeAt } from '../../../src/core/features/completion/complete.ts';
import { hoverAt } from '../../../src/core/features/hover.ts';
import { signatureAt } from '../../../src/core/features/signature.ts';
import { viewRecord } from '../../../src/core/features/view.ts';
import { isObject } from '../../../src/core/json.ts';
import { readRecord } from '../../../src/core/record/record.ts';
import { liftRecord } from '../../../src/core/formats/lift.ts';
import type { FileContext } from '../../../src/core/rules/types.ts';
import { createService } from '../../../src/core/service.ts';
import { createRandom } from '../../bench/support/random.ts';
import { pickFile, readCorpus } from '../../fuzz/corpus.ts';
import { mutateLine } from '../../fuzz/mutateLine.ts';
import { fileContext } from '../../../src/core/check.ts';
import { accepted } from '../../support/completion.ts';
import { formatRecords } from '../../support/formatRecords.ts';

const service = createService();
const { tools } = service.checker;
/** Every 29th place here; all of them with `CALLSMITH_EVERYWHERE=1`. */
const step = process.env['CALLSMITH_EVERYWHERE'] === '1' ? 1 : 29;
const corpus = readCorpus(['examples'], 20, service);

/** One record of each of many formats, each escape depth and call language among them. */
const invented = Object.entries(formatRecords).map(([id, line]) => ({
  name: id,
  file: fileContext(id, 'samples', 'jsonl'),
  lines: [line],
}));

/** How much of the record its format cannot read; -1 when it is no JSON. */
function unreadable(text: string, file: FileContext): number {
  const { value } = readRecord(text);
  if (!isObject(value) || !file.format) return -1;
  return liftRecord(value, file.format, { fileName: file.fileName, folders: file.folders }).sample.unreadable
    .length;
}

describe('completion', () => {
  it('of a right record gives a right one, whatever is accepted', () => {
    expect(corpus.length).toBeGreaterThan(4);
    const wrong: string[] = [];
    let offers = 0;
    for (const { file, lines, name } of [...corpus, ...invented]) {
      const line = lines.find((one) => readRecord(one).state === 'object');
      if (line === undefined) continue;
      const before = unreadable(line, file);
      for (let offset = name.length % step; offset <= line.length; offset += step) {
        const { items } = completeAt(line, offset, file, tools, { isExplicit: true });
        for (const item of items.length > 6 ? [...items.slice(0, 3), ...items.slice(-3)] : items) {
          offers++;
          const after = unreadable(accepted(line, item), file);
          // Another role, or another name for a value that is there, means another reader of it.
          const isRenamed = ['role', 'key', 'word'].includes(item.kind);
          if (after >= 0 && (after <= before || isRenamed)) continue;
          const place = `${line.slice(Math.max(0, offset - 30), offset)}|${line.slice(offset, offset + 20)}`;
          wrong.push(`${name}:${offset} ${place}: ${item.label} → ${item.insertion.plain}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(offers).toBeGreaterThan(5000 / step);
  });

  it('of damaged lines never throws, and what it replaces stays in the line, around the cursor', () => {
    let offers = 0;
    for (let n = 0; n < 100; n++) {
      const random = createRandom(777 ^ (n * 7919));
      const { file, lines } = pickFile(corpus, random);
      const line = mutateLine(random.pick(lines), random.pick(lines), random);
      for (let i = 0; i < 8; i++) {
        const offset = random.below(line.length + 1);
        const { items } = completeAt(line, offset, file, tools, { isExplicit: random.chance(0.5) });
        signatureAt(line, offset, file, tools);
        const view = viewRecord(line, file, tools);
        if (view) hoverAt(view, offset);
        for (const { replaced } of items) {
          offers++;
          const isAround =
            replaced.start >= 0 &&
            replaced.start <= offset &&
            replaced.end >= offset &&
            replaced.end <= line.length;
          if (!isAround) expect.fail(`${n}: ${offset} in ${replaced.start}..${replaced.end} of ${line}`);
        }
      }
    }
    expect(offers).toBeGreaterThan(80);
  });

  it('of a record cut anywhere goes on', () => {
    for (const { file, lines } of corpus) {
      const line = lines[0]!;
      for (let end = 0; end <= line.length; end += 101) completeAt(line.slice(0, end), end, file, tools);
    }
  });
});
