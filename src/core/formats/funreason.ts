/**
 * FunReason and BalanceSFT (formats.md 4.14): chat messages under BFCL's system prompt, the tools a JSON list in it, the
 * answer `<think>…</think>` and a Python call list.
 */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ToolDef, Turn } from '../sample.ts';
import { bfclTypeWords } from './bfcl.ts';
import { proseAround } from './hermes.ts';
import { makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftPromptTools, listSpan } from './promptTools.ts';
import { liftAssistantText } from './text.ts';
import type { Format } from './types.ts';

const listIntroduction = 'list of functions in JSON format that you can invoke';

export const funreason: Format = {
  id: 'funreason',
  title: 'FunReason / BalanceSFT',
  summary: "messages with BFCL's system prompt and tool list; answers are <think>…</think> and [f(a=1)].",
  docs: {
    tools:
      'a JSON list in the system text, behind “list of functions in JSON format that you can invoke”; BFCL’s types',
    calls: 'a Python call list behind the thought: `[f(a=1), g()]`',
    thoughts: '`<think>…</think>` at the head of the answer',
    marks: 'that sentence in a system or user message',
  },
  native: { typeWords: bfclTypeWords },
  recognize(entry) {
    const messages = own(entry, 'messages');
    if (!Array.isArray(messages) || messages.length === 0) return undefined;
    return messages.some(isBfclPrompt) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    let tools: ToolDef[] | undefined;
    const turns: Turn[] = [];
    for (const message of rawMessages(own(entry, 'messages'), ['messages'], 'role', 'content')) {
      const { role, rawRole, path, rolePath, value, valuePath } = message;
      if (typeof value !== 'string') turns.push(proseTurn(message));
      else if (role === 'assistant') {
        const lifted = liftAssistantText(value, valuePath, context, { calls: ['python'] });
        turns.push(makeTurn(role, rawRole, path, { rolePath, lifted }));
      } else if (role === 'tool') {
        turns.push(
          makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: value }] }),
        );
      } else if (!tools && value.includes(listIntroduction)) {
        const span = listSpan(value, value.indexOf(listIntroduction));
        tools = span ? liftPromptTools(value, span, valuePath, context) : [];
        turns.push(makeTurn(role, rawRole, path, { rolePath, texts: proseAround(value, valuePath, span) }));
      } else turns.push(proseTurn(message));
    }
    return { tools, turns, unreadable: [] };
  },
};

function isBfclPrompt(message: JsonValue): boolean {
  if (!isObject(message) || (message.role !== 'system' && message.role !== 'user')) return false;
  return typeof message.content === 'string' && message.content.includes(listIntroduction);
}
