/** The signature of the called tool, while its arguments are being written. */
import { isObject } from '../json.ts';
import type { FileContext } from '../rules/types.ts';
import type { ToolCache } from '../schema/types.ts';
import { cursorAt, type KnownTool } from './cursor/cursor.ts';
import type { PythonSpot } from './cursor/pythonSpot.ts';
import { propertiesOf, requiredOf, schemasAt } from './schemaWalk.ts';
import { argumentHeading, meaningMarkdown, prose } from './toolWords.ts';

/** A tool's signature, with the argument at the cursor. */
export interface Signature {
  /** `get_weather(city: string, days?: integer)`. */
  readonly label: string;
  /** Markdown; text from the data is escaped. */
  readonly documentation: string | undefined;
  readonly parameters: readonly SignatureParameter[];
  /** Index in `parameters` of the argument at the cursor; `undefined` when it is none of them. */
  readonly active: number | undefined;
  /** `python`: in the brackets of a call list; `json`: in an object of arguments. */
  readonly language: 'python' | 'json';
}

/** A parameter of a signature. */
export interface SignatureParameter {
  readonly name: string;
  /** Its part of the label. */
  readonly start: number;
  readonly end: number;
  readonly documentation: string;
}

/** Parameters beyond these are counted in the label, not listed. */
const maxParameters = 30;

/** The signature at `recordOffset`; `undefined` outside the arguments of a call of a known tool. */
export function signatureAt(
  text: string,
  recordOffset: number,
  file: FileContext,
  tools: ToolCache,
): Signature | undefined {
  const cursor = cursorAt(text, recordOffset, file, tools);
  const meaning = cursor?.meaning;
  if (!cursor || meaning?.is !== 'argument' || !meaning.tool) return undefined;
  const { spot } = cursor;
  const given = meaning.call.arguments;
  const names = signatureNames(meaning.tool, spot.language);
  let active: number | undefined;
  const [first] = meaning.path;
  if (first !== undefined) active = indexOf(names, String(first));
  if (active === undefined && spot.language === 'python' && first === undefined) {
    const { layer } = cursor;
    const typed = layer.text.slice(spot.token.start, spot.token.end);
    const next =
      spot.at === 'argument'
        ? /^\s*([^\s=,()[\]{}'"]+)\s*=/.exec(layer.text.slice(layer.offset, layer.offset + 300))
        : null;
    active = indexOf(names, typed) ?? indexOf(names, next?.[1]);
    // A number that is being typed could still become anything but a name.
    const isNumber = spot.at === 'argument' && /^[-+.\d]/.test(typed);
    const isPositional = isNumber || (spot.at === 'value' && typeof spot.frames.at(-1)?.step === 'number');
    const position = (spot as PythonSpot).argument;
    if (active === undefined && isPositional && position < names.length) active = position;
    // A fresh argument: the next that is not given, the required ones first.
    const required = requiredOf(schemasAt(meaning.tool.prepared.normalized.schema, []));
    const byPosition = meaning.call.notes?.filter(({ kind }) => kind === 'positional-argument').length ?? 0;
    const open = names.slice(byPosition).filter((name) => !(isObject(given) && Object.hasOwn(given, name)));
    active ??= indexOf(names, open.find((name) => required.has(name)) ?? open[0]);
  }
  return { ...signatureOf(meaning.tool, names), active, language: spot.language };
}

function indexOf(names: readonly string[], name: string | undefined): number | undefined {
  const index = name === undefined ? -1 : names.indexOf(name);
  return index < 0 ? undefined : index;
}

/**
 * In a call list in the order declared, by which positional arguments go; in JSON, where none matters, the required ones
 * first.
 */
function signatureNames({ prepared }: KnownTool, language: Signature['language']): string[] {
  const schemas = schemasAt(prepared.normalized.schema, []);
  const required = requiredOf(schemas);
  const names = [...propertiesOf(schemas).keys()];
  if (language === 'python') return names;
  return [...names.filter((name) => required.has(name)), ...names.filter((name) => !required.has(name))];
}

function signatureOf(tool: KnownTool, names: readonly string[]): Omit<Signature, 'active' | 'language'> {
  const root = tool.prepared.normalized.schema;
  const schemas = schemasAt(root, []);
  const properties = propertiesOf(schemas);
  const required = requiredOf(schemas);
  const parameters: SignatureParameter[] = [];
  let label = `${tool.def.name ?? ''}(`;
  for (const name of names.slice(0, maxParameters)) {
    if (parameters.length > 0) label += ', ';
    const start = label.length;
    label += argumentHeading(name, properties.get(name), required.has(name));
    const documentation = meaningMarkdown(schemasAt(root, [name]), undefined, true);
    parameters.push({ name, start, end: label.length, documentation });
  }
  if (names.length > maxParameters) label += `, … ${names.length - maxParameters} more`;
  const { description } = tool.def;
  return { label: `${label})`, documentation: description ? prose(description, 600) : undefined, parameters };
}
