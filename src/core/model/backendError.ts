/** What can go wrong between a request and a reply, by code, each with a sentence for the person. */
import { CancelledError } from '../ports.ts';

/** What went wrong. */
export type BackendErrorCode =
  /** Nothing answers at the address. */
  | 'unreachable'
  /** The key is missing, wrong, or may not use the model. */
  | 'refused-key'
  /** The address or the model is not there. */
  | 'not-found'
  /** Too many requests, or no quota left. */
  | 'rate-limited'
  /** The server says that it failed. */
  | 'server'
  /** A limit of time of ours ran out. */
  | 'timeout'
  /** The reply broke off. */
  | 'cut-off'
  /** What came is no reply of this protocol. */
  | 'malformed'
  /** The reply is longer than our limit. */
  | 'too-large'
  /** The person stopped it. */
  | 'cancelled'
  /** The request is longer than the model can read. */
  | 'context-length'
  /** The model or a filter of content will not answer. */
  | 'refused'
  /** The server does not take the request. */
  | 'bad-request'
  /** The server gives no log-probabilities of a text that it is given. */
  | 'no-scores';

/** All codes, for guards and tables. */
export const backendErrorCodes: readonly BackendErrorCode[] = [
  'unreachable',
  'refused-key',
  'not-found',
  'rate-limited',
  'server',
  'timeout',
  'cut-off',
  'malformed',
  'too-large',
  'cancelled',
  'context-length',
  'refused',
  'bad-request',
  'no-scores',
];

/** Narrower causes that change the sentence, not the code. */
export type BackendErrorReason =
  /** `rate-limited`: the account has no credit or quota left. */
  | 'no-quota'
  /** `timeout`: nothing came before the limit for the first token. */
  | 'first-token'
  /** `timeout`: the stream stood still. */
  | 'idle'
  /** `not-found`: the address answers with a redirect, which is not followed. */
  | 'redirect'
  /** `malformed`: the server answered with something else than JSON or a stream of events, such as a web page. */
  | 'content-type'
  /** `refused-key`: no key is stored for a server that needs one. */
  | 'no-key';

/** What had come before the error; never to be taken for a reply. */
export interface PartialReply {
  readonly text: string;
  readonly reasoning: string;
}

/** What an error is made of. */
export interface BackendFailure {
  readonly code: BackendErrorCode;
  readonly reason?: BackendErrorReason;
  /** The host with its port, or the name of VS Code's model. */
  readonly host: string;
  /** The model that was asked; part of the sentence where that helps. */
  readonly model?: string;
  /** HTTP's status, where the server gave one. */
  readonly status?: number;
  /** Requests that were sent; 0 where none was. */
  readonly attempts?: number;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The server's own words, or the network's. They may repeat parts of a sample: for the screen, never for a log. */
  readonly detail?: string;
  readonly partial?: PartialReply;
}

/** The most characters that are kept of a server's own words. */
const maxDetail = 1000;

/**
 * A request that gave no whole reply. `message` is a sentence for the person: what happened, where, what to do next; it
 * holds neither secrets nor text of samples. `detail` and `partial` may hold such text, so printing or serialising the
 * error leaves them out.
 */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly code: BackendErrorCode;
  readonly reason: BackendErrorReason | undefined;
  readonly host: string;
  readonly model: string | undefined;
  readonly status: number | undefined;
  readonly attempts: number;
  readonly retryAfterMs: number | undefined;
  readonly #detail: string | undefined;
  readonly #partial: PartialReply | undefined;

  constructor(failure: BackendFailure) {
    super(failureSentence(failure));
    this.code = failure.code;
    this.reason = failure.reason;
    this.host = failure.host;
    this.model = failure.model;
    this.status = failure.status;
    this.attempts = failure.attempts ?? 0;
    this.retryAfterMs = failure.retryAfterMs;
    this.#detail = failure.detail?.slice(0, maxDetail);
    this.#partial = failure.partial;
  }

  /** The server's own words, cut to 1,000 characters. For the screen only: they may repeat parts of a sample. */
  get detail(): string | undefined {
    return this.#detail;
  }

  /** What had come before the error. For the screen only. */
  get partial(): PartialReply | undefined {
    return this.#partial;
  }

  /** The same error with what is known only further out. */
  with(more: Partial<BackendFailure>): BackendError {
    const { code, reason, host, model, status, attempts, retryAfterMs, detail, partial } = this;
    return new BackendError({
      code,
      reason,
      host,
      model,
      status,
      attempts,
      retryAfterMs,
      detail,
      partial,
      ...more,
    });
  }
}

/** Whether an error means that the person stopped the work: it is told nowhere. */
export function isCancellation(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof BackendError && error.code === 'cancelled');
}

const seconds = (ms: number): string => {
  const count = Math.max(1, Math.ceil(ms / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
};

/** The sentences of one failure: what happened, where, what to do next. */
export function failureSentence(failure: BackendFailure): string {
  const { code, reason, host, model, status, retryAfterMs, partial } = failure;
  const asked = model === undefined ? 'the model' : `the model "${model}"`;
  const with_ = status === undefined ? '' : ` (status ${status})`;
  switch (code) {
    case 'unreachable':
      return `Nothing answers at ${host}. Start the server, or check the base URL and the network.`;
    case 'refused-key':
      return reason === 'no-key'
        ? `${host} needs a key, and none is stored for it. Set one.`
        : `${host} refused the key, or the key may not use ${asked}${with_}. Set another key.`;
    case 'not-found':
      return reason === 'redirect'
        ? `${host} answers with a redirect to another address${with_}, which is not followed so that the key stays where it belongs. Set the base URL to the final address.`
        : `${host} does not know ${asked}, or there is no model server at the address${with_}. Check the model's name and the base URL, which mostly ends in /v1.`;
    case 'rate-limited':
      if (reason === 'no-quota')
        return `${host} says that the account has no credit or quota left${with_}. Check the account's billing.`;
      return retryAfterMs === undefined
        ? `${host} takes no more requests for now${with_}. Wait a while, or send fewer at once.`
        : `${host} takes no more requests for now${with_}. It asks to wait ${seconds(retryAfterMs)}; try again then, or send fewer at once.`;
    case 'server':
      return `${host} failed to answer${with_}. Try again; if it goes on, look at the server's own log.`;
    case 'timeout':
      if (reason === 'first-token')
        return `${host} took too long to begin its answer. Try again (a local server may still be loading ${asked}), or raise the time limit.`;
      return reason === 'idle'
        ? `${host} began to answer and then went silent. Try again, or raise the time limit.`
        : `${host} took too long to answer. Try again, or raise the time limit.`;
    case 'cut-off': {
      const came = partial === undefined ? 0 : partial.text.length + partial.reasoning.length;
      return `The connection to ${host} broke before the answer was whole${came > 0 ? ` (${came} characters had come)` : ''}. Try again.`;
    }
    case 'malformed':
      return reason === 'content-type'
        ? `${host} answered with something that is no model's reply, such as a web page${with_}. Check the base URL, which mostly ends in /v1.`
        : `${host} sent an answer that cannot be read${with_}. Try again; if it goes on, check that the server speaks OpenAI's protocol.`;
    case 'too-large':
      return `The answer of ${host} is longer than the limit. Set a lower limit of output tokens, or raise the limit of characters.`;
    case 'cancelled':
      return `The request to ${host} was cancelled.`;
    case 'context-length':
      return `The request is longer than ${asked} at ${host} can read${with_}. Use a shorter sample, or a model or server setting with a longer context.`;
    case 'refused':
      return `${asked.replace(/^t/, 'T')} at ${host} declined to answer${with_}. Change the prompt, or use another model.`;
    case 'bad-request':
      return `${host} does not take the request${with_}. Check the model's settings: some models refuse a temperature or a seed.`;
    case 'no-scores':
      return `${host} gives no log-probabilities of a text that it is given. Use a server that does, such as vLLM.`;
  }
}

/** Would the next request fail for the same reason: nobody answers, the key is refused, the model is not there, no credit is left? */
export function concernsAll({ code, reason }: BackendError): boolean {
  return code === 'unreachable' || code === 'refused-key' || code === 'not-found' || reason === 'no-quota';
}
