/** turn.cut-off: a trajectory that ends in the middle of something. */
import type { Turn } from '../sample.ts';
import { hasResults, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

/** Formats whose rows are prompts: the answer is sampled in training, so a row may well end on a result. */
const promptFormats: ReadonlySet<string> = new Set(['openai-responses', 'bfcl', 'acebench']);

export const turnCutOff: Rule = {
  code: 'turn.cut-off',
  severity: 'warning',
  title: 'Conversation that ends in mid-action',
  phase: 'fast',
  docs: {
    why: 'The conversation ends on the result of a tool, or on a thought, and the model never answers: it was cut, by a limit of turns or of length. A model that learns from it stops where it should speak. A sample that ends on a call is fine, since the call is the answer.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"late\\":true}"}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"late\\":true}"},{"role":"assistant","content":"Yes, it is late."}]}',
    },
    source:
      'In public data: 51 of 200 trajectories of tau-bench end on a result. Report: agent-data-protocol#218.',
  },
  checkRecord({ sample, file }, report) {
    if (!sample || file.kind !== 'samples' || !file.format || promptFormats.has(file.format.id)) return;
    const last = lastTurn(sample.turns);
    if (!last || sample.turns.length < 2) return;
    if (hasResults(last) && last.calls.length === 0) {
      report({
        where: placeOfTurn(last),
        message:
          'The conversation ends on this result, and the model never answers; add the answer, or drop the sample.',
      });
    } else if (isThoughtOnly(last) && !sample.unreadable.some(({ what }) => what === 'calls')) {
      report({
        where: placeOfTurn(last),
        message:
          'The conversation ends on a thought without an answer or a call; add it, or drop the sample.',
      });
    }
  },
};

function lastTurn(turns: readonly Turn[]): Turn | undefined {
  return turns.findLast((turn) => turn.role !== 'system');
}

function isThoughtOnly({ role, thoughts, texts, calls, thoughtFaults }: Turn): boolean {
  // A thought that is never closed takes the answer in; that is told by itself.
  if (thoughtFaults && thoughtFaults.length > 0) return false;
  return (
    role === 'assistant' &&
    thoughts.length > 0 &&
    calls.length === 0 &&
    texts.every(({ text }) => !/\S/.test(text))
  );
}
