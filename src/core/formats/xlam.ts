/** xLAM function-calling 60k (APIGen): formats.md 4.1. `tools` and `answers` are strings of JSON lists. */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

export const xlam: Format = {
  id: 'xlam',
  title: 'xLAM-60k / APIGen',
  summary: 'query, tools and answers; tools and answers are strings of JSON lists, parameters are a map.',
  native: {
    parameterMap: true,
    typeWords: [
      'str',
      'int',
      'float',
      'bool',
      'list',
      'dict',
      'tuple',
      'set',
      'any',
      'optional',
      'union',
      'callable',
    ],
  },
  recognize(entry) {
    if (
      !Object.hasOwn(entry, 'query') ||
      !Object.hasOwn(entry, 'tools') ||
      !Object.hasOwn(entry, 'answers')
    ) {
      return undefined;
    }
    const certain = typeof entry.tools === 'string' && typeof entry.answers === 'string';
    return certain ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const query = own(entry, 'query');
    const tools = liftTools(own(entry, 'tools'), ['tools'], context);
    const answers = own(entry, 'answers');
    const calls = answers === undefined ? [] : liftAnswers(answers, ['answers'], context);
    return {
      tools,
      toolsPath: ['tools'],
      turns: [
        {
          role: 'user',
          rawRole: 'query',
          path: ['query'],
          texts: typeof query === 'string' ? [{ path: ['query'], text: query }] : [],
          thoughts: [],
          calls: [],
          results: [],
        },
        {
          role: 'assistant',
          rawRole: 'answers',
          path: ['answers'],
          texts: [],
          thoughts: [],
          calls,
          results: [],
        },
      ],
      unreadable: [],
    };
  },
};

/** Lifts `answers`: a list of `{name, arguments}`, or a string of it; prose (a refusal) is no call. */
function liftAnswers(answers: JsonValue, path: Path, context: LiftContext): Call[] {
  if (typeof answers === 'string') {
    // Synth-APIGen answers may be prose (formats.md 4.1): only what begins like a list promises calls.
    if (!/^\s*\[/.test(answers)) return [];
    const inner = context.parseJson(answers, path, 'calls');
    if (inner === undefined) return [];
    return liftAnswers(inner, path, context);
  }
  if (!Array.isArray(answers)) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a list of calls is expected here' });
    return [];
  }
  return answers.map((answer, i) => liftCallObject(answer, [...path, i]));
}

/** A call written as `{name, arguments}`. */
export function liftCallObject(
  value: JsonValue,
  path: Path,
  nameKey = 'name',
  argumentsKey = 'arguments',
): Call {
  const name = isObject(value) ? own(value, nameKey) : undefined;
  return {
    name: typeof name === 'string' ? name : undefined,
    namePlace: { path: [...path, nameKey] },
    path,
    arguments: isObject(value) ? own(value, argumentsKey) : undefined,
    argumentsPath: [...path, argumentsKey],
    encoding: 'object',
  };
}
