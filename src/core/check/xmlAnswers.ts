/**
 * Calls written as XML, in the two forms that the Berkeley Function Calling Leaderboard asks models for: verbose
 * (`<function name><params><param name value type/>`) and concise (`<function name><param name type>value</param>`).
 */
import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { constantValue } from '../calls/python/fold.ts';
import type { ExpressionNode } from '../calls/python/ast.ts';
import { parsePythonExpression } from '../calls/python/parsePython.ts';
import {
  PythonComplex,
  PythonDict,
  PythonError,
  PythonTuple,
  type PythonValue,
} from '../calls/python/values.ts';
import { pythonFloat, pythonInt } from './javaValues.ts';
import { strip } from './pythonText.ts';

/** Decodes the first `<functions>…</functions>` of a text. @throws where upstream's XML reader or a value's type refuses it. */
export function decodeXml(text: string, form: 'verbose' | 'concise'): PythonValue {
  const from = text.indexOf('<functions>');
  const to = from < 0 ? -1 : text.indexOf('</functions>', from);
  if (to < 0) throw new PythonError('ValueError', 'There is no <functions>…</functions>.');
  const source = text.slice(from, to + '</functions>'.length);
  const root = new DOMParser({ onError: onWarningStopParsing }).parseFromString(
    source,
    'text/xml',
  ).documentElement;
  if (!root) throw new PythonError('ValueError', 'There is no element.');
  return childrenOf(root, 'function').map((call) => {
    const given = form === 'verbose' ? verboseArguments(call) : conciseArguments(call);
    return PythonDict.of([[attribute(call, 'name'), given]]);
  });
}

function childrenOf(parent: Element, name: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling)
    if (node.nodeType === 1 && (node as Element).tagName === name) found.push(node as Element);
  return found;
}

/** @throws PythonError (KeyError) when it is absent. */
function attribute(element: Element, name: string): string {
  const value = optional(element, name);
  if (value === undefined) throw new PythonError('KeyError', name);
  return value;
}

function optional(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? element.getAttribute(name)! : undefined;
}

function verboseArguments(call: Element): PythonDict {
  const given = new PythonDict();
  const [params] = childrenOf(call, 'params');
  for (const param of childrenOf(params ?? call, 'param')) {
    const value = typed(optional(param, 'value') ?? '', optional(param, 'type') ?? 'string');
    given.set(optional(param, 'name') ?? null, value);
  }
  return given;
}

function conciseArguments(call: Element): PythonDict {
  const given = new PythonDict();
  for (const param of childrenOf(call, 'param')) {
    const name = attribute(param, 'name');
    given.set(name, typed(strip(leadingText(param)), optional(param, 'type') ?? 'string'));
  }
  return given;
}

/** The text before the first element inside. */
function leadingText(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node && node.nodeType !== 1; node = node.nextSibling)
    if (node.nodeType === 3 || node.nodeType === 4) text += node.nodeValue ?? '';
  return text;
}

function typed(raw: string, type: string): PythonValue {
  switch (type) {
    case 'integer':
      return required(pythonInt(raw), raw, type);
    case 'float':
      return required(pythonFloat(raw), raw, type);
    case 'boolean':
      return raw.toLowerCase() === 'true';
    case 'null':
      return null;
    case 'array':
    case 'tuple':
    case 'object':
    case 'dict':
      return literal(parsePythonExpression(raw.replace(/^[ \t]+/, '')));
    default:
      return raw;
  }
}

function required<T>(value: T | undefined, raw: string, type: string): T {
  if (value === undefined) throw new PythonError('ValueError', `"${raw}" is no ${type}.`);
  return value;
}

/** Python's `ast.literal_eval`: constants and displays of them; signs before numbers, and a complex number as a sum. */
function literal(node: ExpressionNode): PythonValue {
  switch (node.kind) {
    case 'Constant':
      return constantValue(node.constant);
    case 'List':
      return node.elements.map(literal);
    case 'Tuple':
      return new PythonTuple(node.elements.map(literal));
    case 'Dict':
      return PythonDict.of(
        node.values.map((value, i) => {
          const key = node.keys[i];
          if (!key) throw new PythonError('ValueError', 'malformed node or string');
          return [literal(key), literal(value)] as const;
        }),
      );
    case 'UnaryOp':
      return signed(node);
    case 'BinOp': {
      const left = signed(node.left);
      const right = node.right.kind === 'Constant' ? literal(node.right) : undefined;
      if ((node.operator !== '+' && node.operator !== '-') || !(right instanceof PythonComplex)) break;
      const imaginary = node.operator === '+' ? right.imaginary : -right.imaginary;
      if (typeof left === 'bigint' || typeof left === 'number')
        return new PythonComplex(Number(left), imaginary);
    }
  }
  throw new PythonError('ValueError', 'malformed node or string');
}

function signed(node: ExpressionNode): PythonValue {
  if (node.kind === 'Constant') return literal(node);
  if (
    node.kind === 'UnaryOp' &&
    (node.operator === '-' || node.operator === '+') &&
    node.operand.kind === 'Constant'
  ) {
    const value = constantValue(node.operand.constant);
    if (typeof value === 'bigint' || typeof value === 'number') return node.operator === '-' ? -value : value;
    if (value instanceof PythonComplex)
      return node.operator === '-' ? new PythonComplex(-value.real, -value.imaginary) : value;
  }
  throw new PythonError('ValueError', 'malformed node or string');
}
