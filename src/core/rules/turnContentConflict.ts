/** turn.content-conflict: text, thought and calls in one turn where a target does not take them together. */
import type { Format } from '../formats/types.ts';
import type { Turn } from '../sample.ts';
import type { TargetProfile } from '../targets/types.ts';
import { forTargets, groupSaid, takes } from './targetWords.ts';
import { keyOfThought } from './thoughts.ts';
import { placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';

export const turnContentConflict: Rule = {
  code: 'turn.content-conflict',
  severity: 'error',
  title: 'Text beside calls where the target does not take both',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "Text beside calls is legal in most formats, and rightly so. Some targets do not take it: Mistral's older tokenizer refuses the sample, the template of gpt-oss refuses text, `thinking` and calls together, LLaMA-Factory keeps the calls and drops the text without a word, and a benchmark that parses the answer as a list of calls counts it as wrong.",
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"a1B2c3D4e","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"a1B2c3D4e","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
      targets: ['mistral'],
    },
    source:
      'Reports: llama.cpp#19702, openclaw#6514, axolotl#3114. The validator of mistral-common refuses it.',
  },
  checkRecord({ sample, file }, report) {
    const { targets = [], format } = file;
    if (!sample || file.kind !== 'samples') return;
    for (const turn of sample.turns) {
      if (turn.calls.length === 0 || !turn.texts.some(({ text }) => /\S/.test(text))) continue;
      for (const { words, targets: forThese } of groupSaid(targets, (target) =>
        conflict(turn, target, format),
      )) {
        report({ where: placeOfTurn(turn), message: `${forTargets(forThese)}${words}`, habit: true });
      }
    }
  },
};

function conflict(turn: Turn, target: TargetProfile, format: Format | undefined): string | undefined {
  const { content } = target;
  if (!content || !takes(target, format)) return undefined;
  const { besideCalls, besideCallsIn, withThoughtKey } = content;
  if (besideCalls && (!besideCallsIn || besideCallsIn.includes(format!.id))) {
    return besideCalls === 'refused'
      ? 'a turn has either text or calls, not both; leave the text out, or make it a turn of its own.'
      : 'the text beside calls is dropped without a word, only the calls are learnt; make it a turn of its own.';
  }
  if (
    withThoughtKey !== undefined &&
    turn.thoughts.some((thought) => keyOfThought(thought) === withThoughtKey)
  ) {
    return `a turn with calls has either text or "${withThoughtKey}", not both (template of gpt-oss); leave the text out.`;
  }
  return undefined;
}
