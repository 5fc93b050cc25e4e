/**
 * Step roles (formats.md 4.24 and 4.35): a turn for each step, with roles `reasoning`, `tool_call`, `tool_output` and
 * `answer`, mostly in tags (`<think>`, `<tool_call>`, `<tool_response>`, `<answer>`); or tools in a turn of their own,
 * `available_tools`. The messages may be a string of JSON.
 */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Role, ToolDef, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { chatToolKeys } from './chatSample.ts';
import { proseAround, toolsSpan } from './hermes.ts';
import { makeTurn, proseTurn, rawMessages, type RawMessage, roleOf } from './plainTurns.ts';
import { between, liftPromptTools, listSpan } from './promptTools.ts';
import { liftAssistantText, textPath } from './text.ts';
import { liftCallContent } from './chatCalls.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

/** Roles that no other format has. `tool_call` is ms-swift's as well. */
const marks = new Set<JsonValue | undefined>(['reasoning', 'tool_output', 'available_tools']);
const markInText = /"role"\s{0,4}:\s{0,4}"(?:reasoning|tool_output|available_tools)"/;

const roles: Readonly<Record<string, Role>> = {
  reasoning: 'assistant',
  tool_call: 'assistant',
  answer: 'assistant',
  tool_output: 'tool',
  available_tools: 'system',
};

export const stepRoles: Format = {
  id: 'step-roles',
  title: 'Step roles',
  summary: 'messages of roles reasoning, tool_call, tool_output and answer, a turn a step.',
  docs: {
    tools:
      'a JSON list in the system text, perhaps between `<tools>` tags; or the content of a turn `available_tools`',
    calls: 'a turn `tool_call` with `<tool_call>{…}</tool_call>` or bare JSON',
    thoughts: 'a turn `reasoning`, in `<think>` tags or bare',
    marks: 'a message of role `reasoning`, `tool_output` or `available_tools`',
  },
  recognize(entry) {
    const { messages } = entry;
    if (typeof messages === 'string')
      return markInText.test(messages) && /^\s{0,8}\[/.test(messages)
        ? { kind: 'samples', strength: 'certain' }
        : undefined;
    return Array.isArray(messages) && messages.some((message) => isObject(message) && marks.has(message.role))
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const value = own(entry, 'messages');
    const list = typeof value === 'string' ? context.parseJson(value, ['messages'], 'messages') : value;
    if (list !== undefined && list !== null && !Array.isArray(list)) {
      const detail = 'a list of messages is expected here';
      context.unreadable({ what: 'messages', path: ['messages'], reason: 'shape', detail });
    }
    const column = own(entry, 'tools');
    const hasColumn = column !== undefined && column !== null;
    const reader = new Reader(context, hasColumn);
    for (const message of rawMessages(list, ['messages'], 'role', 'content')) reader.add(message);
    return {
      tools: hasColumn ? liftTools(column, ['tools'], context, chatToolKeys) : reader.tools,
      turns: reader.turns,
      unreadable: [],
    };
  },
};

/** Reads the turns and gathers the tools that stand in them. */
class Reader {
  readonly turns: Turn[] = [];
  tools: ToolDef[] | undefined;

  constructor(
    private readonly context: LiftContext,
    /** The row has its tools in a column: those of the texts repeat them. */
    private readonly hasColumn: boolean,
  ) {}

  add(message: RawMessage): void {
    const { rawRole, path, rolePath } = message;
    const role = Object.hasOwn(roles, rawRole) ? roles[rawRole]! : roleOf(rawRole);
    if (rawRole === 'available_tools') this.#declare(message);
    const { text, textOf } = contentText(message);
    if (text === undefined) {
      this.turns.push(makeTurn(role, rawRole, path, { rolePath, ...this.#other(message, role) }));
      return;
    }
    this.turns.push(makeTurn(role, rawRole, path, { rolePath, ...this.#parts(rawRole, role, text, textOf) }));
  }

  #parts(rawRole: string, role: Role, text: string, path: Path): Parameters<typeof makeTurn>[3] {
    switch (rawRole) {
      case 'reasoning': {
        const lifted = liftAssistantText(text, path, this.context);
        if (lifted.thoughts.length > 0 || lifted.thoughtFaults.length > 0 || text.trim() === '')
          return { lifted };
        return { lifted: { ...lifted, texts: [], thoughts: [{ path, text }] } };
      }
      case 'tool_call': {
        const lifted = liftAssistantText(text, path, this.context);
        if (lifted.calls.length > 0 || text.includes('<tool_call')) return { lifted };
        const { calls, thoughts, thoughtFaults } = liftCallContent(text, path, this.context);
        return { lifted: { texts: [], thoughts, thoughtFaults, calls } };
      }
      case 'answer': {
        const span = between(text, '<answer>', '</answer>');
        if (!span) return { lifted: liftAssistantText(text, path, this.context) };
        return {
          texts: [{ path: textPath(path, span.start, span.end), text: text.slice(span.start, span.end) }],
        };
      }
      case 'available_tools':
        return {};
      default:
    }
    if (role === 'assistant') return { lifted: liftAssistantText(text, path, this.context) };
    if (role === 'tool') {
      const span = between(text, '<tool_response>', '</tool_response>');
      return {
        results: span
          ? [{ path: textPath(path, span.start, span.end), content: text.slice(span.start, span.end) }]
          : [{ path, content: text }],
      };
    }
    const span = role === 'system' && !this.hasColumn ? promptSpan(text) : undefined;
    if (span) this.#add(liftPromptTools(text, span, path, this.context));
    return { texts: proseAround(text, path, span) };
  }

  /** A content that is no text: a result may be any value, a call an object. */
  #other(message: RawMessage, role: Role): Parameters<typeof makeTurn>[3] {
    const { value, valuePath, rawRole } = message;
    if (value === undefined || value === null) return {};
    if (role === 'tool') return { results: [{ path: valuePath, content: value }] };
    if (rawRole === 'tool_call') return { calls: liftCallContent(value, valuePath, this.context).calls };
    return rawRole === 'available_tools' ? {} : { texts: proseTurn(message).texts };
  }

  #declare(message: RawMessage): void {
    if (this.hasColumn) return;
    const { text, textOf } = contentText(message);
    if (text !== undefined) {
      this.#add(liftPromptTools(text, { start: 0, end: text.length }, textOf, this.context));
    } else this.#add(liftTools(message.value, message.valuePath, this.context, chatToolKeys));
  }

  #add(tools: ToolDef[] | undefined): void {
    if (tools) this.tools = [...(this.tools ?? []), ...tools];
  }
}

/** The text of a content: a string, or the text of its only part. */
function contentText({ value, valuePath }: RawMessage): { text: string | undefined; textOf: Path } {
  if (typeof value === 'string') return { text: value, textOf: valuePath };
  const only = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  const text = isObject(only) && only.type === 'text' ? own(only, 'text') : undefined;
  return { text: typeof text === 'string' ? text : undefined, textOf: [...valuePath, 0, 'text'] };
}

/** Where a system text declares tools: between its tags, or as the first list of objects. */
function promptSpan(text: string): Span | undefined {
  return toolsSpan(text) ?? listSpan(text, 0);
}
