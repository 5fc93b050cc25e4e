/** API-Bank dialogues (formats.md 4.17): a line is one turn, a file one dialogue; the call's line holds its result. */
import type { JsonObject } from '../json.ts';
import { own } from '../json.ts';
import type { Call, ToolResult, Turn } from '../sample.ts';
import { makeTurn } from './plainTurns.ts';
import type { Format } from './types.ts';

export const apiBank: Format = {
  id: 'api-bank',
  title: 'API-Bank',
  summary: 'One turn a line, one dialogue a file: User, AI and API turns; the tools are not in the file.',
  docs: {
    tools: 'not in the file',
    calls: 'a line `{role: "API", api_name, param_dict, result}`',
    thoughts: 'none',
    marks: 'one turn a line: `role` `API` with `api_name`, `User` or `AI` with `text`',
  },
  recognize(entry) {
    const { role } = entry;
    if (role === 'API')
      return typeof entry.api_name === 'string' ? { kind: 'turns', strength: 'certain' } : undefined;
    if (role !== 'User' && role !== 'AI') return undefined;
    return Object.hasOwn(entry, 'text') ? { kind: 'turns', strength: 'certain' } : undefined;
  },
  lift(entry) {
    const role = own(entry, 'role');
    const turn =
      role === 'API'
        ? liftCall(entry)
        : liftText(entry, role === 'AI' ? 'assistant' : 'user', typeof role === 'string' ? role : '');
    return { tools: undefined, turns: [turn], unreadable: [] };
  },
};

function liftText(entry: JsonObject, role: 'assistant' | 'user', rawRole: string): Turn {
  const text = own(entry, 'text');
  const texts = typeof text === 'string' && text !== '' ? [{ path: ['text'], text }] : [];
  return makeTurn(role, rawRole, [], { rolePath: ['role'], texts });
}

function liftCall(entry: JsonObject): Turn {
  const name = own(entry, 'api_name');
  const call: Call = {
    name: typeof name === 'string' ? name : undefined,
    namePlace: { path: ['api_name'] },
    path: [],
    arguments: own(entry, 'param_dict'),
    argumentsPath: ['param_dict'],
    encoding: 'object',
  };
  const result = own(entry, 'result');
  const results: ToolResult[] = result === undefined ? [] : [{ path: ['result'], content: result }];
  return makeTurn('assistant', 'API', [], { rolePath: ['role'], calls: [call], results });
}
