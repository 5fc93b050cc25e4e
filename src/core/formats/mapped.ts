/** The format that a mapping describes: rows of messages, or of a query and its answer, under names of their own. */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, Sample, TextRun, Thought, ToolDef, Turn } from '../sample.ts';
import { child, type Path } from '../text/path.ts';
import { liftCallObject } from './calls.ts';
import { chatToolKeys } from './chatSample.ts';
import { type MappedRole, mappedId, type Mapping } from './mapping.ts';
import { makeTurn, roleOf, type TurnParts } from './plainTurns.ts';
import { liftPromptTools } from './promptTools.ts';
import type { CallSyntax } from './callSyntax.ts';
import { type AssistantText, liftAssistantText } from './text.ts';
import { firstCharacter, type LiftOne, liftCallContent, liftCallList, liftToolCall } from './chatCalls.ts';
import { liftTools, type ToolKeys } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

const defaultSyntaxes: readonly CallSyntax[] = ['tags'];
const thoughtKeys = ['reasoning_content', 'reasoning', 'thinking', 'thought'];
/** Role words that mean more than who speaks. */
const usualRoles = new Map<string, MappedRole>([
  ['tool_call', 'call'],
  ['function_call', 'call'],
  ['function-call', 'call'],
]);

/** Mappings come anew from every message to a worker; one format for equal ones keeps what is cached by format. */
const known = new Map<string, Format>();
const mostKnown = 50;

/** The format of a mapping: the same object for equal mappings. */
export function mappedFormat(mapping: Mapping): Format {
  const key = JSON.stringify(mapping);
  let format = known.get(key);
  if (format) return format;
  if (known.size >= mostKnown) known.clear();
  known.set(key, (format = makeFormat(mapping)));
  return format;
}

function makeFormat(mapping: Mapping): Format {
  const isConfigured = mapping.format === mappedId;
  return {
    id: mapping.format,
    title: isConfigured ? 'Mapped by callsmith.config.json' : 'LLaMA-Factory, mapped by dataset_info.json',
    summary: 'columns, roles and keys as the mapping names them.',
    docs: {
      tools: 'where the mapping says',
      calls: 'where the mapping says',
      thoughts: 'where the mapping says, or in tags',
      marks: 'rows with the messages, or the answer, that the mapping names',
    },
    recognize(entry) {
      return fits(entry, mapping) ? { kind: 'samples', strength: 'certain' } : undefined;
    },
    lift(entry, context) {
      return new Reader(mapping, context).lift(entry);
    },
  };
}

/** The column with the messages. */
function messageColumn(entry: JsonObject, { messages }: Mapping): string {
  if (messages !== undefined) return messages;
  return Object.hasOwn(entry, 'messages') ? 'messages' : 'conversations';
}

function fits(entry: JsonObject, mapping: Mapping): boolean {
  const messages = own(entry, messageColumn(entry, mapping));
  const roleKey = mapping.role ?? 'role';
  if (Array.isArray(messages))
    return messages.some((message) => isObject(message) && typeof own(message, roleKey) === 'string');
  if (typeof messages === 'string' && firstCharacter(messages, 0) === '[') return true;
  return mapping.answer !== undefined && Object.hasOwn(entry, mapping.answer);
}

class Reader {
  readonly #roleKey: string;
  readonly #contentKey: string;
  readonly #words = new Map<string, MappedRole>();
  readonly #toolKeys: ToolKeys;
  readonly #liftOne: LiftOne;
  readonly #turns: Turn[] = [];
  #tools: ToolDef[] | undefined;

  constructor(
    private readonly mapping: Mapping,
    private readonly context: LiftContext,
  ) {
    this.#roleKey = mapping.role ?? 'role';
    this.#contentKey = mapping.content ?? 'content';
    for (const [role, words] of Object.entries(mapping.roles ?? {})) {
      for (const word of words) this.#words.set(word, role as MappedRole);
    }
    const { name, description, parameters } = mapping.tool ?? {};
    this.#toolKeys = {
      ...(name === undefined ? undefined : { name }),
      ...(description === undefined ? undefined : { description }),
      parameters: [...(parameters === undefined ? [] : [parameters]), ...chatToolKeys.parameters!],
    };
    this.#liftOne = mapping.call ? liftWith(mapping.call) : liftToolCall;
  }

  lift(entry: JsonObject): Sample {
    const { mapping, context } = this;
    const toolsKey = mapping.tools ?? 'tools';
    const tools = own(entry, toolsKey);
    const hasTools = tools !== undefined && tools !== null;
    if (hasTools) this.#tools = liftTools(tools, [toolsKey], context, this.#toolKeys);
    this.#column(entry, mapping.system, 'system');
    this.#column(entry, mapping.query, 'user');
    const column = messageColumn(entry, mapping);
    this.#messages(own(entry, column), [column]);
    if (mapping.answer !== undefined)
      this.#answer(own(entry, mapping.answer), [mapping.answer], mapping.answer);
    return {
      tools: this.#tools,
      ...(hasTools && { toolsPath: [toolsKey] }),
      turns: this.#turns,
      unreadable: [],
    };
  }

  /** A column of text. */
  #column(entry: JsonObject, key: string | undefined, role: Role): void {
    const value = key === undefined ? undefined : own(entry, key);
    if (key === undefined || value === undefined || value === null || value === '') return;
    this.#turns.push(makeTurn(role, key, [key], { texts: textsOf(value, [key]) }));
  }

  #messages(value: JsonValue | undefined, path: Path): void {
    const list = typeof value === 'string' ? this.context.parseJson(value, path, 'messages') : value;
    if (list === undefined || list === null) return;
    if (!Array.isArray(list)) {
      this.#shapeFault('a list of messages is expected here', path);
      return;
    }
    list.forEach((message, i) => {
      if (isObject(message)) this.#turns.push(this.#turn(message, child(path, i)));
      else this.#shapeFault('a message is an object', child(path, i));
    });
  }

  #shapeFault(detail: string, path: Path): void {
    this.context.unreadable({ what: 'messages', path, reason: 'shape', detail });
  }

  #turn(message: JsonObject, path: Path): Turn {
    const written = own(message, this.#roleKey);
    const rawRole = typeof written === 'string' ? written : '';
    const mapped = this.#words.get(rawRole) ?? usualRoles.get(rawRole) ?? this.#unnamedRole(rawRole, message);
    const role: Role =
      mapped === 'call' || mapped === 'thought' ? 'assistant' : mapped === 'tools' ? 'system' : mapped;
    const content = own(message, this.#contentKey);
    const contentPath = child(path, this.#contentKey);
    const rolePath = typeof written === 'string' ? child(path, this.#roleKey) : undefined;
    const parts = this.#parts(mapped, message, path, content, contentPath);
    return { ...makeTurn(role, rawRole, path, { rolePath, ...parts }) };
  }

  /** The role of a word that the mapping does not name: only the model makes calls. */
  #unnamedRole(rawRole: string, message: JsonObject): Role {
    const calls = own(message, this.mapping.calls ?? 'tool_calls');
    return calls !== undefined && calls !== null ? 'assistant' : roleOf(rawRole);
  }

  #parts(
    role: MappedRole,
    message: JsonObject,
    path: Path,
    content: JsonValue | undefined,
    contentPath: Path,
  ): TurnParts {
    switch (role) {
      case 'call': {
        const held = this.#held(message, path);
        // Where the calls have a key, the content may be empty.
        if (held.calls.length > 0) return { lifted: held };
        const lifted = liftCallContent(content, contentPath, this.context, this.#liftOne);
        return { lifted: { ...lifted, texts: [], thoughts: [...held.thoughts, ...lifted.thoughts] } };
      }
      case 'tool': {
        const id = own(message, 'tool_call_id');
        const name = own(message, 'name');
        const result = {
          path: content === undefined ? path : contentPath,
          content: content ?? null,
          ...(typeof name === 'string' ? { name } : undefined),
          ...(typeof id === 'string' ? { id } : undefined),
        };
        return { results: [result] };
      }
      case 'thought':
        return { lifted: this.#thought(content, contentPath) };
      case 'tools':
        this.#declare(content, contentPath);
        return {};
      case 'assistant': {
        const held = this.#held(message, path);
        const text = this.#text(content, contentPath);
        return {
          lifted: {
            texts: text.texts,
            thoughts: [...held.thoughts, ...text.thoughts],
            thoughtFaults: text.thoughtFaults,
            calls: [...text.calls, ...held.calls],
          },
        };
      }
      default:
        return { texts: textsOf(content, contentPath) };
    }
  }

  /** What stands in keys of a message of the assistant. */
  #held(message: JsonObject, path: Path): AssistantText {
    const { calls: callsKey = 'tool_calls', thought } = this.mapping;
    const thoughts: Thought[] = [];
    for (const key of thought === undefined ? thoughtKeys : [thought]) {
      const text = own(message, key);
      if (typeof text === 'string' && text !== '') thoughts.push({ path: child(path, key), text });
    }
    const written = own(message, callsKey);
    const calls: Call[] = [];
    if (written !== undefined && written !== null && written !== '') {
      const callsPath = child(path, callsKey);
      const value =
        typeof written === 'string' ? this.context.parseJson(written, callsPath, 'calls') : written;
      if (value !== undefined)
        for (const call of liftCallList(value, callsPath, this.context, this.#liftOne)) calls.push(call);
    }
    return { texts: [], thoughts, thoughtFaults: [], calls };
  }

  /** The text of an answer, with the thoughts and calls in it. */
  #text(content: JsonValue | undefined, path: Path): AssistantText {
    const found: AssistantText = { texts: [], thoughts: [], thoughtFaults: [], calls: [] };
    const { call, callsInText = defaultSyntaxes } = this.mapping;
    const keys = call && {
      name: [call.name ?? 'name'],
      arguments: [call.arguments ?? 'arguments'],
    };
    for (const run of textsOf(content, path)) {
      const lifted = liftAssistantText(run.text, run.path, this.context, {
        calls: callsInText,
        ...(keys && { keys }),
      });
      for (const key of ['texts', 'thoughts', 'thoughtFaults', 'calls'] as const) {
        for (const part of lifted[key]) (found[key] as unknown[]).push(part);
      }
    }
    return found;
  }

  /** A thought of its own, in tags or bare. */
  #thought(content: JsonValue | undefined, path: Path): AssistantText {
    const lifted = this.#text(content, path);
    if (lifted.thoughts.length > 0 || lifted.thoughtFaults.length > 0) return lifted;
    return { ...lifted, texts: [], thoughts: lifted.texts };
  }

  #declare(content: JsonValue | undefined, path: Path): void {
    const [only, ...others] = textsOf(content, path);
    const tools =
      only && others.length === 0
        ? liftPromptTools(
            only.text,
            { start: 0, end: only.text.length },
            only.path,
            this.context,
            this.#toolKeys,
          )
        : liftTools(content, path, this.context, this.#toolKeys);
    if (tools) this.#tools = [...(this.#tools ?? []), ...tools];
  }

  /** An answer in a column of its own: a message, messages, calls, or a text. */
  #answer(value: JsonValue | undefined, path: Path, column: string): void {
    if (value === undefined || value === null || value === '') return;
    const isMessage = (item: JsonValue | undefined) =>
      isObject(item) && typeof own(item, this.#roleKey) === 'string';
    if (Array.isArray(value) && isMessage(value[0])) {
      this.#messages(value, path);
      return;
    }
    if (isObject(value) && isMessage(value)) {
      this.#turns.push(this.#turn(value, path));
      return;
    }
    const first = typeof value === 'string' ? firstCharacter(value, 0) : undefined;
    const isCalls =
      typeof value !== 'string' || first === '{' || (first === '[' && /^\s*\[\s*[{\]]/.test(value));
    const lifted: AssistantText = isCalls
      ? { texts: [], ...liftCallContent(value, path, this.context, this.#liftOne) }
      : this.#text(value, path);
    this.#turns.push(makeTurn('assistant', column, path, { lifted }));
  }
}

/** Reads calls whose parts have names of their own; a wrapper `function` is looked into. */
function liftWith(keys: NonNullable<Mapping['call']>): LiftOne {
  const callKeys = { name: [keys.name ?? 'name'], arguments: [keys.arguments ?? 'arguments'] };
  const idKey = keys.id ?? 'id';
  return (value, path, context) => {
    if (!isObject(value)) return liftCallObject(value, path, context, callKeys);
    const wrapped = own(value, 'function');
    const isWrapped = isObject(wrapped) && !Object.hasOwn(value, callKeys.name[0]!);
    const inner = isWrapped ? wrapped : value;
    const call = liftCallObject(inner, isWrapped ? child(path, 'function') : path, context, callKeys);
    const id = own(value, idKey);
    return {
      ...call,
      path,
      // A call without arguments passes none, so that a required one it lacks is told.
      arguments: Object.hasOwn(inner, callKeys.arguments[0]!) ? call.arguments : {},
      ...(typeof id === 'string' ? { id, idPath: child(path, idKey) } : undefined),
    };
  };
}

/** The texts of a content: a string, or parts that hold one. */
function textsOf(content: JsonValue | undefined, path: Path): TextRun[] {
  if (typeof content === 'string') return content === '' ? [] : [{ path, text: content }];
  if (!Array.isArray(content)) return [];
  const texts: TextRun[] = [];
  content.forEach((part, i) => {
    if (typeof part === 'string') {
      if (part !== '') texts.push({ path: child(path, i), text: part });
      return;
    }
    for (const key of ['text', 'value']) {
      const text = isObject(part) ? own(part, key) : undefined;
      if (typeof text === 'string' && text !== '') texts.push({ path: [...path, i, key], text });
    }
  });
  return texts;
}
