/**
 * The prompts, as data. All are in our own words: the FunReason paper says what its five stages ask, but publishes no
 * prompt. A person may put a file in the place of each; it is read by `parsePrompt`, which says what is wrong with it.
 */
import { parseTemplate, type ParsedTemplate, type Placeholder } from './template.ts';

/** The prompts that there are. */
export const promptIds = [
  'regenerate-natural',
  'regenerate-strategy',
  'answer',
  'stage1',
  'stage2',
  'stage3',
  'stage4',
  'stage5',
] as const;

/** Names a prompt; also the name, without extension, of the file that replaces it. */
export type PromptId = (typeof promptIds)[number];

/** A prompt. */
export interface Prompt {
  readonly id: PromptId;
  /** For people: what it is for. */
  readonly title: string;
  /** Without these it could not do its work. */
  readonly required: readonly Placeholder[];
  /** The template; see `parseTemplate`. */
  readonly text: string;
}

const thoughtRules = `- Use only what the conversation and the tools say. Invent no facts.
- End where the answer would begin. Do not write the answer itself, no call in the syntax of the data, no tags and no headings such as "Thought:".
- Write in the language of the user.`;

const thoughtReply = 'Write the thought between <cot> and </cot>, and nothing behind it.';

const verdict =
  'You may think first. Then write <judge>True</judge> or <judge>False</judge> once, and behind it <score>s</score>, where s from 0 to 1 says how sure you are that True is right.';

const proposal =
  'When you write False, add the answer as it should be between <NewFC> and </NewFC>, as a JSON list of objects with "name" and "arguments". When you write True, leave that out.';

const judge = 'You check training data for models that call functions. You judge one thing and nothing else.';

const list: readonly Prompt[] = [
  {
    id: 'regenerate-natural',
    title: 'Writes the thought of a step anew, as a model thinks by itself',
    required: ['conversation', 'answer'],
    text: `You write the private reasoning of an assistant that can call functions. You are given its tools, the conversation, and the answer it then gave. Write the reasoning that leads from the conversation to exactly this answer, as it would come by itself to somebody who does not know the answer yet.

${thoughtRules}
- Think at the length that the request needs: little for a plain one, more where tools, values or conditions must be weighed.

=== user ===
The tools:
{{tools}}

The conversation so far:
{{conversation}}

The answer that the reasoning must lead to:
{{answer}}

${thoughtReply}
`,
  },
  {
    id: 'regenerate-strategy',
    title: 'Writes the thought of a step anew, following a named strategy',
    required: ['conversation', 'answer', 'strategy'],
    text: `You write the private reasoning of an assistant that can call functions. You are given its tools, the conversation, and the answer it then gave. Write reasoning that leads from the conversation to exactly this answer.

How to reason: {{strategy}}

${thoughtRules}

=== user ===
The tools:
{{tools}}

The conversation so far:
{{conversation}}

The answer that the reasoning must lead to:
{{answer}}

${thoughtReply}
`,
  },
  {
    id: 'answer',
    title: 'Answers the step: calls of the tools, or text',
    required: ['conversation', 'tools'],
    text: `You are an assistant that can call functions. Decide what to do next in the conversation you are given.

- Call a function only when it serves the request, with every required argument, and with values that come from the conversation or from results in it.
- When a required value is missing, or no tool fits, call nothing and say so to the user.

{{format_instructions}}

=== user ===
The tools:
{{tools}}

The conversation so far:
{{conversation}}
`,
  },
  {
    id: 'stage1',
    title: 'Stage 1, response identification: is the answer a function call?',
    required: ['answer'],
    text: `${judge} Here it is whether an answer calls functions, or means to, rather than only speaks to the user. Broken syntax does not matter, and neither does whether the call is right.

=== user ===
The answer:
{{answer}}

Does it call at least one function? ${verdict}
`,
  },
  {
    id: 'stage2',
    title: 'Stage 2, query and tools: can the tools serve the query, and do the values come from it?',
    required: ['query', 'tools'],
    text: `${judge} Here it is whether a request can be served by the tools at hand. Two things must hold:

1. Some of the tools, alone or together, do what is asked.
2. Every value that their required arguments need is in the conversation, follows from it, or is a default that the tool declares.

Do not judge any answer to it.

=== user ===
The tools:
{{tools}}

The conversation so far:
{{conversation}}

The request:
{{query}}

Do both hold? ${verdict}
`,
  },
  {
    id: 'stage3',
    title: 'Stage 3, chain of thought: does it lead to the answer?',
    required: ['thought', 'answer'],
    text: `${judge} Here it is whether a chain of thought leads to the answer that follows it. It does when somebody who reads only the thought would give this answer: the same functions, the same values, or the same decision not to call. It does not when it argues for something else, leaves a call or a value unexplained, contradicts itself without resolving it, or breaks off.

=== user ===
The request:
{{query}}

The thought:
{{thought}}

The answer:
{{answer}}

Does the thought lead to the answer? ${verdict}
`,
  },
  {
    id: 'stage4',
    title: 'Stage 4, functions and parameters: are they right?',
    required: ['query', 'tools', 'answer'],
    text: `${judge} Here it is whether the calls in an answer are the right ones: the right functions for the request, each once, no call too many or too few; every argument declared by its tool, none missing that is required, and each value the one that the conversation gives. How the calls are written does not matter.

=== user ===
The tools:
{{tools}}

The conversation so far:
{{conversation}}

The request:
{{query}}

The answer:
{{answer}}

Are functions and parameters right? ${verdict} ${proposal}
`,
  },
  {
    id: 'stage5',
    title: 'Stage 5, format: are the calls written as they must be?',
    required: ['tools', 'answer'],
    text: `${judge} Here it is whether an answer is written in the right form. Take its functions and values as given, even if you would choose others; look only at syntax, at types as the tools declare them (a number is no string), and at text where none belongs.

The form of this data set: {{format_instructions}}

=== user ===
The tools:
{{tools}}

The request:
{{query}}

The answer as it is written:
{{answer}}

Is the form right? ${verdict} ${proposal} Keep every function and every value; change only how they are written.
`,
  },
];

/** The prompts by id. */
export const prompts: Readonly<Record<PromptId, Prompt>> = Object.freeze(
  Object.fromEntries(list.map((prompt) => [prompt.id, prompt])) as unknown as Record<PromptId, Prompt>,
);

/** Reads the text that a person has put in the place of a prompt, or ours when there is none. */
export function parsePrompt(id: PromptId, text: string = prompts[id].text): ParsedTemplate {
  return parseTemplate(text, prompts[id].required);
}
