/** A share of the mutation bench: damage is found where it was done, and nothing else is said. */
import { describe, expect, test } from 'vitest';
import { createService } from '../../src/core/service.ts';
import { mutate, Tally, type Outcome } from '../bench/mutations/run.ts';
import { dataFiles, exampleFiles, type RecordFile } from '../bench/support/samples.ts';
import { hasData, noData } from '../support/dataFiles.ts';

const service = createService();

function outcomes(files: Iterable<RecordFile>, samplesPerFile: number): { tally: Tally; wrong: string[] } {
  const tally = new Tally();
  const wrong: string[] = [];
  const say = ({ mutation, where }: Outcome, what: string) =>
    wrong.push(`${mutation.kind} in ${where}: ${what}`);
  for (const outcome of mutate(service, files, { seed: 7, samplesPerFile, kindsPerSample: 6 })) {
    tally.add(outcome);
    if (outcome.missed) say(outcome, outcome.missed);
    for (const { code, message } of outcome.extra) say(outcome, `also ${code}: ${message}`);
  }
  return { tally, wrong };
}

describe('damage to samples', () => {
  test('of the rules’ examples is found at its place', () => {
    const { tally, wrong } = outcomes(exampleFiles(service), 10);
    expect(wrong).toEqual([]);
    expect(tally.tried).toBeGreaterThan(100);
  });

  test.skipIf(!hasData)(
    `of the real data is found at its place (${hasData ? 'seeded share' : noData})`,
    () => {
      const { tally, wrong } = outcomes(dataFiles(service), 2);
      expect(wrong).toEqual([]);
      expect(tally.rows.filter(({ tried }) => tried > 0).length).toBeGreaterThan(30);
    },
  );
});
