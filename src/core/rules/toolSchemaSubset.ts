/** tool.schema-subset: a keyword or a shape in a tool's schema that a target does not take. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, jsonTypeOf, own } from '../json.ts';
import type { SchemaRules, TargetProfile } from '../targets/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { type SchemaPlace, schemasIn, typesOf } from './schemaPlaces.ts';
import { forTargets, fromTargetKey, matches, targetKey } from './targetWords.ts';
import type { Rule, ToolSubject } from './types.ts';
import { cut, dotted, plural } from './words.ts';

export const toolSchemaSubset: Rule = {
  code: 'tool.schema-subset',
  severity: 'error',
  title: 'Schema that the target does not take',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: "Targets take a part of JSON Schema in tool definitions and refuse the rest with the whole request or file. Gemini knows a subset of OpenAPI: no `$schema`, `const` or `additionalProperties`, an enum only for strings, one type and no list of types. OpenAI wants an object at the root, without `anyOf` beside it, and `items` for every array. LLaMA-Factory's default tool prompt stops at parameters without `properties` and at enums that are not strings.\n\nTold once for each tool, keyword and kind of fault, at the first place; what all tools of the file's format have is told once per file.",
    example: {
      format: 'openai',
      bad: openaiLine({
        tools: [exampleTool({ city: { type: 'string' }, days: { type: 'array' } }, ['city'])],
      }),
      good: openaiLine({
        tools: [
          exampleTool({ city: { type: 'string' }, days: { type: 'array', items: { type: 'string' } } }, [
            'city',
          ]),
        ],
      }),
      targets: ['openai', 'gemini'],
    },
    source:
      'In public data: 71 arrays without items, 39 enums that are not of strings. Reports: cline#7339, zed#44875, CLIProxyAPI#97, 9router#380, thClaws#172.',
  },
  fileMessage(key, count) {
    const { targets, rest } = fromTargetKey(key);
    return `${forTargets(targets)}${rest} So in ${plural(count, 'tool')} of this file, as is usual in its format; a conversion has to change that.`;
  },
  checkTool(subject, report) {
    const faults = new Map<string, { fault: Fault; targets: TargetProfile[]; count: number }>();
    for (const target of subject.targets) {
      const { schema } = target;
      if (!schema || schema.freeKey === subject.parametersKey) continue;
      for (const fault of faultsOf(subject, schema)) {
        const known = faults.get(fault.kind);
        if (!known) faults.set(fault.kind, { fault, targets: [target], count: 1 });
        else if (known.targets.at(-1) !== target) known.targets.push(target);
        else if (known.targets.length === 1) known.count++;
      }
    }
    for (const { fault, targets, count } of faults.values()) {
      if (isNative(fault, subject)) {
        report({
          where: { path: [subject.parametersKey, ...fault.path], at: fault.at },
          message: fault.words,
          oncePerFile: { key: targetKey(targets, fault.words) },
        });
        continue;
      }
      const more = count > 1 ? ` So at ${count} places of this tool.` : '';
      report({
        where: { path: [subject.parametersKey, ...fault.path], at: fault.at },
        message: `${forTargets(targets)}${fault.words}${more}`,
      });
    }
  },
};

/** Something that is not taken; faults of one kind are told together. */
interface Fault {
  readonly kind: string;
  readonly path: readonly (string | number)[];
  readonly at?: 'key';
  readonly words: string;
}

/** All tools of the format are written so: one finding a file says it. */
function isNative({ kind }: Fault, { format: { native } }: ToolSubject): boolean {
  if (kind === 'map') return native?.parameterMap ?? false;
  if (kind === 'root') return native?.typeWords?.includes('dict') ?? false;
  if (!kind.startsWith('type ')) return false;
  return native?.typeWords?.some((word) => word.toLowerCase() === kind.slice(5)) ?? false;
}

function* faultsOf(subject: ToolSubject, rules: SchemaRules): Generator<Fault> {
  const { parameters, hasDescription } = subject;
  if (rules.needsDescription) {
    if (!hasDescription)
      yield { kind: 'description', path: [], words: 'a tool needs a description; this one has none.' };
    if (parameters === undefined)
      yield {
        kind: 'parameters',
        path: [],
        words: 'a tool needs parameters, {} for none; this one has none.',
      };
  }
  // A tool without parameters is a tool without parameters, however it says so.
  if (!isObject(parameters) || Object.keys(parameters).length === 0) return;
  if (isMap(subject, parameters)) {
    if (rules.rootObject || rules.known || rules.needsProperties) {
      const words = 'parameters are a JSON Schema with "properties"; these are a bare map of parameters.';
      yield { kind: 'map', path: [], words };
    }
    return;
  }
  if (subject.prepared.normalized.dialect === 'S7') return;
  yield* rootFaults(parameters, rules);
  for (const place of schemasIn(parameters)) yield* schemaFaults(place, rules);
}

function isMap({ prepared }: ToolSubject, parameters: JsonObject): boolean {
  const { dialect } = prepared.normalized;
  if (dialect === 'S0' || dialect === 'S1' || dialect === 'S5' || dialect === 'S7') return false;
  return !isObject(own(parameters, 'properties'));
}

function* rootFaults(root: JsonObject, rules: SchemaRules): Generator<Fault> {
  if (rules.rootObject && !typesOf(root).includes('object')) {
    const type = own(root, 'type');
    const says = type === undefined ? 'this one names no type' : `this one says ${JSON.stringify(type)}`;
    const path = type === undefined ? [] : ['type'];
    yield { kind: 'root', path, words: `the parameters must be of type "object"; ${says}.` };
  }
  for (const keyword of rules.refusedAtRoot ?? []) {
    if (own(root, keyword) === undefined) continue;
    const words = `the parameters must not have "${keyword}" at their root; move it into a property.`;
    yield { kind: `root ${keyword}`, path: [keyword], at: 'key', words };
  }
  if (rules.needsProperties && !isObject(own(root, 'properties'))) {
    yield { kind: 'properties', path: [], words: 'the parameters need "properties", {} for none.' };
  }
}

const schemaTypes: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);

function* schemaFaults({ schema, path }: SchemaPlace, rules: SchemaRules): Generator<Fault> {
  const { known } = rules;
  if (known) {
    for (const keyword of Object.keys(schema)) {
      if (known.includes(keyword)) continue;
      const words = `a schema must not have "${cut(keyword)}"; leave it out.`;
      yield { kind: `keyword ${keyword}`, path: [...path, keyword], at: 'key', words };
    }
  }
  if (rules.types) yield* typeFaults(schema, path, rules.types);
  const types = typesOf(schema);
  if (
    rules.itemsRequired &&
    types.includes('array') &&
    own(schema, 'items') === undefined &&
    !own(schema, 'prefixItems')
  ) {
    yield { kind: 'items', path: [...path, 'type'], words: 'an array must say of what; add "items".' };
  }
  yield* enumFaults(schema, types, path, rules.enums);
  if (rules.parameterNames) yield* nameFaults(own(schema, 'properties'), path, rules.parameterNames);
}

function* typeFaults(
  schema: JsonObject,
  path: SchemaPlace['path'],
  wanted: NonNullable<SchemaRules['types']>,
): Generator<Fault> {
  const type = own(schema, 'type');
  if (Array.isArray(type) && wanted === 'one-type') {
    const words =
      'a schema has one type, not a list of types; write "nullable" for null, and "anyOf" for others.';
    yield { kind: 'type list', path: [...path, 'type'], words };
  }
  for (const word of typesOf(schema)) {
    if (schemaTypes.has(word)) continue;
    yield { kind: `type ${word}`, path: [...path, 'type'], words: `"${cut(word)}" is no type of a schema.` };
  }
}

function* enumFaults(
  schema: JsonObject,
  types: readonly string[],
  path: SchemaPlace['path'],
  wanted: SchemaRules['enums'],
): Generator<Fault> {
  const values = own(schema, 'enum');
  if (!wanted || !Array.isArray(values)) return;
  if (wanted === 'string-type' && !types.includes('string')) {
    const type = types[0] === undefined ? 'names no type' : `is of type ${cut(types[0])}`;
    yield {
      kind: 'enum type',
      path: [...path, 'enum'],
      words: `an enum is only for strings; this schema ${type}.`,
    };
    return;
  }
  const odd = values.find((value: JsonValue) => typeof value !== 'string');
  if (odd !== undefined) {
    const words = `the values of an enum are strings; one of these is ${jsonTypeOf(odd)}.`;
    yield { kind: 'enum values', path: [...path, 'enum'], words };
  }
}

function* nameFaults(
  properties: JsonValue | undefined,
  path: SchemaPlace['path'],
  { pattern, words }: NonNullable<SchemaRules['parameterNames']>,
): Generator<Fault> {
  if (!isObject(properties)) return;
  for (const name of Object.keys(properties)) {
    if (matches(pattern, name)) continue;
    yield {
      kind: `name ${words}`,
      path: [...path, 'properties', name],
      at: 'key',
      words: `the name of a parameter is ${words}; "${dotted([name])}" is not.`,
    };
  }
}
