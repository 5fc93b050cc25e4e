/**
 * A sample as a trainer takes it: messages and tools in the shape of Hugging Face's chat templates, where its thoughts and
 * calls stand, and by what it is known again. The package in `trainer/` reads these rows, so that the formats of data sets
 * are read in one place only.
 *
 * Where a data set writes thought and calls as one text (`<think>…</think>\n\n[f(a=1)]`), that text is what a model is to
 * write, and it stays as it is; where they are values, they become `reasoning_content` and `tool_calls`.
 */
import { prepare } from '../check.ts';
import { answerSteps, type AnswerStep } from '../cot/answerSteps.ts';
import type { CotSource } from '../cot/source.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { valueAt } from '../rules/places.ts';
import type { Call, Turn } from '../sample.ts';
import type { ToolCache } from '../schema/types.ts';
import { type Path, type TextStep, toPointer } from '../text/path.ts';
import { sha256 } from '../text/sha256.ts';
import { canonicalJson, contentSha, lineSha } from '../trace/canonical.ts';

/** A part of a message that the loss weighs by itself, and its place in the record. */
export interface TrainerPart {
  /** Index in `messages`. */
  readonly message: number;
  /** Where it stands in the message: `content`, `reasoning_content`, `tool_calls/0`. */
  readonly field: string;
  readonly kind: 'think' | 'call' | 'answer';
  /** RFC 6901 pointer into the record, to the string or the object that holds it. */
  readonly pointer: string;
  /** In that string decoded, in UTF-16 units; absent where the pointer leads to the part itself. */
  readonly start?: number;
  readonly end?: number;
  /** First 32 hex digits of the SHA-256 of the part, so that a changed one is known. */
  readonly sha: string;
}

/** A message as chat templates take it. */
export interface TrainerMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly JsonObject[];
  readonly tool_call_id?: string;
  readonly name?: string;
}

/** A row of `callsmith export --for-trainer`. */
export interface TrainerRow {
  readonly callsmith: 'trainer-export';
  readonly version: 1;
  /** Name of the data set's file. */
  readonly dataset: string;
  /** The line on which the record begins, from 1. */
  readonly line: number;
  readonly id: string | null;
  readonly line_sha: string;
  /** `null` where the record has no canonical form (a key twice). */
  readonly content_sha: string | null;
  readonly messages: readonly TrainerMessage[];
  /** In OpenAI's shape; empty where the messages say them. */
  readonly tools: readonly JsonObject[];
  readonly parts: readonly TrainerPart[];
}

/** Where a record comes from. */
export interface RowOrigin {
  readonly dataset: string;
  readonly line: number;
  readonly id: string | undefined;
}

/** The row of a record; a sentence where a trainer would have nothing to learn from it. */
export function trainerRow(source: CotSource, tools: ToolCache, origin: RowOrigin): TrainerRow | string {
  const { sample, text } = source;
  const broken = sample.unreadable.find(({ what }) => what !== 'tools');
  if (broken) return `its ${broken.what} cannot be read: ${broken.detail}.`;
  const maker = new MessageMaker(source);
  maker.all();
  if (!maker.messages.some(({ role }) => role === 'assistant')) return 'it has no answer to learn from.';
  return {
    callsmith: 'trainer-export',
    version: 1,
    dataset: origin.dataset,
    line: origin.line,
    id: origin.id ?? null,
    line_sha: lineSha(text),
    content_sha: contentSha(text) ?? null,
    messages: maker.messages,
    tools: toolsOf(source, tools),
    parts: maker.parts,
  };
}

/** The tools that stand in a column or member of their own; others are part of a message's text already. */
function toolsOf({ sample }: CotSource, cache: ToolCache): JsonObject[] {
  const { toolsPath } = sample;
  if (!toolsPath || toolsPath.some(isTextStep)) return [];
  return (sample.tools ?? []).flatMap((def) => {
    if (def.name === undefined) return [];
    const { schema } = prepare(def, cache).normalized;
    const described = def.description === undefined ? undefined : { description: def.description };
    return [{ type: 'function', function: { name: def.name, ...described, parameters: schema } }];
  });
}

class MessageMaker {
  readonly messages: TrainerMessage[] = [];
  readonly parts: TrainerPart[] = [];
  readonly #source: CotSource;

  constructor(source: CotSource) {
    this.#source = source;
  }

  all(): void {
    const { sample } = this.#source;
    const steps = new Map(answerSteps(sample).map((step) => [step.turnIndices[0]!, step]));
    for (let i = 0; i < sample.turns.length; i++) {
      const step = steps.get(i);
      if (!step) {
        this.#given(sample.turns[i]!);
        continue;
      }
      const holder = step.turns.length === 1 ? textHolder(step.turns[0]!) : undefined;
      if (holder) this.#asWritten(step, holder);
      else this.#asValues(step);
      for (const turn of step.turns) this.#results(turn);
      i = step.turnIndices.at(-1)!;
    }
  }

  /** A turn that nothing is learnt from. */
  #given(turn: Turn): void {
    const content = textOf(turn);
    if (turn.role !== 'tool' || turn.results.length === 0) {
      if (content !== '' || turn.results.length === 0) this.messages.push({ role: turn.role, content });
    }
    this.#results(turn);
  }

  #results({ results }: Turn): void {
    for (const { name, id, content } of results)
      this.messages.push({
        role: 'tool',
        content: typeof content === 'string' ? content : JSON.stringify(content),
        ...(id !== undefined && { tool_call_id: id }),
        ...(name !== undefined && { name }),
      });
  }

  /** Thought and calls are one text. */
  #asWritten({ turns }: AnswerStep, holder: Path): void {
    const [turn] = turns as readonly [Turn];
    const content = valueAt(this.#source.root, holder) as string;
    const message = this.messages.push({ role: 'assistant', content }) - 1;
    const pointer = toPointer(holder);
    const found: { kind: TrainerPart['kind']; start: number; end: number }[] = [];
    const find = (kind: 'think' | 'call', path: Path) => {
      const step = stepInto(path, holder);
      if (!step) return;
      const [start, end] = withTags(content, step);
      // Calls of one list share its stretch.
      if (!found.some((other) => other.start === start)) found.push({ kind, start, end });
    };
    for (const { path } of turn.thoughts) find('think', path);
    for (const { path } of turn.calls) find('call', path);
    found.sort((a, b) => a.start - b.start);
    for (const { kind, start, end } of withAnswers(content, found))
      this.parts.push({
        message,
        field: 'content',
        kind,
        pointer,
        start,
        end,
        sha: partSha(content.slice(start, end)),
      });
  }

  /** Thought and calls are values of their own. */
  #asValues({ turns, thoughts, calls }: AnswerStep): void {
    const spoken = turns.filter(({ role }) => role === 'assistant');
    const content = spoken
      .map(textOf)
      .filter((text) => text !== '')
      .join('\n');
    const reasoning = thoughts.map(({ thought }) => thought.text.trim()).join('\n\n');
    const message =
      this.messages.push({
        role: 'assistant',
        content,
        ...(reasoning !== '' && { reasoning_content: reasoning }),
        ...(calls.length > 0 && { tool_calls: calls.map(toolCall) }),
      }) - 1;
    for (const { thought } of thoughts)
      this.#part(message, 'reasoning_content', 'think', thought.path, thought.text);
    calls.forEach((call, i) => {
      this.#part(message, `tool_calls/${i}`, 'call', call.path, {
        name: call.name ?? null,
        arguments: call.arguments ?? null,
      });
    });
    for (const turn of spoken)
      for (const { path, text } of turn.texts) this.#part(message, 'content', 'answer', path, text);
  }

  #part(message: number, field: string, kind: TrainerPart['kind'], path: Path, value: JsonValue): void {
    const last = path.at(-1);
    const isStretch = typeof last === 'object';
    this.parts.push({
      message,
      field,
      kind,
      pointer: toPointer(isStretch ? path.slice(0, -1) : path),
      ...(isStretch && { start: last.start, end: last.end }),
      sha: partSha(typeof value === 'string' ? value : (canonicalJson(JSON.stringify(value)) ?? '')),
    });
  }
}

function toolCall({ name, id, arguments: given }: Call): JsonObject {
  const called = { name: name ?? '', arguments: given ?? {} };
  return { ...(id !== undefined && { id }), type: 'function', function: called };
}

function textOf({ texts }: Turn): string {
  return texts.map(({ text }) => text).join('\n');
}

/** The string in which a turn writes thoughts or calls as text; `undefined` where they are values, or turns share a text. */
function textHolder(turn: Turn): Path | undefined {
  if (turn.path.some(isTextStep)) return undefined;
  const holders = [...turn.calls, ...turn.thoughts].map(({ path }) => {
    const at = path.findIndex(isTextStep);
    return at < 0 ? undefined : path.slice(0, at);
  });
  // Beside a thought in the text, calls can be values: as text alone they would be lost.
  return holders.includes(undefined) ? undefined : holders[0];
}

/** The stretch of the holder's text in which a path goes on. */
function stepInto(path: Path, holder: Path): TextStep | undefined {
  const step = path[holder.length];
  return step !== undefined && isTextStep(step) ? step : undefined;
}

function isTextStep(step: Path[number]): step is TextStep {
  return typeof step === 'object';
}

/** The stretch with the tags directly around it: the paper's figure counts them in. */
function withTags(text: string, { start, end }: TextStep): [start: number, end: number] {
  const open = /<([A-Za-z_]{1,20})>\s*$/.exec(text.slice(Math.max(0, start - 40), start));
  if (!open) return [start, end];
  const close = new RegExp(`^\\s*</${open[1]!}>`).exec(text.slice(end, end + 60));
  return close ? [start - open[0].length, end + close[0].length] : [start, end];
}

/** The stretches in order, and between them what is neither thought nor call: the answer in words. */
function withAnswers<Kind extends string>(
  text: string,
  stretches: readonly { readonly kind: Kind; readonly start: number; readonly end: number }[],
): { readonly kind: Kind | 'answer'; readonly start: number; readonly end: number }[] {
  const all: { kind: Kind | 'answer'; start: number; end: number }[] = [];
  let from = 0;
  for (const next of [...stretches, { start: text.length, end: text.length }]) {
    const between = text.slice(from, next.start);
    if (between.trim() !== '') {
      const start = from + /^\s*/.exec(between)![0].length;
      all.push({ kind: 'answer', start, end: start + between.trim().length });
    }
    if ('kind' in next) all.push(next);
    from = Math.max(from, next.end);
  }
  return all;
}

function partSha(text: string): string {
  return sha256(text).slice(0, 32);
}
