/** Keywords about a value as such, about numbers and about strings. */
import { deepEqual, jsonTypeOf, type JsonValue } from '../../json.ts';
import { multipleOfTest } from '../decimal.ts';
import { memberTest } from '../equality.ts';
import { formatTest } from '../formats.ts';
import { fail, makeError, type SchemaNode } from '../node.ts';
import { compilePattern } from '../pattern.ts';
import type { Check } from '../run.ts';

const TYPES = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);

/** `type`, `enum`, `const`. */
export function valueKeywords(node: SchemaNode, out: Check[]): void {
  const type = node.get('type');
  if (typeof type === 'string') {
    const check = typeCheck(type, node);
    if (check !== undefined) out.push(check);
  } else if (Array.isArray(type)) {
    const wanted = new Set(
      type.filter((word): word is string => typeof word === 'string' && TYPES.has(word)),
    );
    if (wanted.size > 0 && wanted.size === new Set(type).size) out.push(typesCheck(wanted, node));
  }
  const allowed = node.get('enum');
  if (Array.isArray(allowed)) {
    const has = memberTest(allowed);
    out.push((value, run) => has(value) || fail(run, node, 'enum', { allowedValues: allowed }));
  }
  const constant = node.get('const');
  if (constant !== undefined && node.resource.draft !== '04') {
    out.push(
      (value, run) => deepEqual(value, constant) || fail(run, node, 'const', { allowedValue: constant }),
    );
  }
}

function typeCheck(type: string, node: SchemaNode): Check | undefined {
  switch (type) {
    case 'string':
      return (value, run) => typeof value === 'string' || fail(run, node, 'type', { type });
    case 'integer':
      return (value, run) => Number.isInteger(value) || fail(run, node, 'type', { type });
    case 'number':
      return (value, run) => typeof value === 'number' || fail(run, node, 'type', { type });
    case 'boolean':
      return (value, run) => typeof value === 'boolean' || fail(run, node, 'type', { type });
    case 'null':
      return (value, run) => value === null || fail(run, node, 'type', { type });
    case 'array':
      return (value, run) => Array.isArray(value) || fail(run, node, 'type', { type });
    case 'object':
      return (value, run) =>
        (typeof value === 'object' && value !== null && !Array.isArray(value)) ||
        fail(run, node, 'type', { type });
    default:
      return undefined;
  }
}

function typesCheck(wanted: ReadonlySet<string>, node: SchemaNode): Check {
  const numbers = wanted.has('number');
  return (value, run) => {
    const is = jsonTypeOf(value);
    return wanted.has(is) || (is === 'integer' && numbers) || fail(run, node, 'type', { type: [...wanted] });
  };
}

function numeric(node: SchemaNode, keyword: string): number | undefined {
  const limit = node.get(keyword);
  return typeof limit === 'number' ? limit : undefined;
}

/** `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` (a flag in draft 04), `multipleOf`. */
export function numberKeywords(node: SchemaNode, out: Check[]): void {
  const add = (keyword: string, limit: number, met: (value: number) => boolean): void => {
    out.push((value, run) => typeof value !== 'number' || met(value) || fail(run, node, keyword, { limit }));
  };
  const flags = node.resource.draft === '04';
  const minimum = numeric(node, 'minimum');
  if (minimum !== undefined) {
    if (flags && node.get('exclusiveMinimum') === true)
      add('exclusiveMinimum', minimum, (value) => value > minimum);
    else add('minimum', minimum, (value) => value >= minimum);
  }
  const maximum = numeric(node, 'maximum');
  if (maximum !== undefined) {
    if (flags && node.get('exclusiveMaximum') === true)
      add('exclusiveMaximum', maximum, (value) => value < maximum);
    else add('maximum', maximum, (value) => value <= maximum);
  }
  const above = flags ? undefined : numeric(node, 'exclusiveMinimum');
  if (above !== undefined) add('exclusiveMinimum', above, (value) => value > above);
  const below = flags ? undefined : numeric(node, 'exclusiveMaximum');
  if (below !== undefined) add('exclusiveMaximum', below, (value) => value < below);
  const divisor = numeric(node, 'multipleOf');
  if (divisor !== undefined && divisor > 0) {
    const divides = multipleOfTest(divisor);
    out.push(
      (value, run) =>
        typeof value !== 'number' || divides(value) || fail(run, node, 'multipleOf', { divisor }),
    );
  }
}

/** The length in code points, no further than needed to know it is above `enough`. */
function codePoints(text: string, enough: number): number {
  let count = 0;
  for (let i = 0; i < text.length && count <= enough; i++, count++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) i++;
    }
  }
  return count;
}

/** `minLength`, `maxLength`, `pattern`. */
export function stringKeywords(node: SchemaNode, out: Check[]): void {
  const shortest = numeric(node, 'minLength');
  if (shortest !== undefined) {
    out.push(
      (value, run) =>
        typeof value !== 'string' ||
        value.length >= shortest * 2 ||
        codePoints(value, shortest) >= shortest ||
        fail(run, node, 'minLength', { limit: shortest }),
    );
  }
  const longest = numeric(node, 'maxLength');
  if (longest !== undefined) {
    out.push(
      (value, run) =>
        typeof value !== 'string' ||
        value.length <= longest ||
        codePoints(value, longest) <= longest ||
        fail(run, node, 'maxLength', { limit: longest }),
    );
  }
  const source = node.get('pattern');
  if (typeof source === 'string') {
    const pattern = compilePattern(source);
    if (pattern.test !== undefined) {
      const { test } = pattern;
      out.push((value, run) => {
        if (typeof value !== 'string') return true;
        run.spend(1 + (value.length >> 5));
        return test(value) || fail(run, node, 'pattern', { pattern: source });
      });
    }
  }
}

/** `format`, as the options say. */
export function formatKeyword(node: SchemaNode, out: Check[]): void {
  const mode = node.context.options.format ?? 'ignore';
  const format = node.get('format');
  if (mode === 'ignore' || typeof format !== 'string') return;
  const test = formatTest(format);
  if (test === undefined) return;
  if (mode === 'assert') {
    out.push(
      (value, run) => typeof value !== 'string' || test(value) || fail(run, node, 'format', { format }),
    );
    return;
  }
  out.push((value: JsonValue, run) => {
    if (typeof value !== 'string' || test(value)) return true;
    if (run.errors === undefined) run.formatMissed = true;
    else if (run.warnings.length < run.limit) run.warnings.push(makeError(run, node, 'format', { format }));
    return true;
  });
}
