/**
 * Rows for the OpenAI Responses API (NeMo-Gym, Nemotron-RL): formats.md 4.6. The request stands in
 * `responses_create_params`; a recorded run adds `response.output`; the label's column depends on the environment.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Role, Sample, TextRun, Thought, ToolDef, ToolResult, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import { liftMessage, liftMessages } from './chat.ts';
import { liftCall, makeCall } from './chatCalls.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

/** Columns in which an environment keeps the calls it expects. */
const labelColumns = [
  'expected_action',
  'expected_answers',
  'expected_call',
  'expected_calls',
  'ground_truth',
];

export const openaiResponses: Format = {
  id: 'openai-responses',
  title: 'OpenAI Responses rows (NeMo-Gym)',
  summary: 'responses_create_params with input and flat tools; a call is an item; expected_* is the label.',
  docs: {
    tools: '`responses_create_params.tools`: a flat list with `strict`',
    calls:
      'items of type `function_call`, arguments as a string; the label in `expected_action`, `expected_answers`, `ground_truth` and the like',
    thoughts: 'items of type `reasoning`',
    marks: 'the column `responses_create_params`',
  },
  recognize(entry) {
    return isObject(own(entry, 'responses_create_params'))
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    const request = own(entry, 'responses_create_params');
    const turns: Turn[] = [];
    if (isObject(request))
      liftItems(own(request, 'input'), ['responses_create_params', 'input'], context, turns);
    const response = own(entry, 'response');
    const output = isObject(response) ? own(response, 'output') : undefined;
    liftItems(output, ['response', 'output'], context, turns);
    for (const column of labelColumns) {
      const calls = liftLabel(own(entry, column), [column], context);
      if (calls.length > 0) turns.push(makeTurn('assistant', column, [column], { calls }));
    }
    return { ...requestTools(request, output, context), turns, unreadable: [] };
  },
};

/**
 * The functions of the request. Tools that the service itself runs (`{type: "web_search"}`) have no schema and are
 * left out. An empty list beside a recorded run is the habit of agents that bring their own tools: nothing is declared.
 */
function requestTools(
  request: JsonValue | undefined,
  output: JsonValue | undefined,
  context: LiftContext,
): Pick<Sample, 'tools' | 'toolsPath'> {
  const value = isObject(request) ? own(request, 'tools') : undefined;
  if (value === undefined || value === null) return { tools: undefined };
  const toolsPath: Path = ['responses_create_params', 'tools'];
  const tools = liftTools(value, toolsPath, context);
  if (tools?.length === 0 && Array.isArray(output)) return { tools: undefined };
  return { tools: tools?.filter((tool) => !isHosted(tool)), toolsPath };
}

function isHosted(tool: ToolDef): boolean {
  if (tool.name !== undefined || !isObject(tool.raw)) return false;
  const type = own(tool.raw, 'type');
  return typeof type === 'string' && type !== 'function';
}

function liftItems(value: JsonValue | undefined, path: Path, context: LiftContext, turns: Turn[]): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string') {
    turns.push(makeTurn('user', path.at(-1) as string, path, { texts: [{ path, text: value }] }));
    return;
  }
  if (!Array.isArray(value)) {
    for (const turn of liftMessages(value, path, context)) turns.push(turn);
    return;
  }
  for (let i = 0; i < value.length; i++) {
    const item = value[i]!;
    const itemPath = [...path, i];
    if (isObject(item)) turns.push(liftItem(item, itemPath, context));
    else
      context.unreadable({
        what: 'messages',
        path: itemPath,
        reason: 'shape',
        detail: 'an item is an object',
      });
  }
}

function liftItem(item: JsonObject, path: Path, context: LiftContext): Turn {
  switch (own(item, 'type')) {
    case 'function_call': {
      const call = makeCall(item, path, item, path, 'call_id', context);
      return makeTurn('assistant', 'function_call', path, { calls: [call] });
    }
    case 'function_call_output': {
      const id = own(item, 'call_id');
      const result: ToolResult = {
        path: [...path, 'output'],
        content: own(item, 'output') ?? null,
        ...(typeof id === 'string' ? { id } : undefined),
      };
      return makeTurn('tool', 'function_call_output', path, { results: [result] });
    }
    case 'reasoning':
      return makeTurn('assistant', 'reasoning', path, { thoughts: liftReasoning(item, path) });
    default:
      return liftMessage(item, path, context);
  }
}

/** The texts of a reasoning item: of its content, and of its summary. */
function liftReasoning(item: JsonObject, path: Path): Thought[] {
  const thoughts: Thought[] = [];
  for (const key of ['summary', 'content']) {
    const parts = own(item, key);
    if (!Array.isArray(parts)) continue;
    parts.forEach((part, i) => {
      const text = isObject(part) ? own(part, 'text') : undefined;
      if (typeof text === 'string' && text !== '') thoughts.push({ path: [...path, key, i, 'text'], text });
    });
  }
  return thoughts;
}

/** The calls of a label: one call, a list of calls, or `{calls: […]}`; a label of another kind (an answer text) has none. */
function liftLabel(value: JsonValue | undefined, path: Path, context: LiftContext): Call[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => (isCall(item) ? [liftCall(item, [...path, i], context)] : []));
  }
  if (!isObject(value)) return [];
  if (isCall(value)) return [liftCall(value, path, context)];
  const calls = own(value, 'calls');
  return Array.isArray(calls) ? liftLabel(calls, [...path, 'calls'], context) : [];
}

/** A call whose name is missing is one too: the arguments show it. */
function isCall(value: JsonValue): boolean {
  return isObject(value) && Object.hasOwn(value, 'arguments');
}

function makeTurn(
  role: Role,
  rawRole: string,
  path: Path,
  parts: { texts?: TextRun[]; thoughts?: Thought[]; calls?: Call[]; results?: ToolResult[] },
): Turn {
  const { texts = [], thoughts = [], calls = [], results = [] } = parts;
  return { role, rawRole, path, texts, thoughts, calls, results };
}
