/**
 * Anthropic Messages and Bedrock: formats.md 4.27. Calls, results and thoughts are blocks of a content. Session files
 * of Claude Code hold the same messages, one event a line: the file is the conversation, a line is no sample.
 */
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Sample } from '../sample.ts';
import { liftMessage } from './chat.ts';
import { type ChatColumns, chatSample } from './chatSample.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import type { Format, LiftContext, Recognition } from './types.ts';

const columns: ChatColumns = { messages: 'messages', tools: ['tools'], system: 'system' };

export const anthropic: Format = {
  id: 'anthropic',
  title: 'Anthropic Messages / Claude Code sessions',
  summary: 'messages with tool_use blocks and tools with input_schema; or a session of events.',
  docs: {
    tools: '`tools`: a list of `{name, description, input_schema}`',
    calls: 'blocks `tool_use` with `input`',
    thoughts: 'blocks `thinking`',
    marks:
      'blocks `tool_use`, `tool_result` or `thinking`, or a tool with `input_schema`; a session has one event a line',
  },
  recognize(entry) {
    return recognizeSample(entry) ?? recognizeEvent(entry);
  },
  lift(entry, context) {
    return entry.messages === undefined ? liftEvent(entry, context) : chatSample(entry, columns, context);
  },
};

function recognizeSample(entry: JsonObject): Recognition | undefined {
  const shape = chatShape(entry.messages);
  if (!shape.isChat) return undefined;
  if (shape.hasBlock || hasInputSchema(entry)) return { kind: 'samples', strength: 'certain' };
  // Bedrock's rows: system beside messages of text, nothing else to tell them by.
  const fits = typeof entry.system === 'string' || Array.isArray(entry.tools);
  return fits && isNeutralChat(shape) ? { kind: 'samples', strength: 'weak' } : undefined;
}

function hasInputSchema(entry: JsonObject): boolean {
  const { tools } = entry;
  const tool = Array.isArray(tools) ? tools[0] : undefined;
  return isObject(tool) && tool.input_schema !== undefined;
}

/** An event of a session: a message with its links, or a note of the program (progress, summary, queue). */
function recognizeEvent(entry: JsonObject): Recognition | undefined {
  if (typeof entry.type !== 'string') return undefined;
  const isEvent =
    (typeof entry.sessionId === 'string' && typeof entry.timestamp === 'string') ||
    (typeof entry.leafUuid === 'string' && typeof entry.summary === 'string');
  return isEvent ? { kind: 'events', strength: 'certain' } : undefined;
}

function liftEvent(entry: JsonObject, context: LiftContext): Sample {
  const { message } = entry;
  const turns = isObject(message) ? [liftMessage(message, ['message'], context)] : [];
  return { tools: undefined, turns, unreadable: [] };
}
