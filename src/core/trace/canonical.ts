/**
 * By what a record is known again when its file was written anew: its line, and its content in a canonical form. The form
 * keeps numbers as they are written, so that `1.0` stays another value than `1`; it is not RFC 8785, on purpose. The Python
 * package has the same (trainer/callsmith_trainer/canonical.py); test/suites/canonical/ holds both to it.
 */
import { isLoneSurrogate } from '../text/jsonString.ts';
import { sha256 } from '../text/sha256.ts';

/** Members of a record that say nothing of what is learnt from it: they may change without the content being another. */
export const ignoredKeys: ReadonlySet<string> = new Set([
  'id',
  '_id',
  'uid',
  'uuid',
  'idx',
  'index',
  'custom_id',
  'tags',
  'notes',
  'review',
  'status',
  'source',
  'annotator',
  'created_at',
  'updated_at',
  'callsmith',
]);

/** Arrays and objects that may stand in each other. */
const mostDepth = 256;

/** SHA-256 in hexadecimal of the line's UTF-8, without its line break. */
export function lineSha(line: string): string {
  return sha256(line.replace(/\r?\n$/, ''));
}

/** SHA-256 in hexadecimal of the record's canonical form without {@link ignoredKeys}; `undefined` where it has none. */
export function contentSha(record: string): string | undefined {
  const canonical = canonicalJson(record, ignoredKeys);
  return canonical === undefined ? undefined : sha256(canonical);
}

/**
 * The canonical form of a JSON text: keys in the order of their UTF-16 units, no white space, strings escaped no more than
 * they must be, numbers as written. `undefined` for what is no JSON (RFC 8259), has a key twice, or is nested too deep.
 *
 * @param without keys of the outermost object that are left out
 */
export function canonicalJson(text: string, without?: ReadonlySet<string>): string | undefined {
  const scanner = new Scanner(text);
  const value = scanner.value(0, without);
  return value !== undefined && scanner.isAtEnd() ? value : undefined;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const short: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads once from left to right; every method returns `undefined` where the text is not what it reads. */
class Scanner {
  #at = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    this.#space();
    return this.#at === this.text.length;
  }

  value(depth: number, without?: ReadonlySet<string>): string | undefined {
    this.#space();
    switch (this.text[this.#at]) {
      case '{':
        return depth < mostDepth ? this.#object(depth, without) : undefined;
      case '[':
        return depth < mostDepth ? this.#array(depth) : undefined;
      case '"': {
        const read = this.#string();
        return read === undefined ? undefined : quoted(read);
      }
      case 't':
        return this.#word('true');
      case 'f':
        return this.#word('false');
      case 'n':
        return this.#word('null');
      default:
        return this.#match(number);
    }
  }

  #object(depth: number, without?: ReadonlySet<string>): string | undefined {
    this.#at++;
    const members = new Map<string, string>();
    this.#space();
    if (this.#take('}')) return '{}';
    do {
      this.#space();
      const key = this.#string();
      if (key === undefined || members.has(key)) return undefined;
      this.#space();
      if (!this.#take(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.set(key, value);
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) return undefined;
    const kept = [...members].filter(([key]) => !without?.has(key));
    // Strings compare by UTF-16 units.
    kept.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${kept.map(([key, value]) => `${quoted(key)}:${value}`).join(',')}}`;
  }

  #array(depth: number): string | undefined {
    this.#at++;
    const elements: string[] = [];
    this.#space();
    if (this.#take(']')) return '[]';
    do {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      elements.push(value);
      this.#space();
    } while (this.#take(','));
    return this.#take(']') ? `[${elements.join(',')}]` : undefined;
  }

  #string(): string | undefined {
    if (!this.#take('"')) return undefined;
    let value = '';
    for (;;) {
      value += this.#match(plain)!;
      if (this.#take('"')) return value;
      if (!this.#take('\\')) return undefined;
      const letter = this.text[this.#at++] ?? '';
      if (letter === 'u') {
        const hex = this.text.slice(this.#at, this.#at + 4);
        if (!/^[0-9A-Fa-f]{4}$/.test(hex)) return undefined;
        value += String.fromCharCode(parseInt(hex, 16));
        this.#at += 4;
      } else {
        if (!Object.hasOwn(short, letter)) return undefined;
        value += short[letter]!;
      }
    }
  }

  #word(word: string): string | undefined {
    if (!this.text.startsWith(word, this.#at)) return undefined;
    this.#at += word.length;
    return word;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  #take(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? '-')) this.#at++;
  }
}

/** A string literal: `"`, `\` and control characters escaped, halves of characters as `\uXXXX`, all else as it is. */
function quoted(text: string): string {
  let literal = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    const code = text.charCodeAt(i);
    if (unit === '"' || unit === '\\') literal += `\\${unit}`;
    else if (code < 0x20 || isLoneSurrogate(text, i)) literal += escapeOf(code);
    else literal += unit;
  }
  return `${literal}"`;
}

/** JSON's short escapes where there is one. */
function escapeOf(code: number): string {
  const at = [8, 9, 10, 12, 13].indexOf(code);
  return at >= 0 ? `\\${'btnfr'[at]!}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
