/**
 * What a row of messages shows of its format: one look at the messages, shared by all chat formats, since each of
 * them asks about the same row. No content is searched. None of the keys
 * is on Object.prototype, so plain property access is safe.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';

/** The marks that tell chat formats apart (formats.md, section 2). */
export interface ChatShape {
  /** Messages are a list of objects with roles, or empty. */
  readonly isChat: boolean;
  /** The column is a string that begins like a list: its messages are not parsed, only searched for their marks. */
  readonly isText: boolean;
  /** A list without messages, which says nothing of its row. */
  readonly isEmpty: boolean;
  /** A message has a role that none of our chat formats knows. */
  readonly hasOddRole: boolean;
  /** A role `tool_call` or `tool_response` (ms-swift). */
  readonly hasCallRole: boolean;
  /** A content part with a `value` (LLaMA-Factory v1). */
  readonly hasValuePart: boolean;
  /** A block `tool_use`, `tool_result` or signed `thinking` (Anthropic). */
  readonly hasBlock: boolean;
  /** `function_call`, or a message of role `function` (OpenAI before tools, Qwen-Agent). */
  readonly hasFunctionCall: boolean;
  /** `tool_calls` whose arguments are a string. */
  readonly hasTextArguments: boolean;
  /** `tool_calls` whose arguments are an object. */
  readonly hasObjectArguments: boolean;
  readonly hasReasoningContent: boolean;
}

const noChat: ChatShape = {
  isChat: false,
  isText: false,
  isEmpty: false,
  hasOddRole: false,
  hasCallRole: false,
  hasValuePart: false,
  hasBlock: false,
  hasFunctionCall: false,
  hasTextArguments: false,
  hasObjectArguments: false,
  hasReasoningContent: false,
};

const textChat: ChatShape = { ...noChat, isText: true };

/** Every format of a table asks about the same row one after the other; the answer is kept as long as the row lives. */
const known = new WeakMap<JsonValue[], ChatShape>();

/** The shape of a value that may be a list of messages. */
export function chatShape(messages: JsonValue | undefined): ChatShape {
  if (typeof messages === 'string') return textShape(messages);
  if (!Array.isArray(messages)) return noChat;
  let shape = known.get(messages);
  if (!shape) known.set(messages, (shape = readShape(messages)));
  return shape;
}

let lastText = '';
let lastTextShape: ChatShape = noChat;

/**
 * The shape of messages that stand in a string of JSON. It is searched, not parsed: keys and roles of the messages have
 * plain quotes there, while those in a message's own text are escaped once more and do not match.
 */
function textShape(text: string): ChatShape {
  if (text === lastText) return lastTextShape;
  lastText = text;
  lastTextShape = /^\s{0,8}\[\s{0,8}\{/.test(text)
    ? {
        ...textChat,
        hasCallRole: /"role"\s{0,4}:\s{0,4}"tool_(?:call|response)"/.test(text),
        hasFunctionCall: /"function_call"\s{0,4}:\s{0,4}\{|"role"\s{0,4}:\s{0,4}"function"/.test(text),
        hasTextArguments: /"arguments"\s{0,4}:\s{0,4}"/.test(text),
        hasObjectArguments: /"arguments"\s{0,4}:\s{0,4}\{/.test(text),
        hasReasoningContent: /"reasoning_content"\s{0,4}:\s{0,4}"/.test(text),
      }
    : noChat;
  return lastTextShape;
}

/** Has the marks of a format that formats.md puts before OpenAI and Hugging Face: blocks, parts, roles or keys of its own. */
export function hasOwnMarks(shape: ChatShape): boolean {
  return shape.hasBlock || shape.hasValuePart || shape.hasCallRole || shape.hasFunctionCall;
}

/** No call and no role that would name a format: the row fits every chat format, so it goes with its file. */
export function isNeutralChat(shape: ChatShape): boolean {
  if ((!shape.isChat && !shape.isText) || shape.isEmpty || shape.hasOddRole || hasOwnMarks(shape))
    return false;
  return !shape.hasTextArguments && !shape.hasObjectArguments;
}

type Draft = { -readonly [Key in keyof ChatShape]: ChatShape[Key] };

function readShape(messages: JsonValue[]): ChatShape {
  const shape: Draft = { ...noChat, isChat: true, isEmpty: messages.length === 0 };
  for (const message of messages) {
    if (!isObject(message) || typeof message.role !== 'string') return noChat;
    readMessage(message, shape);
  }
  return shape;
}

function readMessage(message: JsonObject, shape: Draft): void {
  switch (message.role) {
    case 'user':
    case 'system':
    case 'developer':
    case 'tool':
      break;
    case 'assistant':
      readCalls(message, shape);
      break;
    case 'tool_call':
    case 'tool_response':
      shape.hasCallRole = true;
      break;
    case 'function':
      shape.hasFunctionCall = true;
      break;
    default:
      shape.hasOddRole = true;
      readCalls(message, shape);
  }
  const { content } = message;
  if (!Array.isArray(content)) return;
  for (const part of content) {
    if (!isObject(part)) continue;
    if (part.value !== undefined) shape.hasValuePart = true;
    const { type } = part;
    if (type === 'tool_use' || type === 'tool_result') shape.hasBlock = true;
    else if (type === 'thinking' && typeof part.thinking === 'string') shape.hasBlock = true;
  }
}

function readCalls(message: JsonObject, shape: Draft): void {
  if (typeof message.reasoning_content === 'string') shape.hasReasoningContent = true;
  if (isObject(message.function_call)) shape.hasFunctionCall = true;
  const calls = message.tool_calls;
  if (!Array.isArray(calls)) return;
  for (const call of calls) {
    if (!isObject(call)) continue;
    const inner = call.function;
    const written = (isObject(inner) ? inner : call).arguments;
    if (typeof written === 'string') shape.hasTextArguments = true;
    else if (isObject(written)) shape.hasObjectArguments = true;
  }
}
