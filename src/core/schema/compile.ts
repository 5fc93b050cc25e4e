/**
 * JSON Schema to closures: no generated code, so it runs under any content security policy, and cheap enough to do
 * for a schema that is used once. Semantics of 2020-12, 2019-09, 07, 06 and 04; nothing is ever fetched.
 */
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { arrayKeywords, unevaluatedItemsCheck } from './keywords/arrays.ts';
import { combinationKeywords, referenceKeywords, refHidesSiblings } from './keywords/applicators.ts';
import { objectKeywords, unevaluatedPropertiesCheck } from './keywords/objects.ts';
import { formatKeyword, numberKeywords, stringKeywords, valueKeywords } from './keywords/values.ts';
import { fail, MAX_SCHEMA_DEPTH, SchemaNode, type CompileContext } from './node.ts';
import { eachSubschema, IN_PLACE_KEYWORDS, Registry } from './resources.ts';
import { Evaluated, LimitReached, Run, type Check } from './run.ts';
import { findSmells } from './smells.ts';
import type { CompileOptions, JsonSchema, SchemaError, SchemaSmell, Validator } from './types.ts';

const REFERENCES = 1;
const VALUES = 2;
const NUMBERS = 4;
const STRINGS = 8;
const FORMAT = 16;
const ARRAYS = 32;
const OBJECTS = 64;
const COMBINATIONS = 128;
const UNEVALUATED_ITEMS = 256;
const UNEVALUATED_PROPERTIES = 512;

const FAMILY = new Map<string, number>();
const family = (bit: number, keywords: string): void => {
  for (const keyword of keywords.split(' ')) FAMILY.set(keyword, bit);
};
family(REFERENCES, '$ref $dynamicRef $recursiveRef');
family(VALUES, 'type enum const');
family(NUMBERS, 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf');
family(STRINGS, 'minLength maxLength pattern');
family(FORMAT, 'format');
family(ARRAYS, 'items prefixItems additionalItems contains minItems maxItems uniqueItems');
family(
  OBJECTS,
  'properties patternProperties additionalProperties required minProperties maxProperties propertyNames ' +
    'dependentRequired dependentSchemas dependencies',
);
family(COMBINATIONS, 'allOf anyOf oneOf not if');
family(UNEVALUATED_ITEMS, 'unevaluatedItems');
family(UNEVALUATED_PROPERTIES, 'unevaluatedProperties');

const accept: Check = () => true;

/** Compiles a schema. Never throws: malformed keywords are ignored here and found by the meta-schema check. */
export function compileSchema(schema: JsonSchema, options: CompileOptions = {}): Validator {
  const registry = new Registry(schema, options.draft ?? '2020-12', options.documents);
  const context: CompileContext = {
    registry,
    options,
    compile: compileNode,
    targets: new Map(),
    root: undefined,
  };
  const root = new SchemaNode(schema, context, registry.root, 0, undefined, []);
  context.root = root;
  if (options.closed === 'arguments' && isObject(schema)) root.check = closedRootCheck(root, schema);
  return new CompiledSchema(root, registry);
}

class CompiledSchema implements Validator {
  readonly #root: SchemaNode;
  readonly #registry: Registry;
  readonly #run = new Run();
  #smells: readonly SchemaSmell[] | undefined;

  constructor(root: SchemaNode, registry: Registry) {
    this.#root = root;
    this.#registry = registry;
  }

  isValid(value: JsonValue): boolean {
    const run = this.#run;
    run.start(this.#registry.root, value, undefined, 0);
    try {
      if (!this.#root.check(value, run, undefined)) return false;
    } catch (error) {
      limitOf(error);
      return false;
    } finally {
      run.end();
    }
    // A format may have been missed in an alternative that was then not taken; only collecting knows.
    return !run.formatMissed || this.errors(value, 1).length === 0;
  }

  errors(value: JsonValue, limit = 1_000): SchemaError[] {
    const run = this.#run;
    const errors: SchemaError[] = [];
    run.start(this.#registry.root, value, errors, Math.max(1, limit));
    let what: 'steps' | 'depth' | undefined;
    try {
      this.#root.check(value, run, undefined);
    } catch (error) {
      what = limitOf(error);
    } finally {
      run.end();
    }
    const all = withoutDuplicates([...errors, ...run.warnings]).slice(0, limit);
    if (what !== undefined) {
      if (all.length >= limit) all.pop();
      all.push({ keyword: 'limit', instancePath: [], schemaPath: [], params: { what } });
    }
    return all;
  }

  smells(): readonly SchemaSmell[] {
    this.#smells ??= findSmells(this.#registry);
    return this.#smells;
  }
}

/** Which limit ended a run; a stack that was nearly full when the run began counts as depth. Other errors go up. */
function limitOf(error: unknown): 'steps' | 'depth' {
  if (error instanceof LimitReached) return error.what;
  if (error instanceof RangeError) return 'depth';
  throw error;
}

/** Drops errors that say the same of the same place: one rule may be reached through several branches. */
function withoutDuplicates(errors: readonly SchemaError[]): SchemaError[] {
  if (errors.length < 2) return [...errors];
  const told = new Set<string>();
  return errors.filter((error) => {
    const text = `${error.keyword} ${JSON.stringify(error.instancePath)} ${JSON.stringify(error.params)}`;
    if (told.has(text)) return false;
    told.add(text);
    return true;
  });
}

function compileNode(node: SchemaNode): Check {
  const { schema } = node;
  if (schema === true || node.depth > MAX_SCHEMA_DEPTH) return accept;
  if (schema === false) return (_value, run) => fail(run, node, 'falseSchema', {});
  const check = compileKeywords(node, schema, false);
  return node === node.context.root ? check : enterResource(node, check);
}

/** Keeps the dynamic scope: a schema resource is on it while it, or anything inside it, is at work. */
function enterResource(node: SchemaNode, check: Check): Check {
  const { resource } = node;
  return node.schema !== resource.root && node.depth > 0
    ? check
    : (value, run, seen) => {
        const { scope } = run;
        if (scope[scope.length - 1] === resource) return check(value, run, seen);
        scope.push(resource);
        const ok = check(value, run, seen);
        scope.pop();
        return ok;
      };
}

function compileKeywords(node: SchemaNode, schema: JsonObject, closed: boolean): Check {
  let families = 0;
  for (const keyword in schema) families |= FAMILY.get(keyword) ?? 0;
  if (families === 0) return accept;
  const out: Check[] = [];
  if (families & REFERENCES) {
    referenceKeywords(node, out);
    if (refHidesSiblings(node)) return sequence(out);
  }
  if (families & VALUES) valueKeywords(node, out);
  if (families & NUMBERS) numberKeywords(node, out);
  if (families & STRINGS) stringKeywords(node, out);
  if (families & FORMAT) formatKeyword(node, out);
  if (families & ARRAYS) arrayKeywords(node, out);
  if (families & OBJECTS) objectKeywords(node, out, closed);
  if (families & COMBINATIONS) combinationKeywords(node, out);
  const { draft } = node.resource;
  if (draft !== '2020-12' && draft !== '2019-09') return sequence(out);
  const last: Check[] = [];
  if (families & UNEVALUATED_ITEMS) last.push(unevaluatedItemsCheck(node));
  if (families & UNEVALUATED_PROPERTIES) last.push(unevaluatedPropertiesCheck(node, false));
  return last.length === 0 ? sequence(out) : withOwnMarks(sequence([...out, ...last]));
}

/** Gives a check marks of its own, handed on to the schema around it when that wants them too. */
function withOwnMarks(check: Check): Check {
  return (value, run, seen) => {
    if (typeof value !== 'object' || value === null) return check(value, run, seen);
    const own = new Evaluated();
    const ok = check(value, run, own);
    if (ok) seen?.merge(own);
    return ok;
  };
}

function sequence(checks: readonly Check[]): Check {
  const [first = accept, second, third] = checks;
  if (second === undefined) return first;
  if (third === undefined) {
    return (value, run, seen) => {
      const ok = first(value, run, seen);
      return ok || run.errors !== undefined ? second(value, run, seen) && ok : false;
    };
  }
  return (value, run, seen) => {
    let ok = true;
    for (let i = 0; i < checks.length; i++) {
      if (checks[i]!(value, run, seen)) continue;
      if (run.errors === undefined) return false;
      ok = false;
    }
    return ok;
  };
}

/** The root in the closed world of arguments; see `CompileOptions.closed`. */
function closedRootCheck(root: SchemaNode, schema: JsonObject): Check {
  const says = (keyword: string): boolean => root.get(keyword) !== undefined && !refHidesSiblings(root);
  if (says('additionalProperties') || says('unevaluatedProperties')) return compileNode(root);
  const combined = [
    '$ref',
    '$dynamicRef',
    '$recursiveRef',
    'allOf',
    'anyOf',
    'oneOf',
    'if',
    'dependentSchemas',
    'dependencies',
  ];
  if (!combined.some((keyword) => root.get(keyword) !== undefined)) {
    return isObject(root.get('properties')) ? compileKeywords(root, schema, true) : compileNode(root);
  }
  if (!declaresProperties(root)) return compileNode(root);
  const check = compileKeywords(root, schema, false);
  return withOwnMarks(sequence([check, unevaluatedPropertiesCheck(root, true)]));
}

/** Whether `properties` stands in the schema or in one that is applied to the same value. */
function declaresProperties(root: SchemaNode): boolean {
  const { registry } = root.context;
  const seen = new Set<JsonObject>();
  const stack = [{ schema: root.schema, resource: registry.root }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { schema, resource } = item;
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    if (isObject(schema['properties']) && Object.hasOwn(schema, 'properties')) return true;
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
      const ref = schema[keyword];
      const target = typeof ref === 'string' ? registry.resolve(ref, resource) : undefined;
      if (typeof target === 'object') stack.push(target);
    }
    eachSubschema(schema, (sub, keyword) => {
      if (keyword !== 'not' && IN_PLACE_KEYWORDS.has(keyword))
        stack.push({ schema: sub, resource: isObject(sub) ? registry.resourceOf(sub, resource) : resource });
    });
  }
  return false;
}
