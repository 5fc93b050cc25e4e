/** turn.call-in-text: a call where plain text is expected, or plain text where a call is expected. */
import { isObject } from '../json.ts';
import { readNested } from '../record/record.ts';
import type { Sample, Turn } from '../sample.ts';
import { hasResults, hasUnreadable, isCallRole, placeOfTurn } from './turns.ts';
import type { Rule } from './types.ts';
import { cut } from './words.ts';

export const turnCallInText: Rule = {
  code: 'turn.call-in-text',
  severity: 'warning',
  title: 'Call written in a plain turn, or a call turn without a call',
  phase: 'fast',
  docs: {
    why: "The format has a place of its own for calls, but this answer writes one into its text, where trainers take it for prose: the template's own syntax for calls is then never learnt, or learnt twice. Or the other way round: the turn's role says that it is a call, and there is none in it.\n\nOnly what is surely meant as a call is reported: call tags with a body, the name of a tool of this sample as a call, and arguments in a turn that a result follows.",
    example: {
      format: 'openai',
      bad: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","content":"<tool_call>\\n{\\"name\\": \\"tram_status\\", \\"arguments\\": {\\"line\\": 4}}\\n</tool_call>"}]}',
      good: '{"messages":[{"role":"user","content":"Is tram 4 late?"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"tram_status","arguments":"{\\"line\\":4}"}}]}]}',
    },
    source:
      'In public data: row 197 of the Chinese Glaive set of LLaMA-Factory. Report: agent-data-protocol#217 (a call role on "OK. I’ll follow…").',
  },
  checkRecord({ sample, file }, report) {
    if (!sample || file.kind !== 'samples' || !file.format || promptFormats.has(file.format.id)) return;
    const { turns } = sample;
    for (let i = 0; i < turns.length; i++) {
      const turn = turns[i]!;
      if (turn.role !== 'assistant' || turn.calls.length > 0) continue;
      if (isCallRole(turn)) {
        if (hasUnreadable(turn, sample)) continue;
        report({
          where: placeOfTurn(turn),
          message: `The role of this turn is "${cut(turn.rawRole)}", but it holds no call; write one, or give the turn the role of an answer.`,
        });
        continue;
      }
      const found = callInText(turn, sample, turns[i + 1]);
      if (found === undefined || hasUnreadable(turn, sample)) continue;
      report({
        where: placeOfTurn(turn),
        message: `The text of this turn holds ${found}, which trainers take for prose; write it where this format has its calls.`,
      });
    }
  },
};

/** Formats whose rows hold a dialogue as a prompt, in which earlier calls are text by design. */
const promptFormats: ReadonlySet<string> = new Set([
  'acebench',
  'api-bank',
  'bfcl',
  'nestful',
  'seal-tools',
  'when2call',
  'xlam',
]);

/** Tags and markers of calls with the beginning of a body. */
const tagged =
  /<(?:tool_calls?|functioncall|function_call|TOOLCALL)>\s*[[{<]|<function=[\w.-]+>|\[TOOL_CALLS\]\s*[[{\w]/;

/** What is a call in the text of a turn, in words; `undefined` when nothing is. */
function callInText(turn: Turn, sample: Sample, next: Turn | undefined): string | undefined {
  for (const { text } of turn.texts) {
    const hasBrace = text.includes('{');
    if ((text.includes('<') || text.includes('[TOOL')) && tagged.test(text)) return 'a call in its tags';
    if (!hasBrace && !text.includes('[') && !text.includes('Action:')) continue;
    const name = calledTool(text, hasBrace, sample);
    if (name !== undefined) return `a call of "${cut(name)}"`;
    // A result follows, so this was the call: its arguments are in the text.
    if (hasBrace && next && hasResults(next) && holdsObject(text))
      return 'arguments, and a result follows it';
  }
  return undefined;
}

/** A tool of the sample that the text calls: as an object with arguments, as a Python call list, or as an action. */
function calledTool(text: string, hasBrace: boolean, sample: Sample): string | undefined {
  if (!sample.tools || sample.tools.length === 0) return undefined;
  const asObject = hasBrace && text.includes('"name"') && /"(?:arguments|parameters)"\s*:/.test(text);
  const asList = text.includes('[') && text.includes('(');
  const asAction = text.includes('Action:') && text.includes('Action Input:');
  if (!asObject && !asList && !asAction) return undefined;
  for (const { name } of sample.tools) {
    if (name === undefined || name === '' || !text.includes(name)) continue;
    if (asObject && text.includes(`"${name}"`)) return name;
    if (asList && text.includes(`[${name}(`)) return name;
    if (asAction && new RegExp(`Action:\\s*${escaped(name)}\\s*\\n`).test(text)) return name;
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The text between its first and its last brace is a JSON object. */
function holdsObject(text: string): boolean {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}') + 1;
  if (end <= start) return false;
  const nested = readNested(text.slice(start, end));
  return nested.ok && isObject(nested.value);
}
