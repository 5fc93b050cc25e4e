/**
 * Lifting conversations written as messages with a role and a content: OpenAI, Hugging Face, ms-swift, LLaMA-Factory,
 * Anthropic and their relatives. One reader takes all their spellings of calls, results and thoughts, since files mix
 * them (an OpenAI export in an ms-swift file); which format a file has is decided by recognition.
 */
import { splitThoughts } from '../calls/thoughts.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, TextRun, Thought, ThoughtFault, ToolDef, ToolResult, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { type CallKeys, liftCallObject, liftCallValue, usualCallKeys } from './calls.ts';
import { type CallSyntax, liftAssistantText, textPath } from './text.ts';
import { liftTools, type ToolKeys } from './tools.ts';
import type { LiftContext } from './types.ts';

/** How a chat format differs from the others when lifted. */
export interface ChatOptions {
  /** Ways in which calls may be written in the text of an assistant; none by default: text is prose, calls have their key. */
  readonly textCalls?: readonly CallSyntax[];
  /** Keys of a message; default `role` and `content`. */
  readonly roleKey?: string;
  readonly contentKey?: string;
}

/** Parameters of a tool under the keys of OpenAI, Anthropic and MCP: re-uploads keep the tools as their source had them. */
export const chatToolKeys: ToolKeys = { parameters: ['parameters', 'input_schema', 'inputSchema'] };

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

/** Keys of an assistant's message that hold its thought. */
const thoughtKeys = ['reasoning_content', 'reasoning', 'thinking', 'thought'];

const noCalls: readonly CallSyntax[] = [];
const tagCalls: readonly CallSyntax[] = ['tags'];
const inputKeys: CallKeys = { name: ['name'], arguments: ['input', 'arguments'] };

/** The turn while it is filled. */
interface Draft {
  readonly texts: TextRun[];
  readonly thoughts: Thought[];
  readonly thoughtFaults: ThoughtFault[];
  readonly calls: Call[];
  readonly results: ToolResult[];
}

/**
 * Lifts a column of messages: a list, or a string of a JSON list. What is no list is told to `context`; a message that
 * is no object becomes no turn and is told, too.
 */
export function liftMessages(
  value: JsonValue | undefined,
  path: Path,
  context: LiftContext,
  options: ChatOptions = {},
): Turn[] {
  const list = typeof value === 'string' ? context.parseJson(value, path, 'messages') : value;
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    context.unreadable({
      what: 'messages',
      path,
      reason: 'shape',
      detail: 'a list of messages is expected here',
    });
    return [];
  }
  const turns: Turn[] = [];
  for (let i = 0; i < list.length; i++) {
    const message = list[i]!;
    const messagePath = [...path, i];
    if (isObject(message)) turns.push(liftMessage(message, messagePath, context, options));
    else {
      context.unreadable({
        what: 'messages',
        path: messagePath,
        reason: 'shape',
        detail: 'a message is an object',
      });
    }
  }
  return turns;
}

/** Lifts one message. A role that is not known counts as the user's: nothing of it is taken for a model's answer. */
export function liftMessage(
  message: JsonObject,
  path: Path,
  context: LiftContext,
  options: ChatOptions = {},
): Turn {
  const roleKey = options.roleKey ?? 'role';
  const contentKey = options.contentKey ?? 'content';
  const written = own(message, roleKey);
  const rawRole = typeof written === 'string' ? written : '';
  const role = roles.get(rawRole) ?? 'user';
  const turn: Draft = { texts: [], thoughts: [], thoughtFaults: [], calls: [], results: [] };
  const content = own(message, contentKey);
  const contentPath = [...path, contentKey];
  if (role === 'assistant') {
    liftThoughtKeys(message, path, turn);
    if (callRoles.has(rawRole)) liftCallContent(content, contentPath, context, turn);
    else liftContent(content, contentPath, true, context, options, turn);
    liftToolCalls(own(message, 'tool_calls'), path, context, turn);
    const single = own(message, 'function_call');
    if (single !== undefined && single !== null)
      turn.calls.push(liftCall(single, [...path, 'function_call'], context));
  } else if (role === 'tool') {
    turn.results.push(liftResult(message, path, content, contentPath));
  } else liftContent(content, contentPath, false, context, options, turn);
  return {
    role,
    rawRole,
    path,
    ...(written === undefined ? undefined : { rolePath: [...path, roleKey] }),
    texts: turn.texts,
    thoughts: turn.thoughts,
    ...(turn.thoughtFaults.length > 0 ? { thoughtFaults: turn.thoughtFaults } : undefined),
    calls: turn.calls,
    results: turn.results,
  };
}

function liftThoughtKeys(message: JsonObject, path: Path, turn: Draft): void {
  for (const key of thoughtKeys) {
    const text = own(message, key);
    if (typeof text === 'string' && text !== '') turn.thoughts.push({ path: [...path, key], text });
  }
}

/** `tool_calls`: a list; a string of a list in re-uploads. */
function liftToolCalls(
  value: JsonValue | undefined,
  messagePath: Path,
  context: LiftContext,
  turn: Draft,
): void {
  if (value === undefined || value === null) return;
  const path = [...messagePath, 'tool_calls'];
  const list = typeof value === 'string' ? context.parseJson(value, path, 'calls') : value;
  if (list === undefined) return;
  if (!Array.isArray(list)) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a list of calls is expected here' });
    return;
  }
  for (let i = 0; i < list.length; i++) turn.calls.push(liftToolCall(list[i]!, [...path, i], context));
}

/** One element of `tool_calls`: `{id, type, function: {name, arguments}}`, or flat. */
function liftToolCall(value: JsonValue, path: Path, context: LiftContext): Call {
  const inner = isObject(value) ? own(value, 'function') : undefined;
  if (!isObject(value) || !isObject(inner)) return withId(liftCall(value, path, context), value, path, 'id');
  const call = liftCall(inner, [...path, 'function'], context);
  const id = own(value, 'id');
  if (typeof id !== 'string') return { ...call, path };
  return { ...call, path, id, idPath: [...path, 'id'] };
}

/** A call object. One without arguments passes none, so that a required argument it lacks is told. */
export function liftCall(
  value: JsonValue,
  path: Path,
  context: LiftContext,
  keys: CallKeys = usualCallKeys,
): Call {
  const call = liftCallObject(value, path, context, keys);
  if (call.arguments !== undefined || !isObject(value)) return call;
  return keys.arguments.some((key) => Object.hasOwn(value, key)) ? call : { ...call, arguments: {} };
}

/** The call with the id that stands under `key` of `holder`, if there is one. */
export function withId(call: Call, holder: JsonValue, path: Path, key: string): Call {
  const id = isObject(holder) ? own(holder, key) : undefined;
  return typeof id === 'string' ? { ...call, id, idPath: [...path, key] } : call;
}

function liftResult(
  message: JsonObject,
  path: Path,
  content: JsonValue | undefined,
  contentPath: Path,
): ToolResult {
  const name = own(message, 'name');
  const id = own(message, 'tool_call_id') ?? own(message, 'call_id');
  return {
    ...resultContent(content, contentPath),
    ...(content === undefined ? { path } : undefined),
    ...(typeof name === 'string' ? { name } : undefined),
    ...(typeof id === 'string' ? { id } : undefined),
  };
}

/** The content of a result; a single part of text stands for its text. */
function resultContent(content: JsonValue | undefined, path: Path): { path: Path; content: JsonValue } {
  if (Array.isArray(content) && content.length === 1) {
    const part = content[0]!;
    if (isObject(part)) {
      const key = typeof own(part, 'text') === 'string' ? 'text' : 'value';
      const text = own(part, key);
      if (typeof text === 'string') return { path: [...path, 0, key], content: text };
    }
  }
  return { path, content: content ?? null };
}

/** A content: text, a list of parts, or (MCP) one part. */
function liftContent(
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
      liftPart(content[i]!, [...path, i], isAssistant, context, options, turn);
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
  if (!isAssistant) {
    turn.texts.push({ path, text });
    return;
  }
  const lifted = liftAssistantText(text, path, context, { calls: options.textCalls ?? noCalls });
  for (const run of lifted.texts) turn.texts.push(run);
  for (const thought of lifted.thoughts) turn.thoughts.push(thought);
  for (const fault of lifted.thoughtFaults) turn.thoughtFaults.push(fault);
  for (const call of lifted.calls) turn.calls.push(call);
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
  switch (own(part, 'type')) {
    case 'tool_use':
      turn.calls.push(withId(liftCall(part, path, context, inputKeys), part, path, 'id'));
      return;
    case 'tool_result': {
      const id = own(part, 'tool_use_id') ?? own(part, 'toolUseId');
      turn.results.push({
        ...resultContent(own(part, 'content'), [...path, 'content']),
        ...(typeof id === 'string' ? { id } : undefined),
      });
      return;
    }
    case 'thinking':
    case 'reasoning':
      liftThoughtPart(part, path, turn);
      return;
    case 'tool_call':
    case 'tool_calls':
      liftCallContent(own(part, 'value'), [...path, 'value'], context, turn);
      return;
    default: {
      const key = Object.hasOwn(part, 'text') ? 'text' : 'value';
      const text = own(part, key);
      if (typeof text === 'string') liftText(text, [...path, key], isAssistant, context, options, turn);
    }
  }
}

/** A part that is a thought: its text, or (Mistral) a list of parts of text. */
function liftThoughtPart(part: JsonObject, path: Path, turn: Draft): void {
  for (const key of ['thinking', 'text', 'value', 'reasoning']) {
    const thought = own(part, key);
    if (typeof thought === 'string') {
      if (thought !== '') turn.thoughts.push({ path: [...path, key], text: thought });
      return;
    }
    if (!Array.isArray(thought)) continue;
    thought.forEach((chunk, i) => {
      const text = isObject(chunk) ? own(chunk, 'text') : undefined;
      if (typeof text === 'string') turn.thoughts.push({ path: [...path, key, i, 'text'], text });
    });
    return;
  }
}

/** The content of a call turn: a call, a list of calls, or a string of one of them, perhaps behind a thought. */
function liftCallContent(value: JsonValue | undefined, path: Path, context: LiftContext, turn: Draft): void {
  if (typeof value === 'string') liftCallText(value, path, context, turn);
  else if (value === undefined || value === null) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a call is expected here' });
  } else for (const call of liftCallList(value, path, context)) turn.calls.push(call);
}

function liftCallText(text: string, path: Path, context: LiftContext, turn: Draft): void {
  let start = 0;
  let bodyPath = path;
  if (firstCharacter(text, 0) === '<') {
    const split = splitThoughts(text);
    for (const { innerStart, innerEnd } of split.thoughts) {
      turn.thoughts.push({
        path: textPath(path, innerStart, innerEnd),
        text: text.slice(innerStart, innerEnd),
      });
    }
    for (const { kind, start: from, end } of split.problems) {
      turn.thoughtFaults.push({ kind, path: textPath(path, from, end) });
    }
    start = split.answerStart;
    if (firstCharacter(text, start) === '<') {
      // Calls in tags, where the format has them bare: the thoughts are known already.
      for (const call of liftAssistantText(text, path, context, { calls: tagCalls }).calls)
        turn.calls.push(call);
      return;
    }
    if (start > 0) bodyPath = [...path, { as: 'json', start, end: text.length }];
  }
  const value = context.parseJson(start > 0 ? text.slice(start) : text, bodyPath, 'calls');
  if (value === undefined) return;
  if (typeof value === 'string') {
    const detail = 'it is a string of a string of JSON';
    context.unreadable({ what: 'calls', path: bodyPath, reason: 'double-encoded', detail });
    return;
  }
  for (const call of liftCallList(value, bodyPath, context)) turn.calls.push(call);
}

function firstCharacter(text: string, from: number): string | undefined {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return text[i];
}

/** A call object or a list of them; each as {@link liftCall} does, wrapped in `function` or not. */
function liftCallList(value: JsonValue, path: Path, context: LiftContext): Call[] {
  if (Array.isArray(value)) return value.map((item, i) => liftToolCall(item, [...path, i], context));
  if (isObject(value)) return [liftToolCall(value, path, context)];
  return liftCallValue(value, path, context);
}

/** A system prompt that stands in a column of its own; nothing when there is none. */
export function systemTurns(entry: JsonObject, key: string, context: LiftContext): Turn[] {
  const value = own(entry, key);
  if (value === undefined || value === null || value === '') return [];
  const turn: Draft = { texts: [], thoughts: [], thoughtFaults: [], calls: [], results: [] };
  liftContent(value, [key], false, context, {}, turn);
  const { texts, thoughts, calls, results } = turn;
  return [{ role: 'system', rawRole: key, path: [key], texts, thoughts, calls, results }];
}

/** The first of `keys` that the entry has with a value; the first of all when it has none. */
export function presentColumn(entry: JsonObject, keys: readonly string[]): string {
  for (const key of keys) {
    const value = own(entry, key);
    if (value !== undefined && value !== null) return key;
  }
  return keys[0]!;
}

/**
 * The tools of a column, lifted, with their place; both absent when `holder` has no such column.
 *
 * @param base path of `holder`, when it is not the record itself.
 */
export function toolsOf(
  holder: JsonObject,
  keys: readonly string[],
  context: LiftContext,
  base: Path = [],
): { tools: ToolDef[] | undefined; toolsPath?: Path } {
  const key = presentColumn(holder, keys);
  const value = own(holder, key);
  if (value === undefined || value === null) return { tools: undefined };
  const toolsPath = [...base, key];
  return { tools: liftTools(value, toolsPath, context, chatToolKeys), toolsPath };
}
