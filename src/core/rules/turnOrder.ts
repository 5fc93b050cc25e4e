/** turn.order: turns in an order, or of a role, that a target does not take. */
import type { Format } from '../formats/types.ts';
import type { Role, Turn } from '../sample.ts';
import type { RoleRules, TargetProfile } from '../targets/types.ts';
import { forTargets, groupSaid, takes } from './targetWords.ts';
import { hasResults, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';
import { anyOf, cut } from './words.ts';

export const turnOrder: Rule = {
  code: 'turn.order',
  severity: 'error',
  title: 'Order of turns that the target does not take',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "Trainers and services have rules about who speaks after whom: LLaMA-Factory wants question and answer in pairs and skips any other sample without a word, Mistral wants the last turn to be the model's, Together and Bedrock want user and assistant in turn. A role that a target does not know is told as well.\n\nOne finding for each target and sample: the first turn that is out of order.",
    example: {
      format: 'llamafactory',
      bad: '{"conversations":[{"from":"human","value":"Hello."},{"from":"human","value":"Is tram 4 late?"},{"from":"gpt","value":"I cannot look that up."}],"tools":"[]"}',
      good: '{"conversations":[{"from":"human","value":"Hello. Is tram 4 late?"},{"from":"gpt","value":"I cannot look that up."}],"tools":"[]"}',
      targets: ['llamafactory'],
    },
    source:
      '"Invalid role tag" and "Invalid message count" of LLaMA-Factory; the validators of mistral-common; the checks of Together and Bedrock.',
  },
  checkRecord({ sample, file }, report) {
    const { targets = [], format, mapping } = file;
    if (!sample || file.kind !== 'samples' || sample.turns.length === 0) return;
    // Role words that a dataset_info.json declares are known to who reads it.
    const declared = Object.values(mapping?.roles ?? {}).flat();
    const faults = new Map<string, Fault>();
    const said = groupSaid(targets, (target) => {
      const rules = rulesFor(target, format);
      const fault = rules && faultOf(sample.turns, rules, format, declared);
      if (!fault) return undefined;
      const key = `${fault.index} ${fault.words}`;
      faults.set(key, fault);
      return key;
    });
    for (const { words, targets: forThese } of said) {
      const fault = faults.get(words)!;
      report({
        where: placeOfTurn(sample.turns[fault.index]!),
        message: `${forTargets(forThese)}${fault.words}`,
        habit: true,
      });
    }
  },
};

/** The turn that is out of order, and what is wrong with it. */
interface Fault {
  readonly index: number;
  readonly words: string;
}

function rulesFor(target: TargetProfile, format: Format | undefined): RoleRules | undefined {
  const { roles } = target;
  if (!roles || !takes(target, format)) return undefined;
  return roles.formats && !roles.formats.includes(format!.id) ? undefined : roles;
}

/** The first fault; turns without a role of their own (a prompt in a column) do not count. */
function faultOf(
  turns: readonly Turn[],
  rules: RoleRules,
  format: Format | undefined,
  declared: readonly string[],
): Fault | undefined {
  let previous: Turn | undefined;
  let spoken = 0;
  let systems = 0;
  let last = 0;
  let hasAssistant = false;
  const merges = format !== undefined && (rules.mergesResultsIn?.includes(format.id) ?? false);
  for (let index = 0; index < turns.length; index++) {
    const turn = turns[index]!;
    if (turn.rolePath === undefined && turn.role === 'system') continue;
    const unknown = declared.includes(turn.rawRole) ? undefined : unknownRole(turn, rules);
    if (unknown) return { index, words: unknown };
    if (turn.role === 'system') {
      systems++;
      const words = systemFault(rules, systems, spoken);
      if (words) return { index, words };
      continue;
    }
    if (turn.role === 'assistant') hasAssistant = true;
    const words = previous ? followFault(turn, previous, rules, merges) : firstFault(turn, rules);
    if (words) return { index, words };
    previous = turn;
    spoken++;
    last = index;
  }
  if (!previous) return undefined;
  if (rules.needsAssistant && !hasAssistant)
    return { index: last, words: 'a sample needs an answer of the assistant; this one has none.' };
  if (rules.last && !rules.last.includes(previous.role))
    return {
      index: last,
      words: `the last turn must be ${ofRoles(rules.last)}; this one is ${ofRoles([previous.role])}.`,
    };
  if (rules.minTurns !== undefined && spoken < rules.minTurns)
    return {
      index: last,
      words: `a sample has at least ${rules.minTurns} turns besides the system's; this one has ${spoken}.`,
    };
  return undefined;
}

function unknownRole({ rolePath, rawRole }: Turn, { known }: RoleRules): string | undefined {
  if (!known || rolePath === undefined || known.includes(rawRole)) return undefined;
  return `there is no role "${cut(rawRole)}"; it knows ${anyOf(known)}.`;
}

function systemFault({ system }: RoleRules, systems: number, spoken: number): string | undefined {
  if (system === 'column') return 'the system prompt stands beside the messages, not among them.';
  if (system === 'one' && systems > 1) return 'there may be only one system turn.';
  if (system === 'first' && (spoken > 0 || systems > 1)) return 'a system turn may only stand first.';
  return undefined;
}

function firstFault({ role }: Turn, { first }: RoleRules): string | undefined {
  if (!first || first.includes(role)) return undefined;
  return `the first turn must be ${ofRoles(first)}; this one is ${ofRoles([role])}.`;
}

function followFault(turn: Turn, previous: Turn, rules: RoleRules, merges: boolean): string | undefined {
  if (rules.resultsTogether && hasResults(turn) && hasResults(previous))
    return 'the results of a turn stand together in the one next turn; join these.';
  if (merges && turn.role === 'tool' && previous.role === 'tool') return undefined;
  const next = rules.after?.[previous.role];
  if (!next || next.includes(turn.role)) return undefined;
  return `after ${ofRoles([previous.role])} comes ${ofRoles(next)}, not ${ofRoles([turn.role])}.`;
}

const roleWords: Readonly<Record<Role, string>> = {
  system: 'the system',
  user: 'the user',
  assistant: 'the assistant',
  tool: 'a result',
};

function ofRoles(roles: readonly Role[]): string {
  return anyOf(roles.map((role) => roleWords[role]));
}
