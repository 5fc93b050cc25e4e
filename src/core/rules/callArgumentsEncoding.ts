/** call.arguments-encoding: arguments as a string where a target wants an object, or the reverse. */
import { argumentsEncodingFix } from './idFixes.ts';
import type { Call } from '../sample.ts';
import type { TargetProfile } from '../targets/types.ts';
import { forTargets, fromTargetKey, groupSaid, takes, targetKey } from './targetWords.ts';
import type { Rule } from './types.ts';
import { plural } from './words.ts';

export const callArgumentsEncoding: Rule = {
  code: 'call.arguments-encoding',
  severity: 'error',
  title: 'Arguments as a string where the target wants an object, or the reverse',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "OpenAI and the services like it want the arguments of a call as a string of JSON; chat templates of Hugging Face want an object, which they write out themselves. Given the other form, a service refuses the file, and a template fails or writes the arguments in quotes, so that the model learns to quote them. Both forms in one file are told by the rule of the file's format.\n\nIn a format that the target does not read as it is, this is a hint, told once per file: a converter will see to it.",
    example: {
      format: 'hf',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"tram_status","arguments":{"line":4}}}]}]}',
      targets: ['trl'],
    },
    source:
      'In public data: Nemotron-Agentic-v1 mixes both. Reports: Qwen3-Coder#444, Qwen3#1894, flama#258.',
  },
  fileMessage(key, count) {
    const { targets, rest } = fromTargetKey(key);
    return `${forTargets(targets)}${wanted(rest)}; ${plural(count, 'call')} of this file ${count === 1 ? 'has' : 'have'} the other form. A conversion has to change that.`;
  },
  checkCall({ call, targets, format, kind }, report) {
    if (kind !== 'samples') return;
    const where = { path: call.argumentsPath };
    for (const { words, targets: all } of groupSaid(targets, (target) => wrong(call, target))) {
      const taking = all.filter((target) => takes(target, format));
      const others = all.filter((target) => !takes(target, format));
      if (taking.length > 0)
        report({
          where,
          message: `${forTargets(taking)}${wanted(words)}; write ${other(words)}.`,
          fixes: isAgreed(call, targets)
            ? [argumentsEncodingFix(call)].filter((fix) => fix !== undefined)
            : [],
          habit: true,
        });
      if (others.length > 0) {
        report({ where, message: words, oncePerFile: { key: targetKey(others, words), severity: 'hint' } });
      }
    }
  },
};

/** What the target wants instead; `undefined` when it takes the call as it is. */
function wrong({ encoding }: Call, { calls }: TargetProfile): 'string' | 'object' | undefined {
  if (!calls || calls.argumentsAs === 'either' || encoding === 'embedded') return undefined;
  const is = encoding === 'json-string' ? 'string' : 'object';
  return is === calls.argumentsAs ? undefined : calls.argumentsAs;
}

/** No target wants the call as it is. */
function isAgreed({ encoding }: Call, targets: readonly TargetProfile[]): boolean {
  const is = encoding === 'json-string' ? 'string' : 'object';
  return targets.every(({ calls }) => calls?.argumentsAs !== is);
}

function wanted(form: string): string {
  return form === 'string' ? 'arguments are a string of JSON' : 'arguments are an object';
}

function other(form: string): string {
  return form === 'string' ? 'this object as a string' : 'what this string holds as an object';
}
