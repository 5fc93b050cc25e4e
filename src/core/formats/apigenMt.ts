/**
 * APIGen-MT-5k (formats.md 4.2): LLaMA-Factory's ShareGPT rows about the domains of tau-bench. Its rows alone are
 * LLaMA-Factory's; the name under which it is published tells it. The agent thinks aloud by a tool, `think`.
 */
import { isObject, own } from '../json.ts';
import type { Call, Thought, Turn } from '../sample.ts';
import { child } from '../text/path.ts';
import { llamafactory } from './llamafactory.ts';
import type { FileHints, Format } from './types.ts';

export const apigenMt: Format = {
  id: 'apigen-mt',
  title: 'APIGen-MT',
  summary: 'as LLaMA-Factory ShareGPT: conversations, tools and system; the tool think holds a thought.',
  docs: {
    tools: '`tools`: a string of a JSON list, flat',
    calls: 'a turn `function_call`, its value a JSON object',
    thoughts: 'the argument of the tool `think`',
    marks:
      'ShareGPT turns as `llamafactory`’s in a file or folder with `apigen-mt` in its name; under another name they go by `llamafactory`',
  },
  like: ['llamafactory'],
  recognize(entry, hints) {
    if (!isNamedSo(hints)) return undefined;
    return llamafactory.recognize(entry, hints) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const sample = llamafactory.lift(entry, context);
    return { ...sample, turns: sample.turns.map(withThoughts) };
  },
};

function isNamedSo({ fileName, folders }: FileHints): boolean {
  return [fileName, folders?.[0]].some((name) => name !== undefined && /apigen[-_]?mt/i.test(name));
}

/** The turn with the thoughts that it hands to the tool `think`. */
function withThoughts(turn: Turn): Turn {
  const thoughts = turn.calls.flatMap(thoughtOf);
  return thoughts.length === 0 ? turn : { ...turn, thoughts: [...turn.thoughts, ...thoughts] };
}

function thoughtOf(call: Call): Thought[] {
  if (call.name !== 'think' || !isObject(call.arguments)) return [];
  const text = own(call.arguments, 'thought');
  return typeof text === 'string' && text !== ''
    ? [{ path: child(call.argumentsPath, 'thought'), text }]
    : [];
}
