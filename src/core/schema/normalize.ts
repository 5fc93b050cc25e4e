/** Tool definitions of the dialects S0 to S8 as JSON Schema, with what was odd about them and the way back. */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { looksLikeParameter, readProse, shapeOf } from './dialect.ts';
import { put, SchemaRewriter } from './rewrite.ts';
import { draftOf } from './resources.ts';
import type { Dialect, Draft, JsonSchema, NormalizedTool, NormalizeInput, Path } from './types.ts';

/** Normalises one tool's parameters. Never throws; what cannot be read stays as it is and accepts what it accepts. */
export function normalizeToolSchema(input: NormalizeInput): NormalizedTool {
  return new ToolNormalizer(input).run();
}

class ToolNormalizer {
  readonly #rewriter = new SchemaRewriter();
  readonly #key: string;
  readonly #requiredKey: string;
  /** True when the parameters became members of `properties`, one level up from where they stand. */
  #wrapped = false;

  constructor(private readonly input: NormalizeInput) {
    this.#key = input.parametersKey ?? 'parameters';
    this.#requiredKey = input.requiredKey ?? 'required';
  }

  run(): NormalizedTool {
    const { parameters, required, shape = 'auto' } = this.input;
    if (shape === 'toolbench') return this.#result(this.#lists(parameters), 'S6', '2020-12');
    if (parameters === undefined || typeof parameters === 'boolean') {
      return this.#result(parameters ?? true, 'S0', '2020-12');
    }
    if (!isObject(parameters)) {
      this.#rewriter.find('tool.invalid-schema', 'not-an-object', [this.#key], 'value', {});
      return this.#result(true, 'S0', '2020-12');
    }
    if (shape === 'typescript')
      return this.#result(this.#rewriter.rewrite(parameters, [this.#key]), 'S8', '2020-12');
    const kind = shapeOf(parameters, shape);
    if (kind === 'map' || kind === 'prose') return this.#fromMap(parameters, kind);
    const draft = draftOf(own(parameters, '$schema')) ?? '2020-12';
    let schema = this.#rewriter.rewrite(parameters, [this.#key]);
    let dialect = this.#rewriter.dialect();
    if (isObject(schema)) {
      this.#checkRoot(schema);
      if (Array.isArray(required) && (kind === 'schema' || required.length > 0)) {
        schema = this.#withSibling(schema, required);
        dialect = 'S4';
      }
    }
    return this.#result(schema, dialect, draft);
  }

  /** Arguments are always an object: a root of another type accepts no call at all. */
  #checkRoot(schema: JsonObject): void {
    const type = own(schema, 'type');
    const types = Array.isArray(type) ? type : [type];
    if (type === undefined || types.includes('object')) return;
    if (!types.every((word) => typeof word === 'string')) return;
    this.#rewriter.find('tool.invalid-schema', 'root-not-object', [this.#key, 'type'], 'value', { type });
  }

  /** `required` beside `parameters` (S4), added to the list inside. */
  #withSibling(schema: JsonObject, required: readonly JsonValue[]): JsonObject {
    this.#rewriter.find('tool.required-misplaced', 'sibling-required', [this.#requiredKey], 'key', {
      required: [...required],
    });
    const inside = own(schema, 'required');
    const names = Array.isArray(inside) ? [...inside] : [];
    const properties = own(schema, 'properties');
    required.forEach((name, i) => {
      if (typeof name !== 'string' || names.includes(name)) return;
      this.#rewriter.move(['required', names.length], [this.#requiredKey, i]);
      this.#checkKnown(name, properties, [this.#requiredKey, i]);
      names.push(name);
    });
    if (names.length === 0) return schema;
    if (!Array.isArray(inside)) this.#rewriter.move(['required'], [this.#requiredKey], true);
    const out = { ...schema };
    put(out, 'required', names);
    return out;
  }

  #checkKnown(name: string, properties: JsonValue | undefined, path: Path): void {
    if (!isObject(properties) || Object.hasOwn(properties, name)) return;
    this.#rewriter.find(
      'tool.required-misplaced',
      'required-unknown-name',
      path,
      'value',
      { name },
      { word: name },
    );
  }

  /** S2, S3, S4 and S7: every member is a parameter. */
  #fromMap(map: JsonObject, kind: 'map' | 'prose'): NormalizedTool {
    this.#wrapped = true;
    const key = this.#key;
    const rewriter = this.#rewriter;
    const properties: JsonObject = {};
    const required: string[] = [];
    const inner = own(map, 'required');
    const flags =
      this.input.shape === 'flagged-map' ||
      Object.values(map).some((value) => isObject(value) && typeof own(value, 'required') === 'boolean');
    const sibling = this.input.required;
    const list = Array.isArray(sibling) ? sibling : Array.isArray(inner) ? inner : undefined;
    rewriter.find('tool.bare-parameter-map', 'parameter-map', [key], 'key', { parameters: Object.keys(map) });
    const need = (name: string, from: Path): void => {
      if (required.includes(name)) return;
      rewriter.move(['required', required.length], from, true);
      required.push(name);
    };
    for (const name in map) {
      const value = map[name]!;
      const path = [key, name];
      if (name === 'required' && Array.isArray(inner)) continue;
      // `{"type": "object", "city": {…}}`: what is a keyword's own value is no parameter.
      if (kind === 'map' && KEYWORDS.has(name) && !isObject(value)) continue;
      if (KEYWORDS.has(name)) {
        rewriter.find(
          'tool.bare-parameter-map',
          'keyword-named-parameter',
          path,
          'key',
          { name },
          { word: name },
        );
      }
      const given = typeof value === 'string' ? this.#proseParameter(value) : value;
      const schema = rewriter.parameter(given, path, ['properties', name]);
      put(properties, name, schema.schema);
      if (typeof value === 'string') rewriter.move(['properties', name], path, true);
      if (schema.required === true) need(name, [...path, 'required']);
      else if (
        list === undefined &&
        schema.required !== false &&
        !flags &&
        !schema.optional &&
        !hasDefault(value)
      )
        need(name, path);
    }
    if (list !== undefined) {
      const from = list === inner ? [key, 'required'] : [this.#requiredKey];
      rewriter.find('tool.required-misplaced', 'sibling-required', from, 'key', { required: [...list] });
      const listed = new Set<string>();
      list.forEach((name, i) => {
        if (typeof name !== 'string' || listed.has(name)) return;
        listed.add(name);
        this.#checkKnown(name, properties, [...from, i]);
        need(name, [...from, i]);
      });
    }
    const schema: JsonObject = { type: 'object', properties };
    if (required.length > 0) schema['required'] = required;
    const dialect: Dialect = kind === 'prose' ? 'S7' : list !== undefined ? 'S4' : flags ? 'S3' : 'S2';
    return this.#result(schema, dialect, '2020-12');
  }

  #proseParameter(text: string): JsonObject {
    const { type, optional, description } = readProse(text);
    const schema: JsonObject = { type: optional && type !== '' ? `${type}, optional` : type, description };
    if (optional && type === '') schema['required'] = false;
    return schema;
  }

  /** S6: two lists of parameters. */
  #lists(lists: JsonValue | undefined): JsonSchema {
    const rewriter = this.#rewriter;
    const properties: JsonObject = {};
    const required: string[] = [];
    if (!isObject(lists)) return true;
    for (const listKey of ['required_parameters', 'optional_parameters']) {
      const list = own(lists, listKey);
      if (!Array.isArray(list)) continue;
      list.forEach((item, i) => {
        const name = isObject(item) ? own(item, 'name') : undefined;
        if (!isObject(item) || typeof name !== 'string') {
          rewriter.find('tool.invalid-schema', 'not-an-object', [listKey, i], 'value', {});
          return;
        }
        const { name: _, ...rest } = item;
        const schema = rewriter.parameter(rest, [listKey, i], ['properties', name]);
        rewriter.move(['properties', name], [listKey, i]);
        put(properties, name, schema.schema);
        if (listKey !== 'required_parameters' || required.includes(name)) return;
        rewriter.move(['required', required.length], [listKey, i], true);
        required.push(name);
      });
    }
    const schema: JsonObject = { type: 'object', properties };
    if (required.length > 0) schema['required'] = required;
    return schema;
  }

  #result(schema: JsonSchema | JsonValue, dialect: Dialect, draft: Draft): NormalizedTool {
    const { findings } = this.#rewriter;
    const usable: JsonSchema = isObject(schema) || typeof schema === 'boolean' ? schema : true;
    const origin = (path: Path): Path => {
      const moved = this.#rewriter.movedFrom(path);
      if (moved !== undefined) return moved;
      if (dialect === 'S6') return [];
      if (!this.#wrapped) return [this.#key, ...path];
      return path[0] === 'properties' ? [this.#key, ...path.slice(1)] : [this.#key];
    };
    return { schema: usable, dialect, draft, findings, origin };
  }
}

/** Names of parameters that a reader of schemas takes for keywords. */
const KEYWORDS = new Set(
  (
    'type title description format default examples enum items required properties const ' +
    'pattern minimum maximum not if then else contains additionalProperties allOf anyOf oneOf ' +
    'multipleOf minLength maxLength minItems maxItems uniqueItems readOnly writeOnly deprecated ' +
    '$schema $id $ref $defs $comment $anchor definitions dependencies propertyNames'
  ).split(' '),
);

function hasDefault(value: JsonValue): boolean {
  return (
    isObject(value) &&
    looksLikeParameter(value) &&
    (Object.hasOwn(value, 'default') || Object.hasOwn(value, 'default_value'))
  );
}
