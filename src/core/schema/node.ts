/** A subschema on its way to being a check: where it stands, and what compiling it needs. */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import type { Registry, Resource, Target } from './resources.ts';
import type { Check, Evaluated, Run } from './run.ts';
import type { CompileOptions, JsonSchema, Path, SchemaError } from './types.ts';

/** Levels of subschemas that are compiled; below that everything is accepted and `smells` says so. */
export const MAX_SCHEMA_DEPTH = 512;

/** What all nodes of one validator share. */
export interface CompileContext {
  readonly registry: Registry;
  readonly options: CompileOptions;
  /** Makes the check of a node; called when a value first reaches it. */
  readonly compile: (node: SchemaNode) => Check;
  /** Nodes that references lead to, one for each schema object, so that recursion ends. */
  readonly targets: Map<JsonObject, SchemaNode>;
  /** The node that values enter by; its resource is always the first of the dynamic scope. */
  root: SchemaNode | undefined;
}

/** Keywords of the validation vocabulary, which a meta-schema may leave out. */
const VALIDATION = new Set(
  (
    'type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength ' +
    'minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties ' +
    'minProperties required dependentRequired'
  ).split(' '),
);

function compileOnFirstUse(
  this: SchemaNode,
  value: JsonValue,
  run: Run,
  seen: Evaluated | undefined,
): boolean {
  this.check = this.context.compile(this);
  return this.check(value, run, seen);
}

export class SchemaNode {
  /** Compiles itself at the first call. */
  check: Check = compileOnFirstUse;
  /** For nodes that references lead to: the value being checked now and in which call, to notice endless loops. */
  activeValue: JsonValue | undefined;
  activeEpoch = 0;

  constructor(
    readonly schema: JsonSchema,
    readonly context: CompileContext,
    readonly resource: Resource,
    /** Levels below the root, or below the reference target, that this node was reached from. */
    readonly depth: number,
    private readonly parent: SchemaNode | undefined,
    private readonly step: Path,
  ) {}

  /** The keyword's value, unless the dialect does not know the keyword. */
  get(keyword: string): JsonValue | undefined {
    const value = own(this.schema as JsonObject, keyword);
    if (value !== undefined && !this.resource.assertions && VALIDATION.has(keyword)) return undefined;
    return value;
  }

  /** The node of a subschema; what is no schema accepts everything (the meta-schema check reports it). */
  child(schema: JsonValue | undefined, keyword: string, key?: string | number): SchemaNode {
    const usable: JsonSchema = typeof schema === 'boolean' || isObject(schema) ? schema : true;
    const resource = isObject(usable)
      ? this.context.registry.resourceOf(usable, this.resource)
      : this.resource;
    return new SchemaNode(
      usable,
      this.context,
      resource,
      this.depth + 1,
      this,
      key === undefined ? [keyword] : [keyword, key],
    );
  }

  /** The node a reference leads to. */
  static target(target: Target, context: CompileContext): SchemaNode {
    const known = isObject(target.schema) ? context.targets.get(target.schema) : undefined;
    if (known !== undefined) return known;
    const node = new SchemaNode(target.schema, context, target.resource, 0, undefined, target.path);
    if (isObject(target.schema)) context.targets.set(target.schema, node);
    return node;
  }

  /** From the root of the document. */
  path(): (string | number)[] {
    const path = this.parent?.path() ?? [];
    path.push(...this.step);
    return path;
  }
}

/**
 * Notes that `keyword` of `node` is not met, when errors are collected. Always false, so that a check can end with
 * `return ok || fail(…)`.
 */
export function fail(
  run: Run,
  node: SchemaNode,
  keyword: string,
  params: Record<string, JsonValue>,
  more?: { propertyName?: string; closest?: readonly SchemaError[]; schemaKeyword?: string },
): false {
  const { errors } = run;
  if (errors === undefined || errors.length >= run.limit) return false;
  errors.push(makeError(run, node, keyword, params, more));
  return false;
}

/** The error that `fail` would note. */
export function makeError(
  run: Run,
  node: SchemaNode,
  keyword: string,
  params: Record<string, JsonValue>,
  more?: { propertyName?: string; closest?: readonly SchemaError[]; schemaKeyword?: string },
): SchemaError {
  const schemaPath = node.path();
  if (keyword !== 'falseSchema') schemaPath.push(more?.schemaKeyword ?? keyword);
  const error: { -readonly [K in keyof SchemaError]: SchemaError[K] } = {
    keyword,
    instancePath: run.path.slice(),
    schemaPath,
    params,
  };
  if (node.resource.documentUri !== undefined) error.schemaUri = node.resource.documentUri;
  if (more?.propertyName !== undefined) error.propertyName = more.propertyName;
  if (more?.closest !== undefined) error.closest = more.closest;
  return error;
}

/** Checks without collecting; the result alone is wanted. */
export function quietly(node: SchemaNode, value: JsonValue, run: Run, seen: Evaluated | undefined): boolean {
  const { errors, formatMissed } = run;
  run.errors = undefined;
  const ok = node.check(value, run, seen);
  run.errors = errors;
  run.formatMissed = formatMissed;
  return ok;
}
