/** What templates of samples are put together from. */
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Piece } from '../completion/pieces.ts';
import { inString, list, members, type Style, stopString } from '../completion/writing.ts';
import { callText, callValue, type CallForm, type CallParts, type TextForm } from './callForms.ts';

/** What a template is filled with. */
export interface TemplateParts {
  /** The tools column, or the text that holds the tools, as the neighbour has it; `undefined`: an example. */
  readonly tools: JsonValue | undefined;
  /** The record that lends them: some formats come in several forms. */
  readonly neighbour?: JsonObject;
  readonly call: CallParts;
  readonly style: Style;
}

/** A whole sample. */
export type Template = (parts: TemplateParts) => Piece[];

export const question = stopString('question');
export const answer = stopString('answer');
export const resultText = stopString('result');

/** The schema of one argument to fill in, as JSON Schema or (`map`) as a map of parameters. */
export function exampleSchema(style: Style, type = 'object', string = 'string'): Piece[] {
  const argument = members(
    [
      ['type', [`"${string}"`]],
      ['description', stopString('what it means')],
    ],
    style,
  );
  const properties: Piece[] = [
    '{"',
    { stop: 'argument', same: 'argument' },
    style.spaced ? '": ' : '":',
    ...argument,
    '}',
  ];
  if (type === 'map') return properties;
  return members(
    [
      ['type', [`"${type}"`]],
      ['properties', properties],
      ['required', ['["', { stop: 'argument', same: 'argument' }, '"]']],
    ],
    style,
  );
}

/** A definition to fill in. */
export function exampleFunction(style: Style, schemaKey: string, type?: string, string?: string): Piece[] {
  return members(
    [
      ['name', ['"', { stop: 'tool_name', same: 'tool' }, '"']],
      ['description', stopString('what it does')],
      [schemaKey, exampleSchema(style, type, string)],
    ],
    style,
  );
}

export const wrappedTool = (style: Style): Piece[] =>
  members(
    [
      ['type', ['"function"']],
      ['function', exampleFunction(style, 'parameters')],
    ],
    style,
  );

/** A column that the neighbour has, else a list with one example. */
export function column({ tools, style }: TemplateParts, example: Piece[], isText = false): Piece[] {
  if (tools !== undefined) return [write(tools, style)];
  const one = list([example], style);
  return isText ? inString(one) : one;
}

/** A text that holds the tools: the neighbour's own, else words around an example. */
export function prompt(
  { tools, style }: TemplateParts,
  before: string,
  example: Piece[],
  after: string,
): Piece[] {
  if (typeof tools === 'string') return [write(tools, style)];
  return inString([before, ...example, after]);
}

function write(value: JsonValue, style: Style): string {
  return style.spaced ? spaced(value) : JSON.stringify(value);
}

function spaced(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`);
  return `{${entries.join(', ')}}`;
}

export const message = (style: Style, role: string, ...rest: [string, readonly Piece[]][]): Piece[] =>
  members([['role', [`"${role}"`]], ...rest], style);
export const turn = (style: Style, from: string, value: readonly Piece[]): Piece[] =>
  members(
    [
      ['from', [`"${from}"`]],
      ['value', value],
    ],
    style,
  );

/** The call of the parts as the text of an answer, in a string. */
export const textCall = (form: TextForm, { call, style }: TemplateParts): Piece[] =>
  inString(callText(form, call, style));
export const valueCall = (form: CallForm, { call, style }: TemplateParts): Piece[] =>
  callValue(form, call, style);
