/** What of a step goes into a prompt, as text. */
import { splitThoughts } from '../../calls/thoughts.ts';
import type { Format } from '../../formats/types.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { createLocator } from '../../record/locate.ts';
import { valueAt } from '../../rules/places.ts';
import type { Call, Turn } from '../../sample.ts';
import type { AnswerStep } from '../answerSteps.ts';
import type { CotSource } from '../source.ts';
import type { TemplateValues } from './template.ts';

/** Stands where a sample has nothing to show. */
const nothing = '(none)';

/**
 * The values of a step for every placeholder that speaks of the sample. The conversation is a JSON object a line, so that
 * no text in it can pass for a turn of its own; earlier thoughts are left out, as chat templates leave them out.
 */
export function stepValues(
  step: AnswerStep,
): Required<Pick<TemplateValues, 'tools' | 'conversation' | 'query' | 'thought' | 'answer'>> {
  const query = step.before.findLast(({ role }) => role === 'user');
  return {
    tools: lines((step.tools ?? []).map(({ raw }) => JSON.stringify(raw))),
    conversation: lines(step.before.map((turn) => JSON.stringify(plainTurn(turn)))),
    query: (query ? textsOf(query) : '') || nothing,
    thought: step.thoughts.map(({ thought }) => thought.text.trim()).join('\n\n') || nothing,
    answer: answerValue(step),
  };
}

function lines(list: readonly string[]): string {
  return list.length === 0 ? nothing : list.join('\n');
}

function plainTurn(turn: Turn): JsonObject {
  const plain: JsonObject = { role: turn.role };
  const text = textsOf(turn);
  if (text !== '') plain.text = text;
  if (turn.calls.length > 0) plain.calls = turn.calls.map(plainCall);
  if (turn.results.length > 0)
    plain.results = turn.results.map(({ name, content }): JsonValue =>
      name === undefined ? content : { name, content },
    );
  return plain;
}

function textsOf(turn: Turn): string {
  return turn.texts.map(({ text }) => text).join('\n');
}

/** The calls as one JSON list, whatever the format writes; behind the text, where there is some. */
function answerValue({ calls, texts }: AnswerStep): string {
  const parts = texts.map(({ text }) => text);
  if (calls.length > 0 || parts.length === 0) parts.push(JSON.stringify(calls.map(plainCall)));
  return parts.join('\n');
}

function plainCall(call: Call): JsonObject {
  return { name: call.name ?? null, arguments: call.arguments ?? null };
}

/**
 * The answer as it stands in the record, for judging its form: the text behind the thought where calls stand in a text,
 * else the calls as JSON, as written.
 */
export function answerAsWritten(source: CotSource, step: AnswerStep): string {
  const parts: string[] = [];
  const locator = createLocator(source.text, true);
  const seen = new Set<string>();
  for (const call of step.calls) {
    const text = textAround(source, step, call);
    if (text === undefined) {
      const { layer, inLayer } = locator.locate({ path: call.path });
      parts.push(layer.text.slice(inLayer.start, inLayer.end));
    } else if (!seen.has(text)) {
      seen.add(text);
      parts.push(text);
    }
  }
  const hasText = parts.length > 0 && seen.size > 0;
  const prose = hasText ? [] : step.texts.map(({ text }) => text);
  return [...prose, ...parts].join('\n') || nothing;
}

/** The text in which a call stands, without its thought; `undefined` where calls are values. */
function textAround(source: CotSource, step: AnswerStep, { path }: Call): string | undefined {
  for (let length = 1; length <= path.length; length++) {
    const text = valueAt(source.root, path.slice(0, length));
    if (typeof text !== 'string') continue;
    const turn = step.turns.find((other) => other.path.length === length + 1 && other.path[0] === path[0]);
    const stretch = turn?.path.at(-1);
    const start = typeof stretch === 'object' ? stretch.start : 0;
    const end = typeof stretch === 'object' ? stretch.end : text.length;
    const own = text.slice(start, end);
    const next = path[length];
    if (typeof next === 'object' && next.as === 'react') return text.slice(next.start, next.end);
    return own.slice(splitThoughts(own).answerStart).trim();
  }
  return undefined;
}

/** How answers of a format are written, for the prompt that judges their form. */
export function formatInstructions({ title, docs }: Format): string {
  return `rows of ${title}. Where calls stand: ${docs.calls}.`;
}

/** How a model is to answer where any form would do; `readNewCalls` reads it. */
export const answerInstructions =
  'To call functions, write a JSON list of objects with "name" and "arguments" between <NewFC> and </NewFC>, and nothing else. To speak to the user instead, write the text alone.';
