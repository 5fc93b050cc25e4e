/** thought.control-tag: tags of the template inside a thought. */
import type { Thought } from '../sample.ts';
import type { Path } from '../text/path.ts';
import type { Rule } from './types.ts';
import { cut } from './words.ts';

export const thoughtControlTag: Rule = {
  code: 'thought.control-tag',
  severity: 'warning',
  title: 'Control tag inside a thought',
  phase: 'fast',
  docs: {
    why: 'The thought holds a tag by which templates, parsers or reward functions tell calls and turns apart, such as <tool_call> or <|im_end|>. A parser that does not skip thoughts takes what follows for a call, and a token of control inside a thought ends the turn. Name the tag in other words in a thought.',
    example: {
      format: 'llamafactory',
      bad: '{"conversations":[{"from":"human","value":"Is tram 4 late?"},{"from":"gpt","value":"<think>I could write <tool_call> here, but no tool fits.</think>I cannot look that up."}],"tools":"[]"}',
      good: '{"conversations":[{"from":"human","value":"Is tram 4 late?"},{"from":"gpt","value":"<think>I could make a call here, but no tool fits.</think>I cannot look that up."}],"tools":"[]"}',
    },
    source:
      'In public data: 17 of 400 thoughts of rlla hold a literal <tool_call>. A comment in Qwen-Agent says not to parse it there.',
  },
  checkRecord({ sample }, report) {
    for (const turn of sample?.turns ?? []) {
      // A thought that is never closed has swallowed the call, tags and all; that is told by another rule.
      if (turn.thoughtFaults?.some(({ kind }) => kind === 'unclosed')) continue;
      for (const thought of turn.thoughts) {
        const tag = firstTag(thought.text);
        if (!tag) continue;
        report({
          where: { path: partOf(thought, tag.start, tag.end) },
          message: `The thought holds the control tag ${cut(thought.text.slice(tag.start, tag.end))}, which parsers may take for the start of a call or a turn; write it in other words.`,
        });
      }
    }
  },
};

const controlTag =
  /<\/?(?:tool_calls?|tool_response|functioncall|function_call|TOOLCALL|TOOL_RESPONSE)>|<function=[\w.-]+>|<\|[a-z][a-z_]{1,30}\|>|\[\/?(?:TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|INST)\]/;

function firstTag(text: string): { start: number; end: number } | undefined {
  if (!text.includes('<') && !text.includes('[')) return undefined;
  const match = controlTag.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** The place of a stretch of a thought's text. */
function partOf({ path }: Thought, start: number, end: number): Path {
  const last = path[path.length - 1];
  if (typeof last !== 'object') return [...path, { as: 'text', start, end }];
  return [...path.slice(0, -1), { as: 'text', start: last.start + start, end: last.start + end }];
}
