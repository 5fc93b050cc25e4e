/**
 * A record as a person reads it: indented JSON in which strings that read better decoded stand as blocks.
 *
 *     "tools": """json
 *       [{ "name": "toss" }]
 *       """,
 *     "content": """
 *       <think>Two coins.</think>
 *
 *       [toss(n=2)]
 *       """
 *
 * A `"""` block is a string. Its text begins on the next line; the indentation of the closing `"""` is taken off every
 * line, and nothing in it is escaped. `"""json` is a string that holds JSON, written as JSON, with blocks in it if need
 * be. What cannot stand in a block unchanged stays an ordinary JSON string. compose.ts reads this text back.
 */
import { readExactJson, skipJsonSpace } from '../calls/jsonReader.ts';
import { isLoneSurrogate } from '../text/jsonString.ts';
import type { ValueNode } from '../text/valueNode.ts';

/** Columns that a value may take to stand on one line. */
const lineWidth = 100;
const step = 2;

/** Blocks of JSON in blocks of JSON that are opened; what lies deeper stays a string. */
const maxBlockDepth = 4;

/**
 * The record's text laid out for reading; a record that is no JSON stays as it is. The values, the spelling of numbers
 * and the order of members are the record's own.
 *
 * @param recordText one record: a line without its line break, or an element of an array file.
 */
export function printSample(recordText: string): string {
  const exact = readExactJson(recordText, 0, recordText.length);
  if (!exact.ok || skipJsonSpace(recordText, exact.end, recordText.length) < recordText.length)
    return recordText;
  return `${print({ text: recordText, depth: 0 }, exact.node, 0, true)}\n`;
}

/** The text that nodes were read from, and how many blocks of JSON are open around it. */
interface Source {
  readonly text: string;
  readonly depth: number;
}

function print(source: Source, node: ValueNode, indent: number, isRoot = false): string {
  if (node.kind === 'string') return printString(source, node, indent);
  const children = node.members ?? node.elements;
  if (!children) return source.text.slice(node.start, node.end);
  const [open, close] = node.members ? ['{', '}'] : ['[', ']'];
  if (children.length === 0) return open + close;
  if (!isRoot) {
    const flat = printFlat(source, node, lineWidth - indent);
    if (flat !== undefined) return flat;
  }
  const inner = indent + step;
  const lines = node.members
    ? node.members.map(
        ({ keyStart, keyEnd, node: value }) =>
          `${source.text.slice(keyStart, keyEnd)}: ${print(source, value, inner)}`,
      )
    : node.elements!.map((element) => print(source, element, inner));
  const margin = ' '.repeat(inner);
  return `${open}\n${lines.map((line) => margin + line).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

/** On one line; `undefined` when it is longer than `width` or a block is in it. */
function printFlat(source: Source, node: ValueNode, width: number): string | undefined {
  // What is written takes at least half of what it takes with spaces: most long values are seen without a look inside.
  if (node.end - node.start > width * 2) return undefined;
  if (node.kind === 'string') {
    return blockOf(source, node) ? undefined : within(source.text.slice(node.start, node.end), width);
  }
  const children = node.members ?? node.elements;
  if (!children) return within(source.text.slice(node.start, node.end), width);
  if (children.length === 0) return node.members ? '{}' : '[]';
  const parts: string[] = [];
  for (const child of children) {
    const value = 'node' in child ? child.node : child;
    const flat = printFlat(source, value, width);
    if (flat === undefined) return undefined;
    parts.push('node' in child ? `${source.text.slice(child.keyStart, child.keyEnd)}: ${flat}` : flat);
  }
  const joined = parts.join(', ');
  return within(node.members ? `{ ${joined} }` : `[${joined}]`, width);
}

function within(text: string, width: number): string | undefined {
  return text.length <= width ? text : undefined;
}

function printString(source: Source, node: ValueNode, indent: number): string {
  const block = blockOf(source, node);
  if (!block) return source.text.slice(node.start, node.end);
  const inner = indent + step;
  const margin = ' '.repeat(inner);
  if (block.json) {
    const value = print({ text: block.text, depth: source.depth + 1 }, block.json, inner, true);
    return `"""json\n${margin}${value}\n${margin}"""`;
  }
  const lines = block.text.split('\n').map((line) => (line === '' ? '' : margin + line));
  return `"""\n${lines.join('\n')}\n${margin}"""`;
}

/** What a string shows as a block; `undefined` when it reads as well as a string, or cannot stand in a block. */
function blockOf(source: Source, node: ValueNode): { text: string; json?: ValueNode } | undefined {
  const text = node.value as string;
  // Short strings without an escape, the most, are decided by their length.
  if (text.length === node.end - node.start - 2 && text.length < 40) return undefined;
  const json = source.depth < maxBlockDepth ? jsonIn(text) : undefined;
  if (json) return { text, json };
  return isWorthABlock(text) && canStandInBlock(text) ? { text } : undefined;
}

function jsonIn(text: string): ValueNode | undefined {
  const first = text.charCodeAt(skipJsonSpace(text, 0, text.length));
  if (first !== 0x7b && first !== 0x5b) return undefined;
  const exact = readExactJson(text, 0, text.length);
  if (!exact.ok || skipJsonSpace(text, exact.end, text.length) < text.length) return undefined;
  return (exact.node.members ?? exact.node.elements ?? []).length > 0 ? exact.node : undefined;
}

/** Several lines, or several characters that JSON escapes. */
function isWorthABlock(text: string): boolean {
  if (text.includes('\n')) return true;
  let escapes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c === 0x22 || c === 0x5c || c === 0x09) && ++escapes > 2) return true;
  }
  return false;
}

/** True for text that is the same when a document's lines hold it and `"""` ends it. */
function canStandInBlock(text: string): boolean {
  if (text.includes('"""')) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // Control characters; line ends of other kinds, which editors normalise; halves of surrogate pairs.
    if (c < 0x20 ? c !== 0x0a && c !== 0x09 : c === 0x7f || (c >= 0x80 && c < 0xa0)) return false;
    if (c === 0x2028 || c === 0x2029 || c === 0xfeff || isLoneSurrogate(text, i)) return false;
  }
  return true;
}
