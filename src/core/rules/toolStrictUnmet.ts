/** tool.strict-unmet: `strict: true` without what it demands. */
import type { JsonObject } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { StrictRules, TargetProfile } from '../targets/types.ts';
import { exampleTool, openaiLine } from './exampleLines.ts';
import { type SchemaPlace, schemasIn, typesOf } from './schemaPlaces.ts';
import { forTargets } from './targetWords.ts';
import type { Rule } from './types.ts';
import { cut, plural, some } from './words.ts';

const city = { city: { type: 'string', description: 'Name of the city' } };

export const toolStrictUnmet: Rule = {
  code: 'tool.strict-unmet',
  severity: 'error',
  title: 'strict: true without its conditions',
  phase: 'fast',
  needsTarget: true,
  docs: {
    why: 'A tool with `strict: true` promises that every call meets its schema, and that is only kept for a part of JSON Schema: an object at the root, `additionalProperties: false` on every object, every property in `required` (an optional one allows null), and none of the keywords that cannot be enforced. The service refuses a tool that says strict and does not comply. For models that are fine-tuned, still fewer keywords are taken.\n\nThe finding stands at `strict`, since taking it out is one way to mend it.',
    example: {
      format: 'openai',
      bad: openaiLine({ tools: [exampleTool(city, [], { strict: true })] }),
      good: openaiLine({
        tools: [
          {
            ...exampleTool({}, [], { strict: true }),
            parameters: { type: 'object', properties: city, required: ['city'], additionalProperties: false },
          },
        ],
      }),
      targets: ['openai'],
    },
    source:
      'In public data: 437 tools of NeMo-Gym without additionalProperties, 75 with properties left out of required.',
  },
  checkTool({ isStrict, parameters, parametersKey, targets }, report) {
    if (!isStrict || !isObject(parameters)) return;
    const places = schemasIn(parameters);
    const faults = new Map<string, { path: Fault['path']; targets: TargetProfile[] }>();
    for (const target of targets) {
      if (!target.strict) continue;
      for (const { words, path } of faultsOf(parameters, places, target.strict)) {
        const known = faults.get(words);
        if (known) known.targets.push(target);
        else faults.set(words, { path, targets: [target] });
      }
    }
    for (const [words, { path, targets: forThese }] of faults) {
      report({
        where: { path: ['strict'] },
        message: `${forTargets(forThese)}${words}`,
        related: [{ where: { path: [parametersKey, ...path] }, message: 'Here.' }],
      });
    }
  },
};

interface Fault {
  readonly path: readonly (string | number)[];
  readonly words: string;
}

function* faultsOf(root: JsonObject, places: readonly SchemaPlace[], rules: StrictRules): Generator<Fault> {
  if (!typesOf(root).includes('object') || own(root, 'anyOf') !== undefined) {
    yield { path: [], words: 'strict: true wants parameters of type "object", without "anyOf" at the root.' };
  }
  const objects = places.filter(
    ({ schema }) => typesOf(schema).includes('object') || isObject(own(schema, 'properties')),
  );
  const open = objects.filter(({ schema }) => own(schema, 'additionalProperties') !== false);
  if (open.length > 0) {
    const where = open.length === 1 ? 'one object has' : `${open.length} objects have`;
    yield {
      path: open[0]!.path,
      words: `strict: true wants "additionalProperties": false on every object; ${where} it not.`,
    };
  }
  yield* optionalFault(objects);
  yield* keywordFault(places, rules.refused, 'strict: true does not take');
  yield* keywordFault(places, rules.refusedWhenTuned, 'strict: true does not take, with fine-tuned models,');
  yield* limitFaults(places, objects, rules);
}

/** Properties that are not required. */
function* optionalFault(objects: readonly SchemaPlace[]): Generator<Fault> {
  let first: SchemaPlace | undefined;
  const names: string[] = [];
  for (const place of objects) {
    const properties = own(place.schema, 'properties');
    if (!isObject(properties)) continue;
    const required = own(place.schema, 'required');
    const listed: ReadonlySet<unknown> = new Set(Array.isArray(required) ? required : []);
    const optional = Object.keys(properties).filter((name) => !listed.has(name));
    if (optional.length === 0) continue;
    first ??= place;
    names.push(...optional);
  }
  if (!first) return;
  yield {
    path: first.path,
    words: `strict: true wants every property in "required"; missing: ${some(names)}. Let an optional one be null.`,
  };
}

function* keywordFault(
  places: readonly SchemaPlace[],
  refused: readonly string[],
  says: string,
): Generator<Fault> {
  const found: string[] = [];
  let first: Fault['path'] | undefined;
  for (const { schema, path } of places) {
    for (const keyword of refused) {
      if (own(schema, keyword) === undefined) continue;
      first ??= [...path, keyword];
      if (!found.includes(keyword)) found.push(keyword);
    }
  }
  if (first)
    yield { path: first, words: `${says} ${found.map((keyword) => `"${cut(keyword)}"`).join(', ')}.` };
}

function* limitFaults(
  places: readonly SchemaPlace[],
  objects: readonly SchemaPlace[],
  { maxProperties, maxDepth, maxEnumValues }: StrictRules,
): Generator<Fault> {
  const properties = objects.reduce((sum, { schema }) => {
    const map = own(schema, 'properties');
    return sum + (isObject(map) ? Object.keys(map).length : 0);
  }, 0);
  if (properties > maxProperties)
    yield {
      path: [],
      words: `strict: true takes up to ${plural(maxProperties, 'property', 'properties')}; here are ${properties}.`,
    };
  const deepest = objects.find(({ depth }) => depth >= maxDepth);
  if (deepest)
    yield {
      path: deepest.path,
      words: `strict: true takes up to ${plural(maxDepth, 'level')} of objects; this is deeper.`,
    };
  const values = places.reduce((sum, { schema }) => {
    const list = own(schema, 'enum');
    return sum + (Array.isArray(list) ? list.length : 0);
  }, 0);
  if (values > maxEnumValues)
    yield { path: [], words: `strict: true takes up to ${maxEnumValues} enum values; here are ${values}.` };
}
