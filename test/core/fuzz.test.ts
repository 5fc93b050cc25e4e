/** A share of the fuzz run (`npm run fuzz` does a million lines): damaged lines crash nothing and keep places inside. */
import { expect, test } from 'vitest';
import { createService } from '../../src/core/service.ts';
import { probe } from '../fuzz/probe.ts';
import { fuzzFiles, fuzzLine } from '../fuzz/source.ts';

test('20,000 damaged lines', () => {
  const service = createService();
  const files = fuzzFiles(service, 8);
  const wrong: string[] = [];
  for (let number = 0; number < 20_000 && wrong.length < 5; number++) {
    const { text, file, random } = fuzzLine(files, 20, number);
    // No clock: a timing never decides a test.
    const what = probe(service, text, file.context, random, () => 0);
    if (what) wrong.push(`${number} (${file.name}): ${what}\n${text.slice(0, 500)}`);
  }
  expect(wrong).toEqual([]);
});
