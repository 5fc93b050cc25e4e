/**
 * The port to a language model: one request, a stream of what comes, one reply. Adapters stand in `src/backends` (servers
 * that speak OpenAI's protocol, recordings) and in the face that has VS Code's own models. Who asks gets the same from
 * each: text and reasoning apart, why the model stopped, how many tokens it took, and a `BackendError` where it did not.
 */
import { isObject, type JsonObject } from '../json.ts';
import type { CancellationToken } from '../ports.ts';

/** Who says a message. */
export type ModelRole = 'system' | 'user' | 'assistant';

/** One message of the conversation that is sent. */
export interface ModelMessage {
  readonly role: ModelRole;
  readonly text: string;
}

/** What a model is asked. Only what is given is sent: a server's own defaults hold for the rest. */
export interface ModelRequest {
  /** The model's name as its server knows it. */
  readonly model: string;
  /** In order; at least one, and the last is not the system's. */
  readonly messages: readonly ModelMessage[];
  /** From 0 (always the likeliest token) to 2. Reasoning models of OpenAI refuse it. */
  readonly temperature?: number;
  /** The most tokens that the model may write, reasoning included where the server counts it so. */
  readonly maxOutputTokens?: number;
  /** A whole number; servers that take it make the same request give the same reply, as far as they can. */
  readonly seed?: number;
  /** Texts at which the model stops; servers take up to four. */
  readonly stop?: readonly string[];
}

/** Why the model stopped: `stop` by itself, `length` at the token limit (so the text is not whole), `other` otherwise. */
export type FinishReason = 'stop' | 'length' | 'other';

/** Where the reasoning of a reply stood. */
export type ReasoningSource = 'reasoning_content' | 'reasoning' | 'think-tags';

/** Tokens of one request, all attempts that the server answered in full. */
export interface ModelUsage {
  /** Tokens that were sent. */
  readonly input: number;
  /** Tokens that came back, reasoning included. */
  readonly output: number;
  /** Of the output, tokens of reasoning; absent where the server does not say. */
  readonly reasoning?: number;
  /** Of the input, tokens that the server had kept from before and bills lower; absent where it does not say. */
  readonly cachedInput?: number;
  /** Whether the numbers were estimated from the length of the texts because the server gave none. */
  readonly estimated: boolean;
}

/** What a request cost by a dated table of prices. */
export interface ModelCost {
  /** US dollars. */
  readonly usd: number;
  /** The day the price was looked up, as 2026-11-26. */
  readonly asOf: string;
  /** Whether the tokens behind it were estimated. */
  readonly estimated: boolean;
}

/** A whole reply. What is not whole is never one of these: it is a `BackendError` with a `partial`. */
export interface ModelReply {
  /** What the model says, without its reasoning: all `text` events behind the last `retry`, joined. */
  readonly text: string;
  /** What it thought, without tags; empty where there is none: all `reasoning` events behind the last `retry`, joined. */
  readonly reasoning: string;
  /** Where the reasoning stood; absent where there is none. */
  readonly reasoningFrom?: ReasoningSource;
  readonly finishReason: FinishReason;
  readonly usage: ModelUsage;
  /** Absent where the model has no known price: that is not the same as free. */
  readonly cost?: ModelCost;
  /** The model that answered, as it was asked for. */
  readonly model: string;
  /** Requests that were sent, 1 where none was repeated. */
  readonly attempts: number;
}

/** What comes while a reply is on its way. */
export type ModelEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  /** Attempt `attempt` failed and is repeated after `waitMs` milliseconds: what came before counts no more. */
  | { readonly kind: 'retry'; readonly attempt: number; readonly waitMs: number; readonly code: string };

/** Takes events in order; it must not throw. */
export type ModelSink = (event: ModelEvent) => void;

/**
 * Asks a request to stop. VS Code's token fits; one without the event is looked at every 50 ms.
 */
export interface ModelToken extends CancellationToken {
  readonly onCancellationRequested?: (listener: () => void) => { dispose(): void };
}

/** What a backend can do, so that who asks can adapt instead of fail. */
export interface BackendCapabilities {
  /** Takes messages of the system; without it, `foldSystem` puts them before the first question. */
  readonly system: boolean;
  /** Takes temperature, seed and stop; without it they are ignored. */
  readonly sampling: boolean;
  /** Counts tokens itself; without it the numbers of every reply are estimated. */
  readonly usage: boolean;
}

/** A language model, wherever it runs. Freeze it; it may be used for many requests at once. */
export interface ModelBackend {
  /** Stays the same for the same way of asking, such as `openai-compatible`. */
  readonly id: string;
  /** Where requests go, in words for the person: a host with its port, or the name of VS Code's model. */
  readonly host: string;
  readonly can: BackendCapabilities;
  /**
   * Sends one request and waits for the whole reply. It always ends: with a reply, an error, a time-out or cancelled.
   * @throws BackendError for everything that goes wrong, cancelling included
   */
  generate(request: ModelRequest, onEvent?: ModelSink, token?: ModelToken): Promise<ModelReply>;
}

/** What is wrong with a request before it is sent, as one sentence; undefined when nothing is. */
export function requestProblem(request: ModelRequest): string | undefined {
  const { model, messages, temperature, maxOutputTokens, seed, stop } = request;
  if (model.trim() === '') return 'No model is named.';
  if (messages.length === 0) return 'There is no message to send.';
  if (messages.at(-1)!.role === 'system') return 'The last message must be one of the user or the assistant.';
  if (temperature !== undefined && !(temperature >= 0 && temperature <= 2))
    return 'The temperature must be a number from 0 to 2.';
  if (maxOutputTokens !== undefined && !(Number.isSafeInteger(maxOutputTokens) && maxOutputTokens > 0))
    return 'The limit of output tokens must be a whole number above 0.';
  if (seed !== undefined && !Number.isSafeInteger(seed)) return 'The seed must be a whole number.';
  if (stop !== undefined && (stop.length === 0 || stop.length > 4 || stop.includes('')))
    return 'There must be one to four stop texts, none of them empty.';
  return undefined;
}

/** The messages for a backend without a system role: the system's words stand before the first question, a blank line apart. */
export function foldSystem(messages: readonly ModelMessage[]): ModelMessage[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ text }) => text);
  const rest = messages.filter(({ role }) => role !== 'system');
  if (system.length === 0) return [...rest];
  const first = rest.findIndex(({ role }) => role === 'user');
  const words = system.join('\n\n');
  if (first < 0) return [{ role: 'user', text: words }, ...rest];
  return rest.map((message, i) =>
    i === first ? { role: 'user', text: `${words}\n\n${message.text}` } : message,
  );
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);

/** Whether a value that was stored (in a recording, a ledger) is a reply. */
export function isModelReply(value: unknown): value is ModelReply & JsonObject {
  if (!isObject(value) || !isObject(value.usage)) return false;
  const { usage, cost } = value;
  return (
    typeof value.text === 'string' &&
    typeof value.reasoning === 'string' &&
    isAbsentOr(value.reasoningFrom, (from) =>
      ['reasoning_content', 'reasoning', 'think-tags'].includes(from as string),
    ) &&
    ['stop', 'length', 'other'].includes(value.finishReason as string) &&
    typeof value.model === 'string' &&
    isCount(value.attempts) &&
    isCount(usage.input) &&
    isCount(usage.output) &&
    isAbsentOr(usage.reasoning, isCount) &&
    isAbsentOr(usage.cachedInput, isCount) &&
    typeof usage.estimated === 'boolean' &&
    isAbsentOr(
      cost,
      (one) =>
        isObject(one) &&
        typeof one.usd === 'number' &&
        typeof one.asOf === 'string' &&
        typeof one.estimated === 'boolean',
    )
  );
}
