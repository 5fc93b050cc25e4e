/**
 * Hammer's training and test prompts (formats.md 4.21): the tools are a JSON list between markers in `instruction`,
 * the calls a fenced JSON list in `output`. The `original` test files have xLAM's columns and are read as `xlam`.
 */
import type { JsonObject } from '../json.ts';
import { own } from '../json.ts';
import type { Call, ToolDef, Turn } from '../sample.ts';
import { type CallKeys, liftCallValue } from './calls.ts';
import { columnTurn, makeTurn } from './plainTurns.ts';
import { between, liftPromptTools } from './promptTools.ts';
import { addRun, liftAssistantText } from './text.ts';
import { withRequiredFlags } from './tools.ts';
import type { Format, LiftContext } from './types.ts';
import { pythonTypeWords } from './xlam.ts';

const toolsBegin = '[BEGIN OF AVAILABLE TOOLS]';
const toolsEnd = '[END OF AVAILABLE TOOLS]';
const formatEnd = '[END OF FORMAT INSTRUCTION]';
const queryBegin = '[BEGIN OF QUERY]';
const queryEnd = '[END OF QUERY]';

const callKeys: CallKeys = { name: ['name', 'tool'], arguments: ['arguments', 'parameters'] };

export const hammer: Format = {
  id: 'hammer',
  title: 'Hammer',
  summary: 'instruction with [BEGIN OF AVAILABLE TOOLS], output with a fenced JSON list of calls.',
  docs: {
    tools:
      'a JSON list between `[BEGIN OF AVAILABLE TOOLS]` and `[END OF AVAILABLE TOOLS]` in `instruction`; parameters are a map',
    calls: 'a fenced JSON list of `{name, arguments}` in `output`',
    thoughts: 'none',
    marks: 'that marker in `instruction`, beside `output`',
  },
  native: { parameterMap: true, requiredBeside: true, typeWords: pythonTypeWords },
  recognize(entry) {
    const { instruction, output } = entry;
    if (typeof instruction !== 'string' || typeof output !== 'string') return undefined;
    return instruction.includes(toolsBegin) ? { kind: 'samples', strength: 'certain' } : undefined;
  },
  lift(entry, context) {
    const turns: Turn[] = [];
    const query = liftQuery(own(entry, 'instruction'));
    if (query) turns.push(query);
    const input = columnTurn('user', 'input', own(entry, 'input'));
    if (input) turns.push(input);
    const output = liftOutput(entry, context);
    if (output) turns.push(output);
    return { tools: liftToolList(entry, context), turns, unreadable: [] };
  },
};

function liftToolList(entry: JsonObject, context: LiftContext): ToolDef[] | undefined {
  const instruction = own(entry, 'instruction');
  if (typeof instruction !== 'string') return undefined;
  const span = between(instruction, toolsBegin, toolsEnd);
  return span && withRequiredFlags(liftPromptTools(instruction, span, ['instruction'], context));
}

/** What the user says: between its own markers, or behind the format's instruction (Hammer 2.1). */
function liftQuery(instruction: unknown): Turn | undefined {
  if (typeof instruction !== 'string') return undefined;
  const path = ['instruction'];
  const span =
    between(instruction, queryBegin, queryEnd) ?? between(instruction, formatEnd, '\u0000') ?? undefined;
  const texts: { path: typeof path; text: string }[] = [];
  if (!span) return makeTurn('user', 'instruction', path, { texts: [{ path, text: instruction }] });
  addRun(instruction, path, span.start, span.end, texts as never[]);
  return makeTurn('user', 'instruction', path, { texts });
}

function liftOutput(entry: JsonObject, context: LiftContext): Turn | undefined {
  const output = own(entry, 'output');
  if (typeof output !== 'string') return undefined;
  const path = ['output'];
  if (!/^\s*\[/.test(output)) {
    const lifted = liftAssistantText(output, path, context, { calls: ['fence', 'tags'], keys: callKeys });
    return makeTurn('assistant', 'output', path, { lifted });
  }
  // A list without its fence.
  const inner = context.parseJson(output, path, 'calls');
  const calls: Call[] = inner === undefined ? [] : liftCallValue(inner, path, context, callKeys);
  return makeTurn('assistant', 'output', path, { calls });
}
