/**
 * The steps of a conversation in which the model answers: one round of the assistant each, with its thought and with the
 * calls or the text that the thought leads to. Formats that keep thought and call in messages of their own (Harmony, step
 * roles, ms-swift) have several turns a step.
 */
import type { Call, Sample, TextRun, Thought, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';

/** A thought of a step, with its place in the sample. */
export interface StepThought {
  readonly thought: Thought;
  /** Index in `Sample.turns`, and in that turn's `thoughts`. */
  readonly turnIndex: number;
  readonly thoughtIndex: number;
  /** Index in the turn's `calls` of the call whose argument the thought is (APIGen-MT's tool `think`). */
  readonly callIndex?: number;
}

/** One round of the assistant. */
export interface AnswerStep {
  /** Counts the steps of the sample, from 0. */
  readonly index: number;
  /** Indices in `Sample.turns`, ascending. The first is that of an assistant's turn. */
  readonly turnIndices: readonly number[];
  readonly turns: readonly Turn[];
  /** Where its thought stands now; empty when it has none, more than one where the step is written so. */
  readonly thoughts: readonly StepThought[];
  /** What it answers: calls, text, both, or nothing (an empty list of calls, or an answer that could not be read). */
  readonly calls: readonly Call[];
  readonly texts: readonly TextRun[];
  /** The conversation in front of it. */
  readonly before: readonly Turn[];
  readonly tools: Sample['tools'];
}

/** The answer steps of a sample, in order; none for records without an assistant (lists of tools, questions). */
export function answerSteps(sample: Sample): AnswerStep[] {
  const steps: AnswerStep[] = [];
  let open: number[] = [];
  const close = () => {
    if (open.length > 0) steps.push(makeStep(sample, open, steps.length));
    open = [];
  };
  sample.turns.forEach((turn, i) => {
    const last = open.length > 0 ? sample.turns[open[open.length - 1]!]! : undefined;
    if (turn.role !== 'assistant') {
      // What the tool `think` gives back belongs to the thinking.
      if (last && turn.role === 'tool' && isThinkingOnly(last)) open.push(i);
      else close();
      return;
    }
    if (last && !goesOn(sample.turns, open, turn)) close();
    open.push(i);
    // A call with its result in one message ends its round.
    if (turn.results.length > 0) close();
  });
  close();
  return steps;
}

/**
 * The step that is meant where nobody names one: the last with calls and a thought in front of them, else the last with
 * calls, else the last with a thought.
 */
export function mainStep(steps: readonly AnswerStep[]): AnswerStep | undefined {
  return (
    steps.findLast(({ calls, thoughts }) => calls.length > 0 && thoughts.length > 0) ??
    steps.findLast(({ calls }) => calls.length > 0) ??
    steps.findLast(({ thoughts }) => thoughts.length > 0)
  );
}

function makeStep(sample: Sample, open: readonly number[], index: number): AnswerStep {
  const turns = open.map((i) => sample.turns[i]!);
  const thoughts: StepThought[] = [];
  const calls: Call[] = [];
  const texts: TextRun[] = [];
  turns.forEach((turn, i) => {
    if (turn.role !== 'assistant') return;
    const thinking = new Set<Call>();
    turn.thoughts.forEach((thought, thoughtIndex) => {
      const callIndex = turn.calls.findIndex((call) => isBelow(thought.path, call.argumentsPath));
      if (callIndex >= 0) thinking.add(turn.calls[callIndex]!);
      const at = { thought, turnIndex: open[i]!, thoughtIndex };
      thoughts.push(callIndex < 0 ? at : { ...at, callIndex });
    });
    for (const call of turn.calls) if (!thinking.has(call)) calls.push(call);
    texts.push(...turn.texts);
  });
  const before = sample.turns.slice(0, open[0]);
  return { index, turnIndices: open, turns, thoughts, calls, texts, before, tools: sample.tools };
}

/** The step that a sample without an answer waits for (a benchmark's question); `undefined` where nobody is asked. */
export function openStep(sample: Sample): AnswerStep | undefined {
  const isAsked = sample.turns.at(-1)?.role === 'user';
  return isAsked ? makeStep(sample, [], 0) : undefined;
}

/** Is `turn` the same round as the turns that are open? */
function goesOn(turns: readonly Turn[], open: readonly number[], turn: Turn): boolean {
  const last = turns[open[open.length - 1]!]!;
  if (last.role === 'tool') return true;
  if (turn.thoughts.length > 0 && open.some((i) => hasAnswer(turns[i]!))) return false;
  if (!isSame(last.path.slice(0, -1), turn.path.slice(0, -1))) return false;
  // Accepted answers beside each other in one message, and the answers of a benchmark by turn, are a step each.
  if (last.rolePath && turn.rolePath && isSame(last.rolePath, turn.rolePath)) return false;
  return turn.path.at(-2) !== turn.rawRole;
}

function hasAnswer(turn: Turn): boolean {
  if (turn.role !== 'assistant' || isThinkingOnly(turn)) return false;
  return turn.calls.length + turn.texts.length > 0;
}

/** All that the turn does is to call a tool whose argument is the thought. */
function isThinkingOnly(turn: Turn): boolean {
  if (turn.calls.length === 0 || turn.texts.length > 0) return false;
  return turn.calls.every((call) => turn.thoughts.some(({ path }) => isBelow(path, call.argumentsPath)));
}

function isBelow(path: Path, above: Path): boolean {
  return path.length > above.length && isSame(path.slice(0, above.length), above);
}

function isSame(a: Path, b: Path): boolean {
  if (a.length !== b.length) return false;
  return a.every((step, i) => {
    const other = b[i]!;
    if (typeof step !== 'object' || typeof other !== 'object') return step === other;
    return step.start === other.start && step.end === other.end && step.as === other.as;
  });
}
