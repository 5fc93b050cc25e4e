/**
 * Words by which templates, parsers, reward functions and formats tell thoughts, calls and turns apart. A thought that
 * a model has written must hold none of them, whatever the format: the file may be trained on with any template.
 */
import type { FormatId } from '../formats/types.ts';
import type { Span } from '../text/span.ts';

/** Tags of the formats and templates, compared without case and with any white space in them. */
const tagNames = [
  'think',
  'thinking',
  'thought',
  'scratch_pad',
  'reasoning',
  'tool_calls?',
  'tool_responses?',
  'tool_result',
  'tools?',
  'available_tools',
  'functions?',
  'functioncall',
  'function_calls?',
  'function_results?',
  'parameter',
  'invoke',
  'arg_key',
  'arg_value',
  'toolcall',
  'tool_response',
  'answer',
  'final_answer',
  'judge',
  'score',
  'newfc',
  'cot',
  // Turns and texts of Gemma, Llama 2, GLM and the sentence marks of most.
  '(?:start|end)_of_turn',
  '(?:start|end)_function_(?:call|declaration|response)',
  'escape',
  's',
  'bos',
  'eos',
  'pad',
  'unk',
  'sop',
  'eop',
];

// White space is bounded: a text of blanks must not be tried at every one of them.
const gap = '\\s{0,8}';
const tag = new RegExp(`<${gap}/?${gap}(?:${tagNames.join('|')})(?:[\\s=][^<>]{0,200})?${gap}/?${gap}>`, 'i');

/** Special tokens in bars: `<|im_end|>`, `<|eot_id|>`, Harmony's; Gemma's have one bar, DeepSeek's are full width. */
const barToken = /<\s{0,8}[|｜][^<>|｜]{1,60}[|｜]?\s{0,8}>|<[^\s<>|｜]{1,60}[|｜]>/;

/** Mistral's, Llama 2's, GLM's and BalanceSFT's square ones. */
const squareToken =
  /\[\s{0,8}\/?\s{0,8}(?:TOOL_CALLS?|TOOL_RESULTS|TOOL_CONTENT|AVAILABLE_TOOLS|ARGS|CALL_ID|SYSTEM_PROMPT|INST|THINK|gMASK|sMASK|MASK|BOS|EOS|SEP|CLS|PAD)\s{0,8}\]|<<\/?SYS>>/i;

/** Marks that only one format has. */
const ofFormat: Readonly<Record<FormatId, RegExp>> = {
  // The dialogue is one text, whose turns begin with these words.
  glaive: /^[ \t]*(?:SYSTEM|USER|ASSISTANT|FUNCTION RESPONSE)[ \t]*:/im,
  toolbench: /^[ \t]*(?:Thought|Action|Action Input|Observation|Final Answer)[ \t]*:/im,
  rlla: /<\s{0,8}\/?\s{0,8}(?:user|obs|response)\s{0,8}>/i,
  acebench: /^[ \t]*(?:user|system|assistant)[ \t]*:/im,
  hammer: /^[ \t]*```|\[(?:BEGIN|END) OF [A-Z ]{1,40}\]/m,
  harmony: /\bto=functions\.|^[ \t]*namespace[ \t]+functions\b/m,
};

/** What was found: a tag or token of any template, or a mark of the format. */
export interface ControlMark extends Span {
  readonly kind: 'control-tag' | 'format-mark';
}

/** The first control tag of the text, or else the first mark of the format; offsets are `textOffset`s. */
export function findControlMark(text: string, format: FormatId): ControlMark | undefined {
  let first: ControlMark | undefined;
  for (const pattern of [tag, barToken, squareToken]) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.start))
      first = { kind: 'control-tag', start: match.index, end: match.index + match[0].length };
  }
  if (first) return first;
  const match = Object.hasOwn(ofFormat, format) ? ofFormat[format]!.exec(text) : null;
  return match ? { kind: 'format-mark', start: match.index, end: match.index + match[0].length } : undefined;
}
