/**
 * Type words that are not JSON Schema's: Python, Java and JavaScript names, generics, and what authors append.
 *
 *   type := base ('[' type (',' type)* ']' | '(' … ')' | '<' … '>')? '[]'* ('|' type)*
 *           (',' 'optional' | ',' 'required' | ',' 'default' '=' literal)*
 */
import type { JsonObject, JsonValue } from '../json.ts';

/** What a type word means. */
export interface TypeReading {
  /** `json`: JSON Schema's own word; `word`: understood; `upper`: only the case is off; `unknown`: read as any. */
  readonly kind: 'json' | 'word' | 'upper' | 'unknown';
  /** The keywords that say the same: `{}` for any, `{ type: 'array', items: { type: 'integer' } }` for `List[int]`. */
  readonly schema: JsonObject;
  /** The text says that the parameter may be left out. */
  readonly optional: boolean;
  /** The text says that it may not. */
  readonly required: boolean;
  readonly default?: JsonValue;
}

const JSON_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

const BASES = new Map<string, string>();
const bases = (type: string, words: string): void => {
  for (const word of words.split(' ')) BASES.set(word, type);
};
bases(
  'string',
  'str string text char character varchar date datetime date-time timestamp time uuid url uri email path bytes charsequence unicode',
);
bases(
  'integer',
  'int integer long short byte bigint biginteger int8 int16 int32 int64 uint uint8 uint32 uint64 timedelta',
);
bases('number', 'float double number decimal numeric real float32 float64 bigdecimal complex');
bases('boolean', 'bool boolean');
bases('null', 'none null nonetype void undefined');
bases(
  'array',
  'list array tuple set frozenset sequence iterable collection vector arraylist linkedlist hashset queue stack deque ndarray',
);
bases(
  'object',
  'dict object map hashmap hashtable treemap dictionary mapping struct record json jsonobject defaultdict',
);
bases('any', 'any enum mixed unknown generic');

const MAX_LENGTH = 1_000;
const MAX_DEPTH = 32;

class NotAType extends Error {}

/** Reads a type word. Never throws; what is not understood reads as any. */
export function readTypeWord(text: string): TypeReading {
  if (JSON_TYPES.has(text)) return { kind: 'json', schema: { type: text }, optional: false, required: false };
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (trimmed === trimmed.toUpperCase() && JSON_TYPES.has(lower)) {
    return { kind: 'upper', schema: { type: lower }, optional: false, required: false };
  }
  if (trimmed === '') return { kind: 'word', schema: {}, optional: false, required: false };
  try {
    if (trimmed.length > MAX_LENGTH) throw new NotAType();
    return new TypeReader(trimmed).read();
  } catch (error) {
    if (!(error instanceof NotAType)) throw error;
    const suffix = readSuffix(/^default\s*=/i.test(trimmed) ? `, ${trimmed}` : '');
    return { kind: 'unknown', schema: {}, optional: false, required: false, ...suffix };
  }
}

interface Suffix {
  optional: boolean;
  required: boolean;
  default?: JsonValue;
}

/** What follows the type: `, optional`, `, default='x'`. A default's text goes to the end. */
function readSuffix(text: string): Suffix | undefined {
  const suffix: Suffix = { optional: false, required: false };
  let rest = text.trim();
  while (rest !== '') {
    const withDefault = /^,\s*default\s*[=:]\s*/i.exec(rest);
    if (withDefault !== null) {
      return { ...suffix, optional: true, default: readLiteral(rest.slice(withDefault[0].length)) };
    }
    const mark = /^,\s*(?:(optional)|(required))(?![A-Za-z0-9_])/i.exec(rest);
    if (mark === null) return undefined;
    if (mark[1] !== undefined) suffix.optional = true;
    else suffix.required = true;
    rest = rest.slice(mark[0].length).trim();
  }
  return suffix;
}

/** A Python or JSON literal; anything else is its own text. */
function readLiteral(text: string): JsonValue {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted !== null) return quoted[2]!;
  if (/^(?:None|null)$/.test(text)) return null;
  if (/^(?:True|true)$/.test(text)) return true;
  if (/^(?:False|false)$/.test(text)) return false;
  if (/^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  return text;
}

class TypeReader {
  #at = 0;

  constructor(private readonly text: string) {}

  read(): TypeReading {
    const schema = this.#union(0);
    const suffix = this.#marks();
    return { kind: 'word', schema, ...suffix };
  }

  #marks(): Suffix {
    let rest = this.text.slice(this.#at).trim();
    if (rest.startsWith('?')) rest = `, optional${rest.slice(1)}`;
    const bracketed = /^\(\s*(optional|required)\s*\)/i.exec(rest);
    if (bracketed !== null) rest = `, ${bracketed[1]}${rest.slice(bracketed[0].length)}`;
    const suffix = readSuffix(rest);
    if (suffix === undefined) throw new NotAType();
    return suffix;
  }

  #union(depth: number): JsonObject {
    if (depth > MAX_DEPTH) throw new NotAType();
    const parts = [this.#single(depth)];
    for (;;) {
      const or = /^\s*(?:\||\bor\b)\s*/i.exec(this.text.slice(this.#at, this.#at + 40));
      if (or === null) return either(parts);
      this.#at += or[0].length;
      parts.push(this.#single(depth));
    }
  }

  #single(depth: number): JsonObject {
    const name = /^\s*([A-Za-z_][\w.-]*)/.exec(this.text.slice(this.#at, this.#at + 80));
    if (name === null) throw new NotAType();
    this.#at += name[0].length;
    const word = name[1]!.slice(name[1]!.lastIndexOf('.') + 1).toLowerCase();
    let schema = this.#generic(word, depth);
    while (this.#take('[]')) schema = { type: 'array', ...(isAny(schema) ? {} : { items: schema }) };
    return schema;
  }

  #generic(word: string, depth: number): JsonObject {
    if (this.#opens('[') && !this.text.startsWith('[]', this.#peek()))
      return this.#withArguments(word, ']', depth);
    if (this.#opens('<')) return this.#withArguments(word, '>', depth);
    if (this.#opens('(')) return this.#withParentheses(word, depth);
    return this.#base(word);
  }

  #base(word: string): JsonObject {
    const type = BASES.get(word);
    if (type === undefined) throw new NotAType();
    return type === 'any' ? {} : { type };
  }

  #withArguments(word: string, close: string, depth: number): JsonObject {
    this.#at = this.#peek() + 1;
    if (word === 'literal') return this.#literals(close);
    const parts: JsonObject[] = [];
    let rest = false;
    for (;;) {
      if (/^\s*\.\.\./.test(this.text.slice(this.#at, this.#at + 20))) {
        this.#at = this.text.indexOf('...', this.#at) + 3;
        rest = true;
      } else {
        parts.push(this.#union(depth + 1));
      }
      this.#at = this.#peek();
      if (this.#take(',')) continue;
      if (this.#take(close)) break;
      throw new NotAType();
    }
    return this.#applied(word, rest ? parts.slice(0, 1) : parts);
  }

  /** `base[parts]` as keywords. */
  #applied(word: string, parts: readonly JsonObject[]): JsonObject {
    if (word === 'union') return either(parts);
    if (word === 'optional') return either([...parts, { type: 'null' }]);
    const base = this.#base(word);
    if (base['type'] === 'array') {
      const items = either(parts);
      return isAny(items) ? base : { type: 'array', items };
    }
    if (base['type'] === 'object') {
      const value = parts[1];
      return value === undefined || isAny(value) ? base : { type: 'object', additionalProperties: value };
    }
    if (isAny(base)) return base;
    throw new NotAType();
  }

  /** `list(str)` is `list[str]`; what stands in parentheses behind a scalar is a remark: `Date (yyyy-mm-dd)`. */
  #withParentheses(word: string, depth: number): JsonObject {
    const open = this.#peek();
    if (/^\(\s*(?:optional|required)\s*\)/i.test(this.text.slice(open, open + 40))) return this.#base(word);
    const base = this.#base(word)['type'];
    if (base === 'array' || base === 'object') return this.#withArguments(word, ')', depth);
    const close = this.text.indexOf(')', open);
    if (close < 0) throw new NotAType();
    this.#at = close + 1;
    return this.#base(word);
  }

  /** `Literal['a', 'b']`. */
  #literals(close: string): JsonObject {
    const end = this.text.indexOf(close, this.#at);
    if (end < 0) throw new NotAType();
    const values = this.text
      .slice(this.#at, end)
      .split(',')
      .map((part) => readLiteral(part.trim()));
    this.#at = end + 1;
    return { enum: values };
  }

  #peek(): number {
    let at = this.#at;
    while (this.text[at] === ' ' || this.text[at] === '\t') at++;
    return at;
  }

  #opens(bracket: string): boolean {
    return this.text[this.#peek()] === bracket;
  }

  #take(token: string): boolean {
    if (!this.text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }
}

function isAny(schema: JsonObject): boolean {
  return Object.keys(schema).length === 0;
}

/** One of several: plain types together in one `type`, anything else by `anyOf`; any if one of them is any. */
function either(parts: readonly JsonObject[]): JsonObject {
  if (parts.some(isAny)) return {};
  if (parts.length === 1) return parts[0]!;
  const plain = parts.every((part) => Object.keys(part).length === 1 && typeof part['type'] === 'string');
  if (!plain) return { anyOf: [...parts] };
  const types = [...new Set(parts.map((part) => part['type'] as string))];
  return { type: types.length === 1 ? types[0]! : types };
}
