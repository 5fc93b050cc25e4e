/** Writing values, arguments and calls as text with stops, in JSON and in Python. */
import { isObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isSpaced, writeJson, writePython } from '../../record/editText.ts';
import { encodeJsonString } from '../../text/jsonString.ts';
import type { Cursor } from '../cursor/cursor.ts';
import { alternatives, propertiesOf, requiredOf, typesOf, valuesOf } from '../schemaWalk.ts';
import { quoted, type Piece } from './pieces.ts';

/** How the text at a cursor is written. */
export interface Style {
  readonly language: 'json' | 'python';
  /** A space behind colons and commas. */
  readonly spaced: boolean;
  /** White space around the cursor is not in the text that is read. */
  readonly isLaidOut?: boolean;
  readonly quote: '"' | "'";
}

/** The style of the text around a cursor; a layer that shows none yet is written as the layer around it. */
export function styleOf(cursor: Cursor, isLaidOut = false): Style {
  const { spot } = cursor;
  const { language, token } = spot;
  let spaced: boolean | undefined;
  for (let layer: Cursor['layer'] | undefined = cursor.layer; layer; layer = layer.outer?.layer) {
    if (!/[{,]\s*\\*["'][^"'\\]*\\*["']:/.test(layer.text.slice(0, 4000))) continue;
    spaced = isSpaced(layer.text);
    break;
  }
  const around = cursor.layer.text.slice(spot.island.start, spot.island.start + 200);
  const first = /["']/.exec(around)?.[0];
  const isPythonDict = language === 'json' && first === "'" && /^\s*[[{]\s*\{?\s*'/.test(around);
  const quote = token.quote ?? (language === 'python' || isPythonDict ? pythonQuote(around) : '"');
  return {
    language: isPythonDict ? 'python' : language,
    spaced: isLaidOut || isPythonDict || language === 'python' || (spaced ?? false),
    isLaidOut,
    quote,
  };
}

function pythonQuote(around: string): '"' | "'" {
  const first = /=\s*(["'])/.exec(around)?.[1] ?? /["']/.exec(around)?.[0];
  return first === '"' ? '"' : "'";
}

/** A string literal. */
export function writeString(value: string, style: Style): string {
  return style.language === 'python' || style.quote === "'"
    ? writePython(value, style.quote + style.quote)
    : `"${encodeJsonString(value)}"`;
}

/** A value without stops. */
export function writeValue(value: JsonValue, style: Style): string {
  if (typeof value === 'string') return writeString(value, style);
  if (style.language === 'json') return writeJson(value, style.spaced);
  if (Array.isArray(value)) return `[${value.map((item) => writeValue(item, style)).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(
      ([key, item]) => `${writeString(key, style)}: ${writeValue(item, style)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return writePython(value, '');
}

const maxChoices = 20;

/**
 * A value that a schema wants, with a stop in it. `offers`: the editor offers the schema's values at an empty stop, so
 * that they need not stand there as choices.
 */
export function valuePieces(
  root: JsonValue,
  schema: JsonValue | undefined,
  style: Style,
  name: string,
  offers: boolean,
  depth = 0,
): Piece[] {
  const schemas = alternatives(root, schema);
  const values = valuesOf(schemas);
  const named = values.filter((one) => one.from !== 'example' && one.value !== null);
  const only = named.length === 1 ? named[0]! : undefined;
  if (only && only.from !== 'default') return [writeValue(only.value, style)];
  const types = typesOf(schemas);
  const fallback = named.find((one) => one.from === 'default')?.value;
  const initial = fallback ?? named[0]?.value;
  if (initial !== undefined) {
    const written = named.map((one) => one.value);
    return initialPieces(initial, written, fallback !== undefined, style, offers);
  }
  const type = ['string', 'integer', 'number', 'array', 'object', 'null'].find((word) => types.has(word));
  switch (type) {
    case 'string':
      return [style.quote, { stop: offers ? '' : name }, style.quote];
    case 'integer':
    case 'number':
      return [{ stop: '0' }];
    case 'array':
      return ['[', { stop: '' }, ']'];
    case 'object':
      return depth < 3 ? objectPieces(root, schemas, style, depth) : ['{', { stop: '' }, '}'];
    case 'null':
      return [writeValue(null, style)];
    default:
      return propertiesOf(schemas).size > 0 && depth < 3
        ? objectPieces(root, schemas, style, depth)
        : [style.quote, { stop: offers ? '' : name }, style.quote];
  }
}

function initialPieces(
  initial: JsonValue,
  values: readonly JsonValue[],
  isDefault: boolean,
  style: Style,
  offers: boolean,
): Piece[] {
  // At an empty string the editor offers the values; what else could stand empty would leave no JSON.
  if (offers && !isDefault && values.length > 1 && values.every((value) => typeof value === 'string'))
    return [style.quote, { stop: '' }, style.quote];
  const isShort = values.length > 1 && values.length <= maxChoices && values.every(isShortScalar);
  if (isShort && !(offers && isDefault)) {
    const choices = [initial, ...values.filter((value) => value !== initial)];
    if (choices.every((value) => typeof value === 'string')) {
      const bare = choices.map((value) => writeString(value, style).slice(1, -1));
      return [style.quote, { stop: bare[0]!, choices: bare }, style.quote];
    }
    const written = choices.map((value) => writeValue(value, style));
    return [{ stop: written[0]!, choices: written }];
  }
  if (typeof initial === 'string')
    return [style.quote, { stop: writeString(initial, style).slice(1, -1) }, style.quote];
  return [{ stop: writeValue(initial, style) }];
}

function isShortScalar(value: JsonValue): boolean {
  return typeof value === 'string' ? value !== '' && value.length <= 60 : typeof value !== 'object';
}

/** An object with the members that its schemas require. */
export function objectPieces(
  root: JsonValue,
  schemas: readonly JsonObject[],
  style: Style,
  depth = 0,
): Piece[] {
  const members = requiredMembers(root, schemas, style, depth + 1);
  if (members.length === 0) return ['{', { stop: '' }, '}'];
  const separator = style.spaced ? ', ' : ',';
  const colon = style.spaced ? ': ' : ':';
  const pieces: Piece[] = ['{'];
  members.forEach(({ name, value }, i) => {
    pieces.push((i > 0 ? separator : '') + writeString(name, style) + colon, ...value);
  });
  pieces.push('}');
  return pieces;
}

/** The required members with their values; of a schema that requires none, none. */
export function requiredMembers(
  root: JsonValue,
  schemas: readonly JsonObject[],
  style: Style,
  depth = 0,
): { readonly name: string; readonly value: Piece[] }[] {
  const properties = propertiesOf(schemas);
  return [...requiredOf(schemas)].slice(0, 50).map((name) => ({
    name,
    value: valuePieces(root, properties.get(name), style, name, false, depth),
  }));
}

/** Required arguments of a Python call: `city='…', days=0`. */
export function keywordPieces(root: JsonValue, schemas: readonly JsonObject[], style: Style): Piece[] {
  const pieces: Piece[] = [];
  requiredMembers(root, schemas, style).forEach(({ name, value }, i) => {
    pieces.push(`${i > 0 ? ', ' : ''}${name}=`, ...value);
  });
  return pieces;
}

/** Members of an object by their pieces. */
export function members(entries: readonly (readonly [string, readonly Piece[]])[], style: Style): Piece[] {
  const pieces: Piece[] = ['{'];
  entries.forEach(([key, value], i) => {
    const separator = i === 0 ? '' : style.spaced ? ', ' : ',';
    pieces.push(`${separator}${writeString(key, style)}${style.spaced ? ': ' : ':'}`, ...value);
  });
  pieces.push('}');
  return pieces;
}

/** Elements of a list by their pieces. */
export function list(elements: readonly (readonly Piece[])[], style: Style): Piece[] {
  const pieces: Piece[] = ['['];
  elements.forEach((element, i) => {
    if (i > 0) pieces.push(style.spaced ? ', ' : ',');
    pieces.push(...element);
  });
  pieces.push(']');
  return pieces;
}

/** A JSON string that holds these pieces as its text. */
export function inString(pieces: readonly Piece[]): Piece[] {
  return quoted(pieces, (text) => encodeJsonString(text));
}

/** A string literal that the author fills. */
export function stopString(placeholder: string): Piece[] {
  return ['"', { stop: placeholder }, '"'];
}
