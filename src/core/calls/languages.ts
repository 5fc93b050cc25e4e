/** The table of embedded languages: how each is read into value nodes, and how its strings are decoded with their places. */
import { DecodedTextBuilder, plainText } from '../text/decodedText.ts';
import { decodeJsonString } from '../text/jsonString.ts';
import type { LanguageId } from '../text/path.ts';
import { decodePythonPieces, pythonStringPieces } from '../text/pythonString.ts';
import type { DecodedText, ValueNode } from '../text/valueNode.ts';
import { leafNode } from '../text/valueNodes.ts';
import { readGlaiveCall } from './glaive.ts';
import { readJson, readJsonLines, readJsonSequence } from './jsonText.ts';
import { pythonToValueNode } from './pythonCalls.ts';
import { readPythonLiteral } from './pythonLiteral.ts';
import { readReactCalls } from './reactCalls.ts';
import { readToolProse } from './toolProse.ts';
import { decodeTypescriptString, readTypescriptTools } from './typescriptTools.ts';
import { readXmlCalls } from './xmlCalls.ts';

/** A way in which values are written in text. */
export interface TextLanguage {
  /** Reads `text[start..end)`; `undefined` when nothing can be read there. Never throws. */
  read(text: string, start: number, end: number): ValueNode | undefined;
  /** The text of a string node that `read` gave for the same `text`, with the way back to it. */
  decodeString(text: string, node: ValueNode): DecodedText;
}

/**
 * Shapes: `json` as written; `json-lines`, `json-sequence`, `python-calls` and `typescript-tools` always an array; `glaive` one object;
 * `xml-calls` and `react` an object for one call and an array for several.
 */
export const textLanguages: Readonly<Record<LanguageId, TextLanguage>> = Object.freeze({
  json: { read: (text, start, end) => readJson(text, start, end).node, decodeString: decodeByLook },
  'json-lines': {
    read: (text, start, end) => readJsonLines(text, start, end).node,
    decodeString: decodeByLook,
  },
  'json-sequence': {
    read: (text, start, end) => readJsonSequence(text, start, end).node,
    decodeString: decodeByLook,
  },
  'python-calls': { read: pythonToValueNode, decodeString: decodePythonByLook },
  'python-literal': {
    read: (text, start, end) => readPythonLiteral(text, start, end).node,
    decodeString: decodePythonByLook,
  },
  glaive: { read: readGlaiveCall, decodeString: decodeByLook },
  'xml-calls': {
    read: (text, start, end) => readXmlCalls(text, start, end).node,
    decodeString: decodeByLook,
  },
  react: { read: readReactCalls, decodeString: decodeReactString },
  'tool-prose': { read: readToolProse, decodeString: decodeReactString },
  'typescript-tools': { read: readTypescriptTools, decodeString: decodeTypescriptString },
  text: {
    read: (text, start, end) => leafNode('string', start, end, text.slice(start, end)),
    decodeString: (text, node) => plainText(text, node.start, node.end),
  },
} satisfies Record<LanguageId, TextLanguage>);

/** True when the node is written as its plain text: a name, or a value between tags, without quotes or escapes. */
function isUnquoted(text: string, node: ValueNode): boolean {
  return node.value === text.slice(node.start, node.end);
}

function decodeByLook(text: string, node: ValueNode): DecodedText {
  return isUnquoted(text, node)
    ? plainText(text, node.start, node.end)
    : decodeJsonString(text, node.start, node.end);
}

function decodePythonByLook(text: string, node: ValueNode): DecodedText {
  if (isUnquoted(text, node)) return plainText(text, node.start, node.end);
  const pieces = pythonStringPieces(text, node.start, node.end);
  if (pieces.length > 0) return decodePythonPieces(text, pieces, node.start);
  // A name that Python writes differently from its value: white space around its dots, or letters to normalise.
  const builder = new DecodedTextBuilder();
  builder.escape(String(node.value), node.start, node.end);
  return builder.build(node.end);
}

/** An action's input and a tool's parameters in prose are JSON or a Python dictionary; both read the same unless they differ in the value. */
function decodeReactString(text: string, node: ValueNode): DecodedText {
  const json = decodeByLook(text, node);
  return json.text === node.value ? json : decodePythonByLook(text, node);
}
