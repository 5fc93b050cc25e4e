/** JSON inside text: one value, one value a line, or values one after the other. Never throws. */
import type { ValueNode } from '../text/valueNode.ts';
import { arrayNode } from '../text/valueNodes.ts';
import { jsonErrorMessage, excerpt } from './jsonErrors.ts';
import { readExactJson, skipJsonSpace } from './jsonReader.ts';
import { MAX_ERRORS, readTolerantJson } from './jsonTolerant.ts';
import type { ReadError } from './taggedTypes.ts';

/** What was read of a text that should be JSON. */
export interface JsonReading {
  /** The tree, with holes where the text is broken; `undefined` when there is none (no text, or nested too deep). */
  readonly node?: ValueNode;
  /** In the order found; empty exactly when the text is valid JSON. */
  readonly errors: readonly ReadError[];
  /** True when reading stopped at a bracket nested deeper than `MAX_NESTING`; then there is no node. */
  readonly depthExceeded: boolean;
}

/** Reads the one JSON value of `text[start..end)`; anything else in the range is an error. */
export function readJson(text: string, start = 0, end = text.length): JsonReading {
  const exact = readExactJson(text, start, end);
  if (exact.ok && skipJsonSpace(text, exact.end, end) >= end) {
    return { node: exact.node, errors: [], depthExceeded: false };
  }
  if (!exact.ok && exact.tooDeep) return tooDeep(text, exact.at);
  const tolerant = readTolerantJson(text, start, end);
  return { node: tolerant.node, errors: tolerant.errors, depthExceeded: tolerant.depthExceeded };
}

function tooDeep(text: string, at: number): JsonReading {
  const message = jsonErrorMessage('too-deep', excerpt(text, at, at + 1));
  return { errors: [{ code: 'too-deep', start: at, end: at + 1, message }], depthExceeded: true };
}

/**
 * Reads JSON values that stand one after the other, with nothing, white space or a comma between them (the tool list
 * of a Glaive system text). The node is an array of them; a range without a value gives an empty array and no error.
 * A broken value ends the sequence where its recovery ends.
 */
export function readJsonSequence(text: string, start = 0, end = text.length): JsonReading {
  const elements: ValueNode[] = [];
  const errors: ReadError[] = [];
  let at = skipJsonSpace(text, start, end);
  const first = at;
  while (at < end) {
    const exact = readExactJson(text, at, end);
    let next: number;
    if (exact.ok) {
      elements.push(exact.node);
      next = exact.end;
    } else {
      if (exact.tooDeep) return tooDeep(text, exact.at);
      const tolerant = readTolerantJson(text, at, end, true);
      if (tolerant.depthExceeded) return { errors: tolerant.errors, depthExceeded: true };
      if (errors.length < MAX_ERRORS) errors.push(...tolerant.errors);
      if (tolerant.node !== undefined) elements.push(tolerant.node);
      next = tolerant.end;
    }
    at = skipJsonSpace(text, Math.max(next, at + 1), end);
    if (text[at] === ',' && at < end) at = skipJsonSpace(text, at + 1, end);
  }
  const last = elements.at(-1);
  return { node: arrayNode(first, last?.end ?? first, elements), errors, depthExceeded: false };
}

/**
 * Reads one JSON value a line (ToolRL's calls): a broken line does not touch the others. The node is an array of the
 * values; blank lines are passed over.
 */
export function readJsonLines(text: string, start = 0, end = text.length): JsonReading {
  const elements: ValueNode[] = [];
  const errors: ReadError[] = [];
  const first = skipJsonSpace(text, start, end);
  for (let at = first; at < end;) {
    const lineBreak = text.indexOf('\n', at);
    const lineEnd = lineBreak < 0 || lineBreak > end ? end : lineBreak;
    const line = readJson(text, at, lineEnd);
    if (line.depthExceeded) return line;
    if (errors.length < MAX_ERRORS) errors.push(...line.errors);
    if (line.node !== undefined) elements.push(line.node);
    at = skipJsonSpace(text, lineEnd, end);
  }
  const last = elements.at(-1);
  return { node: arrayNode(first, last?.end ?? first, elements), errors, depthExceeded: false };
}
