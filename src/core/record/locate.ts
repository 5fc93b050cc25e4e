/**
 * From a path to a place in the record's text, through any number of layers: JSON in a string in JSON, a Python call
 * list after a thought, JSON between tags. And the way back for edits: text written into a layer is escaped again for
 * every layer around it.
 *
 * Valid JSON is skipped through (text/jsonScan.ts), so a finding costs a fraction of a parse; other languages are read
 * into positioned trees (calls/languages.ts). Layers are remembered for the life of the locator.
 */
import { textLanguages } from '../calls/languages.ts';
import type { LanguageId, Place, Step, TextStep } from '../text/path.ts';
import { JsonPlaces, skipSpace } from '../text/jsonScan.ts';
import { decodeJsonString } from '../text/jsonString.ts';
import type { DecodedText, ValueNode } from '../text/valueNode.ts';
import type { Span } from '../text/span.ts';

/** A text in which values are written: the record itself, or text decoded from one of its strings. */
export interface Layer {
  readonly text: string;
  /** The layer this one was decoded from, and the literal there; `undefined` for the record itself. */
  readonly outer:
    { readonly layer: Layer; readonly language: LanguageId; readonly literal: Span } | undefined;
  /** Offset in the record of the character at `textOffset` of this layer's text. */
  toRecord(textOffset: number): number;
}

/** Where a place is written. */
export interface Located {
  /** The layer that holds the text of the place, and the place's span in that layer's text. */
  readonly layer: Layer;
  readonly inLayer: Span;
  /** How that layer is written at this place. */
  readonly language: LanguageId;
  /** `recordOffset`s. */
  readonly span: Span;
  /** False when the path leads nowhere and this is the nearest place above. */
  readonly exact: boolean;
}

/** Finds places of one record. */
export interface Locator {
  /** The record's own layer. */
  readonly root: Layer;
  /** Never throws; a path that leads nowhere gives the nearest place above, with `exact: false`. */
  locate(place: Place): Located;
}

/** A value at hand while walking: skipped through where it is valid JSON, else a node of a tree. */
type Cursor = { layer: WorkLayer; language: LanguageId; span: Span; keySpan: Span | undefined } & (
  { at: 'scan' } | { at: 'node'; node: ValueNode } | { at: 'text' }
);

interface WorkLayer extends Layer {
  readonly places: JsonPlaces;
  /** Layers decoded from strings of this one, by the literal's start. */
  inner: Map<number, WorkLayer> | undefined;
  /** Trees and validity of parts, by language and span. */
  parts: Map<string, Cursor | undefined> | undefined;
  readonly known: KnownText;
}

/** What is known of a record's text beside its being valid; all of it only saves work. */
export interface KnownText {
  /** No object of the record, nor of the texts in it that are in `jsonTexts`, has a key twice. */
  readonly hasUniqueKeys?: boolean;
  /** Decoded texts of strings that `JSON.parse` has accepted. */
  readonly jsonTexts?: readonly string[];
}

/** A locator for one record's text. `isValidJson`: `JSON.parse` has accepted the text. */
export function createLocator(recordText: string, isValidJson: boolean, known: KnownText = {}): Locator {
  const root = makeLayer(recordText, undefined, undefined, known, known.hasUniqueKeys === true);
  const whole: Span = { start: 0, end: recordText.length };
  return {
    root,
    locate(place) {
      let cursor: Cursor | undefined = isValidJson
        ? scanCursor(root, skipSpace(recordText, 0), undefined)
        : openPart(root, 'json', whole);
      cursor ??= { at: 'text', layer: root, language: 'text', span: whole, keySpan: undefined };
      let exact = true;
      for (const step of place.path) {
        const next = walk(cursor, step);
        if (!next) {
          exact = false;
          break;
        }
        cursor = next;
      }
      const { start, end } = place.at === 'key' && exact && cursor.keySpan ? cursor.keySpan : cursor.span;
      const inLayer: Span = { start, end };
      const { layer, language } = cursor;
      return {
        layer,
        inLayer,
        language,
        span: { start: layer.toRecord(inLayer.start), end: layer.toRecord(inLayer.end) },
        exact,
      };
    },
  };
}

function walk(cursor: Cursor, step: Step): Cursor | undefined {
  if (typeof step === 'object') return walkText(cursor, step);
  switch (cursor.at) {
    case 'text':
      return undefined;
    case 'scan': {
      if (isStringAt(cursor)) {
        const inner = enterString(cursor);
        const opened = inner && openPart(inner, 'json', { start: 0, end: inner.text.length });
        return opened && walk(opened, step);
      }
      const found = cursor.layer.places.find(cursor.span.start, step);
      if (!found) return undefined;
      const key = found.keyStart < 0 ? undefined : { start: found.keyStart, end: found.keyEnd };
      return scanCursor(cursor.layer, found.valueStart, key);
    }
    case 'node': {
      const { node } = cursor;
      if (node.members) {
        // Of duplicate keys the last counts, as when parsing.
        const member = node.members.findLast((m) => m.key === String(step));
        if (!member) return undefined;
        return nodeCursor(cursor.layer, cursor.language, member.node, {
          start: member.keyStart,
          end: member.keyEnd,
        });
      }
      if (node.elements) {
        const element = node.elements[Number(step)];
        return element && nodeCursor(cursor.layer, cursor.language, element, undefined);
      }
      if (node.kind !== 'string') return undefined;
      const inner = enterString(cursor);
      const opened = inner && openPart(inner, 'json', { start: 0, end: inner.text.length });
      return opened && walk(opened, step);
    }
  }
}

function walkText(cursor: Cursor, step: TextStep): Cursor | undefined {
  // A step into text applies to a string's decoded text; on a text cursor it narrows what is at hand.
  const inner = cursor.at === 'text' ? cursor.layer : isString(cursor) ? enterString(cursor) : undefined;
  if (!inner) return undefined;
  const span = clamp(step, inner.text.length);
  if (step.as === 'text') return { at: 'text', layer: inner, language: 'text', span, keySpan: undefined };
  return openPart(inner, step.as, span);
}

function clamp(span: Span, length: number): Span {
  const start = Math.max(0, Math.min(span.start, length));
  return { start, end: Math.max(start, Math.min(span.end, length)) };
}

function isStringAt(cursor: Cursor): boolean {
  return cursor.layer.text.charCodeAt(cursor.span.start) === 34;
}

function isString(cursor: Cursor): boolean {
  return cursor.at === 'scan' ? isStringAt(cursor) : cursor.at === 'node' && cursor.node.kind === 'string';
}

function scanCursor(layer: WorkLayer, valueStart: number, keySpan: Span | undefined): Cursor {
  return { at: 'scan', layer, language: 'json', span: new ValueSpan(layer.places, valueStart), keySpan };
}

/** A value's span that looks for its end when asked: most values are only passed on the way to one inside. */
class ValueSpan implements Span {
  #end: number | undefined;

  constructor(
    readonly places: JsonPlaces,
    readonly start: number,
  ) {}

  get end(): number {
    return (this.#end ??= this.places.endOf(this.start));
  }
}

function nodeCursor(
  layer: WorkLayer,
  language: LanguageId,
  node: ValueNode,
  keySpan: Span | undefined,
): Cursor {
  return { at: 'node', layer, language, node, span: { start: node.start, end: node.end }, keySpan };
}

/** The decoded text of the string at hand, as a layer. */
function enterString(cursor: Cursor): WorkLayer | undefined {
  const { layer, span } = cursor;
  const known = layer.inner?.get(span.start);
  if (known) return known;
  if (cursor.language === 'text') return undefined;
  const decoded =
    cursor.at === 'node'
      ? textLanguages[cursor.language].decodeString(layer.text, cursor.node)
      : decodeJsonString(layer.text, span.start, span.end);
  const isUnique = layer.known.hasUniqueKeys === true && isKnownJson(layer, decoded.text);
  const inner = makeLayer(
    decoded.text,
    decoded,
    { layer, language: cursor.language, literal: span },
    layer.known,
    isUnique,
  );
  layer.inner ??= new Map();
  layer.inner.set(span.start, inner);
  return inner;
}

/** What is written in a part of a layer, read as `language`; `undefined` when nothing of it could be read. */
function openPart(layer: WorkLayer, language: Exclude<LanguageId, 'text'>, span: Span): Cursor | undefined {
  if (
    language === 'json' &&
    span.start === 0 &&
    span.end === layer.text.length &&
    isKnownJson(layer, layer.text)
  ) {
    return scanCursor(layer, skipSpace(layer.text, 0), undefined);
  }
  const key = `${language}:${span.start}:${span.end}`;
  layer.parts ??= new Map();
  if (layer.parts.has(key)) return layer.parts.get(key);
  let cursor: Cursor | undefined;
  if (language === 'json' && isJson(layer.text.slice(span.start, span.end))) {
    cursor = scanCursor(layer, skipSpace(layer.text, span.start), undefined);
  } else {
    const node = textLanguages[language].read(layer.text, span.start, span.end);
    cursor = node && nodeCursor(layer, language, node, undefined);
  }
  layer.parts.set(key, cursor);
  return cursor;
}

/** Comparing is cheaper than parsing again: lengths differ nearly always where the texts do. */
function isKnownJson(layer: WorkLayer, text: string): boolean {
  return layer.known.jsonTexts?.includes(text) === true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not valid: the caller reads it with recovery instead.
    return false;
  }
}

function makeLayer(
  text: string,
  decoded: DecodedText | undefined,
  outer: Layer['outer'],
  known: KnownText,
  hasUniqueKeys: boolean,
): WorkLayer {
  return {
    text,
    outer,
    known,
    places: new JsonPlaces(text, hasUniqueKeys),
    inner: undefined,
    parts: undefined,
    toRecord:
      outer && decoded
        ? (textOffset) => outer.layer.toRecord(decoded.toOuter(textOffset))
        : (textOffset) => textOffset,
  };
}
