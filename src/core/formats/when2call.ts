/**
 * When2Call (formats.md 4.20): test rows with four possible answers of which one is right, and training rows with
 * messages. `tools` is a list of strings of JSON in BFCL's dialect; calls stand between `<TOOLCALL>` tags.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { bfclTypeWords } from './bfcl.ts';
import { liftCallValue } from './calls.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import { columnTurn, makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftAssistantText } from './text.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

export const when2call: Format = {
  id: 'when2call',
  title: 'When2Call',
  summary: 'tools as a list of JSON strings; four possible answers, or messages with <TOOLCALL>.',
  docs: {
    tools: '`tools`: a list of strings of JSON; BFCL’s types',
    calls: '`<TOOLCALL>[…]</TOOLCALL>` in the text; in test rows the right one of `answers`',
    thoughts: 'none',
    marks:
      '`correct_answer` with `question`; tools as strings with `chosen_response` and `rejected_response`, or with `<TOOLCALL>` in a message',
  },
  native: { typeWords: bfclTypeWords },
  recognize(entry) {
    const tools = own(entry, 'tools');
    if (!Array.isArray(tools)) return undefined;
    if (Object.hasOwn(entry, 'correct_answer') && Object.hasOwn(entry, 'question')) {
      return { kind: 'samples', strength: 'certain' };
    }
    if (tools.length > 0 && typeof tools[0] !== 'string') return undefined;
    const messages = own(entry, 'messages');
    if (!Array.isArray(messages)) return undefined;
    const isPair = Object.hasOwn(entry, 'chosen_response') && Object.hasOwn(entry, 'rejected_response');
    if (isPair || messages.some(holdsCall)) return { kind: 'samples', strength: 'certain' };
    // Tools as strings alone are HF's way round Arrow as well: such a row goes with its file. Most training rows have no call.
    return isNeutralChat(chatShape(messages)) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = [];
    const question = columnTurn('user', 'question', own(entry, 'question'));
    if (question) turns.push(question);
    for (const message of rawMessages(own(entry, 'messages'), ['messages'], 'role', 'content')) {
      const { role, rawRole, path, rolePath, value, valuePath } = message;
      if (role !== 'assistant' || typeof value !== 'string') turns.push(proseTurn(message));
      else
        turns.push(
          makeTurn(role, rawRole, path, { rolePath, lifted: liftAssistantText(value, valuePath, context) }),
        );
    }
    const answer = liftRightAnswer(entry, context);
    if (answer) turns.push(answer);
    return {
      tools: liftTools(own(entry, 'tools'), ['tools'], context),
      toolsPath: ['tools'],
      turns,
      unreadable: [],
    };
  },
};

function holdsCall(message: JsonValue): boolean {
  return isObject(message) && typeof message.content === 'string' && message.content.includes('<TOOLCALL>');
}

/** Only the right answer is a label; the others are wrong on purpose. */
function liftRightAnswer(entry: JsonObject, context: LiftContext): Turn | undefined {
  const chosen = own(entry, 'chosen_response');
  if (chosen !== undefined) return liftResponse(chosen, 'chosen_response', ['chosen_response'], context);
  const right = own(entry, 'correct_answer');
  const answers = own(entry, 'answers');
  if (typeof right !== 'string' || !isObject(answers)) return undefined;
  return liftResponse(own(answers, right), right, ['answers', right], context);
}

/** A response: text, a message with text, or a call as JSON. */
function liftResponse(
  value: JsonValue | undefined,
  rawRole: string,
  path: Path,
  context: LiftContext,
): Turn | undefined {
  if (isObject(value)) {
    const content = own(value, 'content');
    if (typeof content === 'string') return liftResponse(content, rawRole, [...path, 'content'], context);
    return makeTurn('assistant', rawRole, path, { calls: liftCallValue(value, path, context) });
  }
  if (typeof value !== 'string') return undefined;
  if (/^\s*[[{]/.test(value)) {
    const inner = context.parseJson(value, path, 'calls');
    return makeTurn('assistant', rawRole, path, {
      calls: inner === undefined ? [] : liftCallValue(inner, path, context),
    });
  }
  return makeTurn('assistant', rawRole, path, { lifted: liftAssistantText(value, path, context) });
}
