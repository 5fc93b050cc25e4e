/** Text that comes in pieces gives the parts that the whole text gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createService } from '../../src/core/service.ts';
import { FactTable, moveDown } from '../../src/core/sweep/fileMerge.ts';
import { TextSweep } from '../../src/core/sweep/textSweep.ts';
import type { SweepPart } from '../../src/core/sweep/types.ts';
import { rightRow, unknownFunctionRow, wrongTypeRow } from '../support/toolSamples.ts';

const service = createService();

function sweep(fileName: string, pieces: readonly string[]) {
  const parts: SweepPart[] = [];
  const told: string[] = [];
  const text = new TextSweep(service, { fileName }, {}, {});
  pieces.forEach((piece, i) => {
    for (const swept of text.push(piece, i === pieces.length - 1)) {
      told.push(swept.type === 'opened' ? `opened ${swept.format.id} ${swept.format.container}` : swept.type);
      if (swept.type === 'part') parts.push(swept.part);
    }
  });
  const facts = new FactTable();
  let lines = 0;
  const before: number[] = [];
  const findings = parts.flatMap((part, i) => {
    before.push(lines);
    facts.add(i, part.facts);
    const moved = part.findings.map((finding) => moveDown(finding, lines));
    lines += part.lines;
    return moved;
  });
  const samples = parts.reduce((sum, part) => sum + part.samples, 0);
  return { told, findings, samples, facts: facts.findings((i) => before[i]!, service.rules) };
}

function cutAt(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => text.slice(from, at[i] ?? text.length));
}

describe('text in pieces', () => {
  const rows = [rightRow, wrongTypeRow, unknownFunctionRow, '', '{"query"'];
  const texts = {
    'a.jsonl': `${rows.join('\r\n')}\n${Array.from({ length: 260 }, (_, i) => rows[i % 5]).join('\n')}`,
    'b.json': JSON.stringify([JSON.parse(rightRow), JSON.parse(wrongTypeRow)], undefined, 1),
    'c.json': JSON.stringify(JSON.parse(wrongTypeRow), undefined, 1),
    'd.jsonl': `\uFEFF [\n${rightRow},\n${wrongTypeRow}\n]`,
    'e.jsonl': `\n${JSON.stringify(JSON.parse(wrongTypeRow), undefined, 1)}`,
  };

  it.each(Object.entries(texts))('gives what the whole of %s gives', (name, text) => {
    const whole = sweep(name, [text]);
    expect(whole.told.slice(0, 2)).toEqual([expect.stringMatching(/^opened xlam/), 'part']);
    expect(whole.findings.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        const pieces = sweep(name, cutAt(text, cuts));
        expect(pieces.findings).toEqual(whole.findings);
        expect(pieces.facts).toEqual(whole.facts);
        expect(pieces.samples).toBe(whole.samples);
      }),
      { seed: 11, numRuns: 12 },
    );
  });

  it('tells of an array or an object in a file of lines at its bracket', () => {
    const places = (name: 'd.jsonl' | 'e.jsonl') =>
      sweep(name, [texts[name]])
        .facts.filter((fact) => fact.code === 'record.array-file')
        .map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]);
    expect(places('d.jsonl')).toEqual([[1, 2, 1, 3]]);
    expect(places('e.jsonl')).toEqual([[2, 1, 2, 2]]);
  });

  it('tells what is no data set, and takes an empty file for an empty one', () => {
    expect(sweep('a.json', ['only ', 'words']).told).toEqual(['no-data-set']);
    expect(sweep('a.jsonl', ['']).told).toEqual(['opened plain jsonl']);
  });
});
