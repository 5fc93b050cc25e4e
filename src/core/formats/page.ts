/** What docs/formats.md says of each format, as Markdown; the text around it is written by hand. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Format, FormatId } from './types.ts';

/** A table of the formats, then a section for each, with the first record of its example file. */
export function formatsMarkdown(
  formats: readonly Format[],
  exampleOf: (id: FormatId) => { readonly file: string; readonly record: JsonValue },
): string {
  const sorted = [...formats].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = sorted.map(
    ({ id, title, summary }) => `| [\`${id}\`](#${id}) | ${title} | ${cell(summary)} |`,
  );
  const sections = sorted.map(({ id, title, docs }) => {
    const { file, record } = exampleOf(id);
    return [
      `### ${id}`,
      `${title}. The first record of [${file}](../examples/${file}), shortened:`,
      '```json\n' + sketch(record) + '\n```',
      `- **Tools**: ${docs.tools}.\n- **Calls**: ${docs.calls}.\n- **Thoughts**: ${docs.thoughts}.\n- **Recognised by**: ${docs.marks}.`,
    ].join('\n\n');
  });
  return [`| id | format | a record |\n| --- | --- | --- |\n${rows.join('\n')}`, ...sections].join('\n\n');
}

/** The keys of a mapping, from its part of the configuration's schema. */
export function mappingKeysMarkdown(schema: JsonObject): string {
  const rows: string[] = [];
  const add = (object: JsonObject, prefix: string) => {
    const properties = own(object, 'properties');
    if (!isObject(properties)) return;
    for (const [name, property] of Object.entries(properties)) {
      if (!isObject(property)) continue;
      const description = own(property, 'description');
      const items = own(property, 'items');
      const words = isObject(items) ? own(items, 'enum') : undefined;
      const choice = Array.isArray(words)
        ? ` Of ${words.map((word) => `\`${String(word)}\``).join(', ')}.`
        : '';
      rows.push(
        `| \`${prefix}${name}\` | ${cell(typeof description === 'string' ? description : '')}${choice} |`,
      );
      add(property, `${prefix}${name}.`);
    }
  };
  add(schema, '');
  return `| key | what stands there |\n| --- | --- |\n${rows.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** Values up to this length stay on one line. */
const lineWidth = 110;
/** Longer texts lose their middle. */
const textHead = 220;
const textTail = 180;
/** One tool shows how the others are. */
const toolLists = new Set([
  'tools',
  'functions',
  'function',
  'available_tools',
  'api_list',
  'functionDeclarations',
]);

/** JSON for reading: long texts without their middle, lists of tools and of properties without their end. */
function sketch(record: JsonValue): string {
  // A record that is one text holds all in it.
  const isText = isObject(record) && Object.values(record).every((value) => typeof value === 'string');
  const isOneText = isText && Object.keys(record).length === 1;
  return pretty(isOneText ? record : shorten(record), '');
}

function shorten(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    if (value.length <= textHead + textTail + 20) return value;
    return `${value.slice(0, textHead)} … ${value.slice(-textTail)}`;
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, JsonValue] => {
    if (Array.isArray(inner) && toolLists.has(key) && inner.length > 1)
      return [key, [shorten(inner[0]!), '…']];
    if (isObject(inner) && key === 'properties') {
      const properties = Object.entries(inner).map(([name, part]): [string, JsonValue] => [
        name,
        shorten(part),
      ]);
      return [
        key,
        Object.fromEntries(properties.length > 2 ? [...properties.slice(0, 2), ['…', '…']] : properties),
      ];
    }
    return [key, shorten(inner)];
  });
  return Object.fromEntries(entries);
}

function pretty(value: JsonValue, indent: string): string {
  const flat = inline(value);
  if (indent.length + flat.length <= lineWidth || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((element) => inner + pretty(element, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(
    ([key, element]) => `${inner}${JSON.stringify(key)}: ${pretty(element, inner)}`,
  );
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

function inline(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, element]) => `${JSON.stringify(key)}: ${inline(element)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
