/**
 * Mending text that should be JSON and is not: the changes that make it JSON and leave everything else as it is. They
 * are certain where the text can be read in one way only (quotes, `True`, trailing commas, bare keys, comments); a
 * text that breaks off is closed as a guess.
 */
import { deepEqual, type JsonValue } from '../json.ts';
import { jsonEscapeAt } from '../text/jsonString.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { skipJsonSpace } from './jsonReader.ts';
import { MAX_ERRORS, readTolerantJson } from './jsonTolerant.ts';
import { readPythonLiteral } from './pythonLiteral.ts';
import type { ReadErrorCode } from './taggedTypes.ts';

/** A change of the text; offsets are `textOffset`s. */
export interface Repair extends Span {
  readonly text: string;
}

/** What makes a text JSON. */
export interface JsonRepair {
  /** Ordered, apart from each other. */
  readonly changes: readonly Repair[];
  /** What the text says then. */
  readonly value: JsonValue;
  /** Nobody could read it in another way. */
  readonly certain: boolean;
}

const certainCodes: ReadonlySet<ReadErrorCode> = new Set([
  'single-quotes',
  'python-literal',
  'comma-extra',
  'key-not-quoted',
  'comment',
  'control-character',
]);
const guessedCodes: ReadonlySet<ReadErrorCode> = new Set([
  'invalid-escape',
  'bracket-not-closed',
  'string-not-closed',
]);

/** Longer texts, in UTF-16 units, are not mended: a person would not look through the changes. */
const maxLength = 4_000_000;

/** The repair of `text[start..end)`; `undefined` when it is JSON already, or cannot be read to its end. Never throws. */
export function repairJson(text: string, start = 0, end = text.length): JsonRepair | undefined {
  if (end - start > maxLength || isJson(text.slice(start, end))) return undefined;
  const { node, errors, depthExceeded } = readTolerantJson(text, start, end);
  if (!node || depthExceeded || errors.length >= MAX_ERRORS) return undefined;
  if (!errors.every(({ code }) => certainCodes.has(code) || guessedCodes.has(code))) return undefined;
  const writer = new RepairWriter(text, start, end);
  const changes = writer.changesOf(node);
  if (!changes) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(applied(text, start, end, changes)) as JsonValue;
  } catch {
    // The readers took it for more than it is: there is nothing to offer then.
    return undefined;
  }
  if (!deepEqual(value, node.value)) return undefined;
  const isPython = errors.some(({ code }) => code === 'single-quotes' || code === 'python-literal');
  if (isPython && isOtherInPython(text, start, end, value)) return undefined;
  return { changes, value, certain: errors.every(({ code }) => certainCodes.has(code)) };
}

/** Python reads another value, so that the text is ambiguous. */
function isOtherInPython(text: string, start: number, end: number, value: JsonValue): boolean {
  const python = readPythonLiteral(text, start, end);
  return python.complete && python.node !== undefined && !deepEqual(python.node.value, value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The question is just whether it parses.
    return false;
  }
}

function applied(text: string, start: number, end: number, changes: readonly Repair[]): string {
  let result = '';
  let from = start;
  for (const change of changes) {
    result += text.slice(from, change.start) + change.text;
    from = change.end;
  }
  return result + text.slice(from, end);
}

class RepairWriter {
  readonly #changes: Repair[] = [];

  constructor(
    readonly text: string,
    readonly start: number,
    readonly end: number,
  ) {}

  changesOf(root: ValueNode): Repair[] | undefined {
    if (!this.#gap(this.start, root.start, '')) return undefined;
    if (!this.#value(root)) return undefined;
    if (!this.#gap(root.end, this.end, '')) return undefined;
    return this.#changes;
  }

  #change(start: number, end: number, text: string): void {
    this.#changes.push({ start, end, text });
  }

  /** Recursion is bounded by the reader's depth. */
  #value(node: ValueNode): boolean {
    const source = this.text.slice(node.start, node.end);
    switch (node.kind) {
      case 'object':
      case 'array':
        return this.#container(node);
      case 'string':
        return this.#string(node.start, node.end);
      case 'number':
        return true;
      case 'boolean':
      case 'null': {
        const json = String(node.value);
        if (source !== json) this.#change(node.start, node.end, json);
        return true;
      }
      default:
        return false;
    }
  }

  #container(node: ValueNode): boolean {
    const isObject = node.kind === 'object';
    let at = node.start + 1;
    let isFirst = true;
    const items = isObject ? node.members! : node.elements!.map((element) => ({ node: element }));
    for (const item of items) {
      const from = 'keyStart' in item ? item.keyStart : item.node.start;
      if (!this.#gap(at, from, isFirst ? '' : ',')) return false;
      if ('keyStart' in item) {
        this.#key(item.keyStart, item.keyEnd);
        if (!this.#gap(item.keyEnd, item.node.start, ':')) return false;
      }
      if (!this.#value(item.node)) return false;
      at = item.node.end;
      isFirst = false;
    }
    const close = isObject ? '}' : ']';
    const isClosed = this.text[node.end - 1] === close && node.end - 1 >= at;
    if (!this.#gap(at, isClosed ? node.end - 1 : node.end, isFirst ? '' : 'last')) return false;
    if (!isClosed) this.#change(node.end, node.end, close);
    return true;
  }

  #key(start: number, end: number): void {
    const quote = this.text[start];
    if (quote === '"' || quote === "'") this.#string(start, end);
    else this.#change(start, end, JSON.stringify(this.text.slice(start, end)));
  }

  /** What stands between values: white space, the one sign that belongs there, and comments, which go. */
  #gap(from: number, to: number, sign: '' | ',' | ':' | 'last'): boolean {
    const { text } = this;
    let signs = 0;
    for (let at = skipJsonSpace(text, from, to); at < to; at = skipJsonSpace(text, at, to)) {
      const char = text[at]!;
      if (char === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
        const close = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
        const stop = close < 0 ? to : Math.min(to, text[at + 1] === '/' ? close : close + 2);
        this.#change(at, stop, '');
        at = stop;
        continue;
      }
      if (char === ',' && sign === 'last' && signs === 0) this.#change(at, at + 1, '');
      else if (char !== sign) return false;
      signs++;
      at++;
    }
    return sign === ',' || sign === ':' ? signs === 1 : signs <= 1;
  }

  /** A literal in double quotes, with the escapes that JSON has. */
  #string(start: number, end: number): boolean {
    const { text } = this;
    const quote = text[start]!;
    const isClosed = end - 1 > start && text[end - 1] === quote;
    if (quote !== '"') this.#change(start, start + 1, '"');
    const stop = isClosed ? end - 1 : end;
    for (let at = start + 1; at < stop;) {
      const code = text.charCodeAt(at);
      if (code === 0x5c) {
        const escaped = jsonEscapeAt(text, at, stop);
        if (escaped === undefined) this.#change(at, at, '\\');
        else if (text[at + 1] === "'") this.#change(at, at + 1, '');
        at += escaped?.length ?? 2;
        continue;
      }
      if (code === 0x22 && quote !== '"') this.#change(at, at, '\\');
      else if (code < 0x20) this.#change(at, at + 1, JSON.stringify(text[at]!).slice(1, -1));
      at++;
    }
    if (!isClosed) this.#change(end, end, '"');
    else if (quote !== '"') this.#change(end - 1, end, '"');
    return true;
  }
}
