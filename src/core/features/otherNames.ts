/** Places that name a tool outside of definitions and calls: choices, text of results, repeated definitions. */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { liftTools } from '../formats/tools.ts';
import type { LiftContext } from '../formats/types.ts';
import { chatToolKeys } from '../formats/chatSample.ts';
import { readNested } from '../record/record.ts';
import { startsWith } from '../rules/places.ts';
import type { ToolDef } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { stretch } from './names.ts';

/** A place that says the name of a tool. */
export interface NamedPlace {
  readonly name: string;
  readonly path: Path;
}

const choiceKeys = ['tool_choice', 'toolChoice', 'function_call', 'tool_config', 'toolConfig'];
const choiceWords = new Set(['auto', 'none', 'required', 'any', 'validated']);
const nameLists = new Set(['allowedFunctionNames', 'allowed_function_names']);

/** The tools that the record's `tool_choice`, in any provider's spelling, names: of the record or of its request. */
export function toolChoices(record: JsonValue): NamedPlace[] {
  const found: NamedPlace[] = [];
  for (const base of [[], ['responses_create_params']]) {
    const holder = base.length === 0 ? record : isObject(record) ? own(record, base[0]!) : undefined;
    if (!isObject(holder)) continue;
    for (const key of choiceKeys) addChoice(own(holder, key), [...base, key], 0, found);
  }
  return found;
}

function addChoice(value: JsonValue | undefined, path: Path, depth: number, found: NamedPlace[]): void {
  if (typeof value === 'string') {
    const key = path.at(-1);
    const isName = depth === 0 || key === 'name' || typeof key === 'number';
    if (isName && !choiceWords.has(value.toLowerCase())) found.push({ name: value, path });
  } else if (Array.isArray(value)) {
    const isList = nameLists.has(String(path.at(-1)));
    value.forEach((item, i) => {
      if (isList || typeof item !== 'string') addChoice(item, [...path, i], depth + 1, found);
    });
  } else if (isObject(value) && depth < 5)
    for (const key of Object.keys(value)) addChoice(value[key], [...path, key], depth + 1, found);
}

/** What stands beside the name in a result that names its tool, so that data with a `name` is not taken for one. */
const contentKeys = ['content', 'result', 'results', 'response', 'output', 'error'];
const openTag = '<tool_response>';
const closeTag = '</tool_response>';
const maxParts = 200;

/** The tool names that the text of a result says: `{"name": …, "content": …}`, a list of them, or in response tags. */
export function resultNames(
  content: string,
  path: Path,
  read: (text: string) => JsonValue | undefined,
): NamedPlace[] {
  if (!content.includes('name')) return [];
  const found: NamedPlace[] = [];
  for (const { start, end } of bodies(content)) {
    const first = content.charCodeAt(start);
    if (first !== 123 && first !== 91) continue;
    const value = read(content.slice(start, end));
    const base = stretch(path, start, end, 'json');
    if (Array.isArray(value)) value.forEach((item, i) => addNamed(item, [...base, i], found));
    else addNamed(value, base, found);
  }
  return found;
}

function addNamed(value: JsonValue | undefined, path: Path, found: NamedPlace[]): void {
  if (!isObject(value)) return;
  const name = own(value, 'name');
  if (typeof name === 'string' && contentKeys.some((key) => Object.hasOwn(value, key)))
    found.push({ name, path: [...path, 'name'] });
}

/** The bodies of response tags; the whole text when there are none. White space around is left out. */
function bodies(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = text.indexOf(openTag); at >= 0 && found.length < maxParts; at = text.indexOf(openTag, at)) {
    at += openTag.length;
    const close = text.indexOf(closeTag, at);
    found.push(trimmed(text, at, close < 0 ? text.length : close));
  }
  return found.length > 0 ? found : [trimmed(text, 0, text.length)];
}

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return { start, end };
}

const toolColumns = ['tools', 'functions', 'function', 'available_tools'];

/** Definitions that repeat the sample's tools in another column (Hermes has them in the prompt and in `tools`). */
export function otherDefinitions(record: JsonValue, tools: readonly ToolDef[]): ToolDef[] {
  if (!isObject(record) || tools.length === 0) return [];
  const names = new Set(tools.map((def) => def.name));
  const found: ToolDef[] = [];
  for (const column of toolColumns) {
    const value = own(record, column);
    if (value === undefined || value === null) continue;
    if (tools.some((def) => startsWith(def.path, [column]))) continue;
    const defs = liftTools(value, [column], quietContext, chatToolKeys) ?? [];
    for (const def of defs) if (def.name !== undefined && names.has(def.name)) found.push(def);
  }
  return found;
}

/** What cannot be read is the rules' business; here it just names nothing. */
const quietContext: LiftContext = {
  hints: {},
  unreadable: () => undefined,
  duplicateKeys: () => undefined,
  parseJson(text) {
    const nested = readNested(text);
    return nested.ok ? nested.value : undefined;
  },
};
