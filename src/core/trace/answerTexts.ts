/**
 * The texts of an answer, in the ways in which chat templates write them, and what each character of them counts as: what must
 * be found in a rendered prompt.
 */
import type { TrainerMessage, TrainerPart, TrainerRow } from '../export/trainerRow.ts';
import { isObject, type JsonObject, type JsonValue, own } from '../json.ts';
import { segment } from '../ssb/tokenWeights.ts';
import { sha256 } from '../text/sha256.ts';

/** A text of a message in one of the ways in which it may be written. */
export interface WrittenText {
  readonly text: string;
  /** The segment of each UTF-16 unit. */
  readonly codes: readonly number[];
  /** Where the text stands in the record, in a string or as a value. */
  readonly origin?: { readonly pointer: string; readonly start: number };
}

/** A text that must be found, and what to call it. */
export interface AnswerText {
  readonly title: string;
  readonly ways: readonly WrittenText[];
}

/** The texts of an answer in the order of chat templates; `apart`: its parts alone, for templates that set them anew. */
export function answerTexts(
  row: TrainerRow,
  index: number,
): { readonly whole: readonly AnswerText[]; readonly apart?: readonly AnswerText[] } {
  const message = row.messages[index]!;
  const parts = row.parts.filter((part) => part.message === index);
  const inContent = parts.filter((part) => isStretch(part, message.content));
  if (inContent.length > 0) {
    const [{ pointer }] = inContent as [TrainerPart, ...TrainerPart[]];
    const codes = new Array<number>(message.content.length).fill(segment.struct);
    for (const { start, end, kind } of inContent) codes.fill(segment[kind], start, end);
    const whole = trimmed({ text: message.content, codes, origin: { pointer, start: 0 } });
    const apart = inContent.map(({ start = 0, end = 0, kind }) => ({
      title: titles[kind],
      ways: trimmed({
        text: message.content.slice(start, end),
        codes: codes.slice(start, end),
        origin: { pointer, start },
      }),
    }));
    return { whole: [{ title: 'The text', ways: whole }], apart };
  }
  return { whole: valuesOf(message, parts) };
}

const titles = { think: 'The thought', call: 'The call', answer: 'The answer' } as const;

/** Is the part a stretch of the message's content, as it stands there? */
function isStretch({ field, start, end, sha }: TrainerPart, content: string): boolean {
  if (field !== 'content' || start === undefined || end === undefined) return false;
  return sha256(content.slice(start, end)).slice(0, 32) === sha;
}

/** Thought, words and calls that are values of their own. */
function valuesOf(message: TrainerMessage, parts: readonly TrainerPart[]): AnswerText[] {
  const wanted: AnswerText[] = [];
  const text = (title: string, value: string, field: string, kind: 'think' | 'answer') => {
    if (value.trim() === '') return;
    const own = parts.filter((part) => part.field === field);
    // Several texts of the record in one are found, but not led back to.
    const origin = own.length === 1 ? { pointer: own[0]!.pointer, start: own[0]!.start ?? 0 } : undefined;
    const codes = new Array<number>(value.length).fill(segment[kind]);
    wanted.push({ title, ways: trimmed({ text: value, codes, ...(origin && { origin }) }) });
  };
  text(titles.think, message.reasoning_content ?? '', 'reasoning_content', 'think');
  text(titles.answer, message.content, 'content', 'answer');
  message.tool_calls?.forEach((call, i) => {
    const part = parts.find(({ field }) => field === `tool_calls/${i}`);
    const ways = writtenCalls(call).map((written) => ({
      text: written,
      codes: new Array<number>(written.length).fill(segment.call),
      ...(part && { origin: { pointer: part.pointer, start: part.start ?? 0 } }),
    }));
    wanted.push({ title: `${titles.call} ${i + 1}`, ways });
  });
  return wanted;
}

/** As it is, and without white space around it, which many templates cut off. */
function trimmed(written: WrittenText): WrittenText[] {
  const { text, codes, origin } = written;
  const inner = text.trim();
  if (inner === text || inner === '') return [written];
  const start = text.indexOf(inner);
  return [
    written,
    {
      text: inner,
      codes: codes.slice(start, start + inner.length),
      ...(origin && { origin: { pointer: origin.pointer, start: origin.start + start } }),
    },
  ];
}

/**
 * How templates write a call: Qwen, Hermes and Mistral with `arguments`, Llama with `parameters`; either as Python's
 * `json.dumps` (spaces behind commas and colons) or without spaces.
 */
function writtenCalls({ function: called }: JsonObject): string[] {
  const name = isObject(called) ? (own(called, 'name') ?? null) : null;
  const given = isObject(called) ? (own(called, 'arguments') ?? {}) : {};
  const forms: JsonObject[] = [
    { name, arguments: given },
    { name, parameters: given },
    { arguments: given, name },
  ];
  return forms.flatMap((form) => [JSON.stringify(form), pythonJson(form)]);
}

/** JSON as Python writes it, not ASCII alone. */
function pythonJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${pythonJson(one)}`);
  return `{${members.join(', ')}}`;
}
