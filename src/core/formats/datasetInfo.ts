/**
 * LLaMA-Factory's `dataset_info.json`: which columns and role words the files beside it have (formats.md 4.8; their
 * data/README.md). Only what changes the reading counts: a set in the usual shape, or one without tools, is read by what
 * its rows show.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Mapping } from './mapping.ts';

/** The name that is looked for in a file's folder and the folder above. */
export const datasetInfoName = 'dataset_info.json';

/** What a `dataset_info.json` says of files. */
export interface DatasetInfo {
  readonly sets: readonly {
    /** A file, or a folder of files, relative to the folder of the `dataset_info.json`, with `/`. */
    readonly file: string;
    readonly mapping: Mapping;
  }[];
}

const nothing: DatasetInfo = { sets: [] };

/** Reads the text of a `dataset_info.json`; what is not one says nothing. Never throws. */
export function parseDatasetInfo(text: string): DatasetInfo {
  let value: JsonValue;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue;
  } catch {
    // It is another program's file: what is wrong with it is told there.
    return nothing;
  }
  if (!isObject(value)) return nothing;
  const sets: { file: string; mapping: Mapping }[] = [];
  for (const name in value) {
    const set = value[name]!;
    const file = isObject(set) ? own(set, 'file_name') : undefined;
    if (typeof file !== 'string' || !isObject(set)) continue;
    const mapping = readSet(set);
    if (mapping) sets.push({ file: normalPath(file), mapping });
  }
  return { sets };
}

/** The mapping for a file; `path` is relative to the folder of the `dataset_info.json`, with `/`. */
export function datasetMapping(info: DatasetInfo, path: string): Mapping | undefined {
  const normal = normalPath(path);
  return info.sets.find(({ file }) => normal === file || (file !== '' && normal.startsWith(`${file}/`)))
    ?.mapping;
}

function normalPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
}

function text(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readSet(set: JsonObject): Mapping | undefined {
  const formatting = text(set, 'formatting') ?? 'alpaca';
  if (formatting !== 'sharegpt' && formatting !== 'openai') return undefined;
  const empty: JsonObject = {};
  const given = { columns: own(set, 'columns'), tags: own(set, 'tags') };
  const columns = isObject(given.columns) ? given.columns : empty;
  const tags = isObject(given.tags) ? given.tags : empty;
  const tools = text(columns, 'tools');
  const call = text(tags, 'function_tag');
  const result = text(tags, 'observation_tag');
  if (tools === undefined && call === undefined && result === undefined) return undefined;
  const isOpenai = formatting === 'openai';
  const mapping: Mapping = {
    format: 'llamafactory',
    messages: text(columns, 'messages') ?? (isOpenai ? 'messages' : 'conversations'),
    system: text(columns, 'system'),
    tools,
    answer: own(set, 'ranking') === true ? text(columns, 'chosen') : undefined,
    role: text(tags, 'role_tag') ?? (isOpenai ? 'role' : 'from'),
    content: text(tags, 'content_tag') ?? (isOpenai ? 'content' : 'value'),
    roles: {
      user: [text(tags, 'user_tag') ?? (isOpenai ? 'user' : 'human')],
      assistant: [text(tags, 'assistant_tag') ?? (isOpenai ? 'assistant' : 'gpt')],
      call: [call ?? 'function_call'],
      tool: [result ?? (isOpenai ? 'tool' : 'observation')],
      system: [text(tags, 'system_tag') ?? 'system'],
    },
  };
  return isUsual(mapping, isOpenai) ? undefined : mapping;
}

/** The set is read so without a mapping. */
function isUsual(
  { messages, system, tools, role, content, roles, answer }: Mapping,
  isOpenai: boolean,
): boolean {
  const words = (name: keyof NonNullable<Mapping['roles']>) => roles?.[name]?.[0];
  return (
    answer === undefined &&
    (tools === undefined || tools === 'tools') &&
    (system === undefined || system === 'system') &&
    messages === (isOpenai ? 'messages' : 'conversations') &&
    role === (isOpenai ? 'role' : 'from') &&
    content === (isOpenai ? 'content' : 'value') &&
    words('user') === (isOpenai ? 'user' : 'human') &&
    words('assistant') === (isOpenai ? 'assistant' : 'gpt') &&
    words('tool') === (isOpenai ? 'tool' : 'observation') &&
    words('call') === 'function_call' &&
    words('system') === 'system'
  );
}
