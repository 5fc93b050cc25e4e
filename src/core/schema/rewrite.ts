/** Rewrites one schema of any dialect keyword by keyword, copying only what changes, and notes what was odd. */
import { deepEqual, isObject, jsonTypeOf, own, type JsonObject, type JsonValue } from '../json.ts';
import { MAX_SCHEMA_DEPTH } from './node.ts';
import { SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS } from './resources.ts';
import { readTypeWord, type TypeReading } from './typeWords.ts';
import type { Dialect, DialectFinding, FindingKind, Path } from './types.ts';

/** Sets an own member whatever its name: `__proto__` too. */
export function put(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A parameter's schema, and what it says about being required. */
export interface Parameter {
  readonly schema: JsonValue;
  /** The boolean `required` that was taken out of it. */
  readonly required: boolean | undefined;
  /** Its type says `optional` or gives a default. */
  readonly optional: boolean;
}

const SINGLE = new Set(SCHEMA_KEYWORDS);
const LIST = new Set(SCHEMA_LIST_KEYWORDS);
const MAP = new Set(SCHEMA_MAP_KEYWORDS);

export class SchemaRewriter {
  readonly findings: DialectFinding[] = [];
  /** Where we are: in the tool object, and in the schema that comes out. */
  #from: (string | number)[] = [];
  #to: (string | number)[] = [];
  #moved: Map<string, { from: Path; whole: boolean }> | undefined;
  #foreign = false;
  #upper = false;

  /** S0, S1 or S5, by the type words met. */
  dialect(): Dialect {
    return this.#upper ? 'S5' : this.#foreign ? 'S1' : 'S0';
  }

  find(
    code: DialectFinding['code'],
    kind: FindingKind,
    path: Path,
    keyOrValue: 'key' | 'value',
    detail: Record<string, JsonValue>,
    more: { word?: string; suggestion?: JsonValue } = {},
  ): void {
    this.findings.push({ code, kind, path, keyOrValue, detail, ...more });
  }

  /** Notes that `to` in the result came from `from`; with `whole`, everything below `to` as well. */
  move(to: Path, from: Path, whole = false): void {
    this.#moved ??= new Map();
    this.#moved.set(JSON.stringify(to), { from, whole });
  }

  /** Where a place in the result came from, when it was moved. */
  movedFrom(path: Path): Path | undefined {
    if (this.#moved === undefined) return undefined;
    for (let length = path.length; length > 0; length--) {
      const found = this.#moved.get(JSON.stringify(path.slice(0, length)));
      if (found !== undefined) return found.whole ? found.from : [...found.from, ...path.slice(length)];
    }
    return undefined;
  }

  /** The schema at `from` in the tool object, which becomes the root. */
  rewrite(schema: JsonValue, from: Path): JsonValue {
    this.#from = [...from];
    this.#to = [];
    return this.#schema(schema).schema;
  }

  /** A parameter at `from`, which becomes the schema at `to`. */
  parameter(value: JsonValue, from: Path, to: Path): Parameter {
    this.#from = [...from];
    this.#to = [...to];
    return this.#property(value);
  }

  /** A member of `properties`: a schema, a bare type word, or something that is none. */
  #property(value: JsonValue): Parameter {
    if (typeof value === 'string') {
      const reading = readTypeWord(value);
      if (reading.kind !== 'unknown') {
        this.#note(reading, value, this.#from.slice());
        this.move(this.#to.slice(), this.#from.slice(), true);
        return { schema: reading.schema, required: undefined, optional: reading.optional };
      }
    }
    if (!isObject(value)) return { schema: value, required: undefined, optional: false };
    const foreignKeywords = this.#allowedValues(value);
    const required = own(value, 'required');
    if (typeof required !== 'boolean') return { ...this.#schema(foreignKeywords), required: undefined };
    const { required: _, ...rest } = foreignKeywords;
    this.find('tool.required-misplaced', 'boolean-required', [...this.#from, 'required'], 'value', {
      required,
    });
    return { ...this.#schema(rest), required };
  }

  /** NESTFUL writes `allowed_values` for `enum`; an empty list means any. */
  #allowedValues(value: JsonObject): JsonObject {
    const allowed = own(value, 'allowed_values');
    if (!Array.isArray(allowed) || allowed.length === 0 || own(value, 'enum') !== undefined) return value;
    this.move([...this.#to, 'enum'], [...this.#from, 'allowed_values']);
    return { ...value, enum: allowed };
  }

  #schema(schema: JsonValue): { schema: JsonValue; optional: boolean } {
    if (!isObject(schema)) return { schema, optional: false };
    if (this.#to.length > MAX_SCHEMA_DEPTH * 2) {
      this.find('tool.schema-smell', 'depth', this.#from.slice(), 'value', {});
      return { schema: true, optional: false };
    }
    let out = schema;
    const change = (key: string, value: JsonValue | undefined): void => {
      if (out === schema) out = { ...schema };
      if (value === undefined) delete out[key];
      else put(out, key, value);
    };
    let optional = false;
    const type = own(schema, 'type');
    if (typeof type === 'string') {
      const reading = readTypeWord(type);
      if (reading.kind !== 'json') {
        optional = reading.optional;
        this.#note(reading, type, [...this.#from, 'type']);
        change('type', own(reading.schema, 'type'));
        for (const key in reading.schema) {
          if (key === 'type' || own(schema, key) !== undefined) continue;
          change(key, reading.schema[key]);
          this.move([...this.#to, key], [...this.#from, 'type'], true);
        }
      }
    } else if (Array.isArray(type)) {
      this.#typeList(type, change);
    }
    for (const keyword in schema) {
      const value = schema[keyword]!;
      if (typeof value !== 'object' || value === null) continue;
      const rewritten = this.#keyword(keyword, value, schema, change);
      if (rewritten !== value) change(keyword, rewritten);
    }
    this.#required(schema, out, change);
    this.#smells(out, schema);
    return { schema: out, optional };
  }

  /** The value of one keyword with the schemas inside it rewritten. */
  #keyword(
    keyword: string,
    value: JsonObject | JsonValue[],
    schema: JsonObject,
    change: (key: string, value: JsonValue) => void,
  ): JsonValue {
    if (keyword === 'properties' && !Array.isArray(value)) return this.#properties(value, schema, change);
    if (Array.isArray(value)) {
      if (!LIST.has(keyword)) return value;
      const list = value.map((item, i) => this.#at([keyword, i], () => this.#schema(item).schema));
      return list.some((item, i) => item !== value[i]) ? list : value;
    }
    if (SINGLE.has(keyword)) return this.#at([keyword], () => this.#schema(value).schema);
    if (!MAP.has(keyword)) return value;
    let out = value;
    for (const name in value) {
      const item = value[name]!;
      const rewritten = this.#at([keyword, name], () => this.#schema(item).schema);
      if (rewritten === item) continue;
      if (out === value) out = { ...value };
      put(out, name, rewritten);
    }
    return out;
  }

  /** `properties`: collects boolean `required`s, and takes out what is no property. */
  #properties(
    properties: JsonObject,
    schema: JsonObject,
    change: (key: string, value: JsonValue) => void,
  ): JsonObject {
    let out = properties;
    const copy = (): JsonObject => (out === properties ? (out = { ...properties }) : out);
    // `{"city": "string", "type": "string"}` is short for two properties; beside a schema, `type` is a keyword astray.
    const mixed = Object.values(properties).some(isObject);
    const listed = own(schema, 'required');
    const required = Array.isArray(listed) ? [...listed] : [];
    const before = required.length;
    const need = (name: string, from: Path): void => {
      if (required.includes(name)) return;
      this.move([...this.#to, 'required', required.length], from, true);
      required.push(name);
    };
    for (const name in properties) {
      const value = properties[name]!;
      const path = [...this.#from, 'properties', name];
      if (name === 'required' && Array.isArray(value)) {
        this.find('tool.required-misplaced', 'required-inside-properties', path, 'key', {
          required: [...value],
        });
        value.forEach((item, i) => typeof item === 'string' && need(item, [...path, i]));
        delete copy()[name];
        continue;
      }
      if (mixed && NOT_A_PROPERTY.has(name) && (typeof value === 'string' || typeof value === 'boolean')) {
        this.find('tool.invalid-schema', 'keyword-inside-properties', path, 'key', { name }, { word: name });
        delete copy()[name];
        continue;
      }
      const result = this.#at(['properties', name], () => this.#property(value));
      if (result.required === true) need(name, [...path, 'required']);
      if (result.schema !== value) put(copy(), name, result.schema);
    }
    if (required.length > before) change('required', required);
    return out;
  }

  /** A `required` that is no list of declared names. */
  #required(schema: JsonObject, out: JsonObject, change: (key: string, value: undefined) => void): void {
    const required = own(schema, 'required');
    if (required === undefined) return;
    if (typeof required === 'boolean') {
      this.find('tool.required-misplaced', 'required-not-a-list', [...this.#from, 'required'], 'value', {
        required,
      });
      if (own(out, 'required') === required) change('required', undefined);
      return;
    }
    const properties = own(out, 'properties');
    if (!Array.isArray(required) || !isObject(properties) || own(out, 'patternProperties') !== undefined)
      return;
    if (COMBINING.some((keyword) => own(out, keyword) !== undefined)) return;
    const told = new Set<string>();
    required.forEach((name, i) => {
      if (typeof name !== 'string' || Object.hasOwn(properties, name) || told.has(name)) return;
      told.add(name);
      const path = [...this.#from, 'required', i];
      this.find('tool.required-misplaced', 'required-unknown-name', path, 'value', { name }, { word: name });
    });
  }

  #typeList(type: readonly JsonValue[], change: (key: string, value: JsonValue | undefined) => void): void {
    const readings = type.map((word) => (typeof word === 'string' ? readTypeWord(word) : undefined));
    if (readings.every((reading) => reading === undefined || reading.kind === 'json')) return;
    const words = new Set<JsonValue>();
    let any = false;
    readings.forEach((reading, i) => {
      if (reading === undefined) return void words.add(type[i]!);
      this.#note(reading, type[i] as string, [...this.#from, 'type', i]);
      const read = own(reading.schema, 'type');
      if (read === undefined) any = true;
      else for (const word of Array.isArray(read) ? read : [read]) words.add(word);
    });
    change('type', any ? undefined : [...words]);
  }

  #note(reading: TypeReading, word: string, path: Path): void {
    if (reading.kind === 'json') return;
    if (reading.kind === 'upper') this.#upper = true;
    else this.#foreign = true;
    const marked = reading.optional || reading.required || reading.default !== undefined;
    const kind: FindingKind =
      reading.kind === 'unknown'
        ? 'unknown-type-word'
        : reading.kind === 'upper'
          ? 'upper-case'
          : marked
            ? 'optional-suffix'
            : 'type-word';
    const detail: Record<string, JsonValue> = { schema: reading.schema };
    if (reading.optional) detail['optional'] = true;
    if (reading.default !== undefined) detail['default'] = reading.default;
    const suggestion = own(reading.schema, 'type');
    this.find(
      'tool.foreign-type',
      kind,
      path,
      'value',
      detail,
      suggestion === undefined ? { word } : { word, suggestion },
    );
  }

  /** Oddities of the rewritten schema that are valid all the same. */
  #smells(out: JsonObject, schema: JsonObject): void {
    const allowed = own(out, 'enum');
    if (Array.isArray(allowed) && allowed.length > 0) {
      const fallback = own(out, 'default');
      if (fallback !== undefined && !allowed.some((value) => deepEqual(value, fallback))) {
        this.find('tool.schema-smell', 'default-not-in-enum', [...this.#from, 'default'], 'value', {
          default: fallback,
        });
      }
      const type = own(out, 'type');
      const bad = typeof type === 'string' ? allowed.filter((value) => !hasType(value, type)) : [];
      if (bad.length > 0) {
        const key = own(schema, 'enum') === undefined ? 'allowed_values' : 'enum';
        const detail = { type: type!, values: bad.slice(0, 20) };
        this.find('tool.schema-smell', 'enum-type-mismatch', [...this.#from, key], 'value', detail);
      }
    }
    if (
      own(schema, 'type') === 'array' &&
      !ITEM_KEYWORDS.some((keyword) => own(out, keyword) !== undefined)
    ) {
      this.find('tool.schema-smell', 'array-without-items', [...this.#from, 'type'], 'value', {});
    }
  }

  /** Runs `work` one or two steps further down. */
  #at<T>(steps: Path, work: () => T): T {
    this.#from.push(...steps);
    this.#to.push(...steps);
    const result = work();
    this.#from.length -= steps.length;
    this.#to.length -= steps.length;
    return result;
  }
}

/** Keywords whose own values were written one level too deep; as names of properties they would need a schema. */
const NOT_A_PROPERTY = new Set([
  '$schema',
  '$id',
  '$ref',
  '$comment',
  'type',
  'additionalProperties',
  'title',
  'description',
]);
const COMBINING = ['allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas'];
const ITEM_KEYWORDS = [
  'items',
  'prefixItems',
  'contains',
  'unevaluatedItems',
  'enum',
  'const',
  '$ref',
  'anyOf',
  'oneOf',
  'allOf',
];

function hasType(value: JsonValue, type: string): boolean {
  const is = jsonTypeOf(value);
  return is === type || (is === 'integer' && type === 'number');
}
