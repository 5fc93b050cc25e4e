/** Where the chain of thought of an answer stands, or where one would be written, in any format. */
import { isObject, own, type JsonValue } from '../json.ts';
import type { FormatId } from '../formats/types.ts';
import type { Call, Sample, Thought, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';

/** An answer of the assistant with the thought in front of it. */
export interface AnswerStep {
  /** Indexes of the turns that belong to it: a thought in a message of its own comes first. `[first, last]`. */
  readonly first: number;
  readonly last: number;
  /** The thought that leads to the answer; absent where there is none. */
  readonly thought: Thought | undefined;
  readonly calls: readonly Call[];
  /** What the answer says beside its calls. */
  readonly text: string;
}

/** Where a thought is written. */
export type ThoughtPlace =
  /** There is one at this path. */
  | { readonly kind: 'replace'; readonly path: Path; readonly old: string }
  /** In front of the text at this path, between tags. */
  | { readonly kind: 'before-text'; readonly path: Path; readonly old: string; readonly separator: string }
  /** As a new member of the message at this path. */
  | { readonly kind: 'member'; readonly path: Path; readonly key: string };

/** Why a thought cannot be written, for the person: what is so, and what to do. */
export interface NoPlace {
  readonly reason: 'no-answer' | 'signed' | 'format' | 'separate' | 'broken';
  readonly message: string;
}

/** How formats write a thought where there is none yet. Others keep it in a message of its own, or not at all. */
const newThought: Readonly<Record<FormatId, { readonly separator: string } | { readonly key: string }>> = {
  funreason: { separator: '\n\n' },
  'tool-n1': { separator: '' },
  rlla: { separator: '\n' },
  hermes: { separator: '\n' },
  llamafactory: { separator: '\n\n' },
  hf: { key: 'reasoning_content' },
  'qwen-agent': { key: 'reasoning_content' },
  nemotron: { key: 'reasoning_content' },
  together: { key: 'reasoning_content' },
  fireworks: { key: 'reasoning_content' },
};

/** Formats that keep a thought in a message, a block or a part of its own. */
const separate: ReadonlySet<FormatId> = new Set([
  'harmony',
  'step-roles',
  'anthropic',
  'llamafactory-v1',
  'openai-responses',
  'gemini',
  'apigen-mt',
  'toolbench',
]);

/** Samples of the format usually have thoughts, or may get one. */
export function mayHaveThoughts(format: FormatId): boolean {
  return (
    Object.hasOwn(newThought, format) || separate.has(format) || format === 'mapped' || format === 'xlam2'
  );
}

/** The answers of a sample, in order. Turns of the assistant with nothing but a thought belong to the answer behind them. */
export function answerSteps({ turns }: Sample): AnswerStep[] {
  const steps: AnswerStep[] = [];
  let first: number | undefined;
  let thought: Thought | undefined;
  turns.forEach((turn, i) => {
    if (turn.role !== 'assistant') {
      first = undefined;
      thought = undefined;
      return;
    }
    first ??= i;
    thought = turn.thoughts.at(-1) ?? thought;
    if (turn.calls.length === 0 && turn.texts.length === 0) return;
    const before = steps.at(-1);
    // Calls that are messages of their own, one after the other, are one answer.
    const goesOn =
      before?.last === i - 1 && before.calls.length > 0 && turn.calls.length > 0 && !turn.thoughts.length;
    if (before && goesOn) {
      steps[steps.length - 1] = {
        ...before,
        last: i,
        calls: [...before.calls, ...turn.calls],
        text: joined(before.text, turn),
      };
    } else steps.push({ first, last: i, thought, calls: turn.calls, text: joined('', turn) });
    first = undefined;
    thought = undefined;
  });
  return steps;
}

function joined(before: string, { texts }: Turn): string {
  return [before, ...texts.map(({ text }) => text)].filter((text) => text !== '').join('\n');
}

/**
 * The answer whose thought is meant: the last with a thought in front of its calls, else the last with calls, else the
 * last with a thought.
 */
export function mainStep(steps: readonly AnswerStep[]): AnswerStep | undefined {
  return (
    steps.findLast(({ calls, thought }) => calls.length > 0 && thought !== undefined) ??
    steps.findLast(({ calls }) => calls.length > 0) ??
    steps.findLast(({ thought }) => thought !== undefined)
  );
}

/** Where the thought of a step is written. */
export function thoughtPlace(
  record: JsonValue,
  sample: Sample,
  step: AnswerStep,
  format: FormatId,
): ThoughtPlace | NoPlace {
  const turns = sample.turns.slice(step.first, step.last + 1);
  if (turns.some(({ thoughtFaults = [] }) => thoughtFaults.some(({ kind }) => kind !== 'empty')))
    return {
      reason: 'broken',
      message: 'The tags of this thought do not match; mend them first (quick fix), then try again.',
    };
  if (step.thought) {
    const { path, text } = step.thought;
    if (isSigned(record, path))
      return {
        reason: 'signed',
        message:
          'This thought is signed by the model that wrote it; a changed one would not be accepted any more.',
      };
    return { kind: 'replace', path, old: text };
  }
  const way = Object.hasOwn(newThought, format) ? newThought[format] : undefined;
  if (!way) {
    const isSeparate = separate.has(format);
    return {
      reason: isSeparate ? 'separate' : 'format',
      message: isSeparate
        ? `${format} keeps a thought in a part of its own, and this answer has none; add one with any words, then try again.`
        : `Samples of ${format} have no place for a thought; convert them to a format that has one, such as hf or funreason.`,
    };
  }
  const turn = turns.at(-1)!;
  if ('key' in way) {
    const path = messagePath(record, turn.path);
    if (path) return { kind: 'member', path, key: way.key };
  } else {
    const place = textOf(record, turn, step);
    if (place) return { kind: 'before-text', ...place, separator: way.separator };
  }
  return { reason: 'format', message: 'This answer has no text in front of which a thought could stand.' };
}

/** The value at a path of keys and indexes; steps into texts end it. */
function valueAt(record: JsonValue, path: Path): JsonValue | undefined {
  let at: JsonValue | undefined = record;
  for (const step of path) {
    if (typeof step === 'object') return at;
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isObject(at) && typeof step === 'string') at = own(at, step);
    else return undefined;
  }
  return at;
}

/** A thinking block of Anthropic's with the signature that belongs to its words. */
function isSigned(record: JsonValue, path: Path): boolean {
  const block = valueAt(record, path.slice(0, -1));
  return isObject(block) && typeof block.signature === 'string' && block.signature !== '';
}

/** The message object of a turn. */
function messagePath(record: JsonValue, path: Path): Path | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const value = valueAt(record, part);
    if (isObject(value) && part.every((step) => typeof step !== 'object')) return part;
  }
  return undefined;
}

/** The string that holds the answer. */
function textOf(
  record: JsonValue,
  turn: Turn,
  { calls }: AnswerStep,
): { readonly path: Path; readonly old: string } | undefined {
  const within = turn.texts[0]?.path ?? calls[0]?.path;
  if (!within) return undefined;
  const end = within.findIndex((step) => typeof step === 'object');
  const candidates = [
    end < 0 ? within : within.slice(0, end),
    [...turn.path, 'content'],
    [...turn.path, 'value'],
    turn.path,
  ];
  for (const path of candidates) {
    const value = valueAt(record, path);
    if (typeof value === 'string' && path.every((step) => typeof step !== 'object'))
      return { path, old: value };
  }
  return undefined;
}
