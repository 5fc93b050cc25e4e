/**
 * xLAM-2 and ActionStudio (formats.md 4.3): unified trajectories (`conversation` under a `unique_trajectory_id`), and the
 * rows made of them for training, where `chosen` is the text of the answer: a JSON list of calls, behind `[TOOL_CALLS]`
 * for Mistral models. Older models answer with a JSON object of `thought` and `tool_calls`. Columns may be strings.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { TextRun, Thought, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { liftMessages } from './chat.ts';
import { presentColumn, withTools } from './chatSample.ts';
import { chatShape } from './chatShape.ts';
import { columnTurn, makeTurn } from './plainTurns.ts';
import { liftCallList } from './chatCalls.ts';
import type { Format, LiftContext } from './types.ts';

const messageColumns = ['messages', 'conversation'];
const toolColumns = ['tools'];
const callsMark = '[TOOL_CALLS]';

export const xlam2: Format = {
  id: 'xlam2',
  title: 'xLAM-2 / ActionStudio',
  summary: 'messages or a conversation, and tools; calls in tool_calls, arguments are an object.',
  docs: {
    tools: '`tools`: a list as OpenAI’s, or a string of it',
    calls:
      '`tool_calls`, arguments as an object; in `chosen` the text of a JSON list of calls, perhaps behind `[TOOL_CALLS]`, or an object with `tool_calls`',
    thoughts: '`thought`, beside the calls of the answer',
    marks:
      '`conversation` under a `unique_trajectory_id`; messages with `chosen` as a text and `output_message`. Rows of `messages` and `tools` alone go by `hf`',
  },
  like: ['hf', 'openai'],
  recognize(entry) {
    const { chosen, output_message, messages, unique_trajectory_id, conversation } = entry;
    if (typeof unique_trajectory_id === 'string' && chatShape(conversation).isChat)
      return { kind: 'samples', strength: 'certain' };
    const shape = chatShape(messages);
    const isTraining = typeof chosen === 'string' && isObject(output_message);
    return isTraining && (shape.isChat || shape.isText)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = [];
    const instruction = columnTurn('system', 'task_instruction', own(entry, 'task_instruction'));
    if (instruction) turns.push(instruction);
    const column = presentColumn(entry, messageColumns);
    const messages = liftMessages(own(entry, column), [column], context);
    for (const turn of messages) turns.push(withAnswer(turn, context));
    const chosen = own(entry, 'chosen');
    if (typeof chosen === 'string') {
      turns.push(
        withAnswer(
          makeTurn('assistant', 'chosen', ['chosen'], { texts: [{ path: ['chosen'], text: chosen }] }),
          context,
        ),
      );
    }
    return withTools(entry, toolColumns, context, turns);
  },
};

/** A turn of the assistant whose text is a JSON answer, with what the answer holds. */
function withAnswer(turn: Turn, context: LiftContext): Turn {
  const only = turn.texts.length === 1 ? turn.texts[0]! : undefined;
  if (turn.role !== 'assistant' || turn.calls.length > 0 || !only || !holdsCalls(only.text)) return turn;
  return { ...turn, ...liftAnswer(only, context) };
}

/** A list of calls, or an object that has a call's keys: prose may begin with a bracket, too. */
function holdsCalls(text: string): boolean {
  return (
    text.startsWith(callsMark) ||
    /^\s*(?:\[\s*(?:\{\s*"|\]\s*$)|\{\s*"(?:thought|tool_calls|name)"\s*:)/.test(text)
  );
}

function liftAnswer(run: TextRun, context: LiftContext): Pick<Turn, 'texts' | 'thoughts' | 'calls'> {
  const { text, path } = run;
  const start = text.startsWith(callsMark) ? callsMark.length : 0;
  const bodyPath: Path = start === 0 ? path : [...path, { as: 'json', start, end: text.length }];
  const value = context.parseJson(start === 0 ? text : text.slice(start), bodyPath, 'calls');
  if (value === undefined) return { texts: [], thoughts: [], calls: [] };
  if (isObject(value) && (own(value, 'tool_calls') !== undefined || own(value, 'thought') !== undefined)) {
    return liftThoughtfulAnswer(value, bodyPath, context);
  }
  return { texts: [], thoughts: [], calls: liftCallList(value, bodyPath, context) };
}

/** `{"thought": …, "tool_calls": […]}` */
function liftThoughtfulAnswer(
  answer: JsonObject,
  path: Path,
  context: LiftContext,
): Pick<Turn, 'texts' | 'thoughts' | 'calls'> {
  const thought = own(answer, 'thought');
  const calls = own(answer, 'tool_calls');
  const thoughts: Thought[] =
    typeof thought === 'string' && thought !== '' ? [{ path: child(path, 'thought'), text: thought }] : [];
  const callsPath = child(path, 'tool_calls');
  return {
    texts: [],
    thoughts,
    calls: calls === undefined || calls === null ? [] : liftCallList(calls as JsonValue, callsPath, context),
  };
}
