/**
 * Tool definitions written in TypeScript (dialect S8): the `namespace functions { … }` of Harmony's developer message.
 * They are read into the JSON Schema they were made from, each part with its place in the text, so that a finding in a
 * schema points at the type, the literal or the comment it is about.
 */
import { DecodedTextBuilder, plainText } from '../text/decodedText.ts';
import { decodeJsonString } from '../text/jsonString.ts';
import type { Span } from '../text/span.ts';
import type { DecodedText, MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { commentNode, impliedMember, schemaOf } from './typescriptSchema.ts';
import { isBlank, lineEnd, TypeReader } from './typescriptTypes.ts';

/** Something that could not be read; one sentence. Offsets are `textOffset`s. */
export interface TypescriptProblem extends Span {
  readonly message: string;
}

/** A namespace and the tools in it. */
export interface TypescriptNamespace extends Span {
  readonly name: string;
  /** Objects with `name`, `description` and `parameters`, as far as they could be read. */
  readonly tools: readonly ValueNode[];
  readonly problems: readonly TypescriptProblem[];
}

const NAMESPACE = /^[ \t]*namespace[ \t]+([\w.$-]{1,200})[ \t]*\{/gm;
const HEAD = /namespace[ \t]+([\w.$-]{1,200})[ \t]*\{/y;

/** The namespaces that begin in `text[from..to)`, in order. A text without any costs one search. */
export function findNamespaces(text: string, from = 0, to = text.length): TypescriptNamespace[] {
  const found: TypescriptNamespace[] = [];
  if (text.indexOf('namespace', from) < 0) return found;
  const first = from + /^\s{0,99}/.exec(text.slice(from, from + 100))![0].length;
  HEAD.lastIndex = first;
  const atStart = HEAD.exec(text);
  if (atStart && HEAD.lastIndex <= to) {
    found.push(readNamespace(text, first, HEAD.lastIndex, to, atStart[1]!));
  }
  NAMESPACE.lastIndex = found[0]?.end ?? from;
  for (let match = NAMESPACE.exec(text); match !== null && match.index < to; match = NAMESPACE.exec(text)) {
    const start = text.indexOf('namespace', match.index);
    const namespace = readNamespace(text, start, NAMESPACE.lastIndex, to, match[1]!);
    found.push(namespace);
    NAMESPACE.lastIndex = Math.max(namespace.end, NAMESPACE.lastIndex);
  }
  return found;
}

/** The tools of the namespace that `text[start..end)` is, as an array; `undefined` when it is none. */
export function readTypescriptTools(text: string, start: number, end: number): ValueNode | undefined {
  HEAD.lastIndex = start;
  const match = HEAD.exec(text);
  if (!match || HEAD.lastIndex > end) return undefined;
  const namespace = readNamespace(text, start, HEAD.lastIndex, end, match[1]!);
  return arrayNode(start, namespace.end, namespace.tools);
}

/** The text of a string node: a literal, a word, or the lines of a comment. */
export function decodeTypescriptString(text: string, node: ValueNode): DecodedText {
  const { start, end, value } = node;
  if (value === text.slice(start, end)) return plainText(text, start, end);
  if (text[start] === '"' || text[start] === "'") {
    const decoded = decodeJsonString(text, start, end);
    if (decoded.text === value) return decoded;
  }
  return decodeComment(text, start, end);
}

/** The words of comment lines; the first begins behind its slashes. */
function decodeComment(text: string, start: number, end: number): DecodedText {
  const builder = new DecodedTextBuilder();
  for (let at = start; at < end;) {
    const stop = lineEnd(text, at, end);
    let from = at;
    if (at > start) {
      while (from < stop && isBlank(text.charCodeAt(from))) from++;
      if (text.startsWith('//', from)) from += 2;
      while (from < stop && isBlank(text.charCodeAt(from))) from++;
    }
    let to = stop;
    while (to > from && text.charCodeAt(to - 1) <= 32) to--;
    builder.copy(text, from, to);
    if (stop < end) builder.escape('\n', to, stop + 1);
    at = stop + 1;
  }
  return builder.build(end);
}

/** Reads the declarations behind the opening brace, which ends at `bodyStart`, up to the closing one. */
function readNamespace(
  text: string,
  start: number,
  bodyStart: number,
  end: number,
  name: string,
): TypescriptNamespace {
  const reader = new TypeReader(text, bodyStart, end);
  const tools: ValueNode[] = [];
  const problems: TypescriptProblem[] = [];
  let comments: Span[] = [];
  for (;;) {
    for (const line of reader.skip()) comments.push(line);
    if (reader.peek() === undefined) {
      // A declaration that breaks off has taken the brace with it, and is told already.
      const message = `The namespace ${name.slice(0, 60)} is never closed.`;
      if (problems.length === 0) problems.push({ start, end: bodyStart, message });
      break;
    }
    if (reader.peek() === '}' && isLineOver(text, reader.at + 1, end)) {
      reader.at++;
      break;
    }
    const tool = readDeclaration(reader, comments, problems);
    if (tool) tools.push(tool);
    else reader.skipLine();
    // A line that is no declaration goes on with the description above it.
    if (tool) comments = [];
  }
  return { name, start, end: reader.at, tools, problems };
}

/** Nothing but white space, or a comment, stands on the rest of the line: such a brace ends the namespace. */
function isLineOver(text: string, from: number, end: number): boolean {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at >= end || text[at] === '\n' || text.startsWith('//', at);
}

/** `type name = (_: {…}) => any;`; `undefined` when no declaration begins here. */
function readDeclaration(
  reader: TypeReader,
  comments: readonly Span[],
  problems: TypescriptProblem[],
): ValueNode | undefined {
  const { text } = reader;
  const start = reader.at;
  const name = reader.match(/type[ \t]+([^\s=()][^\n=()]{0,198}[^\s=()]|[^\s=()])[ \t]*=[ \t]*/y)?.[1];
  if (name === undefined) return undefined;
  const nameStart = text.indexOf(name, start + 4);
  const members: MemberNode[] = [
    impliedMember('name', leafNode('string', nameStart, nameStart + name.length, name)),
  ];
  const description = commentNode(text, comments);
  if (description) members.push(impliedMember('description', description));
  const parameters = readParameters(reader);
  if (parameters) members.push(impliedMember('parameters', parameters));
  else {
    const message = `The declaration of ${name.slice(0, 60)} breaks off; it should read (_: { name: type, … }) => any.`;
    problems.push({ start, end: nameStart + name.length, message });
  }
  return objectNode(start, Math.max(reader.at, nameStart + name.length), members);
}

/** `()` or `(_: {…})`, and what follows it on the line; `undefined` when it breaks off. */
function readParameters(reader: TypeReader): ValueNode | undefined {
  const { text, at: start } = reader;
  if (!reader.match(/\(\s*/y)) return undefined;
  let schema: ValueNode;
  if (reader.peek() === ')') {
    reader.at++;
    schema = objectNode(start, reader.at, [
      impliedMember('type', leafNode('string', start, reader.at, 'object')),
      impliedMember('properties', objectNode(start, reader.at, [])),
    ]);
  } else {
    if (!reader.match(/[\w$]{1,200}[ \t]{0,9}\??[ \t]{0,9}:/y)) return undefined;
    const type = reader.type();
    reader.skip();
    if (reader.peek() !== ')') return undefined;
    reader.at++;
    schema = schemaOf(type, text);
  }
  reader.match(/[ \t]*=>[^\n;]{0,1000};?/y);
  return schema;
}
