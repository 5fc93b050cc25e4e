/**
 * Anthropic Messages and Bedrock: formats.md 4.27. Calls, results and thoughts are blocks of a content. Session files
 * of Claude Code hold the same messages, one event a line: the file is the conversation, a line is no sample.
 */
import type { JsonObject } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Sample } from '../sample.ts';
import { liftMessage, liftMessages, systemTurns, toolsOf } from './chat.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { Format, LiftContext, Recognition } from './types.ts';

export const anthropic: Format = {
  id: 'anthropic',
  title: 'Anthropic Messages / Claude Code sessions',
  summary:
    'messages with tool_use and tool_result blocks and tools with input_schema; or a session, one event a line.',
  recognize(entry) {
    return recognizeSample(entry) ?? recognizeEvent(entry);
  },
  lift(entry, context) {
    return Object.hasOwn(entry, 'messages') ? liftSample(entry, context) : liftEvent(entry, context);
  },
};

function recognizeSample(entry: JsonObject): Recognition | undefined {
  const shape = chatShape(own(entry, 'messages'));
  if (!shape.isChat) return undefined;
  if (shape.hasBlock || hasInputSchema(entry)) return { kind: 'samples', strength: 'certain' };
  // Bedrock's rows: system beside messages of text, nothing else to tell them by.
  const fits = typeof own(entry, 'system') === 'string' || Array.isArray(own(entry, 'tools'));
  return fits && isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
}

function hasInputSchema(entry: JsonObject): boolean {
  const tools = own(entry, 'tools');
  const tool = Array.isArray(tools) ? tools[0] : undefined;
  return isObject(tool) && Object.hasOwn(tool, 'input_schema');
}

/** An event of a session: a message with its links, or a note of the program (progress, summary, queue). */
function recognizeEvent(entry: JsonObject): Recognition | undefined {
  if (typeof own(entry, 'type') !== 'string') return undefined;
  const isEvent =
    (typeof own(entry, 'sessionId') === 'string' && typeof own(entry, 'timestamp') === 'string') ||
    (typeof own(entry, 'leafUuid') === 'string' && typeof own(entry, 'summary') === 'string');
  return isEvent ? { kind: 'events', strength: 'certain' } : undefined;
}

function liftSample(entry: JsonObject, context: LiftContext): Sample {
  const turns = [
    ...systemTurns(entry, 'system', context),
    ...liftMessages(own(entry, 'messages'), ['messages'], context),
  ];
  return { ...toolsOf(entry, ['tools'], context), turns, unreadable: [] };
}

function liftEvent(entry: JsonObject, context: LiftContext): Sample {
  const message = own(entry, 'message');
  const turns = isObject(message) ? [liftMessage(message, ['message'], context)] : [];
  return { tools: undefined, turns, unreadable: [] };
}
