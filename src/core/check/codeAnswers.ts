/**
 * Calls written as Java or JavaScript, read by the grammars of tree-sitter and taken apart as the Berkeley Function Calling
 * Leaderboard does: only `name = value` arguments count, and values stay source text.
 */
import { Language, Parser, type Node } from 'web-tree-sitter';
import { PythonDict, PythonError, type PythonValue } from '../calls/python/values.ts';
import type { CodeDecoders } from './decode.ts';

/** The files of tree-sitter: the engine and the two grammars, as WebAssembly. */
export interface CodeGrammars {
  readonly engine: Uint8Array;
  readonly java: Uint8Array;
  readonly javascript: Uint8Array;
}

let engine: Promise<void> | undefined;

/** Loads the parsers; costs some tens of milliseconds, so call it only where an answer is code. */
export async function loadCodeDecoders(files: CodeGrammars): Promise<CodeDecoders> {
  engine ??= Parser.init({ wasmBinary: files.engine });
  await engine;
  const [java, javascript] = await Promise.all([parserOf(files.java), parserOf(files.javascript)]);
  return {
    java: (source) => withTree(java, source, (root) => decodeJava(root, source)),
    javascript: (source) => withTree(javascript, source, decodeJavaScript),
  };
}

async function parserOf(grammar: Uint8Array): Promise<Parser> {
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

function withTree(parser: Parser, source: string, decode: (root: Node) => PythonValue): PythonValue {
  const tree = parser.parse(source);
  if (!tree) throw new PythonError('ValueError', 'The code could not be parsed.');
  try {
    // Upstream looks for the word in the printed tree; a missing token is no error there.
    if (tree.rootNode.toString().includes('ERROR'))
      throw new PythonError('ValueError', 'The code has an error.');
    return decode(tree.rootNode);
  } finally {
    tree.delete();
  }
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Arguments by name; the name is absent for a positional one. @throws PythonError for a name given twice. */
class Arguments {
  readonly dict = new PythonDict();

  add(name: string | null, value: string): void {
    if (this.dict.has(name)) throw new PythonError('ValueError', 'Several arguments have the same name.');
    this.dict.set(name, value);
  }
}

function childrenOf(node: Node): Node[] {
  return node.children.filter((child): child is Node => child !== null);
}

function decodeJavaScript(root: Node): PythonValue {
  if (root.type !== 'program') return null;
  for (const statement of childrenOf(root)) {
    if (statement.type !== 'expression_statement') continue;
    const call = childrenOf(statement).find((child) => child.type === 'call_expression');
    if (!call) continue;
    const [callee, list] = childrenOf(call);
    const given = new Arguments();
    for (const child of list ? childrenOf(list) : []) {
      if (child.type === 'assignment_expression') {
        const [name, , value] = childrenOf(child);
        given.add(name!.text, unquoted(value!.text));
      } else if (child.type === 'identifier' || child.type === 'true') given.add(null, child.text);
    }
    return [PythonDict.of([[callee!.text, given.dict]])];
  }
  return null;
}

function unquoted(text: string): string {
  const isQuoted =
    (text.startsWith('"') && text.endsWith('"')) || (text.startsWith("'") && text.endsWith("'"));
  return isQuoted ? text.slice(1, -1) : text;
}

/** Cuts source text by a node's place; upstream takes byte offsets for characters, which shifts behind any other letter. */
type Cut = (node: Node) => string;

function cutBy(source: string): Cut {
  if (/^[\u0000-\u007f]*$/.test(source)) return (node) => source.slice(node.startIndex, node.endIndex);
  const characters = Array.from(source);
  const bytesBefore = (index: number) => utf8Length(source.slice(0, index));
  return (node) => characters.slice(bytesBefore(node.startIndex), bytesBefore(node.endIndex)).join('');
}

/**
 * Bytes of a call without a semicolon from which the engine that upstream pins (tree-sitter 0.21) takes the semicolon as
 * missing; in a shorter text it sees an error.
 */
const shortestWithoutSemicolon = 11;

function decodeJava(root: Node, source: string): PythonValue {
  if (utf8Length(source) < shortestWithoutSemicolon && root.toString().includes('(MISSING ";")'))
    throw new PythonError('ValueError', 'The code has an error.');
  const cut = cutBy(source);
  const call = firstInvocation(root);
  if (!call) return new PythonDict();
  const name = cut(call.childForFieldName('name')!);
  const object = call.childForFieldName('object');
  const given = new Arguments();
  const list = call.childForFieldName('arguments');
  for (const child of list ? childrenOf(list) : []) {
    if (child.type === 'assignment_expression') {
      const [left, , right] = childrenOf(child);
      given.add(cut(left!), javaText(right!, false, cut));
    } else if (child.type === 'identifier' || child.type === 'class_literal' || child.type === 'set')
      given.add(null, javaText(child, false, cut));
  }
  return [PythonDict.of([[object ? `${cut(object)}.${name}` : name, given.dict]])];
}

/** The first call, in the order written; what stands inside its own arguments is not looked at. */
function firstInvocation(node: Node): Node | undefined {
  if (node.type === 'method_invocation') return node;
  for (const child of childrenOf(node)) {
    const found = firstInvocation(child);
    if (found) return found;
  }
  return undefined;
}

/** A value's text, put together anew from its tokens (so spaces go); the body of an anonymous class is left out. */
function javaText(node: Node, isNested: boolean, cut: Cut): string {
  switch (node.type) {
    case 'string_literal':
    case 'character_literal':
      return isNested ? cut(node) : cut(node).slice(1, -1);
    case 'identifier':
    case 'class_literal':
    case 'type_identifier':
    case 'method_invocation':
      return cut(node);
    case 'array_creation_expression': {
      const [type, value] = [node.childForFieldName('type'), node.childForFieldName('value')];
      // Without elements upstream fails: `new int[3]`.
      if (!type || !value)
        throw new PythonError('AttributeError', "'NoneType' object has no attribute 'type'");
      return `new ${javaText(type, true, cut)}[]${javaText(value, true, cut)}`;
    }
    case 'object_creation_expression': {
      const [type, list] = [node.childForFieldName('type'), node.childForFieldName('arguments')];
      if (!type) throw new PythonError('AttributeError', "'NoneType' object has no attribute 'type'");
      const all = list
        ? childrenOf(list).filter(({ type: kind }) => kind !== ',' && kind !== '(' && kind !== ')')
        : [];
      return `new ${javaText(type, true, cut)}(${all.map((child) => javaText(child, true, cut)).join(', ')})`;
    }
  }
  const children = childrenOf(node);
  return children.length > 0 ? children.map((child) => javaText(child, true, cut)).join('') : cut(node);
}
