/**
 * Nemotron (formats.md 4.24): rows of Nemotron-Agentic (`messages`, `tools`, with `used_in` and `license` beside them),
 * and the text form of the Nemotron templates, with tools between `<AVAILABLE_TOOLS>` tags and calls between `<TOOLCALL>`
 * tags. Rows of its gym are `openai-responses`.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Role, ToolDef, Turn } from '../sample.ts';
import { skipSpace } from '../text/jsonScan.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { chatSample } from './chatSample.ts';
import { chatShape, hasOwnMarks } from './chatShape.ts';
import { proseAround } from './hermes.ts';
import { makeTurn, proseTurn, rawMessages, type RawMessage, roleOf } from './plainTurns.ts';
import { between, liftPromptTools } from './promptTools.ts';
import { liftAssistantText, textPath } from './text.ts';
import type { Format, LiftContext } from './types.ts';

const toolsOpen = '<AVAILABLE_TOOLS>';
const toolsClose = '</AVAILABLE_TOOLS>';
const resultOpen = '<TOOL_RESPONSE>';
const resultClose = '</TOOL_RESPONSE>';
const columns = { messages: 'messages', tools: ['tools', 'tools_json'], system: 'system' };

export const nemotron: Format = {
  id: 'nemotron',
  title: 'Nemotron',
  summary: 'messages and tools; or a system text with <AVAILABLE_TOOLS> and <TOOLCALL> calls.',
  docs: {
    tools:
      '`tools`, as OpenAI’s; in the text form a JSON list between `<AVAILABLE_TOOLS>` tags in the system text',
    calls:
      '`tool_calls`, arguments as an object in one split and as a string in the other; in the text form `<TOOLCALL>[…]</TOOLCALL>`',
    thoughts: '`reasoning_content`; `<think>` in the text form',
    marks:
      'messages with the columns `used_in` and `license`; `<AVAILABLE_TOOLS>` in a system text. Other rows go by `openai` or `hf`, those of its gym by `openai-responses`',
  },
  like: ['openai', 'hf'],
  recognize(entry) {
    const { conversations, messages } = entry;
    if (Array.isArray(conversations)) {
      const declares = conversations.some(declaresTools) || holdsTools(entry.system);
      return declares ? { kind: 'samples', strength: 'certain' } : undefined;
    }
    const shape = chatShape(messages);
    if ((!shape.isChat && !shape.isText) || hasOwnMarks(shape)) return undefined;
    const hasColumns = Object.hasOwn(entry, 'used_in') && Object.hasOwn(entry, 'license');
    return hasColumns || (Array.isArray(messages) && messages.some(declaresTools))
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const { conversations, messages } = entry;
    if (Array.isArray(conversations)) return liftTextForm(entry, conversations, 'conversations', context);
    return Array.isArray(messages) && messages.some(declaresTools)
      ? liftTextForm(entry, messages, 'messages', context)
      : chatSample(entry, columns, context, { textCalls: ['tags'] });
  },
};

function holdsTools(text: JsonValue | undefined): boolean {
  return typeof text === 'string' && text.includes(toolsOpen);
}

function declaresTools(message: JsonValue): boolean {
  return isObject(message) && (holdsTools(own(message, 'content')) || holdsTools(own(message, 'value')));
}

function liftTextForm(entry: JsonObject, list: JsonValue[], column: string, context: LiftContext) {
  let tools: ToolDef[] | undefined;
  const turns: Turn[] = [];
  /** The prose of a prompt; its tools are added to those of the sample. */
  const prose = (text: string, path: Path) => {
    const span = toolsSpan(text);
    if (span) tools = [...(tools ?? []), ...(liftPromptTools(text, span, path, context) ?? [])];
    return proseAround(text, path, span);
  };
  const system = own(entry, 'system');
  if (typeof system === 'string')
    turns.push(makeTurn('system', 'system', ['system'], { texts: prose(system, ['system']) }));
  const isShareGpt = column === 'conversations';
  for (const message of rawMessages(
    list,
    [column],
    isShareGpt ? 'from' : 'role',
    isShareGpt ? 'value' : 'content',
  )) {
    const { rawRole, path, rolePath, value, valuePath } = message;
    // NeMo writes `System`, `User` and `Assistant`.
    const role = roleOf(rawRole.toLowerCase());
    if (typeof value !== 'string') turns.push(proseTurn(message));
    else if (role === 'assistant') {
      const lifted = liftAssistantText(value, valuePath, context);
      turns.push(makeTurn(role, rawRole, path, { rolePath, lifted }));
    } else if (role === 'tool' || value.includes(resultOpen)) turns.push(resultTurn(message, value));
    else turns.push(makeTurn(role, rawRole, path, { rolePath, texts: prose(value, valuePath) }));
  }
  return { tools, turns, unreadable: [] };
}

/** Between the tags that hold a list: the prompt's own words may name the tags as well. */
function toolsSpan(text: string): Span | undefined {
  for (let at = text.indexOf(toolsOpen); at >= 0; at = text.indexOf(toolsOpen, at + 1)) {
    const first = text[skipSpace(text, at + toolsOpen.length)];
    if (first === '[' || first === '{') return between(text, toolsOpen, toolsClose, at);
  }
  return undefined;
}

/** Results stand between tags, in a turn of the user or of the tool. */
function resultTurn({ rawRole, path, rolePath, valuePath }: RawMessage, text: string): Turn {
  const span = between(text, resultOpen, resultClose);
  const role: Role = 'tool';
  if (!span)
    return makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: text }] });
  const texts = proseAround(text, valuePath, {
    start: span.start - resultOpen.length,
    end: Math.min(text.length, span.end + resultClose.length),
  });
  const content = text.slice(span.start, span.end);
  const results = [{ path: textPath(valuePath, span.start, span.end), content }];
  return makeTurn(role, rawRole, path, { rolePath, texts, results });
}
