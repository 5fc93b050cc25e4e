/**
 * The calls in a model's answer as the Berkeley Function Calling Leaderboard decodes them: every way of writing calls that its
 * handlers know, with their leniences and their traps (answers that other readers take are refused, and the reverse). Own
 * implementation of behaviour observed in gorilla @ 6ea57973 (Apache-2.0).
 */
import { foldConstant, constantValue, unary } from '../calls/python/fold.ts';
import type { CallNode, ExpressionNode } from '../calls/python/ast.ts';
import { parsePythonExpression } from '../calls/python/parsePython.ts';
import { printPython } from '../calls/python/printPython.ts';
import {
  PythonDict,
  PythonError,
  PythonTuple,
  iterate,
  subscript,
  typeName,
  type PythonValue,
} from '../calls/python/values.ts';
import { readPythonJson } from './pythonJsonValue.ts';
import { strip } from './pythonText.ts';
import { decodeXml } from './xmlAnswers.ts';

/** Ways of writing calls; ids as in the corpus of cases. */
export const answerFormats = [
  'python',
  'json',
  'tool_call',
  'name_arguments',
  'name_arguments_xlam',
  'verbose_xml',
  'concise_xml',
  'java',
  'javascript',
] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Text that could not be decoded. */
export class DecodeError extends Error {}

/** Decoders that need a parser from outside; absent: not loaded. */
export interface CodeDecoders {
  java(source: string): PythonValue;
  javascript(source: string): PythonValue;
}

/**
 * What the official decoder makes of `text`: usually a list of dictionaries, one for each call.
 * @param tagged calls stand in `<TOOLCALL>`.
 * @throws DecodeError, or an error of the readers, where the official decoder raises.
 */
export function decodeAnswer(
  text: string,
  format: AnswerFormat,
  tagged: boolean,
  code?: CodeDecoders,
): PythonValue {
  switch (format) {
    case 'tool_call':
      return decodeToolCallTags(text);
    case 'name_arguments':
      return decodeNameArguments(text);
    case 'name_arguments_xlam':
      return decodeXlam(text);
  }
  let source = text.replace(/^[`\n ]+/, '').replace(/[`\n ]+$/, '');
  if (!source.startsWith('[')) source = `[${source}`;
  if (!source.endsWith(']')) source = `${source}]`;
  if (tagged) {
    const from = source.indexOf('<TOOLCALL>');
    const to = from < 0 ? -1 : source.indexOf('</TOOLCALL>', from + 10);
    if (to < 0) throw new DecodeError('There is no <TOOLCALL>…</TOOLCALL>.');
    source = strip(source.slice(from + 10, to));
  }
  switch (format) {
    case 'python':
      return decodePython(strip(source).replace(/^'+/, '').replace(/'+$/, ''));
    case 'json':
      return decodeJson(source);
    case 'java':
    case 'javascript':
      if (!code) throw new DecodeError(`The parser of ${format} is not loaded.`);
      return code[format](source.slice(1, -1));
    case 'verbose_xml':
      return decodeXml(source, 'verbose');
    case 'concise_xml':
      return decodeXml(source, 'concise');
  }
}

function decodePython(source: string): PythonValue {
  const tree = parsePythonExpression(source);
  if (tree.kind === 'Call') return [callDict(tree)];
  if (tree.kind !== 'List' && tree.kind !== 'Tuple' && tree.kind !== 'Set')
    throw new DecodeError('The answer is no list of calls.');
  return tree.elements.map((element) => {
    if (element.kind !== 'Call') throw new DecodeError('An element of the list is no call.');
    return callDict(element);
  });
}

/** `{name: {argument: value}}`. Positional arguments are dropped, as the official decoder does. */
function callDict(call: CallNode): PythonDict {
  const given = new PythonDict();
  for (const { name, value } of call.keywords) given.set(name ?? null, valueOf(value));
  return PythonDict.of([[calleeName(call.function), given]]);
}

/** The names of an attribute chain with dots between them; what does not begin with a name is left out. */
export function calleeName(node: ExpressionNode): string {
  const parts: string[] = [];
  let at = node;
  while (at.kind === 'Attribute') {
    parts.push(at.attribute);
    at = at.value;
  }
  if (at.kind === 'Name') parts.push(at.id);
  return parts.reverse().join('.');
}

function valueOf(node: ExpressionNode): PythonValue {
  switch (node.kind) {
    case 'Constant':
      return constantValue(node.constant);
    case 'UnaryOp': {
      // Whatever the operator: minus.
      if (node.operand.kind !== 'Constant' || node.operand.constant.is === 'ellipsis')
        throw new DecodeError('The operand of a sign is no number.');
      return unary('-', constantValue(node.operand.constant));
    }
    case 'List':
      return node.elements.map(valueOf);
    case 'Tuple':
      return new PythonTuple(node.elements.map(valueOf));
    case 'Dict':
      return PythonDict.of(
        node.values.map((value, i) => {
          const key = node.keys[i];
          if (!key) throw new DecodeError('** in a dictionary.');
          return [valueOf(key), valueOf(value)] as const;
        }),
      );
    case 'BinOp':
      return foldConstant(node);
    case 'Name':
      return node.id;
    case 'Call':
      return node.keywords.length === 0 ? printPython(node) : callDict(node);
    case 'Subscript':
      return `${printPython(node.value)}[${printPython(node.slice)}]`;
    default:
      throw new DecodeError(`${node.kind} is no value.`);
  }
}

function decodeJson(text: string): PythonValue {
  const first = text.indexOf('[');
  const last = text.lastIndexOf(']');
  let source = first >= 0 && last > first ? text.slice(first, last + 1) : text;
  source = objectList(source) ?? source;
  const read = readPythonJson(source);
  if (read === undefined) return [];
  const calls: PythonValue[] = [];
  for (const call of iterate(read.value)) {
    if (!(call instanceof PythonDict)) continue;
    calls.push(PythonDict.of([[subscript(call, 'function'), subscript(call, 'parameters')]]));
  }
  return calls;
}

/** The first stretch that looks like a list of objects: from `[{` to the first `}]` behind it. */
function objectList(text: string): string | undefined {
  const open = /\[\s*\{/g;
  const start = open.exec(text)?.index;
  if (start === undefined) return undefined;
  const close = /\}\s*\]/g;
  close.lastIndex = open.lastIndex;
  return close.test(text) ? text.slice(start, close.lastIndex) : undefined;
}

const toolCallTag = '<tool_call>\n';
const toolCallEnd = '\n</tool_call>';

function decodeToolCallTags(text: string): PythonValue {
  const found: PythonValue[] = [];
  for (let at = text.indexOf(toolCallTag); at >= 0;) {
    const from = at + toolCallTag.length;
    const to = text.indexOf(toolCallEnd, from);
    if (to < 0) break;
    // A block that is no JSON is passed over.
    const read = readPythonJson(text.slice(from, to));
    if (read) found.push(read.value);
    at = text.indexOf(toolCallTag, to + toolCallEnd.length);
  }
  return found.map((call) => {
    if (!(call instanceof PythonDict)) throw new DecodeError('A block is no object.');
    const name = subscript(call, 'name');
    const given = subscript(call, 'arguments');
    if (!(given instanceof PythonDict))
      throw new PythonError('AttributeError', `'${typeName(given)}' object has no attribute 'items'`);
    return PythonDict.of([[name, given]]);
  });
}

function decodeNameArguments(text: string): PythonValue {
  const read = readPythonJson(text.replaceAll('```', ''));
  return iterate(read ? read.value : []).map(nameAndArguments);
}

function nameAndArguments(call: PythonValue): PythonDict {
  return PythonDict.of([[subscript(call, 'name'), subscript(call, 'arguments')]]);
}

function decodeXlam(text: string): PythonValue {
  const whole = readPythonJson(text);
  let calls: readonly PythonValue[];
  if (whole) calls = Array.isArray(whole.value) ? whole.value : [whole.value];
  else
    calls = text.split(';').map((piece) => {
      const read = readPythonJson(strip(piece));
      if (!read) throw new DecodeError('No JSON.');
      return read.value;
    });
  return calls.map(nameAndArguments);
}

/** True for a list of dictionaries with one key each, whose value is a dictionary. */
export function isCallList(value: PythonValue): value is PythonDict[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) => item instanceof PythonDict && item.size === 1 && item.first()![1] instanceof PythonDict,
    )
  );
}
