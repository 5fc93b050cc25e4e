/** The shapes that schema compiling, dialect reading and the tool cache share. */
import type { JsonObject, JsonValue } from '../json.ts';

/** A JSON Schema: an object of keywords, or `true` (accepts everything) or `false` (accepts nothing). */
export type JsonSchema = boolean | JsonObject;

/** The drafts whose semantics are implemented; `06` differs from `07` only in what it lacks. */
export type Draft = '2020-12' | '2019-09' | '07' | '06' | '04';

/** Member names and array indices from a root down to a value. */
export type Path = readonly (string | number)[];

/** One keyword that one value does not meet. */
export interface SchemaError {
  /**
   * The keyword; besides the keywords of JSON Schema: `falseSchema` (the schema is `false`), `unknownProperty`
   * (closed world, see `CompileOptions.closed`) and `limit` (checking was stopped, see `Validator.errors`).
   */
  readonly keyword: string;
  /** Where the value stands. For `propertyName` findings: the object that has, or lacks, the member. */
  readonly instancePath: Path;
  /** Where the keyword stands, `$ref`s resolved, relative to the root of its document. */
  readonly schemaPath: Path;
  /** The address of that document when it is not the schema that was compiled but one of `documents`. */
  readonly schemaUri?: string;
  /** What the keyword wanted, by names that are stable: `{ type }`, `{ limit }`, `{ allowedValues }`, … */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** The member in question: missing (`required`), unknown (`unknownProperty`), badly named (`propertyNames`). */
  readonly propertyName?: string;
  /** For `anyOf` and `oneOf` without a match: the errors of the alternative that comes closest. */
  readonly closest?: readonly SchemaError[];
}

/** Something in a schema that is not evaluated: a value is accepted there whatever it is. */
export interface SchemaSmell {
  readonly kind: 'pattern-not-evaluated' | 'unresolved-ref' | 'ref-loop' | 'depth';
  readonly keyword: string;
  readonly schemaPath: Path;
  /** The pattern, the reference or the format as written. */
  readonly word: string;
  /** A machine word: `lookaround`, `backreference`, `property`, `syntax`, `size`, `remote`, `missing`, `loop`, `depth`. */
  readonly reason: string;
}

/** How a schema is compiled. */
export interface CompileOptions {
  /** The draft when the schema has no `$schema` that names one. Default `2020-12`. */
  readonly draft?: Draft;
  /**
   * `arguments`: at the root only, a property that nothing evaluates is an error `unknownProperty`, when the
   * schema declares `properties` there (directly or through `allOf`, `$ref`, …) and does not itself decide by
   * `additionalProperties` or `unevaluatedProperties`. Default: open, as JSON Schema says.
   */
  readonly closed?: 'arguments';
  /**
   * `ignore` (default): `format` is an annotation. `warn`: formats are checked and reported with keyword
   * `format`, but never decide which alternative of an `anyOf` matches. `assert`: an assertion like any other.
   */
  readonly format?: 'ignore' | 'warn' | 'assert';
  /** Other documents by absolute address. Nothing is ever fetched: a `$ref` to any other document accepts everything. */
  readonly documents?: ReadonlyMap<string, JsonSchema>;
}

/** A compiled schema. Holds no value after a call; subschemas are compiled when a value first reaches them. */
export interface Validator {
  /** True when `errors` would be empty. Stops at the first failure and allocates nothing on success. */
  isValid(value: JsonValue): boolean;
  /**
   * All errors, without duplicates (same keyword, place and params), at most `limit` (default 1,000). A check
   * that would take too many steps or go too deep ends with one error `limit` (`params.what`: `steps`, `depth`).
   */
  errors(value: JsonValue, limit?: number): SchemaError[];
  /** What is not evaluated, over the whole schema, also where no value ever came. Computed once, on demand. */
  smells(): readonly SchemaSmell[];
}

/** The ids of formats.md section 3. */
export type Dialect = 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'S5' | 'S6' | 'S7' | 'S8';

/**
 * How the caller knows the definition to be written; `auto` lets the content decide. `flagged-map` does too, but when
 * it is a map, a parameter is required only where it says so (S3): other tools of the sample have such flags.
 * `typescript`: a schema that was read from types (S8).
 */
export type ToolSchemaShape = 'schema' | 'map' | 'auto' | 'toolbench' | 'flagged-map' | 'typescript';

/** A tool's definition as its sample has it. */
export interface NormalizeInput {
  /** The value of the tool's `parameters` (or `input_schema`, …); with shape `toolbench` the tool's two lists. */
  readonly parameters: JsonValue | undefined;
  /** The value of a `required` beside `parameters` (S4). */
  readonly required?: JsonValue;
  /** Default `auto`. */
  readonly shape?: ToolSchemaShape;
  /** What the tool calls `parameters`. Default `parameters`; with shape `toolbench` it is not used. */
  readonly parametersKey?: string;
  /** What the tool calls the `required` beside it. Default `required`. */
  readonly requiredKey?: string;
}

/** Something in how a tool definition is written; words for people are the rules' business. */
export interface DialectFinding {
  readonly code:
    | 'tool.foreign-type'
    | 'tool.bare-parameter-map'
    | 'tool.required-misplaced'
    | 'tool.invalid-schema'
    | 'tool.schema-smell';
  /** A machine word; the list stands at `FindingKind`. */
  readonly kind: FindingKind;
  /** Relative to the tool object. */
  readonly path: Path;
  /** Which part of the member at `path` is meant. */
  readonly keyOrValue: 'key' | 'value';
  /** The word in question as written: a type word, a parameter's name, a pattern. */
  readonly word?: string;
  /** What a fix would write at `path`. */
  readonly suggestion?: JsonValue;
  readonly detail: Readonly<Record<string, JsonValue>>;
}

/** What normalising met. */
export type FindingKind =
  | 'type-word' // a type outside JSON Schema that is understood: `dict`, `List[int]`
  | 'unknown-type-word' // a type that is not understood and is read as any
  | 'upper-case' // `STRING`
  | 'optional-suffix' // `str, optional`, `str, default='x'`
  | 'parameter-map' // parameters stand where a schema is wanted
  | 'keyword-named-parameter' // … and one of them is called like a keyword
  | 'boolean-required' // `required: true` in a property
  | 'sibling-required' // `required` beside `parameters`
  | 'required-inside-properties' // `properties: { required: [...] }`
  | 'required-unknown-name' // `required` names a property that is not declared
  | 'required-not-a-list'
  | 'keyword-inside-properties' // `properties: { "$schema": "…" }`
  | 'default-not-in-enum'
  | 'enum-type-mismatch'
  | 'array-without-items'
  | 'not-an-object' // `parameters` is no object, or a property is no schema
  | 'root-not-object' // the root's type excludes objects, so that no arguments can be valid
  | 'depth'; // nested deeper than is read

/** A tool's schema as JSON Schema, with the way back to the definition. */
export interface NormalizedTool {
  /** JSON Schema 2020-12, or the draft that `$schema` names; the original object itself where nothing had to change. */
  readonly schema: JsonSchema;
  readonly dialect: Dialect;
  readonly draft: Draft;
  readonly findings: readonly DialectFinding[];
  /** From a place in `schema` to the place in the tool object it came from; an ancestor where it was made up. */
  origin(schemaPath: Path): Path;
}

/** A tool definition made ready, once for all the samples that repeat it. Everything beyond `name` is computed on demand. */
export interface PreparedTool {
  readonly name: string;
  /** The definition as it was given. */
  readonly input: NormalizeInput;
  readonly normalized: NormalizedTool;
  /** Closed world at the root; formats as warnings. */
  readonly validator: Validator;
  /** Errors of the normalised schema against the meta-schema of its draft. */
  readonly metaErrors: readonly SchemaError[];
}

/** Prepared tools by content, under a memory bound. */
export interface ToolCache {
  /** The prepared form of a definition: a stored one when name and content are equal, else a new one. */
  get(name: string, input: NormalizeInput): PreparedTool;
  /** Definitions found, definitions made, and the text size of what is stored now (UTF-16 units). */
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
  readonly size: number;
  clear(): void;
}
