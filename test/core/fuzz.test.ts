/** A seeded share of `npm run fuzz`: damaged lines of the examples, in every format. */
import { expect, it } from 'vitest';
import { createService } from '../../src/core/service.ts';
import { createRandom } from '../bench/support/random.ts';
import { pickFile, readCorpus } from '../fuzz/corpus.ts';
import { examineLine } from '../fuzz/examineLine.ts';
import { mutateLine } from '../fuzz/mutateLine.ts';

it('damaged lines never crash the check, and no range leaves its line', () => {
  const service = createService();
  const corpus = readCorpus(['examples'], 50, service);
  expect(corpus.length).toBeGreaterThan(4);
  let problems = 0;
  for (let n = 0; n < 8000; n++) {
    const random = createRandom(20252 ^ n);
    const source = pickFile(corpus, random);
    const line = mutateLine(random.pick(source.lines), random.pick(pickFile(corpus, random).lines), random);
    const examined = examineLine(line, source.file, service, random);
    expect({ n, line, faults: examined.faults }).toEqual({ n, line, faults: [] });
    problems += examined.problems;
  }
  // Damage that nobody finds would be no test.
  expect(problems).toBeGreaterThan(4000);
});
