/** From the types of tool definitions in TypeScript to the JSON Schema they stand for, with the place of each part. */
import type { Span } from '../text/span.ts';
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { readExactJson } from './jsonReader.ts';
import type { TsMember, TsObject, TsType } from './typescriptTypes.ts';

/** Words that are types of JSON Schema, or stand for one. */
const types = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
  ['null', 'null'],
  ['undefined', 'null'],
  ['object', 'object'],
]);
const anything = new Set(['any', 'unknown', 'never', 'void']);

/** A member of an object node whose key is not written: it stands where its value does. */
export function impliedMember(key: string, node: ValueNode): MemberNode {
  return { key, keyStart: node.start, keyEnd: node.end, node };
}

/** The words of comment lines as one string, or `undefined` when there are none. */
export function commentNode(text: string, lines: readonly Span[]): ValueNode | undefined {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return undefined;
  const words = lines.map((line) => text.slice(line.start, line.end)).join('\n');
  return words.trim() === '' ? undefined : leafNode('string', first.start, last.end, words);
}

/** The schema of a type that was read from `text`; `members` come before its own keywords. */
export function schemaOf(type: TsType, text: string, members: readonly MemberNode[] = []): ValueNode {
  const { start, end } = type;
  const all = [...members];
  const add = (key: string, node: ValueNode) => void all.push(impliedMember(key, node));
  switch (type.kind) {
    case 'any':
      break;
    case 'word':
      if (!anything.has(type.word)) add('type', wordNode(type, type.word));
      break;
    case 'literal':
      addLiterals([type.node], type, add);
      break;
    case 'array':
      add('type', leafNode('string', start, end, 'array'));
      add('items', type.of ? schemaOf(type.of, text) : objectNode(end, end, []));
      break;
    case 'object':
      addObject(type, text, all, add);
      break;
    case 'union':
      addUnion(type.of, type, text, add);
  }
  return objectNode(start, end, all);
}

/** A type word; `int` and the like stay as they are, for a rule to tell. */
function wordNode(at: Span, word: string): ValueNode {
  return leafNode('string', at.start, at.end, types.get(word) ?? word);
}

type Add = (key: string, node: ValueNode) => void;

/** `enum`, with the `type` that all its values have. */
function addLiterals(nodes: readonly ValueNode[], at: Span, add: Add): void {
  const kinds = new Set(nodes.map(({ kind }) => kind));
  if (kinds.has('string') && [...kinds].every((kind) => kind === 'string' || kind === 'null')) {
    const string = leafNode('string', at.start, at.end, 'string');
    const isNullable = kinds.has('null');
    const both = [string, leafNode('string', at.start, at.end, 'null')];
    add('type', isNullable ? arrayNode(at.start, at.end, both) : string);
  }
  add('enum', arrayNode(at.start, at.end, nodes));
}

function addObject(type: TsObject, text: string, all: MemberNode[], add: Add): void {
  const { start, end, members, rest, comment } = type;
  add('type', leafNode('string', start, end, 'object'));
  const description = commentNode(text, comment);
  if (description && !all.some(({ key }) => key === 'description')) add('description', description);
  if (members.length > 0 || !rest) {
    const properties = members.map((member): MemberNode => {
      const { name, key } = member;
      return { key: name, keyStart: key.start, keyEnd: key.end, node: memberSchema(member, text) };
    });
    add('properties', objectNode(start, end, properties));
  }
  const required = members.filter((member) => !member.isOptional);
  if (required.length > 0) {
    const names = required.map(({ name, key }) => leafNode('string', key.start, key.end, name));
    add('required', arrayNode(start, end, names));
  }
  if (rest) add('additionalProperties', schemaOf(rest, text));
}

function memberSchema({ type, comment, note }: TsMember, text: string): ValueNode {
  const isDefault = (line: Span) => text.startsWith('default:', line.start);
  const lines = comment.filter((line) => !isDefault(line));
  const written = note && isDefault(note) ? note : comment.find(isDefault);
  const members: MemberNode[] = [];
  // Written by hand, the description may stand behind the member instead.
  const description =
    commentNode(text, lines) ?? (note && !isDefault(note) ? commentNode(text, [note]) : undefined);
  if (description) members.push(impliedMember('description', description));
  const value = written && defaultNode(text, written);
  if (value) members.push(impliedMember('default', value));
  return schemaOf(type, text, members);
}

/** What stands behind `default:`, as JSON or as a bare word; the template puts the member's comma behind it. */
function defaultNode(text: string, line: Span): ValueNode | undefined {
  let start = line.start + 'default:'.length;
  let { end } = line;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  const exact = readExactJson(text, start, end);
  if (exact.ok && (exact.end === end || text.slice(exact.end, end) === ',')) return exact.node;
  if (text[end - 1] === ',') end--;
  return start < end ? leafNode('string', start, end, text.slice(start, end)) : undefined;
}

function addUnion(alternatives: readonly TsType[], at: Span, text: string, add: Add): void {
  if (alternatives.some(isAnything)) return;
  const last = alternatives.at(-1)!;
  const others = alternatives.slice(0, -1);
  const isLoose = last.kind === 'array' && last.brackets && last.of !== undefined && others.every(isSimple);
  if (isLoose && isSimple(last.of!)) {
    const items: TsType = { kind: 'union', of: [...others, last.of!], start: at.start, end: at.end };
    const array: TsType = { kind: 'array', of: items, brackets: false, start: at.start, end: at.end };
    // `"a" | "b"[]` is how an array of an enum is written; `string | number[]` may be either.
    if (others.every(isLiteral)) {
      for (const { key, node } of schemaOf(array, text).members!) add(key, node);
      return;
    }
    add('anyOf', arrayNode(at.start, at.end, [unionSchema(others, text), schemaOf(array, text)]));
    return;
  }
  const literals = alternatives.filter(isLiteral);
  if (literals.length === alternatives.length) {
    addLiterals(literals.map(literalNode), at, add);
    return;
  }
  const words = alternatives.filter((type) => type.kind === 'word' && types.has(type.word));
  if (words.length === alternatives.length) {
    const nodes = words.map((type) => wordNode(type, type.kind === 'word' ? type.word : ''));
    add('type', arrayNode(at.start, at.end, nodes));
    return;
  }
  const rest = alternatives.filter((type) => !isLiteral(type) || isNull(type));
  const enumerated = literals.filter((type) => !isNull(type));
  const schemas = rest.map((type) => schemaOf(type, text));
  if (enumerated.length > 0) schemas.unshift(unionSchema(enumerated, text));
  add('anyOf', arrayNode(at.start, at.end, schemas));
}

function unionSchema(alternatives: readonly TsType[], text: string): ValueNode {
  const first = alternatives[0]!;
  const { end } = alternatives.at(-1)!;
  return schemaOf(
    alternatives.length === 1 ? first : { kind: 'union', of: alternatives, start: first.start, end },
    text,
  );
}

function isAnything(type: TsType): boolean {
  return type.kind === 'any' || (type.kind === 'word' && anything.has(type.word));
}

function isSimple(type: TsType): boolean {
  return type.kind === 'word' || type.kind === 'literal';
}

function isNull(type: TsType): boolean {
  return type.kind === 'word' && types.get(type.word) === 'null';
}

/** A literal, or `null`, which is one among others. */
function isLiteral(type: TsType): boolean {
  return type.kind === 'literal' || isNull(type);
}

function literalNode(type: TsType): ValueNode {
  return type.kind === 'literal' ? type.node : leafNode('null', type.start, type.end, null);
}
