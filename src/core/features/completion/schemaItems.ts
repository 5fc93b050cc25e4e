/** Offers inside tool definitions: their keys, schema keywords, type words, names for `required`. */
import type { Format } from '../../formats/types.ts';
import { isObject, own, type JsonObject, type JsonValue } from '../../json.ts';
import { shapeOf } from '../../schema/dialect.ts';
import { readTypeWord } from '../../schema/typeWords.ts';
import type { Draft } from '../../schema/types.ts';
import { mark, valueAt, type Cursor, type Meaning } from '../cursor/cursor.ts';
import { valuesOf } from '../schemaWalk.ts';
import {
  draftUris,
  formatDocs,
  insideOf,
  type Keyword,
  schemaKeywords,
  typeWordDocs,
} from '../schemaKeywords.ts';
import { valueOffers } from './callItems.ts';
import type { Offer } from './item.ts';
import type { Piece } from './pieces.ts';
import { type Style, writeString, writeValue } from './writing.ts';

type ToolMeaning = Extract<Meaning, { is: 'tool' }>;

/** Where in a definition's parameters the cursor stands. */
interface Place {
  readonly in: 'schema' | 'schemas' | 'properties' | 'names' | 'other';
  /** The object (or list) at hand, without the mark. */
  readonly value: JsonValue | undefined;
  /** The schema around it. */
  readonly schema: JsonObject | undefined;
  /** The keyword whose value it is. */
  readonly keyword: string | undefined;
}

/** Offers in the parameters of a tool; `undefined` when the cursor stands elsewhere in its definition. */
export function schemaOffers(
  cursor: Cursor,
  meaning: ToolMeaning,
  format: Format,
  style: Style,
): Offer[] | undefined {
  const { def, path, at } = meaning;
  if (def.shape === 'toolbench' || path[0] !== def.parametersKey) return undefined;
  if (at === 'value' && path.length === 1) return [];
  const isMap = isMapOf(def.parameters, def.shape, format);
  const draft = cursor.prepared(def).normalized.draft;
  const container = at === 'key' ? path.slice(1) : path.slice(1, -1);
  const place = placeOf(def.parameters, container, isMap);
  if (at === 'key')
    return keyOffers(
      cursor,
      place,
      isMap,
      container.length === 0,
      format.native?.typeWords !== undefined,
      draft,
      style,
    );
  const last = path.at(-1)!;
  if (place.in === 'schema' && typeof last === 'string')
    return keywordValueOffers(last, place.value, format, style);
  if (place.in === 'names') return nameOffers(place, style);
  if (place.in === 'other' && place.keyword === 'type') return typeOffers(format, style);
  return [];
}

/** Whether the parameters are a map of parameters (S2), judged without the mark. */
function isMapOf(
  parameters: JsonValue | undefined,
  hint: ToolMeaning['def']['shape'],
  format: Format,
): boolean {
  if (!isObject(parameters)) return false;
  const shape = shapeOf(unmarked(parameters), hint === 'toolbench' ? 'auto' : hint);
  return shape === 'empty' ? format.native?.parameterMap === true : shape === 'map';
}

function unmarked(object: JsonObject): JsonObject {
  if (!Object.hasOwn(object, mark)) return object;
  const { [mark]: _, ...rest } = object;
  return rest;
}

function placeOf(
  parameters: JsonValue | undefined,
  path: readonly (string | number)[],
  isMap: boolean,
): Place {
  let place: Place = {
    in: isMap ? 'properties' : 'schema',
    value: parameters,
    schema: isObject(parameters) ? parameters : undefined,
    keyword: isMap ? 'properties' : undefined,
  };
  for (const step of path) place = stepInto(place, step);
  return place;
}

function stepInto(place: Place, step: string | number): Place {
  const value = valueAt(place.value, [step]);
  const schema = isObject(value) ? value : undefined;
  switch (place.in) {
    case 'properties':
    case 'schemas':
      return { in: 'schema', value, schema, keyword: undefined };
    case 'schema': {
      const keyword = String(step);
      let inside = insideOf(keyword);
      if (inside === 'schema' && Array.isArray(value)) inside = 'schemas';
      return { in: inside, value, schema: inside === 'schema' ? schema : place.schema, keyword };
    }
    default:
      return { in: 'other', value, schema: place.schema, keyword: undefined };
  }
}

function keyOffers(
  cursor: Cursor,
  place: Place,
  isMap: boolean,
  isRoot: boolean,
  hasOwnTypes: boolean,
  draft: Draft,
  style: Style,
): Offer[] {
  if (place.in === 'properties') return isMap ? [] : undeclaredOffers(cursor, place, style);
  if (place.in !== 'schema' || !isObject(place.value)) return [];
  const given = unmarked(place.value);
  const type = own(given, 'type');
  // Arguments are always an object.
  const known = typeof type === 'string' ? readTypeWord(type).schema['type'] : isRoot ? 'object' : undefined;
  const suits = (keyword: Keyword) => !keyword.of || typeof known !== 'string' || keyword.of.includes(known);
  const keywords = schemaKeywords.filter(
    (keyword) =>
      !Object.hasOwn(given, keyword.name) &&
      (!keyword.drafts || keyword.drafts.includes(draft)) &&
      (!isMap || mapKeywords.has(keyword.name)) &&
      suits(keyword),
  );
  return keywords.map((keyword) => {
    const written = writeString(keyword.name, style);
    const { hasNext } = cursor.spot;
    const isRootType = isRoot && keyword.name === 'type' && !hasOwnTypes;
    const value = isRootType ? [writeString('object', style)] : keywordValue(keyword, style);
    return {
      label: keyword.name,
      kind: 'keyword' as const,
      documentation: keyword.about,
      filter: written,
      pieces: hasNext ? [written] : [written, style.spaced ? ': ' : ':', ...value],
      retrigger:
        !hasNext &&
        !isRootType &&
        (keyword.value === 'type' || keyword.name === 'required' || keyword.name === 'format'),
    };
  });
}

/** What a map of parameters says of each of them; the rest of JSON Schema is not read there by its trainers. */
const mapKeywords = new Set([
  'type',
  'description',
  'default',
  'enum',
  'items',
  'properties',
  'required',
  'format',
]);

function keywordValue(keyword: Keyword, style: Style): Piece[] {
  switch (keyword.value) {
    case 'string':
    case 'type':
      return [style.quote, { stop: '' }, style.quote];
    case 'number':
      return [{ stop: '0' }];
    case 'boolean': {
      const first = keyword.name !== 'additionalProperties' && !keyword.name.startsWith('unevaluated');
      const words = [first, !first].map((value) => writeValue(value, style));
      return [{ stop: words[0]!, choices: words }];
    }
    case 'list':
      return ['[', { stop: '' }, ']'];
    case 'schemas':
      return ['[{', { stop: '' }, '}]'];
    case 'object':
    case 'schema':
      return ['{', { stop: '' }, '}'];
    case 'any':
      return [{ stop: 'null' }];
  }
}

/** Properties that `required` names and nobody has declared. */
function undeclaredOffers(cursor: Cursor, place: Place, style: Style): Offer[] {
  const required = place.schema && own(place.schema, 'required');
  if (place.keyword !== 'properties' || !Array.isArray(required) || !isObject(place.value)) return [];
  const declared = place.value;
  return required
    .filter(
      (name): name is string => typeof name === 'string' && !Object.hasOwn(declared, name) && name !== mark,
    )
    .map((name) => {
      const written = writeString(name, style);
      const colon = style.spaced ? ': ' : ':';
      return {
        label: name,
        kind: 'argument' as const,
        description: 'required, not declared',
        filter: written,
        pieces: cursor.spot.hasNext ? [written] : [written, colon, '{', { stop: '' }, '}'],
      };
    });
}

/** Properties that are declared and not required yet. */
function nameOffers(place: Place, style: Style): Offer[] {
  const properties = place.schema && own(place.schema, 'properties');
  const named: readonly JsonValue[] = Array.isArray(place.value) ? place.value : [];
  if (!isObject(properties)) return [];
  return Object.keys(properties)
    .filter((name) => !named.includes(name))
    .map((name) => {
      const written = writeString(name, style);
      return { label: written, kind: 'argument' as const, filter: written, pieces: [written] };
    });
}

function keywordValueOffers(
  keyword: string,
  schema: JsonValue | undefined,
  format: Format,
  style: Style,
): Offer[] {
  const strings = (docs: Readonly<Record<string, string>>): Offer[] =>
    Object.entries(docs).map(([word, documentation]) => {
      const written = writeString(word, style);
      return { label: written, kind: 'enum', documentation, filter: written, pieces: [written] };
    });
  switch (keyword) {
    case 'type':
      return typeOffers(format, style);
    case 'format':
      return strings(formatDocs);
    case '$schema':
      return strings(Object.fromEntries(draftUris.map((uri) => [uri, 'The draft of that address.'])));
    case 'default':
    case 'const': {
      if (!isObject(schema)) return [];
      const { [keyword]: _, ...rest } = schema;
      return valueOffers(valuesOf([rest]), style, undefined);
    }
  }
  const known = schemaKeywords.find((one) => one.name === keyword);
  if (known?.value !== 'boolean' && keyword !== 'required') return [];
  if (keyword === 'required' && format.native?.requiredFlags !== true && format.native?.parameterMap !== true)
    return [];
  return [true, false].map((value) => {
    const written = writeValue(value, style);
    return { label: written, kind: 'value', filter: written, pieces: [written] };
  });
}

/** Type words: those that the format writes by design first, then JSON Schema's. */
function typeOffers(format: Format, style: Style): Offer[] {
  const native = (format.native?.typeWords ?? []).filter((word) => word !== '' && /^[A-Za-z]/.test(word));
  const isUpper = native.length > 0 && native.every((word) => word === word.toUpperCase());
  const words = [...new Set([...native, ...(isUpper ? [] : Object.keys(typeWordDocs))])];
  return words.slice(0, 40).map((word) => {
    const written = writeString(word, style);
    const meant = readTypeWord(word).schema['type'];
    const documentation = Object.hasOwn(typeWordDocs, word)
      ? typeWordDocs[word]
      : typeof meant === 'string'
        ? `As ${meant}: ${typeWordDocs[meant] ?? ''}`
        : 'Any value.';
    return { label: written, kind: 'type', documentation, filter: written, pieces: [written] };
  });
}
