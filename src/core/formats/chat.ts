/**
 * Lifting conversations written as messages with a role and a content: OpenAI, Hugging Face, ms-swift, LLaMA-Factory,
 * Anthropic and their relatives. One reader takes all their spellings of calls, results and thoughts, since files mix
 * them (an OpenAI export in an ms-swift file); which format a file has is decided by recognition.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../json.ts';
import type { Role, ToolResult, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import type { CallSyntax } from './callSyntax.ts';
import { liftCall, liftCallContent, liftToolCall, makeCall } from './chatCalls.ts';
import { addFaults, type Draft, emptyTurn } from './chatTurn.ts';
import { liftAssistantText } from './text.ts';
import type { LiftContext } from './types.ts';

/** How a chat format differs from the others when lifted. */
export interface ChatOptions {
  /** Ways in which calls may be written in the text of an assistant; none by default: text is prose, calls have their key. */
  readonly textCalls?: readonly CallSyntax[];
  /** Keys of a message; default `role` and `content`. */
  readonly roleKey?: string;
  readonly contentKey?: string;
}

const roles = new Map<string, Role>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['gpt', 'assistant'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['tool_call', 'assistant'],
  ['function_call', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
  ['observation', 'tool'],
  ['tool_response', 'tool'],
]);

/** Roles whose text is a call, not prose. */
const callRoles = new Set(['tool_call', 'function_call']);

/** What most chat formats have. */
export const plainOptions: ChatOptions = {};
const noCalls: readonly CallSyntax[] = [];

// Messages are read by plain property access: none of these keys is on Object.prototype, and JSON.parse sets no other
// prototype. It is several times faster than asking for own properties by a variable key, and this is the hot path.

/**
 * Lifts a column of messages: a list, or a string of a JSON list. What is no list is told to `context`; a message that
 * is no object becomes no turn and is told, too.
 *
 * @param turns where the turns go, behind those it holds.
 */
export function liftMessages(
  value: JsonValue | undefined,
  path: Path,
  context: LiftContext,
  options: ChatOptions = plainOptions,
  turns: Turn[] = [],
): Turn[] {
  const list = typeof value === 'string' ? context.parseJson(value, path, 'messages') : value;
  if (list === undefined || list === null) return turns;
  if (!Array.isArray(list)) {
    const detail = 'a list of messages is expected here';
    context.unreadable({ what: 'messages', path, reason: 'shape', detail });
    return turns;
  }
  for (let i = 0; i < list.length; i++) {
    const message = list[i]!;
    const messagePath = child(path, i);
    if (isObject(message)) turns.push(liftMessage(message, messagePath, context, options));
    else {
      const detail = 'a message is an object';
      context.unreadable({ what: 'messages', path: messagePath, reason: 'shape', detail });
    }
  }
  return turns;
}

/** Lifts one message. A role that is not known counts as the user's: nothing of it is taken for a model's answer. */
export function liftMessage(
  message: JsonObject,
  path: Path,
  context: LiftContext,
  options: ChatOptions = plainOptions,
): Turn {
  const roleKey = options.roleKey ?? 'role';
  const contentKey = options.contentKey ?? 'content';
  const written = message[roleKey];
  const rawRole = typeof written === 'string' ? written : '';
  const role = roles.get(rawRole) ?? 'user';
  const turn = emptyTurn(role, rawRole, path, written === undefined ? undefined : child(path, roleKey));
  const content = message[contentKey];
  const contentPath = child(path, contentKey);
  if (role === 'assistant') {
    liftThoughtKeys(message, path, turn);
    if (callRoles.has(rawRole)) addCallContent(content, contentPath, context, turn);
    else liftContent(content, contentPath, true, context, options, turn);
    liftToolCalls(message.tool_calls, path, context, turn);
    const single = message.function_call;
    if (single !== undefined && single !== null) {
      turn.calls.push(liftCall(single, child(path, 'function_call'), context));
    }
  } else if (role === 'tool') {
    turn.results.push(liftResult(message, path, content, contentPath));
  } else liftContent(content, contentPath, false, context, options, turn);
  return turn;
}

/** The keys of an assistant's message that hold its thought. */
function liftThoughtKeys(message: JsonObject, path: Path, turn: Draft): void {
  const { reasoning_content, reasoning, thinking, thought } = message;
  if (reasoning_content !== undefined) addThought(reasoning_content, path, 'reasoning_content', turn);
  if (reasoning !== undefined) addThought(reasoning, path, 'reasoning', turn);
  if (thinking !== undefined) addThought(thinking, path, 'thinking', turn);
  if (thought !== undefined) addThought(thought, path, 'thought', turn);
}

function addThought(text: JsonValue, path: Path, key: string, turn: Draft): void {
  if (typeof text === 'string' && text !== '') turn.thoughts.push({ path: child(path, key), text });
}

/** `tool_calls`: a list; a string of a list in re-uploads. */
function liftToolCalls(
  value: JsonValue | undefined,
  messagePath: Path,
  context: LiftContext,
  turn: Draft,
): void {
  if (value === undefined || value === null) return;
  const path = child(messagePath, 'tool_calls');
  const list = typeof value === 'string' ? context.parseJson(value, path, 'calls') : value;
  if (list === undefined) return;
  if (!Array.isArray(list)) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a list of calls is expected here' });
    return;
  }
  for (let i = 0; i < list.length; i++) turn.calls.push(liftToolCall(list[i]!, child(path, i), context));
}

function liftResult(
  message: JsonObject,
  path: Path,
  content: JsonValue | undefined,
  contentPath: Path,
): ToolResult {
  const { name } = message;
  const id = message.tool_call_id ?? message.call_id;
  return makeResult(content, content === undefined ? path : contentPath, name, id);
}

/** A result; a single part of text stands for its text. */
function makeResult(
  content: JsonValue | undefined,
  path: Path,
  name: JsonValue | undefined,
  id: JsonValue | undefined,
): ToolResult {
  const only = Array.isArray(content) && content.length === 1 ? content[0] : undefined;
  const key = isObject(only) && typeof only.text === 'string' ? 'text' : 'value';
  const text = isObject(only) ? only[key] : undefined;
  const isText = typeof text === 'string';
  return {
    path: isText ? [...path, 0, key] : path,
    content: isText ? text : (content ?? null),
    name: typeof name === 'string' ? name : undefined,
    id: typeof id === 'string' ? id : undefined,
  };
}

/** A content, into `turn`: text, a list of parts, or (MCP) one part. */
export function liftContent(
  content: JsonValue | undefined,
  path: Path,
  isAssistant: boolean,
  context: LiftContext,
  options: ChatOptions,
  turn: Draft,
): void {
  if (typeof content === 'string') liftText(content, path, isAssistant, context, options, turn);
  else if (Array.isArray(content)) {
    for (let i = 0; i < content.length; i++) {
      liftPart(content[i]!, child(path, i), isAssistant, context, options, turn);
    }
  } else if (isObject(content)) liftPart(content, path, isAssistant, context, options, turn);
}

function liftText(
  text: string,
  path: Path,
  isAssistant: boolean,
  context: LiftContext,
  options: ChatOptions,
  turn: Draft,
): void {
  if (text === '') return;
  // Thoughts and calls are in tags here; most text has none, and the search runs as a native one.
  if (!isAssistant || !text.includes('<')) {
    turn.texts.push({ path, text });
    return;
  }
  const lifted = liftAssistantText(text, path, context, { calls: options.textCalls ?? noCalls });
  for (const run of lifted.texts) turn.texts.push(run);
  for (const thought of lifted.thoughts) turn.thoughts.push(thought);
  addFaults(lifted.thoughtFaults, turn);
  for (const call of lifted.calls) turn.calls.push(call);
}

/** Adds what a content that is a call holds. */
function addCallContent(value: JsonValue | undefined, path: Path, context: LiftContext, turn: Draft): void {
  const found = liftCallContent(value, path, context);
  for (const thought of found.thoughts) turn.thoughts.push(thought);
  addFaults(found.thoughtFaults, turn);
  for (const call of found.calls) turn.calls.push(call);
}

/** A part of a content, in any of the formats' spellings; what holds no text (images, audio) is passed over. */
function liftPart(
  part: JsonValue,
  path: Path,
  isAssistant: boolean,
  context: LiftContext,
  options: ChatOptions,
  turn: Draft,
): void {
  if (typeof part === 'string') {
    liftText(part, path, isAssistant, context, options, turn);
    return;
  }
  if (!isObject(part)) return;
  switch (part.type) {
    case 'tool_use':
      turn.calls.push(makeCall(part, path, part, path, 'id', context));
      return;
    case 'tool_result': {
      const id = part.tool_use_id ?? part.toolUseId;
      turn.results.push(makeResult(part.content, child(path, 'content'), undefined, id));
      return;
    }
    case 'thinking':
    case 'reasoning':
      liftThoughtPart(part, path, turn);
      return;
    case 'tool_call':
    case 'tool_calls':
      addCallContent(part.value, child(path, 'value'), context, turn);
      return;
    default: {
      const key = part.text === undefined ? 'value' : 'text';
      const text = part[key];
      if (typeof text === 'string') liftText(text, child(path, key), isAssistant, context, options, turn);
    }
  }
}

/** A part that is a thought: its text, or (Mistral) a list of parts of text. */
function liftThoughtPart(part: JsonObject, path: Path, turn: Draft): void {
  for (const key of ['thinking', 'text', 'value', 'reasoning']) {
    const thought = part[key];
    if (typeof thought === 'string') {
      if (thought !== '') turn.thoughts.push({ path: child(path, key), text: thought });
      return;
    }
    if (!Array.isArray(thought)) continue;
    thought.forEach((chunk, i) => {
      const text = isObject(chunk) ? chunk.text : undefined;
      if (typeof text === 'string') turn.thoughts.push({ path: [...path, key, i, 'text'], text });
    });
    return;
  }
}
