/** Random schemas and values that meet often enough to be worth comparing: few names, few numbers, few words. */
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

// `__proto__` and `toString` would be telling, but ajv skips the one and calls the other; see hostile.test.ts.
const NAMES = ['a', 'b', 'cc', 'a1', 'é', 'x y'];
const WORDS = ['', 'a', 'ab', 'abc', '12', 'a-b', 'é', '😀', 'true'];
const PATTERNS = ['^a', 'b$', '^[a-z]+$', '[0-9]{2}', '^(a|ab)c?$', '.', '^\\w*$', '\\d', '^$'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

const name = fc.constantFrom(...NAMES);
const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 3, 10, 2.0, 1e3);
const count = fc.integer({ min: 0, max: 3 });

/** An object whose members are own, `__proto__` included, as `JSON.parse` makes them. */
function toObject(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

export const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, true, false, ...WORDS),
    number,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(toObject),
  ),
})).value;

export interface SchemaKinds {
  /** `2020-12` has `prefixItems`, `unevaluated…` and `dependent…`; `07` has `items` as a list and `dependencies`. */
  readonly draft: '2020-12' | '07';
}

/** A schema over the subset that ajv implements as the specification says. */
export function jsonSchema({ draft }: SchemaKinds): fc.Arbitrary<JsonValue> {
  return fc.boolean().chain((contains) => schemaWith(draft, contains));
}

/**
 * With `contains`, or with keywords that ajv 8.20 does not get right beside it: elements that `contains` evaluated are
 * unevaluated to it, and it accepts `[]` for `{ prefixItems, contains }` where it stops at the first error.
 */
function schemaWith(draft: SchemaKinds['draft'], contains: boolean): fc.Arbitrary<JsonValue> {
  const modern = draft === '2020-12';
  return fc
    .letrec<{ schema: JsonValue }>((tie) => {
      const schema = tie('schema');
      const list = fc.array(schema, { minLength: 1, maxLength: 3 });
      const map = fc.array(fc.tuple(name, schema), { maxLength: 3 }).map(toObject);
      const names = fc.uniqueArray(name, { maxLength: 3 });
      const nameMap = fc.array(fc.tuple(name, names), { maxLength: 2 }).map(toObject);
      const patterns = fc
        .array(fc.tuple(fc.constantFrom(...PATTERNS), schema), { maxLength: 2 })
        .map((entries) => toObject(entries));
      const keywords: Record<string, fc.Arbitrary<JsonValue>> = {
        type: fc.oneof(
          fc.constantFrom(...TYPES),
          fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }),
        ),
        enum: fc.uniqueArray(jsonValue, {
          minLength: 1,
          maxLength: 4,
          selector: (value) => JSON.stringify(value),
        }),
        const: jsonValue,
        minimum: number,
        maximum: number,
        exclusiveMinimum: number,
        exclusiveMaximum: number,
        multipleOf: fc.constantFrom(1, 2, 3),
        minLength: count,
        maxLength: count,
        pattern: fc.constantFrom(...PATTERNS),
        items: modern || contains ? schema : fc.oneof(schema, list),
        ...(contains ? { contains: schema } : {}),
        minItems: count,
        maxItems: count,
        uniqueItems: fc.boolean(),
        properties: map,
        patternProperties: patterns,
        additionalProperties: schema,
        propertyNames: schema,
        required: names,
        minProperties: count,
        maxProperties: count,
        allOf: list,
        anyOf: list,
        oneOf: list,
        not: schema,
        if: schema,
        then: schema,
        else: schema,
      };
      // Up to draft 07 a `$ref` hides what stands beside it, which ajv does not do: it stands alone there.
      const reference = fc.constantFrom('#/$defs/x', '#/$defs/y');
      if (modern) keywords['$ref'] = reference;
      if (modern) {
        if (!contains) keywords['prefixItems'] = list;
        keywords['minContains'] = count;
        keywords['maxContains'] = count;
        keywords['dependentRequired'] = nameMap;
        keywords['dependentSchemas'] = map;
        keywords['unevaluatedProperties'] = schema;
        if (!contains) keywords['unevaluatedItems'] = schema;
      } else {
        keywords['additionalItems'] = schema;
        keywords['dependencies'] = fc.oneof(map, nameMap);
      }
      const entry = fc
        .constantFrom(...Object.keys(keywords))
        .chain((keyword) => fc.tuple(fc.constant(keyword), keywords[keyword]!));
      return {
        schema: fc.oneof(
          { maxDepth: 4, depthSize: 'small' },
          fc.constantFrom<JsonValue>(
            true,
            false,
            {},
            { type: 'string' },
            { type: 'integer' },
            { type: 'object' },
          ),
          reference.map(($ref): JsonValue => ({ $ref })),
          fc.array(entry, { minLength: 1, maxLength: 4 }).map(toObject),
        ),
      };
    })
    .schema.chain((root) =>
      // Definitions that do not refer to one another, so that no reference goes round for ever.
      fc
        .tuple(fc.constant(root), fc.constantFrom('a', 'b', 'cc'), fc.constantFrom(...TYPES))
        .map(([schema, key, type]) =>
          typeof schema !== 'object' || schema === null || Array.isArray(schema)
            ? schema
            : { ...schema, $defs: { x: { type }, y: { properties: { [key]: { type } }, required: [key] } } },
        ),
    );
}
