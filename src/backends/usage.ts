/** Tokens: what a server counted, or an estimate from the texts where it counted nothing. */
import { isObject } from '../core/json.ts';
import type { ModelMessage, ModelUsage } from '../core/model/modelBackend.ts';

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** What a server's `usage` member says; undefined where it is absent or unreadable. */
export function readUsage(value: unknown): ModelUsage | undefined {
  if (!isObject(value)) return undefined;
  const input = count(value.prompt_tokens);
  const output = count(value.completion_tokens);
  if (input === undefined || output === undefined) return undefined;
  const { completion_tokens_details: outputs, prompt_tokens_details: inputs } = value;
  const reasoning = isObject(outputs) ? count(outputs.reasoning_tokens) : undefined;
  const cachedInput = isObject(inputs) ? count(inputs.cached_tokens) : undefined;
  return {
    input,
    output,
    ...(reasoning !== undefined && { reasoning }),
    ...(cachedInput !== undefined && { cachedInput }),
    estimated: false,
  };
}

/**
 * A rough number of tokens: four ASCII characters are one, any other character is one by itself. It tells hundreds from
 * thousands and no more; faces show it with a sign that it is an estimate.
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let others = 0;
  for (const character of text) {
    if (character.charCodeAt(0) < 128) ascii++;
    else others++;
  }
  return Math.ceil(ascii / 4) + others;
}

/** What the roles and borders of one message add, in tokens. */
const perMessage = 4;

/** An estimate for a request and what came back. */
export function estimateUsage(
  messages: readonly ModelMessage[],
  text: string,
  reasoning: string,
): ModelUsage {
  const thought = estimateTokens(reasoning);
  return {
    input: messages.reduce((sum, message) => sum + perMessage + estimateTokens(message.text), 0),
    output: thought + estimateTokens(text),
    ...(thought > 0 && { reasoning: thought }),
    estimated: true,
  };
}

/** The usage of several requests together; estimated when one of them is. */
export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  const sum = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined && y === undefined ? undefined : (x ?? 0) + (y ?? 0);
  const reasoning = sum(a.reasoning, b.reasoning);
  const cachedInput = sum(a.cachedInput, b.cachedInput);
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    ...(reasoning !== undefined && { reasoning }),
    ...(cachedInput !== undefined && { cachedInput }),
    estimated: a.estimated || b.estimated,
  };
}
