/** The place of a thought that stands in the record. */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { createLocator, type Locator } from '../record/locate.ts';
import { valueAt } from '../rules/places.ts';
import type { Thought, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { AnswerStep, StepThought } from './answerSteps.ts';
import type { NoThoughtPlace, ThoughtKind, ThoughtPlace } from './placeTypes.ts';
import type { CotSource } from './source.ts';
import { targetSpan } from './spliceThought.ts';
import type { TagHabit } from './thoughtHabits.ts';

/** The place of the thought `held` of `step`, or why it cannot be written anew. */
export function foundPlace(
  source: CotSource,
  step: AnswerStep,
  held: StepThought,
): ThoughtPlace | NoThoughtPlace {
  const turn = source.sample.turns[held.turnIndex]!;
  const fault = turn.thoughtFaults?.find(({ kind }) => kind === 'unclosed' || kind === 'closed-twice');
  if (fault)
    return {
      ok: false,
      code: 'unbalanced',
      reason:
        fault.kind === 'unclosed'
          ? 'The thought is never closed, so nobody can say where it ends; add its closing tag first.'
          : 'The thought is closed twice, so nobody can say where it ends; delete one closing tag first.',
    };
  const signed = signatureOf(source.root, turn, held.thought);
  if (signed !== undefined) return { ok: false, code: 'signed', reason: signed };
  const written = stretchOf(createLocator(source.text, true), held.thought);
  if (!written) return notWritable;
  const { holder, text, start, end } = written;
  const core = coreOf(text, start, end);
  const target = { as: 'text' as const, path: [...holder, { as: 'text' as const, ...core }] };
  const span = targetSpan(source.text, target);
  if (!span) return notWritable;
  return {
    ok: true,
    mode: 'replace',
    current: text.slice(core.start, core.end),
    target,
    wrap: { open: '', close: '' },
    span,
    step: step.index,
    turn: held.turnIndex,
    which: step.thoughts.indexOf(held),
    thought: held.thoughtIndex,
    ...(held.callIndex === undefined ? undefined : { call: held.callIndex }),
    ...describe(source, turn, held, written),
  };
}

const notWritable: NoThoughtPlace = {
  ok: false,
  code: 'not-writable',
  reason: 'The thought stands in a text that cannot be written into; rewrite it as a plain string first.',
};

/** How the tags of a found thought are written, for another thought of the same record; `undefined` when it has none. */
export function tagsAround(source: CotSource, thought: Thought): TagHabit | undefined {
  const written = stretchOf(createLocator(source.text, true), thought);
  const tags = written && tagsOf(written);
  if (!written || !tags || tags.open === '') return undefined;
  const { text, start, end } = written;
  const core = coreOf(text, start, end);
  const behind = end + tags.close.length;
  const gap = /^\s*/.exec(text.slice(behind))![0];
  return {
    kind: 'tag',
    ...tags,
    lead: text.slice(start, core.start),
    trail: text.slice(core.end, end),
    gap: behind + gap.length < text.length ? gap : '',
  };
}

/** A stretch of a decoded text, and the path of the string that holds the text. */
interface Stretch {
  readonly holder: Path;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function stretchOf(locator: Locator, { path }: Thought): Stretch | undefined {
  const last = path.at(-1);
  const holder = typeof last === 'object' ? path.slice(0, -1) : path;
  const step = typeof last === 'object' ? last : ({ as: 'text', start: 0, end: Infinity } as const);
  const located = locator.locate({ path: [...holder, step] });
  if (!located.exact || located.language !== 'text') return undefined;
  return { holder, text: located.layer.text, start: located.inLayer.start, end: located.inLayer.end };
}

/** The thought without the white space around it; of a blank one the middle, so that each tag keeps its half. */
function coreOf(text: string, start: number, end: number): { start: number; end: number } {
  const inner = text.slice(start, end);
  const core = inner.trim();
  if (core === '') {
    const middle = start + Math.ceil(inner.length / 2);
    return { start: middle, end: middle };
  }
  const from = start + inner.indexOf(core);
  return { start: from, end: from + core.length };
}

function tagsOf({ text, start, end }: Stretch): { open: string; close: string } | undefined {
  const close = /^<\/(?:think|scratch_pad)>/.exec(text.slice(end, end + 16))?.[0];
  if (close === undefined) return undefined;
  const open = /<(?:think|scratch_pad)>$/.exec(text.slice(Math.max(0, start - 16), start))?.[0];
  return { open: open ?? '', close };
}

type Description = Pick<ThoughtPlace, 'kind' | 'words' | 'key' | 'tags' | 'note'>;

function describe(source: CotSource, turn: Turn, held: StepThought, written: Stretch): Description {
  const { path } = held.thought;
  const isOwnTurn = turn.calls.length + turn.texts.length + turn.results.length === 0;
  const tags = tagsOf(written);
  if (held.callIndex !== undefined) {
    const key = String(path.at(-1));
    return { kind: 'argument', key, words: `in the argument ${key} of a call of the tool think` };
  }
  if (tags) {
    const kind: ThoughtKind = isOwnTurn && source.format.id === 'step-roles' ? 'message' : 'tag';
    const where = kind === 'message' ? `the message of role ${turn.rawRole}` : 'the answer';
    return tags.open === ''
      ? { kind, tags, words: `in front of ${tags.close} in ${where}, with its opening tag in the prompt` }
      : { kind, tags, words: `between ${tags.open} and ${tags.close} in ${where}` };
  }
  const key = memberKey(path);
  const parent = valueAt(source.root, path.slice(0, path.lastIndexOf(key ?? '')));
  if (key === undefined || typeof path.at(-1) === 'object')
    return isOwnTurn
      ? { kind: 'message', words: `in a message of its own (${messageWords(source, turn)})` }
      : { kind: 'react', words: 'behind Thought:, in front of the action' };
  if (source.format.id === 'openai-responses' && turn.rawRole === 'reasoning')
    return { kind: 'message', words: 'in an item of type reasoning' };
  const isMember = thoughtKeys.has(key) || source.hints.mapping?.thought === key;
  if (isOwnTurn && !isMember && !isPart(parent))
    return { kind: 'message', words: `in a message of its own (${messageWords(source, turn)})` };
  const isDeep = path.length > turn.path.length + 1;
  if (!isDeep) return { kind: 'member', key, words: `under the key ${key} of the message` };
  const type = isObject(parent) ? own(parent, 'type') : undefined;
  if (type === 'thinking') return { kind: 'block', key, words: 'in a block of type thinking' };
  if (isPart(parent)) return { kind: 'part', key, words: `in a part of the content, under ${key}` };
  return { kind: 'message', words: `in a message of its own (${messageWords(source, turn)})` };
}

const thoughtKeys = new Set(['reasoning_content', 'reasoning', 'thinking', 'thought']);

function messageWords({ format }: CotSource, turn: Turn): string {
  return format.id === 'harmony' ? 'channel analysis' : `role ${turn.rawRole}`;
}

/** An element of a content that says it is a thought. */
function isPart(value: JsonValue | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  const type = own(value, 'type');
  return type === 'thinking' || type === 'reasoning' || own(value, 'thought') === true;
}

/** The last key of the path that is no index: under it the thought, or a list of its pieces, stands. */
function memberKey(path: Path): string | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const step = path[i];
    if (typeof step === 'string') {
      // A piece of a list of pieces (`thinking: [{type: "text", text}]`): the list's key says what it is.
      const above = path[i - 2];
      return step === 'text' &&
        typeof path[i - 1] === 'number' &&
        typeof above === 'string' &&
        thoughtKeys.has(above)
        ? above
        : step;
    }
  }
  return undefined;
}

/** Why what stands beside the thought vouches for its text; `undefined` when nothing does. */
function signatureOf(root: JsonValue, turn: Turn, { path }: Thought): string | undefined {
  // The block or item that holds the thought, as far as the turn's own message.
  for (let length = path.length - 1; length >= turn.path.length; length--) {
    const holder = valueAt(root, path.slice(0, length));
    if (!isObject(holder)) continue;
    if (isFilled(holder, 'signature'))
      return 'The thinking block is signed. With another text its signature is wrong, and the service refuses the conversation; delete the signature first if the data is for training only.';
    if (isFilled(holder, 'encrypted_content'))
      return 'The reasoning item also holds its thought encrypted, which would still say the old one; delete encrypted_content first.';
  }
  const message = valueAt(root, turn.path);
  const parts = isObject(message) ? own(message, 'parts') : undefined;
  const isSigned = (part: JsonValue) =>
    isObject(part) && (isFilled(part, 'thoughtSignature') || isFilled(part, 'thought_signature'));
  return Array.isArray(parts) && parts.some(isSigned)
    ? 'A part of this message has a thoughtSignature, which would not fit another thought; delete it first.'
    : undefined;
}

function isFilled(object: JsonObject, key: string): boolean {
  const value = own(object, key);
  return typeof value === 'string' && value !== '';
}
