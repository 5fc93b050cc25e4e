/**
 * OpenAI and Azure chat fine-tuning: formats.md 4.4. Also what looks the same and cannot be told apart by its rows:
 * Mistral, Together, Fireworks, tau-bench trajectories (`traj`), MCP sampling requests, and chat without calls.
 */
import type { JsonObject } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Turn } from '../sample.ts';
import { liftMessages, presentColumn, systemTurns, toolsOf } from './chat.ts';
import { chatShape, hasOwnMarks, isNeutralChat } from './chatShape.ts';
import type { Format, LiftContext } from './types.ts';

/** Columns that hold the messages, the usual one first. */
const messageColumns = ['messages', 'traj'];
const toolColumns = ['tools', 'tools_json', 'functions'];

export const openai: Format = {
  id: 'openai',
  title: 'OpenAI / Azure chat fine-tuning',
  summary: 'messages and tools; a call is in tool_calls, its arguments are a string of JSON.',
  recognize(entry) {
    if (isPreferencePair(entry)) return { kind: 'samples', strength: 'certain' };
    const shape = chatShape(own(entry, presentColumn(entry, messageColumns)));
    if (shape.hasTextArguments && !hasOwnMarks(shape)) return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    if (isPreferencePair(entry)) return liftPreferencePair(entry, context);
    const column = presentColumn(entry, messageColumns);
    const turns = [
      ...systemTurns(entry, presentColumn(entry, ['system', 'systemPrompt']), context),
      ...liftMessages(own(entry, column), [column], context),
    ];
    return { ...toolsOf(entry, toolColumns, context), turns, unreadable: [] };
  },
};

/** A row of preference tuning: `{input: {messages, tools}, preferred_output, non_preferred_output}`. */
function isPreferencePair(entry: JsonObject): boolean {
  const input = own(entry, 'input');
  return (
    isObject(input) && Object.hasOwn(entry, 'preferred_output') && chatShape(own(input, 'messages')).isChat
  );
}

/** The preferred answer follows the conversation; the other one is wrong on purpose and not looked at. */
function liftPreferencePair(entry: JsonObject, context: LiftContext): ReturnType<Format['lift']> {
  const input = own(entry, 'input') as JsonObject;
  const turns: Turn[] = liftMessages(own(input, 'messages'), ['input', 'messages'], context);
  for (const turn of liftMessages(own(entry, 'preferred_output'), ['preferred_output'], context))
    turns.push(turn);
  const { tools, toolsPath } = toolsOf(input, toolColumns, context, ['input']);
  return { tools, ...(toolsPath ? { toolsPath } : undefined), turns, unreadable: [] };
}
