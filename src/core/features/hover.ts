/**
 * What to say about the place under the cursor: the tool and the argument of a call, or of a definition; who speaks; how
 * long a thought is; what a call gave back; and what an escaped string says in plain text.
 */
import { isObject, type JsonValue } from '../json.ts';
import type { Call, ToolDef, ToolResult, Turn } from '../sample.ts';
import { layOutJson } from '../text/jsonLayout.ts';
import type { Path } from '../text/path.ts';
import { touches, type Span } from '../text/span.ts';
import { maxCursorLength } from './cursor/cursor.ts';
import { layersAt } from './cursor/layers.ts';
import { answeredCalls } from './links.ts';
import { requiredOf, schemasAt } from './schemaWalk.ts';
import { type Spelling, spellingIn, writeSpelled } from './spelling.ts';
import { argumentMarkdown, block, code, propertyNames, schemaMarkdown, toolMarkdown } from './toolWords.ts';
import { callAt, toolAt, writtenAt, type RecordView } from './view.ts';

/** A hover at a place of a record. */
export interface Hover {
  /** What the hover is about (`recordOffset`s). */
  readonly span: Span;
  /** Markdown; text from the data is escaped, so it can neither load anything nor pose as a link. */
  readonly markdown: string;
}

/** The hover at `recordOffset`; `undefined` where there is nothing to say. */
export function hoverAt(view: RecordView, recordOffset: number): Hover | undefined {
  const meaning = meaningHover(view, recordOffset);
  const decoded = decodedHover(view.text, recordOffset);
  if (!meaning || !decoded) return meaning ?? decoded;
  // What is told of a part of the text needs no look at all of it.
  const isPart = meaning.span.start >= decoded.span.start && meaning.span.end <= decoded.span.end;
  if (isPart) return meaning;
  return { span: decoded.span, markdown: `${meaning.markdown}\n\n---\n\n${decoded.markdown}` };
}

function meaningHover(view: RecordView, recordOffset: number): Hover | undefined {
  const at = callAt(view, recordOffset);
  if (at) return hoverCall(view, at.call, recordOffset);
  const def = toolAt(view, recordOffset);
  if (def) return hoverTool(view, def, recordOffset);
  const turn = view.sample.turns.find((one) => {
    const span = view.spanOf({ path: one.path });
    return span !== undefined && touches(span, recordOffset);
  });
  return turn && hoverTurn(view, turn, recordOffset);
}

function hoverCall(view: RecordView, call: Call, recordOffset: number): Hover | undefined {
  const tool = call.name === undefined ? undefined : view.toolNamed(call.name);
  if (isObject(call.arguments)) {
    for (const argument of Object.keys(call.arguments)) {
      const path = [...call.argumentsPath, argument];
      const key = view.spanOf({ path, at: 'key' });
      const value = view.spanOf({ path });
      const span =
        key && touches(key, recordOffset) ? key : value && touches(value, recordOffset) ? value : undefined;
      if (!span) continue;
      if (!tool) return undefined;
      const inner = hoverInside(view, call, tool.def, [argument], call.arguments[argument], recordOffset);
      const spelling = spellingOf(view, tool.def);
      return inner ?? { span, markdown: argumentMarkdown(tool.def, tool.prepared, argument, spelling) };
    }
  }
  const id = call.idPath && view.spanOf({ path: call.idPath });
  const name = view.spanOf(call.namePlace);
  const span =
    id && touches(id, recordOffset)
      ? id
      : name && touches(name, recordOffset)
        ? name
        : view.spanOf({ path: call.path });
  if (!span || call.name === undefined) return undefined;
  const [result] = [...answeredCalls(view.sample)].find(([, answered]) => answered === call) ?? [];
  const told = result ? `\n\nIts result:\n\n${block(textOf(view, result), 600)}` : '';
  if (tool) return { span, markdown: toolMarkdown(tool.def, tool.prepared) + told };
  const known = view.sample.tools;
  const unknown =
    known === undefined
      ? 'This sample declares no tools, so the call cannot be checked.'
      : known.length === 0
        ? 'This sample declares an empty list of tools.'
        : `Not among the tools of this sample: ${known.map((t) => code(t.name ?? '(no name)')).join(', ')}.`;
  return { span, markdown: `**${code(call.name)}**\n\n${unknown}${told}` };
}

/** A key or a value below an argument, by the schema of its place. */
function hoverInside(
  view: RecordView,
  call: Call,
  def: ToolDef,
  path: readonly (string | number)[],
  value: JsonValue | undefined,
  recordOffset: number,
): Hover | undefined {
  if (typeof value !== 'object' || value === null || path.length > 20) return undefined;
  const steps: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const step of steps) {
    const place: Path = [...call.argumentsPath, ...path, step];
    const key = view.spanOf({ path: place, at: 'key' });
    const span = view.spanOf({ path: place });
    const isKey = typeof step === 'string' && key !== undefined && touches(key, recordOffset);
    if (!isKey && !(span && touches(span, recordOffset))) continue;
    const inner = Array.isArray(value) ? value[Number(step)] : value[step];
    const deeper = isKey ? undefined : hoverInside(view, call, def, [...path, step], inner, recordOffset);
    if (deeper) return deeper;
    const { schema } = view.prepared(def).normalized;
    const schemas = schemasAt(schema, [...path, step]);
    if (schemas.length === 0) return undefined;
    const name = [...path, step].join('.');
    const isRequired = typeof step === 'string' && requiredOf(schemasAt(schema, path)).has(step);
    const need = typeof step === 'number' ? undefined : isRequired ? 'required' : 'optional';
    const markdown = schemaMarkdown(name, schemas, need, def, spellingOf(view, def));
    return { span: isKey ? key : span!, markdown };
  }
  return undefined;
}

function hoverTool(view: RecordView, def: ToolDef, recordOffset: number): Hover | undefined {
  const prepared = view.prepared(def);
  const parameters = view.spanOf({ path: [...def.path, def.parametersKey] });
  if (parameters && touches(parameters, recordOffset)) {
    for (const argument of propertyNames(prepared.normalized.schema)) {
      const origin = [...def.path, ...prepared.normalized.origin(['properties', argument])] as Path;
      const value = view.spanOf({ path: origin });
      const key = view.spanOf({ path: origin, at: 'key' });
      if (value && touches({ start: key?.start ?? value.start, end: value.end }, recordOffset)) {
        const markdown = argumentMarkdown(def, prepared, argument, spellingOf(view, def));
        return { span: key ?? value, markdown };
      }
    }
  }
  const span = view.spanOf({ path: [...def.path, def.nameKey] }) ?? view.spanOf({ path: def.path });
  return span && { span, markdown: toolMarkdown(def, prepared) };
}

/** How numbers of a tool are written. */
function spellingOf(view: RecordView, def: ToolDef): Spelling {
  return spellingIn(writtenAt(view, def.path) ?? view.text);
}

function hoverTurn(view: RecordView, turn: Turn, recordOffset: number): Hover | undefined {
  const role = turn.rolePath && view.spanOf({ path: turn.rolePath });
  if (role && touches(role, recordOffset)) return { span: role, markdown: turnWords(view, turn) };
  for (const thought of turn.thoughts) {
    const span = view.spanOf({ path: thought.path });
    if (!span || !touches(span, recordOffset)) continue;
    const isEscaped = view.text.slice(span.start, span.end).includes('\\');
    const told = isEscaped ? `\n\n${block(thought.text, maxDecoded)}` : '';
    return { span, markdown: `*Thought of ${lengthWords(thought.text)}.*${told}` };
  }
  for (const result of turn.results) {
    const span = view.spanOf({ path: result.path });
    const whole = turn.results.length === 1 ? view.spanOf({ path: turn.path }) : span;
    if (!whole || !touches(whole, recordOffset)) continue;
    const call = answeredCalls(view.sample).get(result);
    if (!call?.name) return undefined;
    const given = writeSpelled(call.arguments ?? {}, spellingIn(writtenAt(view, call.path) ?? view.text));
    const shown = given.length > 300 ? `${given.slice(0, 300)}…` : given;
    return { span: span ?? whole, markdown: `Result of ${code(call.name)} with ${code(shown)}.` };
  }
  return undefined;
}

const roleWords = {
  system: 'the instructions',
  user: 'what the person says',
  assistant: 'what the model answers',
  tool: 'what a call gave back',
} as const;

function turnWords(view: RecordView, turn: Turn): string {
  const { turns } = view.sample;
  const lines = [
    `**${code(turn.rawRole)}**: ${roleWords[turn.role]}, turn ${turns.indexOf(turn) + 1} of ${turns.length}.`,
  ];
  const calls = turn.calls.map((call) => code(call.name ?? '(no name)'));
  if (calls.length > 0)
    lines.push(`Calls ${calls.slice(0, 10).join(', ')}${calls.length > 10 ? ', …' : ''}.`);
  for (const thought of turn.thoughts.slice(0, 3)) lines.push(`Thinks for ${lengthWords(thought.text)}.`);
  return lines.join('\n\n');
}

const separated = new Intl.NumberFormat('en-US');

function lengthWords(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  return `${separated.format(text.length)} characters, ${separated.format(words)} words`;
}

function textOf(view: RecordView, { content, path }: ToolResult): string {
  if (typeof content === 'string') return readable(content);
  return layOutJson(writeSpelled(content, spellingIn(writtenAt(view, path) ?? view.text)));
}

/** JSON as an indented text, its values as they are written; other text as it is. */
function readable(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 100_000) return text;
  try {
    JSON.parse(text);
  } catch {
    // Only looks like JSON.
    return text;
  }
  return layOutJson(text);
}

/** Longest decoded text that is shown; the whole length is told. */
const maxDecoded = 1500;

/** The text of the innermost string around the place, when it is written with escapes. */
function decodedHover(text: string, recordOffset: number): Hover | undefined {
  if (text.length > maxCursorLength) return undefined;
  const layer = layersAt(text, recordOffset).at(-1);
  if (!layer?.outer) return undefined;
  const span = { start: layer.toRecord(0), end: layer.toRecord(layer.text.length) };
  // Letters outside ASCII need no decoding to be read unless they are escaped; quotes and line ends do.
  if (text.slice(span.start, span.end) === layer.text) return undefined;
  return { span: { start: span.start, end: span.end }, markdown: block(readable(layer.text), maxDecoded) };
}
