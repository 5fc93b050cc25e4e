/** What stands in `parameters`: a schema, a map of parameters, or a list of prose? */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { readTypeWord } from './typeWords.ts';
import type { ToolSchemaShape } from './types.ts';

/** How the parameters of a tool are written. */
export type Shape = 'empty' | 'schema' | 'map' | 'prose';

/** Keywords that mean a schema by themselves when their value has the type given, whatever else is there. */
const TELLING: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  $schema: isString,
  $ref: isString,
  $id: isString,
  $defs: isMapOfObjects,
  definitions: isMapOfObjects,
  patternProperties: isMapOfObjects,
  allOf: Array.isArray,
  anyOf: Array.isArray,
  oneOf: Array.isArray,
  additionalProperties: (value) => typeof value === 'boolean',
};

function isString(value: JsonValue): boolean {
  return typeof value === 'string';
}

/** `properties` as a keyword: every member is a schema (or was meant to be), and not the description of one parameter. */
function isMapOfObjects(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const members = Object.values(value);
  return members.length === 0 || members.some((member) => isObject(member) || typeof member === 'boolean');
}

/** Members that describe one parameter, each with the JSON type it has there. */
export function looksLikeParameter(value: JsonValue | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  const type = own(value, 'type');
  return (
    typeof type === 'string' ||
    Array.isArray(type) ||
    typeof own(value, 'description') === 'string' ||
    Array.isArray(own(value, 'enum')) ||
    typeof own(value, 'required') === 'boolean' ||
    ['anyOf', 'oneOf', 'allOf'].some((keyword) => Array.isArray(own(value, keyword))) ||
    typeof own(value, '$ref') === 'string' ||
    Object.hasOwn(value, 'default')
  );
}

/**
 * Decides by the content; `hint` decides what the content leaves open. A map is the trap: `{"city":{"type":"str"}}`
 * is a valid schema that accepts everything, and a parameter may be called `type`, `properties` or `required`.
 */
export function shapeOf(parameters: JsonObject, hint: ToolSchemaShape): Shape {
  const keys = Object.keys(parameters);
  if (keys.length === 0) return 'empty';
  const type = own(parameters, 'type');
  const properties = own(parameters, 'properties');
  const typed = typeof type === 'string' && isRootType(type);
  // `properties: {"type": "list", "description": "…"}` is a parameter called properties, unless a type stands beside it.
  if (
    properties !== undefined &&
    isMapOfObjects(properties) &&
    (typed || !looksLikeParameter(properties) || !hasTypeWord(properties))
  ) {
    return 'schema';
  }
  if (keys.some((key) => Object.hasOwn(TELLING, key) && TELLING[key]!(parameters[key]!))) return 'schema';
  const described = keys.filter((key) => looksLikeParameter(parameters[key]));
  if (described.length > 0) {
    // `{"type": "array", "items": {…}}` is a schema; `{"type": "object", "city": {…}}` lost its `properties`.
    const foreign = described.some((key) => !SCHEMA_VALUED.has(key));
    if (typeof type === 'string' && !foreign) return 'schema';
    if (foreign || hint !== 'schema' || !keys.every((key) => SCHEMA_VALUED.has(key))) return 'map';
    return described.some((key) => typeof own(parameters[key] as JsonObject, 'description') === 'string')
      ? 'map'
      : 'schema';
  }
  if (typed || Array.isArray(type)) return 'schema';
  if (keys.every((key) => typeof parameters[key] === 'string'))
    return isProse(parameters) ? 'prose' : 'schema';
  if (hint === 'map' && keys.some((key) => isObject(parameters[key]))) return 'map';
  return keys.every((key) => isObject(parameters[key]) && !SCHEMA_VALUED.has(key)) ? 'map' : 'schema';
}

/** All values are texts: types in prose (`city: "Required. string. …"`), and not merely a title and a description. */
function isProse(map: JsonObject): boolean {
  if (Object.keys(map).some((key) => !ANNOTATIONS.has(key))) return true;
  return Object.values(map).some((text) => readProse(String(text)).type !== '');
}

const ANNOTATIONS = new Set([
  'title',
  'description',
  '$comment',
  '$schema',
  '$id',
  '$anchor',
  'format',
  'pattern',
]);

/** Keywords that take a schema, so that a schema may stand there without `parameters` being a map. */
const SCHEMA_VALUED = new Set(
  (
    'items additionalItems additionalProperties contains else if not propertyNames then ' +
    'unevaluatedItems unevaluatedProperties'
  ).split(' '),
);

function hasTypeWord(value: JsonValue): boolean {
  return isObject(value) && typeof own(value, 'type') === 'string';
}

/** A `type` at the root that is a type word at all, such as `object` or `dict`; prose is none. */
function isRootType(type: string): boolean {
  const reading = readTypeWord(type);
  return reading.kind !== 'unknown' && !reading.optional && !reading.required;
}

/** `Required. string. The city` (ToolAlpaca): marks, a type word and a description, in sentences. */
export function readProse(text: string): { type: string; optional: boolean; description: string } {
  let rest = text.trim();
  let optional = false;
  const mark = /^(required|optional)\s*[.,:]\s*/i.exec(rest);
  if (mark !== null) {
    optional = mark[1]!.toLowerCase() === 'optional';
    rest = rest.slice(mark[0].length);
  }
  const end = rest.search(/[.:;]\s|[.:;]$|$/);
  const word = rest.slice(0, end);
  if (readTypeWord(word).kind === 'unknown') return { type: '', optional, description: rest };
  return { type: word, optional, description: rest.slice(end + 1).trim() };
}
