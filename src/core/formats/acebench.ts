/**
 * ACEBench (formats.md 4.16): questions as one text with `user:` and `system:` lines (the assistant is called system),
 * tools under `parameters` or `arguments`; answers as an object by function name, repeated calls with `_1`, `_2`.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Sample, TextRun, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { bfclTypeWords, isBfclFile } from './bfcl.ts';
import { columnTurn, makeTurn } from './plainTurns.ts';
import { addRun, liftPythonText, textPath } from './text.ts';
import { liftTools, type ToolKeys } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

const toolKeys: ToolKeys = { parameters: ['parameters', 'arguments'] };

export const acebench: Format = {
  id: 'acebench',
  title: 'ACEBench',
  summary: 'Questions as one text and a function list; answers as an object by function name.',
  docs: {
    tools: '`function`: a list with `parameters` or `arguments`',
    calls:
      '`ground_truth`: `{f: {p: value}}`, repeated calls as `f_1`; end states and `mile_stone` for agents',
    thoughts: 'none',
    marks: '`question` as one text with `function`; `ground_truth` as an object',
  },
  native: { typeWords: bfclTypeWords },
  recognize(entry, hints) {
    if (typeof entry.id !== 'string' || isBfclFile(hints)) return undefined;
    if (typeof entry.question === 'string' && Array.isArray(entry.function)) {
      return { kind: 'samples', strength: 'certain' };
    }
    if (Object.hasOwn(entry, 'question') || !Object.hasOwn(entry, 'ground_truth')) return undefined;
    if (isAnswer(entry)) return { kind: 'answers', strength: 'certain' };
    // A fixed sentence ("irrelevant"): the file's name says whose it is.
    return typeof entry.ground_truth === 'string' && /^data_/.test(hints.fileName ?? '')
      ? { kind: 'answers', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    return Object.hasOwn(entry, 'question') ? liftQuestion(entry, context) : liftAnswer(entry, context);
  },
};

function isAnswer(entry: JsonObject): boolean {
  const truth = entry.ground_truth;
  if (Object.hasOwn(entry, 'mile_stone')) return true;
  if (isObject(truth)) return true;
  // Agent end states: `[{Class: {attribute: value}}]`, whose values are not all lists, unlike BFCL's.
  return Array.isArray(truth) && truth.length > 0 && truth.every(isEndState);
}

function isEndState(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const states = Object.values(value);
  return (
    states.length === 1 &&
    isObject(states[0]) &&
    !Object.values(states[0]).every((item) => Array.isArray(item))
  );
}

function liftQuestion(entry: JsonObject, context: LiftContext): Sample {
  const turns: Turn[] = [];
  for (const key of ['time', 'profile']) {
    const turn = columnTurn('system', key, own(entry, key));
    if (turn) turns.push(turn);
  }
  const question = own(entry, 'question');
  if (typeof question === 'string') liftDialogue(question, turns);
  return {
    tools: liftTools(own(entry, 'function'), ['function'], context, toolKeys),
    toolsPath: ['function'],
    turns,
    unreadable: [],
  };
}

const speaker = /^(user|system):/gm;

function liftDialogue(question: string, turns: Turn[]): void {
  const path = ['question'];
  const marks = [...question.matchAll(speaker)];
  const first = marks[0]?.index ?? question.length;
  const lead: TextRun[] = [];
  addRun(question, path, 0, first, lead);
  if (lead.length > 0) turns.push(makeTurn('user', 'question', path, { texts: lead }));
  marks.forEach((mark, i) => {
    const word = mark[1]!;
    const keyEnd = mark.index + word.length;
    const end = marks[i + 1]?.index ?? question.length;
    const texts: TextRun[] = [];
    addRun(question, path, keyEnd + 1, end, texts);
    turns.push(
      makeTurn(word === 'user' ? 'user' : 'assistant', word, textPath(path, mark.index, end), {
        rolePath: textPath(path, mark.index, keyEnd),
        texts,
      }),
    );
  });
}

function liftAnswer(entry: JsonObject, context: LiftContext): Sample {
  const truth = own(entry, 'ground_truth');
  const turns: Turn[] = [];
  if (isObject(truth)) {
    turns.push(
      makeTurn('assistant', 'ground_truth', ['ground_truth'], { calls: liftCalls(truth, ['ground_truth']) }),
    );
  }
  const milestones = own(entry, 'mile_stone');
  if (Array.isArray(milestones)) liftMilestones(milestones, ['mile_stone'], context, turns);
  return { tools: undefined, turns, unreadable: [] };
}

/** Calls by name. Lists are no arguments: `incomplete` names missing parameters, `error_param` bad values. */
function liftCalls(truth: JsonObject, path: Path): Call[] {
  const calls: Call[] = [];
  for (const key of Object.keys(truth)) {
    const value = truth[key]!;
    if (!isObject(value)) continue;
    calls.push({
      name: withoutSuffix(key, truth),
      namePlace: { path: [...path, key], at: 'key' },
      path: [...path, key],
      arguments: value,
      argumentsPath: [...path, key],
      encoding: 'object',
    });
  }
  return calls;
}

/** `f_1` is the second call of `f` when `f` is there as well. */
function withoutSuffix(key: string, truth: JsonObject): string {
  const match = /^(.*)_[1-9][0-9]?$/s.exec(key);
  return match && Object.hasOwn(truth, match[1]!) ? match[1]! : key;
}

/** Steps of an agent's task as Python calls, in lists of any nesting. */
function liftMilestones(list: readonly JsonValue[], path: Path, context: LiftContext, turns: Turn[]): void {
  const calls: Call[] = [];
  list.forEach((item, i) => {
    const itemPath = [...path, i];
    if (typeof item === 'string') liftPythonText(item, itemPath, context, calls);
    else if (Array.isArray(item)) {
      item.forEach((text, j) => {
        if (typeof text === 'string') liftPythonText(text, [...itemPath, j], context, calls);
      });
    }
  });
  if (calls.length > 0) turns.push(makeTurn('assistant', 'mile_stone', path, { calls }));
}
