/**
 * Glaive function-calling v2 (formats.md 4.12): `system` with JSON objects one after the other, `chat` as one text with
 * `USER:`, `ASSISTANT:` and `FUNCTION RESPONSE:`, calls behind `<functioncall>`. And its ShareGPT re-uploads.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import { readGlaive } from '../calls/glaive.ts';
import type { Call, TextRun, ToolDef, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { liftCallValue } from './calls.ts';
import { makeTurn, proseTurn, rawMessages, type RawMessage } from './plainTurns.ts';
import { liftPromptTools } from './promptTools.ts';
import { addRun, liftAssistantText, textPath } from './text.ts';
import type { Format, LiftContext } from './types.ts';

const endOfText = '<|endoftext|>';

export const glaive: Format = {
  id: 'glaive',
  title: 'Glaive function calling v2',
  summary: 'system with JSON objects side by side, chat as one text with <functioncall>; or ShareGPT turns.',
  docs: {
    tools: 'JSON objects one after the other in `system`, or in the system turn',
    calls: '`<functioncall> {"name": …, "arguments": \'{…}\'}`, with the arguments in single quotes',
    thoughts: 'none',
    marks:
      '`system` and `chat` as texts; ShareGPT turns `function-call`, `function-response`, or with `<functioncall>`',
  },
  recognize(entry) {
    if (typeof own(entry, 'chat') === 'string' && typeof own(entry, 'system') === 'string') {
      return { kind: 'samples', strength: 'certain' };
    }
    const conversations = own(entry, 'conversations');
    return Array.isArray(conversations) && conversations.some(isGlaiveTurn)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const conversations = own(entry, 'conversations');
    if (Array.isArray(conversations)) return liftShareGpt(entry, conversations, context);
    const system = own(entry, 'system');
    const chat = own(entry, 'chat');
    const turns: Turn[] = [];
    if (typeof system === 'string')
      turns.push(makeTurn('system', 'system', ['system'], systemText(system, ['system'])));
    if (typeof chat === 'string') liftChat(chat, context, turns);
    const tools = typeof system === 'string' ? liftSystemTools(system, ['system'], context) : undefined;
    return { tools, turns, unreadable: [] };
  },
};

function isGlaiveTurn(turn: JsonValue): boolean {
  if (!isObject(turn)) return false;
  const { from, value } = turn;
  if (from === 'function-call' || from === 'function-response') return true;
  if (typeof value !== 'string') return false;
  if (from === 'system') return value.includes('access to the following functions');
  return (from === 'gpt' || from === 'assistant') && value.includes('<functioncall>');
}

/** The prose of a system text is what stands in front of the first definition. */
function systemText(system: string, path: Path): { texts: TextRun[] } {
  const texts: TextRun[] = [];
  const first = system.indexOf('{');
  addRun(system, path, 0, first < 0 ? system.length : first, texts);
  return { texts };
}

/** A system text without a definition declares that there are no tools. */
function liftSystemTools(system: string, path: Path, context: LiftContext): ToolDef[] | undefined {
  const start = system.indexOf('{');
  return start < 0 ? [] : liftPromptTools(system, { start, end: system.length }, path, context);
}

const marker = /^(USER|ASSISTANT|FUNCTION RESPONSE):/gm;

function liftChat(chat: string, context: LiftContext, turns: Turn[]): void {
  const path = ['chat'];
  const marks = [...chat.matchAll(marker)];
  marks.forEach((mark, i) => {
    const word = mark[1]!;
    const keyEnd = mark.index + word.length;
    const start = keyEnd + 1;
    const end = trimmedEnd(chat, start, marks[i + 1]?.index ?? chat.length);
    const turnPath = textPath(path, mark.index, end);
    const rolePath = textPath(path, mark.index, keyEnd);
    if (word === 'ASSISTANT') {
      const lifted = liftAssistantText(chat.slice(start, end), path, context, { from: start });
      turns.push(makeTurn('assistant', word, turnPath, { rolePath, lifted }));
      return;
    }
    const texts: TextRun[] = [];
    addRun(chat, path, start, end, texts);
    if (word === 'USER') turns.push(makeTurn('user', word, turnPath, { rolePath, texts }));
    else {
      const results = texts.map((run) => ({ path: run.path, content: run.text }));
      turns.push(makeTurn('tool', word, turnPath, { rolePath, results }));
    }
  });
}

/** The end of a turn's text without the end-of-text mark and white space behind it. */
function trimmedEnd(text: string, start: number, end: number): number {
  for (;;) {
    while (end > start && text.charCodeAt(end - 1) <= 32) end--;
    if (end - start < endOfText.length || !text.startsWith(endOfText, end - endOfText.length)) return end;
    end -= endOfText.length;
  }
}

function liftShareGpt(entry: JsonObject, conversations: JsonValue[], context: LiftContext) {
  let tools: ToolDef[] | undefined;
  const turns: Turn[] = [];
  const system = own(entry, 'system');
  if (typeof system === 'string') {
    tools = liftSystemTools(system, ['system'], context);
    turns.push(makeTurn('system', 'system', ['system'], systemText(system, ['system'])));
  }
  for (const message of rawMessages(conversations, ['conversations'], 'from', 'value')) {
    if (message.role === 'system' && typeof message.value === 'string') {
      tools ??= liftSystemTools(message.value, message.valuePath, context);
      const { rolePath } = message;
      turns.push(
        makeTurn('system', message.rawRole, message.path, {
          rolePath,
          ...systemText(message.value, message.valuePath),
        }),
      );
    } else turns.push(liftMessage(message, context));
  }
  return { tools, turns, unreadable: [] };
}

function liftMessage(message: RawMessage, context: LiftContext): Turn {
  const { role, rawRole, path, rolePath, value, valuePath } = message;
  if (typeof value !== 'string') return proseTurn(message);
  if (role === 'tool')
    return makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: value }] });
  if (role !== 'assistant') return proseTurn(message);
  if (rawRole.startsWith('function') && !value.includes('<functioncall>')) {
    return makeTurn(role, rawRole, path, { rolePath, calls: liftBareCall(value, valuePath, context) });
  }
  const end = trimmedEnd(value, 0, value.length);
  if (end === value.length)
    return makeTurn(role, rawRole, path, { rolePath, lifted: liftAssistantText(value, valuePath, context) });
  return makeTurn(role, rawRole, path, {
    rolePath,
    lifted: liftAssistantText(value.slice(0, end), valuePath, context, { from: 0 }),
  });
}

/** A `function-call` turn is the call alone, as JSON or with its arguments in single quotes. */
function liftBareCall(value: string, path: Path, context: LiftContext): Call[] {
  const end = trimmedEnd(value, 0, value.length);
  const { node, errors } = readGlaive(value, 0, end);
  if (!node || errors.length > 0) {
    context.unreadable({ what: 'calls', path, reason: 'not-json', detail: 'it is not JSON' });
    return [];
  }
  return liftCallValue(
    node.value,
    [...path, { as: 'glaive', start: 0, end }],
    context,
    undefined,
    'embedded',
  );
}
