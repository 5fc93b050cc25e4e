/** call.wrong-key: a call under keys that a target does not read. */
import type { TargetProfile } from '../targets/types.ts';
import type { Path } from '../text/path.ts';
import { forTargets, fromTargetKey, groupSaid, takes, targetKey } from './targetWords.ts';
import type { Rule } from './types.ts';
import { cut, plural } from './words.ts';

export const callWrongKey: Rule = {
  code: 'call.wrong-key',
  severity: 'error',
  title: 'Call under a key that the target does not read',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'The name or the arguments of a call stand under another key than the target reads: `parameters` (ToolRL, Llama 3), `api` (Seal-Tools), `tool`, `args`, `kwargs`, `input`. A trainer that looks for `arguments` stops with an error, or trains on a call without any.\n\nIn a format that the target does not read as it is, this is a hint, told once per file: a converter will see to it.',
    example: {
      format: 'ms-swift',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"tool_call","content":"{\\"name\\":\\"tram_status\\",\\"parameters\\":{\\"line\\":4}}"}],"tools":"[]"}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"tool_call","content":"{\\"name\\":\\"tram_status\\",\\"arguments\\":{\\"line\\":4}}"}]}',
      targets: ['ms-swift'],
    },
    source: 'In public data: rlla, Seal-Tools, sealtool.json of Hammer, tau-bench, API-Bank.',
  },
  fileMessage(key, count) {
    const { targets, rest } = fromTargetKey(key);
    return `${forTargets(targets)}${rest}; ${plural(count, 'call')} of this file ${count === 1 ? 'stands' : 'stand'} under the other key. A conversion has to change that.`;
  },
  checkCall({ call, targets, format, kind }, report) {
    if (kind !== 'samples') return;
    // In BFCL's way of writing, the name itself is the key.
    if (call.encoding === 'embedded' || call.acceptedAnswers || call.namePlace.at === 'key') return;
    for (const part of parts) {
      const path = part === 'name' ? call.namePlace.path : call.argumentsPath;
      const key = lastKey(path);
      if (key === undefined || (part === 'arguments' && call.arguments === undefined)) continue;
      const where = { path, at: 'key' as const };
      for (const { words: right, targets: all } of groupSaid(targets, (target) =>
        wantedKey(part, key, target),
      )) {
        const taking = all.filter((target) => takes(target, format));
        const others = all.filter((target) => !takes(target, format));
        const words = `the ${part} of a call ${part === 'name' ? 'stands' : 'stand'} under "${right}", not "${cut(key)}"`;
        if (taking.length > 0)
          report({ where, message: `${forTargets(taking)}${words}; rename the key.`, habit: true });
        if (others.length > 0) {
          report({ where, message: words, oncePerFile: { key: targetKey(others, words), severity: 'hint' } });
        }
      }
    }
  },
};

const parts = ['name', 'arguments'] as const;

function lastKey(path: Path): string | undefined {
  const last = path[path.length - 1];
  return typeof last === 'string' ? last : undefined;
}

function wantedKey(part: (typeof parts)[number], key: string, { calls }: TargetProfile): string | undefined {
  if (!calls) return undefined;
  if (part === 'name') return key === calls.nameKey ? undefined : calls.nameKey;
  return key === calls.argumentsKey || calls.otherKeys?.includes(key) ? undefined : calls.argumentsKey;
}
