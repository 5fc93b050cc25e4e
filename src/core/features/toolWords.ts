/** Tools and arguments as documentation: Markdown in which text from the data is escaped, so that it loads and links nothing. */
import { isObject, jsonTypeOf, own, type JsonObject, type JsonValue } from '../json.ts';
import type { ToolDef } from '../sample.ts';
import type { Dialect, JsonSchema, PreparedTool } from '../schema/types.ts';
import { type Spelling, writeSpelled } from './spelling.ts';

/** The names of the properties that a schema declares. */
export function propertyNames(schema: JsonSchema): string[] {
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  return isObject(properties) ? Object.keys(properties) : [];
}

/** The names that a schema requires. */
export function requiredNames(schema: JsonSchema): string[] {
  const required = isObject(schema) ? own(schema, 'required') : undefined;
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
}

/** A tool as documentation: signature, description, and its arguments with type, need and meaning. */
export function toolMarkdown(def: ToolDef, prepared: PreparedTool): string {
  const { schema } = prepared.normalized;
  const names = propertyNames(schema);
  const required = requiredNames(schema);
  const optional = names.filter((name) => !required.includes(name));
  const signature = [
    ...names.filter((name) => required.includes(name)),
    ...optional.map((name) => `${name}?`),
  ];
  const head = fence(`function ${def.name ?? '(no name)'}(${signature.join(', ')})`);
  return `${head}\n\n${toolMeaning(def, prepared)}`;
}

/** A tool as documentation below its signature. */
export function toolMeaning(def: ToolDef, prepared: PreparedTool): string {
  const { schema } = prepared.normalized;
  const names = propertyNames(schema);
  const required = requiredNames(schema);
  const lines: string[] = [];
  if (def.description) lines.push(prose(def.description, 600));
  else lines.push('*This tool has no description.*');
  const shown = names.slice(0, 20);
  if (shown.length > 0) {
    lines.push(
      shown
        .map((name) => {
          const property = propertySchema(schema, name);
          const need = required.includes(name) ? 'required' : 'optional';
          const description = describe(property, 160);
          return `- ${code(name)} *${text(typeWords(property))}*, ${need}${description ? ` — ${description}` : ''}`;
        })
        .join('\n'),
    );
  }
  if (names.length > shown.length) lines.push(`… and ${names.length - shown.length} more arguments.`);
  const { dialect } = prepared.normalized;
  if (dialect !== 'S0') lines.push(`*${dialectWords[dialect]}; they are read as JSON Schema.*`);
  return lines.join('\n\n');
}

/** How a tool is written that is no JSON Schema (formats.md, section 4). */
const dialectWords: Readonly<Record<Exclude<Dialect, 'S0'>, string>> = {
  S1: 'Its types are written in words of another language',
  S2: 'Its parameters are a map of names',
  S3: 'Its parameters are a map of names, each with its own "required"',
  S4: 'Its parameters are written with "required" beside them',
  S5: 'Its types are written in capitals',
  S6: 'Its parameters are two lists, of required and of optional ones',
  S7: 'Its parameters are described in prose',
  S8: 'Its parameters are TypeScript types',
};

/** A tool in one line with the types of its arguments, as the heading of its documentation. */
export function toolHeading(def: ToolDef, prepared: PreparedTool): string {
  const { schema } = prepared.normalized;
  const required = requiredNames(schema);
  const names = propertyNames(schema);
  const ordered = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)),
  ];
  const told = ordered
    .slice(0, 20)
    .map((name) => argumentHeading(name, propertySchema(schema, name), required.includes(name)));
  if (ordered.length > told.length) told.push(`… ${ordered.length - told.length} more`);
  return `${def.name ?? '(no name)'}(${told.join(', ')})`;
}

/** An argument in one line: `unit?: "celsius" | "fahrenheit"`. */
export function argumentHeading(name: string, property: JsonValue | undefined, isRequired: boolean): string {
  return `${name}${isRequired ? '' : '?'}: ${valueWords(property)}`;
}

/** One argument of a tool: type, need, limits, meaning. */
export function argumentMarkdown(
  def: ToolDef,
  prepared: PreparedTool,
  argument: string,
  spelling?: Spelling,
): string {
  const { schema } = prepared.normalized;
  const property = propertySchema(schema, argument);
  const owner = `Argument of ${code(def.name ?? '(no name)')}`;
  if (property === undefined) {
    const names = propertyNames(schema);
    const known = names.length > 0 ? ` Its arguments are ${names.slice(0, 20).map(code).join(', ')}.` : '';
    return `**${code(argument)}**\n\n${owner}, but not in its schema.${known}`;
  }
  const need = requiredNames(schema).includes(argument) ? 'required' : 'optional';
  const lines = [`**${code(argument)}** *${text(typeWords(property))}*, ${need}`];
  const description = describe(property, 800);
  if (description) lines.push(description);
  const limits = limitWords(property, spelling);
  if (limits) lines.push(limits);
  lines.push(`*${owner}.*`);
  return lines.join('\n\n');
}

/** The schema of a property. */
export function propertySchema(schema: JsonSchema, name: string): JsonValue | undefined {
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  return isObject(properties) ? own(properties, name) : undefined;
}

/** The type of a property in words: `integer`, `array of string`, `string or null`. */
export function typeWords(property: JsonValue | undefined): string {
  const words = bareTypeWords(property);
  const isNullable = isObject(property) && own(property, 'nullable') === true;
  return isNullable && words !== 'any' && !/\bnull$/.test(words) ? `${words} or null` : words;
}

function bareTypeWords(property: JsonValue | undefined): string {
  if (!isObject(property)) return 'any';
  const type = own(property, 'type');
  if (Array.isArray(type)) return type.filter((t) => typeof t === 'string').join(' or ');
  if (type === 'array') {
    const items = own(property, 'items');
    const words = isObject(items) ? typeWords(items) : 'any';
    return words === 'any' ? 'array' : `array of ${words}`;
  }
  if (typeof type === 'string') return type;
  const allowed = own(property, 'enum');
  if (Array.isArray(allowed) && allowed.length > 0)
    return [...new Set(allowed.slice(0, 100).map(jsonTypeOf))].join(' or ');
  for (const key of ['anyOf', 'oneOf']) {
    const alternatives = own(property, key);
    if (Array.isArray(alternatives))
      return [...new Set(alternatives.slice(0, 6).map(typeWords))].join(' or ');
  }
  const ref = own(property, '$ref');
  return typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : 'any';
}

/** Keywords that limit a value, in words. */
const limitKeywords: Readonly<Record<string, string>> = {
  const: 'Always',
  default: 'Default',
  format: 'Format',
  pattern: 'Pattern',
  minimum: 'Minimum',
  maximum: 'Maximum',
  exclusiveMinimum: 'Greater than',
  exclusiveMaximum: 'Less than',
  multipleOf: 'Multiple of',
  minLength: 'Shortest length',
  maxLength: 'Longest length',
  minItems: 'Fewest items',
  maxItems: 'Most items',
};

function limitWords(property: JsonValue, spelling?: Spelling, isHeaded = false): string {
  if (!isObject(property)) return '';
  const parts: string[] = [];
  const written = (value: JsonValue) => json(value, spelling);
  const allowed = own(property, 'enum');
  if (Array.isArray(allowed) && !(isHeaded && fewValues(property) !== undefined)) {
    const more = allowed.length > 30 ? `, … ${allowed.length} in all` : '';
    parts.push(`One of ${allowed.slice(0, 30).map(written).join(', ')}${more}`);
  }
  for (const [keyword, words] of Object.entries(limitKeywords)) {
    const value = own(property, keyword);
    if (value !== undefined) parts.push(`${words} ${written(value)}`);
  }
  return parts.join(' · ');
}

function describe(property: JsonValue | undefined, limit: number): string {
  const description = isObject(property) ? own(property, 'description') : undefined;
  return typeof description === 'string' ? prose(description, limit) : '';
}

/** A value as inline code. */
export function json(value: JsonValue, spelling?: Spelling): string {
  const written = writeSpelled(value, spelling);
  return code(written.length > 60 ? `${written.slice(0, 57)}…` : written);
}

/** Inline code that cannot break out: the fence is longer than any run of backticks inside. */
export function code(value: string): string {
  const flat = value.replace(/\s+/g, ' ').slice(0, 200);
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fenceMark = '`'.repeat(longest + 1);
  const pad = longest > 0 || flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fenceMark}${pad}${flat === '' ? ' ' : flat}${pad}${fenceMark}`;
}

function fence(value: string): string {
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}typescript\n${value.replace(/[\r\n]+/g, ' ').slice(0, 500)}\n${mark}`;
}

/** Text of the data as one escaped paragraph of at most `limit` units. */
export function prose(value: string, limit: number): string {
  const flat = value.replace(/\s+/g, ' ').trim();
  return text(flat.length > limit ? `${flat.slice(0, limit)}…` : flat);
}

/** Escapes everything Markdown or HTML could read as markup: descriptions are data, and must not load or link anything. */
export function text(value: string): string {
  return value
    .replace(/[\\`*_{}[\]()#+\-.!|~>:/@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** The arguments of a tool in one line: `city, days?`. */
export function argumentWords(prepared: PreparedTool): string {
  const { schema } = prepared.normalized;
  const names = propertyNames(schema);
  const required = requiredNames(schema);
  const ordered = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)).map((name) => `${name}?`),
  ];
  const shown = ordered.slice(0, 8).join(', ');
  return ordered.length > 8 ? `${shown}, …` : shown;
}

/** What the schemas of a place in a tool's arguments say of it. `need`: of a member of an object. */
export function schemaMarkdown(
  name: string,
  schemas: readonly JsonObject[],
  need: 'required' | 'optional' | undefined,
  def: ToolDef,
  spelling?: Spelling,
): string {
  const head = `**${code(name)}** *${text(typeWords(schemas[0]))}*${need ? `, ${need}` : ''}`;
  return `${head}\n\n${placeMarkdown(schemas, def, spelling)}`;
}

/** The same below its heading; see {@link argumentHeading}. */
export function placeMarkdown(
  schemas: readonly JsonObject[],
  def: ToolDef,
  spelling?: Spelling,
  isHeaded = false,
): string {
  const owner = `*Argument of ${code(def.name ?? '(no name)')}.*`;
  return [meaningMarkdown(schemas, spelling, isHeaded), owner].filter((part) => part !== '').join('\n\n');
}

/** Description and limits of a place, by its schemas. `isHeaded`: a few values are told by the heading above. */
export function meaningMarkdown(
  schemas: readonly JsonObject[],
  spelling?: Spelling,
  isHeaded = false,
): string {
  const described = schemas.find((schema) => describe(schema, 1) !== '');
  const limits = schemas
    .map((schema) => limitWords(schema, spelling, isHeaded))
    .filter((words) => words !== '')
    .slice(0, 5);
  return [...(described ? [describe(described, 800)] : []), ...limits].join('\n\n');
}

/** A property's values where there are a few, else its type: `"celsius" | "fahrenheit"`, `integer`. */
export function valueWords(property: JsonValue | undefined): string {
  return fewValues(property) ?? typeWords(property);
}

/** All values of an enum, where they are a few. */
function fewValues(property: JsonValue | undefined): string | undefined {
  const allowed = isObject(property) ? own(property, 'enum') : undefined;
  if (!Array.isArray(allowed) || allowed.length === 0 || allowed.length > 4) return undefined;
  const joined = allowed.map((value) => JSON.stringify(value)).join(' | ');
  return joined.length <= 40 ? joined : undefined;
}

const separated = new Intl.NumberFormat('en-US');

/** Text of the data as a code block of at most `limit` units, with the length of the whole where it is cut. */
export function block(value: string, limit: number): string {
  const shown = value.length > limit ? value.slice(0, limit) : value;
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  const language = /^\s*[[{]/.test(value) ? 'json' : 'text';
  const rest = value.length > limit ? `\n\n*… ${separated.format(value.length)} characters in all*` : '';
  return `${mark}${language}\n${shown.replace(/\r/g, '')}\n${mark}${rest}`;
}
