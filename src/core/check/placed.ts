/** Values with the places where they are written, from Python expressions and from JSON. Offsets are UTF-16 units of the text. */
import type { CallNode, ExpressionNode } from '../calls/python/ast.ts';
import { constantValue, foldConstant, unary } from '../calls/python/fold.ts';
import { printPython } from '../calls/python/printPython.ts';
import { PythonDict, PythonError, PythonTuple, type PythonValue } from '../calls/python/values.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { calleeName } from './decode.ts';

/** A value and its place; containers have those of their parts. */
export interface PlacedValue extends Span {
  readonly value: PythonValue;
  readonly items?: readonly PlacedValue[];
  readonly members?: readonly { readonly key: PythonValue; readonly value: PlacedValue }[];
}

/** A call as it was read. */
export interface ReadCall extends Span {
  readonly name: string;
  /** By name, in the order written; of a name given twice the last counts. */
  readonly named: ReadonlyMap<string, PlacedValue>;
  readonly positional: readonly PlacedValue[];
  /** `*x` or `**x`: values that nobody can see. */
  readonly hasStars: boolean;
}

/** How Python expressions are taken; both are as a person reads them unless turned off. */
export interface ReadSwitches {
  /** A sign means what it means in Python; otherwise minus, as the official decoder takes it. */
  readonly signsAsWritten: boolean;
  /** `true`, `false` and `null` are JSON's values; otherwise texts. */
  readonly jsonWords: boolean;
}

export const asWritten: ReadSwitches = { signsAsWritten: true, jsonWords: true };

/** The words that JSON and Python have for the same three values. */
const jsonWords: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * A call of a Python expression that begins at `offset` of the text.
 * @throws PythonError for a value that is no value.
 */
export function callOfPython(node: CallNode, offset: number, switches = asWritten): ReadCall {
  const named = new Map<string, PlacedValue>();
  const positional = node.positional
    .filter(({ kind }) => kind !== 'Starred')
    .map((value) => placedPython(value, offset, switches));
  for (const { name, value } of node.keywords)
    if (name !== undefined) named.set(name, placedPython(value, offset, switches));
  const hasStars =
    node.positional.some(({ kind }) => kind === 'Starred') ||
    node.keywords.some(({ name }) => name === undefined);
  const { start, end } = node;
  return {
    name: calleeName(node.function),
    named,
    positional,
    hasStars,
    start: start + offset,
    end: end + offset,
  };
}

/** The value of an expression: constants, lists, dictionaries, arithmetic; a bare word is its text. */
export function placedPython(node: ExpressionNode, offset: number, switches = asWritten): PlacedValue {
  const span = { start: node.start + offset, end: node.end + offset };
  switch (node.kind) {
    case 'Constant':
      return { value: constantValue(node.constant), ...span };
    case 'Name':
      return {
        value: switches.jsonWords && jsonWords.has(node.id) ? jsonWords.get(node.id)! : node.id,
        ...span,
      };
    case 'List':
    case 'Tuple':
    case 'Set': {
      const items = node.elements.map((element) => placedPython(element, offset, switches));
      const values = items.map(({ value }) => value);
      return { value: node.kind === 'Tuple' ? new PythonTuple(values) : values, items, ...span };
    }
    case 'Dict': {
      const members = node.values.map((value, i) => {
        const key = node.keys[i];
        if (!key) throw new PythonError('TypeError', '** in a dictionary.');
        return {
          key: placedPython(key, offset, switches).value,
          value: placedPython(value, offset, switches),
        };
      });
      return { value: PythonDict.of(members.map(({ key, value }) => [key, value.value])), members, ...span };
    }
    case 'UnaryOp':
      if (!switches.signsAsWritten && node.operand.kind === 'Constant')
        return { value: unary('-', constantValue(node.operand.constant)), ...span };
      return { value: foldConstant(node), ...span };
    case 'BinOp':
      return { value: foldConstant(node), ...span };
    case 'Call': {
      if (node.keywords.length === 0) return { value: printPython(node), ...span };
      const call = callOfPython(node, offset, switches);
      const inner = PythonDict.of(Array.from(call.named, ([name, { value }]) => [name, value] as const));
      return { value: PythonDict.of([[call.name, inner]]), ...span };
    }
    case 'Attribute':
    case 'Subscript':
      return { value: printPython(node), ...span };
    default:
      throw new PythonError('TypeError', `${node.kind} is no value.`);
  }
}

/** A node of JSON, or of text read like it, in `text`; numbers keep what they are. */
export function placedNode(node: ValueNode, text: string): PlacedValue {
  const span = { start: node.start, end: node.end };
  if (node.members) {
    const members = node.members.map(({ key, node: child }) => ({ key, value: placedNode(child, text) }));
    return { value: PythonDict.of(members.map(({ key, value }) => [key, value.value])), members, ...span };
  }
  if (node.elements) {
    const items = node.elements.map((child) => placedNode(child, text));
    return { value: items.map(({ value }) => value), items, ...span };
  }
  if (node.kind === 'number') return { value: exactNumber(text.slice(node.start, node.end)), ...span };
  return { value: node.value as string | boolean | null, ...span };
}

function exactNumber(digits: string): PythonValue {
  const clean = digits.replaceAll('_', '');
  return /^[-+]?\d+$/.test(clean) ? BigInt(clean.replace(/^\+/, '')) : Number(clean);
}

/** The place that a path leads to inside a value, or of the deepest part that it reaches. */
export function placeIn(value: PlacedValue, path: readonly (string | number)[]): Span {
  let at = value;
  for (const step of path) {
    const next: PlacedValue | undefined =
      typeof step === 'number' && at.items
        ? at.items[step]
        : at.members?.findLast(({ key }) => String(key) === String(step))?.value;
    if (!next) break;
    at = next;
  }
  return { start: at.start, end: at.end };
}
