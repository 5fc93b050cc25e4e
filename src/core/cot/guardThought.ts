/** What a thought that a model wrote must be, before anybody is asked whether to keep it. */
import type { FormatId } from '../formats/types.ts';

/** Why a thought is not taken. */
export type Refusal = 'empty' | 'too-long' | 'control-tag' | 'bad-character';

/** A refusal, and the sentence for it. */
export interface RefusedThought {
  readonly code: Refusal;
  readonly message: string;
}

/** Longest thought, in UTF-16 units, unless a setting says otherwise: about 2,000 tokens. */
export const defaultThoughtLimit = 8_000;

/** Tags and special tokens by which templates and readers tell the parts of an answer apart. */
const controls =
  /<\/?(?:think|thought|scratch_pad|tool_call|tool_response|tool_result|tools|answer|response|judge|NewFC|functions?|TOOLCALL|AVAILABLE_TOOLS|TOOL_RESPONSE|functioncall)\b[^>]*>|<\|[^|<>]{1,40}\|>|<[|｜][^<>]{1,40}[|｜]>|\[\/?(?:TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|INST)\]|<(?:start|end)_of_turn>|<\/?s>|<<\/?SYS>>/iu;

/** Marks at the beginning of a line that end a thought in some formats. */
const lineMarks: Readonly<Record<FormatId, RegExp>> = {
  toolbench: /^[ \t]*(?:Thought|Action|Action Input|Observation):/m,
  glaive: /^(?:USER|ASSISTANT|SYSTEM|FUNCTION RESPONSE):/m,
  acebench: /^(?:user|system):/m,
};

/** Checks a thought; `undefined` when nothing is wrong with it. */
export function guardThought(
  thought: string,
  format: FormatId,
  limit = defaultThoughtLimit,
): RefusedThought | undefined {
  const text = thought.trim();
  if (text === '') return refused('empty', 'The model wrote no thought.');
  if (text.length > limit)
    return refused(
      'too-long',
      `The thought is ${text.length} characters long; at most ${limit} are allowed.`,
    );
  const tag =
    controls.exec(text)?.[0] ??
    (Object.hasOwn(lineMarks, format) ? lineMarks[format]!.exec(text)?.[0] : undefined);
  if (tag !== undefined)
    return refused(
      'control-tag',
      `The thought holds "${tag.slice(0, 40).trim()}", which would end it before its time.`,
    );
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) || /\p{Cs}/u.test(text))
    return refused('bad-character', 'The thought holds characters that are no text.');
  return undefined;
}

function refused(code: Refusal, message: string): RefusedThought {
  return { code, message };
}

/**
 * The thought in a model's reply: models put it between tags though they were asked not to, or fence it. What stands in one pair of tags
 * around everything is it; else the reply as it is.
 */
export function thoughtOf(reply: string): string {
  const text = reply.trim();
  const tagged = /^<(think|thought|thinking)>([^]*)<\/\1>$/i.exec(text);
  const inner = (tagged ? tagged[2]! : text).trim();
  const fenced = /^```[a-z]*\n([^]*)\n```$/i.exec(inner);
  return (fenced && !fenced[1]!.includes('```') ? fenced[1]! : inner).trim();
}
