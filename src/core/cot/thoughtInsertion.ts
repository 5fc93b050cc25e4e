/** Where a thought would go in a step that has none, and what would stand around it. */
import { isObject, own, type JsonObject } from '../json.ts';
import { isSpaced } from '../record/editText.ts';
import { createLocator, type Located } from '../record/locate.ts';
import { valueAt } from '../rules/places.ts';
import type { Turn } from '../sample.ts';
import type { Path, Place } from '../text/path.ts';
import type { AnswerStep } from './answerSteps.ts';
import type { NoThoughtPlace, ThoughtPlace } from './placeTypes.ts';
import type { CotSource } from './source.ts';
import { targetSpan } from './spliceThought.ts';
import { type TagHabit, textTags, type ThoughtHabit, thoughtHabits, unknownHabit } from './thoughtHabits.ts';

/** What an insertion says; the rest of the place is the same for all. */
type Draft = Pick<ThoughtPlace, 'kind' | 'words' | 'note' | 'key' | 'tags' | 'target' | 'addsTurn'> & {
  readonly wrap?: ThoughtPlace['wrap'];
};

/**
 * Where the thought of `step` would be written, not yet tried.
 * @param like tags or key of another thought of the record, which go before the format's habit.
 */
export function insertionPlace(
  source: CotSource,
  step: AnswerStep,
  like: ThoughtHabit | undefined,
): ThoughtPlace | NoThoughtPlace {
  const turn = step.turns[0]!;
  const habit = habitOf(source, turn, like);
  if (habit.kind === 'none') return { ok: false, code: habit.code, reason: habit.reason };
  if (step.calls.length + step.texts.length === 0) return noAnswer;
  const draft = new Inserter(source, step, turn).draft(habit);
  if ('ok' in draft) return draft;
  const span = targetSpan(source.text, draft.target);
  if (!span) return noText;
  const empty = { open: '', close: '' };
  const turnIndex = step.turnIndices[0]!;
  return {
    ok: true,
    mode: 'insert',
    current: '',
    wrap: empty,
    span,
    step: step.index,
    turn: turnIndex,
    which: 0,
    ...draft,
  };
}

const noAnswer: NoThoughtPlace = {
  ok: false,
  code: 'no-answer',
  reason: 'This step has no call and no text that a thought could lead to; write its answer first.',
};
const noText: NoThoughtPlace = {
  ok: false,
  code: 'row-without-thoughts',
  reason: 'The answer of this step is not one text, so no tags can stand in front of it.',
};

/** The habit for a step: of the format and the row's shape, or of the thought that stands elsewhere in the record. */
function habitOf(source: CotSource, turn: Turn, like: ThoughtHabit | undefined): ThoughtHabit {
  const { format, hints, sample } = source;
  const { mapping } = hints;
  if (mapping && mapping.format === format.id) {
    if (like) return like;
    if (mapping.thought !== undefined) return { kind: 'member', key: mapping.thought };
    const [role] = mapping.roles?.thought ?? [];
    if (role !== undefined)
      return {
        kind: 'message',
        role,
        tags: { ...textTags, open: '', close: '', lead: '', trail: '', gap: '' },
      };
    return textTags;
  }
  const habit = Object.hasOwn(thoughtHabits, format.id) ? thoughtHabits[format.id]! : unknownHabit;
  switch (habit.kind) {
    case 'message':
      if (habit.onlyBefore !== undefined && turn.rawRole !== habit.onlyBefore)
        return like?.kind === 'tag' ? like : habit.tags;
      return like?.kind === 'tag' ? { ...habit, tags: like } : habit;
    case 'tag':
    case 'member': {
      if (like) return like;
      // Rows whose calls stand in the text itself are written as their text form is.
      const isTextForm = format.id === 'nemotron' && sample.turns.some(({ calls }) => calls.some(isInText));
      return isTextForm ? textTags : habit;
    }
    case 'none': {
      // Unsigned blocks beside it: the record is not for the service that signs them.
      const isBlock = format.id === 'anthropic' && like?.kind === 'part';
      return isBlock ? like : habit;
    }
    default:
      return habit;
  }
}

function isInText({ path }: { readonly path: Path }): boolean {
  return path.some((step) => typeof step === 'object');
}

class Inserter {
  constructor(
    private readonly source: CotSource,
    private readonly step: AnswerStep,
    private readonly turn: Turn,
  ) {}

  draft(habit: Exclude<ThoughtHabit, { kind: 'none' }>): Draft | NoThoughtPlace {
    switch (habit.kind) {
      case 'tag':
        return this.#tags(habit);
      case 'member':
        return this.#member(habit.key, habit.note);
      case 'part':
        return this.#part(habit.members);
      case 'message':
        return this.#message(habit.role, habit.tags);
      case 'harmony':
        return this.#harmony();
      case 'react':
        return this.#react();
      case 'argument':
        return {
          ok: false,
          code: 'row-without-thoughts',
          reason:
            'APIGen-MT thinks by a call of the tool think, and a new thought must not add a call; insert the call with an empty thought first.',
        };
    }
  }

  #tags(habit: TagHabit): Draft | NoThoughtPlace {
    const at = this.#textStart();
    if (!at) return noText;
    const { open, close, lead, trail, gap } = habit;
    return {
      kind: 'tag',
      tags: { open, close },
      words: `between ${open} and ${close}, in front of the answer`,
      target: { as: 'text', path: at },
      wrap: { open: open + lead, close: trail + close + gap },
    };
  }

  #react(): Draft | NoThoughtPlace {
    const at = this.#textStart();
    if (!at || this.step.calls.length === 0 || !isInText(this.step.calls[0]!))
      return {
        ok: false,
        code: 'row-without-thoughts',
        reason:
          'Only steps with Action: have a thought in ToolBench; answer trees and final texts have none.',
      };
    return {
      kind: 'react',
      words: 'behind Thought:, in front of the action',
      target: { as: 'text', path: at },
      wrap: { open: 'Thought: ', close: '\n' },
    };
  }

  /** An empty stretch where the text of the answer begins; `undefined` when it is no text. */
  #textStart(): Path | undefined {
    const { turn } = this;
    const answer = turn.texts[0]?.path ?? turn.calls[0]?.path;
    if (!answer) return undefined;
    for (let length = 0; length <= answer.length; length++) {
      const holder = answer.slice(0, length);
      const text = valueAt(this.source.root, holder);
      if (typeof text !== 'string') continue;
      // One text may hold the whole dialogue: its turns are stretches.
      const own = turn.path.length === length + 1 ? turn.path.at(-1) : undefined;
      const start = typeof own === 'object' ? own.start : 0;
      const call = turn.calls[0]?.path[length];
      const isReAct = this.source.format.id === 'toolbench' && typeof call === 'object';
      const from = isReAct ? call.start : start;
      return [...holder, { as: 'text', start: from, end: from }];
    }
    return undefined;
  }

  #member(key: string, note: string | undefined): Draft | NoThoughtPlace {
    const { source, turn } = this;
    const container = this.#messageObject();
    if (!container)
      return {
        ok: false,
        code: 'row-without-thoughts',
        reason: `The answer of this step is a list or a text, which has no place for the key ${key}.`,
      };
    const { path, value } = container;
    const common = { kind: 'member' as const, key, words: `under the key ${key} of the message`, note };
    if (Object.hasOwn(value, key)) {
      const target = [...path, key];
      return value[key] === ''
        ? { ...common, target: { as: 'text', path: [...target, { as: 'text', start: 0, end: 0 }] } }
        : { ...common, target: { as: 'value', path: target } };
    }
    const inOrder = Object.keys(value);
    const roleKey = turn.rolePath?.at(-1);
    const first =
      inOrder.find(
        (name) =>
          answerKeys.has(name) ||
          name === source.hints.mapping?.content ||
          name === source.hints.mapping?.calls,
      ) ?? inOrder.find((name) => name !== roleKey);
    if (first === undefined) return noAnswer;
    const anchor: Place = { path: [...path, first], at: 'key' };
    const { colon, between } = this.#spacing(anchor);
    return {
      ...common,
      words: `under a new key ${key}, in front of ${first}`,
      target: { as: 'json', anchor, before: JSON.stringify(key) + colon, after: between },
    };
  }

  /** The object of the answer: its message, or what the text of its column holds (xLAM's older models). */
  #messageObject(): { path: Path; value: JsonObject } | undefined {
    const { root } = this.source;
    const { path } = this.turn;
    const value = valueAt(root, path);
    if (isObject(value)) return { path, value };
    if (typeof value !== 'string') return undefined;
    const answer = this.turn.calls[0]?.path ?? [];
    const key = answer[path.length];
    if (typeof key !== 'string') return undefined;
    const inner = valueAt(root, [...path, { as: 'json', start: 0, end: value.length }]);
    const parsed = typeof inner === 'string' ? parsedObject(inner) : undefined;
    return parsed && { path, value: parsed };
  }

  #part(members: readonly (readonly [string, string | true | undefined])[]): Draft | NoThoughtPlace {
    const { turn } = this;
    const answer = turn.texts[0]?.path ?? turn.calls[0]?.path ?? [];
    const at = answer.findIndex((step, i) => i > turn.path.length && typeof step === 'number');
    if (at < 0)
      return {
        ok: false,
        code: 'row-without-thoughts',
        reason: 'The content of this message is no list, so no part can be put in front of the answer.',
      };
    const anchor: Place = { path: [...answer.slice(0, at), 0] };
    const isBlock = members.some(([, value]) => value === 'thinking');
    return {
      kind: isBlock ? 'block' : 'part',
      words: `in a new ${isBlock ? 'block' : 'part'} in front of the others`,
      target: { as: 'json', anchor, ...this.#element(anchor, members) },
    };
  }

  #message(role: string, tags: TagHabit): Draft | NoThoughtPlace {
    const { source, turn } = this;
    const anchor: Place = { path: turn.path };
    const roleKey = String(turn.rolePath?.at(-1) ?? 'role');
    const contentKey = source.hints.mapping?.content ?? (roleKey === 'from' ? 'value' : 'content');
    const members = [
      [roleKey, role],
      [contentKey, undefined],
    ] as const;
    const { open, close, lead, trail, gap } = tags;
    const tail = source.format.id === 'ms-swift' ? gap : '';
    return {
      kind: 'message',
      words: `in a new message of role ${role}, in front of the answer`,
      ...(open === '' ? undefined : { tags: { open, close } }),
      target: { as: 'json', anchor, ...this.#element(anchor, members) },
      wrap: { open: open + lead, close: trail + close + tail },
      addsTurn: true,
    };
  }

  #harmony(): Draft | NoThoughtPlace {
    const { source, turn } = this;
    const stretch = turn.path.at(-1);
    const words = 'in a new message on the channel analysis';
    if (typeof stretch === 'object') {
      const { start } = stretch;
      const text = valueAt(source.root, turn.path.slice(0, -1));
      if (typeof text !== 'string') return noText;
      const message = '<|channel|>analysis<|message|>';
      // A completion goes on inside the header that its prompt began.
      const hasHeader = text.startsWith('<|start|>', start);
      const wrap = hasHeader
        ? { open: `<|start|>assistant${message}`, close: '<|end|>' }
        : { open: message, close: '<|end|><|start|>assistant' };
      const path: Path = [...turn.path.slice(0, -1), { as: 'text', start, end: start }];
      return { kind: 'message', words, target: { as: 'text', path }, wrap, addsTurn: true };
    }
    const anchor: Place = { path: turn.path };
    const message = valueAt(source.root, turn.path);
    const content = isObject(message) ? own(message, 'content') : undefined;
    const { colon, comma, between } = this.#spacing(anchor);
    const head = ['role', 'assistant', 'channel', 'analysis'].map((word) => JSON.stringify(word));
    const before = `{${head[0]}${colon}${head[1]}${comma}${head[2]}${colon}${head[3]}${comma}"content"${colon}`;
    const part = Array.isArray(content) ? [`[{"type"${colon}"text"${comma}"text"${colon}`, '}]'] : ['', ''];
    return {
      kind: 'message',
      words,
      target: { as: 'json', anchor, before: before + part[0], after: `${part[1]}}${between}` },
      addsTurn: true,
    };
  }

  /** An object with these members, of which the one without a value is the thought, in front of the anchor. */
  #element(
    anchor: Place,
    members: readonly (readonly [string, string | true | undefined])[],
  ): { before: string; after: string } {
    const { colon, comma, between } = this.#spacing(anchor);
    const at = members.findIndex(([, value]) => value === undefined);
    const write = ([key, value]: readonly [string, string | true | undefined]) =>
      JSON.stringify(key) + colon + (value === undefined ? '' : JSON.stringify(value));
    const front = members.slice(0, at + 1).map(write);
    const back = members.slice(at + 1).map((member) => comma + write(member));
    return { before: `{${front.join(comma)}`, after: `${back.join('')}}${between}` };
  }

  /** How members are set apart where the anchor stands: on lines of their own, with a space, or not at all. */
  #spacing(anchor: Place): { colon: string; comma: string; between: string } {
    const located = createLocator(this.source.text, true).locate(anchor);
    const { text } = located.layer;
    const spaced = isSpaced(text);
    const gap = gapBefore(located);
    const comma = spaced ? ', ' : ',';
    return { colon: spaced ? ': ' : ':', comma, between: gap.includes('\n') ? `,${gap}` : comma };
  }
}

const answerKeys = new Set(['content', 'value', 'text', 'tool_calls', 'function_call']);

/** The white space in front of a place. */
function gapBefore({ layer, inLayer }: Located): string {
  let start = inLayer.start;
  while (start > 0 && /\s/.test(layer.text[start - 1]!)) start--;
  return layer.text.slice(start, inLayer.start);
}

function parsedObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // A text, not an object: there is no key to put in.
    return undefined;
  }
}
