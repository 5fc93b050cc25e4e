/** What a value does that a keyword of its schema forbids, as the end of a sentence that begins with its name. */
import type { JsonValue } from '../json.ts';
import type { SchemaError } from '../schema/types.ts';
import type { Spelling } from './spelling.ts';
import { cut, plural, show } from './words.ts';

/** How numbers are written: in the value, and at the keyword that it breaks. */
export interface ViolationSpelling {
  readonly value: Spelling;
  readonly keyword: Spelling;
}

/** The end of the sentence `"age" …`; `tool` is the name of the function that wants it otherwise. */
export function violationWords(
  error: SchemaError,
  value: JsonValue | undefined,
  tool: string,
  spelling?: ViolationSpelling,
): string {
  const given = show(value ?? null, spelling?.value);
  const is = `is ${given}; ${tool} wants`;
  const limit = () => show(Number(error.params.limit), spelling?.keyword);
  const has = (count: string) => `has ${count}; ${tool} wants`;
  const length = typeof value === 'string' ? plural([...value.slice(0, 10_000)].length, 'character') : '';
  const size = Array.isArray(value) ? plural(value.length, 'element') : '';
  const keys = typeof value === 'object' && value !== null ? plural(Object.keys(value).length, 'member') : '';
  switch (error.keyword) {
    case 'minimum':
      return `${is} at least ${limit()}. Write a greater number.`;
    case 'maximum':
      return `${is} at most ${limit()}. Write a smaller number.`;
    case 'exclusiveMinimum':
      return `${is} more than ${limit()}. Write a greater number.`;
    case 'exclusiveMaximum':
      return `${is} less than ${limit()}. Write a smaller number.`;
    case 'multipleOf':
      return `${is} a multiple of ${show(Number(error.params.divisor), spelling?.keyword)}. Write one.`;
    case 'minLength':
      return `${has(length)} at least ${limit()}. Write a longer text.`;
    case 'maxLength':
      return `${has(length)} at most ${limit()}. Write a shorter text.`;
    case 'pattern':
      return `${is} text that matches ${cut(String(error.params.pattern), 60)}. Write it in that form.`;
    case 'minItems':
      return `${has(size)} at least ${limit()}. Add elements.`;
    case 'maxItems':
    case 'additionalItems':
    case 'items':
      return `${has(size)} at most ${limit()}. Remove elements.`;
    case 'uniqueItems':
      return `holds the same element at ${String(error.params.first)} and ${String(error.params.second)}; ${tool} wants all to differ. Remove one.`;
    case 'contains':
    case 'minContains':
      return `has too few elements of the kind of which ${tool} wants at least ${limit()}. Add one.`;
    case 'maxContains':
      return `has too many elements of a kind of which ${tool} wants at most ${limit()}. Remove one.`;
    case 'minProperties':
      return `${has(keys)} at least ${limit()}. Add members.`;
    case 'maxProperties':
      return `${has(keys)} at most ${limit()}. Remove members.`;
    case 'propertyNames':
      return `has a member named ${show(error.propertyName ?? '')}, a name that ${tool} does not allow. Rename it.`;
    case 'dependentRequired':
    case 'dependencies':
      return `has "${cut(String(error.params.property))}" but not "${cut(error.propertyName ?? '')}", which ${tool} wants beside it. Add it.`;
    case 'oneOf':
      return `fits more than one of the alternatives of which ${tool} wants exactly one. Make it fit one only.`;
    case 'not':
      return `is ${given}, which ${tool} excludes. Write another value.`;
    case 'falseSchema':
      return `is given, but the schema of ${tool} allows no value here. Remove it.`;
    default:
      return `is ${given}, which does not meet "${cut(error.keyword)}" in the schema of ${tool}. Change it so that it does.`;
  }
}
