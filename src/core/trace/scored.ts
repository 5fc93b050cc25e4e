/**
 * Log-probabilities that servers give, as tokens with their places in a text: OpenAI's chat and legacy completions (also
 * with `echo`), vLLM's `prompt_logprobs`, llama.cpp's `completion_probabilities`. They have less than a recorded run: no
 * weights, one step. Tokens are placed by their bytes, and a text that they are not is an error.
 */
import { isObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { utf8WithUnits } from '../text/utf8.ts';

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

/** A token in its text. */
export interface ScoredToken {
  /** UTF-16 units; empty for a token that only has the rest of a character. */
  readonly start: number;
  readonly end: number;
  readonly logprob: number | undefined;
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
    const chosen = choices.length === 1 ? choices[0] : choices.find(([key]) => key === id);
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

/** Where the tokens stand in a text; or where they stop being it, as a sentence. */
export type Alignment =
  | { readonly ok: true; readonly tokens: readonly ScoredToken[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Places tokens in `text`. What the server scored may have more in front (the prompt) and behind (the end of the turn): the
 * last place at which the whole text stands counts, and tokens that reach over its borders are not taken for it.
 */
export function alignScores({ tokens }: ServerScores, text: string): Alignment {
  if (text === '') return { ok: false, reason: 'There is no text to place tokens in.' };
  const { bytes, units } = utf8WithUnits(text);
  // Bytes as characters: the engine's search of texts is the fastest there is.
  let all = '';
  const starts: number[] = [];
  for (const token of tokens) {
    starts.push(all.length);
    all += byteText(token.bytes ?? utf8WithUnits(token.text).bytes);
  }
  starts.push(all.length);
  const wanted = byteText(bytes);
  const from = all.lastIndexOf(wanted);
  if (from < 0) return { ok: false, reason: differenceOf(all, wanted, text, units) };
  const placed: ScoredToken[] = [];
  tokens.forEach(({ logprob }, i) => {
    const [start, end] = [starts[i]! - from, starts[i + 1]! - from];
    if (end <= 0 || start >= bytes.length) return;
    if (start < 0 || end > bytes.length) {
      // It has a part of the text: its probability is that of more than this part.
      placed.push({
        start: units[Math.max(0, start)]!,
        end: units[Math.min(bytes.length, end)]!,
        logprob: undefined,
      });
      return;
    }
    placed.push({ start: units[start]!, end: units[end]!, logprob });
  });
  return { ok: true, tokens: placed };
}

function byteText(bytes: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** Says how far the beginning of the text is found. */
function differenceOf(all: string, wanted: string, text: string, units: Uint32Array): string {
  let [found, missing] = [0, wanted.length];
  while (missing - found > 1) {
    const middle = (found + missing) >> 1;
    if (all.includes(wanted.slice(0, middle))) found = middle;
    else missing = middle;
  }
  const unit = units[found]!;
  const around = JSON.stringify(text.slice(Math.max(0, unit - 10), unit + 20));
  return `The server scored another text: it differs from the sample's at character ${unit + 1}, near ${around}.`;
}
