/** turn.call-without-result: the conversation goes on without an answer to a call. */
import type { Turn } from '../sample.ts';
import { hasCalls, hasResults, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

/** Tools that ask the user something: the user's next turn is their result. */
const asksUser = /ask.{0,5}(?:user|human)|(?:user|human)_?input|clarif/i;

export const turnCallWithoutResult: Rule = {
  code: 'turn.call-without-result',
  severity: 'warning',
  title: 'Call that gets no result before the conversation goes on',
  phase: 'fast',
  docs: {
    why: 'The model calls a tool, and the next to speak is the user: no result comes in between. The model learns that a call needs no answer, and services that pair calls and results refuse such a sample. A sample that ends on a call is fine: there the call is what is learnt.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"user","content":"And now?"},{"role":"assistant","content":"I do not know yet."}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]},{"role":"tool","tool_call_id":"call_1","content":"{\\"late\\":true}"},{"role":"assistant","content":"Yes, it is late."}]}',
    },
    source: 'Reports: claude-code#2697 and its family; gemini-cli#4217, #3814.',
  },
  checkRecord({ sample, file }, report) {
    if (!sample || file.kind !== 'samples') return;
    const { turns } = sample;
    let calling: Turn | undefined;
    for (const turn of turns) {
      if (turn.role === 'system') continue;
      if (hasResults(turn)) calling = undefined;
      else if (turn.role === 'assistant') {
        if (hasCalls(turn))
          calling = turn.calls.every(({ name }) => asksUser.test(name ?? '')) ? undefined : turn;
      } else if (calling) {
        report({
          where: placeOfTurn(calling),
          message: 'Nobody answers the call of this turn before the user speaks again; add its result.',
        });
        calling = undefined;
      }
    }
  },
};
