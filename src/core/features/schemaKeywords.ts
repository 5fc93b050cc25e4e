/** The keywords of JSON Schema for people who write tool definitions: what each says, since which draft, and where it belongs. */
import type { Draft } from '../schema/types.ts';

/** What is written behind a keyword at first. */
export type KeywordValue =
  'string' | 'number' | 'boolean' | 'list' | 'object' | 'schema' | 'schemas' | 'type' | 'any';

/** A keyword of JSON Schema. */
export interface Keyword {
  readonly name: string;
  readonly value: KeywordValue;
  readonly about: string;
  /** Types of values that it speaks of; all when absent. */
  readonly of?: readonly string[];
  /** Drafts that have it; all when absent. */
  readonly drafts?: readonly Draft[];
}

const from06: readonly Draft[] = ['06', '07', '2019-09', '2020-12'];
const from07: readonly Draft[] = ['07', '2019-09', '2020-12'];
const from2019: readonly Draft[] = ['2019-09', '2020-12'];
const upTo07: readonly Draft[] = ['04', '06', '07'];
const numbers = ['number', 'integer'];

/** In the order in which they are offered: what tool definitions use most comes first. */
export const schemaKeywords: readonly Keyword[] = [
  { name: 'type', value: 'type', about: 'Which type the value has: one word, or a list of words.' },
  { name: 'description', value: 'string', about: 'What the value means. The model reads it.' },
  { name: 'properties', value: 'object', of: ['object'], about: 'The members of the object, each with its schema.' },
  { name: 'required', value: 'list', of: ['object'], about: 'Names of the members that must be there.' },
  { name: 'enum', value: 'list', about: 'All values that are allowed.' },
  { name: 'items', value: 'schema', of: ['array'], about: 'Schema of the elements of the array.' },
  { name: 'default', value: 'any', about: 'The value that counts when none is given. It is not filled in by itself.' },
  { name: 'format', value: 'string', of: ['string'], about: 'What kind of text it is: a date, an address, an id.' },
  { name: 'minimum', value: 'number', of: numbers, about: 'The smallest value that is allowed.' },
  { name: 'maximum', value: 'number', of: numbers, about: 'The largest value that is allowed.' },
  { name: 'pattern', value: 'string', of: ['string'], about: 'Regular expression that must match somewhere in the text.' },
  { name: 'minLength', value: 'number', of: ['string'], about: 'How many characters the text has at least.' },
  { name: 'maxLength', value: 'number', of: ['string'], about: 'How many characters the text has at most.' },
  { name: 'minItems', value: 'number', of: ['array'], about: 'How many elements the array has at least.' },
  { name: 'maxItems', value: 'number', of: ['array'], about: 'How many elements the array has at most.' },
  { name: 'uniqueItems', value: 'boolean', of: ['array'], about: 'Whether no two elements may be equal.' },
  { name: 'additionalProperties', value: 'boolean', of: ['object'], about: 'Whether other members than those in properties are allowed, or the schema of their values.' },
  { name: 'const', value: 'any', drafts: from06, about: 'The one value that is allowed.' },
  { name: 'examples', value: 'list', drafts: from06, about: 'Values that would be right. They decide nothing.' },
  { name: 'title', value: 'string', about: 'A short name for people.' },
  { name: 'anyOf', value: 'schemas', about: 'Schemas of which at least one must hold.' },
  { name: 'oneOf', value: 'schemas', about: 'Schemas of which exactly one must hold.' },
  { name: 'allOf', value: 'schemas', about: 'Schemas that must all hold.' },
  { name: 'not', value: 'schema', about: 'A schema that must not hold.' },
  { name: '$ref', value: 'string', about: 'Stands for the schema at that place: #/$defs/name.' },
  { name: '$defs', value: 'object', drafts: from2019, about: 'Schemas for $ref to name.' },
  { name: 'definitions', value: 'object', drafts: upTo07, about: 'Schemas for $ref to name.' },
  { name: 'multipleOf', value: 'number', of: numbers, about: 'The value is a whole multiple of this number.' },
  { name: 'exclusiveMinimum', value: 'number', of: numbers, drafts: from06, about: 'The value is larger than this.' },
  { name: 'exclusiveMaximum', value: 'number', of: numbers, drafts: from06, about: 'The value is smaller than this.' },
  { name: 'exclusiveMinimum', value: 'boolean', of: numbers, drafts: ['04'], about: 'Whether minimum itself is not allowed.' },
  { name: 'exclusiveMaximum', value: 'boolean', of: numbers, drafts: ['04'], about: 'Whether maximum itself is not allowed.' },
  { name: 'prefixItems', value: 'schemas', of: ['array'], drafts: ['2020-12'], about: 'Schemas of the first elements, by position.' },
  { name: 'additionalItems', value: 'schema', of: ['array'], drafts: ['04', '06', '07', '2019-09'], about: 'Schema of the elements behind those that items lists.' },
  { name: 'contains', value: 'schema', of: ['array'], drafts: from06, about: 'Schema that at least one element meets.' },
  { name: 'minContains', value: 'number', of: ['array'], drafts: from2019, about: 'How many elements meet contains at least.' },
  { name: 'maxContains', value: 'number', of: ['array'], drafts: from2019, about: 'How many elements meet contains at most.' },
  { name: 'minProperties', value: 'number', of: ['object'], about: 'How many members the object has at least.' },
  { name: 'maxProperties', value: 'number', of: ['object'], about: 'How many members the object has at most.' },
  { name: 'patternProperties', value: 'object', of: ['object'], about: 'Schemas of the members whose name matches a regular expression.' },
  { name: 'propertyNames', value: 'schema', of: ['object'], drafts: from06, about: 'Schema that the names of the members meet.' },
  { name: 'dependentRequired', value: 'object', of: ['object'], drafts: from2019, about: 'Members that must be there when another one is.' },
  { name: 'dependentSchemas', value: 'object', of: ['object'], drafts: from2019, about: 'Schemas that hold when a member is there.' },
  { name: 'dependencies', value: 'object', of: ['object'], drafts: upTo07, about: 'Members or schemas that a member asks for.' },
  { name: 'unevaluatedProperties', value: 'boolean', of: ['object'], drafts: from2019, about: 'Whether members are allowed that no schema has spoken of.' },
  { name: 'unevaluatedItems', value: 'boolean', of: ['array'], drafts: from2019, about: 'Whether elements are allowed that no schema has spoken of.' },
  { name: 'if', value: 'schema', drafts: from07, about: 'A condition for then and else.' },
  { name: 'then', value: 'schema', drafts: from07, about: 'Holds when if does.' },
  { name: 'else', value: 'schema', drafts: from07, about: 'Holds when if does not.' },
  { name: 'deprecated', value: 'boolean', drafts: from2019, about: 'Whether the value should no longer be given.' },
  { name: 'readOnly', value: 'boolean', drafts: from07, about: 'Whether only the other side sets the value.' },
  { name: 'writeOnly', value: 'boolean', drafts: from07, about: 'Whether the value is never given back.' },
  { name: '$schema', value: 'string', about: 'The draft in which the schema is written.' },
  { name: '$id', value: 'string', drafts: from06, about: 'The address of the schema.' },
  { name: '$comment', value: 'string', drafts: from07, about: 'A remark for authors.' },
]; // prettier-ignore

/** Keywords whose value is a schema, a list of schemas, a map of schemas, or names. */
export type Inside = 'schema' | 'schemas' | 'properties' | 'names' | 'other';

const inside: Readonly<Record<string, Inside>> = {
  properties: 'properties',
  patternProperties: 'properties',
  $defs: 'properties',
  definitions: 'properties',
  dependentSchemas: 'properties',
  items: 'schema',
  additionalItems: 'schema',
  additionalProperties: 'schema',
  unevaluatedItems: 'schema',
  unevaluatedProperties: 'schema',
  contains: 'schema',
  propertyNames: 'schema',
  not: 'schema',
  if: 'schema',
  then: 'schema',
  else: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  prefixItems: 'schemas',
  required: 'names',
};

/** What stands in the value of a keyword. */
export function insideOf(keyword: string): Inside {
  return Object.hasOwn(inside, keyword) ? inside[keyword]! : 'other';
}

/** JSON Schema's own type words. */
export const typeWordDocs: Readonly<Record<string, string>> = {
  string: 'Text.',
  integer: 'A number without a fraction.',
  number: 'Any number.',
  boolean: 'true or false.',
  array: 'A list of values; items says which.',
  object: 'Named values; properties says which.',
  null: 'null alone.',
};

/** Names for `format`, with what they ask for. */
export const formatDocs: Readonly<Record<string, string>> = {
  date: 'A day: 2031-05-14.',
  'date-time': 'A moment: 2031-05-14T09:12:00Z.',
  time: 'A time of day: 09:12:00Z.',
  duration: 'A stretch of time: P3DT4H.',
  email: 'An e-mail address.',
  uri: 'An address with its scheme: https://…',
  'uri-reference': 'An address, perhaps relative.',
  uuid: 'A UUID.',
  hostname: 'Name of a host.',
  ipv4: 'An address of IP version 4.',
  ipv6: 'An address of IP version 6.',
  regex: 'A regular expression.',
  'json-pointer': 'A JSON pointer: /a/0.',
};

/** Addresses for `$schema`. */
export const draftUris: readonly string[] = [
  'https://json-schema.org/draft/2020-12/schema',
  'https://json-schema.org/draft/2019-09/schema',
  'http://json-schema.org/draft-07/schema#',
  'http://json-schema.org/draft-06/schema#',
  'http://json-schema.org/draft-04/schema#',
];
