/**
 * Scores given texts on servers that speak OpenAI's protocol, in the ways of `quirks.ts`, one after the other until one
 * gives log-probabilities of the prompt. Requests are not streamed: no server streams those of a prompt. Keys, limits,
 * repetition and the log are those of `openaiBackend.ts`.
 */
import { isObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { BackendError } from '../core/model/backendError.ts';
import type { ModelToken, ModelUsage } from '../core/model/modelBackend.ts';
import {
  plainPrompt,
  scoreRequestProblem,
  scoringModes,
  type ScoreReply,
  type ScoreRequest,
  type ScoringWay,
  type TextScorer,
} from '../core/model/scoring.ts';
import { readScores, type ServerScores } from '../core/trace/scored.ts';
import { createGuardedFetch, withoutKey, type AttemptTrace } from './guardedFetch.ts';
import { defaultLimits, RequestGuard, Stopped, systemTimers, type ReplyLimits } from './limits.ts';
import { logRequest } from './log.ts';
import type { OpenAiBackendOptions } from './openaiBackend.ts';
import { costOf, shippedPrices } from './prices.ts';
import { defaultRetryPolicy, retryWait, type RetryPolicy } from './retry.ts';
import { errorOfNetwork, mayPass, type ErrorContext } from './serverErrors.ts';
import { estimateTokens, readUsage } from './usage.ts';

/** A token of a prompt takes up to some 200 characters of a reply, so that 32,000 of them are well below. */
const maxReplyCharacters = 8_000_000;

/** A way with the number of tokens that the model is made to write: servers refuse 0, or write one all the same. */
interface Try {
  readonly way: ScoringWay;
  readonly maxTokens: 0 | 1;
  /** Of a chat: the answer's text goes on where it ends; else it is a whole turn. */
  readonly continues?: boolean;
}

/** What the server is asked: where, and with which body. */
function bodyOf(
  request: ScoreRequest,
  { way, maxTokens, continues = false }: Try,
): { path: string; body: JsonObject } {
  const { model, messages, tools } = request;
  const common = { model, max_tokens: maxTokens, temperature: 0, stream: false };
  // The likeliest token beside the text's own; fewer are refused by some versions. The ids say which is which.
  const prompt = { prompt_logprobs: 1, return_token_ids: true };
  switch (way) {
    case 'chat-prompt-logprobs':
      return {
        path: '/chat/completions',
        body: {
          ...common,
          ...prompt,
          messages: messages.map(wireMessage),
          ...(tools.length > 0 && { tools: [...tools], tool_choice: 'none' }),
          add_generation_prompt: false,
          continue_final_message: continues,
        },
      };
    case 'completion-prompt-logprobs':
      return { path: '/completions', body: { ...common, ...prompt, prompt: plainPrompt(messages) } };
    case 'completion-echo':
      return {
        path: '/completions',
        body: { ...common, prompt: plainPrompt(messages), echo: true, logprobs: 1 },
      };
  }
}

/** A message in OpenAI's shape, in which arguments are a text of JSON. */
function wireMessage({ tool_calls, ...rest }: ScoreRequest['messages'][number]): JsonObject {
  if (tool_calls === undefined) return { ...rest };
  const calls = tool_calls.map((call, i) => {
    const called = isObject(call.function) ? call.function : {};
    return {
      ...call,
      id: call.id ?? `call_${i}`,
      function: { ...called, arguments: JSON.stringify(called.arguments ?? {}) },
    };
  });
  return { ...rest, tool_calls: calls };
}

/** What came of one try that a server answered. */
type Answer =
  | { readonly scores: ServerScores; readonly usage: ModelUsage | undefined }
  /** It took the request, and gave no log-probabilities of the prompt. */
  | { readonly without: string };

function readAnswer(value: JsonValue, { way, maxTokens }: Try): Answer {
  const scores = readScores(value);
  const usage = isObject(value) ? readUsage(value.usage) : undefined;
  if (typeof scores === 'string') return { without: scores };
  if (way !== 'completion-echo') {
    if (scores.source === 'vllm-prompt-logprobs') return { scores, usage };
    return { without: 'There are log-probabilities in it, but not of the prompt.' };
  }
  // What was written behind the text is no part of it.
  const written = Math.min(maxTokens, usage?.output ?? maxTokens);
  const tokens = scores.tokens.slice(0, scores.tokens.length - written);
  if (tokens.length === 0 || (usage !== undefined && tokens.length < usage.input - 1))
    return { without: 'There are log-probabilities in it, but not of the prompt: echo was ignored.' };
  return { scores: { ...scores, tokens }, usage };
}

/** A try in words, for the list of what each of them brought. */
const titleOf = ({ way, maxTokens, continues }: Try): string => {
  if (way === 'completion-echo') return `${way}, max_tokens ${maxTokens}`;
  return continues ? `${way}, continue_final_message` : way;
};

/** Errors of one way after which another may do. */
const otherWayMayDo = ({ code, detail }: BackendError): boolean =>
  code === 'bad-request' ||
  code === 'not-found' ||
  code === 'malformed' ||
  (code === 'server' && /echo|logprob|not (supported|implemented)/i.test(detail ?? ''));

/** A scorer on a server that speaks OpenAI's protocol. */
export function createTextScorer(options: OpenAiBackendOptions): TextScorer {
  const { endpoint, keys, log, prices = shippedPrices } = options;
  const { random = Math.random, timers = systemTimers } = options;
  const limits: ReplyLimits = { ...defaultLimits, maxReplyCharacters, ...options.limits };
  const policy: RetryPolicy = { ...defaultRetryPolicy, ...options.retry };
  const { quirks } = endpoint;
  // What did for the last text is tried first for the next.
  const known = new Map<ScoreRequest['mode'], string>();

  function triesOf({ mode, messages }: ScoreRequest): Try[] {
    const { tool_calls, reasoning_content } = messages.at(-1)!;
    // Behind calls and thoughts that stand apart a template writes more than the text; of a turn nothing is cut off.
    const isText = tool_calls === undefined && reasoning_content === undefined;
    const ways = quirks.scoring.filter((way) => mode === undefined || scoringModes[way] === mode);
    const tries = ways.flatMap((way): Try[] => {
      if (way === 'completion-echo')
        return [
          { way, maxTokens: 0 },
          { way, maxTokens: 1 },
        ];
      if (way === 'completion-prompt-logprobs') return [{ way, maxTokens: 1 }];
      // A template that sets the text anew has no place at which it could go on.
      return [...(isText ? [{ way, maxTokens: 1, continues: true } as const] : []), { way, maxTokens: 1 }];
    });
    const isKnown = (one: Try) => titleOf(one) === known.get(mode);
    return [...tries.filter(isKnown), ...tries.filter((one) => !isKnown(one))];
  }

  async function scoreText(request: ScoreRequest, token?: ModelToken): Promise<ScoreReply> {
    const context: ErrorContext = { host: endpoint.host, model: request.model };
    const started = timers.now();
    const guard = new RequestGuard(limits, token, timers);
    const note = { kind: quirks.kind, host: endpoint.host, model: request.model };
    let key: string | undefined;
    let attempts = 0;
    let status: number | undefined;

    /** Sends once. @throws BackendError */
    async function sendOnce(one: Try): Promise<JsonValue> {
      const trace: AttemptTrace = {};
      const aborting = new AbortController();
      const guarded = createGuardedFetch({
        fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
        endpoint,
        key,
        context,
        maxReplyCharacters: limits.maxReplyCharacters,
        wallNow: options.wallNow ?? Date.now,
        trace,
      });
      const { path, body } = bodyOf(request, one);
      const url = new URL(`${endpoint.baseUrl}${path}`);
      for (const [name, value] of Object.entries(endpoint.query)) url.searchParams.set(name, value);
      guard.sent();
      try {
        const response = await guard.wait(
          guarded(url, { method: 'POST', body: JSON.stringify(body), signal: aborting.signal }),
        );
        const type = response.headers.get('content-type') ?? '';
        if (type !== '' && !/json/i.test(type))
          throw new BackendError({
            ...context,
            code: 'malformed',
            reason: 'content-type',
            status: trace.status,
          });
        return (await guard.wait(response.json())) as JsonValue;
      } catch (error) {
        throw explain(error, trace);
      } finally {
        status = trace.status;
        guard.rested();
        aborting.abort();
      }
    }

    function explain(error: unknown, trace: AttemptTrace): BackendError {
      const stopped = guard.reason ?? (error instanceof Stopped ? error.reason : undefined);
      if (stopped === 'cancelled') return new BackendError({ ...context, code: 'cancelled' });
      if (stopped !== undefined)
        return new BackendError({
          ...context,
          code: 'timeout',
          reason: stopped === 'total' ? undefined : stopped,
        });
      if (trace.failure !== undefined) return trace.failure;
      if (error instanceof BackendError) return error;
      if (error instanceof SyntaxError)
        return new BackendError({ ...context, code: 'malformed', status: trace.status });
      return errorOfNetwork(error, trace.status !== undefined, context).with({ status: trace.status });
    }

    /** Sends until it succeeds or must not be repeated. */
    async function send(one: Try): Promise<JsonValue> {
      for (let counted = 1; ; counted++) {
        attempts++;
        try {
          return await sendOnce(one);
        } catch (error) {
          if (!(error instanceof BackendError) || otherWayMayDo(error)) throw error;
          const failed = { attempt: counted, mayPass: mayPass(error), retryAfterMs: error.retryAfterMs };
          const waitMs = guard.reason === undefined ? retryWait(policy, failed, random) : undefined;
          if (waitMs === undefined) throw error;
          await guard.sleep(waitMs);
        }
      }
    }

    /** Goes through the ways. @throws BackendError */
    async function search(): Promise<{ one: Try; scores: ServerScores; usage: ModelUsage | undefined }> {
      const problem = scoreRequestProblem(request);
      if (problem !== undefined) throw new BackendError({ ...context, code: 'bad-request', detail: problem });
      const tries = triesOf(request);
      const said: string[] = [];
      if (tries.length > 0) {
        key = await guard.wait(keys.keyFor(endpoint.origin));
        if (key === undefined && quirks.needsKey)
          throw new BackendError({ ...context, code: 'refused-key', reason: 'no-key' });
      }
      let onlyError: BackendError | undefined;
      for (const one of tries) {
        const title = titleOf(one);
        try {
          const answer = readAnswer(await send(one), one);
          if ('scores' in answer) {
            known.set(request.mode, title);
            return { one, ...answer };
          }
          said.push(`${title}: ${answer.without}`);
          onlyError = undefined;
        } catch (error) {
          if (!(error instanceof BackendError) || !otherWayMayDo(error)) throw error;
          said.push(`${title}: ${[error.status, error.detail ?? error.code].filter(Boolean).join(' ')}`);
          // One error of every way is the reason itself: a model that is not there, an address of something else.
          const isSame = said.length === 1 || onlyError?.code === error.code;
          onlyError = isSame && error.code !== 'bad-request' && error.code !== 'server' ? error : undefined;
        }
      }
      if (onlyError) throw onlyError;
      const why = [quirks.scoringNote, ...said].filter((words) => words !== undefined);
      if (why.length === 0) why.push(`${quirks.title} has no way to score in the mode ${request.mode}.`);
      throw new BackendError({ ...context, code: 'no-scores', status, detail: why.join('\n') });
    }

    const characters = plainPrompt(request.messages).length;
    try {
      const { one, scores, usage: counted } = await search();
      const usage = counted ?? {
        input: estimateTokens(plainPrompt(request.messages)),
        output: one.maxTokens,
        estimated: true,
      };
      const cost = costOf(prices, request.model, endpoint.origin, usage);
      logRequest(log, {
        ...note,
        outcome: 'done',
        status,
        attempts,
        durationMs: timers.now() - started,
        inputTokens: usage.input,
        outputTokens: usage.output,
        tokensEstimated: usage.estimated,
        textCharacters: characters,
        reasoningCharacters: 0,
      });
      const { way } = one;
      return {
        scores,
        mode: scoringModes[way],
        way,
        usage,
        ...(cost !== undefined && { cost }),
        model: request.model,
        attempts,
      };
    } catch (error) {
      // Something of ours broke: it goes up as it is.
      if (!(error instanceof BackendError) && !(error instanceof Stopped)) throw error;
      const told = explain(error, {});
      const clean = told.with({ attempts, detail: withoutKey(told.detail, key) });
      logRequest(log, {
        ...note,
        outcome: clean.code,
        reason: clean.reason,
        status: clean.status,
        attempts,
        durationMs: timers.now() - started,
        textCharacters: 0,
        reasoningCharacters: 0,
      });
      throw clean;
    } finally {
      guard.dispose();
    }
  }

  return Object.freeze({ id: 'openai-compatible', host: endpoint.host, scoreText });
}
