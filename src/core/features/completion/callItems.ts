/** Offers inside calls: function names, arguments and their values, ids, whole calls. */
import { isObject, type JsonValue } from '../../json.ts';
import type { Call, Sample, ToolDef, Turn } from '../../sample.ts';
import {
  argumentHeading,
  argumentWords,
  placeMarkdown,
  schemaMarkdown,
  toolHeading,
  toolMarkdown,
  toolMeaning,
  valueWords,
} from '../toolWords.ts';
import {
  callIn,
  containerOf,
  mark,
  valueAt,
  type Cursor,
  type KnownTool,
  type Meaning,
} from '../cursor/cursor.ts';
import { propertiesOf, requiredOf, schemasAt, typesOf, valuesOf } from '../schemaWalk.ts';
import { callText, callValue, type CallForm, type CallParts } from '../shapes/callForms.ts';
import { type FormatShape, shapeAt } from '../shapes/shape.ts';
import type { Offer } from './item.ts';
import type { Piece } from './pieces.ts';
import {
  inString,
  keywordPieces,
  objectPieces,
  type Style,
  valuePieces,
  writeString,
  writeValue,
} from './writing.ts';

type ArgumentMeaning = Extract<Meaning, { is: 'argument' }>;

/** The tools that a call may name: those called already first, then in the order declared; each name once. */
export function callableTools(sample: Sample): ToolDef[] {
  const called: string[] = [];
  for (const turn of sample.turns)
    for (const { name } of turn.calls) if (name !== undefined && !called.includes(name)) called.push(name);
  const byName = new Map<string, ToolDef>();
  for (const def of sample.tools ?? [])
    if (def.name !== undefined && def.name !== mark && !byName.has(def.name)) byName.set(def.name, def);
  const first = called.map((name) => byName.get(name)).filter((def) => def !== undefined);
  return [...first, ...[...byName.values()].filter((def) => !first.includes(def))];
}

/** What is told of a tool beside the list. */
function toolDocs({ def, prepared }: KnownTool): Pick<Offer, 'heading' | 'documentation'> {
  return { heading: toolHeading(def, prepared), documentation: toolMeaning(def, prepared) };
}

/** Names of functions, where a call names one. */
export function functionOffers(cursor: Cursor, sample: Sample, shape: FormatShape, style: Style): Offer[] {
  const offers: Offer[] = [];
  const { spot } = cursor;
  const siblings = spot.language === 'json' && spot.at === 'value' ? containerOf(cursor) : undefined;
  const wantsArguments = isObject(siblings) && !argumentKeys.some((key) => Object.hasOwn(siblings, key));
  for (const def of callableTools(sample)) {
    const tool = { def, prepared: cursor.prepared(def) };
    const name = def.name!;
    const common = {
      kind: 'function' as const,
      detail: `(${argumentWords(tool.prepared)})`,
      ...toolDocs(tool),
    };
    if (spot.at === 'name') {
      const pieces: Piece[] = spot.hasNext
        ? [name]
        : [name, '(', ...keywordPieces(schemaOf(tool), rootOf(tool), style), ')'];
      offers.push({ ...common, label: name, pieces });
      continue;
    }
    const written = writeString(name, style);
    if (spot.at === 'key') {
      const value: Piece[] = spot.hasNext ? [] : [style.spaced ? ': ' : ':', '{', { stop: '' }, '}'];
      offers.push({ ...common, label: name, filter: written, pieces: [written, ...value] });
      continue;
    }
    offers.push({ ...common, label: name, filter: written, pieces: [written] });
    if (wantsArguments) {
      const key = argumentsKey(shape.calls[0]);
      const value = argumentsPieces(shape, tool, style);
      offers.push({
        ...common,
        kind: 'snippet',
        label: `${name}(…)`,
        filter: written,
        description: 'with arguments',
        pieces: [
          written,
          style.spaced ? ', ' : ',',
          writeString(key, style),
          style.spaced ? ': ' : ':',
          ...value,
        ],
      });
    }
  }
  return offers;
}

const argumentKeys = ['arguments', 'parameters', 'input', 'args'];

function argumentsKey(form: CallForm | undefined): string {
  return form === 'parameters' || form === 'api'
    ? 'parameters'
    : form === 'tool-use'
      ? 'input'
      : form === 'function-call'
        ? 'args'
        : 'arguments';
}

/** Whether the format writes arguments as a string of JSON. */
function isTextForm(form: CallForm | undefined): boolean {
  return form === 'openai' || form === 'flat-text' || form === 'responses';
}

function argumentsPieces(shape: FormatShape, tool: KnownTool, style: Style): Piece[] {
  const object = objectPieces(schemaOf(tool), rootOf(tool), style);
  if (style.language !== 'json') return object;
  const [form] = shape.calls;
  return isTextForm(form) ? inString(object) : form === 'quoted' ? ["'", ...object, "'"] : object;
}

const schemaOf = (tool: KnownTool): JsonValue => tool.prepared.normalized.schema;
const rootOf = (tool: KnownTool) => schemasAt(schemaOf(tool), []);

/** Names of arguments that are not given yet, the required ones first. */
export function argumentOffers(cursor: Cursor, meaning: ArgumentMeaning, style: Style): Offer[] {
  const { tool, path, call } = meaning;
  if (!tool) return [];
  const { spot } = cursor;
  const root = schemaOf(tool);
  const schemas = schemasAt(root, path);
  if (spot.at === 'root') return [wholeArguments(tool, style)];
  const given = valueAt(call.arguments, path);
  const properties = propertiesOf(schemas);
  const required = requiredOf(schemas);
  const names = [...properties.keys()].filter((name) => !isObject(given) || !Object.hasOwn(given, name));
  const ordered = [
    ...names.filter((name) => required.has(name)),
    ...names.filter((name) => !required.has(name)),
  ];
  return ordered.map((name) => {
    const schema = properties.get(name);
    const isKeyword = spot.language === 'python' && spot.at === 'argument';
    const written = isKeyword ? name : writeString(name, style);
    const value = spot.hasNext ? [] : valuePieces(root, schema, style, name, true);
    const separator = spot.hasNext ? '' : isKeyword ? '=' : style.spaced ? ': ' : ':';
    const offered = valuesOf(schemasAt(root, [...path, name]));
    return {
      label: name,
      kind: 'argument' as const,
      detail: required.has(name) ? ' required' : undefined,
      description: valueWords(schema),
      heading: argumentHeading(name, schema, required.has(name)),
      documentation: placeMarkdown(schemasAt(root, [...path, name]), tool.def, undefined, true),
      filter: written,
      pieces: [written, separator, ...value],
      retrigger: !spot.hasNext && leavesEmptyString(offered),
    };
  });
}

/** `valuePieces` leaves an empty string, for which there are offers. */
function leavesEmptyString(values: ReturnType<typeof valuesOf>): boolean {
  return (
    values.length > 1 && values.every(({ value, from }) => typeof value === 'string' && from !== 'default')
  );
}

/** All arguments of a call at once, where nothing is written yet. */
function wholeArguments(tool: KnownTool, style: Style): Offer {
  return {
    label: `{${argumentWords(tool.prepared)}}`,
    kind: 'snippet',
    description: `arguments of ${tool.def.name}`,
    ...toolDocs(tool),
    pieces: objectPieces(schemaOf(tool), rootOf(tool), style),
  };
}

/** Keys of a call that is being written: those of its name and its arguments. */
export function callKeyOffers(cursor: Cursor, sample: Sample, shape: FormatShape, style: Style): Offer[] {
  const call = callIn(sample, cursor.path);
  const form = shape.calls[0];
  if (!call || !form || form === 'accepted' || form === 'keyed') return [];
  const container = containerOf(cursor);
  const isGiven = (key: string) => isObject(container) && Object.hasOwn(container, key);
  const nameKey = form === 'api' ? 'api' : 'name';
  const key = argumentsKey(form);
  const tool = cursor.toolNamed(call.name);
  const colon = style.spaced ? ': ' : ':';
  const offers: Offer[] = [];
  const add = (name: string, documentation: string, value: Piece[], retrigger: boolean, detail?: string) => {
    const written = writeString(name, style);
    const { hasNext } = cursor.spot;
    const pieces = hasNext ? [written] : [written, colon, ...value];
    offers.push({
      label: name,
      kind: 'key',
      detail,
      documentation,
      filter: written,
      pieces,
      retrigger: retrigger && !hasNext,
    });
  };
  if (!isGiven(nameKey) && call.namePlace.at !== 'key')
    add(nameKey, 'Name of the called function.', [style.quote, { stop: '' }, style.quote], true);
  if (!argumentKeys.some(isGiven)) {
    const empty: Piece[] = isTextForm(form) ? ['"{', { stop: '' }, '}"'] : ['{', { stop: '' }, '}'];
    const detail = tool && ` (${argumentWords(tool.prepared)})`;
    const value = tool ? argumentsPieces(shape, tool, style) : empty;
    add(key, tool ? toolMarkdown(tool.def, tool.prepared) : 'The arguments.', value, false, detail);
  }
  return offers;
}

/** The value of `arguments`, where there is none yet. */
export function argumentsOffers(
  meaning: Extract<Meaning, { is: 'arguments' }>,
  shape: FormatShape,
  style: Style,
): Offer[] {
  const { tool } = meaning;
  if (!tool) return [];
  return [{ ...wholeArguments(tool, style), pieces: argumentsPieces(shape, tool, style) }];
}

/** Values of an argument: those that its schema names. */
export function argumentValueOffers(cursor: Cursor, meaning: ArgumentMeaning, style: Style): Offer[] {
  const { tool, path } = meaning;
  if (!tool) return [];
  const root = schemaOf(tool);
  const schemas = schemasAt(root, path);
  const name = String(path.findLast((step) => typeof step === 'string') ?? '');
  const documentation = schemaMarkdown(name, schemas, undefined, tool.def);
  const values = valuesOf(schemas);
  const offers = valueOffers(values, style, documentation);
  if (cursor.spot.token.kind === 'none' && typesOf(schemas).has('object') && propertiesOf(schemas).size > 0) {
    const pieces = objectPieces(root, schemas, style);
    offers.push({ label: '{…}', kind: 'snippet', description: 'object', documentation, pieces });
  }
  return offers;
}

/** Values with where they come from. */
export function valueOffers(
  values: ReturnType<typeof valuesOf>,
  style: Style,
  documentation: string | undefined,
): Offer[] {
  return values.map(({ value, from }) => {
    const written = writeValue(value, style);
    return {
      label: written.length > 80 ? `${written.slice(0, 79)}…` : written,
      kind: from === 'enum' || from === 'const' ? ('enum' as const) : ('value' as const),
      description: from === 'enum' || from === 'type' ? undefined : from,
      documentation,
      filter: written,
      pieces: [written],
      preselect: from === 'default' ? true : undefined,
    };
  });
}

/** Ids, or names, of the calls that a result may answer: those without a result first. */
export function resultOffers(
  sample: Sample,
  meaning: Extract<Meaning, { is: 'result-id' | 'result-name' }>,
  style: Style,
): Offer[] {
  const answered = new Set<string>();
  for (const turn of sample.turns)
    for (const { id, name } of turn.results) {
      const key = meaning.is === 'result-id' ? id : name;
      if (key !== undefined) answered.add(key);
    }
  const end = sample.turns.indexOf(meaning.turn);
  const calls = sample.turns.slice(0, end < 0 ? undefined : end).flatMap((turn) => turn.calls);
  const offers: Offer[] = [];
  const seen = new Set<string>();
  const add = (call: Call, isOpen: boolean) => {
    const key = meaning.is === 'result-id' ? call.id : call.name;
    if (key === undefined || seen.has(key) || answered.has(key) === isOpen) return;
    seen.add(key);
    const written = writeString(key, style);
    offers.push({
      label: written,
      kind: 'id',
      detail: meaning.is === 'result-id' && call.name !== undefined ? ` ${call.name}` : undefined,
      description: isOpen ? undefined : 'answered already',
      documentation: callMarkdown(call),
      filter: written,
      pieces: [written],
    });
  };
  for (const call of calls.toReversed()) add(call, true);
  offers.reverse();
  for (const call of calls) add(call, false);
  return offers;
}

function callMarkdown(call: Call): string | undefined {
  if (call.arguments === undefined) return undefined;
  const text = JSON.stringify(call.arguments);
  return (
    '```json\n' + (text.length > 500 ? `${text.slice(0, 500)}…` : text).replaceAll('```', '` ` `') + '\n```'
  );
}

/** An id that no call of the sample has yet, in the manner of those that it has. */
export function freshId(sample: Sample | undefined, form: CallForm | undefined, formatId: string): string {
  const ids = (sample?.turns ?? [])
    .flatMap((turn) => turn.calls.map((call) => call.id))
    .filter((id) => id !== undefined && id !== mark);
  const last = ids.at(-1);
  const number = last === undefined ? undefined : /^(.*?)(\d{1,9})$/.exec(last);
  if (last !== undefined && formatId !== 'mistral') {
    if (!number) return `${last}_2`;
    for (let n = Number(number[2]) + 1; ; n++) {
      const id = number[1]! + String(n).padStart(number[2]!.length, '0');
      if (!ids.includes(id)) return id;
    }
  }
  if (formatId === 'mistral') return `call${String(ids.length + 1).padStart(5, '0')}`;
  return form === 'tool-use' ? 'toolu_1' : 'call_1';
}

/** Whole calls, where the format takes one: an element of a list of calls, an empty answer, the body of a tag. */
export function callOffers(
  cursor: Cursor,
  sample: Sample,
  shape: FormatShape,
  style: Style,
  formatId: string,
): Offer[] {
  const { spot } = cursor;
  const tools = callableTools(sample);
  if (spot.language !== 'json' || spot.token.kind !== 'none' || tools.length === 0) return [];
  const id = freshId(sample, shape.calls[0], formatId);
  const write = takenForm(cursor, shape, style);
  if (!write) return [];
  return tools.slice(0, 100).map((def) => {
    const tool = { def, prepared: cursor.prepared(def) };
    const parts: CallParts = {
      name: [def.name!],
      arguments: objectPieces(schemaOf(tool), rootOf(tool), style),
      keywords: keywordPieces(schemaOf(tool), rootOf(tool), { ...style, language: 'python', quote: "'" }),
      id,
    };
    return {
      label: def.name!,
      kind: 'snippet' as const,
      detail: `(${argumentWords(tool.prepared)})`,
      ...toolDocs(tool),
      pieces: write(parts),
    };
  });
}

/** The first way of writing a call that the format reads as one at the cursor. */
function takenForm(
  cursor: Cursor,
  shape: FormatShape,
  style: Style,
): ((parts: CallParts) => Piece[]) | undefined {
  const probe: CallParts = { name: [mark], arguments: ['{}'], keywords: [], id: 'call_0' };
  const ways: ((parts: CallParts) => Piece[])[] = [];
  if (cursor.part === 'answer') {
    // A string that holds a list of calls (xLAM) wants the list's brackets as well.
    const here = shapeAt(shape.record, cursor.path);
    if (here?.is === 'json' && here.of.is === 'list')
      ways.push(
        ...shape.calls.map((form) => (parts: CallParts) => ['[', ...callValue(form, parts, style), ']']),
      );
    ways.push(...shape.text.map((form) => (parts: CallParts) => callText(form, parts, style)));
  }
  ways.push(...shape.calls.map((form) => (parts: CallParts) => callValue(form, parts, style)));
  return ways.find((way) => {
    const written = way(probe)
      .map((piece) => (typeof piece === 'string' ? piece : piece.stop))
      .join('');
    const lifted = cursor.lift(cursor.spot.before + written + cursor.spot.after);
    return lifted?.turns.some((turn: Turn) => turn.calls.some((call) => call.name === mark)) === true;
  });
}
