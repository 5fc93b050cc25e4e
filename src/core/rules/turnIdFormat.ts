/** turn.id-format: ids of calls that a target does not take. */
import { mistralId, renumberingFix } from './idFixes.ts';
import type { Turn } from '../sample.ts';
import type { IdRules, TargetProfile } from '../targets/types.ts';
import { forTargets, groupSaid, matches, takes } from './targetWords.ts';
import { isCallWithId, MessageReader, placeOfResultId, placeOfTurn, relatedId } from './turns.ts';
import type { Report, Rule } from './types.ts';
import { cut } from './words.ts';

export const turnIdFormat: Rule = {
  code: 'turn.id-format',
  severity: 'error',
  title: 'Id of a call that the target does not take',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'Some targets take only ids of a certain form, and need one for every call and every result: Mistral wants nine letters or digits, so that `call_1` of other services is refused. The id itself teaches the model nothing; writing other ones loses nothing, if calls and results stay paired.',
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"a1B2c3D4e","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
      targets: ['mistral'],
    },
    source: 'In public data: all 36 calls of the Azure samples. Reports: vllm#9019, opencode#1680.',
  },
  checkRecord({ sample, file, record }, report) {
    const targets = (file.targets ?? []).filter((target) => target.ids && takes(target, file.format));
    if (!sample || file.kind !== 'samples' || targets.length === 0) return;
    const messages = new MessageReader(record.value);
    const last = sample.turns.at(-1);
    const seen = new Set<string>();
    // Ids that a rule can make are made for the whole sample.
    const canMake = targets.every(({ ids }) => matches(ids!.pattern, mistralId('', 0)));
    const fix = () => {
      const title = 'Write new ids of nine letters and digits';
      const made = canMake ? renumberingFix(record.value, sample, title, mistralId, true) : undefined;
      return made ? [made] : [];
    };
    const tell: Report = (finding) => report({ ...finding, lazyFixes: fix });
    /** Targets that the ids of calls were told for; a result with the same id has the same fault. */
    const told = new Map<string, Set<TargetProfile>>();
    for (const turn of sample.turns) {
      for (const call of turn.calls) {
        if (!isCallWithId(call)) continue;
        const { id } = call;
        const again = id !== undefined && seen.has(id);
        if (id !== undefined) seen.add(id);
        const faulty = say(turn, targets, tell, call.idPath, ({ ids: rules }) => {
          if (id !== undefined && turn === last && id === rules!.placeholder) return undefined;
          return (
            wrong(id, rules!, 'every call needs an id; this one has none.') ??
            (again && rules!.unique
              ? `no two calls of a sample share an id; "${cut(id)}" was there before.`
              : undefined)
          );
        });
        if (id !== undefined && faulty.length > 0)
          told.set(id, new Set([...(told.get(id) ?? []), ...faulty]));
      }
      for (const { id } of turn.results) {
        if (turn.role === 'tool' && turn.rawRole !== 'tool') continue;
        const path = id === undefined ? undefined : placeOfResultId(messages, turn, id);
        const known = id === undefined ? undefined : told.get(id);
        say(turn, targets, tell, path, (target) =>
          known?.has(target)
            ? undefined
            : wrong(id, target.ids!, 'every result names its call by id; this one does not.'),
        );
      }
    }
  },
};

function wrong(id: string | undefined, rules: IdRules, missing: string): string | undefined {
  if (id === undefined) return rules.required ? missing : undefined;
  return matches(rules.pattern, id) ? undefined : `an id is ${rules.words}; this one is not.`;
}

/** Reports what targets say of an id; those that say something. */
function say(
  turn: Turn,
  targets: readonly TargetProfile[],
  report: Report,
  path: Parameters<typeof relatedId>[0],
  fault: (target: TargetProfile) => string | undefined,
): TargetProfile[] {
  const said = groupSaid(targets, fault);
  for (const { words, targets: forThese } of said) {
    report({
      where: placeOfTurn(turn),
      message: `${forTargets(forThese)}${words}`,
      related: relatedId(path),
      habit: true,
    });
  }
  return said.flatMap((one) => one.targets);
}
