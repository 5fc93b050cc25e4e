/**
 * BFCL v3 and v4 (formats.md 4.15): question files (turns of messages, tools in BFCL's dialect) and answer files
 * (accepted values by parameter, or Python calls as text).
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Sample, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { columnTurn, makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftPythonText } from './text.ts';
import { liftTools } from './tools.ts';
import type { FileHints, Format, LiftContext } from './types.ts';

/** Type words of BFCL's schemas: its own, Java's and JavaScript's (the checker's `GORILLA_TO_OPENAPI`). */
export const bfclTypeWords: readonly string[] = [
  'dict',
  'float',
  'tuple',
  'any',
  'list',
  'str',
  'int',
  'bool',
  'byte',
  'short',
  'long',
  'double',
  'char',
  'string',
  'boolean',
  'integer',
  'number',
  'array',
  'arraylist',
  'set',
  'hashmap',
  'hashtable',
  'queue',
  'stack',
  'bigint',
  'object',
  'null',
  '',
];

export const bfcl: Format = {
  id: 'bfcl',
  title: 'BFCL v3 / v4',
  summary: 'Questions as turns with a function list; answers as accepted values by parameter.',
  docs: {
    tools: '`function`: a list with `dict`, `float`, `tuple`, `any` as types',
    calls: 'answers: `ground_truth` with `{f: {p: [accepted values]}}`, or calls as Python text',
    thoughts: 'none',
    marks:
      '`question` as a list of turns, `ground_truth` as a list of accepted calls or call texts; the file’s name where that leaves ACEBench open',
  },
  native: { typeWords: bfclTypeWords, callNotes: ['positional-argument'] },
  recognize(entry, hints) {
    if (typeof entry.id !== 'string' && !isBfclFile(hints)) return undefined;
    if (isQuestion(entry, hints)) return { kind: 'samples', strength: 'certain' };
    return isAnswer(entry, hints) ? { kind: 'answers', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    return Object.hasOwn(entry, 'question') ? liftQuestion(entry, context) : liftAnswer(entry, context);
  },
};

/** The name of the file settles what rows alone cannot. */
export function isBfclFile(hints: FileHints): boolean {
  return hints.fileName !== undefined && /^BFCL_/i.test(hints.fileName);
}

function isQuestion(entry: JsonObject, hints: FileHints): boolean {
  const question = own(entry, 'question');
  if (typeof question === 'string') return isBfclFile(hints) && Object.hasOwn(entry, 'function');
  if (!Array.isArray(question) || question.length === 0) return false;
  const first = question[0]!;
  // One list of messages a turn; the SQL set has the messages of its one turn directly.
  return Array.isArray(first) ? isMessage(first[0]) : isMessage(first) && Object.hasOwn(entry, 'function');
}

function isMessage(value: JsonValue | undefined): boolean {
  return isObject(value) && typeof value.role === 'string' && Object.hasOwn(value, 'content');
}

function isAnswer(entry: JsonObject, hints: FileHints): boolean {
  const truth = own(entry, 'ground_truth');
  if (truth === undefined || Object.hasOwn(entry, 'mile_stone')) return false;
  if (isBfclFile(hints)) return true;
  if (!Array.isArray(truth)) return false;
  const first = truth.find((item) => !Array.isArray(item) || item.length > 0);
  if (isObject(first)) return isAcceptedCall(first);
  const text = Array.isArray(first) ? first[0] : first;
  return typeof text === 'string' && /^[A-Za-z_][\w.]{0,100}\(/.test(text);
}

/** `{f: {p: [accepted values]}}` */
function isAcceptedCall(value: JsonObject): boolean {
  const names = Object.keys(value);
  const accepted = names.length === 1 ? value[names[0]!] : undefined;
  return isObject(accepted) && Object.values(accepted).every((values) => Array.isArray(values));
}

function liftQuestion(entry: JsonObject, context: LiftContext): Sample {
  const question = own(entry, 'question');
  const turns: Turn[] = [];
  if (Array.isArray(question)) {
    question.forEach((turn, i) => {
      const path = ['question', i];
      const messages = Array.isArray(turn) ? rawMessages(turn, path, 'role', 'content') : undefined;
      for (const message of messages ?? []) turns.push(proseTurn(message));
    });
    if (isObject(question[0])) {
      for (const message of rawMessages(question, ['question'], 'role', 'content'))
        turns.push(proseTurn(message));
    }
  } else {
    const turn = columnTurn('user', 'question', question);
    if (turn) turns.push(turn);
  }
  return {
    tools: liftTools(own(entry, 'function'), ['function'], context),
    toolsPath: ['function'],
    turns,
    unreadable: [],
  };
}

function liftAnswer(entry: JsonObject, context: LiftContext): Sample {
  const truth = own(entry, 'ground_truth');
  const path = ['ground_truth'];
  const turns: Turn[] = [];
  const add = (turnPath: Path, calls: Call[]) =>
    void turns.push(makeTurn('assistant', 'ground_truth', turnPath, { calls }));
  if (Array.isArray(truth)) {
    if (truth.some((item) => Array.isArray(item))) {
      truth.forEach((item, i) =>
        add([...path, i], liftAnswerList(Array.isArray(item) ? item : [item], [...path, i], context)),
      );
    } else add(path, liftAnswerList(truth, path, context));
  } else if (isObject(truth)) add(path, liftAcceptedCalls(truth, path));
  return { tools: undefined, turns, unreadable: [] };
}

function liftAnswerList(list: readonly JsonValue[], path: Path, context: LiftContext): Call[] {
  const calls: Call[] = [];
  list.forEach((item, i) => {
    const itemPath = [...path, i];
    if (isObject(item)) for (const call of liftAcceptedCalls(item, itemPath)) calls.push(call);
    // Memory and web search have plain answers ("Michael"): only what begins like a call is one.
    else if (typeof item === 'string' && /^\s*[A-Za-z_][\w.]{0,200}\(/.test(item))
      liftPythonText(item, itemPath, context, calls);
  });
  return calls;
}

/** `{f: {p: [accepted values]}}`: the key is the call's name. */
function liftAcceptedCalls(value: JsonObject, path: Path): Call[] {
  return Object.keys(value).map((name) => ({
    name,
    namePlace: { path: [...path, name], at: 'key' },
    path,
    arguments: own(value, name),
    argumentsPath: [...path, name],
    encoding: 'object',
    acceptedAnswers: true,
  }));
}
