/**
 * Python values as data: what a call's arguments are when integers and fractions, lists and tuples stay apart. An integer is a
 * `bigint`, a float a `number`, a list an array; the rest have classes of their own.
 */

/** A value that a call, a reference answer or a schema holds. */
export type PythonValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | PythonValue[]
  | PythonTuple
  | PythonDict
  | PythonBytes
  | PythonComplex;

export class PythonTuple {
  constructor(readonly items: readonly PythonValue[]) {}
}

/** One character a byte. */
export class PythonBytes {
  constructor(readonly text: string) {}
}

export class PythonComplex {
  constructor(
    readonly real: number,
    readonly imaginary: number,
  ) {}
}

/** What Python raises where a value is used as it cannot be: the name of the exception, and why. */
export class PythonError extends Error {
  constructor(
    readonly type: 'TypeError' | 'KeyError' | 'IndexError' | 'AttributeError' | 'OverflowError' | 'ValueError' | 'NotImplementedError' | 'ZeroDivisionError' | 'NameError' | 'MemoryError', // prettier-ignore
    message: string,
  ) {
    super(message);
  }
}

interface Entry {
  readonly key: PythonValue;
  value: PythonValue;
}

/** A dictionary in the order written; keys are equal as Python has it (`1`, `1.0` and `True` are one key). */
export class PythonDict {
  readonly #entries = new Map<unknown, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** @throws PythonError (TypeError) for a key that Python cannot hash. */
  set(key: PythonValue, value: PythonValue): void {
    const hash = hashKey(key);
    const known = this.#entries.get(hash);
    if (known) known.value = value;
    else this.#entries.set(hash, { key, value });
  }

  get(key: PythonValue): PythonValue | undefined {
    return this.#entries.get(hashKey(key))?.value;
  }

  has(key: PythonValue): boolean {
    return this.#entries.has(hashKey(key));
  }

  /** In the order written. */
  entries(): (readonly [PythonValue, PythonValue])[] {
    const found: [PythonValue, PythonValue][] = [];
    for (const { key, value } of this.#entries.values()) found.push([key, value]);
    return found;
  }

  /** The entry that was written first. */
  first(): readonly [PythonValue, PythonValue] | undefined {
    for (const { key, value } of this.#entries.values()) return [key, value];
    return undefined;
  }

  keys(): PythonValue[] {
    return Array.from(this.#entries.values(), ({ key }) => key);
  }

  values(): PythonValue[] {
    return Array.from(this.#entries.values(), ({ value }) => value);
  }

  static of(entries: Iterable<readonly [PythonValue, PythonValue]>): PythonDict {
    const dict = new PythonDict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }
}

/** Equal for keys that are equal in Python. Text is itself; of others that are no numbers, a text that no key can be. */
function hashKey(key: PythonValue): unknown {
  if (typeof key === 'string' || key === null || typeof key === 'bigint') return key;
  if (typeof key === 'boolean') return key ? 1n : 0n;
  if (typeof key === 'number') return Number.isInteger(key) ? BigInt(key) : key;
  if (key instanceof PythonComplex)
    return key.imaginary === 0 ? hashKey(key.real) : `\0complex ${key.real} ${key.imaginary}`;
  if (key instanceof PythonBytes) return `\0bytes ${key.text}`;
  if (key instanceof PythonTuple)
    return `\0tuple ${key.items.map((item) => `${typeof hashKey(item)} ${String(hashKey(item))}`).join('\0')}`;
  throw new PythonError('TypeError', `unhashable type: '${typeName(key)}'`);
}

/** The name of the value's type in Python. */
export type PythonTypeName =
  'NoneType' | 'bool' | 'str' | 'int' | 'float' | 'list' | 'tuple' | 'dict' | 'bytes' | 'complex';

export function typeName(value: PythonValue): PythonTypeName {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
  }
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (value instanceof PythonDict) return 'dict';
  if (value instanceof PythonTuple) return 'tuple';
  return value instanceof PythonBytes ? 'bytes' : 'complex';
}

/** Python's `==`: numbers and booleans by value whatever their type, containers by their elements. */
export function pythonEquals(a: PythonValue, b: PythonValue): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return Number(a) === Number(b) && sameNumber(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof PythonTuple) return b instanceof PythonTuple && sameItems(a.items, b.items);
  if (a instanceof PythonDict) {
    if (!(b instanceof PythonDict) || a.size !== b.size) return false;
    for (const [key, value] of a.entries()) {
      const other = b.get(key);
      if (other === undefined || !pythonEquals(value, other)) return false;
    }
    return true;
  }
  if (a instanceof PythonBytes) return b instanceof PythonBytes && a.text === b.text;
  if (a instanceof PythonComplex) {
    if (b instanceof PythonComplex) return a.real === b.real && a.imaginary === b.imaginary;
    return a.imaginary === 0 && isNumeric(b) && sameNumber(a.real, b);
  }
  return b instanceof PythonComplex && pythonEquals(b, a);
}

function isNumeric(value: PythonValue): value is boolean | bigint | number {
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
}

/** Exact also between a float and an integer beyond 2^53. */
function sameNumber(a: boolean | bigint | number, b: boolean | bigint | number): boolean {
  return orderOfNumbers(a, b) === 0;
}

/** Negative, 0 or positive; `NaN` when one of them is none. */
export function orderOfNumbers(a: boolean | bigint | number, b: boolean | bigint | number): number {
  const [x, y] = [typeof a === 'boolean' ? BigInt(a) : a, typeof b === 'boolean' ? BigInt(b) : b];
  // JavaScript compares a bigint and a number by their mathematical values.
  return x < y ? -1 : x > y ? 1 : x <= y ? 0 : NaN;
}

function sameItems(a: readonly PythonValue[], b: readonly PythonValue[]): boolean {
  return a.length === b.length && a.every((item, i) => pythonEquals(item, b[i]!));
}

/** What a `for` goes through: elements, the keys of a dictionary, the characters of a text. */
export function iterate(value: PythonValue): readonly PythonValue[] {
  if (Array.isArray(value)) return value;
  if (value instanceof PythonTuple) return value.items;
  if (value instanceof PythonDict) return value.keys();
  if (typeof value === 'string') return Array.from(value);
  if (value instanceof PythonBytes) return Array.from(value.text, (char) => BigInt(char.charCodeAt(0)));
  throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Python's `in`: an element, a key, or a piece of a text. */
export function contains(container: PythonValue, value: PythonValue): boolean {
  if (Array.isArray(container)) return container.some((item) => pythonEquals(item, value));
  if (container instanceof PythonDict) return container.has(value);
  if (typeof container === 'string') {
    if (typeof value === 'string') return container.includes(value);
    throw new PythonError(
      'TypeError',
      `'in <string>' requires string as left operand, not ${typeName(value)}`,
    );
  }
  return iterate(container).some((item) => pythonEquals(item, value));
}

/** `container[key]`. */
export function subscript(container: PythonValue, key: PythonValue): PythonValue {
  if (container instanceof PythonDict) {
    const value = container.get(key);
    if (value === undefined) throw new PythonError('KeyError', String(key));
    return value;
  }
  const items =
    typeof container === 'object' || typeof container === 'string' ? itemsOf(container) : undefined;
  if (!items) throw new PythonError('TypeError', `'${typeName(container)}' object is not subscriptable`);
  if (typeof key !== 'bigint' && typeof key !== 'boolean')
    throw new PythonError('TypeError', `indices must be integers, not ${typeName(key)}`);
  const item = items.at(Number(key));
  if (item === undefined) throw new PythonError('IndexError', 'index out of range');
  return item;
}

function itemsOf(container: PythonValue): readonly PythonValue[] | undefined {
  if (Array.isArray(container)) return container;
  if (container instanceof PythonTuple) return container.items;
  return typeof container === 'string' ? Array.from(container) : undefined;
}
