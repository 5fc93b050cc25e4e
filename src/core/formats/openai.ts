/**
 * OpenAI and Azure chat fine-tuning: formats.md 4.4. Also what looks the same and cannot be told apart by its rows:
 * Mistral, Together, Fireworks, tau-bench trajectories (`traj`), MCP sampling requests, and chat without calls.
 */
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Turn } from '../sample.ts';
import { liftMessages } from './chat.ts';
import { chatSample, presentColumn, withTools } from './chatSample.ts';
import { chatShape, hasOwnMarks, isNeutralChat } from './chatShape.ts';
import type { Format, LiftContext } from './types.ts';

/** Columns that hold the messages, the usual one first. */
const messageColumns = ['messages', 'traj'];
/** `systemPrompt` is MCP's. */
const systemColumns = ['system', 'systemPrompt'];
const toolColumns = ['tools', 'tools_json', 'functions', 'available_tools'];

export const openai: Format = {
  id: 'openai',
  title: 'OpenAI / Azure chat fine-tuning',
  summary: 'messages and tools; a call is in tool_calls, its arguments are a string of JSON.',
  docs: {
    tools: '`tools`: a list of `{type, function: {name, description, parameters, strict}}`',
    calls: '`tool_calls`, arguments as a **string** of JSON',
    thoughts: '`reasoning_content` where a row has it',
    marks:
      '`tool_calls` with arguments that are a string; a chat row without a call goes with its file, else here',
  },
  recognize(entry) {
    if (isPreferencePair(entry)) return { kind: 'samples', strength: 'certain' };
    const shape = chatShape(entry[presentColumn(entry, messageColumns)]);
    if (shape.hasTextArguments && !hasOwnMarks(shape)) return { kind: 'samples', strength: 'certain' };
    return isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
  },
  lift(entry, context) {
    if (isPreferencePair(entry)) return liftPreferencePair(entry, context);
    const messages = presentColumn(entry, messageColumns);
    const system = presentColumn(entry, systemColumns);
    return chatSample(entry, { messages, tools: toolColumns, system }, context);
  },
};

/** A row of preference tuning: `{input: {messages, tools}, preferred_output, non_preferred_output}`. */
function isPreferencePair(entry: JsonObject): boolean {
  const { input } = entry;
  return isObject(input) && entry.preferred_output !== undefined && chatShape(input.messages).isChat;
}

/** The preferred answer follows the conversation; the other one is wrong on purpose and not looked at. */
function liftPreferencePair(entry: JsonObject, context: LiftContext): ReturnType<Format['lift']> {
  const input = entry.input as JsonObject;
  const turns: Turn[] = liftMessages(input.messages, ['input', 'messages'], context);
  liftMessages(entry.preferred_output, ['preferred_output'], context, {}, turns);
  return withTools(input, toolColumns, context, turns, ['input']);
}
