/** The adapter for servers that speak OpenAI's protocol, on OpenAI's own SDK; its retries are off, ours are the only ones. */
import OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import { BackendError, type BackendFailure } from '../core/model/backendError.ts';
import {
  requestProblem,
  type ModelBackend,
  type ModelReply,
  type ModelRequest,
  type ModelSink,
  type ModelToken,
} from '../core/model/modelBackend.ts';
import type { Log } from '../core/ports.ts';
import type { Endpoint } from './endpoint.ts';
import { createGuardedFetch, withoutKey, type AttemptTrace, type Fetch } from './guardedFetch.ts';
import type { KeySource } from './keys.ts';
import {
  defaultLimits,
  RequestGuard,
  Stopped,
  systemTimers,
  type ReplyLimits,
  type Timers,
} from './limits.ts';
import { logRequest } from './log.ts';
import { costOf, shippedPrices, type Price } from './prices.ts';
import { ReplyReader, type ReadReply } from './replyReader.ts';
import { defaultRetryPolicy, retryWait, type RetryPolicy } from './retry.ts';
import { errorOfBody, errorOfNetwork, mayPass, type ErrorContext } from './serverErrors.ts';
import { estimateUsage } from './usage.ts';

/** What the adapter needs; only the first two have no default. */
export interface OpenAiBackendOptions {
  readonly endpoint: Endpoint;
  readonly keys: KeySource;
  readonly limits?: Partial<ReplyLimits>;
  readonly retry?: Partial<RetryPolicy>;
  readonly prices?: readonly Price[];
  readonly log?: Log;
  /** Instead of the global one. It must know `redirect`, `signal` and streamed bodies. */
  readonly fetch?: Fetch;
  /** From 0 to below 1, for the jitter of waits. */
  readonly random?: () => number;
  readonly timers?: Timers;
  /** The time of day, as `Date.now()`. */
  readonly wallNow?: () => number;
}

/** What the SDK is told instead of a key: it wants one, and our `fetch` sets the real one. */
const placeholder = 'set-by-callsmith';
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** A client that reads nothing from the environment, logs nothing, repeats nothing. */
const createClient = (endpoint: Endpoint, fetch: Fetch): OpenAI =>
  new OpenAI({
    baseURL: endpoint.baseUrl,
    defaultQuery: endpoint.query,
    apiKey: placeholder,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch,
    maxRetries: 0,
    // Ours are shorter; this is the most that a timer takes.
    timeout: 2_147_483_647,
    logLevel: 'off',
    logger: silent,
    // The key is the person's own and never in this client.
    dangerouslyAllowBrowser: true,
  });

/** The body of a request in the dialect of a kind of server. */
function bodyOf(
  request: ModelRequest,
  endpoint: Endpoint,
  withUsage: boolean,
): OpenAI.ChatCompletionCreateParamsStreaming {
  const { model, messages, temperature, maxOutputTokens, seed, stop } = request;
  return {
    model,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(withUsage && { stream_options: { include_usage: true } }),
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { [endpoint.quirks.maxTokens]: maxOutputTokens }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop: [...stop] }),
  };
}

/** Media types of a stream of events and of one JSON value; some servers name none. */
const isEventStream = (type: string): boolean => type === '' || type === 'text/event-stream';
const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json');

/** One request that is sent to the end: its guard, its client, what came. */
class Attempt {
  readonly trace: AttemptTrace = {};
  readonly #options: OpenAiBackendOptions;
  readonly #guard: RequestGuard;
  readonly #context: ErrorContext;
  readonly #reader: ReplyReader;
  readonly #limits: ReplyLimits;

  constructor(
    options: OpenAiBackendOptions,
    guard: RequestGuard,
    limits: ReplyLimits,
    context: ErrorContext,
    onEvent: ModelSink | undefined,
  ) {
    this.#options = options;
    this.#guard = guard;
    this.#limits = limits;
    this.#context = context;
    this.#reader = new ReplyReader(options.endpoint.quirks, context, limits.maxReplyCharacters, onEvent);
  }

  /** Sends and reads. @throws BackendError */
  async run(request: ModelRequest, key: string | undefined, withUsage: boolean): Promise<ReadReply> {
    const { endpoint, fetch, wallNow } = this.#options;
    const aborting = new AbortController();
    const guarded = createGuardedFetch({
      fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
      endpoint,
      key,
      context: this.#context,
      maxReplyCharacters: this.#limits.maxReplyCharacters,
      wallNow: wallNow ?? Date.now,
      trace: this.trace,
    });
    this.#guard.sent();
    try {
      const client = createClient(endpoint, guarded);
      const response = await this.#guard.wait(
        client.chat.completions
          .create(bodyOf(request, endpoint, withUsage), { signal: aborting.signal })
          .asResponse(),
      );
      await this.#read(response, aborting, client);
      return this.#reader.end();
    } catch (error) {
      const reply = this.#endAfterAll(error);
      if (reply !== undefined) return reply;
      throw this.#explain(error);
    } finally {
      this.#guard.rested();
      // Also where it went well: it closes whatever is still open.
      aborting.abort();
    }
  }

  async #read(response: Response, aborting: AbortController, client: OpenAI): Promise<void> {
    const type = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    if (isJson(type)) {
      // A server that does not stream: all at once.
      this.#reader.take(await this.#guard.wait(response.json()));
      return;
    }
    if (!isEventStream(type))
      throw new BackendError({
        ...this.#context,
        code: 'malformed',
        reason: 'content-type',
        status: this.trace.status,
      });
    const chunks = Stream.fromSSEResponse<unknown>(response, aborting, client)[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await this.#guard.wait(chunks.next());
      if (done) return;
      if (this.#reader.take(value)) this.#guard.progressed();
    }
  }

  /** The reply where it was whole before something failed (the count of tokens may be missing). */
  #endAfterAll(error: unknown): ReadReply | undefined {
    if (!this.#reader.isFinished || error instanceof BackendError) return undefined;
    if (this.#guard.reason === 'cancelled') return undefined;
    return this.#reader.end();
  }

  /** What went wrong, as an error of ours. */
  #explain(error: unknown): BackendError {
    const context = { ...this.#context, status: this.trace.status, partial: this.#reader.partial };
    const make = (failure: Pick<BackendFailure, 'code' | 'reason'>): BackendError =>
      new BackendError({ ...context, ...failure });
    const stopped = this.#guard.reason ?? (error instanceof Stopped ? error.reason : undefined);
    if (stopped === 'cancelled') return make({ code: 'cancelled' });
    if (stopped !== undefined)
      return make({ code: 'timeout', reason: stopped === 'total' ? undefined : stopped });
    if (this.trace.failure !== undefined)
      return this.trace.failure.with({ partial: this.trace.failure.partial ?? this.#reader.partial });
    if (error instanceof BackendError) return error.with({ partial: error.partial ?? this.#reader.partial });
    // The SDK found an error inside the stream.
    if (error instanceof OpenAI.APIError && error.error !== undefined)
      return errorOfBody({ error: error.error as never }, this.#context).with({
        partial: this.#reader.partial,
      });
    if (error instanceof SyntaxError) return make({ code: 'malformed' });
    return errorOfNetwork(error, this.trace.status !== undefined, this.#context).with({
      partial: this.#reader.partial,
      status: this.trace.status,
    });
  }
}

/**
 * A backend on a server that speaks OpenAI's protocol. Requests are streamed; a server that answers at once is read as
 * well. Failures of the statuses 408, 409, 429 and 5xx, and connections that broke before anything came, are repeated
 * with jitter; everything else is told at once.
 */
export function createOpenAiBackend(options: OpenAiBackendOptions): ModelBackend {
  const { endpoint, keys, log, prices = shippedPrices } = options;
  const { random = Math.random, timers = systemTimers } = options;
  const limits: ReplyLimits = { ...defaultLimits, ...options.limits };
  const policy: RetryPolicy = { ...defaultRetryPolicy, ...options.retry };
  // Learnt from a refusal of a server of unknown kind, and kept.
  let withUsage = true;

  async function generate(
    request: ModelRequest,
    onEvent?: ModelSink,
    token?: ModelToken,
  ): Promise<ModelReply> {
    const context: ErrorContext = { host: endpoint.host, model: request.model };
    const started = timers.now();
    const guard = new RequestGuard(limits, token, timers);
    let key: string | undefined;
    let attempts = 0;
    let firstTokenMs: number | undefined;
    let status: number | undefined;
    const note = { kind: endpoint.quirks.kind, host: endpoint.host, model: request.model };
    const sink: ModelSink = (event) => {
      if (event.kind !== 'retry') firstTokenMs ??= timers.now() - started;
      onEvent?.(event);
    };

    /** Sends until it succeeds or must not be repeated. */
    async function send(): Promise<ReadReply> {
      const problem = requestProblem(request);
      if (problem !== undefined) throw new BackendError({ ...context, code: 'bad-request', detail: problem });
      key = await guard.wait(keys.keyFor(endpoint.origin));
      if (key === undefined && endpoint.quirks.needsKey)
        throw new BackendError({ ...context, code: 'refused-key', reason: 'no-key' });
      // Attempts that count for the policy; asking again without `stream_options` is no repetition.
      for (let counted = 1; ; counted++) {
        attempts++;
        const attempt = new Attempt(options, guard, limits, context, sink);
        const asked = withUsage;
        try {
          return await attempt.run(request, key, asked);
        } catch (error) {
          if (!(error instanceof BackendError)) throw error;
          if (asked && refusesUsage(error)) {
            withUsage = false;
            counted--;
            continue;
          }
          const { retryAfterMs, code } = error;
          const failed = { attempt: counted, mayPass: mayPass(error), retryAfterMs };
          const waitMs = guard.reason === undefined ? retryWait(policy, failed, random) : undefined;
          if (waitMs === undefined) throw error;
          sink({ kind: 'retry', attempt: attempts, waitMs, code });
          await guard.sleep(waitMs);
        } finally {
          status = attempt.trace.status;
        }
      }
    }

    const refusesUsage = ({ code, detail }: BackendError): boolean =>
      endpoint.quirks.streamUsage === 'try' &&
      code === 'bad-request' &&
      /stream_options|include_usage/.test(detail ?? '');

    try {
      const read = await send();
      const usage = read.usage ?? estimateUsage(request.messages, read.text, read.reasoning);
      const cost = costOf(prices, request.model, endpoint.origin, usage);
      logRequest(log, {
        ...note,
        outcome: 'done',
        status,
        attempts,
        durationMs: timers.now() - started,
        firstTokenMs,
        finishReason: read.finishReason,
        inputTokens: usage.input,
        outputTokens: usage.output,
        tokensEstimated: usage.estimated,
        textCharacters: read.text.length,
        reasoningCharacters: read.reasoning.length,
      });
      return { ...read, usage, ...(cost !== undefined && { cost }), model: request.model, attempts };
    } catch (error) {
      const stopped = explainStop(error, context);
      const told = stopped.with({ attempts, detail: withoutKey(stopped.detail, key) });
      logRequest(log, {
        ...note,
        outcome: told.code,
        reason: told.reason,
        status: told.status,
        attempts,
        durationMs: timers.now() - started,
        firstTokenMs,
        textCharacters: told.partial?.text.length ?? 0,
        reasoningCharacters: told.partial?.reasoning.length ?? 0,
      });
      throw told;
    } finally {
      guard.dispose();
    }
  }

  return Object.freeze({
    id: 'openai-compatible',
    host: endpoint.host,
    can: Object.freeze({ system: true, sampling: true, usage: true }),
    generate,
  });
}

/** An error outside any attempt: the guard ended a wait, or something of ours broke, which goes up as it is. */
function explainStop(error: unknown, context: ErrorContext): BackendError {
  if (error instanceof BackendError) return error;
  if (!(error instanceof Stopped)) throw error;
  return error.reason === 'cancelled'
    ? new BackendError({ ...context, code: 'cancelled' })
    : new BackendError({ ...context, code: 'timeout' });
}
