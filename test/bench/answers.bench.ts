/**
 * Answers judged per second on one thread, decoding included: the Python answers of test/suites/bfcl-answers. First all
 * verdicts of the profile bfcl are proven to be the official ones.
 *
 *   npm run bench -- answers
 */
import { judge } from '../../src/core/check/evaluate.ts';
import { bfclProfile, fairProfile } from '../../src/core/check/profiles.ts';
import { readCases } from '../support/answerCases.ts';

const rounds = 40;
const cases = readCases().filter(
  ({ case: { language, output } }) => language === 'python' && 'text' in output && output.format === 'python',
);
for (const { case: one, errorType } of cases) {
  const { verdict } = judge(one, bfclProfile);
  const ours = verdict.valid ? null : verdict.errorType;
  if (ours !== errorType) throw new Error(`${one.id}: ${ours}, not ${errorType}`);
}
for (const profile of [bfclProfile, fairProfile]) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (const { case: one } of cases) judge(one, profile);
    best = Math.min(best, performance.now() - begin);
  }
  const rate = Math.round((cases.length / best) * 1000);
  console.log(`${profile.name}: ${rate.toLocaleString('en-US')} answers a second (${cases.length} answers)`);
}
