/** How each format writes a thought where a step has none yet, as data: one row a format. */
import type { FormatId } from '../formats/types.ts';

/** Tags at the head of the answer's text, and the white space around. */
export interface TagHabit {
  readonly kind: 'tag';
  readonly open: string;
  readonly close: string;
  /** Behind the opening tag, in front of the closing one, and between the closing one and the answer. */
  readonly lead: string;
  readonly trail: string;
  readonly gap: string;
}

/** What is written where. */
export type ThoughtHabit =
  | TagHabit
  /** A key of the message, in front of its content or calls. */
  | { readonly kind: 'member'; readonly key: string; readonly note?: string }
  /** An element of the content, in front of the others: `before`, the thought as a JSON string, `after`. */
  | {
      readonly kind: 'part';
      readonly members: readonly (readonly [key: string, value: string | true | undefined])[];
    }
  /** A message in front of the step; its text may have tags. */
  | {
      readonly kind: 'message';
      readonly role: string;
      readonly tags: TagHabit;
      /** Only where the step begins with this role; elsewhere the tags stand in the answer's text. */
      readonly onlyBefore?: string;
    }
  | { readonly kind: 'harmony' }
  | { readonly kind: 'react' }
  | { readonly kind: 'argument' }
  /** Only what stands there already can be written anew. */
  | {
      readonly kind: 'none';
      readonly reason: string;
      readonly code: 'format-without-thoughts' | 'row-without-thoughts';
    };

function tags(lead: string, trail: string, gap: string): TagHabit {
  return { kind: 'tag', open: '<think>', close: '</think>', lead, trail, gap };
}

const advice =
  'Write the samples in a format that has a place for one, such as funreason, hermes or llamafactory.';

function none(what: string): ThoughtHabit {
  return { kind: 'none', code: 'format-without-thoughts', reason: `${what} ${advice}` };
}

const noAnswers: ThoughtHabit = {
  kind: 'none',
  code: 'format-without-thoughts',
  reason: 'A file of tools holds no answers, so there is nothing to think about.',
};

/** As Qwen's and DeepSeek's templates write it. */
const onLines = tags('\n', '\n', '\n\n');
const reasoningContent: ThoughtHabit = { kind: 'member', key: 'reasoning_content' };

/**
 * By format. Sources: the places that the formats themselves read (`docs.thoughts` of each), the FunReason paper for its
 * own, ToolRL's data, the documentation of LLaMA-Factory and ms-swift for theirs.
 */
export const thoughtHabits: Readonly<Record<FormatId, ThoughtHabit>> = {
  funreason: tags('', '', '\n\n'),
  hermes: tags('\n', '\n', '\n'),
  'tool-n1': tags('', '', '\n'),
  rlla: tags(' ', ' ', '\n'),
  llamafactory: onLines,
  nemotron: reasoningContent,
  hf: reasoningContent,
  'qwen-agent': reasoningContent,
  fireworks: reasoningContent,
  openai: {
    ...reasoningContent,
    note: 'The fine-tuning service of OpenAI takes no thoughts; trainers that read reasoning_content do.',
  },
  together: { ...reasoningContent, note: 'Together takes reasoning_content only where the model has it.' },
  xlam2: { kind: 'member', key: 'thought' },
  glm: onLines,
  'ms-swift': {
    kind: 'message',
    role: 'assistant',
    tags: tags('\n', '\n', '\n'),
    onlyBefore: 'tool_call',
  },
  'step-roles': { kind: 'message', role: 'reasoning', tags: tags('', '', '') },
  harmony: { kind: 'harmony' },
  toolbench: { kind: 'react' },
  'apigen-mt': { kind: 'argument' },
  'llamafactory-v1': {
    kind: 'part',
    members: [
      ['type', 'reasoning'],
      ['value', undefined],
    ],
  },
  gemini: {
    kind: 'part',
    members: [
      ['text', undefined],
      ['thought', true],
    ],
  },
  anthropic: {
    kind: 'none',
    code: 'row-without-thoughts',
    reason:
      'Anthropic signs its thinking blocks, and one without the signature is not taken back; ask the model for the step again with thinking on.',
  },
  'openai-responses': {
    kind: 'none',
    code: 'row-without-thoughts',
    reason:
      'A reasoning item of the Responses API carries an id that the service gives; run the request again to get one, or write the samples in another format.',
  },
  mistral: none('Rows for Mistral have no thought, unless the content is a list with thinking parts.'),
  'openai-legacy': none(
    'Rows with functions and function_call have no thought; with reasoning_content they are qwen-agent’s.',
  ),
  functiongemma: none('FunctionGemma rows have no thought: the model is trained to call at once.'),
  xlam: none('xLAM rows have no thought, only a query, tools and answers.'),
  hammer: none('Hammer rows have no thought: the output is the list of calls.'),
  toolace: none('ToolACE rows have no thought: the answer is the call list alone.'),
  glaive: none('Glaive rows have no thought in their chat.'),
  when2call: none('When2Call rows have no thought.'),
  'seal-tools': none('Seal-Tools rows have no thought.'),
  nestful: none('NESTFUL rows have no thought.'),
  'api-bank': none('API-Bank dialogues have no thought, and a line is one turn only.'),
  bfcl: none('BFCL holds questions and accepted answers for a test, no thoughts.'),
  acebench: none('ACEBench holds questions and accepted answers for a test, no thoughts.'),
  mcp: noAnswers,
  tools: noAnswers,
};

/** Tags for rows whose text is the answer: text forms, and formats that a mapping describes. */
export const textTags: TagHabit = onLines;

/** What is said of a format that the table does not know. */
export const unknownHabit: ThoughtHabit = none('Where this format keeps thoughts is not known.');

/** Samples of the format have thoughts, or may get some. */
export function mayHaveThoughts(format: FormatId): boolean {
  const habit = Object.hasOwn(thoughtHabits, format) ? thoughtHabits[format]! : undefined;
  return habit === undefined || habit.kind !== 'none' || habit.code === 'row-without-thoughts';
}
