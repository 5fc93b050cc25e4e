/**
 * ToolRL's rlla (formats.md 4.23): a prompt with numbered tools in prose, the history of the dialogue as tagged text,
 * the answer as `<think>`, `<tool_call>` with one JSON object a line (key `parameters`), `<response>`. Three rows hold
 * it: SFT columns, verl's parquet rows, and the converted API-Bank benchmark.
 */
import { findToolProse } from '../calls/toolProse.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, own } from '../json.ts';
import type { TextRun, ToolDef, Turn } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { type CallKeys, liftCallValue } from './calls.ts';
import { makeTurn } from './plainTurns.ts';
import { readPython } from './promptTools.ts';
import { addRun, liftAssistantText, textPath } from './text.ts';
import type { Format, LiftContext } from './types.ts';
import { pythonTypeWords } from './xlam.ts';

const toolsHeading = '**Available Tools**';
const callKeys: CallKeys = { name: ['name'], arguments: ['parameters', 'arguments'] };

export const rlla: Format = {
  id: 'rlla',
  title: 'ToolRL rlla',
  summary: 'A prompt with numbered tools; answers with <think>, <tool_call> and <response>.',
  docs: {
    tools: 'numbered prose in the prompt: `1. Name: …`, `Description: …`, `Parameters: {…}`',
    calls: '`<tool_call>` with a JSON object a line; arguments stand under `parameters`',
    thoughts: '`<think>` in the answer and in the history',
    marks: '`**Available Tools**` in `instruction`, or in the system message of a verl row',
  },
  native: { parameterMap: true, typeWords: [...pythonTypeWords, 'object', 'array'] },
  recognize(entry) {
    const { prompt } = promptOf(entry) ?? {};
    return prompt?.includes(toolsHeading) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const parts = promptOf(entry);
    if (!parts) return { tools: undefined, turns: [], unreadable: [] };
    const turns: Turn[] = [];
    const { prompt, promptPath, history, historyPath, answer, answerPath } = parts;
    const span = toolsSpan(prompt);
    const texts: TextRun[] = [];
    addRun(prompt, promptPath, 0, span?.start ?? prompt.length, texts);
    turns.push(makeTurn('system', 'prompt', promptPath, { texts }));
    if (history !== undefined) liftHistory(history, historyPath, context, turns);
    if (answer !== undefined) turns.push(liftAnswer(answer, answerPath, context));
    return { tools: span && liftProseTools(prompt, span, promptPath, context), turns, unreadable: [] };
  },
};

interface Parts {
  readonly prompt: string;
  readonly promptPath: Path;
  readonly history: string | undefined;
  readonly historyPath: Path;
  readonly answer: JsonValue | undefined;
  readonly answerPath: Path;
}

/** The three texts of a row, wherever its kind of row keeps them. */
function promptOf(entry: JsonObject): Parts | undefined {
  const messages = own(entry, 'prompt');
  if (Array.isArray(messages)) {
    const reward = own(entry, 'reward_model');
    const system = messages.findIndex((message) => isObject(message) && message.role === 'system');
    const user = messages.findIndex((message) => isObject(message) && message.role === 'user');
    const prompt = contentOf(messages[system]);
    if (prompt === undefined || !isObject(reward)) return undefined;
    return {
      prompt,
      promptPath: ['prompt', system, 'content'],
      history: contentOf(messages[user]),
      historyPath: ['prompt', user, 'content'],
      answer: own(reward, 'ground_truth'),
      answerPath: ['reward_model', 'ground_truth'],
    };
  }
  return columns(entry, 'instruction', 'input', 'output') ?? columns(entry, 'system', 'user', 'answer');
}

function columns(
  entry: JsonObject,
  promptKey: string,
  historyKey: string,
  answerKey: string,
): Parts | undefined {
  const prompt = own(entry, promptKey);
  if (typeof prompt !== 'string' || !Object.hasOwn(entry, answerKey)) return undefined;
  const history = own(entry, historyKey);
  return {
    prompt,
    promptPath: [promptKey],
    history: typeof history === 'string' ? history : undefined,
    historyPath: [historyKey],
    answer: own(entry, answerKey),
    answerPath: [answerKey],
  };
}

function contentOf(message: JsonValue | undefined): string | undefined {
  const content = isObject(message) ? own(message, 'content') : undefined;
  return typeof content === 'string' ? content : undefined;
}

/** From the first numbered tool to the next heading. */
function toolsSpan(prompt: string): Span | undefined {
  const heading = prompt.indexOf(toolsHeading);
  if (heading < 0) return undefined;
  const start = heading + toolsHeading.length;
  const next = prompt.indexOf('\n**', start);
  return { start, end: next < 0 ? prompt.length : next };
}

function liftProseTools(prompt: string, span: Span, path: Path, context: LiftContext): ToolDef[] {
  const tools: ToolDef[] = [];
  const hasNames = prompt.startsWith('Name:', (numberedTool(prompt, 1, span.start, span.end) ?? 0) + 4);
  let at = numberedTool(prompt, 1, span.start, span.end, hasNames);
  for (let number = 1; at !== undefined; number++) {
    const next = numberedTool(prompt, number + 1, at + 1, span.end, hasNames);
    tools.push(liftProseTool(prompt, at, next ?? span.end, path, String(number - 1), context));
    at = next;
  }
  return tools;
}

/**
 * Where the line of tool `number` begins, its line break included. `hasNames`: tools begin `1. Name:`; otherwise their
 * parameters must stand in front of the next number, since a description may hold a numbered list.
 */
function numberedTool(
  prompt: string,
  number: number,
  from: number,
  end: number,
  hasNames = false,
): number | undefined {
  const first = hasNames || number === 1 ? from : prompt.indexOf('\nParameters:', from);
  if (first < 0) return undefined;
  const at = prompt.indexOf(hasNames ? `\n${number}. Name:` : `\n${number}. `, first);
  return at < 0 || at >= end ? undefined : at;
}

function liftProseTool(
  prompt: string,
  start: number,
  end: number,
  path: Path,
  label: string,
  context: LiftContext,
): ToolDef {
  const toolPath: Path = [...path, { as: 'tool-prose', start, end, label }];
  const { name, description, parameters } = findToolProse(prompt, start, end);
  const raw: JsonObject = {};
  if (name) raw.name = prompt.slice(name.start, name.end);
  if (description) raw.description = prompt.slice(description.start, description.end);
  if (parameters) {
    const written = prompt.slice(parameters.start, parameters.end);
    const value = /^\{\s*'/.test(written)
      ? readPython(prompt, parameters.start, parameters.end, [...toolPath, 'parameters'], 'tools', context)
      : context.parseJson(written, [...toolPath, 'parameters'], 'tools');
    if (value !== undefined) raw.parameters = value;
  }
  return {
    name: raw.name as string | undefined,
    description: raw.description as string | undefined,
    path: toolPath,
    nameKey: 'name',
    parametersKey: 'parameters',
    parameters: raw.parameters,
    required: undefined,
    shape: 'auto',
    raw,
  };
}

const openTag = /<(user|think|tool_call|response|obs)>/g;

/** The tagged pieces of the history; thought, calls and response of one step are one turn. */
function liftHistory(history: string, path: Path, context: LiftContext, turns: Turn[]): void {
  openTag.lastIndex = 0;
  let stepStart = -1;
  let stepEnd = -1;
  const flush = () => {
    if (stepStart < 0) return;
    const text = history.slice(stepStart, stepEnd);
    const lifted = liftTagged(text, path, context, stepStart);
    turns.push(makeTurn('assistant', 'assistant', textPath(path, stepStart, stepEnd), { lifted }));
    stepStart = -1;
  };
  for (let match = openTag.exec(history); match; match = openTag.exec(history)) {
    const tag = match[1]!;
    const inner = match.index + match[0].length;
    const close = history.indexOf(`</${tag}>`, inner);
    const innerEnd = close < 0 ? history.length : close;
    const end = close < 0 ? history.length : close + tag.length + 3;
    openTag.lastIndex = end;
    if (tag === 'user' || tag === 'obs') {
      flush();
      const texts: TextRun[] = [];
      addRun(history, path, inner, innerEnd, texts);
      const rolePath = textPath(path, match.index + 1, inner - 1);
      const turnPath = textPath(path, match.index, end);
      if (tag === 'user') turns.push(makeTurn('user', tag, turnPath, { rolePath, texts }));
      else {
        const results = texts.map((run) => ({ path: run.path, content: run.text }));
        turns.push(makeTurn('tool', tag, turnPath, { rolePath, results }));
      }
    } else {
      if (stepStart < 0) stepStart = match.index;
      stepEnd = end;
    }
  }
  flush();
}

/** A step's text; the `<response>` tags are no prose. */
function liftTagged(text: string, path: Path, context: LiftContext, from: number) {
  const lifted = liftAssistantText(text, path, context, { keys: callKeys, from });
  return { ...lifted, texts: lifted.texts.flatMap((run) => withoutResponseTags(run, path, from)) };
}

function withoutResponseTags(run: TextRun, path: Path, from: number): TextRun[] {
  const { text } = run;
  if (!text.includes('<response>') && !text.includes('</response>')) return [run];
  const last = run.path.at(-1);
  const start = typeof last === 'object' ? last.start : from;
  const runs: TextRun[] = [];
  let at = 0;
  for (const match of text.matchAll(/<\/?response>/g)) {
    addRun(text, path, at, match.index, runs, start);
    at = match.index + match[0].length;
  }
  addRun(text, path, at, text.length, runs, start);
  return runs;
}

function liftAnswer(answer: JsonValue, path: Path, context: LiftContext): Turn {
  if (typeof answer === 'string') {
    return makeTurn('assistant', 'output', path, { lifted: liftTagged(answer, path, context, 0) });
  }
  return makeTurn('assistant', 'answer', path, { calls: liftCallValue(answer, path, context, callKeys) });
}
