/** turn.weight: a weight in the loss that a target does not take. */
import type { JsonValue } from '../json.ts';
import { own } from '../json.ts';
import type { Role, Turn } from '../sample.ts';
import type { WeightRule } from '../targets/types.ts';
import { forTargets, groupSaid, takes } from './targetWords.ts';
import { MessageReader, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';
import { anyOf, show } from './words.ts';

export const turnWeight: Rule = {
  code: 'turn.weight',
  severity: 'error',
  title: 'Weight in the loss that the target does not take',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "A key of a message says how much the turn counts in training: `weight` (0 or 1) for OpenAI, Mistral, Together and Fireworks, `loss` and `loss_scale` for ms-swift, `loss_weight` for LLaMA-Factory's new format, `train` for axolotl. A value out of range is refused, and on a turn that is not the model's it does nothing, though its author thought otherwise.",
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Hello.","weight":1},{"role":"assistant","content":"Hello!","weight":0.5}]}',
      good: '{"messages":[{"role":"user","content":"Hello."},{"role":"assistant","content":"Hello!","weight":1}]}',
      targets: ['openai'],
    },
    source: 'The rules of OpenAI, Mistral and Together; loss_scale of ms-swift.',
  },
  checkRecord({ sample, file, record }, report) {
    const targets = (file.targets ?? []).filter((target) => target.weights && takes(target, file.format));
    if (!sample || file.kind !== 'samples' || targets.length === 0) return;
    const messages = new MessageReader(record.value);
    const keys = new Set(targets.flatMap((target) => target.weights!.map(({ key }) => key)));
    for (const turn of sample.turns) {
      const message = messages.message(turn);
      if (!message) continue;
      for (const key of keys) {
        const value = own(message, key);
        if (value === undefined || value === null) continue;
        const said = groupSaid(targets, (target) => {
          const rule = target.weights!.find((weight) => weight.key === key);
          return rule && fault(value, turn, rule);
        });
        for (const { words, targets: forThese } of said) {
          report({
            where: placeOfTurn(turn),
            message: `${forTargets(forThese)}${words}`,
            habit: true,
            related: [{ where: { path: [...turn.path, key] }, message: 'This is the value.' }],
          });
        }
      }
    }
  },
};

function fault(value: JsonValue, turn: Turn, { key, values, roles }: WeightRule): string | undefined {
  if (!isTaken(value, values)) return `"${key}" is ${valueWords[values]}; here it is ${show(value)}.`;
  if (roles && !roles.includes(turn.role))
    return `"${key}" counts only on turns of ${anyOf(roles.map(ofRole))}; take it out here.`;
  return undefined;
}

function isTaken(value: JsonValue, values: WeightRule['values']): boolean {
  if (values === 'boolean') return typeof value === 'boolean';
  if (values === 'zero-or-one') return value === 0 || value === 1;
  return typeof value === 'number' && value >= 0;
}

const valueWords: Readonly<Record<WeightRule['values'], string>> = {
  'zero-or-one': '0 or 1',
  boolean: 'true or false',
  'not-negative': 'a number from 0 on',
};

function ofRole(role: Role): string {
  return role === 'tool' ? 'tools' : `the ${role}`;
}
