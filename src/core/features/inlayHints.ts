/** Hints between the letters of a record: names of positional arguments, types of arguments, lengths of thoughts and calls. */
import { isObject, own } from '../json.ts';
import type { Call, Thought, Turn } from '../sample.ts';
import type { Span } from '../text/span.ts';
import { typeWords } from './toolWords.ts';
import type { RecordView } from './view.ts';

/** Which hints are wanted. */
export interface HintOptions {
  /** `city:` in front of a value without a name. */
  readonly names: boolean;
  /** The type in the schema, in front of each argument's value. */
  readonly types: boolean;
  /** Words of a thought, characters of a call, behind them. */
  readonly lengths: boolean;
}

/** A hint; it stands at a `recordOffset`. */
export interface InlayHint {
  readonly at: number;
  readonly kind: 'name' | 'type' | 'length';
  readonly label: string;
  /** The text of the tooltip, made when it is asked for. */
  readonly tooltip: () => string;
}

/** The hints of a record whose place lies in `within`, ordered by place. */
export function inlayHints(view: RecordView, options: HintOptions, within: Span): InlayHint[] {
  const hints: InlayHint[] = [];
  const isWanted = (span: Span | undefined) =>
    span !== undefined && span.start <= within.end && span.end >= within.start;
  for (const turn of view.sample.turns) {
    if (!isWanted(view.spanOf({ path: turn.path }) ?? within)) continue;
    for (const call of turn.calls) addCall(view, turn, call, options, hints);
    if (options.lengths) for (const thought of turn.thoughts) addThought(view, turn, thought, hints);
  }
  return hints.filter(({ at }) => at >= within.start && at <= within.end).sort((a, b) => a.at - b.at);
}

function addCall(view: RecordView, turn: Turn, call: Call, options: HintOptions, hints: InlayHint[]): void {
  const tool = call.name === undefined ? undefined : view.toolNamed(call.name);
  if (tool && (options.names || options.types)) {
    const { schema } = tool.prepared.normalized;
    const properties = isObject(schema) ? own(schema, 'properties') : undefined;
    if (isObject(properties)) {
      if (options.names) addNames(view, call, Object.keys(properties), hints);
      if (options.types && isObject(call.arguments)) {
        for (const name of Object.keys(call.arguments)) {
          const property = own(properties, name);
          const value = view.spanOf({ path: [...call.argumentsPath, name] });
          if (property === undefined || !value) continue;
          const label = typeWords(property);
          if (label === 'any') continue;
          const tooltip = () => `The type of "${name}" in the schema of ${call.name}`;
          hints.push({ at: value.start, kind: 'type', label, tooltip });
        }
      }
    }
  }
  if (!options.lengths) return;
  const span = view.spanOf({ path: call.path });
  if (!span) return;
  const length = lengthOf(view, call);
  hints.push({
    at: span.end,
    kind: 'length',
    label: count(length, 'character'),
    tooltip: () => `This call has ${count(length, 'character')}. ${shares(view, turn)}`,
  });
}

/** The length of a call in the text that it is written in, so that escapes for the record do not count. */
function lengthOf(view: RecordView, { path }: Call): number {
  const { inLayer, exact } = view.locator.locate({ path });
  return exact ? inLayer.end - inLayer.start : 0;
}

/** Positional arguments take the names of the schema in its order, as a reader of the call does. */
function addNames(view: RecordView, call: Call, names: readonly string[], hints: InlayHint[]): void {
  if (!call.notes?.some(({ kind }) => kind === 'positional-argument')) return;
  for (let i = 0; i < names.length; i++) {
    const value = view.spanOf({ path: [...call.path, 'positional', i] });
    if (!value) return;
    const name = names[i]!;
    hints.push({
      at: value.start,
      kind: 'name',
      label: `${name}:`,
      tooltip: () => `Argument ${i + 1} of ${call.name} in the order of its schema: ${name}`,
    });
  }
}

function addThought(view: RecordView, turn: Turn, thought: Thought, hints: InlayHint[]): void {
  const span = view.spanOf({ path: thought.path });
  if (!span) return;
  const isLiteral = view.text.charCodeAt(span.start) === 34 && span.end - span.start > 1;
  const words = wordCount(thought.text);
  hints.push({
    at: isLiteral ? span.end - 1 : span.end,
    kind: 'length',
    label: count(words, 'word'),
    tooltip: () =>
      `This thought has ${count(words, 'word')}, ${count(thought.text.length, 'character')}. ${shares(view, turn)}`,
  });
}

/** How much of the turn is thought, and how much is calls. */
function shares(view: RecordView, turn: Turn): string {
  const thoughts = turn.thoughts.reduce((n, { text }) => n + text.length, 0);
  const calls = turn.calls.reduce((n, call) => n + lengthOf(view, call), 0);
  const texts = turn.texts.reduce((n, { text }) => n + text.length, 0);
  const all = thoughts + calls + texts;
  if (all === 0) return '';
  const percent = (part: number) => `${Math.round((100 * part) / all)} %`;
  return `Of its turn, ${percent(thoughts)} is thought and ${percent(calls)} is calls.`;
}

function wordCount(text: string): number {
  let words = 0;
  let isInside = false;
  for (let i = 0; i < text.length; i++) {
    const isSpace = text.charCodeAt(i) <= 32;
    if (!isSpace && !isInside) words++;
    isInside = !isSpace;
  }
  return words;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
