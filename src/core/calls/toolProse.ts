/**
 * Tool definitions written as prose, as ToolRL's prompts have them: a number, then lines `Name: …`, `Description: …`
 * and `Parameters: {…}`, or name and description on one line (`1. QueryMeeting: …`). The parameters are JSON or a
 * Python dictionary.
 */
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { leafNode, objectNode } from '../text/valueNodes.ts';
import { readJson } from './jsonText.ts';
import { readPythonLiteral } from './pythonLiteral.ts';
import { trimEnd } from './pythonScanner.ts';

/** Where the parts of one definition stand. Spans are half-open, without the white space around the part. */
export interface ToolProse {
  readonly name: ProsePart | undefined;
  readonly description: ProsePart | undefined;
  readonly parameters: ProsePart | undefined;
}

/** A part of a tool described in prose; offsets are `textOffset`s. */
export interface ProsePart {
  /** The word in front, as far as the colon. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

const NAME = 'Name:';
const DESCRIPTION = '\nDescription:';
const PARAMETERS = '\nParameters:';

/** `1. QueryMeeting: …`, with the name as the first group; a name without white space. */
const SHORT_HEAD = /\s*\d{1,4}\. ([^\s:]{1,200}):/y;

/**
 * Finds the parts of the definition in `text[start..end)`. A description may run over several lines; parameters are
 * taken from the last line that is marked so, since a description may quote one.
 */
export function findToolProse(text: string, start: number, end: number): ToolProse {
  const parametersKey = lastIndexIn(text, PARAMETERS, start, end);
  const bodyEnd = parametersKey ?? end;
  const parameters =
    parametersKey === undefined ? undefined : part(text, parametersKey + 1, PARAMETERS.slice(1), end);
  SHORT_HEAD.lastIndex = start;
  const short = SHORT_HEAD.exec(text);
  if (short && short[1] !== 'Name') {
    const headEnd = start + short[0].length;
    const nameEnd = headEnd - 1;
    const nameStart = nameEnd - short[1]!.length;
    const description = part(text, headEnd, '', bodyEnd);
    return {
      name: { keyStart: nameStart, keyEnd: nameStart, start: nameStart, end: nameEnd },
      description: description.start < description.end ? description : undefined,
      parameters,
    };
  }
  const nameKey = indexIn(text, NAME, start, bodyEnd);
  const descriptionKey = indexIn(text, DESCRIPTION, nameKey ?? start, bodyEnd);
  return {
    name: nameKey === undefined ? undefined : part(text, nameKey, NAME, descriptionKey ?? bodyEnd),
    description:
      descriptionKey === undefined
        ? undefined
        : part(text, descriptionKey + 1, DESCRIPTION.slice(1), bodyEnd),
    parameters,
  };
}

/** The definition as an object with `name`, `description` and `parameters`, as far as they are written. */
export function readToolProse(text: string, start: number, end: number): ValueNode | undefined {
  const { name, description, parameters } = findToolProse(text, start, end);
  const members: MemberNode[] = [];
  if (name) members.push(plainMember('name', name, text));
  if (description) members.push(plainMember('description', description, text));
  if (parameters) {
    const node = readParameters(text, parameters);
    if (node)
      members.push({ key: 'parameters', keyStart: parameters.keyStart, keyEnd: parameters.keyEnd, node });
  }
  return members.length === 0 ? undefined : objectNode(start, end, members);
}

function readParameters(text: string, { start, end }: ProsePart): ValueNode | undefined {
  const json = readJson(text, start, end);
  if (json.errors.length === 0) return json.node;
  const python = readPythonLiteral(text, start, end);
  return python.complete ? python.node : json.node;
}

function plainMember(key: string, at: ProsePart, text: string): MemberNode {
  const node = leafNode('string', at.start, at.end, text.slice(at.start, at.end));
  return { key, keyStart: at.keyStart, keyEnd: at.keyEnd, node };
}

function part(text: string, keyStart: number, key: string, end: number): ProsePart {
  const keyEnd = keyStart + key.length;
  let start = keyEnd;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  return { keyStart, keyEnd, start, end: trimEnd(text, start, end) };
}

function indexIn(text: string, needle: string, start: number, end: number): number | undefined {
  const at = text.slice(start, end).indexOf(needle);
  return at < 0 ? undefined : start + at;
}

function lastIndexIn(text: string, needle: string, start: number, end: number): number | undefined {
  const at = text.slice(start, end).lastIndexOf(needle);
  return at < 0 ? undefined : start + at;
}
