/** Is a schema a schema? Checked against the meta-schema of its draft, by functions generated at build time. */
import { isObject, own, type JsonValue } from '../json.ts';
import {
  draft04,
  draft07,
  draft201909,
  draft202012,
  type MetaSchemaCheck,
  type MetaSchemaError,
} from './metaSchemas.generated.js';
import { MAX_SCHEMA_DEPTH } from './node.ts';
import type { Draft, Path, SchemaError } from './types.ts';
import { pointerTokens } from './uri.ts';

/** Draft 06 has no check of its own: what 07 added are keywords that 06 ignores. */
const CHECKS: Readonly<Record<Draft, MetaSchemaCheck>> = {
  '2020-12': draft202012,
  '2019-09': draft201909,
  '07': draft07,
  '06': draft07,
  '04': draft04,
};

/**
 * The errors of `schema` as a schema of `draft`: one for each place, the most specific. `instancePath` leads into
 * the schema, `schemaPath` into the meta-schema as published (with the names of its parts in front where it has
 * parts). A schema nested deeper than is read gives one error `limit`. About 0.1 ms for a schema of 2 kB.
 */
export function checkMetaSchema(schema: JsonValue, draft: Draft): SchemaError[] {
  if (isDeeper(schema, MAX_SCHEMA_DEPTH)) {
    return [{ keyword: 'limit', instancePath: [], schemaPath: [], params: { what: 'depth' } }];
  }
  const check = CHECKS[draft];
  if (check(schema)) return [];
  const errors = check.errors ?? [];
  check.errors = null;
  return mostSpecific(errors.map((error) => toSchemaError(error, schema)));
}

/** Iterative, as the value may be nested to any depth. */
function isDeeper(value: JsonValue, limit: number): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit * 2) return true;
    const below: JsonValue[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const child of Array.isArray(item) ? item : Object.values(item)) {
        if (typeof child === 'object' && child !== null) below.push(child);
      }
    }
    level = below;
  }
  return false;
}

function toSchemaError(error: MetaSchemaError, schema: JsonValue): SchemaError {
  const schemaPath = pointerTokens(error.schemaPath.slice(error.schemaPath.indexOf('#') + 1));
  const base = {
    keyword: error.keyword,
    instancePath: pathOf(error.instancePath, schema),
    schemaPath,
    params: error.params,
  };
  const propertyName = error.propertyName ?? error.params['missingProperty'];
  return typeof propertyName === 'string' ? { ...base, propertyName } : base;
}

/** A pointer as a path; a step into an array is a number. */
function pathOf(pointer: string, root: JsonValue): Path {
  let value: JsonValue | undefined = root;
  return pointerTokens(pointer).map((token) => {
    if (Array.isArray(value)) {
      const index = Number(token);
      value = value[index];
      return index;
    }
    value = isObject(value) ? own(value, token) : undefined;
    return token;
  });
}

const COMBINING = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not', '$ref', '$dynamicRef', '$recursiveRef']);
/** Of several errors in one place the first of these is told: "one of these words" says more than "a string". */
const TELLING = [
  'uniqueItems',
  'minItems',
  'enum',
  'const',
  'pattern',
  'minimum',
  'exclusiveMinimum',
  'required',
  'type',
];

/**
 * One error for each place. Alternatives that failed leave errors of every branch behind: where one of them went
 * deeper, only the deeper one is told; `type` errors of one place are told together.
 */
function mostSpecific(errors: readonly SchemaError[]): SchemaError[] {
  const places = new Map<string, SchemaError[]>();
  for (const error of errors) {
    const place = JSON.stringify(error.instancePath);
    const list = places.get(place);
    if (list === undefined) places.set(place, [error]);
    else list.push(error);
  }
  const chosen: SchemaError[] = [];
  for (const [place, list] of places) {
    const alternatives = list.some((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
    const inside = `${place.slice(0, -1)}${place === '[]' ? '' : ','}`;
    if (alternatives && [...places.keys()].some((other) => other !== place && other.startsWith(inside)))
      continue;
    const telling = list.filter((error) => !COMBINING.has(error.keyword));
    chosen.push(best(telling.length > 0 ? telling : list));
  }
  return chosen;
}

function best(errors: readonly SchemaError[]): SchemaError {
  const rank = (error: SchemaError): number => {
    const at = TELLING.indexOf(error.keyword);
    return at < 0 ? TELLING.length - 1.5 : at;
  };
  const first = errors.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  if (first.keyword !== 'type') return first;
  const types = new Set(
    errors.filter((error) => error.keyword === 'type').flatMap((error) => error.params['type'] ?? []),
  );
  return { ...first, params: { type: types.size === 1 ? [...types][0]! : [...types] } };
}
