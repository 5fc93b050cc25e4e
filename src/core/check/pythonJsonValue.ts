/** JSON as Python's `json.loads` takes it, with integers and fractions kept apart and integers of any size. */
import { MAX_NESTING } from '../calls/callNote.ts';
import { jsonNumberEnd, skipJsonSpace } from '../calls/jsonReader.ts';
import { PythonDict, type PythonValue } from '../calls/python/values.ts';

/** The value of a text that is JSON (also `NaN` and the infinities, as Python takes them); `undefined` for any other text. */
export function readPythonJson(text: string): { readonly value: PythonValue } | undefined {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (value === undefined || skipJsonSpace(text, reader.at, text.length) < text.length) return undefined;
  return { value };
}

const words: readonly (readonly [string, PythonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];

class Reader {
  at = 0;

  constructor(readonly text: string) {}

  /** `undefined` where the text is no JSON; a value never is. */
  value(depth: number): PythonValue | undefined {
    const { text } = this;
    const start = skipJsonSpace(text, this.at, text.length);
    this.at = start;
    if (depth > MAX_NESTING) return undefined;
    switch (text.charCodeAt(start)) {
      case 0x7b:
        return this.#object(depth);
      case 0x5b:
        return this.#array(depth);
      case 0x22:
        return this.#string();
    }
    const end = jsonNumberEnd(text, start, text.length);
    if (end !== undefined) {
      const digits = text.slice(start, end);
      this.at = end;
      return /[.eE]/.test(digits) ? Number(digits) : BigInt(digits);
    }
    for (const [word, value] of words) {
      if (!text.startsWith(word, start)) continue;
      this.at = start + word.length;
      return value;
    }
    return undefined;
  }

  #object(depth: number): PythonDict | undefined {
    const { text } = this;
    const dict = new PythonDict();
    this.at = skipJsonSpace(text, this.at + 1, text.length);
    if (text.charCodeAt(this.at) === 0x7d) {
      this.at++;
      return dict;
    }
    for (;;) {
      if (text.charCodeAt(this.at) !== 0x22) return undefined;
      const key = this.#string();
      this.at = skipJsonSpace(text, this.at, text.length);
      if (key === undefined || text.charCodeAt(this.at) !== 0x3a) return undefined;
      this.at++;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      dict.set(key, value);
      const next = this.#separator();
      if (next === 0x7d) return dict;
      if (next !== 0x2c) return undefined;
    }
  }

  #array(depth: number): PythonValue[] | undefined {
    const { text } = this;
    const items: PythonValue[] = [];
    this.at = skipJsonSpace(text, this.at + 1, text.length);
    if (text.charCodeAt(this.at) === 0x5d) {
      this.at++;
      return items;
    }
    for (;;) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
      const next = this.#separator();
      if (next === 0x5d) return items;
      if (next !== 0x2c) return undefined;
    }
  }

  /** Passes over a comma or a closing bracket and the spaces around it. */
  #separator(): number {
    const { text } = this;
    const at = skipJsonSpace(text, this.at, text.length);
    const code = text.charCodeAt(at);
    this.at = code === 0x2c ? skipJsonSpace(text, at + 1, text.length) : at + 1;
    return code;
  }

  #string(): string | undefined {
    const { text } = this;
    const start = this.at;
    for (let i = start + 1; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 0x22) {
        this.at = i + 1;
        return text.slice(start + 1, i);
      }
      if (c === 0x5c) return this.#escapedString(start, i);
      if (c < 0x20) return undefined;
    }
    return undefined;
  }

  #escapedString(start: number, firstEscape: number): string | undefined {
    const { text } = this;
    let i = firstEscape;
    while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
    if (i >= text.length) return undefined;
    this.at = i + 1;
    try {
      // Python and JavaScript agree about strings.
      return JSON.parse(text.slice(start, i + 1)) as string;
    } catch {
      // Expected for a wrong escape or a control character: no JSON.
      return undefined;
    }
  }
}
