/**
 * GLM-4 and ChatGLM3 (formats.md 4.34). GLM-4: the tools stand in the system message, a call is the JSON content of an
 * assistant's message (or its arguments, with the name in `metadata`), the result a message of role `observation`.
 * ChatGLM3: `tools` beside `conversations`; a message of role `tool` is a call with its result.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, ToolDef, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { readArgumentsText } from './calls.ts';
import { liftMessage } from './chat.ts';
import { chatToolKeys } from './chatSample.ts';
import { chatShape } from './chatShape.ts';
import { makeTurn, proseTurn, rawMessages, type RawMessage } from './plainTurns.ts';
import { liftAssistantText, textPath } from './text.ts';
import { liftCallContent } from './chatCalls.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext, Recognition } from './types.ts';

/** A content that is a call, perhaps in Python's quotes: an answer may be JSON with a name as well. */
const callStart = /^\s*\[?\s*\{\s*["']name["']\s*:/;
const argumentsWord = /["'](?:arguments|parameters)["']\s*:/;

/** Roles of ChatGLM3's turns; other rows of `conversations` with roles are Hugging Face's. */
const chatGlmRoles = new Set<JsonValue | undefined>(['system', 'user', 'assistant', 'tool']);

export const glm: Format = {
  id: 'glm',
  title: 'GLM-4 / ChatGLM3',
  summary: 'messages with tools in the system message and role observation; or conversations with role tool.',
  docs: {
    tools: '`tools` of the system message (GLM-4), or the column `tools` (ChatGLM3)',
    calls:
      'an assistant’s content that is a JSON call, or its arguments with the name in `metadata`; ChatGLM3: a message of role `tool` with `name`, `parameters` and `observation`',
    thoughts: '`<think>`; ChatGLM3 has prose in front of the call',
    marks:
      'a message of role `observation`, a system message with `tools`, or `conversations` with a message of role `tool` that has `parameters`',
  },
  recognize(entry) {
    const { messages, conversations } = entry;
    if (Array.isArray(messages)) return recognizeMessages(messages);
    return Array.isArray(conversations) ? recognizeConversations(entry, conversations) : undefined;
  },
  lift(entry, context) {
    const column = Array.isArray(own(entry, 'messages')) ? 'messages' : 'conversations';
    const list = own(entry, column);
    const declared = declaredTools(entry, list, column, context);
    const names = new Set(declared.tools?.map((tool) => tool.name));
    const turns: Turn[] = [];
    for (const message of rawMessages(list, [column], 'role', 'content')) {
      turns.push(liftTurn(message, list, names, context));
    }
    return { ...declared, turns, unreadable: [] };
  },
};

function recognizeMessages(messages: readonly JsonValue[]): Recognition | undefined {
  let isOurs = false;
  for (const message of messages) {
    if (!isObject(message)) return undefined;
    const { role } = message;
    if (role === 'observation') isOurs = true;
    else if (role === 'system') {
      if (message.tools !== undefined && message.tools !== null) isOurs = true;
    } else if (role !== 'user' && role !== 'assistant') return undefined;
    // Calls in a key of their own are another format's, which keeps its tools in the prompt.
    if (message.tool_calls !== undefined || message.function_call !== undefined) return undefined;
  }
  return isOurs ? { kind: 'samples', strength: 'certain' } : undefined;
}

function recognizeConversations(entry: JsonObject, conversations: JsonValue[]): Recognition | undefined {
  if (!chatShape(conversations).isChat || conversations.length === 0) return undefined;
  const messages = conversations as JsonObject[];
  if (!messages.every(({ role }) => chatGlmRoles.has(role))) return undefined;
  if (messages.some((message) => message.role === 'tool' && Object.hasOwn(message, 'parameters')))
    return { kind: 'samples', strength: 'certain' };
  const hasCalls = messages.some((message) => message.tool_calls !== undefined);
  return Array.isArray(entry.tools) && !hasCalls ? { kind: 'samples', strength: 'weak' } : undefined;
}

/** The tools of a column, or else those of the system message. */
function declaredTools(
  entry: JsonObject,
  list: JsonValue | undefined,
  column: string,
  context: LiftContext,
): { tools: ToolDef[] | undefined; toolsPath?: Path } {
  const places: [JsonValue | undefined, Path][] = [[own(entry, 'tools'), ['tools']]];
  if (Array.isArray(list)) {
    const at = list.findIndex((message) => isObject(message) && message.role === 'system');
    const system = list[at];
    if (isObject(system)) places.push([own(system, 'tools'), [column, at, 'tools']]);
  }
  for (const [value, toolsPath] of places) {
    if (value === undefined || value === null) continue;
    return { tools: liftTools(value, toolsPath, context, chatToolKeys), toolsPath };
  }
  return { tools: undefined };
}

function liftTurn(
  message: RawMessage,
  list: JsonValue | undefined,
  names: ReadonlySet<string | undefined>,
  context: LiftContext,
): Turn {
  const { role, rawRole, path, rolePath, value, valuePath } = message;
  const raw = (list as JsonObject[])[path[1] as number]!;
  if (rawRole === 'tool' && Object.hasOwn(raw, 'parameters')) return liftToolMessage(raw, message, context);
  if (role !== 'assistant') {
    if (role !== 'tool') return proseTurn(message);
    const results = [{ path: value === undefined ? path : valuePath, content: value ?? null }];
    return makeTurn(role, rawRole, path, { rolePath, results });
  }
  if (typeof value !== 'string') return liftMessage(raw, path, context);
  const metadata = own(raw, 'metadata');
  if (typeof metadata === 'string' && metadata.trim() !== '')
    return makeTurn(role, rawRole, path, {
      rolePath,
      calls: [namedCall(metadata, child(path, 'metadata'), path, value, valuePath, context)],
    });
  if (callStart.test(value) && argumentsWord.test(value)) {
    const { calls } = liftCallContent(value, valuePath, context);
    return makeTurn(role, rawRole, path, { rolePath, calls });
  }
  return liftRendered(message, value, names, context) ?? prose(message, value, context);
}

function prose(
  { role, rawRole, path, rolePath, valuePath }: RawMessage,
  text: string,
  context: LiftContext,
): Turn {
  return makeTurn(role, rawRole, path, { rolePath, lifted: liftAssistantText(text, valuePath, context) });
}

/** A text as the template writes it: the name of a tool on a line, then its arguments as JSON. */
function liftRendered(
  message: RawMessage,
  text: string,
  names: ReadonlySet<string | undefined>,
  context: LiftContext,
): Turn | undefined {
  const head = /^\s*([^\s{}"']{1,128})[ \t]*\r?\n\s*(?=\{)/.exec(text);
  if (!head || !names.has(head[1])) return undefined;
  const { role, rawRole, path, rolePath, valuePath } = message;
  const nameStart = text.indexOf(head[1]!);
  const namePath = textPath(valuePath, nameStart, nameStart + head[1]!.length);
  const start = head[0].length;
  const argumentsPath: Path = [...valuePath, { as: 'json', start, end: text.length }];
  const call = namedCall(head[1]!, namePath, valuePath, text.slice(start), argumentsPath, context);
  return makeTurn(role, rawRole, path, { rolePath, calls: [call] });
}

/** A call whose name and arguments stand apart. */
function namedCall(
  name: string,
  namePath: Path,
  path: Path,
  argumentsText: string,
  argumentsPath: Path,
  context: LiftContext,
): Call {
  return {
    name,
    namePlace: { path: namePath },
    path,
    arguments: readArgumentsText(argumentsText, argumentsPath, context),
    argumentsPath,
    encoding: 'json-string',
  };
}

/** ChatGLM3: the call and what it gave, in one message. */
function liftToolMessage(
  raw: JsonObject,
  { path, rawRole, rolePath }: RawMessage,
  context: LiftContext,
): Turn {
  const name = own(raw, 'name');
  const parameters = own(raw, 'parameters');
  const argumentsPath = child(path, 'parameters');
  const isText = typeof parameters === 'string';
  const call: Call = {
    name: typeof name === 'string' ? name : undefined,
    namePlace: { path: child(path, 'name') },
    path,
    arguments: isText ? readArgumentsText(parameters, argumentsPath, context) : parameters,
    argumentsPath,
    encoding: isText ? 'json-string' : 'object',
  };
  const observation = own(raw, 'observation');
  const results =
    observation === undefined ? [] : [{ path: child(path, 'observation'), content: observation }];
  return makeTurn('assistant', rawRole, path, { rolePath, calls: [call], results });
}
