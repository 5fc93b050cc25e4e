/**
 * ToolACE (formats.md 4.13): `system` with a JSON list of tools, ShareGPT turns of `user`, `assistant` and `tool`, calls
 * as a Python call list whose names Python cannot always read.
 */
import type { JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { ToolDef, Turn } from '../sample.ts';
import { proseAround } from './hermes.ts';
import { makeTurn, proseTurn, rawMessages } from './plainTurns.ts';
import { liftPromptTools, listSpan } from './promptTools.ts';
import { liftAssistantText } from './text.ts';
import type { Format } from './types.ts';
import { pythonTypeWords } from './xlam.ts';

const listIntroduction = 'functions in JSON format';

export const toolace: Format = {
  id: 'toolace',
  title: 'ToolACE',
  summary: 'system with a JSON list of tools; calls are [Name(argument=value)].',
  docs: {
    tools: 'a JSON list in `system`, behind “functions in JSON format”',
    calls: '`[Func Name(a="x"), other(b=true)]`, the whole answer',
    thoughts: 'none',
    marks: '`system` with that sentence, and turns of `user`, `assistant` and `tool` only',
  },
  native: { typeWords: pythonTypeWords, callNotes: ['odd-name'] },
  recognize(entry) {
    const system = own(entry, 'system');
    const conversations = own(entry, 'conversations');
    if (typeof system !== 'string' || !Array.isArray(conversations)) return undefined;
    if (!conversations.every(hasRole)) return undefined;
    return system.includes(listIntroduction) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const system = own(entry, 'system');
    const turns: Turn[] = [];
    let tools: ToolDef[] | undefined;
    if (typeof system === 'string') {
      const span = listSpan(system, Math.max(0, system.indexOf(listIntroduction)));
      tools = span ? liftPromptTools(system, span, ['system'], context) : [];
      turns.push(makeTurn('system', 'system', ['system'], { texts: proseAround(system, ['system'], span) }));
    }
    for (const message of rawMessages(own(entry, 'conversations'), ['conversations'], 'from', 'value')) {
      const { role, rawRole, path, rolePath, value, valuePath } = message;
      if (typeof value !== 'string') turns.push(proseTurn(message));
      else if (role === 'assistant') {
        const lifted = liftAssistantText(value, valuePath, context, { calls: ['python'] });
        turns.push(makeTurn(role, rawRole, path, { rolePath, lifted }));
      } else if (role === 'tool') {
        turns.push(
          makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: value }] }),
        );
      } else turns.push(proseTurn(message));
    }
    return { tools, turns, unreadable: [] };
  },
};

function hasRole(turn: JsonValue): boolean {
  return isObject(turn) && (turn.from === 'user' || turn.from === 'assistant' || turn.from === 'tool');
}
