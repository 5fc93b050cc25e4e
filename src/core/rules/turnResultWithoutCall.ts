/** turn.result-without-call: a result that answers nothing. */
import type { Sample } from '../sample.ts';
import { answeredBy, hasResults, makesCalls, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

export const turnResultWithoutCall: Rule = {
  code: 'turn.result-without-call',
  severity: 'error',
  title: 'Result without a call before it',
  phase: 'fast',
  docs: {
    why: 'A turn holds the result of a tool, but no call stands before it. The call was lost, or is written as prose (a translation does that to calls): the model learns to tell what a tool answered without ever asking it. Services that pair calls and results refuse such a sample.',
    example: {
      format: 'llamafactory',
      bad: '{"conversations":[{"from":"human","value":"Is tram 4 late?"},{"from":"gpt","value":"Let me look that up."},{"from":"observation","value":"{\\"late\\":true}"},{"from":"gpt","value":"Yes, it is late."}],"tools":"[]"}',
      good: '{"conversations":[{"from":"human","value":"Is tram 4 late?"},{"from":"function_call","value":"{\\"name\\":\\"tram_status\\",\\"arguments\\":{\\"line\\":4}}"},{"from":"observation","value":"{\\"late\\":true}"},{"from":"gpt","value":"Yes, it is late."}],"tools":"[{\\"name\\":\\"tram_status\\",\\"description\\":\\"Delay of a line\\",\\"parameters\\":{\\"type\\":\\"object\\",\\"properties\\":{\\"line\\":{\\"type\\":\\"integer\\"}},\\"required\\":[\\"line\\"]}}]"}',
    },
    source:
      'In public data: rows 197 and 293 of the Chinese Glaive set of LLaMA-Factory, which pass its own check of roles.',
  },
  checkRecord({ sample, file }, report) {
    if (!sample || file.kind !== 'samples') return;
    const { turns } = sample;
    for (let i = 0; i < turns.length; i++) {
      const turn = turns[i]!;
      if (!hasResults(turn) || !isOrphan(sample, i)) continue;
      report({
        where: placeOfTurn(turn),
        message:
          'This result answers no call: nobody calls a tool before it. Add the call, or take the result out.',
      });
      // The results that follow have the same fault.
      while (i + 1 < turns.length && hasResults(turns[i + 1]!)) i++;
    }
  },
};

/** No turn that the results at `index` could answer makes a call. */
export function isOrphan(sample: Sample, index: number): boolean {
  const { turns } = sample;
  const { start, end } = answeredBy(turns, index);
  for (let i = start; i < end; i++) if (makesCalls(turns[i]!, sample)) return false;
  // A turn that answers itself (a dialogue's step with its result).
  if (makesCalls(turns[index]!, sample)) return false;
  // An answer that comes late names its call.
  return !turns[index]!.results.some(({ id }) => id !== undefined && isCalled(sample, index, id));
}

function isCalled(sample: Sample, before: number, id: string): boolean {
  for (let i = 0; i < before; i++) {
    for (const call of sample.turns[i]!.calls) if (call.id === id) return true;
  }
  return false;
}
