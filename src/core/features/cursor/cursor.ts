/**
 * What stands under a cursor in a record that may be half typed. The text in front of the cursor tells where it is
 * (layers.ts); what that place means, the file's format tells: a mark is put where the author is about to write, the
 * record around it is mended, lifted as any other, and the mark is looked for among names, arguments, roles, ids and
 * schemas. So every format that can be lifted can be completed.
 */
import { parsePythonCalls } from '../../calls/pythonCalls.ts';
import { readExactJson } from '../../calls/jsonReader.ts';
import { readTolerantJson } from '../../calls/jsonTolerant.ts';
import { readJson } from '../../calls/jsonText.ts';
import { prepare } from '../../check.ts';
import { canLift, liftRecord } from '../../formats/lift.ts';
import { isObject, type JsonValue } from '../../json.ts';
import { maxDepth } from '../../record/record.ts';
import type { FileContext } from '../../rules/types.ts';
import type { Call, Sample, ToolDef, Turn } from '../../sample.ts';
import type { PreparedTool, ToolCache } from '../../schema/types.ts';
import type { Span } from '../../text/span.ts';
import { layersAt, type CursorLayer, type LayerSpot } from './layers.ts';
import type { Spot } from './spot.ts';

/** Longer records give nothing: an answer that is late is none. */
export const maxCursorLength = 1_000_000;

/** Stands where the author is about to write; a plain name in every language. */
export const mark = 'callsmithCursor7f3a';

/** A tool with its schema made ready. */
export interface KnownTool {
  readonly def: ToolDef;
  readonly prepared: PreparedTool;
}

/** What the format takes a place for. Paths hold keys and indices below the value that is named. */
export type Meaning =
  /** The name of a called function. */
  | { readonly is: 'call-name'; readonly turn: Turn; readonly call: Call }
  /** In the arguments of a call: a key of the object at `path`, or the value there. */
  | {
      readonly is: 'argument';
      readonly turn: Turn;
      readonly call: Call;
      /** The called tool; `undefined` when the sample does not have it. */
      readonly tool: KnownTool | undefined;
      readonly path: readonly (string | number)[];
      readonly at: 'key' | 'value';
    }
  /** The arguments of a call as a whole, where nothing is written yet. */
  | {
      readonly is: 'arguments';
      readonly turn: Turn;
      readonly call: Call;
      readonly tool: KnownTool | undefined;
    }
  | { readonly is: 'role'; readonly turn: Turn }
  | { readonly is: 'call-id'; readonly turn: Turn; readonly call: Call }
  /** The id, or the name, by which a result names its call. */
  | { readonly is: 'result-id' | 'result-name'; readonly turn: Turn }
  /** In a tool definition: a key of the object at `path`, or the value there; `path` begins in the tool object. */
  | {
      readonly is: 'tool';
      readonly def: ToolDef;
      readonly path: readonly (string | number)[];
      readonly at: 'key' | 'value';
    };

/** A cursor in one of the texts around it. */
export interface Cursor {
  readonly layer: CursorLayer;
  readonly spot: Spot;
  /** What is missing behind the part of the text that the spot was read in. */
  readonly closeTag: string;
  readonly part: LayerSpot['part'];
  /** From the record's root; goes on inside strings of JSON, `~` stands for a part of a text in another language. */
  readonly path: readonly (string | number)[];
  /** What an insertion replaces: `recordOffset`s, on both sides of the cursor or empty at it. */
  readonly replaced: Span;
  /** The record with the mark in it, mended; `undefined` when there is no value. */
  readonly value: JsonValue | undefined;
  /** The same as its format lifts it. */
  readonly sample: Sample | undefined;
  readonly meaning: Meaning | undefined;
  /** Lifts the record with `written` at the cursor instead of the mark. */
  lift(written: string): Sample | undefined;
  toolNamed(name: string | undefined): KnownTool | undefined;
  prepared(def: ToolDef): PreparedTool;
}

/** The step of a path that enters a part of a text: a call between tags, a call list, JSON in prose. */
export const textStep = '~';

/**
 * The cursor in each of the texts around it, innermost first: the first that means something is the one to take. Nothing
 * for a plain file, a very long record, and a place inside an escape.
 */
export function* cursorsAt(
  text: string,
  recordOffset: number,
  file: FileContext,
  tools: ToolCache,
): Generator<Cursor> {
  if (!file.format || text.length > maxCursorLength) return;
  const layers = layersAt(text, recordOffset);
  for (let i = layers.length - 1; i >= 0; i--) {
    for (const entry of layers[i]!.spots) yield cursorOf(layers[i]!, entry, file, tools);
  }
}

/** The innermost cursor that the format knows the meaning of. */
export function cursorAt(
  text: string,
  recordOffset: number,
  file: FileContext,
  tools: ToolCache,
): (Cursor & { readonly meaning: Meaning }) | undefined {
  for (const cursor of cursorsAt(text, recordOffset, file, tools)) {
    if (cursor.meaning) return cursor as Cursor & { readonly meaning: Meaning };
  }
  return undefined;
}

function cursorOf(layer: CursorLayer, entry: LayerSpot, file: FileContext, tools: ToolCache): Cursor {
  const { spot, closeTag, part } = entry;
  const { token } = spot;
  const valueWith = (written: string, isWhole = false) => mended(layer, entry, written, isWhole);
  const sampleOf = (value: JsonValue | undefined): Sample | undefined => {
    const { format, fileName, folders } = file;
    if (!format || value === undefined || !canLift(value, format) || isTooDeep(value, 0)) return undefined;
    return liftRecord(value, format, { fileName, folders }).sample;
  };
  const value = valueWith(markedText(spot));
  const sample = sampleOf(value);
  const prepared = (def: ToolDef) => prepare(def, tools);
  const toolNamed = (name: string | undefined): KnownTool | undefined => {
    const def = name === undefined ? undefined : sample?.tools?.find((tool) => tool.name === name);
    return def && { def, prepared: prepared(def) };
  };
  const path = pathOf(layer, entry);
  return {
    layer,
    spot,
    closeTag,
    part,
    path,
    replaced: { start: layer.toRecord(token.start), end: layer.toRecord(token.end) },
    value,
    sample,
    meaning: sample && (findMeaning(sample, toolNamed) ?? wholeArguments(sample, path, toolNamed)),
    lift: (written) => sampleOf(valueWith(written, spot.at === 'root')),
    toolNamed,
    prepared,
  };
}

/** The mark as it is written at a spot, with all that is missing around it. */
function markedText({ language, at, before, after, hasNext }: Spot): string {
  const quoted = language === 'json' ? `"${mark}"` : `'${mark}'`;
  switch (at) {
    case 'root':
      return `{"${mark}": 0}`;
    case 'value':
      return before + quoted + after;
    case 'key':
      return before + quoted + (hasNext ? '' : ': 0') + after;
    case 'argument':
      return before + mark + (hasNext ? '' : '=0') + after;
    case 'name':
      return before + mark + (hasNext ? '' : '()') + after;
  }
}

function pathOf(layer: CursorLayer, { spot }: LayerSpot): (string | number)[] {
  const path = layer.outer ? pathOf(layer.outer.layer, layer.outer.spot) : [];
  if (layer.outer && (spot.language !== 'json' || layer.text.slice(0, spot.island.start).trim() !== ''))
    path.push(textStep);
  for (const frame of spot.frames) path.push(frame.step);
  // At a key the last step is the object's own, of which the member is not known.
  if (spot.at === 'key' && spot.frames.length > 0) path.pop();
  return path;
}

/**
 * The record's value with `written` in place of the spot's token, every layer mended where it is broken. `isWhole`:
 * what is written is complete, in whatever language.
 */
function mended(
  layer: CursorLayer,
  entry: LayerSpot,
  written: string,
  isWhole: boolean,
): JsonValue | undefined {
  let at = layer;
  let { spot, closeTag } = entry;
  let text = written;
  for (;;) {
    const start = spot.token.start;
    text = at.text.slice(0, start) + text + at.text.slice(spot.token.end);
    const grown = text.length - at.text.length;
    if (!at.outer) return parseRecord(text);
    text =
      isWhole && at === layer
        ? text + closeTag
        : settled(text, spot, spot.island.end + grown, spot.token.end + grown, closeTag);
    const outer: LayerSpot = at.outer.spot;
    ({ spot, closeTag } = outer);
    at = at.outer.layer;
    text = spot.before + JSON.stringify(text) + spot.after;
  }
}

function parseRecord(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Half typed elsewhere too: what can be read of it is enough.
    return withTools(readJson(text).node?.value, text);
  }
}

/** Columns of tools; where a bracket is missing in front of one, it is read as part of a message. */
const toolColumns = ['tools', 'functions', 'available_tools'];

/** The record with the tools that stand in its text, when broken brackets hide them. */
function withTools(value: JsonValue | undefined, text: string): JsonValue | undefined {
  if (!isObject(value) || toolColumns.some((key) => Object.hasOwn(value, key))) return value;
  for (const key of toolColumns) {
    const at = new RegExp(`[,{]\\s*"${key}"\\s*:`).exec(text);
    if (!at) continue;
    const column = readTolerantJson(text, at.index + at[0].length, text.length, true).node?.value;
    if (typeof column === 'string' || Array.isArray(column)) return { ...value, [key]: column };
  }
  return value;
}

/**
 * The text with its island made whole. `writtenEnd`: where the written piece ends; `islandEnd`: where the island may.
 */
function settled(text: string, spot: Spot, islandEnd: number, writtenEnd: number, closeTag: string): string {
  const { start } = spot.island;
  const isQuoted = spot.frames.some((frame) => frame.closer.length > 1);
  if (spot.language === 'python') {
    if (parsePythonCalls(text, start, islandEnd)?.complete) return text + closeTag;
  } else if (!isQuoted) {
    const exact = readExactJson(text, start, islandEnd);
    if (exact.ok) return text + closeTag;
    if (exact.tooDeep) return text;
    const tolerant = readTolerantJson(text, start, islandEnd, true);
    if (tolerant.node)
      return text.slice(0, start) + JSON.stringify(tolerant.node.value) + text.slice(tolerant.end) + closeTag;
  }
  const closers = spot.frames.map((frame) => frame.closer).reverse();
  return text.slice(0, writtenEnd).replace(/,\s*$/, '') + closers.join('') + closeTag + text.slice(islandEnd);
}

function isTooDeep(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= maxDepth) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value))
    if (isTooDeep(member, depth + 1)) return true;
  return false;
}

function findMeaning(
  sample: Sample,
  toolNamed: (name: string | undefined) => KnownTool | undefined,
): Meaning | undefined {
  for (const turn of sample.turns) {
    if (turn.rawRole === mark && turn.rolePath) return { is: 'role', turn };
    for (const call of turn.calls) {
      if (call.name === mark) return { is: 'call-name', turn, call };
      if (call.id === mark) return { is: 'call-id', turn, call };
      const found = call.arguments === mark ? undefined : findMark(call.arguments);
      if (!found) continue;
      const { at, path } = found;
      // Of accepted answers the second step counts answers, not parts of a value.
      const inValue = call.acceptedAnswers && path.length > 1 ? [path[0]!, ...path.slice(2)] : path;
      return { is: 'argument', turn, call, tool: toolNamed(call.name), at, path: inValue };
    }
    for (const result of turn.results) {
      if (result.id === mark) return { is: 'result-id', turn };
      if (result.name === mark) return { is: 'result-name', turn };
    }
  }
  for (const def of sample.tools ?? []) {
    const found = findMark(def.raw);
    if (found) return { is: 'tool', def, ...found };
  }
  return undefined;
}

/** The call whose arguments stand at `path` and are not readable: the mark is all there is. */
function wholeArguments(
  sample: Sample,
  path: Cursor['path'],
  toolNamed: (name: string | undefined) => KnownTool | undefined,
): Meaning | undefined {
  const isHere = (steps: Call['argumentsPath']) =>
    samePath(
      steps.filter((step) => typeof step !== 'object'),
      path.filter((step) => step !== textStep),
    );
  for (const turn of sample.turns) {
    for (const call of turn.calls) {
      if ((call.arguments === undefined || call.arguments === mark) && isHere(call.argumentsPath))
        return { is: 'arguments', turn, call, tool: toolNamed(call.name) };
    }
  }
  return undefined;
}

/** The call that is the object at `path`, or whose arguments stand in it. */
export function callIn(sample: Sample | undefined, path: Cursor['path']): Call | undefined {
  const here = path.filter((step) => step !== textStep);
  for (const turn of sample?.turns ?? []) {
    for (const call of turn.calls) {
      const steps = call.argumentsPath.slice(0, -1).filter((step) => typeof step !== 'object');
      if (samePath(steps, here)) return call;
    }
  }
  return undefined;
}

function samePath(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** Where the mark stands in a value: the object that has it as a key, or its own place. */
function findMark(
  value: JsonValue | undefined,
  depth = 0,
): { at: 'key' | 'value'; path: (string | number)[] } | undefined {
  if (value === mark) return { at: 'value', path: [] };
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = findMark(value[i], depth + 1);
      if (found) return { at: found.at, path: [i, ...found.path] };
    }
    return undefined;
  }
  if (Object.hasOwn(value, mark)) return { at: 'key', path: [] };
  for (const key of Object.keys(value)) {
    const found = findMark(value[key], depth + 1);
    if (found) return { at: found.at, path: [key, ...found.path] };
  }
  return undefined;
}

/** The object or list that the cursor stands in, as far as it can be read, with the mark in it; JSON only. */
export function containerOf({ layer, spot }: Cursor): JsonValue | undefined {
  if (spot.language !== 'json' || spot.frames.length === 0) return undefined;
  const { token, island, frames } = spot;
  const text = layer.text.slice(0, token.start) + markedText(spot) + layer.text.slice(token.end);
  const end = island.end + text.length - layer.text.length;
  const root = readTolerantJson(text, island.start, end, true).node?.value;
  return valueAt(
    root,
    frames.slice(0, -1).map((frame) => frame.step),
  );
}

/** The value at `path` below `value`; `undefined` when there is none. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
): JsonValue | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isObject(at) && Object.hasOwn(at, String(step))) at = at[String(step)];
    else return undefined;
  }
  return at;
}
