/** Where a finding about a thought stands: its opening tag, or the key that holds it. */
import type { JsonValue } from '../json.ts';
import type { Thought } from '../sample.ts';
import type { Place } from '../text/path.ts';
import { textAt } from './places.ts';

/** Keys of a message, or of a part of its content, that hold a thought. */
const thoughtKeys: ReadonlySet<string> = new Set([
  'reasoning_content',
  'reasoning',
  'thinking',
  'thought',
  'summary',
  'value',
]);

/** The key under which a thought stands; `undefined` when it stands in tags in a text. */
export function keyOfThought({ path }: Thought): string | undefined {
  if (typeof path[path.length - 1] === 'object') return undefined;
  for (let i = path.length - 1; i >= 0; i--) {
    const step = path[i];
    if (typeof step === 'string' && thoughtKeys.has(step)) return step;
  }
  const last = path[path.length - 1];
  return typeof last === 'string' ? last : undefined;
}

/** The opening tag where there is one, else the key, else the thought itself. */
export function placeOfThought(thought: Thought, root: JsonValue | undefined): Place {
  const { path } = thought;
  const last = path[path.length - 1];
  if (typeof last !== 'object') {
    const key = path.findLastIndex((step) => typeof step === 'string' && thoughtKeys.has(step));
    return key < 0 ? { path } : { path: path.slice(0, key + 1), at: 'key' };
  }
  const holder = path.slice(0, -1);
  const text = textAt(root, holder);
  if (text === undefined || text[last.start - 1] !== '>') return { path };
  const open = text.lastIndexOf('<', last.start - 1);
  if (open < 0 || last.start - open > 40) return { path };
  return { path: [...holder, { as: 'text', start: open, end: last.start }] };
}
