/** What to say about the place under the cursor: the tool and the argument of a call, or of a definition. */
import { isObject, type JsonValue } from '../json.ts';
import type { Call, ToolDef } from '../sample.ts';
import type { JsonSchema, PreparedTool } from '../schema/types.ts';
import { own } from '../json.ts';
import type { Path } from '../text/path.ts';
import { touches, type Span } from '../text/span.ts';
import { callAt, toolAt, type RecordView } from './view.ts';

/** A hover at a place of a record. */
export interface Hover {
  /** What the hover is about (`recordOffset`s). */
  readonly span: Span;
  /** Markdown; text from the data is escaped, so it can neither load anything nor pose as a link. */
  readonly markdown: string;
}

/** The hover at `recordOffset`; `undefined` where there is nothing to say. */
export function hoverAt(view: RecordView, recordOffset: number): Hover | undefined {
  const at = callAt(view, recordOffset);
  if (at) return hoverCall(view, at.call, recordOffset);
  const def = toolAt(view, recordOffset);
  return def && hoverTool(view, def, recordOffset);
}

function hoverCall(view: RecordView, call: Call, recordOffset: number): Hover | undefined {
  const tool = call.name === undefined ? undefined : view.toolNamed(call.name);
  if (isObject(call.arguments)) {
    for (const argument of Object.keys(call.arguments)) {
      const path = [...call.argumentsPath, argument];
      const key = view.spanOf({ path, at: 'key' });
      const value = view.spanOf({ path });
      const span =
        key && touches(key, recordOffset) ? key : value && touches(value, recordOffset) ? value : undefined;
      if (!span) continue;
      if (!tool) return undefined;
      return { span, markdown: argumentMarkdown(tool.def, tool.prepared, argument) };
    }
  }
  const name = view.spanOf(call.namePlace);
  const span = name && touches(name, recordOffset) ? name : view.spanOf({ path: call.path });
  if (!span || call.name === undefined) return undefined;
  if (tool) return { span, markdown: toolMarkdown(tool.def, tool.prepared) };
  const known = view.sample.tools;
  const told =
    known === undefined
      ? 'This sample declares no tools, so the call cannot be checked.'
      : known.length === 0
        ? 'This sample declares an empty list of tools.'
        : `Not among the tools of this sample: ${known.map((t) => code(t.name ?? '(no name)')).join(', ')}.`;
  return { span, markdown: `**${code(call.name)}**\n\n${told}` };
}

function hoverTool(view: RecordView, def: ToolDef, recordOffset: number): Hover | undefined {
  const prepared = view.prepared(def);
  const parameters = view.spanOf({ path: [...def.path, def.parametersKey] });
  if (parameters && touches(parameters, recordOffset)) {
    for (const argument of propertyNames(prepared.normalized.schema)) {
      const origin = [...def.path, ...prepared.normalized.origin(['properties', argument])] as Path;
      const value = view.spanOf({ path: origin });
      const key = view.spanOf({ path: origin, at: 'key' });
      if (value && touches({ start: key?.start ?? value.start, end: value.end }, recordOffset)) {
        return { span: key ?? value, markdown: argumentMarkdown(def, prepared, argument) };
      }
    }
  }
  const span = view.spanOf({ path: [...def.path, def.nameKey] }) ?? view.spanOf({ path: def.path });
  return span && { span, markdown: toolMarkdown(def, prepared) };
}

function propertyNames(schema: JsonSchema): string[] {
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  return isObject(properties) ? Object.keys(properties) : [];
}

function requiredNames(schema: JsonSchema): string[] {
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
  const lines = [fence(`${def.name ?? '(no name)'}(${signature.join(', ')})`)];
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
  if (dialect !== 'S0') lines.push(`*Read as JSON Schema from dialect ${dialect}.*`);
  return lines.join('\n\n');
}

/** One argument of a tool: type, need, limits, meaning. */
export function argumentMarkdown(def: ToolDef, prepared: PreparedTool, argument: string): string {
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
  const limits = limitWords(property);
  if (limits) lines.push(limits);
  lines.push(`*${owner}.*`);
  return lines.join('\n\n');
}

function propertySchema(schema: JsonSchema, name: string): JsonValue | undefined {
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  return isObject(properties) ? own(properties, name) : undefined;
}

/** The type of a property in words: `integer`, `array of string`, `string or null`, `one of 3 values`. */
export function typeWords(property: JsonValue | undefined): string {
  if (!isObject(property)) return 'any';
  const type = own(property, 'type');
  if (Array.isArray(type)) return type.filter((t) => typeof t === 'string').join(' or ');
  if (type === 'array') {
    const items = own(property, 'items');
    return isObject(items) ? `array of ${typeWords(items)}` : 'array';
  }
  if (typeof type === 'string') return type;
  if (Array.isArray(own(property, 'enum'))) return 'one of a list';
  for (const key of ['anyOf', 'oneOf']) {
    const alternatives = own(property, key);
    if (Array.isArray(alternatives))
      return [...new Set(alternatives.slice(0, 6).map(typeWords))].join(' or ');
  }
  const ref = own(property, '$ref');
  return typeof ref === 'string' ? ref : 'any';
}

const limitKeywords = [
  'const',
  'default',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
];

function limitWords(property: JsonValue): string {
  if (!isObject(property)) return '';
  const lines: string[] = [];
  const allowed = own(property, 'enum');
  if (Array.isArray(allowed)) {
    const more = allowed.length > 30 ? `, … ${allowed.length} in all` : '';
    lines.push(`- one of ${allowed.slice(0, 30).map(json).join(', ')}${more}`);
  }
  for (const keyword of limitKeywords) {
    const value = own(property, keyword);
    if (value !== undefined) lines.push(`- ${keyword} ${json(value)}`);
  }
  return lines.join('\n');
}

function describe(property: JsonValue | undefined, limit: number): string {
  const description = isObject(property) ? own(property, 'description') : undefined;
  return typeof description === 'string' ? prose(description, limit) : '';
}

function json(value: JsonValue): string {
  const written = JSON.stringify(value);
  return code(written.length > 60 ? `${written.slice(0, 57)}…` : written);
}

/** Inline code that cannot break out: the fence is longer than any run of backticks inside. */
function code(value: string): string {
  const flat = value.replace(/\s+/g, ' ').slice(0, 200);
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fenceMark = '`'.repeat(longest + 1);
  const pad = longest > 0 || flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fenceMark}${pad}${flat === '' ? ' ' : flat}${pad}${fenceMark}`;
}

function fence(value: string): string {
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}python\n${value.replace(/[\r\n]+/g, ' ').slice(0, 500)}\n${mark}`;
}

function prose(value: string, limit: number): string {
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
