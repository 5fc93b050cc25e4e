/** docs/formats.md with its generated parts made anew: the tool writes it, a test compares. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formats } from '../../src/core/formats/index.ts';
import { formatsMarkdown, mappingKeysMarkdown } from '../../src/core/formats/page.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';

/** `page` with what stands between its marks replaced. */
export function formatPage(page: string, root: string): string {
  const examples = path.join(root, 'examples');
  const names = readdirSync(examples);
  const exampleOf = (id: string) => {
    const file = names.find((name) => name.replace(/\.jsonl?$/, '') === id);
    if (file === undefined) throw new Error(`examples/ has no file for the format ${id}.`);
    const text = readFileSync(path.join(examples, file), 'utf8');
    const record = file.endsWith('.json')
      ? (JSON.parse(text) as JsonValue[])[0]
      : JSON.parse(firstLine(text));
    return { file, record: record as JsonValue };
  };
  const schema = JSON.parse(
    readFileSync(path.join(root, 'src', 'core', 'config.schema.json'), 'utf8'),
  ) as ConfigSchema;
  const { mapping } = schema.properties.files.items.properties;
  return replacePart(
    replacePart(page, 'formats', formatsMarkdown(formats, exampleOf)),
    'mapping keys',
    mappingKeysMarkdown(mapping),
  );
}

interface ConfigSchema {
  properties: { files: { items: { properties: { mapping: JsonObject } } } };
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'));
}

/** The page with what stands between `<!-- name -->` and `<!-- end of name -->` replaced. */
export function replacePart(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no part "${name}".`);
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`;
}
