/**
 * Tool-N1 (formats.md 4.22): columns `instruction`, `query`, `output` and `system_prompt`; tools in a prompt, the answer
 * `<think>…</think><tool_call>[…]</tool_call>`.
 */
import { own } from '../json.ts';
import type { ToolDef, Turn } from '../sample.ts';
import { proseAround, toolsSpan } from './hermes.ts';
import { makeTurn } from './plainTurns.ts';
import { liftPromptTools, listSpan } from './promptTools.ts';
import { liftAssistantText } from './text.ts';
import type { Format } from './types.ts';
import { pythonTypeWords } from './xlam.ts';

const prompts = ['system_prompt', 'instruction', 'query'] as const;

export const toolN1: Format = {
  id: 'tool-n1',
  title: 'Tool-N1',
  summary: 'instruction, query and output; the output is <think>…</think><tool_call>[…]</tool_call>.',
  docs: {
    tools: 'in `system_prompt` or `instruction`: between `<tools>` tags, or a JSON list',
    calls: '`<tool_call>[…]</tool_call>` in `output`',
    thoughts: '`<think>` in `output`',
    marks: '`system_prompt` and `query` beside an `output` with `<think>` or `<tool_call>`',
  },
  native: { parameterMap: true, typeWords: pythonTypeWords },
  recognize(entry) {
    const { output, query } = entry;
    if (typeof output !== 'string' || typeof query !== 'string' || !Object.hasOwn(entry, 'system_prompt'))
      return undefined;
    return output.includes('<tool_call>') || output.includes('<think>')
      ? { kind: 'samples', strength: 'certain' }
      : undefined;
  },
  lift(entry, context) {
    let tools: ToolDef[] | undefined;
    const turns: Turn[] = [];
    for (const key of prompts) {
      const text = own(entry, key);
      if (typeof text !== 'string' || text === '') continue;
      const span = tools || key === 'query' ? undefined : (toolsSpan(text) ?? listSpan(text, 0));
      if (span) tools = liftPromptTools(text, span, [key], context);
      const role = key === 'query' ? 'user' : 'system';
      turns.push(makeTurn(role, key, [key], { texts: proseAround(text, [key], span) }));
    }
    const output = own(entry, 'output');
    if (typeof output === 'string') {
      turns.push(
        makeTurn('assistant', 'output', ['output'], {
          lifted: liftAssistantText(output, ['output'], context),
        }),
      );
    }
    return { tools, turns, unreadable: [] };
  },
};
