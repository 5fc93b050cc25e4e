/** Whether a value is one of the accepted ones, for the profile `fair`; if not, where it differs first. */
import {
  contains,
  iterate,
  pythonEquals,
  PythonDict,
  PythonError,
  PythonTuple,
  type PythonValue,
} from '../calls/python/values.ts';
import { normalText } from './bfcl.ts';
import { fairText } from './fairText.ts';
import type { SwitchId } from './profiles.ts';

/** How a value differs: the path inside the value, and what is expected there. */
export interface ValueDifference {
  readonly path: readonly (string | number)[];
  readonly kind: 'type' | 'value' | 'length' | 'missing-key' | 'unknown-key';
}

/** A schema as far as the comparison reads it; `undefined` where none is known. */
export type SchemaNode = PythonDict | undefined;

/** Compares values under a set of switches that are on. */
export class ValueComparer {
  readonly #on: (id: SwitchId) => boolean;

  constructor(off: ReadonlySet<SwitchId>) {
    this.#on = (id) => !off.has(id);
  }

  /**
   * `undefined` when the value is one of the options, else its difference from the closest.
   * @param options accepted values; objects among them list the accepted values of each member when `lists` is true.
   */
  differenceFrom(
    value: PythonValue,
    options: readonly PythonValue[],
    schema: SchemaNode,
    lists: boolean,
  ): ValueDifference | undefined {
    let closest: ValueDifference | undefined;
    for (const option of options) {
      const difference = this.#compare(value, option, schema, lists, 0);
      if (difference === undefined) return undefined;
      if (closest === undefined || isCloser(difference, closest)) closest = difference;
    }
    return closest ?? { path: [], kind: 'value' };
  }

  /** Equal as two arguments are. */
  areEqual(value: PythonValue, other: PythonValue, schema: SchemaNode): boolean {
    return this.#compare(value, other, schema, false, 0) === undefined;
  }

  #compare(
    value: PythonValue,
    option: PythonValue,
    schema: SchemaNode,
    lists: boolean,
    depth: number,
  ): ValueDifference | undefined {
    const isDeep = depth > 1 && !this.#on('nested-values');
    if (isDeep) return pythonEquals(value, option) ? undefined : differs('value');
    if (typeof value === 'string' || typeof option === 'string')
      return typeof value !== typeof option
        ? differs('type')
        : this.#sameText(value as string, option as string)
          ? undefined
          : differs('value');
    const [items, expected] = [itemsOf(value), itemsOf(option)];
    const isTuple = value instanceof PythonTuple && Array.isArray(option);
    if (isTuple && !this.#on('tuples-are-lists') && schema?.get('type') !== 'tuple') return differs('type');
    if (items && expected) return this.#compareItems(items, expected, schema, lists, depth);
    if (value instanceof PythonDict && option instanceof PythonDict)
      return this.#compareDicts(value, option, schema, lists, depth);
    if (isNumber(value) && isNumber(option)) return this.#compareNumbers(value, option, schema, depth);
    if (value === null || option === null || typeof value === 'boolean' || typeof option === 'boolean')
      return value === option
        ? undefined
        : differs(typeof value === typeof option && value !== null && option !== null ? 'value' : 'type');
    return pythonEquals(value, option) ? undefined : differs('type');
  }

  #sameText(a: string, b: string): boolean {
    if (a === b) return true;
    return this.#on('strings-keep-signs') ? fairText(a) === fairText(b) : normalText(a) === normalText(b);
  }

  #compareNumbers(
    value: bigint | number,
    option: bigint | number,
    schema: SchemaNode,
    depth: number,
  ): ValueDifference | undefined {
    if (!pythonEquals(value, option)) return differs('value');
    if (typeof value === typeof option) return undefined;
    const type = schema?.get('type');
    if (!this.#on('numbers-by-value'))
      return depth === 0 && typeof value === 'bigint' && type === 'float' ? undefined : differs('type');
    // 5 may stand for 5.0; 5.0 is no integer.
    return typeof value === 'number' && (type === 'integer' || type === 'int') ? differs('type') : undefined;
  }

  #compareItems(
    items: readonly PythonValue[],
    expected: readonly PythonValue[],
    schema: SchemaNode,
    lists: boolean,
    depth: number,
  ): ValueDifference | undefined {
    const inner = dictOf(schema?.get('items'));
    const shared = Math.min(items.length, expected.length);
    for (let i = 0; i < shared; i++) {
      // An object in a list of possible answers is compared as one that stands for itself.
      const isObject = lists && depth === 0 && expected[i] instanceof PythonDict;
      const difference = this.#compare(items[i]!, expected[i]!, inner, lists, isObject ? 0 : depth + 1);
      if (difference) return { ...difference, path: [i, ...difference.path] };
    }
    return items.length === expected.length ? undefined : differs('length');
  }

  #compareDicts(
    value: PythonDict,
    option: PythonDict,
    schema: SchemaNode,
    lists: boolean,
    depth: number,
  ): ValueDifference | undefined {
    const properties = dictOf(schema?.get('properties'));
    for (const [key, item] of value.entries()) {
      const inner = dictOf(properties?.get(key));
      const expected = option.get(key);
      const difference =
        expected === undefined
          ? this.#isDefault(item, inner)
            ? undefined
            : differs('unknown-key')
          : this.#compareMember(item, expected, inner, lists, depth);
      if (difference) return { ...difference, path: [String(key), ...difference.path] };
    }
    for (const [key, expected] of option.entries()) {
      if (value.has(key)) continue;
      const isList = lists && Array.isArray(expected);
      if (isList && contains(expected, '')) continue;
      const inner = dictOf(properties?.get(key));
      const accepted = isList ? expected : [expected];
      if (accepted.some((one) => this.#isDefault(one, inner))) continue;
      return { path: [String(key)], kind: 'missing-key' };
    }
    return undefined;
  }

  /** A member of an object: among the options that the reference lists for it, or, where it lists none, the value itself. */
  #compareMember(
    item: PythonValue,
    expected: PythonValue,
    schema: SchemaNode,
    lists: boolean,
    depth: number,
  ): ValueDifference | undefined {
    const isLoose = !this.#on('nested-values');
    const plain = () => this.#compare(item, expected, schema, lists, depth + 1);
    if (!lists || !Array.isArray(expected)) return plain();
    let closest: ValueDifference | undefined;
    for (const one of iterate(expected)) {
      const isMark = one === '' && expected.some((other) => other !== '');
      if (isMark && this.#on('marker-is-no-value') && !this.#isDefault('', schema)) continue;
      const difference =
        isLoose && !(typeof item === 'string' && typeof one === 'string')
          ? pythonEquals(item, one)
            ? undefined
            : differs('value')
          : this.#compare(item, one, schema, lists, depth + 1);
      if (!difference) return undefined;
      if (!closest || isCloser(difference, closest)) closest = difference;
    }
    // A list that is the value, not the list of accepted ones.
    if (this.#on('nested-values') && depth > 0 && itemsOf(item) && plain() === undefined) return undefined;
    return closest ?? differs('value');
  }

  #isDefault(value: PythonValue, schema: SchemaNode): boolean {
    if (!this.#on('default-is-omitted')) return false;
    const known = schema?.get('default');
    return known !== undefined && this.#compare(value, known, schema, false, 0) === undefined;
  }

  /** Whether this value of an argument says the same as leaving it out. */
  isDefault(value: PythonValue, schema: SchemaNode): boolean {
    return this.#isDefault(value, schema);
  }
}

function differs(kind: ValueDifference['kind']): ValueDifference {
  return { path: [], kind };
}

/** Deeper differences are closer, and a wrong value is closer than a wrong type. */
function isCloser(a: ValueDifference, b: ValueDifference): boolean {
  if (a.path.length !== b.path.length) return a.path.length > b.path.length;
  return a.kind !== 'type' && b.kind === 'type';
}

function isNumber(value: PythonValue): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

function itemsOf(value: PythonValue): readonly PythonValue[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof PythonTuple ? value.items : undefined;
}

/** The dictionary, or nothing where the value is none. */
export function dictOf(value: PythonValue | undefined): PythonDict | undefined {
  return value instanceof PythonDict ? value : undefined;
}

/** What a `for` goes through, or nothing where the value holds nothing. */
export function listOf(value: PythonValue | undefined): readonly PythonValue[] {
  try {
    return value === undefined || value === null ? [] : iterate(value);
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}
