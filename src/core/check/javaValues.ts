/** Java source text as values, by the patterns of the Berkeley Function Calling Leaderboard, their gaps included. */
import { PythonDict, PythonError, type PythonTypeName, type PythonValue } from '../calls/python/values.ts';

/** Types that schemas of Java functions name, and what their values become. */
export const javaTypes: Readonly<Record<string, PythonTypeName | 'set'>> = {
  byte: 'int',
  short: 'int',
  integer: 'int',
  float: 'float',
  double: 'float',
  long: 'int',
  boolean: 'bool',
  char: 'str',
  Array: 'list',
  ArrayList: 'list',
  Set: 'set',
  HashMap: 'dict',
  Hashtable: 'dict',
  Queue: 'list',
  Stack: 'list',
  String: 'str',
  any: 'str',
};

const integer = /^-?\d+\n?$/;
const float = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[fF]\n?$/;
const double = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\n?$/;
const long = /^-?\d+[lL]\n?$/;

/**
 * The value that source text stands for; text that does not look like the type stays text.
 * @throws PythonError (NotImplementedError) for types that upstream does not convert.
 */
export function convertJava(text: string, type: string, nested?: string): PythonValue {
  switch (type) {
    case 'byte':
    case 'short':
    case 'integer':
      return integer.test(text) ? BigInt(text.trim()) : text;
    case 'float':
      return float.test(text) ? Number(text.replace(/[fF]\n?$/, '')) : text;
    case 'double':
      return double.test(text) ? Number(text) : text;
    case 'long':
      return long.test(text) ? BigInt(text.replace(/[lL]\n?$/, '')) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'ArrayList':
      return arrayList(text, nested);
    case 'Array':
      return array(text, nested);
    case 'HashMap':
      return hashMap(text);
    case 'char':
    case 'String':
    case 'any':
      return text;
    case 'Set':
    case 'Hashtable':
    case 'Queue':
    case 'Stack':
      throw new PythonError('NotImplementedError', `the official checker has no conversion for ${type}`);
    default:
      throw new PythonError('ValueError', `Unsupported type: ${type}`);
  }
}

function element(text: string, nested: string | undefined): PythonValue {
  // Without a look at what the first and the last character are.
  if (nested === 'char' || nested === 'String') return text.slice(1, -1);
  return nested ? convertJava(text, nested) : untyped(text);
}

function arrayList(text: string, nested: string | undefined): PythonValue {
  const listed = /new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)/u.exec(text);
  if (listed) return listed[1]!.split(',').map((item) => element(item.trim(), nested));
  const added = /new\s+ArrayList<\w*>\(\)\s*\{\{\s*(.+?)\s*\}\}/su.exec(text);
  if (added)
    return Array.from(added[1]!.matchAll(/add\((.+?)\)/g), (match) => element(match[1]!.trim(), nested));
  return /new\s+ArrayList<\w*>\(\)/u.test(text) ? [] : text;
}

function array(text: string, nested: string | undefined): PythonValue {
  const match = /new\s+\w+\[\]\s*\{(.*?)\}/u.exec(text);
  if (!match) return text;
  return match[1]!
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => (nested ? convertJava(item, nested) : untyped(item)));
}

function hashMap(text: string): PythonValue {
  const map = new PythonDict();
  const filled = /new\s+HashMap<.*?>\s*\(\)\s*\{\s*\{?\s*(.*?)\s*\}?\s*\}/s.exec(text);
  if (filled) {
    for (const [, key, value] of filled[1]!.matchAll(/put\("(.*?)",\s*(.*?)\)/g))
      map.set(key!, untyped(value!.trim()));
    return map;
  }
  return /new\s+HashMap<.*?>\s*\(\)/.test(text) ? map : text;
}

function untyped(text: string): PythonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.startsWith('"') && text.endsWith('"')) return text.slice(1, -1);
  if (long.test(text)) return BigInt(text.replace(/[lL]\n?$/, ''));
  if (float.test(text)) return Number(text.replace(/[fF]\n?$/, ''));
  return pythonNumber(text) ?? text;
}

/** What Python's `int(text)`, else `float(text)`, takes. */
export function pythonNumber(text: string): bigint | number | undefined {
  return pythonInt(text) ?? pythonFloat(text);
}

/** Python's `int(text)`: spaces around it and underscores between digits are taken. */
export function pythonInt(text: string): bigint | undefined {
  const clean = text.trim();
  if (!/^[-+]?[0-9](?:_?[0-9])*$/.test(clean)) return undefined;
  const digits = clean.replace(/_/g, '').replace(/^\+/, '');
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
}

/** Python's `float(text)`. */
export function pythonFloat(text: string): number | undefined {
  const clean = text.trim().toLowerCase();
  const special = /^([-+]?)(inf(?:inity)?|nan)$/.exec(clean);
  if (special) return special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  const number =
    /^[-+]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:e[-+]?[0-9](?:_?[0-9])*)?$/;
  return number.test(clean) ? Number(clean.replace(/_/g, '')) : undefined;
}
