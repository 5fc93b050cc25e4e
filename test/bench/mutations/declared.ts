/** What a tool declares, read plainly for the mutation bench: only what is simple enough to be sure of. */
import { isObject, own, type JsonObject, type JsonValue } from '../../../src/core/json.ts';
import type { Call, Sample, ToolDef } from '../../../src/core/sample.ts';
import type { Path } from '../../../src/core/text/path.ts';

export interface Declared {
  /** Of the property's schema, from the record's root. */
  readonly path: Path;
  readonly schema: JsonObject;
  /** A type of JSON Schema; `undefined` when it is not one plain type. */
  readonly type: string | undefined;
}

export interface DeclaredTool {
  readonly def: ToolDef;
  /** Of the object that holds the properties. */
  readonly propertiesPath: Path;
  readonly properties: ReadonlyMap<string, Declared>;
  /** Names that are certainly required. */
  readonly required: readonly string[];
  /** The list `required` inside the schema, where there is one. */
  readonly requiredPath: Path | undefined;
  /** Written as JSON Schema, not as a map of parameters. */
  readonly isSchema: boolean;
  /** An argument that is not declared is certainly wrong. */
  readonly isClosed: boolean;
}

/** A call and the tool that it names. */
export interface ToolCall {
  readonly call: Call;
  readonly arguments: JsonObject;
  readonly tool: DeclaredTool;
}

const words: Readonly<Record<string, string>> = {
  string: 'string', str: 'string',
  integer: 'integer', int: 'integer',
  number: 'number', float: 'number',
  boolean: 'boolean', bool: 'boolean',
  array: 'array', list: 'array',
  object: 'object', dict: 'object',
}; // prettier-ignore

const tricky = [
  '$ref',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'const',
  'patternProperties',
  'dependentSchemas',
  'unevaluatedProperties',
  '$schema',
  '$id',
];
const isSimple = (schema: JsonObject) => tricky.every((key) => !Object.hasOwn(schema, key));

function typeOf(schema: JsonObject): string | undefined {
  const word = own(schema, 'type');
  if (typeof word !== 'string' || !isSimple(schema) || own(schema, 'nullable') !== undefined)
    return undefined;
  const base = /^([A-Za-z]+)(, ?optional)?$/.exec(word.trim())?.[1];
  return base === undefined ? undefined : words[base.toLowerCase()];
}

/** `undefined` when the definition is not of one of the two plain shapes. */
export function declaredTool(def: ToolDef): DeclaredTool | undefined {
  const { parameters } = def;
  if (!isObject(parameters) || def.shape === 'toolbench' || def.name === undefined) return undefined;
  const path = [...def.path, def.parametersKey];
  const inside = own(parameters, 'properties');
  const isSchema = isObject(inside) && typeof own(parameters, 'type') === 'string';
  if (isSchema ? !isSimple(parameters) : !isPlainMap(parameters)) return undefined;
  const holder = isSchema && isObject(inside) ? inside : parameters;
  const propertiesPath = isSchema ? [...path, 'properties'] : path;
  const properties = new Map<string, Declared>();
  const required: string[] = [];
  for (const [name, schema] of Object.entries(holder)) {
    if (!isObject(schema)) continue;
    properties.set(name, { path: [...propertiesPath, name], schema, type: typeOf(schema) });
    if (own(schema, 'required') === true) required.push(name);
  }
  const list = own(parameters, 'required');
  const isList = isSchema && Array.isArray(list);
  if (isList)
    for (const name of list) if (typeof name === 'string' && properties.has(name)) required.push(name);
  const more = own(parameters, 'additionalProperties');
  return {
    def,
    propertiesPath,
    properties,
    required,
    requiredPath: isList ? [...path, 'required'] : undefined,
    isSchema,
    isClosed: properties.size > 0 && (more === undefined || more === false),
  };
}

/** Every member is a parameter with a type and a description. */
function isPlainMap(map: JsonObject): boolean {
  const members = Object.values(map);
  return (
    members.length > 0 &&
    members.every(
      (member) =>
        isObject(member) &&
        typeof own(member, 'type') === 'string' &&
        typeof own(member, 'description') === 'string',
    )
  );
}

/** The calls of a sample that name one of its tools and have arguments that are an object. */
export function toolCalls(sample: Sample): ToolCall[] {
  const byName = new Map<string, ToolDef>();
  for (const def of sample.tools ?? [])
    if (def.name !== undefined && !byName.has(def.name)) byName.set(def.name, def);
  const found: ToolCall[] = [];
  for (const call of sample.turns.flatMap((turn) => turn.calls)) {
    const def = call.name === undefined || call.acceptedAnswers ? undefined : byName.get(call.name);
    const tool = def && declaredTool(def);
    if (tool && isObject(call.arguments)) found.push({ call, arguments: call.arguments, tool });
  }
  return found;
}

/** Arguments with their declarations, as far as they are plain. */
export function* argumentsOf({ call, arguments: given, tool }: ToolCall): Generator<{
  name: string;
  value: JsonValue;
  declared: Declared;
  path: Path;
}> {
  for (const [name, value] of Object.entries(given)) {
    const declared = tool.properties.get(name);
    if (declared) yield { name, value, declared, path: [...call.argumentsPath, name] };
  }
}
