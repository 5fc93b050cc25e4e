/** JavaScript source text as values, by the patterns of the Berkeley Function Calling Leaderboard, their gaps included. */
import { PythonDict, PythonError, type PythonTypeName, type PythonValue } from '../calls/python/values.ts';
import { pythonNumber } from './javaValues.ts';

/** Types that schemas of JavaScript functions name, and what their values become. */
export const javaScriptTypes: Readonly<Record<string, PythonTypeName>> = {
  String: 'str',
  integer: 'int',
  float: 'float',
  Bigint: 'int',
  Boolean: 'bool',
  dict: 'dict',
  array: 'list',
  any: 'str',
};

/** The value that source text stands for; text that does not look like the type stays text. */
export function convertJavaScript(text: string, type: string, nested?: string): PythonValue {
  switch (type) {
    case 'String':
      return isQuoted(text) ? text.slice(1, -1) : text;
    case 'integer':
      return /^-?\d+\n?$/.test(text) ? BigInt(text.trim()) : text;
    case 'float':
      return /^-?\d+(?:\.\d+)?\n?$/.test(text) ? Number(text) : text;
    case 'Bigint':
      return /^-?\d+n\n?$/.test(text) ? BigInt(text.replace(/n\n?$/, '')) : text;
    case 'Boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'dict':
      return dict(text.trim());
    case 'array':
      return array(text.trim(), nested);
    case 'any':
      return text;
    default:
      throw new PythonError('ValueError', `Unsupported type: ${type}`);
  }
}

function isQuoted(text: string): boolean {
  return (text.startsWith('"') && text.endsWith('"')) || (text.startsWith("'") && text.endsWith("'"));
}

/** `[[…], […]]` or `new Array([…], […])`, from the beginning of a text. */
const arrayOfArrays =
  /^(?:\[\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\]|new\s+Array\(\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\))/;
const plainArray = /^(?:\[(.*?)\]|new\s+Array\((.*?)\))/;

/** The patterns above can take very long on longer texts; those stay text. */
const maxPattern = 2_000;

function array(text: string, nested: string | undefined): PythonValue {
  if (text.length > maxPattern) return text;
  try {
    const rows = arrayOfArrays.exec(text);
    if (rows) {
      return Array.from(rows[0].matchAll(/\[(.*?)\]/g), (match, i) => {
        let inner = match[1]!.trim();
        if (i === 0 && inner.startsWith('[')) inner = inner.slice(1);
        return inner.split(',').map((item) => untyped(item.trim()));
      });
    }
    const row = plainArray.exec(text);
    if (!row) return text;
    const inner = (row[1] ?? row[2] ?? '').trim();
    if (inner === '') return [];
    return inner.split(',').map((item) => {
      const written = item.trim();
      return nested ? convertJavaScript(written, nested) : untyped(written);
    });
  } catch (error) {
    // As upstream: what cannot be converted stays text.
    if (error instanceof PythonError) return text;
    throw error;
  }
}

function dict(text: string): PythonValue {
  if (text === '{}') return new PythonDict();
  const match = text.length > maxPattern ? null : /^\{(.*?)\}/.exec(text);
  if (!match) return text;
  const found = new PythonDict();
  for (const [, key, written] of match[1]!.matchAll(/([^:]+):\s*(.*?)(?:,\s*(?=[^,]+:)|$)/g)) {
    const value = written!.trim();
    const name = key!.trim().replace(/^['"]+|['"]+$/g, '');
    if (value.startsWith('[') && value.endsWith(']')) found.set(name, array(value, undefined));
    else if (value.startsWith('{') && value.endsWith('}')) found.set(name, dict(value));
    else found.set(name, untyped(value.replace(/^['"]+|['"]+$/g, '')));
  }
  return found;
}

function untyped(text: string): PythonValue {
  const value = text.trim();
  if (value === 'true' || value === 'false') return value === 'true';
  if (isQuoted(value)) return value.slice(1, -1);
  return pythonNumber(value) ?? value;
}
