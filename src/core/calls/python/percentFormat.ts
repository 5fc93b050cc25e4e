/** Python's `'%d of %s' % values`, for texts and numbers; what it does not know it refuses. */
import { printFloat, quotePython } from './printPython.ts';
import {
  PythonBytes,
  PythonComplex,
  PythonDict,
  PythonError,
  PythonTuple,
  type PythonValue,
} from './values.ts';

const maxWidth = 1_000;

/** @throws PythonError as Python does, and for conversions that are not computed here. */
export function formatPercent(template: string, given: PythonValue): string {
  const values = given instanceof PythonTuple ? [...given.items] : [given];
  const isMapping = given instanceof PythonDict;
  let used = 0;
  const next = () => {
    if (used >= values.length) throw new PythonError('TypeError', 'not enough arguments for format string');
    return values[used++]!;
  };
  const text = template.replace(
    /%(?:\(([^)]*)\))?([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])?/g,
    (whole, key: string | undefined, flags: string, width = '0', precision?: string, kind = '') => {
      if (kind === '%') return '%';
      if (Number(width) > maxWidth || Number(precision ?? 0) > 100)
        throw new PythonError('MemoryError', 'too wide');
      let value: PythonValue;
      if (key === undefined) value = next();
      else {
        const found = isMapping ? given.get(key) : undefined;
        if (found === undefined) throw new PythonError('KeyError', key);
        value = found;
      }
      return pad(convert(value, kind, precision, whole), flags, Number(width), kind);
    },
  );
  if (used < values.length && !isMapping && !(given instanceof PythonTuple && used === values.length))
    throw new PythonError('TypeError', 'not all arguments converted during string formatting');
  return text;
}

function convert(value: PythonValue, kind: string, precision: string | undefined, whole: string): string {
  switch (kind) {
    case 's':
      return cutTo(typeof value === 'string' ? value : pythonRepr(value), precision);
    case 'r':
      return cutTo(pythonRepr(value), precision);
    case 'd':
    case 'i':
      if (typeof value === 'boolean') return String(Number(value));
      if (typeof value === 'bigint') return String(value);
      if (typeof value === 'number' && Number.isFinite(value)) return String(BigInt(Math.trunc(value)));
      break;
    case 'x':
      if (typeof value === 'bigint') return value.toString(16);
      break;
    case 'f': {
      const number = typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : value;
      if (typeof number === 'number' && Math.abs(number) < 1e21)
        return number.toFixed(Number(precision ?? 6));
      break;
    }
  }
  throw new PythonError('TypeError', `${whole} cannot be filled in`);
}

function cutTo(text: string, precision: string | undefined): string {
  return precision === undefined ? text : text.slice(0, Number(precision));
}

function pad(text: string, flags: string, width: number, kind: string): string {
  let shown = text;
  if (kind !== 's' && kind !== 'r' && !shown.startsWith('-')) {
    if (flags.includes('+')) shown = `+${shown}`;
    else if (flags.includes(' ')) shown = ` ${shown}`;
  }
  if (flags.includes('-')) return shown.padEnd(width);
  if (!flags.includes('0') || kind === 's' || kind === 'r') return shown.padStart(width);
  const sign = /^[-+ ]/.exec(shown)?.[0] ?? '';
  return sign + shown.slice(sign.length).padStart(width - sign.length, '0');
}

/** A value as Python's `repr` writes it. */
export function pythonRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return printFloat(value);
  if (typeof value === 'string') return quotePython(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (value instanceof PythonTuple)
    return `(${value.items.map(pythonRepr).join(', ')}${value.items.length === 1 ? ',' : ''})`;
  if (value instanceof PythonBytes) return `b${quotePython(value.text, true)}`;
  if (value instanceof PythonComplex) {
    const part = (number: number) => printFloat(number).replace(/\.0$/, '');
    if (value.real === 0 && !Object.is(value.real, -0)) return `${part(value.imaginary)}j`;
    const sign = value.imaginary < 0 || Object.is(value.imaginary, -0) ? '' : '+';
    return `(${part(value.real)}${sign}${part(value.imaginary)}j)`;
  }
  return `{${Array.from(value.entries(), ([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`).join(', ')}}`;
}
