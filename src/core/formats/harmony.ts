/**
 * Harmony, the form that gpt-oss reads and writes (formats.md 4.32): text with channels, where the thought is a message
 * of its own and the tools are TypeScript; or its messages as JSON, with `channel` and `recipient`.
 */
import { type HarmonyMessage, looksLikeHarmony, splitHarmony } from '../calls/harmony.ts';
import { findNamespaces } from '../calls/typescriptTools.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, TextRun, ToolDef, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { readArgumentsText } from './calls.ts';
import { chatToolKeys } from './chatSample.ts';
import { makeTurn, rawMessages, type RawMessage } from './plainTurns.ts';
import { addRun, textPath } from './text.ts';
import { liftTool, liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

/** Columns that hold the text, in the order in which they are read: a completion goes on where its prompt ends. */
const textColumns = ['text', 'prompt', 'input', 'conversation', 'completion', 'response', 'output', 'chosen'];
const channels = new Set<JsonValue | undefined>(['analysis', 'commentary', 'final']);
const functions = 'functions.';

export const harmony: Format = {
  id: 'harmony',
  title: 'Harmony (gpt-oss)',
  summary: 'text with <|start|> and TypeScript tools; a call is a message to functions.f with JSON.',
  docs: {
    tools:
      '`namespace functions { type f = (_: {…}) => any; }` in the developer message; as JSON in its `tools`, or a column `tools`',
    calls: 'a message on the channel `commentary` whose recipient is `functions.f`, its body JSON',
    thoughts: 'messages on the channel `analysis`',
    marks:
      'a text column with `<|message|>` beside `<|start|>` or `<|channel|>`; messages with a channel of Harmony’s or a recipient `functions.…`. Chat messages for the gpt-oss template, with `thinking`, are `hf`',
  },
  recognize(entry) {
    if (textColumns.some((column) => holdsHarmony(entry[column])))
      return { kind: 'samples', strength: 'certain' };
    const { messages } = entry;
    return Array.isArray(messages) && messages.some(isHarmonyMessage)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const sample: Draft = { tools: undefined, names: new Set(), turns: [] };
    const columns = textColumns.filter((column) => holdsHarmony(entry[column]));
    for (const column of columns) liftText(entry[column] as string, [column], context, sample);
    if (columns.length === 0) {
      for (const message of rawMessages(own(entry, 'messages'), ['messages'], 'role', 'content')) {
        liftMessage(message, (entry.messages as JsonObject[])[message.path[1] as number]!, context, sample);
      }
    }
    const column = own(entry, 'tools');
    const { tools, turns } = sample;
    if (column === undefined || column === null) return { tools, turns, unreadable: [] };
    const toolsPath = ['tools'];
    return { tools: liftTools(column, toolsPath, context, chatToolKeys), toolsPath, turns, unreadable: [] };
  },
};

/** A sample while it is filled. */
interface Draft {
  tools: ToolDef[] | undefined;
  /** Names of the tools so far. */
  readonly names: Set<string>;
  readonly turns: Turn[];
}

function holdsHarmony(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && looksLikeHarmony(value);
}

function isHarmonyMessage(message: JsonValue): boolean {
  if (!isObject(message) || typeof message.role !== 'string') return false;
  const { channel, recipient } = message;
  return channels.has(channel) || (typeof recipient === 'string' && recipient.startsWith(functions));
}

function addTools(sample: Draft, tools: readonly ToolDef[]): void {
  sample.tools ??= [];
  for (const tool of tools) {
    sample.tools.push(tool);
    if (tool.name !== undefined) sample.names.add(tool.name);
  }
}

/** Lifts a text; tools of a message are known to the messages behind it. */
function liftText(text: string, path: Path, context: LiftContext, sample: Draft): void {
  splitHarmony(text).forEach((message, i) => {
    const { role, body, channel, recipient } = message;
    const rawRole = role?.text ?? 'assistant';
    const turnPath = textPath(path, message.start, message.end);
    const rolePath = role && textPath(path, role.start, role.end);
    const texts: TextRun[] = [];
    switch (rawRole) {
      case 'system':
      case 'developer':
        liftPrompt(text, message, path, context, sample, texts);
        sample.turns.push(makeTurn('system', rawRole, turnPath, { rolePath, texts }));
        return;
      case 'user':
        addRun(text, path, body.start, body.end, texts);
        sample.turns.push(makeTurn('user', rawRole, turnPath, { rolePath, texts }));
        return;
      case 'assistant':
        break;
      default: {
        const content = text.slice(body.start, body.end);
        const results = [{ path: textPath(path, body.start, body.end), name: toolName(rawRole), content }];
        sample.turns.push(makeTurn('tool', rawRole, turnPath, { rolePath, results }));
        return;
      }
    }
    addRun(text, path, body.start, body.end, texts);
    const isCall = recipient !== undefined && isFunction(recipient.text, sample);
    if (isCall) {
      const call = liftCall(text, message, path, turnPath, String(i), context);
      sample.turns.push(makeTurn('assistant', rawRole, turnPath, { rolePath, calls: [call] }));
    } else if (channel === 'analysis' && recipient === undefined) {
      sample.turns.push({ ...makeTurn('assistant', rawRole, turnPath, { rolePath }), thoughts: texts });
    } else sample.turns.push(makeTurn('assistant', rawRole, turnPath, { rolePath, texts }));
  });
}

/** The prose of a system or developer message, and the tools in its namespaces. */
function liftPrompt(
  text: string,
  { body }: HarmonyMessage,
  path: Path,
  context: LiftContext,
  sample: Draft,
  texts: TextRun[],
): void {
  let at = body.start;
  for (const { name, start, end, tools, problems } of findNamespaces(text, body.start, body.end)) {
    addRun(text, path, at, start, texts);
    at = end;
    const base: Path = [...path, { as: 'typescript-tools', start, end, label: name }];
    addTools(
      sample,
      tools.map((tool, i) => toolOf(tool.value, name, [...base, i])),
    );
    for (const problem of problems) {
      context.unreadable({
        what: 'tools',
        path: textPath(path, problem.start, problem.end),
        reason: 'not-types',
        detail: problem.message,
      });
    }
  }
  addRun(text, path, at, body.end, texts);
}

/** A tool read from TypeScript; those of other namespaces than `functions` are called with its name. */
function toolOf(value: JsonValue, namespace: string, path: Path): ToolDef {
  const tool = liftTool(value, path, { shape: 'typescript' });
  if (namespace === 'functions' || tool.name === undefined) return tool;
  return { ...tool, name: `${namespace}.${tool.name}` };
}

function toolName(recipient: string): string {
  return recipient.startsWith(functions) ? recipient.slice(functions.length) : recipient;
}

/**
 * Is it a call of a declared function? Other recipients are built-in tools (`python`, `browser.open`), whose input may be
 * code: such a message is prose.
 */
function isFunction(recipient: string, sample: Draft): boolean {
  return recipient.startsWith(functions) || sample.names.has(recipient);
}

function liftCall(
  text: string,
  message: HarmonyMessage,
  path: Path,
  callPath: Path,
  label: string,
  context: LiftContext,
): Call {
  const { body, recipient } = message;
  const name = toolName(recipient!.text);
  let { start, end } = body;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  const argumentsPath: Path = [...path, { as: 'json', start, end, label }];
  return {
    name,
    namePlace: { path: textPath(path, recipient!.end - name.length, recipient!.end) },
    path: callPath,
    arguments: readArgumentsText(text.slice(start, end), argumentsPath, context),
    argumentsPath,
    encoding: 'embedded',
  };
}

/** Lifts a message of the JSON form. */
function liftMessage(message: RawMessage, raw: JsonObject, context: LiftContext, sample: Draft): void {
  const { rawRole, path, rolePath, value, valuePath } = message;
  const channel = own(raw, 'channel');
  const recipient = own(raw, 'recipient');
  const parts = contentTexts(value, valuePath);
  if (rawRole === 'system' || rawRole === 'developer') {
    liftJsonTools(value, valuePath, context, sample);
    const texts: TextRun[] = [];
    for (const { text, path: partPath } of parts) {
      const whole = { body: { start: 0, end: text.length } } as HarmonyMessage;
      if (text.includes('namespace')) liftPrompt(text, whole, partPath, context, sample, texts);
      else texts.push({ path: partPath, text });
    }
    sample.turns.push(makeTurn('system', rawRole, path, { rolePath, texts }));
  } else if (rawRole === 'tool' || (rawRole !== 'user' && rawRole !== 'assistant')) {
    const name = own(raw, 'name');
    const [only] = parts;
    const result = only && parts.length === 1 ? { path: only.path, content: only.text } : undefined;
    const results = [
      {
        ...(result ?? { path: value === undefined ? path : valuePath, content: value ?? null }),
        ...(typeof name === 'string' ? { name: toolName(name) } : undefined),
      },
    ];
    sample.turns.push(makeTurn('tool', rawRole, path, { rolePath, results }));
  } else {
    const role: Role = rawRole;
    const isCall = role === 'assistant' && typeof recipient === 'string' && isFunction(recipient, sample);
    if (isCall) {
      const call = jsonCall(recipient, parts[0], message, context);
      sample.turns.push(makeTurn(role, rawRole, path, { rolePath, calls: [call] }));
    } else if (channel === 'analysis' && role === 'assistant' && typeof recipient !== 'string') {
      sample.turns.push({ ...makeTurn(role, rawRole, path, { rolePath }), thoughts: parts });
    } else sample.turns.push(makeTurn(role, rawRole, path, { rolePath, texts: parts }));
  }
}

function jsonCall(
  recipient: string,
  body: TextRun | undefined,
  { path, valuePath }: RawMessage,
  context: LiftContext,
): Call {
  const name = toolName(recipient);
  const recipientPath = child(path, 'recipient');
  const argumentsPath = body?.path ?? valuePath;
  return {
    name,
    namePlace: {
      path:
        name.length === recipient.length
          ? recipientPath
          : textPath(recipientPath, recipient.length - name.length, recipient.length),
    },
    path,
    arguments: body && readArgumentsText(body.text, argumentsPath, context),
    argumentsPath,
    encoding: 'json-string',
  };
}

/** The texts of a content: a string, or parts with a text (of a developer's content its instructions). */
function contentTexts(value: JsonValue | undefined, path: Path): TextRun[] {
  if (typeof value === 'string') return value === '' ? [] : [{ path, text: value }];
  const texts: TextRun[] = [];
  const add = (part: JsonValue, partPath: Path) => {
    if (!isObject(part)) return;
    for (const key of ['text', 'instructions']) {
      const text = own(part, key);
      if (typeof text === 'string' && text !== '') texts.push({ path: child(partPath, key), text });
    }
  };
  if (Array.isArray(value)) value.forEach((part, i) => add(part, child(path, i)));
  else if (value !== undefined) add(value, path);
  return texts;
}

/** `tools` of a system's or developer's content: namespaces, each with its list of tools. */
function liftJsonTools(value: JsonValue | undefined, path: Path, context: LiftContext, sample: Draft): void {
  const parts: [JsonValue | undefined, Path][] = Array.isArray(value)
    ? value.map((part, i) => [part, child(path, i)])
    : [[value, path]];
  for (const [part, partPath] of parts) {
    const namespaces = isObject(part) ? own(part, 'tools') : undefined;
    if (!isObject(namespaces)) continue;
    for (const name in namespaces) {
      const namespace = namespaces[name]!;
      const list = isObject(namespace) ? own(namespace, 'tools') : namespace;
      const listPath = [...partPath, 'tools', name, ...(isObject(namespace) ? ['tools'] : [])];
      const tools = liftTools(list, listPath, context, chatToolKeys) ?? [];
      const isOwn = name === 'functions';
      addTools(
        sample,
        tools.map((tool) =>
          isOwn || tool.name === undefined ? tool : { ...tool, name: `${name}.${tool.name}` },
        ),
      );
    }
  }
}
