/**
 * xLAM function-calling 60k (APIGen), its mirrors, and test sets in the same columns (the originals that Hammer
 * distributes): formats.md 4.1 and 4.21. `tools` and `answers` are JSON lists, mostly written as strings.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { own } from '../json.ts';
import type { Call, Turn } from '../sample.ts';
import type { CallKeys } from './calls.ts';
import { liftCallValue } from './calls.ts';
import { columnTurn, makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftTools, withRequiredFlags } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

/** Hammer's `sealtool.json` writes `tool` and `parameters`. */
const callKeys: CallKeys = { name: ['name', 'tool', 'api'], arguments: ['arguments', 'parameters'] };

export const pythonTypeWords: readonly string[] = [
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
  'none',
];

export const xlam: Format = {
  id: 'xlam',
  title: 'xLAM-60k / APIGen',
  summary: 'query, tools and answers; tools and answers are strings of JSON lists, parameters are a map.',
  docs: {
    tools: '`tools`: a string of a JSON list; parameters are a map, types are Python’s',
    calls: '`answers`: a string of a JSON list of `{name, arguments}`',
    thoughts: 'none',
    marks: 'the columns `query`, `tools` and `answers`, as strings or lists',
  },
  native: { parameterMap: true, requiredBeside: true, typeWords: pythonTypeWords },
  recognize(entry) {
    const { query, tools, answers } = entry;
    if (query === undefined || tools === undefined || answers === undefined) return undefined;
    if (
      !Object.hasOwn(entry, 'query') ||
      !Object.hasOwn(entry, 'tools') ||
      !Object.hasOwn(entry, 'answers')
    ) {
      return undefined;
    }
    return isListOrText(query) && isListOrText(tools) && isListOrText(answers)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    return {
      tools: withRequiredFlags(liftTools(own(entry, 'tools'), ['tools'], context)),
      toolsPath: ['tools'],
      turns: [...liftQuery(entry), liftAnswers(own(entry, 'answers'), context)],
      unreadable: [],
    };
  },
};

function isListOrText(value: JsonValue): boolean {
  return typeof value === 'string' || Array.isArray(value);
}

function liftQuery(entry: JsonObject): Turn[] {
  const query = own(entry, 'query');
  if (Array.isArray(query)) return Array.from(rawMessages(query, ['query'], 'role', 'content'), proseTurn);
  const turn = columnTurn('user', 'query', query);
  return turn ? [turn] : [];
}

/** Lifts `answers`: a list of calls, or a string of it; other text (a refusal in Synth-APIGen) is no call. */
function liftAnswers(answers: JsonValue | undefined, context: LiftContext): Turn {
  const path = ['answers'];
  let calls: Call[] = [];
  if (typeof answers === 'string') {
    if (!beginsLikeList(answers)) {
      const texts = answers === '' ? [] : [{ path, text: answers }];
      return makeTurn('assistant', 'answers', path, { texts });
    }
    const inner = context.parseJson(answers, path, 'calls');
    if (inner !== undefined) calls = liftCallValue(inner, path, context, callKeys);
  } else if (answers !== undefined && answers !== null) {
    calls = liftCallValue(answers, path, context, callKeys);
  }
  return makeTurn('assistant', 'answers', path, { calls });
}

function beginsLikeList(text: string): boolean {
  let i = 0;
  while (text.charCodeAt(i) <= 32) i++;
  const first = text.charCodeAt(i);
  return first === 91 || first === 123;
}
