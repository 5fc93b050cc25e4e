/** Walking a tool's schema as it is written, for rules about what a target takes of JSON Schema. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';

/** A schema inside a tool's parameters. */
export interface SchemaPlace {
  readonly schema: JsonObject;
  /** From the parameters. */
  readonly path: readonly (string | number)[];
  /** Objects and arrays around it: 0 for the parameters. */
  readonly depth: number;
}

/** Schemas of one tool that are looked at. */
const maxPlaces = 10_000;

const oneSchema = ['additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'] as const;
const listOfSchemas = ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const;
const mapOfSchemas = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'] as const;

/** All schemas in `parameters`, itself first. Iterative; what is no object is passed over. */
export function schemasIn(parameters: JsonObject): readonly SchemaPlace[] {
  const places: SchemaPlace[] = [{ schema: parameters, path: [], depth: 0 }];
  for (let i = 0; i < places.length && places.length < maxPlaces; i++) addBelow(places[i]!, places);
  return places;
}

function addBelow({ schema, path, depth }: SchemaPlace, places: SchemaPlace[]): void {
  const add = (value: JsonValue | undefined, steps: readonly (string | number)[], deeper: boolean) => {
    if (isObject(value))
      places.push({ schema: value, path: [...path, ...steps], depth: depth + (deeper ? 1 : 0) });
  };
  for (const keyword of mapOfSchemas) {
    const map = own(schema, keyword);
    if (!isObject(map)) continue;
    for (const name of Object.keys(map)) add(own(map, name), [keyword, name], keyword === 'properties');
  }
  const items = own(schema, 'items');
  if (Array.isArray(items)) items.forEach((item, i) => add(item, ['items', i], true));
  else add(items, ['items'], true);
  for (const keyword of oneSchema) add(own(schema, keyword), [keyword], keyword === 'additionalProperties');
  for (const keyword of listOfSchemas) {
    const list = own(schema, keyword);
    if (Array.isArray(list)) list.forEach((item, i) => add(item, [keyword, i], false));
  }
}

/** The types a schema names, in lower case; empty when it names none. */
export function typesOf(schema: JsonObject): readonly string[] {
  const type = own(schema, 'type');
  const list = Array.isArray(type) ? type : [type];
  return list.filter((word) => typeof word === 'string').map((word) => word.toLowerCase());
}
