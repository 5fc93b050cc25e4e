/**
 * Seal-Tools (formats.md 4.19): samples without their tools, the list of tools, fine-tuning rows whose prompt and
 * target are Python reprs, and lines of the old format, `[calls, query]`. Calls refer to results as `API_call_0`.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Sample, TextRun, ToolDef, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { type CallKeys, liftCallObject } from './calls.ts';
import { columnTurn, makeTurn, proseTurn, rawMessages, type RawMessage } from './plainTurns.ts';
import { liftPromptTools, readPython } from './promptTools.ts';
import { addRun, textPath } from './text.ts';
import { liftTool, type ToolKeys } from './tools.ts';
import type { Format, LiftContext } from './types.ts';
import { pythonTypeWords } from './xlam.ts';

const callKeys: CallKeys = { name: ['api', 'name'], arguments: ['parameters', 'arguments'] };
const toolKeys: ToolKeys = { name: 'api_name', description: 'api_description', shape: 'map' };
const listBegin = 'api_list = ';
const listEnd = '\ntask_instruction';

export const sealTools: Format = {
  id: 'seal-tools',
  title: 'Seal-Tools',
  summary: 'query and calling with api, parameters, responses; tools in another file or in the prompt.',
  docs: {
    tools:
      'none in a sample; `tool.jsonl` holds them (`api_name`, a map of parameters, `required` beside it); fine-tuning files have a Python list in the prompt',
    calls:
      '`calling`: a list of `{api, parameters, responses}`; a later argument may be `API_call_0`; in fine-tuning files a Python list of them',
    thoughts: 'none',
    marks:
      '`query` with `calling`; a tool with `api_name` and `api_description`; a prompt with `api_list = [`; in old lines a pair of calls and query',
  },
  native: { parameterMap: true, requiredBeside: true, typeWords: pythonTypeWords },
  recognize(entry) {
    if (Array.isArray(entry.calling) && Object.hasOwn(entry, 'query'))
      return { kind: 'samples', strength: 'certain' };
    if (
      typeof entry.api_name === 'string' &&
      isObject(entry.parameters) &&
      Object.hasOwn(entry, 'api_description')
    ) {
      return { kind: 'tools', strength: 'certain' };
    }
    return isFineTuning(entry.conversations) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const conversations = own(entry, 'conversations');
    if (Array.isArray(conversations)) return liftFineTuning(conversations, context);
    if (Object.hasOwn(entry, 'api_name')) {
      return { tools: [liftTool(entry, [], toolKeys)], turns: [], unreadable: [] };
    }
    const turns: Turn[] = [];
    const query = columnTurn('user', 'query', own(entry, 'query'));
    if (query) turns.push(query);
    const calls = liftCalls(own(entry, 'calling'), ['calling'], context);
    turns.push(makeTurn('assistant', 'calling', ['calling'], { calls }));
    return { tools: undefined, turns, unreadable: [], references: 'seal-tools' };
  },
  arrays: {
    recognize(entry) {
      const [calls, query] = entry;
      if (entry.length !== 2 || typeof query !== 'string') return undefined;
      const first = Array.isArray(calls) ? calls[0] : calls;
      return isObject(first) && typeof first.api === 'string'
        ? { kind: 'samples', strength: 'certain' }
        : undefined;
    },
    lift(entry, context) {
      const [calls, query] = entry;
      const turns: Turn[] = [];
      if (typeof query === 'string')
        turns.push(makeTurn('user', 'query', [1], { texts: [{ path: [1], text: query }] }));
      turns.push(makeTurn('assistant', 'calling', [0], { calls: liftCalls(calls, [0], context) }));
      return { tools: undefined, turns, unreadable: [], references: 'seal-tools' };
    },
  },
};

function isFineTuning(conversations: JsonValue | undefined): boolean {
  if (!Array.isArray(conversations)) return false;
  const first = conversations[0];
  if (!isObject(first) || typeof first.value !== 'string') return false;
  return first.value.includes(listBegin + '[') && first.value.includes(listEnd);
}

/** A call, or a list of them. */
function liftCalls(value: JsonValue | undefined, path: Path, context: LiftContext): Call[] {
  if (isObject(value)) return [liftCall(value, path, context, 'object')];
  if (!Array.isArray(value)) {
    context.unreadable({ what: 'calls', path, reason: 'shape', detail: 'a list of calls is expected here' });
    return [];
  }
  return value.map((item, i) => liftCall(item, [...path, i], context, 'object'));
}

function liftCall(value: JsonValue, path: Path, context: LiftContext, encoding: 'object' | 'embedded'): Call {
  const call = liftCallObject(value, path, context, callKeys, encoding);
  const responses = isObject(value) ? own(value as JsonObject, 'responses') : undefined;
  if (!Array.isArray(responses)) return call;
  return { ...call, produces: responses.filter((name) => typeof name === 'string') };
}

function liftFineTuning(conversations: JsonValue[], context: LiftContext): Sample {
  let tools: ToolDef[] | undefined;
  const turns: Turn[] = [];
  for (const message of rawMessages(conversations, ['conversations'], 'from', 'value')) {
    const { role, rawRole, path, rolePath, value, valuePath } = message;
    if (typeof value !== 'string') turns.push(proseTurn(message));
    else if (role === 'assistant') turns.push(liftTarget(message, value, context));
    else {
      const start = value.indexOf(listBegin);
      if (start < 0) {
        turns.push(proseTurn(message));
        continue;
      }
      const from = start + listBegin.length;
      const stop = value.indexOf(listEnd, from);
      const end = stop < 0 ? value.length : stop;
      tools ??= liftPromptTools(value, { start: from, end }, valuePath, context, toolKeys);
      const texts: TextRun[] = [];
      addRun(value, valuePath, end, value.length, texts);
      turns.push(makeTurn(role, rawRole, path, { rolePath, texts }));
    }
  }
  return { tools, turns, unreadable: [], references: 'seal-tools' };
}

/** The target: a list of calls as Python writes it. */
function liftTarget(message: RawMessage, value: string, context: LiftContext): Turn {
  const { role, rawRole, path, rolePath, valuePath } = message;
  const start = value.search(/\S/);
  if (start < 0 || value.charCodeAt(start) !== 91) return proseTurn(message);
  const listPath: Path = [...valuePath, { as: 'python-literal', start, end: value.length }];
  const list = readPython(
    value,
    start,
    value.length,
    textPath(valuePath, start, value.length),
    'calls',
    context,
  );
  const calls = Array.isArray(list)
    ? list.map((item, i) => liftCall(item, [...listPath, i], context, 'embedded'))
    : [];
  return makeTurn(role, rawRole, path, { rolePath, calls });
}
