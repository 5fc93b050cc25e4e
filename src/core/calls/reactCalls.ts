/** ToolLLaMA's calls: a line `Action: name`, and `Action Input:` with JSON (or a Python dictionary) behind it. */
import type { MemberNode, ValueNode } from '../text/valueNode.ts';
import { arrayNode, leafNode, objectNode } from '../text/valueNodes.ts';
import { readExactJson, skipJsonSpace } from './jsonReader.ts';
import { readJson } from './jsonText.ts';
import { readPythonLiteral } from './pythonLiteral.ts';
import { trimEnd } from './pythonScanner.ts';
import type { ReadError } from './taggedTypes.ts';

/** A call written as `Action:` and `Action Input:`. */
export interface ReactCall {
  /** An object with `name` and, where there is an input, `arguments`; their keys are the words of the form. */
  readonly node: ValueNode;
  readonly errors: readonly ReadError[];
}

const ACTION = 'Action:';
const INPUT = 'Action Input:';
const NEXT_STEP = /\n[ \t]*(?:Thought|Action|Observation|Final Answer):/g;

/** The call whose `Action:` stands at `start`. */
export function readReactCall(text: string, start: number, end: number): ReactCall {
  const errors: ReadError[] = [];
  const lineBreak = text.indexOf('\n', start);
  const lineEnd = lineBreak < 0 || lineBreak > end ? end : lineBreak;
  const nameStart = Math.min(lineEnd, skipBlanks(text, start + ACTION.length, lineEnd));
  const nameEnd = trimEnd(text, nameStart, lineEnd);
  const members: MemberNode[] = [
    {
      key: 'name',
      keyStart: start,
      keyEnd: start + ACTION.length,
      node: leafNode('string', nameStart, nameEnd, text.slice(nameStart, nameEnd)),
    },
  ];
  const input = skipJsonSpace(text, lineEnd, end);
  let stop = nameEnd;
  if (input < end && text.startsWith(INPUT, input)) {
    const value = readInput(text, input + INPUT.length, end, errors);
    stop = value.end;
    members.push({ key: 'arguments', keyStart: input, keyEnd: input + INPUT.length, node: value.node });
  } else {
    errors.push({
      code: 'not-a-call',
      start,
      end: nameEnd,
      message: 'This action has no "Action Input:" line; add one with its arguments as JSON.',
    });
  }
  return { node: objectNode(start, Math.max(stop, start + ACTION.length), members), errors };
}

/** The input behind its words; a broken one ends where the next step begins. */
function readInput(
  text: string,
  start: number,
  end: number,
  errors: ReadError[],
): { node: ValueNode; end: number } {
  const from = skipJsonSpace(text, start, end);
  const exact = readExactJson(text, from, end);
  if (exact.ok && endsStep(text, exact.end, end)) return { node: exact.node, end: exact.end };
  NEXT_STEP.lastIndex = start;
  const next = NEXT_STEP.exec(text);
  const stop = trimEnd(text, start, next === null || next.index > end ? end : next.index);
  const json = readJson(text, Math.min(from, stop), stop);
  const python = json.errors.some(
    (error) => error.code === 'single-quotes' || error.code === 'python-literal',
  )
    ? readPythonLiteral(text, from, stop)
    : undefined;
  errors.push(...json.errors);
  const node = python?.complete ? python.node : json.node;
  return {
    node: node ?? leafNode('opaque', start, Math.max(start, stop), text.slice(start, stop)),
    end: Math.max(start, stop),
  };
}

/** True when only white space stands between `at` and the line's end. */
function endsStep(text: string, at: number, end: number): boolean {
  const next = skipBlanks(text, at, end);
  return next >= end || text[next] === '\n' || text[next] === '\r';
}

function skipBlanks(text: string, at: number, end: number): number {
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

/** Every call of `text[start..end)`: one as an object, several as an array, none as `undefined`. */
export function readReactCalls(text: string, start: number, end: number): ValueNode | undefined {
  const calls: ValueNode[] = [];
  for (let at = actionAt(text, start, end); at !== undefined;) {
    const call = readReactCall(text, at, end).node;
    calls.push(call);
    at = actionAt(text, call.end, end);
  }
  const first = calls[0];
  if (first === undefined || calls.length === 1) return first;
  return arrayNode(first.start, calls.at(-1)!.end, calls);
}

const ACTION_LINE = /^[ \t]*Action:/gm;

function actionAt(text: string, start: number, end: number): number | undefined {
  ACTION_LINE.lastIndex = start;
  const match = ACTION_LINE.exec(text);
  if (match === null) return undefined;
  const at = match.index + match[0].length - ACTION.length;
  return at + ACTION.length <= end ? at : undefined;
}
