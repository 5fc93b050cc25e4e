/**
 * Log-probabilities that servers give, as tokens: OpenAI's chat and legacy completions (also with `echo`), vLLM's
 * `prompt_logprobs`, llama.cpp's `completion_probabilities`. They have less than a recorded run: no weights, one step.
 * `alignScores.ts` places them in a text.
 */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';

/** A server's ways of writing them. */
export type ScoredSource =
  'chat-logprobs' | 'completion-logprobs' | 'vllm-prompt-logprobs' | 'llama-cpp' | 'plain';

/** A token as the server tells it. */
export interface ServerToken {
  /** What it reads; a part of a character may be no text. */
  readonly text: string;
  /** Its bytes in UTF-8, where the server gives them. */
  readonly bytes?: readonly number[];
  /** Natural logarithm of its probability, at most 0; `undefined` for the first token of a prompt, which has none. */
  readonly logprob: number | undefined;
}

/** Tokens that a server scored. */
export interface ServerScores {
  readonly source: ScoredSource;
  readonly tokens: readonly ServerToken[];
}

/** More would be no reply to a sample. */
const mostTokens = 1_000_000;

/** Finds the tokens in a reply, or in a row of a file that holds one; a sentence when there are none. */
export function readScores(value: JsonValue): ServerScores | string {
  const found = scoresIn(value, 0);
  if (found === undefined)
    return 'There are no log-probabilities in it: ask the server with logprobs (and echo, or prompt_logprobs).';
  if (typeof found === 'string') return found;
  if (found.tokens.length === 0) return 'Its list of log-probabilities is empty.';
  if (found.tokens.length > mostTokens) return `It has more than ${mostTokens} tokens.`;
  const odd = found.tokens.findIndex(({ logprob }) => logprob !== undefined && !(logprob <= 1e-6));
  return odd < 0 ? found : `The log-probability of token ${odd + 1} is no number up to 0.`;
}

function scoresIn(value: JsonValue, depth: number): ServerScores | string | undefined {
  if (!isObject(value) || depth > 4) return undefined;
  const prompt = own(value, 'prompt_logprobs');
  if (Array.isArray(prompt)) return promptScores(prompt, own(value, 'prompt_token_ids'));
  const completion = own(value, 'completion_probabilities');
  if (Array.isArray(completion)) return listed('llama-cpp', completion);
  const logprobs = own(value, 'logprobs');
  const tokens = own(value, 'tokens');
  if (Array.isArray(tokens) && Array.isArray(logprobs)) return columns('plain', tokens, logprobs);
  if (isObject(logprobs)) {
    const content = own(logprobs, 'content');
    if (Array.isArray(content)) return listed('chat-logprobs', content);
    const names = own(logprobs, 'tokens');
    const values = own(logprobs, 'token_logprobs');
    if (Array.isArray(names) && Array.isArray(values)) return columns('completion-logprobs', names, values);
  }
  const [first] = Array.isArray(value.choices) ? value.choices : [];
  for (const inner of [first, own(value, 'response'), own(value, 'body')]) {
    const found = inner === undefined ? undefined : scoresIn(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listed(source: ScoredSource, list: readonly JsonValue[]): ServerScores | string {
  const tokens: ServerToken[] = [];
  for (const [i, item] of list.entries()) {
    const token = isObject(item) ? tokenOf(item) : undefined;
    if (!token) return `Token ${i + 1} has no text or no log-probability.`;
    tokens.push(token);
  }
  return { source, tokens };
}

function tokenOf(item: JsonObject): ServerToken | undefined {
  const text = own(item, 'token');
  const logprob = own(item, 'logprob');
  const bytes = own(item, 'bytes');
  if (typeof text !== 'string' || typeof logprob !== 'number') return undefined;
  return { text, logprob, ...(isBytes(bytes) && { bytes }) };
}

function isBytes(value: JsonValue | undefined): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte < 256)
  );
}

function columns(
  source: ScoredSource,
  names: readonly JsonValue[],
  values: readonly JsonValue[],
): ServerScores | string {
  if (names.length !== values.length)
    return `It has ${names.length} tokens and ${values.length} log-probabilities.`;
  const tokens: ServerToken[] = [];
  for (const [i, text] of names.entries()) {
    const logprob = values[i]!;
    if (typeof text !== 'string' || (typeof logprob !== 'number' && logprob !== null))
      return `Token ${i + 1} has no text or no log-probability.`;
    tokens.push({ text: asText(text), logprob: logprob ?? undefined, ...bytesToken(text) });
  }
  return { source, tokens };
}

/** Legacy completions write a token that is no text as `bytes:\xe2\x80`. */
function bytesToken(name: string): { readonly bytes?: number[] } {
  const written = /^bytes:((?:\\x[0-9a-fA-F]{2})+)$/.exec(name);
  if (!written) return {};
  return { bytes: written[1]!.match(/[0-9a-fA-F]{2}/g)!.map((byte) => parseInt(byte, 16)) };
}

function asText(name: string): string {
  return /^bytes:(?:\\x[0-9a-fA-F]{2})+$/.test(name) ? '' : name;
}

/** An object for each token of the prompt, `null` for the first: by id the token itself and the likeliest others. */
function promptScores(list: readonly JsonValue[], ids: JsonValue | undefined): ServerScores | string {
  const tokens: ServerToken[] = [];
  for (const [i, item] of list.entries()) {
    if (item === null) {
      // Its text is not told; what follows must be the rest.
      if (i > 0) return `Token ${i + 1} has no log-probability.`;
      continue;
    }
    const choices = isObject(item) ? Object.entries(item) : [];
    const id = Array.isArray(ids) ? String(ids[i]) : undefined;
    const chosen =
      choices.length === 1 ? choices[0] : (choices.find(([key]) => key === id) ?? unlikelier(choices));
    if (!chosen)
      return `Token ${i + 1} has several candidates, and nothing says which is the text; ask with return_token_ids, or prompt_logprobs 0.`;
    const [, entry] = chosen;
    const text = isObject(entry) ? own(entry, 'decoded_token') : undefined;
    const logprob = isObject(entry) ? own(entry, 'logprob') : undefined;
    if (typeof text !== 'string' || typeof logprob !== 'number')
      return `Token ${i + 1} has no text or no log-probability.`;
    tokens.push({ text, logprob });
  }
  return { source: 'vllm-prompt-logprobs', tokens };
}

/** Of the likeliest token and another one, the other: servers add the text's own where it is not the likeliest. */
function unlikelier(choices: readonly [string, JsonValue][]): [string, JsonValue] | undefined {
  if (choices.length !== 2) return undefined;
  const rank = ([, entry]: [string, JsonValue]) => (isObject(entry) ? own(entry, 'rank') : undefined);
  const others = choices.filter((choice) => typeof rank(choice) === 'number' && rank(choice) !== 1);
  return others.length === 1 && choices.some((choice) => rank(choice) === 1) ? others[0] : undefined;
}
