/**
 * The calls of a model's answer, however it wrote them: tags, fences, JSON, Python, XML, Harmony. Takes what a person would
 * recognise as calls, passes over thoughts and prose around them, and says where each stands. Nothing is evaluated.
 */
import { findPythonCallList } from '../calls/findPythonCalls.ts';
import { looksLikeHarmony, splitHarmony } from '../calls/harmony.ts';
import { readExactJson, skipJsonSpace } from '../calls/jsonReader.ts';
import { parsePythonExpression } from '../calls/python/parsePython.ts';
import { PythonSyntaxError } from '../calls/python/pythonTokens.ts';
import { PythonDict, PythonError, type PythonValue } from '../calls/python/values.ts';
import { findTaggedCalls } from '../calls/tagged.ts';
import { splitThoughts } from '../calls/thoughts.ts';
import type { Span } from '../text/span.ts';
import type { ValueNode } from '../text/valueNode.ts';
import { memberOf } from '../text/valueNodes.ts';
import {
  asWritten,
  callOfPython,
  placedNode,
  type PlacedValue,
  type ReadCall,
  type ReadSwitches,
} from './placed.ts';
import { readPythonJson } from './pythonJsonValue.ts';
import { decodeXml } from './xmlAnswers.ts';

/** What an answer was found to hold. */
export interface ReadAnswer {
  readonly calls: readonly ReadCall[];
  /** Why something that looks like a call could not be read; `calls` are those before it. */
  readonly problem?: {
    readonly message: string;
    readonly at: number;
    /** It is JSON, but nothing in it names a function. */
    readonly isNoCall?: boolean;
  };
}

/** Reads an answer. Never throws for what stands in the text. */
export function readAnswer(text: string, switches = asWritten): ReadAnswer {
  if (looksLikeHarmony(text)) return readHarmony(text);
  if (text.includes('<functions>')) return readXml(text);
  const tagged = findTaggedCalls(text);
  if (tagged.length > 0) return readTagged(text, tagged, switches);
  const { answerStart } = splitThoughts(text);
  const start = skipJsonSpace(text, answerStart, text.length);
  if (isJsonStart(text, start)) {
    const read = readJsonAt(text, start);
    if (read) return read;
  }
  const python = readPython(text, answerStart, switches);
  if (python.calls.length > 0 || python.problem) return python;
  return readJsonInProse(text, answerStart) ?? python;
}

/** `{` or `[{` or `[[`. */
function isJsonStart(text: string, at: number): boolean {
  if (text[at] === '{') return true;
  return text[at] === '[' && '{['.includes(text[skipJsonSpace(text, at + 1, text.length)] ?? ' ');
}

function readJsonAt(text: string, start: number): ReadAnswer | undefined {
  const json = readExactJson(text, start, text.length);
  if (json.ok) return callsOfNode(json.node, text);
  // NaN and Infinity, which Python writes.
  const loose = readPythonJson(text.slice(start).trimEnd());
  const values = loose && (Array.isArray(loose.value) ? loose.value : [loose.value]);
  const span = { start, end: text.length };
  const calls = values?.map((value) => callOfValue(value, span)).filter((call) => call !== undefined);
  return calls && calls.length > 0 && calls.length === values?.length ? { calls } : undefined;
}

/** JSON with words around it: the first list or object that holds calls. */
function readJsonInProse(text: string, from: number): ReadAnswer | undefined {
  const opening = /\[\s*\{|\{\s*"/g;
  opening.lastIndex = from;
  for (let tries = 0; tries < 20; tries++) {
    const match = opening.exec(text);
    if (!match) return undefined;
    const json = readExactJson(text, match.index, text.length);
    const read = json.ok ? callsOfNode(json.node, text) : undefined;
    if (read && !read.problem && read.calls.length > 0) return read;
  }
  return undefined;
}

function callOfValue(value: PythonValue, span: Span): ReadCall | undefined {
  if (!(value instanceof PythonDict)) return undefined;
  const name = nameKeys.map((key) => value.get(key)).find((found) => typeof found === 'string');
  const given = argumentKeys.map((key) => value.get(key)).find((found) => found instanceof PythonDict);
  if (typeof name !== 'string') return undefined;
  const named = new Map<string, PlacedValue>();
  for (const [key, item] of given?.entries() ?? []) named.set(String(key), { value: item, ...span });
  return { name, named, positional: [], hasStars: false, ...span };
}

function readTagged(
  text: string,
  tagged: ReturnType<typeof findTaggedCalls>,
  switches: ReadSwitches,
): ReadAnswer {
  const calls: ReadCall[] = [];
  for (const { language, node, bodyStart, bodyEnd, errors, start } of tagged) {
    if (language === 'python-calls') {
      const read = readPythonBetween(text, bodyStart, bodyEnd, switches);
      calls.push(...read.calls);
      if (read.problem) return { calls, problem: read.problem };
      continue;
    }
    const [error] = errors;
    if (!node || error)
      return {
        calls,
        problem: { message: error?.message ?? 'nothing can be read here', at: error?.start ?? start },
      };
    const read = callsOfNode(node, text);
    calls.push(...read.calls);
    if (read.problem) return { calls, problem: read.problem };
  }
  return { calls };
}

/** Keys under which the name and the arguments of a call stand. */
const nameKeys = ['name', 'function', 'tool_name', 'api_name', 'tool', 'action', 'recipient_name'];
const argumentKeys = [
  'arguments',
  'parameters',
  'args',
  'input',
  'params',
  'kwargs',
  'tool_input',
  'action_input',
];

function callsOfNode(node: ValueNode, text: string): ReadAnswer {
  const calls: ReadCall[] = [];
  for (const child of node.elements ?? [node]) {
    const call = callOfObject(child, text);
    if (!call)
      return {
        calls,
        problem: {
          message: 'a call has a name and arguments; here is neither',
          at: child.start,
          isNoCall: !nameKeys.some((key) => memberOf(child, key)),
        },
      };
    calls.push(call);
  }
  return { calls };
}

function callOfObject(node: ValueNode, text: string): ReadCall | undefined {
  if (!node.members) return undefined;
  const inner = memberOf(node, 'function')?.node;
  const holder = inner?.members ? inner : node;
  const name = nameKeys.map((key) => memberOf(holder, key)?.node).find((found) => found?.kind === 'string');
  const given = argumentKeys.map((key) => memberOf(holder, key)?.node).find((found) => found !== undefined);
  const span = { start: node.start, end: node.end };
  if (name) {
    const named = given ? namedOf(given, text) : new Map<string, PlacedValue>();
    return named && { name: name.value as string, named, positional: [], hasStars: false, ...span };
  }
  // `{"name of the function": {arguments}}`, as the leaderboard's results write it.
  const [only] = node.members;
  const named = node.members.length === 1 && only!.node.members ? namedOf(only!.node, text) : undefined;
  return named && { name: only!.key, named, positional: [], hasStars: false, ...span };
}

function namedOf(node: ValueNode, text: string): Map<string, PlacedValue> | undefined {
  if (node.members)
    return new Map(node.members.map(({ key, node: child }) => [key, placedNode(child, text)]));
  if (node.kind === 'null') return new Map();
  if (typeof node.value !== 'string') return undefined;
  // Arguments as a string of JSON: their places are the string's.
  const inner = readExactJson(node.value, 0, node.value.length);
  if (!inner.ok || !inner.node.members) return undefined;
  const { value: source, start, end } = node;
  return new Map(
    inner.node.members.map(({ key, node: child }) => [
      key,
      { value: placedNode(child, source).value, start, end },
    ]),
  );
}

function readHarmony(text: string): ReadAnswer {
  const calls: ReadCall[] = [];
  for (const { recipient, body, start, end } of splitHarmony(text)) {
    if (!recipient || recipient.text === 'assistant' || text.startsWith('<|start|>functions', start))
      continue;
    const json = readExactJson(text, body.start, body.end);
    const named = json.ok ? namedOf(json.node, text) : undefined;
    if (!named) return { calls, problem: { message: 'the arguments are no JSON object', at: body.start } };
    calls.push({
      name: recipient.text.replace(/^functions\./, ''),
      named,
      positional: [],
      hasStars: false,
      start,
      end,
    });
  }
  return { calls };
}

function readXml(text: string): ReadAnswer {
  const start = text.indexOf('<functions>');
  const end = text.indexOf('</functions>', start);
  const span = { start, end: end < 0 ? text.length : end + '</functions>'.length };
  try {
    const form = /<param\b[^>]*\bvalue\s*=/.test(text.slice(span.start, span.end)) ? 'verbose' : 'concise';
    const decoded = decodeXml(text, form) as PythonDict[];
    const calls = decoded.map((call): ReadCall => {
      const [[name, given]] = [...call.entries()] as [[string, PythonDict]];
      const named = new Map(
        Array.from(given.entries(), ([key, value]) => [String(key), { value, ...span }] as const),
      );
      return { name, named, positional: [], hasStars: false, ...span };
    });
    return { calls };
  } catch (error) {
    // Whatever the reader of XML refuses: the text stands, and the person is told.
    return {
      calls: [],
      problem: { message: error instanceof Error ? error.message : String(error), at: start },
    };
  }
}

function readPython(text: string, from: number, switches: ReadSwitches): ReadAnswer {
  const whole = readBareList(text, from, switches);
  if (whole) return whole;
  const list = findPythonCallList(text, from);
  if (!list) return { calls: [] };
  // A bracket that was forgotten, as the official decoder puts it there.
  const opens = text[list.start] === '[';
  const closes = text[list.end - 1] === ']';
  const plain = readPythonBetween(text, list.start, list.end, switches);
  if (!plain.problem || opens === closes) return plain;
  const mended = opens
    ? readPythonBetween(`${text.slice(0, list.end)}]`, list.start, list.end + 1, switches)
    : readPythonBetween(text, list.start, list.end - 1, switches);
  return mended.problem ? plain : mended;
}

/** An answer that is a list of calls from its first character to its last, as nearly all are; else nothing. */
function readBareList(text: string, from: number, switches: ReadSwitches): ReadAnswer | undefined {
  const start = skipJsonSpace(text, from, text.length);
  const end = text.trimEnd().length;
  if (text[start] !== '[' || text[end - 1] !== ']') return undefined;
  const read = readPythonBetween(text, start, end, switches);
  const isSure =
    !read.problem &&
    read.calls.length > 0 &&
    read.calls.every(({ named, positional }) => named.size > 0 || positional.length === 0);
  return isSure ? read : undefined;
}

function readPythonBetween(text: string, start: number, end: number, switches: ReadSwitches): ReadAnswer {
  const source = text.slice(start, end);
  const indent = source.length - source.trimStart().length;
  const offset = start + indent;
  try {
    const tree = parsePythonExpression(source.trim());
    const all = tree.kind === 'List' || tree.kind === 'Tuple' || tree.kind === 'Set' ? tree.elements : [tree];
    const calls: ReadCall[] = [];
    for (const element of all) {
      if (element.kind !== 'Call')
        return { calls, problem: { message: 'this is no call', at: element.start + offset } };
      calls.push(callOfPython(element, offset, switches));
    }
    return { calls };
  } catch (error) {
    if (error instanceof PythonSyntaxError)
      return { calls: [], problem: { message: error.message, at: error.at + offset } };
    if (error instanceof PythonError || error instanceof RangeError)
      return { calls: [], problem: { message: error.message, at: offset } };
    throw error;
  }
}
