/**
 * Hermes function calling (formats.md 4.11): ShareGPT turns (or messages, in re-uploads and rendered prompts), tools between `<tools>` tags in the system text, calls
 * between `<tool_call>` tags, thoughts between `<think>` or `<scratch_pad>` tags.
 */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { TextRun, ToolDef, Turn } from '../sample.ts';
import { skipSpace } from '../text/jsonScan.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { chatShape, isNeutralChat } from './chatShape.ts';
import { makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftPromptTools } from './promptTools.ts';
import { addRun, liftAssistantText } from './text.ts';
import type { Format, LiftContext } from './types.ts';

export const hermes: Format = {
  id: 'hermes',
  title: 'Hermes',
  summary: 'ShareGPT turns or messages with <tools> in the system text and <tool_call> in the answers.',
  docs: {
    tools:
      'between `<tools>` and `</tools>` in the system text: a list, or objects one after the other; a column `tools` counts when the text has none',
    calls: '`<tool_call>{…}</tool_call>`, one JSON object a tag',
    thoughts: '`<think>` or `<scratch_pad>`',
    marks:
      'ShareGPT turns with `<tools>` or `<tool_call>`; messages whose system text declares tools between the tags, without calls in a key',
  },
  recognize(entry) {
    const { conversations, messages } = entry;
    if (Array.isArray(conversations)) {
      return conversations.some(isHermesTurn) ? { kind: 'samples', strength: 'certain' } : undefined;
    }
    if (!Array.isArray(messages) || !messages.some(isHermesPrompt)) return undefined;
    // With calls in a key of their own it is another format, whose prompt was rendered for Hermes.
    return isNeutralChat(chatShape(messages)) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    let tools: ToolDef[] | undefined;
    const turns: Turn[] = [];
    const messages = Array.isArray(entry.conversations)
      ? rawMessages(entry.conversations, ['conversations'], 'from', 'value')
      : rawMessages(own(entry, 'messages'), ['messages'], 'role', 'content');
    for (const message of messages) {
      const { role, rawRole, path, rolePath, value, valuePath } = message;
      if (typeof value !== 'string') turns.push(proseTurn(message));
      else if (role === 'system') {
        const span = toolsSpan(value);
        if (span) tools = [...(tools ?? []), ...(liftPromptTools(value, span, valuePath, context) ?? [])];
        turns.push(makeTurn(role, rawRole, path, { rolePath, texts: proseAround(value, valuePath, span) }));
      } else if (role === 'assistant') {
        turns.push(
          makeTurn(role, rawRole, path, { rolePath, lifted: liftAssistantText(value, valuePath, context) }),
        );
      } else if (role === 'tool') {
        turns.push(
          makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: value }] }),
        );
      } else turns.push(proseTurn(message));
    }
    return { tools: tools ?? toolsColumn(own(entry, 'tools'), context), turns, unreadable: [] };
  },
};

function isHermesTurn(turn: JsonValue): boolean {
  if (!isObject(turn)) return false;
  const { from, value } = turn;
  if (typeof value !== 'string') return false;
  if (from === 'system') return value.includes('<tools>');
  return (from === 'gpt' || from === 'assistant') && value.includes('<tool_call>');
}

/** A system message that declares tools between its tags. */
function isHermesPrompt(message: JsonValue): boolean {
  if (!isObject(message) || message.role !== 'system') return false;
  return typeof message.content === 'string' && toolsSpan(message.content) !== undefined;
}

/** Hermes rows repeat their tools in a column of their own; it counts when the system text has none. */
function toolsColumn(value: JsonValue | undefined, context: LiftContext): ToolDef[] | undefined {
  return typeof value === 'string'
    ? liftPromptTools(value, { start: 0, end: value.length }, ['tools'], context)
    : undefined;
}

/**
 * Between the `<tools>` tags that hold definitions: the prompt's own words name the tags as well ("within <tools>
 * </tools> XML tags").
 */
export function toolsSpan(text: string): Span | undefined {
  for (let at = text.indexOf('<tools>'); at >= 0; at = text.indexOf('<tools>', at + 7)) {
    const start = at + 7;
    const first = text.charCodeAt(skipSpace(text, start));
    if (first !== 91 && first !== 123) continue;
    const end = text.indexOf('</tools>', start);
    return { start, end: end < 0 ? text.length : end };
  }
  return undefined;
}

/** The prose in front of and behind the definitions. */
export function proseAround(text: string, path: Path, span: Span | undefined): TextRun[] {
  if (!span) return text === '' ? [] : [{ path, text }];
  const texts: TextRun[] = [];
  addRun(text, path, 0, span.start, texts);
  addRun(text, path, span.end, text.length, texts);
  return texts;
}
