/**
 * ToolBench and ToolLLaMA (formats.md 4.18), RoTBench in the same shape: query files with lists of APIs, answer trees
 * with legacy functions, and ReAct conversations whose last turn may be a list of accepted answers.
 */
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { Call, Sample, ToolDef, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { liftCallObject } from './calls.ts';
import { proseAround } from './hermes.ts';
import { columnTurn, makeTurn, proseTurn, rawMessages, type RawMessage } from './plainTurns.ts';
import { liftPromptTools, listSpan } from './promptTools.ts';
import { type AssistantText, liftAssistantText } from './text.ts';
import { liftTools } from './tools.ts';
import type { Format, LiftContext } from './types.ts';

export const toolbench: Format = {
  id: 'toolbench',
  title: 'ToolBench / ToolLLaMA',
  summary: 'Queries with api_list, answer trees, or ReAct turns with Thought, Action and Action Input.',
  docs: {
    tools:
      '`api_list` with `required_parameters` and `optional_parameters`; in answer trees `function`, in ReAct rows a list in the system text',
    calls: '`Action:` and `Action Input:` in text; `function_call` in the trees',
    thoughts: '`Thought:` in front of the action',
    marks: '`query` with `api_list`; `answer_generation` with `tree`; a ShareGPT turn with `Action Input:`',
  },
  native: {
    typeWords: ['string', 'number', 'boolean', 'integer', 'object', 'array', 'enum', 'date', 'time'],
  },
  recognize(entry) {
    if (Array.isArray(entry.api_list) && Object.hasOwn(entry, 'query'))
      return { kind: 'samples', strength: 'certain' };
    if (isObject(entry.answer_generation) && Object.hasOwn(entry, 'tree'))
      return { kind: 'answers', strength: 'certain' };
    const conversations = own(entry, 'conversations');
    return Array.isArray(conversations) && conversations.some(isReActTurn)
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    if (Array.isArray(entry.api_list)) return liftQuery(entry);
    if (isObject(entry.answer_generation)) return liftTree(entry.answer_generation, context);
    return liftReAct(own(entry, 'conversations'), context);
  },
};

function isReActTurn(turn: JsonValue): boolean {
  if (!isObject(turn)) return false;
  const { from, value } = turn;
  if (from !== 'assistant' && from !== 'gpt') return false;
  const text = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text.includes('Action Input:');
}

function liftQuery(entry: JsonObject): Sample {
  const tools: ToolDef[] = [];
  const list = entry.api_list as JsonValue[];
  list.forEach((api, i) => {
    if (isObject(api)) tools.push(liftApi(api, ['api_list', i]));
  });
  const query = columnTurn('user', 'query', own(entry, 'query'));
  return { tools, toolsPath: ['api_list'], turns: query ? [query] : [], unreadable: [] };
}

/** One API: its parameters are the two lists beside its name (S6). */
function liftApi(api: JsonObject, path: Path): ToolDef {
  const name = own(api, 'api_name');
  const description = own(api, 'api_description');
  const lists: JsonObject = {};
  for (const key of ['required_parameters', 'optional_parameters']) {
    const list = own(api, key);
    if (list !== undefined) lists[key] = list;
  }
  return {
    name: typeof name === 'string' ? name : undefined,
    description: typeof description === 'string' ? description : undefined,
    path,
    nameKey: 'api_name',
    parametersKey: 'required_parameters',
    parameters: Object.keys(lists).length === 0 ? undefined : lists,
    required: undefined,
    shape: 'toolbench',
    raw: api,
  };
}

/** An answer tree: the messages that are trained on. Each list repeats the ones before it, up to where it branches. */
function liftTree(answer: JsonObject, context: LiftContext): Sample {
  const base = ['answer_generation'];
  const lists = own(answer, 'train_messages');
  const turns: Turn[] = [];
  if (Array.isArray(lists) && lists.length > 0) {
    const path = [...base, 'train_messages'];
    const last = lists.length - 1;
    const main = lists[last]!;
    // As texts, so that long lists do not cost their product.
    const inMain = new Set(Array.isArray(main) ? main.map((message) => JSON.stringify(message)) : []);
    for (let i = 0; i < last; i++) {
      const list = lists[i]!;
      const end = Array.isArray(list) ? list.length - 1 : -1;
      if (end < 0 || !Array.isArray(list) || inMain.has(JSON.stringify(list[end]))) continue;
      for (const message of rawMessages(list.slice(end), [...path, i], 'role', 'content')) {
        turns.push(liftLegacy(atIndex(message, [...path, i, end]), list[end]!, context));
      }
    }
    for (const message of rawMessages(main, [...path, last], 'role', 'content')) {
      const index = message.path.at(-1) as number;
      turns.push(liftLegacy(message, (main as JsonValue[])[index]!, context));
    }
  }
  const tools = liftTools(own(answer, 'function'), [...base, 'function'], context);
  return { tools, toolsPath: [...base, 'function'], turns, unreadable: [] };
}

function atIndex(message: RawMessage, path: Path): RawMessage {
  return { ...message, path, rolePath: [...path, 'role'], valuePath: [...path, 'content'] };
}

/** A message with the old `function_call`, whose arguments are a string of JSON. */
function liftLegacy(message: RawMessage, raw: JsonValue, context: LiftContext): Turn {
  const { role, rawRole, path, rolePath, value, valuePath } = message;
  if (role === 'tool') {
    const name = isObject(raw) ? own(raw, 'name') : undefined;
    const result = { path: valuePath, content: value ?? null, ...(typeof name === 'string' && { name }) };
    return makeTurn(role, rawRole, path, { rolePath, results: [result] });
  }
  const texts = typeof value === 'string' && value !== '' ? [{ path: valuePath, text: value }] : [];
  const written = isObject(raw) ? own(raw, 'function_call') : undefined;
  const calls: Call[] =
    written === undefined || written === null
      ? []
      : [liftCallObject(written, [...path, 'function_call'], context)];
  return makeTurn(role, rawRole, path, { rolePath, texts, calls });
}

function liftReAct(conversations: JsonValue | undefined, context: LiftContext): Sample {
  let tools: ToolDef[] | undefined;
  const turns: Turn[] = [];
  for (const message of rawMessages(conversations, ['conversations'], 'from', 'value')) {
    const { role, rawRole, path, rolePath, value, valuePath } = message;
    if (role === 'assistant') {
      if (Array.isArray(value)) {
        value.forEach((text, i) => {
          if (typeof text !== 'string') return;
          const lifted = liftStep(text, [...valuePath, i], context);
          turns.push(makeTurn(role, rawRole, [...valuePath, i], { rolePath, lifted }));
        });
      } else if (typeof value === 'string') {
        turns.push(makeTurn(role, rawRole, path, { rolePath, lifted: liftStep(value, valuePath, context) }));
      }
    } else if (role === 'tool' && value !== undefined) {
      turns.push(makeTurn(role, rawRole, path, { rolePath, results: [{ path: valuePath, content: value }] }));
    } else if (role === 'system' && typeof value === 'string') {
      const span = toolsSpan(value);
      if (span) tools ??= liftPromptTools(value, span, valuePath, context);
      turns.push(makeTurn(role, rawRole, path, { rolePath, texts: proseAround(value, valuePath, span) }));
    } else turns.push(proseTurn(message));
  }
  return { tools, turns, unreadable: [] };
}

/** The list of tools in the prompt; ToolLLaMA writes it as a Python repr up to the end of its line. */
function toolsSpan(system: string): Span | undefined {
  const marker = system.lastIndexOf('following tools:');
  const apis = marker < 0 ? system.lastIndexOf('following APIs:') : marker;
  const from = Math.max(0, apis);
  const span = listSpan(system, from);
  if (!span || span.end < system.length) return span;
  const lineEnd = system.indexOf('\n', span.start);
  return lineEnd < 0 ? span : { start: span.start, end: lineEnd };
}

const thoughtMark = /^[ \t]*Thought:[ \t]*/;

/** A step: what stands behind `Thought:` is thought, the rest the call. */
function liftStep(text: string, path: Path, context: LiftContext): AssistantText {
  const lifted = liftAssistantText(text, path, context, { calls: ['react'] });
  const run = lifted.texts[0];
  const mark = run && thoughtMark.exec(run.text);
  if (!run || !mark) return lifted;
  const rest = run.text.slice(mark[0].length).trimEnd();
  const last = run.path.at(-1);
  const start = (typeof last === 'object' ? last.start : 0) + mark[0].length;
  const thoughts =
    rest === ''
      ? []
      : [{ path: [...path, { as: 'text' as const, start, end: start + rest.length }], text: rest }];
  return { ...lifted, texts: lifted.texts.slice(1), thoughts: [...lifted.thoughts, ...thoughts] };
}
